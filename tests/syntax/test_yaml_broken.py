"""Texts that are no YAML: a place and a reason each, the other documents kept, never an exception."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml_texts import parse, plain_data, reasons

from wslint.syntax.yaml import comments, walk


def documents(text: str) -> list[object]:
    return [plain_data(document.root) for document in parse(text).documents]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: 1\n", 2, 1, "a tab is used for indentation"),
        ("a: |\n\tx\n", 2, 1, "a tab is used for indentation"),
        ("a: b: c\n", 1, 5, "a `:` is not expected here"),
        ("a: 1\n  b: 2\n", 2, 4, "a `:` is not expected here"),
        ('b: 1\na: "x\n', 2, 4, 'this " is never closed'),
        ("a: 'x\n---\nb: 1\n", 1, 4, "this ' is never closed"),
        ("a: [1,\n  2\nb: 3\n", 1, 4, "this [ is not closed: `,` or `]` is expected in line 3"),
        ("a: {b: 1\n", 1, 4, "this { is never closed"),
        ("a: 'b' c\n", 1, 8, "nothing more is expected after the value"),
        ("- a\nb: c\n", 2, 1, "a `-` is expected here"),
        ("a: 1\n- b\n", 2, 1, "a key is expected here, not a list item"),
        ("a: 1\nword\nb: 2\n", 2, 1, "a key needs a `:`"),
        ("a: @x\n", 1, 4, "cannot begin with `@`"),
        ("a: `x`\n", 1, 4, "cannot begin with a backtick"),
        ("a: %x\n", 1, 4, "cannot begin with `%`"),
        ('a: "\\d"\n', 1, 5, "this backslash escape is not known"),
        ("a: - b\n", 1, 4, "a list item is not expected here"),
        ("a: *\n", 1, 5, "the name of an anchor or alias"),
        ("a: |x\n  y\n", 1, 5, "the text of a block must begin on the next line"),
        ("a: !e!x y\n", 1, 4, "this tag uses a handle"),
        ("😀: x\x07\n", 1, 5, "a control character (U+0007)"),
        ("a: \udc00\n", 1, 4, "half of a surrogate pair (U+DC00)"),
    ],
)
def test_a_fault_has_its_place_and_a_reason_in_plain_words(
    text: str, line: int, column: int, words: str
) -> None:
    found = reasons(text)
    assert [one[:2] for one in found] == [(line, column)]
    assert words in found[0][2]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[80:80]", ["80:80"]),
        ("[http://localhost:80/x?y]", ["http://localhost:80/x?y"]),
        ("{a: [b:c], d: ::1}", {"a": ["b:c"], "d": "::1"}),
        ("a: &x.y 1\nb: *x.y\n", {"a": 1, "b": 1}),
        ("[::1]", ["::1"]),
        ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
    ],
)
def test_what_go_yaml_reads_is_no_problem_though_the_c_parser_refuses_it(text: str, value: object) -> None:
    assert reasons(text) == []
    assert documents(text) == [value]


def test_spans_are_right_also_where_the_plain_parser_had_to_read() -> None:
    file = parse("a: 1\n---\nports: [80:80, '😀']\n---\nc: 2\n")
    assert file.problems == ()
    ports = file.documents[1].root.get("ports")
    assert [item.use.text for item in ports.items] == ["80:80", "'😀'"]
    assert file.documents[2].root.get("c").span.text == "2"
    assert ports.items[1].value.style == "'"
    assert ports.items[0].value.plain


def test_one_broken_document_does_not_hide_the_others() -> None:
    text = "a: 1\n---\nb: [\n---\nc: 3\n--- # d\nd: '\n---\ne: 5\n"
    assert documents(text) == [{"a": 1}, {"c": 3}, {"e": 5}]
    assert [line for line, _, _ in reasons(text)] == [4, 7]


def test_a_control_character_far_ahead_does_not_hide_what_comes_before() -> None:
    text = "a: 1\n---\nb: [\n---\nc: 3\n---\nd: \x01\n---\ne: 5\n"
    assert documents(text) == [{"a": 1}, {"c": 3}, {"e": 5}]
    assert [line for line, _, _ in reasons(text)] == [4, 7]


def test_dashes_inside_a_line_begin_no_document() -> None:
    assert documents("a: [\n---x\n ---\n---\nb: 1\n") == [{"b": 1}]


def test_too_many_broken_documents_end_the_reading_with_a_problem() -> None:
    file = parse("a: '\n---\n" * 1000)
    assert len(file.problems) == 21
    assert "the rest is not read" in file.problems[-1].reason


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 1_000_000,
        '{"a":' * 100_000,
        "[\n" * 100_000,
        "- " * 100_000,
        "".join(" " * level + "a:\n" for level in range(1000)),
        "? " * 10_000,
    ],
    ids=["10,000 [", "1,000,000 [", "{", "[ on lines", "dashes", "block", "keys"],
)
def test_deep_nesting_is_a_problem_and_no_crash(text: str) -> None:
    file = parse(text + "\n---\na: 1\n")
    assert [problem.reason for problem in file.problems] == ["nested deeper than 200 levels"]
    assert [plain_data(document.root) for document in file.documents] == [{"a": 1}]


def test_the_depth_that_is_allowed_is_exact() -> None:
    assert parse("[" * 200 + "]" * 200).problems == ()
    (problem,) = parse("[" * 201 + "]" * 201).problems
    assert problem.span.start == 200
    assert parse("[[[]]]", max_depth=2).problems[0].reason == "nested deeper than 2 levels"


def test_a_text_beyond_the_size_is_not_read() -> None:
    file = parse("a: 1\n" * 3, max_size=10)
    assert file.documents == ()
    assert file.problems[0].reason == "longer than 10 characters: not read"


def test_many_documents_that_need_the_plain_parser_are_all_read() -> None:
    file = parse("a: [80:80]\n---\n" * 200 + "b: '\n---\nc: 1\n")
    assert len(file.documents) == 201
    assert plain_data(file.documents[199].root) == {"a": ["80:80"]}
    assert [problem.span.first for problem in file.problems] == [(401, 4)]
    assert plain_data(file.documents[200].root) == {"c": 1}


def test_a_flood_of_them_ends() -> None:
    file = parse("a: [80:80]\n---\n" * 5000)
    assert len(file.documents) > 500
    assert "the rest is not read" in file.problems[-1].reason


def test_a_flood_of_documents_ends() -> None:
    file = parse("---\n" * 60_000)
    assert len(file.documents) == 50_000
    assert file.problems[0].reason == "more than 50000 documents: the rest is not read"


TOKENS = st.sampled_from(
    ["a", "b: ", ": ", "- ", "? ", "[", "]", "{", "}", ",", "\n", "\n  ", "\n\t", "'", '"', "&x ", "*x", "!t ", "!!int ",
     "|\n", ">-\n", "# c", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "1", "\\", "@", "\x00", "\ufeff", "😀", "\r\n",
     "\x85", "\ud800", "80:80", "\u2028", "!", "~"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.text() | st.lists(TOKENS, max_size=25).map("".join))
@example("[&x.y *x.y]\n--- *z")
@example("!!int &a [")
def test_any_text_gives_a_file_whose_spans_lie_inside_it(text: str) -> None:
    file = parse(text)
    for document in file.documents:
        assert 0 <= document.span.start <= document.span.end <= len(text)
        for node in walk(document.root) if document.root is not None else ():
            assert 0 <= node.start <= node.end <= len(text)
            assert node.span.first.column >= 1
    for problem in file.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.reason
    for comment in comments(file.source, file):
        assert comment.span.text.startswith("#")
