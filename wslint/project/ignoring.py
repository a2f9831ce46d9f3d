"""Ignore files: which paths git, and the `exclude` setting, leave out (gitignore(5))."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MAX_IGNORE_BYTES = 1024 * 1024
_SPECIAL = frozenset("*?[\\")


class IgnoreRules:
    """The patterns of one ignore file. `folder` is the absolute folder that they are relative to.

    pathspec decides. Its import costs as much as checking a small project, so it is asked only where a
    pattern could match at all by the name of the file or folder: in a clean checkout that is never.
    """

    __slots__ = ("_globs", "_lines", "_names", "_spec", "folder")

    def __init__(self, folder: str, lines: Sequence[str]) -> None:
        self.folder = folder
        self._lines = lines
        self._spec: GitIgnoreSpec | None = None
        self._names: set[str] = set()
        self._globs: list[_Glob] = []
        for line in lines:
            segments = _segments(line)
            if segments and not _SPECIAL.isdisjoint(segments[-1]):
                self._globs.append(_glob(segments))
            elif segments:
                self._names.add(segments[-1])

    def verdict(self, path: str, name: str, *, folder: bool) -> bool | None:
        """Whether a path below `self.folder` is ignored: True or False by the last pattern, None by no one.

        No folder above the path may be ignored: nothing below it would be asked for.
        """
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        if name not in self._names and not any(glob.might_match(relative, name) for glob in self._globs):
            return None
        if self._spec is None:
            self._spec = _compile(self._lines)
        return self._spec.check_file(relative + "/" if folder else relative).include


class _Glob(NamedTuple):
    """What surely holds for all that a pattern matches: how the name begins, what is in it, how it ends; and folders above."""

    start: str
    middle: tuple[str, ...]
    end: str
    folders: frozenset[str]

    def might_match(self, relative: str, name: str) -> bool:
        return (
            name.startswith(self.start)
            and name.endswith(self.end)
            and all(part in name for part in self.middle)
            and (not self.folders or self.folders.issubset(relative.split("/")))
        )


def _glob(segments: Sequence[str]) -> _Glob:
    name = segments[-1]
    if "\\" in name or "[" in name:
        # An escape or a class may hold any of the special characters: only what is before it is sure.
        start = next(at for at, char in enumerate(name) if char in _SPECIAL)
        parts = [name[:start], ""]
    else:
        parts = name.replace("?", "*").split("*")
    folders = frozenset(segment for segment in segments[:-1] if _SPECIAL.isdisjoint(segment))
    return _Glob(parts[0], tuple(part for part in parts[1:-1] if part), parts[-1], folders)


def _segments(line: str) -> list[str]:
    """The parts of a pattern between slashes; none for a comment or a blank line."""
    pattern = line.rstrip()
    if not pattern or pattern.startswith("#"):
        return []
    return [segment for segment in pattern.removeprefix("!").split("/") if segment]


def _compile(lines: Sequence[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _valid(line)])


def _valid(line: str) -> bool:
    """Whether pathspec takes a pattern; git passes over those that mean nothing."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def read_rules(folder: str, path: str) -> IgnoreRules | None:
    """The rules of an ignore file; None where there is none that can be read, or it is empty."""
    try:
        # git reads no ignore file through a link.
        if not os.path.isfile(path) or os.path.islink(path):
            return None
        with open(path, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 (pathlib costs 10 ms)
            lines = stream.read(MAX_IGNORE_BYTES).removeprefix("\ufeff").splitlines()
    except OSError:
        return None
    rules = [line for line in lines if _segments(line)]
    return IgnoreRules(folder, rules) if rules else None


def ignored(chain: Sequence[IgnoreRules], path: str, name: str, *, folder: bool) -> bool:
    """Whether a path is ignored by the files that hold for it; the last of the chain, the nearest, wins."""
    for rules in reversed(chain):
        verdict = rules.verdict(path, name, folder=folder)
        if verdict is not None:
            return verdict
    return False
