"""Whole host names in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.project.mentions import name_in

NAME = "host.docker.internal"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("http://host.docker.internal:8080", 7),
        ("HOST.docker.internal", 0),
        ("\u0130 host.docker.internal", 2),
        ("to host.docker.internal.", 3),
        ("a@host.docker.internal/x", 2),
        ("myhost.docker.internal host.docker.internal", 23),
        ("x.host.docker.internal", None),
        ("host.docker.internal.example", None),
        ("host.docker.internals", None),
        ("host-docker-internal", None),
    ],
)
def test_only_a_whole_name_counts(text: str, at: int | None) -> None:
    assert name_in(text, NAME) == at


@given(st.text(), st.text())
def test_a_name_between_spaces_is_found_whatever_stands_around(before: str, after: str) -> None:
    text = f"{before} {NAME} {after}"
    at = name_in(text, NAME)
    assert at is not None
    assert text[at : at + len(NAME)].lower() == NAME
