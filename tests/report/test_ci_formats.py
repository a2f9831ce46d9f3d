"""GitHub, GitLab, JUnit, reviewdog, JSON Lines and Markdown: what their readers make of the reports."""

import json
import re

import junitparser
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from outcomes_at_random import outcomes
from outcomes_by_hand import COVERAGE, grace, outcome, port, span
from schemas_by_hand import GITLAB, RDJSON

from wslint.engine.finding import Coverage, Finding, Internal, Outcome, RelatedPlace, Suppressed
from wslint.report import REPORTERS, reporter
from wslint.report.cells import visible
from wslint.report.json import finding_record
from wslint.report.markdown import render_within
from wslint.report.options import RenderOptions
from wslint.text import Edit, Fix, Source, Span

ANY = settings(deadline=None, max_examples=25)


def report(name, whole, **options):
    return "".join(reporter(name)(whole, RenderOptions(**options)))


def errors_of(schema, data):
    return [one.message for one in Draft202012Validator(schema).iter_errors(data)]


def many(count, severity):
    return [grace(f"{severity}{at:02}.yaml", severity=severity) for at in range(count)]


# -- GitHub -----------------------------------------------------------------------------------------


class Runner:
    """What a GitHub runner makes of a step's output: annotations, and whether commands are heard."""

    def __init__(self, text):
        self.annotations = []
        stopped = None
        for line in text.split("\n"):
            # The runner strips the line and looks for `::`, or for `##[` anywhere in it (the older form).
            command = re.match(r"^::([^: ]+)( [^:]*)?::(.*)$", line.strip())
            if stopped is not None:
                if command and command[1] == stopped:
                    stopped = None
                continue
            assert "##[" not in line or command, "an older command in what is shown"
            if command is None:
                assert not line.strip(), f"unexpected: {line}"
            elif command[1] == "stop-commands":
                stopped = command[3]
            else:
                self.annotations.append(
                    (command[1], self.properties(command[2] or ""), self.plain(command[3]))
                )
        assert stopped is None

    @staticmethod
    def plain(text):
        for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            text = text.replace(written, meant)
        return text

    def properties(self, text):
        pairs = (pair.partition("=") for pair in text.strip().split(","))
        return {name: self.plain(value) for name, _, value in pairs}


def test_an_annotation_has_its_place_and_the_other_ends():
    ((kind, properties, message),) = Runner(report("github", outcome(port()))).annotations
    assert kind == "warning"
    assert properties == {
        "file": "deploy/agent.yaml",
        "line": "12",
        "endLine": "12",
        "col": "44",
        "endColumn": "48",
        "title": "wslint (probe-port-not-listened)",
    }
    assert message.splitlines() == [
        "deploy/agent.yaml:12:44: the probe asks port 8000, where nothing listens",
        "Dockerfile:3: the server listens here",
        "Dockerfile:2: and 8000 is exposed",
    ]


def test_columns_are_dropped_where_lines_differ():
    source = Source("a.yaml", "a:\n  b: 1\n")
    finding = grace()._replace(span=Span(source, 0, len(source.text) - 1), related=(), fix=None)
    ((_, properties, _),) = Runner(report("github", outcome(finding))).annotations
    assert (properties["line"], properties["endLine"]) == ("1", "2")
    assert "col" not in properties
    assert "endColumn" not in properties


def test_the_text_for_people_is_there_too_and_no_command_is_heard_in_it():
    source = Source("a.yaml", "::error::planted\n##[error]planted\n")
    finding = grace()._replace(span=Span(source, 0, 5), related=(), fix=None, message="x")
    text = report("github", outcome(finding))
    assert "1 | ::error::planted" in text
    assert [message for _, _, message in Runner(text).annotations if "planted" in message] == []


def test_ten_of_each_severity_and_a_word_about_the_rest():
    found = [*many(13, "error"), *many(4, "warning"), *many(12, "note")]
    annotations = Runner(report("github", outcome(*found))).annotations
    kinds = [kind for kind, _, _ in annotations]
    assert (kinds.count("error"), kinds.count("warning"), kinds.count("notice")) == (10, 4, 10)
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert annotations[-1][2] == "and 6 more: the log of this step has all of them"


def test_ten_notes_are_shown_where_nothing_is_left_out():
    annotations = Runner(report("github", outcome(*many(10, "note")))).annotations
    assert len(annotations) == 10
    assert not any("more" in message for _, _, message in annotations)


def test_an_annotation_names_the_file_from_the_root(tmp_path):
    text = report("github", outcome(grace("a.yaml")), root=str(tmp_path), cwd=str(tmp_path / "sub"))
    ((_, properties, message),) = Runner(text).annotations
    assert properties["file"] == "sub/a.yaml"
    assert message.startswith("sub/a.yaml:7:38: ")


@ANY
@given(outcomes())
def test_a_runner_reads_every_annotation_of_any_outcome(whole):
    annotations = Runner(report("github", whole)).annotations
    assert len(annotations) == len(whole.findings)
    by_severity = sorted(
        whole.findings, key=lambda finding: ["error", "warning", "note"].index(finding.severity)
    )
    for (_, properties, _), finding in zip(annotations, by_severity, strict=True):
        assert properties["file"] == finding.span.source.path
        assert properties["line"] == str(finding.span.line)


# -- GitLab -----------------------------------------------------------------------------------------


def test_gitlab_gets_one_entry_a_finding():
    entries = json.loads(report("gitlab", outcome(grace(), port())))
    assert errors_of(GITLAB, entries) == []
    assert [entry["severity"] for entry in entries] == ["critical", "major"]
    assert entries[1]["description"] == (
        "probe-port-not-listened: the probe asks port 8000, where nothing listens"
    )
    assert entries[1]["location"] == {"path": "deploy/agent.yaml", "lines": {"begin": 12, "end": 12}}


def test_gitlab_gets_an_empty_list_where_nothing_is_found():
    assert json.loads(report("gitlab", outcome())) == []


def test_a_moved_line_keeps_gitlabs_fingerprint():
    finding = grace()
    text = "# moved\n# down\n" + finding.span.source.text
    at = finding.span.start + 15
    moved = finding._replace(span=Span(Source(finding.span.source.path, text), at, at + 2))
    before, after = (json.loads(report("gitlab", outcome(one))) for one in (finding, moved))
    assert before[0]["fingerprint"] == after[0]["fingerprint"]
    assert before[0]["location"] != after[0]["location"]


def test_silencing_a_finding_changes_no_other_fingerprint():
    first, second = grace(), grace()
    both = json.loads(report("gitlab", Outcome((first, second), (), COVERAGE)))
    assert both[0]["fingerprint"] != both[1]["fingerprint"]
    silenced = (Suppressed(first, "comment", "wslint", "known"),)
    one = json.loads(report("gitlab", Outcome((second,), silenced, COVERAGE)))
    assert one[0]["fingerprint"] in {entry["fingerprint"] for entry in both}


@ANY
@given(outcomes())
def test_gitlab_takes_any_outcome(whole):
    text = report("gitlab", whole)
    entries = json.loads(text)
    assert len(entries) == len(whole.findings)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert errors_of(GITLAB, entries) == []


# -- JUnit ------------------------------------------------------------------------------------------


def junit(whole, **options):
    return junitparser.JUnitXml.fromstring(report("junit", whole, **options).encode("utf-8"))


def test_junit_has_a_suite_for_each_file_and_a_passing_test_for_a_clean_one():
    coverage = Coverage({"dockerfile": 1, "kubernetes": 1}, 2, 0, paths=("Dockerfile", "deploy/agent.yaml"))
    suites = list(junit(outcome(grace(), coverage=coverage)))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        ("Dockerfile", 1, 0),
        ("deploy/agent.yaml", 1, 1),
    ]
    assert all(case.is_passed for case in suites[0])
    (case,) = suites[1]
    (failure,) = case.result
    assert isinstance(failure, junitparser.Failure)
    assert (case.name, case.classname) == ("grace-period-too-short", "deploy/agent.yaml")
    assert failure.type == "error"
    assert failure.message == "grace of 30 s is shorter than the liveness window: 3 × 30 s = 90 s ≥ 30 s"
    assert "7 |       terminationGracePeriodSeconds: 30\n" in failure.text


def test_junit_names_the_line():
    assert 'file="deploy/agent.yaml" line="7"' in report("junit", outcome(grace()))


def test_junit_keeps_a_line_end_in_a_path():
    (suite,) = junit(outcome(grace("a\n\tb&<.yaml"), coverage=Coverage({}, 0, 0)))
    assert suite.name == "a\n\tb&<.yaml"


def test_junit_of_nothing_has_a_test_all_the_same():
    whole = junit(Outcome((), (), Coverage({}, 0, 0)))
    assert (whole.tests, whole.failures, whole.errors) == (1, 0, 0)


def test_what_is_silenced_is_skipped_with_its_reason():
    whole = Outcome((), (Suppressed(grace(), "comment", "wslint", "on purpose"),), Coverage({}, 0, 0))
    ((case,),) = junit(whole)
    assert isinstance(case.result[0], junitparser.Skipped)
    assert case.result[0].message == "on purpose"


def test_what_was_not_checked_is_an_error_where_it_makes_the_run_fail():
    whole = Outcome((), (), COVERAGE)
    usual, strict = junit(whole), junit(whole, strict=True)
    assert (usual.tests, usual.errors, usual.skipped) == (3, 0, 3)
    assert (strict.tests, strict.errors, strict.skipped) == (3, 3, 0)


def test_a_bug_is_an_error():
    whole = junit(outcome()._replace(internal=(Internal("rule", "ValueError"),)))
    assert whole.errors == 1


@ANY
@given(outcomes())
def test_junit_of_any_outcome_is_xml_with_all_of_it(whole):
    read = junit(whole)
    assert read.failures == len(whole.findings)
    assert read.tests == sum(suite.tests for suite in read) == sum(len(list(suite)) for suite in read)
    silenced = [case for suite in read for case in suite if case.is_skipped]
    assert len(silenced) == len(whole.suppressed) + len(whole.coverage.not_checked)


# -- reviewdog --------------------------------------------------------------------------------------


def test_rdjson_has_the_fix_as_a_suggestion():
    result = json.loads(report("rdjson", outcome(grace())))
    assert errors_of(RDJSON, result) == []
    (one,) = result["diagnostics"]
    assert one["severity"] == "ERROR"
    assert one["code"]["value"] == "grace-period-too-short"
    (suggestion,) = one["suggestions"]
    assert suggestion["range"] == one["location"]["range"]
    assert suggestion["text"] == "120"


def test_rdjson_counts_columns_in_bytes():
    source = Source("a.yaml", "a: 𐐀b\n")
    finding = grace()._replace(span=span(source, "b"), related=(), fix=None)
    (one,) = json.loads(report("rdjson", outcome(finding)))["diagnostics"]
    assert one["location"]["range"] == {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 9}}


def test_edits_of_one_file_are_one_suggestion_with_what_lies_between():
    source = Source("a.yaml", "a: 1\nb: 2\nc: 3\n")
    fix = Fix("both", (Edit(Span(source, 13, 14), "30"), Edit(Span(source, 3, 4), "10")))
    finding = grace()._replace(span=Span(source, 3, 4), related=(), fix=fix)
    (one,) = json.loads(report("rdjson", outcome(finding)))["diagnostics"]
    assert one["suggestions"][0]["text"] == "10\nb: 2\nc: 30"


def test_a_fix_in_two_files_is_no_suggestion():
    finding = grace()
    fix = Fix("both", (*finding.fix.edits, Edit(Span(Source("b", "x"), 0, 1), "y")))
    (one,) = json.loads(report("rdjson", outcome(finding._replace(fix=fix))))["diagnostics"]
    assert "suggestions" not in one


@ANY
@given(outcomes())
def test_reviewdog_takes_any_outcome(whole):
    result = json.loads(report("rdjson", whole))
    assert errors_of(RDJSON, result) == []
    assert [one["location"]["path"] for one in result["diagnostics"]] == [
        finding.span.source.path for finding in whole.findings
    ]


# -- JSON Lines -------------------------------------------------------------------------------------


def test_json_lines_are_the_findings_of_json_the_ledger_and_a_summary():
    lines = [json.loads(line) for line in report("json-lines", outcome(grace(), port())).splitlines()]
    assert [line["type"] for line in lines] == [
        *["finding"] * 2,
        *["not_checked"] * 3,
        "unknown",
        "summary",
    ]
    assert lines[0] == {"type": "finding", **finding_record(grace())}
    assert lines[-1]["version"] == 1
    assert (lines[-1]["summary"]["error"], lines[-1]["summary"]["warning"]) == (1, 1)
    assert lines[-1]["checked"]["kubernetes"] == 2


@ANY
@given(outcomes())
def test_json_lines_of_any_outcome_are_one_object_a_line(whole):
    text = report("json-lines", whole)
    lines = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
    assert sum(line["type"] == "finding" for line in lines) == len(whole.findings)
    assert lines[-1]["type"] == "summary"


# -- Markdown ---------------------------------------------------------------------------------------


def table(text):
    """The rows of the table of a Markdown text, as a reader shows them: a list of cells each."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    rows = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "td_open":
            rows[-1].append(tokens[at + 1])
    return [row for row in rows if row]


def shown(token):
    """The characters of a cell that a reader sees, with `<br>` as a line end."""
    parts = []
    for child in token.children:
        if child.type == "html_inline":
            assert child.content in {"<br>", "<code>", "</code>"}
            parts.append("\n" if child.content == "<br>" else "")
        elif child.type in {"text", "code_inline", "text_special"}:
            parts.append(child.content)
    return "".join(parts).replace("@\u200b", "@")


def test_markdown_is_a_table_with_the_worst_first():
    rows = table(report("markdown", outcome(port(), grace("z.yaml"))))
    assert [shown(row[0]) for row in rows] == ["error", "warning"]
    assert shown(rows[1][1]) == "probe-port-not-listened"
    assert shown(rows[1][2]) == "deploy/agent.yaml:12"
    assert shown(rows[1][3]).split("\n")[:2] == [
        "the probe asks port 8000, where nothing listens",
        "Dockerfile:3: the server listens here",
    ]


def test_places_lead_to_the_files_of_the_commit():
    text = report("markdown", outcome(grace("a b.yaml")), browse="https://git.example/o/r/blob/abc/")
    assert "(https://git.example/o/r/blob/abc/a%20b.yaml#L7)" in text
    readme = report("markdown", outcome(grace("README.md")), browse="https://git.example/o/r/blob/abc/")
    assert "/README.md?plain=1#L7)" in readme


def test_markdown_of_nothing_has_the_ledger_and_no_table():
    text = report("markdown", Outcome((), (), COVERAGE))
    assert "No problems found" in text
    assert "Checked 1 Dockerfile, 2 Kubernetes files" in text
    assert table(text) == []


@ANY
@given(st.integers(0, 20_000), st.integers(0, 40))
def test_a_summary_keeps_within_its_room_and_says_what_it_left_out(room, count):
    found = many(count, "warning")
    text = "".join(render_within(outcome(*found), RenderOptions(), room))
    assert len(text.encode()) <= room
    rows = len(table(text))
    if rows < count and len(text) > 200:
        assert f"{count - rows} more findings are in the log" in text


@ANY
@given(outcomes())
def test_nothing_in_files_or_paths_is_markup(whole):
    rows = table(report("markdown", whole))
    assert len(rows) == len(whole.findings)
    ordered = sorted(whole.findings, key=lambda finding: ["error", "warning", "note"].index(finding.severity))
    for row, finding in zip(rows, ordered, strict=True):
        assert len(row) == 4
        links = [child.attrs["href"] for cell in row for child in cell.children if child.type == "link_open"]
        assert len(links) == bool(finding.source)
        meant = visible(f"{finding.span.source.path}:{finding.span.line}")
        assert squeezed(shown(row[2])) == squeezed(meant)
        assert squeezed(shown(row[3]).replace("`", "")).startswith(
            squeezed(visible(finding.message).replace("`", ""))
        )


def squeezed(text):
    """White space is not kept in a cell."""
    return "".join(text.split())


# -- all of them ------------------------------------------------------------------------------------


def test_a_secret_is_in_none_of_them():
    source = Source("a.env", "TOKEN=hunter2hunter2\n")
    finding = Finding("W", "n", "error", "a secret", Span(source, 6, 20), secret=True)
    elsewhere = RelatedPlace(span(Source("b", "x"), "x"), "y")
    whole = outcome(finding._replace(related=(elsewhere,)))
    for name in REPORTERS:
        assert "hunter2" not in report(name, whole), name


def test_only_what_quotes_the_text_for_people_depends_on_how_that_looks():
    whole = outcome(grace(), port())
    look = {"width": 40, "color": True, "wrap": True, "expand": True}
    for name in ("json", "json-lines", "sarif", "gitlab", "rdjson", "markdown"):
        assert report(name, whole, **look) == report(name, whole), name
