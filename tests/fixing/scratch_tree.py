"""A folder with files, and the command line run in it as users run it."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from wslint.cli.door import door


class Answer(NamedTuple):
    code: int
    out: str
    err: str


class Tree:
    """A project in a scratch folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, files: Mapping[str, str | bytes]) -> "Tree":
        for path, text in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def data(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def text(self, path: str) -> str:
        return self.data(path).decode()

    def all(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".git" not in path.parts
        }

    def check(self, *options: str) -> Answer:
        return self.wslint("check", *options)

    def wslint(self, *words: str) -> Answer:
        unset = {name: None for name in os.environ if name.startswith("WSLINT_")}
        with contextlib.chdir(self.folder):
            done = separate_streams().invoke(door, list(words), env={**unset, "COLUMNS": "100"})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Answer(done.exit_code, done.stdout, done.stderr)


def separate_streams() -> CliRunner:
    """A runner that keeps standard error apart, which click before 8.2 does only when asked."""
    try:
        return CliRunner(mix_stderr=False)  # type: ignore[call-arg]
    except TypeError:
        return CliRunner()
