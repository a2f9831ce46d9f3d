"""The text of a scalar as a fragment: the same text, and every character at home where it is written."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_texts import parse, root

from wslint.syntax.yaml import Mapping, Scalar, walk
from wslint.syntax.yaml.blocks import fragment_of
from wslint.text import Edit, Fix, Fragment, Span, at_home


def value(text: str, key: str = "run") -> Scalar:
    found = root(text).get(key)
    assert isinstance(found, Scalar)
    return found


def home_line(fragment: Fragment, word: str) -> tuple[int, int]:
    at = fragment.text.index(word)
    return tuple(Span(fragment, at, at + len(word)).first)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "expected", "exact"),
    [
        ("run: docker ps\n", "docker ps", True),
        ("run: 'docker ps'\n", "docker ps", True),
        ('run: "docker ps"\n', "docker ps", True),
        ("run: &x docker ps\n", "docker ps", True),
        ("run: !!str 'docker ps'\n", "docker ps", True),
        ("run: 'a ''b'''\n", "a 'b'", False),
        ('run: "a\\tb\\n\\x41\\u00e9\\"q\\\\"\n', 'a\tb\nAé"q\\', False),
        ('run: "a \\\n   b"\n', "a b", False),
        ('run: "a\n\n\n   b"\n', "a\n\nb", False),
        ("run: docker\n  run\n\n  x\n", "docker run\nx", False),
        ("run: 'docker\n  run'\n", "docker run", False),
        ("run: |\n  a\n   b\n\n  c\n", "a\n b\n\nc\n", True),
        ("run: |-\n  a\n  b\n\n", "a\nb", True),
        ("run: |+\n  a\n\n\n", "a\n\n\n", True),
        ("run: |+\n  a\n\n\nx: 1\n", "a\n\n\n", True),
        ("run: |2\n    a\n  b\n", "  a\nb\n", True),
        ("run: | # why\n  a\n", "a\n", True),
        ("run: |\n\n\n  a\n", "\n\na\n", True),
        ("run: |\n  a", "a", True),
        ("run: |\r\n  a\r\n  b\r\n", "a\nb\n", True),
        ("run: >\n  a\n  b\n\n  c\n", "a b\nc\n", False),
        ("run: >-\n  a\n    more\n  b\n", "a\n  more\nb", False),
        ("run: >+\n  a\n\n\nx: 1\n", "a\n\n\n", False),
        ("run: >\n\n  a\n", "\na\n", False),
        ("run: >2\n    a\n  b\n", "  a\nb\n", False),
        ("run: >\n    a\n   \n    b\n", "a\nb\n", False),
        ("run: |\n  a\u2028  b\n", "a\u2028b\n", True),
        ("run: |\n  a\x85  b\n", "a\nb\n", False),
        ("run: >\n  a\x85  b\n", "a b\n", False),
        ('run: "a\u2028b\u2028 c"\n', "a\u2028b\u2028c", False),
        ("run: >\n", "", False),
        ("run: |", "", True),
        ('run: "\\N\\_\\L\\P\\0\\ud800"\n', "\x85\xa0\u2028\u2029\x00\ufffd", False),
    ],
)
def test_a_fragment_has_the_text_of_its_value(text: str, expected: str, exact: bool) -> None:
    scalar = value(text)
    assert scalar.value == expected
    fragment = fragment_of(scalar)
    assert fragment.text == expected
    assert fragment.exact is exact
    for at, sign in enumerate(fragment.text):
        # Whatever the notation, a letter that stands for itself is where it is written.
        if sign.isalpha() and "\\" not in text:
            assert text[fragment.home_of(at)] == sign, (at, sign)


def test_the_lines_of_a_block_are_at_home_in_the_file() -> None:
    text = "jobs:\n  a:\n    run: |\n      cd x\n        docker run \\\n          img\n"
    scalar = root(text).get_mapping("jobs").get_mapping("a").get_scalar("run")
    fragment = fragment_of(scalar)
    assert home_line(fragment, "docker") == (5, 9)
    assert home_line(fragment, "img") == (6, 11)
    assert fragment.prefix == "      "


def test_the_lines_of_a_folded_block_are_at_home_in_the_file() -> None:
    text = "run: >-\n  docker run\n  -p 80:80\n\n  img\n"
    fragment = fragment_of(value(text))
    assert fragment.text == "docker run -p 80:80\nimg"
    assert home_line(fragment, "-p") == (3, 3)
    assert home_line(fragment, "img") == (5, 3)


def test_a_word_behind_an_escape_is_at_home_in_the_file() -> None:
    fragment = fragment_of(value('run: "echo \\"hello\\" && docker ps"\n'))
    assert home_line(fragment, "docker") == (1, 25)


def test_an_edit_in_a_block_gets_its_indentation() -> None:
    fragment = fragment_of(value("run: |\n    docker run img\n"))
    at = fragment.text.index("img")
    fix = at_home(Fix("", (Edit(Span(fragment, at, at), "--init \\\n  "),)))
    assert fix is not None
    assert fix.edits[0].text == "--init \\\n      "
    assert fix.edits[0].span.start == 22


WORDS = st.text(alphabet="ab $'\"\\#:-\t\n|>é{}", max_size=40)


@settings(max_examples=300, deadline=None)
@given(lines=st.lists(st.text(alphabet="ab $'\"\\#:- {}é", max_size=8), max_size=8), indent=st.integers(1, 6),
       chomp=st.sampled_from(["", "-", "+"]), ended=st.booleans())  # fmt: skip
def test_every_character_of_a_literal_block_is_the_one_in_the_file(
    lines: list[str], indent: int, chomp: str, ended: bool
) -> None:
    text = f"run: |{indent}{chomp}\n" + "\n".join(" " * indent + line for line in lines) + "\n" * ended
    check(text, literal=True)


@settings(max_examples=300, deadline=None)
@given(body=WORDS, style=st.sampled_from(["|", ">", ">-", "|+", ">+", "'", '"', ""]), after=st.booleans())
def test_a_fragment_of_any_value_has_its_text_and_lies_in_it(body: str, style: str, after: bool) -> None:
    if style in ("'", '"', ""):
        text = f"run: {style}{body}{style}\n"
    else:
        text = f"run: {style}\n" + "\n".join("  " + line for line in body.split("\n")) + "\n"
    check(text + "more: 1\n" * after, literal=style.startswith("|"))


def check(text: str, *, literal: bool) -> None:
    for document in parse(text).documents:
        for part in () if document.root is None else walk(document.root):
            for entry in part.entries if isinstance(part, Mapping) else ():
                if isinstance(entry.value, Scalar):
                    agrees(entry.value, text, literal=literal)


def agrees(scalar: Any, text: str, *, literal: bool) -> None:
    fragment = fragment_of(scalar)
    assert fragment.text == scalar.value
    homes = [fragment.home_of(at) for at in range(len(fragment.text))]
    assert homes == sorted(homes)
    if homes and not (scalar.style in ("|", ">") and not scalar.value.strip()):
        assert scalar.start <= homes[0]
        assert homes[-1] <= len(text)
    if literal and scalar.style == "|":
        for at, sign in enumerate(fragment.text):
            assert sign == "\n" or text[fragment.home_of(at)] == sign
