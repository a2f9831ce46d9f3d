"""Ordinary lines of `wslint check` are read without click, and exactly as click reads them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.cli.check import check
from wslint.cli.plain_line import Line, read_line

COMMAND = check.command()
NAMES = sorted(
    {name for one in COMMAND.params for name in (*one.opts, *one.secondary_opts) if name[0] == "-"}
)
VALUES = [
    "error",
    "text",
    "auto",
    "ALL",
    "a,b",
    ".",
    "no/such",
    "-",
    "--",
    "",
    "=",
    "x=y",
    "3",
    "--focus",
    "tests",
]


def by_click(words: list[str]) -> tuple[dict[str, Any], set[str]] | None:
    """What click makes of a line; None where it refuses it, or does something else."""
    try:
        context = COMMAND.make_context("check", list(words))
    except (click.ClickException, click.exceptions.Exit):
        return None
    source = click.core.ParameterSource.COMMANDLINE
    return context.params, {name for name in context.params if context.get_parameter_source(name) is source}


def plain(words: list[str]) -> tuple[dict[str, Any], set[str]] | None:
    line: Line | None = read_line(check, words)
    return None if line is None else (line.parameters, line.given)


WORDS = st.one_of(
    st.sampled_from([*NAMES, "--help", "--foc", "-qv", "-q"]),
    st.sampled_from(VALUES),
    st.builds("{}={}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)),
)


@given(st.lists(WORDS, max_size=5))
def test_a_line_that_is_read_without_click_is_read_as_click_does(words: list[str]) -> None:
    read = plain(words)
    assert read is None or read == by_click(words)


@pytest.mark.parametrize(
    "line",
    [
        "",
        ".",
        "a b",
        "--focus --force-exclude a",
        "--isolated --select ALL .",
        "--select=x --ignore y,z --ignore w",
        "--fail-on error -q",
        "--no-strict --strict",
        "--config wslint.toml",
        "--since main",
        "--staged --allow-empty",
    ],
)
def test_lines_that_hooks_and_people_write_need_no_click(line: str) -> None:
    words = line.split()
    assert plain(words) == by_click(words) is not None


@pytest.mark.parametrize(
    "line",
    ["--help", "--version", "--selec x", "-qv", "--fail-on worse", "--output-format json", "--focus=1", "--select",
     "--config -", "--add-ignore", "--", "-o report.txt x --color", "-"],
)  # fmt: skip
def test_what_click_checks_converts_or_refuses_is_left_to_it(line: str) -> None:
    assert read_line(check, line.split()) is None


def test_variables_are_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSLINT_SELECT", "ALL")
    assert read_line(check, ["."]) is None


def test_a_path_that_cannot_be_read_is_left_to_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert read_line(check, [str(tmp_path)]) is None
    assert read_line(check, [str(tmp_path / "none")]) is not None


@pytest.mark.parametrize(("options", "needed"), [([], False), (["--output-format", "json"], True)])
def test_click_is_imported_where_it_is_needed(tmp_path: Path, options: list[str], needed: bool) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:3.12\nEXPOSE 80\nCMD python app.py\n")
    code = (
        "import sys; from wslint.cli.entry import run; code = run(sys.argv[1:]); "
        "sys.stderr.write(str('click' in sys.modules)); sys.exit(code)"
    )
    line = [sys.executable, "-c", code, "check", *options, str(tmp_path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, str(needed)), done.stdout
