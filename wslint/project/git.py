"""Asking git: only plumbing that reads, and nothing that git would run or fetch.

No hook, pager, filter, external diff or file system monitor is started, no lock is taken, and objects that a
partial clone has left out are not fetched. Source: git(1), git-cat-file(1) "BATCH OUTPUT".
"""

from __future__ import annotations

import os
from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen
    from typing import Self

TIMEOUT = 120.0
"""In seconds, for one question."""
_CHUNK = 1 << 20
_SAFE = (
    *("-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}", "-c", "core.quotePath=false"),
    *("-c", "protocol.allow=never", "-c", "submodule.recurse=false"),
)
# Where the repository, its index and its objects are; a hook of git's is told so by these. The configuration of
# the machine and of the user stays: `safe.directory` stands there.
_KEPT = frozenset(
    "PATH HOME XDG_CONFIG_HOME TMPDIR GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_NAMESPACE".split()
    + "GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CEILING_DIRECTORIES".split()
    + "GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_NOSYSTEM GIT_DISCOVERY_ACROSS_FILESYSTEM".split()
)
_PLACES = (
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES"
).split()


class GitProblem(Exception):  # noqa: N818 (an answer for the user, not a fault)
    """git cannot say what was asked; the text is one line for the user."""


class Git:
    """The repository around a folder. `top` is the absolute, real folder of its work tree."""

    def __init__(self, folder: str) -> None:
        """Raise GitProblem where there is no git, no repository, or none with a work tree."""
        import shutil

        program = shutil.which("git")
        if program is None or not os.path.isabs(program):
            raise GitProblem("git is not on the PATH")
        self._program = program
        given = _environment()
        self._environment = {name: value for name, value in given.items() if name not in _PLACES}
        self.top = os.path.realpath(folder)
        try:
            self.top = self._top()
        except GitProblem:
            if not any(name in given for name in _PLACES):
                raise
            # The repository of a work tree that has no `.git` of its own.
            self._environment = given
            self.top = self._top()
        index = given.get("GIT_INDEX_FILE")
        if index is not None and self._is_own(index):
            # `git commit FILES` runs its hooks with an index that holds these files only.
            self._environment["GIT_INDEX_FILE"] = index

    def _top(self) -> str:
        try:
            answer = self.ask("rev-parse", "--show-toplevel")
        except GitProblem as problem:
            if "not a git repository" in str(problem):
                raise GitProblem("this is no git repository") from None
            raise
        return os.path.realpath(os.fsdecode(answer.removesuffix(b"\n")))

    def _is_own(self, index: str) -> bool:
        folder = os.path.realpath(
            os.fsdecode(self.ask("rev-parse", "--absolute-git-dir").removesuffix(b"\n"))
        )
        return os.path.realpath(index).startswith(folder + os.sep)

    def ask(self, *arguments: str) -> bytes:
        """What a command prints. Raises GitProblem with git's own words where it fails."""
        code, printed, complaint = self._run(arguments)
        if code != 0:
            raise GitProblem(f"git {arguments[0]}: {_first_line(complaint)}")
        return printed

    def try_to(self, *arguments: str) -> bytes | None:
        """What a command prints; None where it ends with a code other than 0."""
        code, printed, _ = self._run(arguments)
        return printed if code == 0 else None

    def _run(self, arguments: Sequence[str]) -> tuple[int, bytes, bytes]:
        from subprocess import DEVNULL, TimeoutExpired, run

        try:
            done = run(  # noqa: S603
                self._command(arguments),
                env=self._environment,
                cwd=self.top,
                stdin=DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except OSError as problem:
            raise GitProblem(f"git cannot be run: {(problem.strerror or str(problem)).lower()}") from None
        except TimeoutExpired:
            raise GitProblem(f"git {arguments[0]} took longer than {TIMEOUT:g} seconds") from None
        return done.returncode, done.stdout, done.stderr

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [self._program, "--no-pager", "--literal-pathspecs", *_SAFE, *arguments]

    def blobs(self) -> Blobs:
        """A reader of objects; close it, or use it in a `with`."""
        from subprocess import DEVNULL, PIPE, Popen

        try:
            process = Popen(  # noqa: S603
                self._command(("cat-file", "--batch")),
                env=self._environment,
                cwd=self.top,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
            )
        except OSError as problem:
            raise GitProblem(f"git cannot be run: {(problem.strerror or str(problem)).lower()}") from None
        return Blobs(process)


class Blobs:
    """Reads the contents of files from git's objects, all by one process."""

    def __init__(self, process: Popen[bytes]) -> None:
        self._process = process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, name: str, most: int) -> bytes | int:
        """The contents of an object; of one larger than `most` bytes, its size. Raises GitProblem."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise GitProblem("git cat-file has ended")
        try:
            asked.write(name.encode("ascii") + b"\n")
            asked.flush()
            head = answers.readline().split()
        except OSError:
            head = []
        if len(head) != 3 or head[1] != b"blob" or not head[2].isdigit():
            raise GitProblem(
                f"object {name[:12]} is not in this clone, which may be a partial one: fetch all of it"
            )
        size = int(head[2])
        if size > most:
            left = size + 1
            while left > 0:
                skipped = len(answers.read(min(left, _CHUNK)))
                left = left - skipped if skipped else 0
            return size
        data = answers.read(size)
        if len(data) < size or answers.read(1) != b"\n":
            raise GitProblem("git cat-file has ended")
        return data

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    for name in _PLACES:
        # Relative ones are meant from here; git is run from the top of the work tree.
        if kept.get(name) and name != "GIT_ALTERNATE_OBJECT_DIRECTORIES":
            kept[name] = os.path.abspath(kept[name])
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_PAGER": "cat",
    }


def _first_line(complaint: bytes) -> str:
    lines = complaint.decode("utf-8", "replace").splitlines()
    text = next((line.strip() for line in lines if line.strip()), "no reason given")
    return text.removeprefix("fatal: ").removeprefix("error: ")[:300]
