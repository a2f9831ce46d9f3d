"""`.dockerignore`: which paths of a build context the builder never sees.

Source: Docker's documentation, "Build context", ".dockerignore files"; the builder's own matcher
(moby/patternmatcher), of which the table in the tests is made: a pattern also holds for all that lies below
what it matches, the last pattern that matches wins, and `!` takes back.
"""

from __future__ import annotations

import posixpath

from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

MAX_PATTERNS = 2_000
MAX_PATTERN = 1_000
MAX_ASKED = 100_000
"""So many times a pattern is held against a path; then nothing is excluded any more: a hostile tree has both."""
MAX_WILDCARDS = 12
"""More of them in one pattern nobody writes: it counts as one that is refused."""

_SPECIAL = frozenset("*?[]\\")
# What the builder reads otherwise inside of brackets than in front of them.
_NO_MEMBER = "]-*?"
_Kind: TypeAlias = "Literal['char', 'any', 'star', 'rest', 'folders', 'set']"


class _Part(NamedTuple):
    """One step of a pattern.

    char: that character; any: `?`; star: `*`, no slash in it; rest: `**` at the end; folders: `**/`;
    set: `[…]`, as ranges of characters.
    """

    kind: _Kind
    char: str = ""
    ranges: tuple[tuple[str, str], ...] = ()
    negated: bool = False


class Pattern:
    """One line, cleaned: relative to the context, without `!`. `span` is the line as written."""

    __slots__ = ("_parts", "_plain", "negated", "span", "text")

    def __init__(self, text: str, *, negated: bool, span: Span) -> None:
        self.text = text
        self.negated = negated
        self.span = span
        self._plain = _SPECIAL.isdisjoint(text)
        self._parts = _parts_of(text)

    def matches(self, path: str) -> bool:
        """Whether the pattern matches a path, or a folder above it. One pass: all states at once."""
        if self._plain:
            return path == self.text or path.startswith(self.text + "/")
        parts = self._parts
        if parts is None:
            return False
        end = len(parts)
        states = _closed({0}, parts)
        for char in path:
            if char == "/" and end in states:
                return True
            states = _step(states, parts, char)
            if not states:
                return False
        return end in states

    def may_match_below(self, folder: str) -> bool:
        """Whether something below a folder could match: the folder is a beginning of such a path."""
        parts = self._parts
        if parts is None:
            return False
        states = _closed({0}, parts)
        for char in folder + "/":
            states = _step(states, parts, char)
        return bool(states - {len(parts)})


def _closed(states: set[int], parts: tuple[_Part, ...]) -> set[int]:
    """The states, and those that are reached from them without a character."""
    waiting = list(states)
    while waiting:
        at = waiting.pop()
        if at < len(parts) and parts[at].kind in ("star", "rest", "folders") and at + 1 not in states:
            states.add(at + 1)
            waiting.append(at + 1)
    return states


def _step(states: set[int], parts: tuple[_Part, ...], char: str) -> set[int]:
    # A state of `folders` in whose midst we are is kept as a negative number: only a slash leads out of it.
    found: set[int] = set()
    inside: set[int] = set()
    for state in states:
        at = -state - 1 if state < 0 else state
        if at >= len(parts):
            continue
        part = parts[at]
        if part.kind == "folders":
            inside.add(-at - 1)
            if char == "/":
                found.add(at + 1)
        elif part.kind == "rest" or (part.kind == "star" and char != "/"):
            found.add(at)
        elif part.kind in ("char", "any", "set") and _takes(part, char):
            found.add(at + 1)
    return _closed(found, parts) | inside


def _takes(part: _Part, char: str) -> bool:
    if part.kind == "char":
        return char == part.char
    if part.kind == "any":
        return char != "/"
    return any(low <= char <= high for low, high in part.ranges) != part.negated


def _parts_of(text: str) -> tuple[_Part, ...] | None:
    """The steps of a pattern; None for one that the builder refuses."""
    parts: list[_Part] = []
    at = 0
    if text.count("*") > 2 * MAX_WILDCARDS:
        return None
    while at < len(text):
        char = text[at]
        if text.startswith("**", at):
            # The builder's shortcut: `**` before nothing but plain characters stands for any beginning.
            plain = at == 0 and not text.startswith("/", 2) and _SPECIAL.isdisjoint(text[2:])
            at += 2
            if text.startswith("/", at):
                at += 1
            parts.append(_Part("rest" if plain or at >= len(text) else "folders"))
            continue
        at += 1
        if char == "*":
            parts.append(_Part("star"))
        elif char == "?":
            parts.append(_Part("any"))
        elif char == "[":
            found = _set_at(text, at)
            if found is None:
                return None
            part, at = found
            parts.append(part)
        elif char == "\\":
            # Before a letter it would be one of Go's regular expressions' own: nobody means that.
            if at >= len(text) or text[at].isalnum():
                return None
            parts.append(_Part("char", text[at]))
            at += 1
        else:
            parts.append(_Part("char", char))
    return tuple(parts)


def _set_at(text: str, at: int) -> tuple[_Part, int] | None:
    """`[a-z]` from behind its bracket: the step, and where it ends; None where it is malformed."""
    negated = text.startswith("^", at)
    at += negated
    ranges: list[tuple[str, str]] = []
    while at < len(text) and (text[at] != "]" or not ranges):
        low, at = _member(text, at)
        high = low
        if text.startswith("-", at) and not text.startswith("-]", at):
            high, at = _member(text, at + 1)
        if not low or not high or low in _NO_MEMBER or high in _NO_MEMBER:
            return None
        ranges.append((low, high))
    return (_Part("set", "", tuple(ranges), negated), at + 1) if at < len(text) else None


def _member(text: str, at: int) -> tuple[str, int]:
    """One character of a set, a backslash before it taken away; empty at the end."""
    at += text.startswith("\\", at)
    return text[at : at + 1], at + 1


class Dockerignore:
    """The patterns of one file, in their order."""

    __slots__ = ("_left", "patterns")

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns
        self._left = MAX_ASKED

    def excluding(self, path: str) -> Pattern | None:
        """The pattern that keeps a path (relative to the context, with `/`) out of it; None where it is in."""
        verdict: Pattern | None = None
        self._left -= len(self.patterns)
        if self._left < 0:
            return None
        for pattern in self.patterns:
            if pattern.negated == (verdict is not None) and pattern.matches(path):
                verdict = None if pattern.negated else pattern
        return verdict

    def keeps_below(self, folder: str) -> bool:
        """Whether a `!` pattern may bring something below an excluded folder back."""
        return any(one.negated and one.may_match_below(folder) for one in self.patterns)


def parse_dockerignore(source: Source) -> Dockerignore:
    """The patterns of a file. Comments begin in the first column; blanks around a pattern do not count."""
    patterns: list[Pattern] = []
    for number in range(1, min(source.line_count(), MAX_PATTERNS) + 1):
        span = source.line_span(number)
        if span.end - span.start > MAX_PATTERN or span.text.startswith("#"):
            continue
        text = span.text.strip()
        negated = text.startswith("!")
        text = text.removeprefix("!").strip() if negated else text
        if not text:
            continue
        cleaned = _cleaned(_cleaned(text).strip())
        start = span.start + len(span.text) - len(span.text.lstrip())
        end = span.start + len(span.text.rstrip())
        patterns.append(Pattern(cleaned, negated=negated, span=Span(source, start, end)))
    return Dockerignore(tuple(patterns))


def _cleaned(text: str) -> str:
    """A pattern as Go's filepath.Clean leaves it, then without the slash at its beginning."""
    # posixpath keeps two slashes at the beginning, Go one.
    normal = posixpath.normpath("/" + text.lstrip("/") if text.startswith("/") else text)
    return normal[1:] if normal.startswith("/") and len(normal) > 1 else normal
