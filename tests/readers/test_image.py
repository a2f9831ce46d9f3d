"""What a Dockerfile says of the images it makes, stage by stage, each value in its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.facts import FileFacts
from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import ImageFacts, Workload
from wslint.readers.image import read_image
from wslint.syntax.dockerfile import parse_dockerfile
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"


def read(text: str, path: str = "Dockerfile") -> FileFacts:
    parsed = parse_dockerfile(Source(path, text))
    assert not isinstance(parsed, Unreadable)
    return read_image(parsed)


def last(text: str) -> Workload:
    return read(text).workloads[-1]


def facts_of(workload: Workload) -> ImageFacts:
    assert workload.image_facts is not None
    return workload.image_facts


def check_of(workload: Workload) -> Healthcheck:
    assert isinstance(workload.healthcheck, Known)
    return workload.healthcheck.value


def test_every_stage_is_a_workload_with_a_stable_key() -> None:
    found = read(
        "FROM golang:1.22 AS Build\nRUN go build\n\nFROM alpine\nFROM build\n", "api/Dockerfile"
    ).workloads
    assert [w.key for w in found] == [
        "api/Dockerfile#stage:0:build",
        "api/Dockerfile#stage:1",
        "api/Dockerfile#stage:2",
    ]
    assert [w.name for w in found] == ["stage `build`", "stage 1", "the last stage"]
    assert [facts_of(w).final for w in found] == [False, False, True]
    assert found[0].owner.text == "FROM golang:1.22 AS Build"
    assert found[0].extent.text == "FROM golang:1.22 AS Build\nRUN go build"
    assert {w.platform for w in found} == {"image"}


def test_exec_form_knows_the_place_of_each_word() -> None:
    stage = last('FROM python:3.12\nCMD ["uvicorn", "app:app", "--port", "8000"]\n')
    assert isinstance(stage.command, Known)
    command = stage.command.value
    assert command.form == "exec"
    assert command.argv == ("uvicorn", "app:app", "--port", "8000")
    assert [word.span.text for word in command.words if word.span] == ["uvicorn", "app:app", "--port", "8000"]


def test_shell_form_translates_offsets_over_continuations_and_comments() -> None:
    text = "FROM python:3.12\nCMD uvicorn app:app \\\n  # where it listens\n    --port 8000\n"
    stage = last(text)
    assert isinstance(stage.command, Known)
    command = stage.command.value
    assert command.form == "shell"
    assert command.words == ()
    assert command.text is not None
    assert command.offsets is not None
    assert command.text.split() == ["uvicorn", "app:app", "--port", "8000"]
    start = command.offsets(command.text.index("8000"))
    assert text[start : start + 4] == "8000"


def test_command_of_a_base_outside_the_file_is_unknown_and_of_scratch_absent() -> None:
    assert isinstance(last("FROM python:3.12\n").command, Unknown)
    assert isinstance(last("FROM python:3.12\n").entrypoint, Unknown)
    assert isinstance(last("FROM scratch\n").command, Absent)
    assert isinstance(last("FROM scratch AS a\nFROM a\n").entrypoint, Absent)


def test_entrypoint_and_command_come_from_the_stage_below_with_the_from_on_the_way() -> None:
    stage = last('FROM alpine AS base\nENTRYPOINT ["tini", "--"]\nCMD ["app"]\nFROM base AS mid\nFROM mid\n')
    assert isinstance(stage.entrypoint, Known)
    assert isinstance(stage.command, Known)
    assert stage.entrypoint.value.argv == ("tini", "--")
    assert stage.entrypoint.span.text == '["tini", "--"]'
    assert [span.text for span in stage.command.via] == ["mid", "base"]


def test_entrypoint_resets_the_command_of_its_base_but_not_its_own() -> None:
    reset = last('FROM alpine AS base\nCMD ["app"]\nFROM base\nENTRYPOINT ["run"]\n')
    assert isinstance(reset.command, Absent)
    for own in ('CMD ["app"]\nENTRYPOINT ["run"]\n', 'ENTRYPOINT ["run"]\nCMD ["app"]\n'):
        stage = last("FROM alpine AS base\nCMD old\nFROM base\n" + own)
        assert isinstance(stage.command, Known)
        assert stage.command.value.argv == ("app",)
    assert isinstance(last('FROM alpine\nENTRYPOINT ["run"]\n').command, Absent)


def test_empty_list_takes_the_inherited_entrypoint_away() -> None:
    stage = last("FROM alpine\nENTRYPOINT []\nCMD app\n")
    assert isinstance(stage.entrypoint, Known)
    assert stage.entrypoint.value.words == ()


def test_last_command_of_a_stage_wins() -> None:
    stage = last("FROM alpine\nCMD one\nCMD two\n")
    assert isinstance(stage.command, Known)
    assert stage.command.value.text == "two"


@pytest.mark.parametrize(
    "shell", ['["/bin/bash", "-o", "pipefail", "-c"]', '["/bin/sh", "-ec"]', '["bash", "-c"]']
)
def test_shell_form_under_another_sh_is_still_a_shell(shell: str) -> None:
    stage = last(f"FROM alpine\nSHELL {shell}\nCMD app\n")
    assert isinstance(stage.command, Known)
    assert stage.command.value.form == "shell"
    assert facts_of(stage).shell is not None


@pytest.mark.parametrize(
    "text",
    [
        'FROM alpine\nSHELL ["pwsh", "-Command"]\nCMD app\nHEALTHCHECK CMD test\n',
        "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD app\nHEALTHCHECK CMD test\n",
        "# escape=`\nFROM base\nCMD app\nHEALTHCHECK CMD test\n",
        'FROM alpine AS a\nSHELL ["powershell"]\nFROM a\nCMD app\nHEALTHCHECK CMD test\n',
    ],
)
def test_shell_form_of_a_shell_that_is_no_sh_is_unknown(text: str) -> None:
    stage = last(text)
    assert isinstance(stage.command, Unknown)
    assert isinstance(check_of(stage).test, Unknown)


def test_healthcheck_has_its_flags_in_place_and_docker_defaults_for_the_rest() -> None:
    stage = last(
        "FROM alpine\nHEALTHCHECK --interval=1m30s --retries=5 \\\n  CMD curl -f http://localhost:8000/health || exit 1\n"
    )
    check = check_of(stage)
    assert isinstance(check.interval, Known)
    assert (check.interval.value, check.interval.span.text) == (90.0, "1m30s")
    assert isinstance(check.retries, Known)
    assert (check.retries.value, check.retries.span.text) == (5, "5")
    assert isinstance(check.timeout, Absent)
    assert check.timeout.default == 30.0
    assert isinstance(check.start_period, Absent)
    assert check.start_period.default == 0.0
    assert check.start_period.where.text == "HEALTHCHECK"
    assert not check.disabled


def test_healthcheck_in_shell_form_points_into_its_text() -> None:
    text = "FROM alpine\nHEALTHCHECK --interval=5s \\\n  CMD curl -f http://localhost:8000/x\n"
    test = check_of(last(text)).test
    assert isinstance(test, Known)
    command = test.value
    assert command.text == "curl -f http://localhost:8000/x"
    assert command.span.text == command.text
    assert command.offsets is not None
    start = command.offsets(command.text.index("8000"))
    assert text[start : start + 4] == "8000"


def test_healthcheck_in_exec_form_has_words_without_cmd() -> None:
    test = check_of(last('FROM alpine\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n')).test
    assert isinstance(test, Known)
    assert test.value.argv == ("curl", "-f", "http://localhost/")
    assert test.span.text == '["curl", "-f", "http://localhost/"]'


def test_zero_in_a_healthcheck_means_the_default() -> None:
    check = check_of(last("FROM alpine\nHEALTHCHECK --interval=0s --retries=0 --start-period=0s CMD true\n"))
    assert isinstance(check.interval, Known)
    assert check.interval.value == 30.0
    assert isinstance(check.retries, Known)
    assert check.retries.value == 3
    assert isinstance(check.start_period, Known)
    assert check.start_period.value == 0.0


def test_healthcheck_none_is_disabled_where_it_says_so() -> None:
    check = check_of(last("FROM alpine AS a\nHEALTHCHECK CMD true\nFROM a\nHEALTHCHECK NONE\n"))
    assert check.disabled
    assert check.disabled_span is not None
    assert check.disabled_span.text == "NONE"


def test_healthcheck_is_inherited_within_the_file_and_absent_otherwise() -> None:
    inherited = last("FROM alpine AS a\nHEALTHCHECK CMD true\nFROM a\n")
    assert isinstance(inherited.healthcheck, Known)
    assert [span.text for span in inherited.healthcheck.via] == ["a"]
    absent = last("FROM alpine AS a\nHEALTHCHECK CMD true\nFROM alpine\n").healthcheck
    assert isinstance(absent, Absent)
    assert absent.where.line == 3


def test_triggers_of_a_base_make_what_is_missing_unknown() -> None:
    stage = last("FROM alpine AS a\nONBUILD HEALTHCHECK CMD true\nFROM a\n")
    assert isinstance(stage.healthcheck, Unknown)
    assert facts_of(stage).onbuild_unknown
    assert not facts_of(read("FROM alpine AS a\nONBUILD HEALTHCHECK CMD true\n").workloads[0]).onbuild_unknown


def test_stop_signal_is_a_name_or_a_number_with_variables() -> None:
    for text, value in (("SIGQUIT", "SIGQUIT"), ("9", "9"), ('"SIGINT"', "SIGINT")):
        signal = last(f"FROM alpine\nSTOPSIGNAL {text}\n").stop_signal
        assert isinstance(signal, Known)
        assert signal.value == signal.span.text == value
    assert isinstance(last("FROM alpine\nARG S=SIGKILL\nSTOPSIGNAL $S\n").stop_signal, Known)
    assert isinstance(last("FROM alpine\nSTOPSIGNAL $S\n").stop_signal, Unknown)
    absent = last("FROM scratch\n").stop_signal
    assert isinstance(absent, Absent)
    assert absent.default == "SIGTERM"


def test_exposed_ports_with_protocols_ranges_and_variables() -> None:
    declared = last(
        "FROM alpine\nENV P=8000\nARG MORE='81 82'\nEXPOSE 80 53/UDP 9000-9010/tcp $P $MORE\n"
    ).declared
    assert declared.complete
    assert [(p.first, p.last, p.protocol) for p in declared.ports] == [
        (80, 80, "tcp"),
        (53, 53, "udp"),
        (9000, 9010, "tcp"),
        (8000, 8000, "tcp"),
        (81, 81, "tcp"),
        (82, 82, "tcp"),
    ]
    assert [p.span.text for p in declared.ports] == ["80", "53", "9000-9010", "$P", "$MORE", "$MORE"]


def test_port_of_an_unset_variable_makes_the_ports_incomplete() -> None:
    declared = last("FROM alpine\nEXPOSE $NOBODY 80\n").declared
    assert [p.first for p in declared.ports] == [80]
    assert not declared.complete
    assert last("FROM alpine\nARG P=1\nEXPOSE ${P:-8000}\n").declared.complete


def test_environment_has_each_value_where_its_characters_are() -> None:
    stage = last("FROM alpine\nENV A=1 B=\"two words\" C='x' \\\n  D=$A\nENV OLD some words\nENV E=$UNSET\n")
    values = {v.name: v for v in stage.environment.variables}
    texts = {}
    for name in "A B C OLD".split():
        value = values[name].value
        assert isinstance(value, Known)
        texts[name] = (value.value, value.span.text)
    assert texts["A"] == ("1", "1")
    assert texts["B"] == ("two words", "two words")
    assert texts["C"] == ("x", "x")
    assert texts["OLD"] == ("some words", "some words")
    # All of one instruction see the variables as they were before it, and the base may set A.
    assert isinstance(values["D"].value, Unknown)
    assert values["A"].name_span.text == "A"
    assert isinstance(values["E"].value, Unknown)
    assert stage.environment.complete


def test_variables_see_what_was_set_before_their_instruction_only() -> None:
    stage = last("FROM scratch\nENV A=1\nENV A=2 B=$A\nENV C=$A$B D=$NONE\n")
    values = {v.name: v.value.value for v in stage.environment.variables if isinstance(v.value, Known)}
    assert values == {"A": "2", "B": "1", "C": "21", "D": ""}


def test_arguments_reach_the_stages_that_declare_them() -> None:
    text = "ARG TAG=3.12\nARG PORT=8000\nFROM python:${TAG}-slim\nARG PORT\nENV P=$PORT Q=$TAG\nARG LOCAL=x\nENV L=$LOCAL\n"
    stage = last(text)
    assert isinstance(stage.image, Known)
    assert stage.image.value == "python:3.12-slim"
    assert stage.image.span.text == "python:${TAG}-slim"
    values = {v.name: v.value for v in stage.environment.variables}
    assert isinstance(values["P"], Known)
    assert values["P"].value == "8000"
    assert isinstance(values["Q"], Unknown)
    assert isinstance(values["L"], Known)
    assert [argument.name for argument in facts_of(stage).build_args] == ["TAG", "PORT", "LOCAL"]


def test_base_image_is_that_at_the_bottom_of_the_chain() -> None:
    found = read("ARG BASE\nFROM alpine:3 AS a\nFROM a AS b\nFROM $BASE\nFROM scratch\n").workloads
    assert [facts_of(w).base for w in found] == ["alpine:3", "alpine:3", None, "scratch"]
    assert facts_of(found[1]).base_span.text == "alpine:3"
    assert isinstance(found[1].image, Absent)
    assert isinstance(found[2].image, Unknown)
    assert isinstance(found[3].image, Absent)


def test_copies_are_made_absolute_by_the_working_directory() -> None:
    text = (
        "FROM alpine\nCOPY a b ./\nWORKDIR /app\nCOPY run.sh .\nCOPY run.sh start\nWORKDIR sub\nADD x ../y/\n"
        'COPY --from=build --chmod=755 /out/app /usr/bin/app\nCOPY ["a b", "/c d/"]\nWORKDIR $W\nCOPY z z\n'
    )
    copied = facts_of(last(text)).copied
    assert [(c.source, c.destination, c.stage) for c in copied] == [
        ("a", None, None),
        ("b", None, None),
        ("run.sh", "/app/", None),
        ("run.sh", "/app/start", None),
        ("x", "/app/y/", None),
        ("/out/app", "/usr/bin/app", "build"),
        ("a b", "/c d/", None),
        ("z", None, None),
    ]
    assert copied[2].span.text == "run.sh"
    assert facts_of(last("FROM alpine\nWORKDIR /a\nWORKDIR b\n")).workdir == "/a/b"


def test_heredoc_copied_into_the_image_keeps_its_text() -> None:
    text = 'FROM alpine\nCOPY <<EOF /run.sh\n#!/bin/sh\nexec "$@"\nEOF\nENTRYPOINT ["/run.sh"]\n'
    stage = last(text)
    (copied,) = facts_of(stage).copied
    assert copied.heredoc == '#!/bin/sh\nexec "$@"\n'
    assert copied.destination == "/run.sh"
    assert isinstance(stage.entrypoint, Known)


def test_runs_and_copies_of_the_chain_come_base_first() -> None:
    text = "FROM alpine AS a\nRUN one\nCOPY x /x\nFROM a\nRUN <<EOF\ntwo\nEOF\n"
    facts = facts_of(last(text))
    assert facts.shell_runs[0] == "one"
    assert "two" in facts.shell_runs[1]
    assert len(facts.copied) == 1


def test_labels_are_read_with_their_last_value() -> None:
    labels = last('FROM alpine\nLABEL wslint.dev/profile="workspace" a=1\nLABEL a=2\n').labels
    assert {name: value.value for name, value in labels.items() if isinstance(value, Known)} == {
        "wslint.dev/profile": "workspace",
        "a": "2",
    }


def test_tool_that_the_chain_cannot_have_is_known_missing() -> None:
    slim = "FROM python:3.12-slim AS base\nRUN pip install x\nFROM base\n"
    assert "curl" in facts_of(last(slim + "HEALTHCHECK CMD curl -f http://localhost/\n")).missing_tools
    assert "curl" not in facts_of(last(slim + "RUN apt-get install -y curl\n")).missing_tools


def test_syntax_errors_are_problems_and_the_rest_is_still_read() -> None:
    found = read("FROM alpine\nEXPOZE 80\nCMD app\n")
    assert [(p.check, p.span.line) for p in found.problems] == [("syntax-error", 2)]
    assert isinstance(found.workloads[0].command, Known)


def test_comments_for_linters_cover_the_next_instruction_or_the_file() -> None:
    text = (
        "# check=skip=JSONArgsRecommended\nFROM alpine\n# hadolint ignore=DL3018\n\n# more\nRUN apk add x\n"
        "# wslint: ignore[exposed-port-mismatch] metrics\nEXPOSE \\\n  # wslint: ignore[x] inside\n  80\n"
        "#checkov:skip=CKV_DOCKER_2:no\n# just a comment\n# hadolint global ignore=DL3008\nCMD a\n# wslint: ignore[y]\n"
    )
    found = [(remark.text, remark.covers.text) for remark in read(text).remarks]
    assert found == [
        ("check=skip=JSONArgsRecommended", text),
        ("hadolint ignore=DL3018", "RUN apk add x"),
        ("wslint: ignore[exposed-port-mismatch] metrics", "EXPOSE \\\n  # wslint: ignore[x] inside\n  80"),
        ("wslint: ignore[x] inside", "EXPOSE \\\n  # wslint: ignore[x] inside\n  80"),
        ("checkov:skip=CKV_DOCKER_2:no", text),
        ("hadolint global ignore=DL3008", text),
        ("wslint: ignore[y]", "# wslint: ignore[y]"),
    ]


def test_unknown_values_are_told_once_each() -> None:
    found = read("ARG B\nFROM $B AS a\nENV X=$Y PATH=$PATH:/x\nFROM a\n").unknown
    assert [value.span.text for value in found if value.span] == ["$B", "$Y"]


def test_stages_that_inherit_without_end_become_unknown() -> None:
    text = "FROM scratch AS s0\n" + "".join(f"FROM s{i} AS s{i + 1}\nENV A{i}=1\n" for i in range(1900))
    found = read(text)
    assert len(found.workloads) == 1901
    assert isinstance(found.workloads[20].command, Absent)
    assert isinstance(found.workloads[-1].command, Unknown)
    assert facts_of(found.workloads[-1]).base is None
    assert not found.workloads[-1].environment.complete


def test_variables_that_double_at_every_line_become_unknown() -> None:
    for keyword, start in (("ENV", "FROM scratch\n"), ("ARG", "")):
        lines = "".join(f"{keyword} A{i + 1}=$A{i}$A{i}\n" for i in range(60))
        found = read(f"{start}{keyword} A0=x\n{lines}FROM scratch\nENV B=$A60\n").workloads[-1]
        assert not any(
            isinstance(v.value, Known) and len(v.value.value) > 10_000 for v in found.environment.variables
        )


def test_ports_without_number_become_incomplete() -> None:
    declared = last("FROM scratch\nENV P='" + "80 " * 1000 + "'\nEXPOSE $P $P $P\n").declared
    assert not declared.complete
    assert len(declared.ports) == 1000


_line = st.sampled_from(
    [
        "FROM alpine AS a",
        "FROM a",
        "FROM scratch",
        "FROM",
        "ARG X",
        "ARG X=1 Y=$X",
        "ENV A=$X B='",
        "ENV A",
        "ENV $A=1",
        "EXPOSE $A 80-1 99999 x/y -1",
        "CMD [",
        'CMD ["a", 1]',
        "CMD",
        "ENTRYPOINT []",
        "HEALTHCHECK --interval=x --retries=-1 CMD",
        "HEALTHCHECK --interval CMD a",
        "HEALTHCHECK NONE x",
        "HEALTHCHECK",
        'SHELL ["a"]',
        "SHELL x",
        "SHELL []",
        "COPY a",
        "COPY <<A <<B /x",
        "x\nA\ny\nB",
        "WORKDIR",
        "WORKDIR ..",
        "STOPSIGNAL",
        "LABEL a=b c",
        "LABEL =",
        "ONBUILD CMD a",
        "ONBUILD",
        "RUN a \\",
        "# wslint: x",
        "",
    ]
)


@given(st.lists(_line | st.text(max_size=20), max_size=12))
def test_any_text_is_read_and_every_span_lies_in_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    parsed = parse_dockerfile(Source("Dockerfile", text))
    if isinstance(parsed, Unreadable):
        return
    for workload in read_image(parsed).workloads:
        spans = [workload.owner, workload.extent, *(port.span for port in workload.declared.ports)]
        for value in (workload.command, workload.entrypoint, workload.healthcheck, workload.image):
            if isinstance(value, Known):
                spans += [value.span, *value.via]
        for span in spans:
            assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus ../shared/corpus is not here")
def test_every_dockerfile_of_the_corpus_is_read() -> None:
    files = sorted(path for path in CORPUS.rglob("*ockerfile*") if path.is_file() and path.suffix != ".md")
    assert len(files) > 50
    for file in files:
        source = Source(file.name, file.read_text("utf-8", "replace").removeprefix("\ufeff"))
        parsed = parse_dockerfile(source)
        assert not isinstance(parsed, Unreadable)
        found = read_image(parsed)
        assert found.workloads
        assert found.problems == ()


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        ("--interval=soon", "interval"),
        ("--timeout=-1s", "timeout"),
        ("--start-period=1", "start_period"),
        ("--retries=many", "retries"),
        ("--retries=10000000000", "retries"),
    ],
)
def test_times_that_docker_does_not_read_are_unknown(flags: str, place: str) -> None:
    check = check_of(last(f"FROM a\nHEALTHCHECK {flags} CMD true\n"))
    assert isinstance(getattr(check, place), Unknown)
    assert isinstance(check.test, Known)


def test_what_is_refused_says_nothing_of_the_image() -> None:
    stage = last(
        'FROM a\nCMD ["a", 1]\nENTRYPOINT --x y\nHEALTHCHECK CMD\nENV =x\nARG =x\nLABEL =y\nCOPY a\nSHELL sh\n'
        "EXPOSE http\nSTOPSIGNAL\nONBUILD\n"
    )
    assert isinstance(stage.command, Unknown)
    assert isinstance(stage.entrypoint, Unknown)
    assert isinstance(stage.healthcheck, Unknown)
    assert not stage.environment.complete
    assert (stage.labels, stage.declared.ports) == ({}, ())
    assert facts_of(stage).copied == ()


def test_a_check_for_another_shell_is_unknown() -> None:
    check = check_of(last('FROM a\nSHELL ["pwsh", "-c"]\nHEALTHCHECK CMD exit 1\n'))
    assert isinstance(check.test, Unknown)


def test_several_ports_in_one_variable_are_all_declared() -> None:
    declared = last('FROM a\nENV P="80 90/udp 100-101 0 x"\nEXPOSE $P\n').declared
    assert [(port.first, port.last, port.protocol) for port in declared.ports] == [
        (80, 80, "tcp"),
        (90, 90, "udp"),
        (100, 101, "tcp"),
    ]
    assert not declared.complete
