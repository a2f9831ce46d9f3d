"""What silences a finding, by whom, and what becomes of suppressions that do nothing."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import Bench, found

from wslint.app import run
from wslint.engine.dialects import Directive, is_date, read_remark
from wslint.engine.run import Ran
from wslint.model.facts import FileKind, Remark
from wslint.settings.record import IgnoreEntry, Settings
from wslint.text import Source, Span


def service(*, above: str = "", beside: str = "", top: str = "", below: str = "") -> str:
    """A Compose file with a comment somewhere around the service `web`; `agent` has none."""
    return "".join(
        [
            f"{top}\n" if top else "",
            "services:\n",
            f"  {above}\n" if above else "",
            f"  web:{'  ' + beside if beside else ''}\n",
            f"    {below}\n" if below else "",
            "    image: registry.example/web:1.2\n  agent:\n    image: registry.example/agent:1.2\n",
        ]
    )


@pytest.fixture
def aliased(bench: Bench) -> Bench:
    bench.rule(
        aliases={
            "": ("dclint:no-web", "kube-linter:no-web", "checkov:CKV_K8S_8"),
            "odd": ("hadolint:DL3025", "buildkit:JSONArgsRecommended"),
        }
    )
    return bench


def own(ran: Ran) -> list[tuple[str, str]]:
    """The findings about suppressions."""
    return [(one.name, one.message) for one in ran.findings if one.code.startswith("WS9")]


SILENCED = {
    "on the line above, by name": {"above": "# wslint: ignore[trial] generated"},
    "at the end of the line": {"beside": "# wslint: ignore[trial] generated"},
    "by code": {"above": "# wslint: ignore[WS800] generated"},
    "by an alias": {"above": "# wslint: ignore[dclint:no-web] generated"},
    "by an alias of another variant": {"above": "# wslint: ignore[hadolint:DL3025] generated"},
    "one of several": {"above": "# wslint: ignore[syntax-error , trial] generated"},
    "without a space": {"above": "#wslint:ignore[trial] generated"},
    "with a blank line between": {"above": "# wslint: ignore[trial] generated\n"},
    "with another comment between": {"above": "# wslint: ignore[trial] generated\n  # another"},
    "until a day to come": {"above": "# wslint: ignore[trial] generated until=2026-06-02"},
    "until today": {"above": "# wslint: ignore[trial] generated until=2026-06-01"},
    "dclint: its line": {"beside": "# dclint disable-line no-web"},
    "dclint: its line, all rules": {"beside": "# dclint disable-line"},
    "dclint: the line below, as its documentation has it": {"above": "# dclint disable-line no-web"},
    "dclint: the next line": {"above": "# dclint disable-next-line no-other no-web"},
}
NOT_SILENCED = {
    "a suppression of another rule": {"above": "# wslint: ignore[syntax-error] generated"},
    "a suppression below": {"below": "# wslint: ignore[trial] generated"},
    "one that has expired": {"above": "# wslint: ignore[trial] generated until=2026-05-31"},
    "prose": {"above": "# about wslint: ignore[trial]"},
    "dclint: an alias that the rule has not": {"beside": "# dclint disable-line no-other"},
    "dclint: a whole file, but not at its top": {"above": "# dclint disable"},
    "hadolint in a Compose file": {"above": "# hadolint ignore=DL3025"},
    "buildkit in a Compose file": {"top": "# check=skip=JSONArgsRecommended"},
    "a longer word": {"above": "# dclinter disable-line"},
}


@pytest.mark.parametrize("case", SILENCED)
def test_silenced(aliased: Bench, case: str) -> None:
    ran = aliased.run(service(**SILENCED[case]))
    assert found(ran) == ["agent"]
    assert [one.finding.span.text for one in ran.suppressed] == ["web"]


@pytest.mark.parametrize("case", NOT_SILENCED)
def test_not_silenced_by(aliased: Bench, case: str) -> None:
    assert found(aliased.run(service(**NOT_SILENCED[case]))) == ["web", "agent"]


@pytest.mark.parametrize(
    "top",
    [
        "# wslint: file-ignore[trial] generated",
        "# dclint disable no-web",
        "# dclint disable-file",
        "---\n# dclint disable",
    ],
)
def test_a_whole_file_is_silenced(aliased: Bench, top: str) -> None:
    ran = aliased.run(service(top=top))
    assert found(ran) == []
    assert len(ran.suppressed) == 2


def test_what_is_silenced_says_by_what_and_why(aliased: Bench) -> None:
    text = service(above="# wslint: ignore[trial] generated, and  not by us until=2030-01-01")
    (silenced,) = aliased.run(text).suppressed
    assert (silenced.by, silenced.dialect, silenced.reason) == (
        "comment",
        "wslint",
        "generated, and not by us",
    )


@pytest.mark.parametrize(
    ("annotation", "dialect", "reason"),
    [
        ("ignore-check.kube-linter.io/no-web: a batch job", "kube-linter", "a batch job"),
        ("checkov.io/skip1: CKV_K8S_8=a batch job", "checkov", "a batch job"),
        ("checkov.io/skip7: CKV_K8S_8", "checkov", ""),
    ],
)
def test_an_annotation_silences_its_object_only(
    aliased: Bench, annotation: str, dialect: str, reason: str
) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {0}\n{1}spec:\n  containers: [{{name: {0}, image: x:1}}]\n"
    text = pod.format("one", f"  annotations:\n    {annotation}\n") + "---\n" + pod.format("two", "")
    ran = aliased.run({"pods.yaml": text})
    assert found(ran) == ["two"]
    (silenced,) = ran.suppressed
    assert (silenced.by, silenced.dialect, silenced.reason) == ("annotation", dialect, reason)


def test_an_annotation_of_a_check_that_the_rule_has_not_silences_nothing(aliased: Bench) -> None:
    text = (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: one\n  annotations: {ignore-check.kube-linter.io/other: x}\n"
        "spec:\n  containers: [{name: one, image: x:1}]\n"
    )
    assert found(aliased.run({"pod.yaml": text})) == ["one"]


# -- unused, expired, unknown ----------------------------------------------------------------------------


def test_a_suppression_that_silences_nothing_is_told_for_each_rule(bench: Bench) -> None:
    bench.rule()
    bench.check("other", "workload", lambda s, p, c: ())
    bench.rule("other", "WS801")
    ran = bench.run(service(above="# wslint: ignore[trial, other] generated"))
    assert [one.span.text for one in ran.findings if one.name == "unused-suppression"] == ["other"]


@pytest.mark.parametrize(
    "settings",
    [{"select": ("unused-suppression",)}, {"ignore": ("trial",)}, {"platform": "desktop"}],
    ids=[
        "the rule is not selected",
        "the rule is ignored",
        "on another platform rules are silent on purpose",
    ],
)
def test_a_suppression_is_not_unused_where_that_cannot_be_told(
    bench: Bench, settings: dict[str, Any]
) -> None:
    bench.check("trial", "workload", lambda s, p, c: ())
    bench.rule()
    assert own(bench.run(service(above="# wslint: ignore[trial] generated"), **settings)) == []


def test_a_suppression_of_a_rule_that_met_a_bug_is_not_unused(bench: Bench) -> None:
    bench.check("trial", "workload", lambda s, p, c: 1 / 0)
    bench.rule()
    assert own(bench.run(service(above="# wslint: ignore[trial] generated"))) == []


def test_a_suppression_in_a_file_that_was_not_read_to_its_end_is_not_unused(bench: Bench) -> None:
    bench.check("trial", "workload", lambda s, p, c: ())
    bench.rule()
    ran = bench.run(service(above="# wslint: ignore[trial] generated") + "  broken: [\n")
    assert own(ran) == []


def test_suppressions_of_other_linters_are_never_unused(aliased: Bench) -> None:
    assert own(aliased.run(service(below="# dclint disable-line no-web"), select=("ALL",))) == []


def test_what_was_silenced_twice_needed_both(bench: Bench) -> None:
    bench.rule()
    text = service(top="# wslint: file-ignore[trial] generated", above="# wslint: ignore[trial] generated")
    assert own(bench.run(text)) == []


def test_an_expired_suppression_is_told_instead_of_unused(bench: Bench) -> None:
    bench.rule()
    ran = bench.run(service(above="# wslint: ignore[trial] generated until=2026-05-31"))
    assert own(ran) == [("expired-suppression", "the suppression of trial expired on 2026-05-31")]


def test_an_unknown_rule_in_a_suppression_is_told_with_what_was_meant(bench: Bench) -> None:
    bench.rule("grace-period")
    ran = bench.run(service(above="# wslint: ignore[grace-peroid] generated"))
    assert own(ran)[0][0] == "unknown-suppression"
    assert "did you mean `grace-period`" in own(ran)[0][1]


def test_findings_about_suppressions_can_be_silenced_themselves(bench: Bench) -> None:
    text = service(
        top="# wslint: file-ignore[unknown-suppression] copied", above="# wslint: ignore[nothing] x"
    )
    ran = bench.run(text)
    assert own(ran) == []
    assert [one.finding.name for one in ran.suppressed] == ["unknown-suppression"]


def test_a_reason_is_asked_for_only_where_that_rule_is_on(bench: Bench) -> None:
    bench.rule()
    text = service(above="# wslint: ignore[trial]")
    assert own(bench.run(text)) == []
    assert [name for name, _ in own(bench.run(text, extend_select=("WS904",)))] == [
        "suppression-without-reason"
    ]


# -- the configuration -----------------------------------------------------------------------------------


def entry(rule: str = "trial", **fields: Any) -> IgnoreEntry:
    usual = {"path": None, "workload": None, "reason": "vendored", "until": None, "place": ".wslint.yaml:7"}
    return IgnoreEntry(rule, **{**usual, **fields})


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (entry(), []),
        (entry(path="compose.yaml"), []),
        (entry(path="vendor/**"), ["web", "agent"]),
        (entry(workload="web"), ["agent"]),
        (entry(workload="w?b"), ["agent"]),
        (entry(workload="service *"), []),
        (entry(workload="db"), ["web", "agent"]),
        (entry(until="2026-06-01"), []),
        (entry(until="2026-05-31"), ["web", "agent"]),
        (entry("WS800"), []),
        (entry("syntax-error"), ["web", "agent"]),
    ],
    ids=[
        "by rule alone",
        "by path",
        "by another path",
        "by the name of a workload",
        "by a glob over that name",
        "by a glob over the whole title",
        "by another workload",
        "until today",
        "expired",
        "by code",
        "another rule",
    ],
)
def test_an_entry_in_the_configuration(bench: Bench, one: IgnoreEntry, expected: list[str]) -> None:
    bench.rule()
    ran = bench.run(service(), ignored=(one,))
    assert found(ran) == expected
    assert {silenced.by for silenced in ran.suppressed} <= {"configuration"}


def test_entries_that_do_nothing_are_lines_of_the_ledger(bench: Bench) -> None:
    bench.rule()
    ran = bench.run(service(), ignored=(entry(), entry(path="gone.yaml"), entry(until="2020-01-01")))
    assert [(line.path, line.line, line.reason) for line in ran.not_checked] == [
        (".wslint.yaml", 7, "`ignore` of trial silences nothing"),
        (".wslint.yaml", 7, "`ignore` of trial expired on 2020-01-01"),
    ]


# -- reading comments ------------------------------------------------------------------------------------


def remark(comment: str, *, before: str = "", after: str = "\nFROM x\n") -> Remark:
    source = Source("Dockerfile", before + comment + after)
    start = len(before)
    return Remark(
        comment.lstrip("#").strip(),
        Span(source, start, start + len(comment)),
        Span(source, start + len(comment) + 1, len(source.text)),
    )


def read(comment: str, kind: FileKind = "dockerfile", **around: str) -> Directive | None:
    return read_remark(remark(comment, **around), kind)


@pytest.mark.parametrize(
    ("comment", "words", "whole_file", "reason"),
    [
        ("# hadolint ignore=DL3008", ["DL3008"], False, ""),
        ("# hadolint ignore=DL3008,SC2086", ["DL3008", "SC2086"], False, ""),
        ("#hadolint   ignore = DL3008 , SC2086", ["DL3008", "SC2086"], False, ""),
        (
            "# hadolint ignore=DL3008 the mirror has one version",
            ["DL3008"],
            False,
            "the mirror has one version",
        ),
        ("# hadolint global ignore=DL3008", ["DL3008"], True, ""),
        (
            "# check=skip=JSONArgsRecommended,StageNameCasing",
            ["JSONArgsRecommended", "StageNameCasing"],
            True,
            "",
        ),
        ("# check=skip=StageNameCasing;error=true", ["StageNameCasing"], True, ""),
        ("# check=error=true;skip=StageNameCasing", ["StageNameCasing"], True, ""),
        ("# CHECK = skip=StageNameCasing", ["StageNameCasing"], True, ""),
        ("#checkov:skip=CKV_DOCKER_2:no daemon", ["CKV_DOCKER_2"], True, "no daemon"),
        ("# checkov:skip=CKV_DOCKER_2: no daemon", ["CKV_DOCKER_2"], True, "no daemon"),
        ("# wslint: file-ignore[a, b] why", ["a", "b"], True, "why"),
        ("# wslint: ignore[a] — why", ["a"], False, "why"),
    ],
)
def test_a_comment_in_a_dockerfile(comment: str, words: list[str], whole_file: bool, reason: str) -> None:
    directive = read(comment)
    assert directive is not None
    assert [word.text for word in directive.words] == words
    assert [word.span.text for word in directive.words] == words
    assert (directive.covers is None) is whole_file
    assert directive.reason == reason


@pytest.mark.parametrize(
    "comment",
    [
        "# hadolint shell=/bin/bash",
        "# hadolintignore=DL3008",
        "# hadolint is fine with this",
        "# check=error=true",
        "# checks=skip=all",
        "# wslint: see the documentation",
        "# wslint: ok",
        "# wslint: a sentence that goes on",
        "# wslint:",
        "# dclint disable-line",
        "# hadolint: ignore=DL3008",
    ],
)
def test_a_comment_in_a_dockerfile_that_silences_nothing(comment: str) -> None:
    assert read(comment) is None


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# wslint: [a] why", "word"),
        ("# wslint: ignroe[a] why", "word"),
        ("# wslint: disable a", "word"),
        ("# wslint: ignore why", "bare"),
        ("# wslint: ignore[] why", "bare"),
        ("# wslint: ignore[ , ] why", "bare"),
        ("# wslint: ignore[a why", "unclosed"),
        ("# wslint: ignore[a] why until=tomorrow", "date"),
        ("# wslint: ignore[a] why until=2026-02-30.", "date"),
    ],
)
def test_an_order_that_is_written_wrong_is_not_passed_over(comment: str, fault: str) -> None:
    directive = read(comment)
    assert directive is not None
    assert directive.fault == fault


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("# dclint enable-line no-web", "compose"),
        ("# dclint disable", "kubernetes"),
        ("# checkov:skip=CKV_K8S_8:why", "compose"),
    ],
)
def test_orders_of_other_linters_that_mean_nothing_here_are_passed_over(comment: str, kind: FileKind) -> None:
    assert read(comment, kind) is None


def test_check_skip_all_means_every_rule_that_buildkit_has_too() -> None:
    directive = read("# check=skip=all")
    assert directive is not None
    assert directive.everything


def test_check_skip_counts_at_the_top_only() -> None:
    assert read("# check=skip=all", before="# syntax=docker/dockerfile:1\n") is not None
    assert read("# check=skip=all", before="FROM x\n") is None
    assert read("# check=skip=all", before="# a comment\n") is None
    assert read("# check=skip=all", before="\n") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("1900-02-29", False),
        ("2000-02-29", True),
        ("2026-04-31", False),
        ("2026-13-01", False),
        ("2026-00-10", False),
        ("26-01-01", False),
        ("2026-1-01", False),
        ("２０２６-01-01", False),
    ],
)
def test_a_day_of_the_calendar(text: str, expected: bool) -> None:
    assert is_date(text) is expected


@given(st.dates())
def test_every_day_is_a_day(day: Any) -> None:
    assert is_date(day.isoformat())


COMMENT = st.lists(
    st.sampled_from(
        ["wslint:", "ignore", "file-ignore", "[", "]", "a", ",", " ", "until=", "2026-01-01", "hadolint"]
    )
    | st.sampled_from(
        ["global", "=", "check", "skip", ";", "dclint", "disable", "-line", "checkov:skip=", ":", "é", "\t"]
    ),
    max_size=12,
).map("".join)


@given(COMMENT, st.sampled_from(["dockerfile", "compose", "kubernetes", "env", "other"]))
def test_any_comment_can_be_read_and_its_words_lie_where_they_are_written(
    comment: str, kind: FileKind
) -> None:
    directive = read(f"# {comment}", kind)
    if directive is None:
        return
    for word in directive.words:
        assert word.text.strip()
        assert word.span.text.startswith(word.text)
        assert directive.span.start <= word.span.start <= word.span.end <= directive.span.end


# -- comments of files that only other files lead to -----------------------------------------------------


def left(folder: Path, files: Mapping[str, str], given: str, rule: str) -> tuple[list[str], list[str]]:
    """The paths of what is reported, and by what the rest is silenced, where only one file is given."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    root = os.path.realpath(folder)
    outcome = run([str(Path(root, given))], Settings(root=root, select=(rule,)))
    assert not outcome.internal
    return (
        [Path(one.span.path).name for one in outcome.findings],
        [Path(one.finding.span.path).name + " " + one.reason for one in outcome.suppressed],
    )


ENV_COMPOSE = "services:\n  worker:\n    image: example.org/worker:1\n    env_file: [app.env]\n  queue: {image: rabbitmq:3.13}\n"
URL = "CELERY_BROKER_URL=amqp://guest@localhost/\n"


@pytest.mark.parametrize(
    ("env", "silenced"),
    [
        (URL, False),
        ("# wslint: ignore[loopback-in-container] of one machine\n" + URL, True),
        ("# wslint: file-ignore[WS304] of one machine\nA=b\n" + URL, True),
        ("A=b # wslint: ignore[loopback-in-container] of one machine\n" + URL, False),
    ],
)
def test_a_comment_in_an_env_file_silences_the_line_below(tmp_path: Path, env: str, silenced: bool) -> None:
    files = {"compose.yaml": ENV_COMPOSE, "app.env": env}
    reported, hidden = left(tmp_path, files, "compose.yaml", "loopback-in-container")
    assert (reported, hidden) == (([], ["app.env of one machine"]) if silenced else (["app.env"], []))


@pytest.mark.parametrize(
    "comment", ["", "# wslint: ignore[entrypoint-script-without-exec] it ends at once\n"]
)
def test_a_comment_in_the_script_of_an_image_silences_the_line_below(tmp_path: Path, comment: str) -> None:
    files = {
        "Dockerfile": 'FROM python:3.12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
        "start.sh": f"#!/bin/sh\n{comment}uvicorn app:app --port 80\n",
    }
    reported, hidden = left(tmp_path, files, "Dockerfile", "entrypoint-script-without-exec")
    assert (reported, hidden) == (([], ["start.sh it ends at once"]) if comment else (["start.sh"], []))
