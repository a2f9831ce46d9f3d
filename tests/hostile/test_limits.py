"""What is bounded at a number: up to it all is as ever, beyond it something says so."""

import os
import subprocess
from pathlib import Path

import pytest

from wslint.app import run
from wslint.engine.finding import Outcome
from wslint.project.ignoring import MAX_GLOBS, IgnoreRules
from wslint.settings.record import Settings


def checked(folder: Path, **files: str) -> Outcome:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    here = os.getcwd()
    os.chdir(folder)
    try:
        return run([str(folder)], Settings(root=str(folder)))
    finally:
        os.chdir(here)


def reasons(outcome: Outcome) -> list[str]:
    return [line.reason for line in outcome.coverage.not_checked]


def test_a_rule_is_reported_at_a_thousand_places_of_a_file(tmp_path: Path) -> None:
    keys = "".join("  k: v\n" for _ in range(1_001))
    outcome = checked(tmp_path, a="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + keys)
    assert len([one for one in outcome.findings if one.name == "duplicate-key"]) == 1_000
    assert reasons(outcome) == []
    outcome = checked(
        tmp_path, a="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  k: v\n" + keys
    )
    assert len([one for one in outcome.findings if one.name == "duplicate-key"]) == 1_000
    assert reasons(outcome) == ["more than 1000 findings of duplicate-key: the rest is not reported"]


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
def test_a_chain_of_bases_has_an_end_in_whichever_order_it_is_written(
    tmp_path: Path, backwards: bool
) -> None:
    lines = [f"  s{n}: {{extends: s{n + 1}, environment: {{A{n}: b}}}}\n" for n in range(99)]
    last = "  s99: {image: registry.example/a:1, init: true}\n"
    whole = [*lines, last]
    outcome = checked(tmp_path, compose="services:\n" + "".join(reversed(whole) if backwards else whole))
    assert reasons(outcome) == []
    longer = [*lines, "  s99: {extends: s100}\n", last.replace("s99", "s100")]
    outcome = checked(tmp_path, compose="services:\n" + "".join(reversed(longer) if backwards else longer))
    assert "a base below 100 others" in reasons(outcome)


PATTERNS = [
    "a*b*c",
    "*a*",
    "**",
    "*",
    "a**b",
    "foo",
    "foo/",
    "/foo",
    "/foo/",
    "foo/bar",
    "foo/bar/",
    "foo//bar",
    "/foo/*",
    "**/foo",
    "foo/**",
    "!foo",
    "!/foo",
    "f?o",
    "[f]oo",
    "\\foo",
    "foo ",
    " foo",
    "#foo",
    "!#foo",
    "*oo",
    "fo*",
    "f*o*o",
    "a/**/b",
]
NAMES = [
    "foo",
    "bar",
    "abc",
    "aXbXc",
    "acb",
    "a",
    "b",
    "foo/bar",
    "a/b",
    "a/x/b",
    "bar/foo",
    "#foo",
    " foo",
    "ab",
    "fooo",
    "fo",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_ignores_what_git_ignores(tmp_path: Path, pattern: str) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text(f"foo\n{pattern}\n")
    rules = IgnoreRules(str(tmp_path), ["foo", pattern])
    asked = [name for name in NAMES if name != ".gitignore"]
    told = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin", "-z"],
        cwd=tmp_path,
        input="\0".join(asked).encode(),
        capture_output=True,
        check=False,
    ).stdout.decode()
    found = set()
    for name in asked:
        # As the walk asks: no folder above may be ignored.
        parts = name.split("/")
        for end in range(1, len(parts) + 1):
            path = os.path.join(str(tmp_path), *parts[:end])
            if rules.verdict(path, parts[end - 1], folder=end < len(parts)):
                found.add(name)
                break
    assert found == set(told.split("\0")) - {""}


def test_patterns_with_wildcards_beyond_the_limit_do_not_count_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(
        "".join(f"*{n}.yaml\n" for n in range(MAX_GLOBS)) + "*end.yaml\nlast.yaml\n"
    )
    for name in ("end", "last", "x7"):
        (tmp_path / f"{name}.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n")
    outcome = checked(tmp_path)
    assert outcome.coverage.paths == ("end.yaml",)
    assert reasons(outcome) == ["more than 1000 patterns with wildcards: the rest does not count"]
