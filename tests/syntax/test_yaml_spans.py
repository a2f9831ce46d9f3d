"""Every part of a document knows the characters that it was written with."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_yaml_values import data, dumped
from yaml_texts import parse, plain_data, root

from wslint.syntax.yaml import Mapping, Scalar, Sequence, walk


def at(text: str, *path: Any) -> Any:
    """The entry or item at the end of a path."""
    node, found = root(text), None
    for step in path:
        found = node.entry(step) if isinstance(step, str) else node.items[step]
        node = found.value
    return found


@pytest.mark.parametrize(
    ("text", "span", "content"),
    [
        ("a: value # c\n", "value", "value"),
        ("a: 'it''s'\n", "'it''s'", "it''s"),
        ('a: "x\\ty"\r\n', '"x\\ty"', "x\\ty"),
        ("a: &anchor !tag 'v'\n", "&anchor !tag 'v'", "v"),
        ("a: !tag # c\n  v\n", "!tag # c\n  v", "v"),
        ("a: !reset\n", "!reset", ""),
        ("a:\nb: 1\n", "", ""),
        ("a: one\n  two\r\n", "one\n  two", "one\n  two"),
        ("a: |\n  x\n\n  y\n\n# c\nb: 1\n", "|\n  x\n\n  y", "|\n  x\n\n  y"),
        ("a: &x |\r\n  x\r\n\r\nb: 1\r\n", "&x |\r\n  x", "|\r\n  x"),
        ("é😀: 😀x\n", None, None),
        ("{a: v, b: w}", "v", "v"),
        ("? a\n: v\n", "v", "v"),
        ('{"a":v}', "v", "v"),
    ],
)
def test_the_span_of_a_scalar_covers_what_is_written(
    text: str, span: str | None, content: str | None
) -> None:
    tree = root(text)
    if span is None:
        assert (tree.entries[0].key.span.text, tree.entries[0].use.text) == ("é😀", "😀x")
        return
    value = tree.get("a")
    assert value.span.text == span
    assert value.content_span.text == content
    assert tree.entry("a").use == value.span


def test_columns_count_characters_also_beyond_the_basic_plane() -> None:
    value = at("😀é: [😀, {𝕜: v}]", "😀é", 1, "𝕜").value
    assert value.span.first == (1, 13)


def test_a_byte_order_mark_in_the_text_counts_as_a_character() -> None:
    value = root("\ufeffa: b").get("a")
    assert (value.start, value.end) == (4, 5)


def test_a_block_ends_with_its_last_value() -> None:
    text = "a:\n  b: 1\n  c:\n  - x\n  - y   \n\n# comment\nd: 2\n"
    assert at(text, "a").value.span.text == "b: 1\n  c:\n  - x\n  - y"
    assert at(text, "a", "c").value.span.text == "- x\n  - y"


def test_a_flow_collection_ends_with_its_bracket() -> None:
    assert at("a: &x [1, {b: c} ] # d", "a").value.span.text == "&x [1, {b: c} ]"
    assert at("a: [1, {b: c} ]", "a", 1).value.span.text == "{b: c}"


def test_a_value_that_is_missing_lies_behind_its_colon() -> None:
    entry = at("a:\n  b:\nc: 1", "a", "b")
    assert (entry.use.start, entry.use.end, entry.use.text) == (7, 7, "")


def test_the_use_of_an_alias_is_the_alias() -> None:
    text = "x: &x [1, &y 2]\nz: *x\nw: [*y, *x]\n"
    assert at(text, "z").use.text == "*x"
    assert at(text, "z").value.span.text == "&x [1, &y 2]"
    assert [item.use.text for item in at(text, "w").value.items] == ["*y", "*x"]


def test_documents_know_their_extent() -> None:
    file = parse("# c\na: 1\n---\n# d\nb: 2\n...\n---\n---\n'x'\n")
    assert [plain_data(document.root) for document in file.documents] == [{"a": 1}, {"b": 2}, None, "x"]
    spans = [document.span for document in file.documents]
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
    assert spans[1].text == "---\n# d\nb: 2\n..."


@pytest.mark.parametrize("text", ["", "\n", "# c\n", "   "])
def test_nothing_is_no_document(text: str) -> None:
    assert parse(text)[1:3] == ((), ())


@settings(max_examples=150, deadline=None)
@given(data, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_the_text_of_a_span_means_the_same_on_its_own(value: Any, flow: bool, newline: str) -> None:
    text = dumped(value, flow=flow).replace("\n", newline)
    file = parse(text)
    assert file.problems == ()
    if file.documents[0].root is None:
        return
    for node in walk(file.documents[0].root):
        span = node.span
        if isinstance(node, Mapping) and node.flow and not span.text.endswith("}"):
            continue  # `[a: b]` holds a mapping without braces, which is something else when alone
        line = file.source.line_span(span.line)
        alone = parse(" " * (span.start - line.start) + span.text + "\n")
        assert alone.problems == ()
        assert plain_data(alone.documents[0].root if alone.documents else None) == plain_data(node)


@settings(max_examples=100, deadline=None)
@given(data, st.booleans())
def test_parts_lie_within_the_whole_and_in_order(value: Any, flow: bool) -> None:
    tree = parse(dumped(value, flow=flow)).documents[0].root
    for node in walk(tree) if tree is not None else ():
        assert 0 <= node.start <= node.end <= len(node.source.text)
        parts: list[Any] = []
        if isinstance(node, Mapping):
            parts = [part for entry in node.entries for part in (entry.key.span, entry.use)]
        elif isinstance(node, Sequence):
            parts = [item.use for item in node.items]
        borders = [node.start, *(border for part in parts for border in part[1:]), node.end]
        assert borders == sorted(borders)
        if isinstance(node, Scalar) and node.plain and "\n" not in node.span.text:
            assert node.content_span.text == node.value
