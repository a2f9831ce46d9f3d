"""What stands in a text for certain, beside what is filled in later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.masking import MOST, masked


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("plain", "plain"),
        ("http://h:${PORT}/x", "http://h:xxxxxxx/x"),
        ("a:$PW@h", "a:xxx@h"),
        ("u:$$1@h", "u:xxx@h"),
        ("u:$(PW)@h:1", "u:xxxxx@h:1"),
        ("u:{{ .Values.pw }}@h", "u:xxxxxxxxxxxxxxxx@h"),
        ("`cat h`@h", "xxxxxxx@h"),
        ("${A:-http://h}", "x" * 14),
        ("$", "x"),
        ("", ""),
    ],
)
def test_what_is_filled_in_later_is_masked_in_its_length(text: str, certain: str) -> None:
    assert masked(text) == certain


@pytest.mark.parametrize(
    "text", ["${A", "$(cat", "{{ a", "`a", "${A:-${B}}", "$(a $(b))", "a\nb", "a" * (MOST + 1)]
)
def test_where_it_is_unclear_what_is_filled_in_nothing_is_said(text: str) -> None:
    assert masked(text) is None


@given(st.text(alphabet="ab${}()`_ {", max_size=40))
def test_the_result_is_as_long_as_the_text_and_holds_no_variable(text: str) -> None:
    found = masked(text)
    assert found is None or (len(found) == len(text) and "$" not in found)
