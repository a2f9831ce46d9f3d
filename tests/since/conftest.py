"""Repositories made by tests, and the command line run in them."""

import contextlib
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from wslint.cli.door import door


class Repository:
    """A folder under git. Texts are given by their paths; None deletes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        """Run git, apart from the configuration of the machine."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
        for role in ("AUTHOR", "COMMITTER"):
            env |= {f"GIT_{role}_NAME": "a", f"GIT_{role}_EMAIL": "a@example.org"}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout

    def write(self, **files: str | None) -> None:
        """Write files whose names are words."""
        self.put({name.replace("__", "/"): text for name, text in files.items()})

    def put(self, files: dict[str, str | None]) -> None:
        """Write and delete files."""
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")

    def commit(self, files: dict[str, str | None] | None = None) -> str:
        """Write files and commit all that there is; the name of the commit."""
        self.put(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "project"
    folder.mkdir()
    return Repository(folder)


@pytest.fixture
def wslint(repository, monkeypatch):
    """Call the command line in the repository; the result has exit_code, stdout and stderr."""
    for name in list(os.environ):
        if name.startswith(("WSLINT_", "GIT_")) or name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str, env: dict[str, str] | None = None, below: str = "."):
        try:
            runner = CliRunner(mix_stderr=False)
        except TypeError:
            runner = CliRunner()
        with contextlib.chdir(repository.folder / below):
            return runner.invoke(door, list(arguments), env=env)

    return call


@pytest.fixture
def found(wslint):
    """The new findings as `path:line rule`, of a call that has to be answered."""

    def call(*arguments: str, **more):
        result = wslint("check", "--output-format", "concise", "-q", *arguments, **more)
        assert result.exit_code in (0, 1), result.stderr
        lines = result.stdout.splitlines()
        return [
            line.split(":")[0]
            + ":"
            + line.split(":")[1]
            + " "
            + line.replace(" [*]", "").split()[3].rstrip(":")
            for line in lines
        ]

    return call
