"""The Dockerfile of the tool: wslint finds nothing in it, and it copies what a wheel is built from."""

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sources import clean_environ, copy_of_sources

from wslint.cli.door import door

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCKERFILE = ROOT / "Dockerfile"
TEXT = DOCKERFILE.read_text("utf-8")


@pytest.mark.parametrize("words", [["Dockerfile"], ["--isolated", "--select", "ALL", "Dockerfile"]])
def test_wslint_finds_nothing_wrong_with_its_own_image(monkeypatch, words):
    monkeypatch.chdir(ROOT)
    for name in [name for name in os.environ if name.startswith("WSLINT_")]:
        monkeypatch.delenv(name)
    done = CliRunner().invoke(door, ["check", "--output-format", "json", *words])
    report = json.loads(done.stdout)
    assert (report["findings"], report["coverage"]["checked"]["dockerfile"]) == ([], 1)
    assert done.exit_code == 0
    assert "wslint: ignore" not in TEXT


def test_the_image_runs_the_program_itself_and_not_as_root():
    instructions = [line.split(maxsplit=1) for line in TEXT.splitlines() if line and not line.startswith("#")]
    words = dict(instructions)
    assert json.loads(words["ENTRYPOINT"]) == ["wslint"]
    assert json.loads(words["CMD"]) == ["--help"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", words["USER"])


def test_every_base_is_pinned_by_a_tag():
    bases = re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", base) for base in bases)


def copied():
    for line in re.findall(r"^COPY (?!--from)(.+)$", TEXT, re.MULTILINE):
        yield from line.split()[:-1]


def test_the_ignore_file_lets_in_what_is_copied_and_nothing_else():
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert lines[1] == "*"
    assert sorted(line[1:] for line in lines if line.startswith("!")) == sorted(copied())


def test_what_is_copied_is_enough_to_install_the_program(tmp_path):
    source = copy_of_sources(ROOT, tmp_path / "source", tuple(copied()))
    env = clean_environ()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    # As in the image, but without what it depends on, which the tests' environment has.
    done = subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--target", str(tmp_path / "there"), "."],
        cwd=source,
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "wslint", "rules"],
        cwd=tmp_path,
        env={**env, "PYTHONPATH": str(tmp_path / "there")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "grace-period-too-short" in done.stdout
