"""Compose's interpolation, form by form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.syntax.interpolation import Malformed, interpolate

KNOWN = {"V": "value", "EMPTY": "", "v": "lower"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("plain", "plain", id="no variable"),
        pytest.param("$V", "value", id="a bare variable"),
        pytest.param("a${V}b", "avalueb", id="a variable in braces"),
        pytest.param("$V-x", "value-x", id="a bare name ends at a hyphen"),
        pytest.param("$v", "lower", id="names may be lower case"),
        pytest.param("$EMPTY|", "|", id="an empty value"),
        pytest.param("${NO:-d}", "d", id="a default"),
        pytest.param("${NO-d}", "d", id="a default without the colon"),
        pytest.param("${EMPTY:-d}", "d", id="a default for the empty value"),
        pytest.param("${EMPTY-d}", "", id="the empty value without the colon"),
        pytest.param("${V:-d}", "value", id="a default that is not needed"),
        pytest.param("${V:?e}", "value", id="no error where there is a value"),
        pytest.param("${EMPTY?e}", "", id="no error for the empty value without the colon"),
        pytest.param("${V:+x}", "x", id="a replacement"),
        pytest.param("${EMPTY:+x}", "", id="no replacement for the empty value"),
        pytest.param("${EMPTY+x}", "x", id="a replacement without the colon"),
        pytest.param("${NO:-}", "", id="an empty default"),
        pytest.param("${NO:-${OTHER:-z}}", "z", id="a default in a default"),
        pytest.param("${NO:-a${V}b}c", "avaluebc", id="a variable in a default"),
        pytest.param("${NO:-a}b}", "ab}", id="the first brace closes"),
        pytest.param("${NO:-a?b}", "a?b", id="the first operator counts"),
        pytest.param("${NO:-http://h:1/x}", "http://h:1/x", id="a default with colons"),
        pytest.param("${V:-${OTHER}}", "value", id="an unknown variable in a default that is not needed"),
        pytest.param("$$V", "$V", id="two dollars are one"),
        pytest.param("$${V}", "${V}", id="two dollars before braces"),
        pytest.param("${NO:-$$V}", "$V", id="two dollars in a default"),
        pytest.param("a$", "a$", id="a dollar at the end"),
        pytest.param("$1 $(cmd) $ x", "$1 $(cmd) $ x", id="a dollar before anything else"),
        pytest.param("}{", "}{", id="braces alone"),
    ],
)
def test_known_values(text, value):
    found = interpolate(text, KNOWN.get)
    assert (found.value, found.unknown, found.malformed) == (value, (), None)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        pytest.param("$NO", ("NO",), id="a bare variable"),
        pytest.param("${NO}:${V}:${NO}", ("NO",), id="each once"),
        pytest.param("${NO:?e}", ("NO",), id="one that must be set"),
        pytest.param("${EMPTY:?e}", ("EMPTY",), id="one that must not be empty"),
        pytest.param("${NO:+x}", ("NO",), id="a replacement"),
        pytest.param("${NO:-${OTHER}}", ("OTHER",), id="a default that is unknown"),
    ],
)
def test_unknown_values(text, unknown):
    found = interpolate(text, KNOWN.get)
    assert (found.value, found.unknown, found.malformed) == (None, unknown, None)


def test_all_names_are_listed_in_order():
    assert interpolate("$B ${A:-$C} ${B}", KNOWN.get).names == ("B", "A", "C")


@pytest.mark.parametrize(
    "text",
    [
        "${",
        "${}",
        "${1}",
        "${ V}",
        "${V }",
        "${V!}",
        "${V:=d}",
        "${V/a/b}",
        "${V%x}",
        "${#V}",
        "${V:}",
        "${V.x}",
        "${V",
        "${V:-d",
    ],
)
def test_what_compose_refuses_is_malformed_at_its_dollar(text):
    found = interpolate("ab" + text, KNOWN.get)
    assert isinstance(found.malformed, Malformed)
    assert (found.value, found.malformed.offset) == (None, 2)


def test_the_innermost_open_expression_is_at_fault():
    found = interpolate("${A:-${B:-x}", KNOWN.get)
    assert found.malformed == Malformed(0, "`${` is not closed")


def test_nesting_is_bounded():
    assert interpolate("${A:-" * 5000 + "}" * 5000, KNOWN.get).value is None


@given(st.text("$${}VN:-?+=1 a", max_size=30))
def test_any_text_has_a_value_or_says_why_not(text):
    found = interpolate(text, KNOWN.get)
    assert (found.value is None) == bool(found.unknown or found.malformed)


@given(st.text("$${}VN:-?+=1 a", max_size=30))
def test_doubled_dollars_give_the_text_back(text):
    assert interpolate(text.replace("$", "$$"), KNOWN.get).value == text
