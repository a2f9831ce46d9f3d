"""Texts after interpolation: the right value, and every part of it where it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.readers.compose.text import HOLE, Text, align
from wslint.syntax.interpolation import interpolate
from wslint.syntax.yaml import Mapping, Scalar, parse_yaml
from wslint.text import Source

VARIABLES = {"A": "one", "EMPTY": "", "P": "8000"}


def text_of(written: str) -> Text:
    root = parse_yaml(Source("compose.yaml", f"key: {written}\n")).documents[0].root
    assert isinstance(root, Mapping)
    scalar = root.get("key")
    assert isinstance(scalar, Scalar)
    return Text(scalar, (), VARIABLES.get)


@pytest.mark.parametrize(
    ("written", "part", "finds"),
    [
        ("http://h:${P}/x", "8000", "${P}"),
        ("http://h:${P}/x", "/x", "/x"),
        ("http://h:${P}/x", "h:8000", "h:${P}"),
        ("'it''s ${A} end'", "end", "end"),
        ("'it''s ${A} end'", "it's", "it''s"),
        ('"a \\"b\\" ${A}"', '"b"', '\\"b\\"'),
        ('"a\\tb c"', "b c", "b c"),
        ('"a\\\n  b c"', "b c", "b c"),
        ("|\n  one ${A}\n\n  two\n", "two", "two"),
        ("|\n  one ${A}\n\n  two\n", "one one", "one ${A}"),
        (">- # folded\n  one\n  two\n", "one two", "one\n  two"),
        ("!override &x plain ${A} word", "word", "word"),
        ("a$$b", "$b", "$$b"),
        ("${A:-${P}}x${EMPTY}", "x", "x"),
        ("${EMPTY:-${P:-1}}y", "y", "y"),
    ],
)
def test_a_part_of_a_text_lies_where_it_is_written(written: str, part: str, finds: str) -> None:
    text = text_of(written)
    start = text.value.index(part)
    assert text.part(start, start + len(part)).text == finds


@pytest.mark.parametrize("written", ['"\\x41bc"', '"\\u00e9 ${A}"'])
def test_a_part_behind_a_numeric_escape_is_the_whole_text(written: str) -> None:
    text = text_of(written)
    assert text.part(1, 2) == text.span
    assert text.offsets() is None


@given(st.text(alphabet="aAP {}$:-?+_x1", max_size=30))
def test_the_parts_of_a_text_add_up_to_what_interpolation_makes_of_the_whole(raw: str) -> None:
    source = Source("compose.yaml", raw)
    whole = interpolate(raw, VARIABLES.get)
    text = Text(Scalar(source, 0, len(raw), raw), (), VARIABLES.get)
    if whole.malformed is None:
        assert (whole.value is None) == bool(text.holes)
        if whole.value is None:
            assert HOLE in text.value
        else:
            assert text.value == whole.value


@given(st.text(alphabet="ab '\"\\$\n{}é😀", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_every_part_lies_within_the_text(raw: str, start: int, end: int) -> None:
    source = Source("compose.yaml", raw)
    text = Text(Scalar(source, 0, len(raw), raw), (), VARIABLES.get)
    span = text.part(start, end)
    assert 0 <= span.start <= span.end <= len(raw)


@given(st.text(alphabet="ab \n'\"\\te#|", max_size=20), st.sampled_from([None, "'", '"', "|", ">"]))
def test_aligning_any_two_texts_gives_places_in_order(written: str, style: str | None) -> None:
    places = [place for place in align(written, written[::-1], style, 0) if place is not None]
    assert places == sorted(set(places))
