"""Comments: what a `#` is, depends on where it stands."""

import pytest
from yaml_texts import parse

from wslint.syntax.yaml import comments


def found(text: str) -> list[tuple[str, bool]]:
    file = parse(text)
    return [(comment.text, comment.own_line) for comment in comments(file.source, file)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\n", []),
        ("# top\na: 1 # end\n  # own\n", [("top", True), ("end", False), ("own", True)]),
        ("a: x#y\n", []),
        ("a: 'x # y' # z\n", [("z", False)]),
        ('"k # k": "x\n  # y" # z\n', [("z", False)]),
        ("a: |\n  x\n  # no\n# yes\n", [("yes", True)]),
        ("a: | # header\n  # no\nb: 1\n", [("header", False)]),
        ("a: >-\n  # no\n\n  # no\n\n  # yes?\nb: 1\n", []),
        ("a: [1, # one\n  '#', # two\n]\n", [("one", False), ("two", False)]),
        ("a: 1 # a\n---\n# b\nb: 2\n... # c\n", [("a", False), ("b", True), ("c", False)]),
        ("a: &x # anchor\n  '# v'\n", [("anchor", False)]),
        ("a: 1 # c\r\nb: 2\r\n", [("c", False)]),
        ("#", [("", True)]),
        ("a: 1\t# c", [("c", False)]),
        ("a: &x ['# no']\nb: *x # yes\n", [("yes", False)]),
    ],
)
def test_comments_are_told_from_text(text: str, wanted: list[tuple[str, bool]]) -> None:
    assert found(text) == wanted


def test_a_comment_covers_its_characters() -> None:
    file = parse("a: 1 # wslint: ignore  \r\nb: 2\n")
    (comment,) = comments(file.source, file)
    assert comment.span.text == "# wslint: ignore  "
    assert comment.text == "wslint: ignore"


def test_in_a_document_that_could_not_be_parsed_nothing_is_a_comment() -> None:
    text = "a: 1 # one\n---\nb: ' # two\n---\nc: 3 # three\n"
    assert [text for text, _ in found(text)] == ["one", "three"]


def test_a_problem_inside_of_a_document_that_is_read_hides_no_comment() -> None:
    assert [text for text, _ in found("a: *x # one\n---\nb: [*y, 2] # two\n")] == ["one", "two"]
