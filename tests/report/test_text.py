"""The report for people: carets stand under what they mean, lines fit, nothing acts on the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outcomes_by_hand import COVERAGE, grace, outcome, port, span

from wslint.engine.finding import Finding, Outcome, RelatedPlace, Suppressed
from wslint.report import REPORTERS, reporter
from wslint.report.cells import ELLIPSIS, width_of, wrapped
from wslint.report.options import RenderOptions
from wslint.text import Edit, Fix, Source, Span


def report(*findings, coverage=COVERAGE, **options):
    return "".join(reporter("text")(outcome(*findings, coverage=coverage), RenderOptions(**options)))


def at(text, start, end, **more):
    """A finding over part of a text."""
    known = {"code": "WS999", "name": "a-rule", "severity": "warning", "message": "it is so"}
    return Finding(**{**known, **more}, span=Span(Source("a.yaml", text), start, end))


def lines_of(finding, **options):
    return report(finding, quiet=True, **options).splitlines()


def test_a_finding_shows_both_ends_what_to_write_and_the_fix():
    assert report(grace(), quiet=True, width=100).splitlines() == [
        (
            "error[grace-period-too-short] WS201 [*]: "
            "grace of 30 s is shorter than the liveness window: 3 × 30 s = 90 s ≥ 30 s"
        ),
        "  --> deploy/agent.yaml:7:38",
        "   |",
        " 7 |       terminationGracePeriodSeconds: 30",
        "   |                                      ^^ killed in the middle of its shutdown",
        "...",
        "13 |             periodSeconds: 30",
        "   |                            -- liveness window 3 × 30 s = 90 s",
        "   |",
        "   = help: write `terminationGracePeriodSeconds: 120`",
        "   |",
        " 7 -       terminationGracePeriodSeconds: 30",
        " 7 +       terminationGracePeriodSeconds: 120",
        "   |",
        "   = docs: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
        "",
    ]


def test_other_files_have_their_own_place_and_the_code_stands_at_the_edge():
    assert report(port(), quiet=True).splitlines() == [
        "warning[probe-port-not-listened] WS301: the probe asks port 8000, where nothing listens",
        "  --> deploy/agent.yaml:12:44",
        "   |",
        "12 |             httpGet: {path: /health, port: 8000}",
        "   |                                            ^^^^",
        "   |",
        "  ::: Dockerfile:3:28",
        "   |",
        " 2 | EXPOSE 8000",
        "   | ----------- and 8000 is exposed",
        " 3 | CMD uvicorn app:app --port 8001",
        "   |                            ---- the server listens here",
        "   |",
        "   = note: also reached from other.yaml:12:44",
        "",
    ]


def test_a_secret_is_never_printed():
    text = "KEY: hunter2-hunter2\n"
    start = text.index("hunter2")
    lines = lines_of(at(text, start, len(text) - 1, secret=True))
    assert lines[3] == "1 | KEY: ***************"
    assert not any("hunter2" in line for line in lines)


def test_the_code_stands_at_the_right_edge_where_there_is_room():
    title = lines_of(at("a: 1\n", 3, 4))[0]
    assert title.startswith("warning[a-rule]: it is so ")
    assert title.endswith(" WS999")
    assert len(title) == 80


def test_wide_characters_and_tabs_before_a_span_move_its_caret():
    text = "日本: \t🚢 value\n"
    start = text.index("value")
    lines = lines_of(at(text, start, start + 5))
    shown, carets = lines[3], lines[4]
    assert shown == "1 | 日本:     🚢 value"
    assert carets.rstrip().endswith("^^^^^")
    assert width_of(shown[: shown.index("value")]) == carets.index("^")


def test_wide_characters_in_a_span_widen_its_carets():
    text = "name: 日本\n"
    lines = lines_of(at(text, 6, 8))
    assert lines[4] == "  |       ^^^^"


def test_an_empty_span_has_one_caret_even_at_the_end_of_the_text():
    text = "command:"
    assert lines_of(at(text, len(text), len(text)))[4] == "  |         ^"


def test_a_span_over_several_lines_ends_with_dots():
    text = "command:\n  - a\n  - b\nother: 1\n"
    end = text.index("other") - 1
    assert lines_of(at(text, 0, end, label="here"))[3:5] == ["1 | command:", "  | ^^^^^^^^… here"]


def test_a_span_that_only_takes_the_line_end_is_not_over_several_lines():
    text = "RUN a\nRUN b\n"
    assert lines_of(at(text, 0, 6))[4] == "  | ^^^^^"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_long_line_is_cut_around_the_span(width):
    text = "x" * 500 + " NEEDLE " + "y" * 500 + "\n"
    start = text.index("NEEDLE")
    lines = lines_of(at(text, start, start + 6), width=width)
    shown, carets = lines[3], lines[4]
    assert len(shown) <= width
    assert shown[4] == ELLIPSIS == shown[-1]
    assert shown[carets.index("^") : carets.index("^") + 6] == "NEEDLE"


def test_a_span_longer_than_the_screen_shows_where_it_begins():
    text = "RUN " + "z" * 1000 + "\n"
    lines = lines_of(at(text, 4, 1004))
    assert lines[3].startswith("1 | RUN zzz")
    assert lines[4].startswith("  |     ^^^")
    assert max(len(line) for line in lines) <= 81


def test_two_places_too_far_apart_show_the_line_twice():
    text = "A" + "x" * 300 + "B\n"
    source = Source("a", text)
    finding = Finding(
        "W", "n", "note", "m", Span(source, 0, 1), related=(RelatedPlace(Span(source, 301, 302), "far"),)
    )
    lines = lines_of(finding)
    assert [line.startswith("1 | ") for line in lines].count(True) == 2


def test_a_line_of_megabytes_is_not_read_whole_for_each_finding():
    text = "k: " + "v" * 5_000_000
    lines = lines_of(at(text, 2_000_000, 2_000_003))
    assert max(map(len, lines)) <= 80


def test_a_label_that_does_not_fit_goes_below_the_caret():
    text = " " * 60 + "value\n"
    lines = lines_of(at(text, 60, 65, label="a label that is too long"))
    assert lines[4] == "  | " + " " * 60 + "^^^^^"
    assert lines[5] == "  | a label that is too long"


def test_on_a_terminal_messages_hang_and_no_line_is_wider_than_it():
    finding = grace()._replace(message="word " * 40 + "end", label="label " * 30, help="help " * 30)
    lines = lines_of(finding, wrap=True, width=60)
    assert max(width_of(line) for line in lines if "docs:" not in line) <= 60
    assert lines[1].startswith("    word")


def test_elsewhere_a_message_is_never_broken():
    finding = grace()._replace(message="word " * 40 + "end")
    assert "word " * 40 + "end" in lines_of(finding)[0]


def test_the_fourth_finding_of_a_rule_is_one_line_unless_expanded():
    findings = [grace(f"{name}.yaml") for name in "abcdef"]
    text = report(*findings)
    assert text.count("  --> ") == 3
    assert "d.yaml:7:38: error WS201 [*] grace-period-too-short: grace" in text
    assert "3 findings are shown in one line; `--expand` shows all in full.\n" in text
    assert report(*findings, expand=True).count("  --> ") == 6


def test_the_page_of_a_rule_is_named_once():
    assert report(grace("a"), grace("b")).count("= docs:") == 1


def test_an_insertion_shows_the_line_above_and_only_what_is_added():
    text = "a:\n  b: 1\nc: 2\n"
    place = text.index("\nc")
    source = Source("a", text)
    fix = Fix("add it", (Edit(Span(source, place, place), "\n  new: 3"),))
    finding = at(text, 0, 2)._replace(span=Span(source, 0, 2), fix=fix)
    lines = lines_of(finding)
    assert lines[lines.index("  = help: add it") + 1 :][:4] == ["  |", "2 |   b: 1", "3 +   new: 3", "  |"]


def test_neighbouring_edits_are_one_change_and_distant_ones_are_two():
    text = "a: 1\nb: 2\nc: 3\nd: 4\n"
    source = Source("a", text)
    edits = tuple(Edit(span(source, digit), "9") for digit in "124")
    lines = lines_of(at(text, 0, 1)._replace(span=Span(source, 0, 1), fix=Fix("f", edits)))
    start = lines.index("  = help: f") + 2
    assert lines[start : start + 6] == [
        "1 - a: 1",
        "2 - b: 2",
        "1 + a: 9",
        "2 + b: 9",
        "4 - d: 4",
        "4 + d: 9",
    ]


def test_an_unsafe_fix_is_called_so():
    fix = Fix("f", (), safe=False)
    assert any("may change what works" in line for line in lines_of(at("a\n", 0, 1)._replace(fix=fix)))


def test_a_text_from_elsewhere_cannot_act_on_the_terminal():
    text = "a: \x1b[31m\u202egnp\x07\n"
    finding = at(text, 3, 5)._replace(message="bad \x1b]0;title\x07\nsecond line", label="\x9b31m")
    finding = finding._replace(span=Span(Source("ev\x1b[2Jil\nname", text), 3, 5))
    for name in ("text", "concise"):
        result = "".join(reporter(name)(outcome(finding), RenderOptions()))
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(result)
        assert "\nname" not in result


def test_colours_are_only_around_the_same_text():
    plain = report(grace(), port())
    colored = report(grace(), port(), color=True)
    assert "\x1b[1;31merror[grace-period-too-short]\x1b[0m" in colored
    stripped = "".join(
        part.partition("m")[2] if at else part for at, part in enumerate(colored.split("\x1b["))
    )
    assert stripped == plain


def test_a_sound_run_ends_with_what_was_checked_and_what_was_not():
    assert report() == (
        "No problems found.\n"
        "Checked 1 Dockerfile, 2 Kubernetes files: 3 workloads, 1 link.\n"
        "Not checked: 3 places (2 × a Helm template, 1 × larger than 20 MB). "
        "Unknown: 1 value (`TAG` is not set in the files). `--coverage` lists them.\n"
    )


def test_the_count_says_severities_files_and_what_was_suppressed():
    silenced = (
        Suppressed(grace(), "comment", "wslint", "known"),
        Suppressed(port(), "comment", "hadolint", ""),
    )
    whole = outcome(grace(), grace("b.yaml", severity="note"), port())._replace(suppressed=silenced)
    first = "".join(reporter("concise")(whole, RenderOptions(verbose=True)))
    assert (
        "Found 3 problems: 1 error, 1 warning, 1 note in 2 of 3 files "
        "(2 suppressed: 1 by a comment for hadolint).\n"
    ) in first
    assert "  deploy/agent.yaml:7: grace-period-too-short by comment: known\n" in first
    assert "probe-port-not-listened by comment for hadolint, no reason given\n" in first


@given(
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(40, 120),
    st.text(max_size=80),
)
def test_any_span_of_any_text_can_be_shown(text, start, end, width, label):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    finding = at(text, start, end)._replace(
        label=label, fix=Fix("f", (Edit(Span(Source("b", text), start, end), label),))
    )
    for name in REPORTERS:
        assert "".join(reporter(name)(Outcome((finding,), (), COVERAGE), RenderOptions(width=width)))
    lines = lines_of(finding, width=width)
    assert all(width_of(line) <= max(width, 44) for line in lines[2:4])
    assert any("^" in line for line in lines[4:])


@given(st.text(st.sampled_from("ab 日"), max_size=100), st.integers(5, 40))
def test_wrapping_loses_no_word(text, width):
    lines = wrapped(text, width, "  ")
    assert " ".join(lines).split() == text.split()
