"""How a text becomes another one: changes on changes, line ends, the end of the file, and the diff."""

import itertools
import subprocess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wslint.fixing.choosing import apart, fixable
from wslint.fixing.draft import Change, Draft, Shift, applied, fitted
from wslint.report.patch import unified
from wslint.text import Edit, Fix, Source, Span

slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text("ab \n", max_size=40)


@st.composite
def changes_of(draw: Any, text: str) -> tuple[Change, ...]:
    """Changes to a text, in order and apart."""
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    return tuple(Change(start, end, draw(st.text("xy\n", max_size=4))) for start, end in pairs)


def edit(source: Source, start: int, end: int, text: str) -> Edit:
    return Edit(Span(source, start, end), text)


def fixed(text: str, start: int, end: int, new: str) -> str:
    source = Source("f", text)
    return applied(text, fitted([edit(source, start, end, new)], source))


@slowly
@given(st.data(), TEXTS)
def test_changes_on_changes_are_changes_to_the_original(data, text):
    draft = Draft(Source("f", text))
    expected = text
    for _ in range(3):
        further = data.draw(changes_of(draft.text))
        expected = applied(expected, further)
        draft = draft.then(further)
        assert draft.text == expected
        ends = [place for change in draft.changes for place in change[:2]]
        assert ends == sorted(ends)


@slowly
@given(st.data(), TEXTS)
def test_what_is_not_changed_is_found_again_where_the_shift_says(data, text):
    changes = data.draw(changes_of(text))
    after = applied(text, changes)
    shift = Shift(changes)
    for offset, character in enumerate(text):
        inside = any(change.start <= offset < change.end for change in changes)
        places = shift.places(offset)
        assert all(0 <= place <= len(after) for place in places) or inside
        if not inside:
            assert character == after[places[0]]


@slowly
@given(st.data(), TEXTS, st.booleans())
def test_git_makes_the_same_text_of_the_diff(data, text, crlf):
    text = text.replace("\n", "\r\n") if crlf else text
    source = Source("file", text)
    draft = Draft(source).then(data.draw(changes_of(text)))
    patch = "".join(unified([("file", draft)]))
    if draft.text == text:
        assert "@@" not in patch
        return
    assert patched(text, patch) == draft.text


def patched(text: str, patch: str) -> str:
    """A text after a unified diff, by what the format says."""
    lines = text.splitlines(keepends=True)
    out: list[str] = []
    at = 0
    body = patch.split("\n")[2:]
    rows: list[str] = []
    for line in body[:-1]:
        if line.startswith("\\"):
            rows[-1] = rows[-1].removesuffix("\n")
        else:
            rows.append(line + "\n")
    for row in rows:
        if row.startswith("@@"):
            first, _, count = row.split()[1][1:].partition(",")
            start = int(first) - (0 if count == "0" else 1)
            out += lines[at:start]
            at = start
        else:
            if row[0] in " -":
                assert row[1:] == lines[at]
                at += 1
            if row[0] in " +":
                out.append(row[1:])
    return "".join(out + lines[at:])


@pytest.mark.parametrize("name", ["deep/file", "deep/a file.yaml", "deep/ü"])
def test_git_itself_takes_the_diff(tmp_path, name):
    text = "".join(f"line {n}\n" for n in range(30)) + "last"
    draft = Draft(Source(name, text)).then(
        [Change(0, 0, "new\n"), Change(70, 77, ""), Change(len(text), len(text), "\nend")]
    )
    (tmp_path / "deep").mkdir()
    (tmp_path / name).write_text(text)
    patch = "".join(unified([(name, draft)]))
    subprocess.run(["git", "apply", "-p0"], cwd=tmp_path, input=patch.encode(), check=True)
    assert (tmp_path / name).read_text() == draft.text


def test_an_added_line_ends_as_the_lines_around_it():
    assert fixed("a: 1\r\nb: 2\r\n", 6, 6, "x: 3\n") == "a: 1\r\nx: 3\r\nb: 2\r\n"
    assert fixed("a: 1\r\nb: 2\nc: 3\n", 11, 11, "x: 3\n") == "a: 1\r\nb: 2\nx: 3\nc: 3\n"


def test_an_edit_never_parts_the_two_characters_of_a_line_end():
    # "\n" was looked for, and "\r" stands before it.
    assert fixed("a: 1\r\nb: 2\r\n", 5, 5, "\nx: 3") == "a: 1\r\nx: 3\r\nb: 2\r\n"
    assert fixed("a: 1\r\nb: 2\r\nc: 3\r\n", 5, 11, "") == "a: 1\r\nc: 3\r\n"


@pytest.mark.parametrize(
    ("text", "start", "new", "expected"),
    [
        ("a: 1", 4, "\nb: 2\n", "a: 1\nb: 2"),
        ("a: 1\n", 5, "b: 2", "a: 1\nb: 2\n"),
        ("a: 1\r\n", 6, "b: 2", "a: 1\r\nb: 2\r\n"),
        ("a: 1\nb: 2\n", 4, "", "a: 1\n"),
        ("a: 1\nb: 2\n", 0, "", ""),
    ],
)
def test_a_file_ends_with_a_line_end_if_it_did_before(text, start, new, expected):
    assert fixed(text, start, len(text), new) == expected


class Found:
    """As much of a finding as choosing looks at."""

    def __init__(self, *edits: Edit, safe: bool = True) -> None:
        self.fix = Fix("f", edits, safe)


@slowly
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), min_size=1, max_size=3), max_size=8)
)
def test_fixes_made_together_never_touch_and_the_first_is_always_made(many):
    source = Source("f", "x" * 30)
    findings = [Found(*(edit(source, at, at + length, "y") for at, length in one)) for one in many]
    chosen = apart(fixable(findings, unsafe=False))
    places = sorted({(e.span.start, e.span.end) for one in chosen for e in one.fix.edits})
    for (_, end), (start, last) in itertools.pairwise(places):
        assert end < start or (end == start < last)
    alone = [one for one in findings if apart(fixable([one], unsafe=False))]
    if alone:
        assert chosen[0].finding is alone[0]


def test_the_same_edit_of_two_fixes_serves_both_and_another_one_at_its_place_waits():
    source = Source("f", "x" * 30)
    add, other, more = edit(source, 5, 5, "a"), edit(source, 5, 5, "b"), edit(source, 20, 21, "c")
    findings = [Found(add), Found(add, more), Found(other)]
    assert [one.finding for one in apart(fixable(findings, unsafe=False))] == findings[:2]


def test_unsafe_fixes_are_made_only_if_asked_for():
    one = Found(edit(Source("f", "x"), 0, 1, "y"), safe=False)
    assert fixable([one], unsafe=False) == []
    assert len(fixable([one], unsafe=True)) == 1
