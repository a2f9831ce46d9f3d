"""The commands that a page shows, run as shown, in a scratch copy of the examples.

In a fence of the kind `console`, a line `$ …` is a command and the lines below it are its output; `$ echo $?` shows
the exit code; a line that is only `…` stands for lines left out. `git` is run quietly, by someone who has no name, always
at the same time. A comment `<!-- file: PATH -->` above a fence
says that its text is a file, which the commands of the page find there. `python3 dev.py X` is run as `wslint X`.
"""

import contextlib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
CUT = "…"
HOME = "/home/me/project"  # what pages show for the scratch folder
NOT_RUN = {
    "git clone": "clones from somewhere",
    "pip": "installs",
    "pre-commit": "is another program",
    "python3 dev.py test": "runs the tests that run this",
    "python3 dev.py generate": "writes the page that shows it",
}
_FILE = re.compile(r"<!-- file: (\S+) -->")
_VARIABLE = re.compile(r"[A-Z_]+=")


class Fence(NamedTuple):
    """A fence of a page: its kind, the place its text is a file of (or None), and its lines [first, end)."""

    kind: str
    file: str | None
    first: int
    end: int


class Command(NamedTuple):
    """A command as shown: its text, its line (1-based), and the lines of output below it."""

    text: str
    line: int
    output: tuple[str, ...]


def pages() -> list[pathlib.Path]:
    """The pages that show commands: the README, and those of docs/ that are written by hand."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def fences(lines: list[str]) -> Iterator[Fence]:
    """The fences of a page."""
    at = 0
    while at < len(lines):
        if not lines[at].startswith("```"):
            at += 1
            continue
        mark = lines[at][: len(lines[at]) - len(lines[at].lstrip("`"))]
        end = at + 1
        while end < len(lines) and lines[end].rstrip() != mark:
            end += 1
        named = _FILE.fullmatch(lines[at - 1].strip()) if at else None
        yield Fence(lines[at].removeprefix(mark).strip(), named[1] if named else None, at + 1, end)
        at = end + 1


def commands(lines: list[str], fence: Fence) -> list[Command]:
    """The commands of a fence."""
    starts = [at for at in range(fence.first, fence.end) if lines[at].startswith("$ ")]
    ends = [*starts[1:], fence.end]
    return [
        Command(lines[start][2:].strip(), start + 1, tuple(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=False)
    ]


def is_run(command: str) -> bool:
    """Whether a command is run here; NOT_RUN says why others are not."""
    return not any(command == start or command.startswith(start + " ") for start in NOT_RUN)


class Answer(NamedTuple):
    """What a command printed, on both streams, and its exit code."""

    lines: tuple[str, ...]
    code: int


class Scratch:
    """A folder with the examples and the files of a page, in which commands run one after the other."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self._code = 0
        shutil.copytree(ROOT / "examples", folder / "examples")

    def write(self, path: str, text: str) -> None:
        """Write a file of the page."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def run(self, command: str) -> Answer:
        """Run a command. Raises ValueError for one that is neither wslint, git, `cat FILE` nor `echo $?`."""
        words = shlex.split(command, comments=True)
        variables = {}
        while words and _VARIABLE.match(words[0]):
            name, _, value = words.pop(0).partition("=")
            variables[name] = value
        if words == ["echo", "$?"]:
            return Answer((str(self._code),), 0)
        if words[:1] == ["cat"]:
            return Answer(tuple((self.folder / words[1]).read_text("utf-8").splitlines()), 0)
        if words[:1] == ["git"]:
            return self._git(words)
        if words[:2] == ["python3", "dev.py"]:
            words[:2] = ["wslint"]
        if words[:1] != ["wslint"]:
            raise ValueError(f"cannot run `{command}`")
        answer = self._wslint(words[1:], variables)
        self._code = answer.code
        return answer

    def _git(self, words: list[str]) -> Answer:
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for role in ("AUTHOR", "COMMITTER"):
            env |= {
                f"GIT_{role}_NAME": "me",
                f"GIT_{role}_EMAIL": "me",
                f"GIT_{role}_DATE": "1735689600 +0000",
            }
        done = subprocess.run(  # noqa: S603  # what our own pages show
            words, cwd=self.folder, env=env, check=False, capture_output=True, text=True
        )
        return Answer(tuple((done.stdout + done.stderr).splitlines()), done.returncode)

    def _wslint(self, arguments: list[str], variables: dict[str, str]) -> Answer:
        from click.testing import CliRunner

        from wslint.cli.door import door

        unset = [name for name in os.environ if name.startswith("WSLINT_")]
        unset += ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"]
        env: dict[str, str | None] = {**dict.fromkeys(unset), "COLUMNS": "80", **variables}
        with contextlib.chdir(self.folder):
            result = CliRunner().invoke(door, arguments, env=env, prog_name="wslint")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        output = result.output.replace(str(self.folder), HOME)
        return Answer(tuple(output.splitlines()), result.exit_code)


@contextlib.contextmanager
def scratch() -> Iterator[Scratch]:
    """A scratch folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Scratch(pathlib.Path(folder).resolve())


def cut_like(shown: tuple[str, ...], lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines, with as many of them left out as the shown output leaves out at its `…`."""
    if CUT not in shown:
        return lines
    at = shown.index(CUT)
    before, after = at, len(shown) - at - 1
    if before + after >= len(lines):
        return lines
    return (*lines[:before], CUT, *lines[len(lines) - after :])


def refreshed(text: str) -> str:
    """The page with its shown output as the commands print it now."""
    lines = text.split("\n")
    made = list(lines)
    with scratch() as folder:
        shift = 0
        for fence in fences(lines):
            if fence.file is not None:
                folder.write(fence.file, "\n".join(lines[fence.first : fence.end]) + "\n")
            if fence.kind != "console":
                continue
            for command in commands(lines, fence):
                if not is_run(command.text):
                    continue
                answer = folder.run(command.text)
                if not command.output:
                    continue
                output = [*cut_like(command.output, answer.lines)]
                if command.output[-1] == "" and (not output or output[-1] != ""):
                    output.append("")
                start = command.line + shift
                made[start : start + len(command.output)] = output
                shift += len(output) - len(command.output)
    return "\n".join(made)
