"""Whole little deployments, each with what wslint is expected to say of it.

`WSLINT_UPDATE=1 pytest tests/test_projects.py`, or `python3 dev.py generate --fixtures`, writes what it says now into
expected.txt: read the difference before you commit it.
"""

import os
import pathlib
import shutil

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

PROJECTS = pathlib.Path(__file__).resolve().parent / "fixtures" / "projects"
NAMES = sorted(path.name for path in PROJECTS.iterdir() if path.is_dir())
UPDATE = os.environ.get("WSLINT_UPDATE") == "1"
QUIET = ["ambiguous", "sound-agent", "sound-guide"]


@pytest.fixture
def said(tmp_path, monkeypatch):
    """What is said of a project that lies in a folder of its own."""
    for name in [name for name in os.environ if name.startswith("WSLINT_")]:
        monkeypatch.delenv(name)

    def check(name, *options):
        folder = shutil.copytree(PROJECTS / name, tmp_path / name, dirs_exist_ok=True)
        (folder / "expected.txt").unlink(missing_ok=True)
        monkeypatch.chdir(folder)
        words = ["check", "--isolated", "--output-format", "concise", "--coverage", *options]
        return CliRunner().invoke(door, words, env={"COLUMNS": "80", "NO_COLOR": "1"})

    return check


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_project_gives_what_is_expected_of_it(name, said):
    done = said(name)
    text = f"{done.output}exit code {done.exit_code}\n"
    expected = PROJECTS / name / "expected.txt"
    if UPDATE:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("name", QUIET)
def test_a_sound_project_is_quiet(name, said):
    done = said(name)
    # Notes are advice and may be given of anything.
    assert " error " not in done.output
    assert " warning " not in done.output
    assert done.exit_code == 0


@pytest.mark.parametrize("name", NAMES)
def test_saying_it_twice_gives_the_same_bytes(name, said):
    assert said(name, "--output-format", "json").output == said(name, "--output-format", "json").output
