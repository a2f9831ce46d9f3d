"""Edits of YAML files, one for each way of adding to them and writing over: what comes out, and where none is made."""

import pytest

from wslint.project.insertions import (
    beside,
    key_inside,
    put_among,
    put_at_top,
    put_behind,
    put_instead,
    put_last,
    put_value,
)
from wslint.text import Edit, Source, Span


def after(text: str, edit: Edit | None) -> str:
    assert edit is not None
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def at(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(Source("a.yaml", text), start, start + len(word))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("services: {}\n", "services: {}\nvolumes:\n  data:\n"),
        ("services: {}\nvolumes:\n  old:\n", "services: {}\nvolumes:\n  old:\n  data:\n"),
        ("services: {}\nvolumes: {old: {}}\n", "services: {}\nvolumes: {old: {}, data: null}\n"),
        ("services: {}\nvolumes:\n", "services: {}\nvolumes:\n  data:\n"),
        ("services: {}\nvolumes: [old]\n", None),
        ("services: {}\nvolumes: old\n", None),
        ("{services: {}, volumes: }\n", None),
        ("- services\n", None),
    ],
)
def test_a_key_is_added_to_a_section_of_the_top_level(text: str, wanted: str | None) -> None:
    edit = put_at_top(at(text, "services"), "volumes", "data")
    assert (after(text, edit) if edit is not None else None) == wanted


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("a: [1, 2]\n", "1", "a: [1, 3, 2]\n"),
        ("a:\n  - 1\n  - 2\n", "1", "a:\n  - 1\n  - 3\n  - 2\n"),
        ("a:\n  - '1'\n", "'1'", "a:\n  - '1'\n  - '3'\n"),
        ("a:\n- 1 # one\n", "1", "a:\n- 1 # one\n- 3\n"),
        ("a: &x [1]\nb: *x\n", "1", None),
        ("a: 1\n", "1", None),
        ("a: - 1\n", "1", None),
        ("a:\n  - |+\n    text\n\n  - 2\n", "|", None),
    ],
)
def test_an_item_is_added_behind_another_one(text: str, word: str, wanted: str | None) -> None:
    edit = put_behind(at(text, word), 3 if "'" not in word else "3")
    assert (after(text, edit) if edit is not None else None) == wanted


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("a: 1\nb: 2\n", "a", "a: 1\nnew: 9\nb: 2\n"),
        ("c: 1\nd: 2\n", "c", "c: 1\nd: 2\nnew: 9\n"),
        ("a: 1\nnew: 2\n", "a", None),
        ("a: [\n", "a", None),
    ],
)
def test_an_entry_is_added_behind_the_first_of_some_that_is_there(
    text: str, word: str, wanted: str | None
) -> None:
    edit = put_among(at(text, word), ("x", "a"), "new", 9)
    assert (after(text, edit) if edit is not None else None) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\n", "a: 9\n"),
        ("a: 'x'\n", "a: 9\n"),
        ("a: [x, y]\n", "a: 9\n"),
        ("a: &x 1\nb: *x\n", None),
        ("a: # why\n  b: 1\n", "a: # why\n  9\n"),
        ("a:\n  b: 1 # why\n  c: 2\n", None),
        ("a: [\n", None),
    ],
)
def test_a_value_is_written_over_another_one(text: str, wanted: str | None) -> None:
    edit = put_value(at(text, "a"), 9)
    assert (after(text, edit) if edit is not None else None) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\nb: 2\n", "new: 9\nb: 2\n"),
        ("a: 1\nnew: 2\n", None),
        ("a: |\n  x\n", None),
        ("a: [1]\n", None),
        ("a: [\n", None),
    ],
)
def test_an_entry_takes_the_place_of_a_single_value(text: str, wanted: str | None) -> None:
    edit = put_instead(at(text, "a"), "new", 9)
    assert (after(text, edit) if edit is not None else None) == wanted


def test_what_stands_beside_and_below_an_entry_is_found() -> None:
    text = "a: {b: 'x', c: [1]}\nd: &d {b: 1}\ne: {<<: *d, f: *d}\n"
    found = {key: beside(at(text, "b: 'x'"), key) for key in ("b", "c", "z")}
    assert {key: None if span is None else span.text for key, span in found.items()} == {
        "b": "x",
        "c": "[1]",
        "z": None,
    }
    assert beside(at(text, "f"), "b") is None
    inner = key_inside(at(text, "a"), "c")
    assert inner is not None
    assert inner.text == "c"
    assert key_inside(at(text, "a"), "z") is None
    assert key_inside(at("a: 1\n", "a"), "b") is None


def test_an_empty_list_gets_its_first_item() -> None:
    assert after("a: []\n", put_last(at("a: []\n", "a"), 1)) == "a: [1]\n"
    assert put_last(at("a: {}\n", "a"), 1) is None
    flow = "a: [\n  1,\n  2\n]\n"
    assert after(flow, put_last(at(flow, "a"), 3)) == "a: [\n  1,\n  2,\n  3\n]\n"
