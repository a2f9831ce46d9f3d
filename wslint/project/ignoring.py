"""Ignore files: which paths git, and the `exclude` setting, leave out (gitignore(5))."""

from __future__ import annotations

import os

from wslint.project import disk
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathspec import GitIgnoreSpec

MAX_IGNORE_BYTES = 1024 * 1024
MAX_GLOBS = 1_000
"""Patterns with wildcards of one file: each is held against each name in the tree."""
MAX_PATTERN = 4_096
MAX_STEPS = 100_000_000
"""Steps of regular expressions that the patterns of one file may take: with several `*` they are polynomial."""
_SPECIAL = frozenset("*?[\\")
_UNSURE = frozenset("?[\\ \t#!")


class IgnoreRules:
    """The patterns of one ignore file. `folder` is the absolute folder that they are relative to.

    `cut` says why some of them do not count; empty where all do.

    pathspec decides whether a pattern matches. Its import costs as much as checking a small project, so it
    is asked only where a pattern could match by the name of the file or folder: in a clean checkout never.
    """

    __slots__ = ("_exact", "_globs", "_left", "_wild", "cut", "folder")

    def __init__(self, folder: str, lines: Sequence[str]) -> None:
        self.folder = folder
        self.cut = ""
        self._left = MAX_STEPS
        # With their places in the file, as the last one that matches decides.
        # Patterns that mean one name or one path, by that and by what it is; the last of equal ones counts.
        self._exact: dict[str, dict[bool, tuple[int, _Pattern]]] = {}
        self._wild: list[tuple[int, _Pattern]] = []
        globs: dict[_Glob, None] = {}
        for number, line in enumerate(lines):
            segments = _segments(line) if len(line) <= MAX_PATTERN else []
            if not segments:
                continue
            pattern = _Pattern(line, segments)
            if pattern.exact:
                self._exact.setdefault(pattern.exact, {})[pattern.folders_only] = (number, pattern)
            elif len(self._wild) < MAX_GLOBS:
                self._wild.append((number, pattern))
                globs[pattern.glob] = None
            else:
                self.cut = f"more than {MAX_GLOBS} patterns with wildcards: the rest does not count"
        self._globs = tuple(globs)

    def any(self) -> bool:
        """Whether there is a pattern at all, or something to say."""
        return bool(self._exact or self._wild or self.cut)

    def verdict(self, path: str, name: str, *, folder: bool) -> bool | None:
        """Whether a path below `self.folder` is ignored: True or False by the last pattern, None by no one.

        No folder above the path may be ignored: nothing below it would be asked for.
        """
        relative = path[len(self.folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        exact = [one for key in (name, "/" + relative) for one in self._exact.get(key, {}).values()]
        if not exact and not any(glob.might_match(relative, name) for glob in self._globs):
            return None
        speaking = sorted([*self._wild, *exact], key=_number) if exact else self._wild
        for _, pattern in reversed(speaking):
            verdict = pattern.matches(relative, name, folder=folder)
            if verdict is None:
                verdict = self._searched(pattern, relative, name, folder=folder)
            if verdict:
                return not pattern.negated
        return None

    def _searched(self, pattern: _Pattern, relative: str, name: str, *, folder: bool) -> bool:
        """What a regular expression says, as long as there is time for it."""
        steps = pattern.steps(relative, name)
        if steps > self._left:
            self.cut = "its patterns take too long: not all of them count"
            return False
        self._left -= steps
        return pattern.search(relative, name, folder=folder)


def _number(one: tuple[int, _Pattern]) -> int:
    return one[0]


class _Pattern:
    """One pattern. It is held against the path itself; what follows for the paths below is the walk's to know.

    pathspec takes a path for matched where a folder above it is, so it is shown no more of the path than
    the pattern speaks of: for a pattern without an inner slash, the name.
    """

    __slots__ = ("_deep", "_depth", "_line", "_plain", "_spec", "_stars", "exact", "folders_only", "glob",
                 "negated")  # fmt: skip

    def __init__(self, line: str, segments: Sequence[str]) -> None:
        self.negated = line.startswith("!")
        self.glob = _glob(segments)
        self._line = line.removeprefix("!")
        self._spec: GitIgnoreSpec | None = None
        inner = self._line.rstrip().rstrip("/")
        self.folders_only = inner != self._line.rstrip()
        by_name = "/" not in inner or (len(segments) == 2 and segments[0] == "**")
        # How many parts of a path it speaks of; 0: any number.
        self._depth = -1 if by_name else 0 if "**" in segments else len(segments)
        # With `*` in a name as the only wildcard nothing is left to ask, and with none at all not even that.
        sure = _UNSURE.isdisjoint(inner)
        self._plain = by_name and len(segments) == 1 and sure
        self.exact = (
            ""
            if "*" in inner or "//" in inner or not sure
            else inner
            if by_name
            else "/" + "/".join(segments)
        )
        self._deep = sum(segment == "**" for segment in segments)
        self._stars = max(len(segment.replace("**", "*").split("*")) for segment in segments) - 1

    def matches(self, relative: str, name: str, *, folder: bool) -> bool | None:
        """Whether the pattern matches the path; None where a search has to tell."""
        if self.folders_only and not folder:
            return False
        if self.exact:
            return self.exact in (name, "/" + relative)
        if not self.glob.might_match(relative, name):
            return False
        if self._depth > 0 and relative.count("/") + 1 != self._depth:
            return False
        return True if self._plain else None

    def steps(self, relative: str, name: str) -> int:
        """How many steps a search may take, at the worst."""
        from math import comb

        parts = [name] if self._depth < 0 else relative.split("/")
        longest = max(map(len, parts))
        return comb(len(parts) + self._deep, self._deep) * comb(longest + self._stars, self._stars)

    def search(self, relative: str, name: str, *, folder: bool) -> bool:
        """What a regular expression says."""
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
            and self._has_middle(name)
            and (not self.folders or self.folders.issubset(relative.split("/")))
        )

    def _has_middle(self, name: str) -> bool:
        at = len(self.start)
        for part in self.middle:
            at = name.find(part, at)
            if at < 0:
                return False
            at += len(part)
        return at + len(self.end) <= len(name)


def _glob(segments: Sequence[str]) -> _Glob:
    name = segments[-1]
    if "\\" in name or "[" in name:
        # An escape or a class may hold any of the special characters: only what is before it is sure.
        start = next(at for at, char in enumerate(name) if char in _SPECIAL)
        parts = [name[:start], ""]
    else:
        parts = name.replace("?", "*").split("*")
        if len(parts) == 1:
            parts.append("")
    folders = frozenset(segment for segment in segments[:-1] if _SPECIAL.isdisjoint(segment))
    return _Glob(parts[0], tuple(part for part in parts[1:-1] if part), parts[-1], folders)


def _segments(line: str) -> list[str]:
    """The parts of a pattern between slashes; none for a comment or a blank line."""
    pattern = line.rstrip()
    if not pattern or pattern.startswith("#"):
        return []
    return [segment for segment in pattern.removeprefix("!").split("/") if segment]


def _compile(pattern: str) -> GitIgnoreSpec:
    import re
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        # A class such as `[[]` makes Python's re warn of what other languages might read in it.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return GitIgnoreSpec.from_lines([pattern])
        except (ValueError, re.error):
            # git passes over patterns that mean nothing, such as `[b-a]`.
            return GitIgnoreSpec.from_lines([])


def read_rules(folder: str, path: str) -> IgnoreRules | None:
    """The rules of an ignore file; None where there is none that can be read, or it is empty."""
    try:
        # git reads no ignore file through a link.
        if not disk.is_file(path) or disk.is_link(path):
            return None
        data, _ = disk.content(path, 4 * MAX_IGNORE_BYTES + 4)
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")[: MAX_IGNORE_BYTES + 1]
    except OSError:
        return None
    size = len(text)
    lines = text[:MAX_IGNORE_BYTES].removeprefix("\ufeff").splitlines()
    rules = IgnoreRules(folder, lines)
    if size > MAX_IGNORE_BYTES:
        rules.cut = f"larger than {MAX_IGNORE_BYTES} characters: the rest does not count"
    return rules if rules.any() else None


def ignored(chain: Sequence[IgnoreRules], path: str, name: str, *, folder: bool) -> bool:
    """Whether a path is ignored by the files that hold for it; the last of the chain, the nearest, wins."""
    for rules in reversed(chain):
        verdict = rules.verdict(path, name, folder=folder)
        if verdict is not None:
            return verdict
    return False
