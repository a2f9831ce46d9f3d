"""What Compose drops from lists before it looks at them, and paths as it cleans them."""

import pytest
from compose_mutants import problems_in

from wslint.project.compose.validity.splitting import cleaned

HEAD = "services:\n  web:\n    image: i\n"
TAIL = "configs: {a: {file: ./a}, b: {file: ./b}}\n"


@pytest.mark.parametrize(
    "lines",
    [
        "devices: [{source: /dev/a, target: /dev/x}, {source: /dev/b, target: /dev/x}]",
        "devices: ['/dev/a:/dev/x', '/dev/b:/dev/x', '/dev/c']",
        "configs: [a, {source: b, target: /x}, {source: a, target: /x}, {source: b}]",
        "volumes: ['./a:/x', './b:/x']",
        "env_file: [{path: a.env, required: false}, {path: a.env, required: false}]",
    ],
)
def test_what_is_written_twice_loads_and_the_later_one_counts(lines: str) -> None:
    assert problems_in(f"{HEAD}    {lines}\n{TAIL}") == ()


@pytest.mark.parametrize(
    "lines", ["devices: [true, true]", "configs: [1.5, a]", "env_file: [[a.env]]", "ports: [{published: 80}]"]
)
def test_what_is_no_item_at_all_is_refused_and_not_dropped(lines: str) -> None:
    assert {one.span.line for one in problems_in(f"{HEAD}    {lines}\n{TAIL}")} == {4}


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("", ""),
        (".", "."),
        ("/", "/"),
        ("a//b/./c/", "a/b/c"),
        ("a/../b", "b"),
        ("a/..", "."),
        ("../a", "../a"),
        ("../../a", "../../a"),
        ("/../a", "/a"),
        ("a/../../b", "../b"),
    ],
)
def test_a_path_is_cleaned_as_go_cleans_it(path: str, clean: str) -> None:
    assert cleaned(path) == clean
