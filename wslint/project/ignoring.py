"""Ignore files: which paths git, and the `exclude` setting, leave out (gitignore(5))."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wslint.project import disk
from wslint.text.record import NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MAX_IGNORE_BYTES = 1024 * 1024
_SPECIAL = frozenset("*?[\\")


class IgnoreRules:
    """The patterns of one ignore file. `folder` is the absolute folder that they are relative to.

    pathspec decides whether a pattern matches. Its import costs as much as checking a small project, so it
    is asked only where a pattern could match by the name of the file or folder: in a clean checkout never.
    """

    __slots__ = ("_globs", "_names", "_patterns", "folder")

    def __init__(self, folder: str, lines: Sequence[str]) -> None:
        self.folder = folder
        self._patterns: list[_Pattern] = []
        self._names: set[str] = set()
        globs: dict[_Glob, None] = {}
        for line in lines:
            segments = _segments(line)
            if not segments:
                continue
            pattern = _Pattern(line, segments)
            self._patterns.append(pattern)
            if pattern.glob is None:
                self._names.add(segments[-1])
            else:
                globs[pattern.glob] = None
        self._globs = tuple(globs)

    def verdict(self, path: str, name: str, *, folder: bool) -> bool | None:
        """Whether a path below `self.folder` is ignored: True or False by the last pattern, None by no one.

        No folder above the path may be ignored: nothing below it would be asked for.
        """
        relative = path[len(self.folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        if name not in self._names and not any(glob.might_match(relative, name) for glob in self._globs):
            return None
        for pattern in reversed(self._patterns):
            if pattern.matches(relative, name, folder=folder):
                return not pattern.negated
        return None


class _Pattern:
    """One pattern. It is held against the path itself; what follows for the paths below is the walk's to know.

    pathspec takes a path for matched where a folder above it is, so it is shown no more of the path than
    the pattern speaks of: for a pattern without an inner slash, the name.
    """

    __slots__ = ("_depth", "_line", "_name", "_spec", "glob", "negated")

    def __init__(self, line: str, segments: Sequence[str]) -> None:
        self.negated = line.startswith("!")
        self.glob = None if _SPECIAL.isdisjoint(segments[-1]) else _glob(segments)
        self._line = line.removeprefix("!")
        self._name = segments[-1]
        self._spec: GitIgnoreSpec | None = None
        inner = self._line.rstrip().rstrip("/")
        by_name = "/" not in inner or (len(segments) == 2 and segments[0] == "**")
        # How many parts of a path it speaks of; 0: any number.
        self._depth = -1 if by_name else 0 if "**" in segments else len(segments)

    def matches(self, relative: str, name: str, *, folder: bool) -> bool:
        """Whether the pattern matches the path."""
        if self._name != name if self.glob is None else not self.glob.might_match(relative, name):
            return False
        if self._depth > 0 and relative.count("/") + 1 != self._depth:
            return False
        if self._spec is None:
            self._spec = _compile(self._line)
        shown = name if self._depth < 0 else relative
        return self._spec.match_file(shown + "/" if folder else shown)


class _Glob(NamedTuple):
    """What surely holds for all that a pattern matches: how its name begins, goes on and ends, what is above."""

    start: str
    middle: tuple[str, ...]
    end: str
    folders: frozenset[str]

    def might_match(self, relative: str, name: str) -> bool:
        """Whether nothing speaks against a match."""
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


def _compile(pattern: str) -> "GitIgnoreSpec":
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        # A class such as `[[]` makes Python's re warn of what other languages might read in it.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return GitIgnoreSpec.from_lines([pattern])
        except ValueError:
            # git passes over patterns that mean nothing.
            return GitIgnoreSpec.from_lines([])


def read_rules(folder: str, path: str) -> IgnoreRules | None:
    """The rules of an ignore file; None where there is none that can be read, or it is empty."""
    try:
        # git reads no ignore file through a link.
        if not disk.is_file(path) or disk.is_link(path):
            return None
        data, _ = disk.content(path, MAX_IGNORE_BYTES)
        lines = data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
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
