"""Entries that are taken out of a YAML text: they are gone, and nothing else is."""

import pytest

from wslint.project.removals import remove_entry, remove_repeated
from wslint.text import Edit, Source, Span


def after(text: str, edit: Edit | None) -> str:
    assert edit is not None
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def at(text: str, word: str, source: Source | None = None, *, last: bool = False) -> Span:
    start = text.rindex(word) if last else text.index(word)
    return Span(source or Source("a.yaml", text), start, start + len(word))


GONE = [
    pytest.param("a:\n  out: 1\n  b: 2\n", "a:\n  b: 2\n", id="the first of a block"),
    pytest.param("a:\n  b: 2\n  out:\n    - 1\n    - 2\nc: 3\n", "a:\n  b: 2\nc: 3\n", id="with its list"),
    pytest.param("a: 1\nout: 2", "a: 1", id="the last line, without an end"),
    pytest.param("a: 1\r\nout: 2\r\nb: 3\r\n", "a: 1\r\nb: 3\r\n", id="lines that end with two characters"),
    pytest.param("{out: 1, b: 2}\n", "{b: 2}\n", id="the first in braces"),
    pytest.param("{b: 2, out: [1, 2]}\n", "{b: 2}\n", id="the last in braces"),
    pytest.param("{a: 1, out: 2, b: 2}\n", "{a: 1, b: 2}\n", id="in the middle of braces"),
    pytest.param("a: 1\nout: |\n  x\n\n  y\nb: 2\n", "a: 1\nb: 2\n", id="a text of several lines"),
]


@pytest.mark.parametrize(("text", "wanted"), GONE)
def test_an_entry_goes_with_its_lines_or_its_comma(text: str, wanted: str) -> None:
    assert after(text, remove_entry(at(text, "out"))) == wanted


STAYS = [
    pytest.param("out: 1\n", id="the only one of the text"),
    pytest.param("a:\n  out: 1\nb: 2\n", id="the only one of its mapping"),
    pytest.param("a: 1\nout: 2  # because\n", id="a comment would go, too"),
    pytest.param("a: 1\nout:\n  # because\n  b: 2\n", id="a comment within would go, too"),
    pytest.param("out: &x 1\na: *x\n", id="its value is used elsewhere"),
    pytest.param("- out: 1\n  b: 2\n", id="a dash stands before it"),
    pytest.param("out: 1\nb: 2\n", id="there is no line above it"),
]


@pytest.mark.parametrize("text", STAYS)
def test_an_entry_stays_where_more_would_go_with_it(text: str) -> None:
    assert remove_entry(at(text, "out")) is None


def test_a_repeated_entry_goes_only_where_it_says_the_same() -> None:
    same = "a: 1\nx: [1]\nb: 2\nx: [1]\n"
    source = Source("a.yaml", same)
    edit = remove_repeated(at(same, "x", source), at(same, "x", source, last=True))
    assert after(same, edit) == "a: 1\nx: [1]\nb: 2\n"
    other = "a: 1\nx: [1]\nb: 2\nx: [2]\n"
    source = Source("a.yaml", other)
    assert remove_repeated(at(other, "x", source), at(other, "x", source, last=True)) is None
