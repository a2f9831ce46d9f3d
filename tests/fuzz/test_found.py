"""What fuzzing has found, made small: each input is sound now."""

import pytest

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
