r"""Regular expressions of selectors, matched without backtracking: the patterns are hostile input.

The part of Go's syntax (regexp/syntax) that names and kinds need: characters, `.`, classes, groups,
alternatives, `?`, `*`, `+`, `{n,m}`, `^`, `$`, `\d`, `\w`, `\s`. What a pattern matches from each of a set of
positions is again a set of positions; what takes too many steps all the same is not understood.
"""

from __future__ import annotations

from collections.abc import Callable

_MAX_PATTERN = 1_000
_MAX_TEXT = 2_000
_MAX_NESTING = 30
_MAX_STEPS = 500_000
_SPECIAL = frozenset("\\.[](){}*+?|^$")
_DIGITS = frozenset("0123456789")
_WORD = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_SPACE = frozenset(" \t\n\r\f")
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _SPACE}

Positions = frozenset[int]
_Step = Callable[["_Subject", Positions], Positions]


class Unsupported(Exception):  # noqa: N818  # a verdict on the input, caught by who asks
    """The pattern is none, or uses what is not understood here."""


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches all of a text. Raises `Unsupported`."""
    if _SPECIAL.isdisjoint(pattern):
        return pattern == text
    if len(pattern) > _MAX_PATTERN or len(text) > _MAX_TEXT:
        raise Unsupported(pattern)
    reader = _Reader(pattern)
    step = reader.alternatives(0)
    if reader.at < len(pattern):
        raise Unsupported(pattern)
    return len(text) in step(_Subject(text), frozenset({0}))


class _Subject:
    """A text, and how many steps may still be taken to match it."""

    __slots__ = ("left", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = _MAX_STEPS

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise Unsupported


class _Reader:
    """Turns a pattern into steps."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.steps = 0

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise Unsupported(self.pattern)
        self.at += 1
        return char

    def alternatives(self, depth: int) -> _Step:
        if depth > _MAX_NESTING:
            raise Unsupported(self.pattern)
        found = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            found.append(self.sequence(depth))
        if len(found) == 1:
            return found[0]
        return lambda subject, positions: frozenset().union(*(step(subject, positions) for step in found))

    def sequence(self, depth: int) -> _Step:
        found: list[_Step] = []
        while self.peek() and self.peek() not in "|)":
            found.append(self.repeated(depth))

        def run(subject: _Subject, positions: Positions) -> Positions:
            for step in found:
                if not positions:
                    break
                positions = step(subject, positions)
            return positions

        return run

    def repeated(self, depth: int) -> _Step:
        step = self.atom(depth)
        char = self.peek()
        if not char or char not in "*+?{":
            return step
        self.at += 1
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(char) or self.counts()
        if self.peek() and self.peek() in "*+{":
            raise Unsupported(self.pattern)
        if self.peek() == "?":
            # Lazy: which characters match is the same, as all of the text must.
            self.at += 1
        return _times(step, least, most)

    def counts(self) -> tuple[int, int | None]:
        end = self.pattern.find("}", self.at)
        low, comma, high = self.pattern[self.at : max(end, self.at)].partition(",")
        if end < 0 or not low.isdecimal() or (high and not high.isdecimal()):
            raise Unsupported(self.pattern)
        self.at = end + 1
        least = int(low)
        most = least if not comma else int(high) if high else None
        self.steps += max(least, most or 0)
        if self.steps > _MAX_PATTERN or (most is not None and most < least):
            raise Unsupported(self.pattern)
        return least, most

    def atom(self, depth: int) -> _Step:
        char = self.take()
        if char == "(":
            if self.peek() == "?":
                if self.pattern[self.at : self.at + 2] != "?:":
                    raise Unsupported(self.pattern)
                self.at += 2
            step = self.alternatives(depth + 1)
            if self.take() != ")":
                raise Unsupported(self.pattern)
            return step
        if char == "[":
            return self.characters()
        if char == ".":
            return _one(lambda one: one != "\n")
        if char == "^":
            return lambda _, positions: positions & {0}
        if char == "$":
            return lambda subject, positions: positions & {len(subject.text)}
        if char == "\\":
            allowed = self.escaped()
            return _one(lambda one: one in allowed)
        if char in "*+?{":
            raise Unsupported(self.pattern)
        return _one(lambda one: one == char)

    def escaped(self) -> frozenset[str]:
        char = self.take()
        if char in _CLASSES:
            return _CLASSES[char]
        if char.isalnum():
            raise Unsupported(self.pattern)
        return frozenset(char)

    def characters(self) -> _Step:
        """A class, behind its bracket."""
        negated = self.peek() == "^"
        self.at += negated
        singles: set[str] = set()
        ranges: list[tuple[str, str]] = []
        first = True
        while first or self.peek() != "]":
            first = False
            char = self.take()
            if char == "[" and self.peek() == ":":
                raise Unsupported(self.pattern)
            if char == "\\":
                singles |= self.escaped()
                continue
            if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                ranges.append((char, self.take()))
            else:
                singles.add(char)
        self.at += 1
        return _one(
            lambda one: (one in singles or any(low <= one <= high for low, high in ranges)) != negated
        )


def _one(allowed: Callable[[str], bool]) -> _Step:
    def run(subject: _Subject, positions: Positions) -> Positions:
        subject.spend(len(positions))
        text = subject.text
        return frozenset(at + 1 for at in positions if at < len(text) and allowed(text[at]))

    return run


def _times(step: _Step, least: int, most: int | None) -> _Step:
    def run(subject: _Subject, positions: Positions) -> Positions:
        for _ in range(least):
            subject.spend(1)
            positions = step(subject, positions)
        found = positions
        fresh = positions
        left = most - least if most is not None else len(subject.text) + 1
        while fresh and left > 0:
            subject.spend(1)
            fresh = step(subject, fresh) - found
            found |= fresh
            left -= 1
        return found

    return run
