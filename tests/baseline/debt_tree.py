"""A scratch folder that is a repository's root, and the command line run in it."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

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

    def write(self, **files: str) -> "Tree":
        """Write files; `__` in a name stands for the dot, `___` for the slash."""
        for name, text in files.items():
            path = self.folder / name.replace("___", "/").replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return self

    def text(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode()

    def wslint(self, *arguments: str, cwd: str = "", env: dict[str, str | None] | None = None) -> Answer:
        unset: dict[str, str | None] = {name: None for name in os.environ if name.startswith("WSLINT_")}
        with contextlib.chdir(self.folder / cwd):
            result = separate_streams().invoke(
                door, list(arguments), env={**unset, "COLUMNS": "80", **(env or {})}
            )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    def check(self, *arguments: str) -> dict[str, Any]:
        """The report of `check` as JSON."""
        answer = self.wslint("check", "--output-format", "json", *arguments)
        assert answer.code in (0, 1), answer.err
        report: dict[str, Any] = json.loads(answer.out)
        return report

    def names(self, *arguments: str) -> list[str]:
        return [finding["name"] for finding in self.check(*arguments)["findings"]]


def separate_streams() -> CliRunner:
    """A runner that keeps standard error apart, which click before 8.2 does only when asked."""
    try:
        return CliRunner(mix_stderr=False)  # type: ignore[call-arg]
    except TypeError:
        return CliRunner()
