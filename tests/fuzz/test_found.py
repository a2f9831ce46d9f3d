"""What fuzzing has found, made small: each input is sound now."""

import pytest

from wslint.syntax.dockerfile import patterns

from .harness import tried
from .targets import TEXT, every

FOUND = {
    "a healthcheck without words behind two dashes": ("dockerfile", {TEXT: "FROM a\nHEALTHCHECK --"}),
    "a fence whose lines end in a lone carriage return": ("markdown", {TEXT: "```\r\r"}),
}


@pytest.mark.parametrize(("name", "files"), FOUND.values(), ids=FOUND)
def test_what_was_found_once_is_sound(name: str, files: dict[str, str]) -> None:
    fault, _ = tried(every()[name], files)
    assert fault is None, fault.message


def test_many_stars_in_a_row_are_one_and_cost_no_more() -> None:
    value = "a" * 1_000
    assert patterns.without_prefix(value, "*" * 4_000, longest=True) == ""
    assert patterns.without_suffix(value, "b" + "*" * 4_000, longest=False) == value
    assert patterns.replace("a" * 50, "*" * 4_000 + "a", "x", every=False) == "x"
