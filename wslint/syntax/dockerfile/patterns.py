"""Patterns of `*` and `?` in substitutions, matched in time bounded by a budget."""

from __future__ import annotations

from wslint.text.record import NamedTuple

# Steps of matching that a pattern may take; real ones take a few hundred.
_BUDGET = 200_000


class _Star(NamedTuple):
    """Any characters."""


class _Any(NamedTuple):
    """One character."""


_STAR = _Star()
_ANY = _Any()
_Pattern = list[str | _Star | _Any]


def without_prefix(value: str, pattern: str, *, longest: bool) -> str | None:
    """The value without the shortest or longest prefix that matches; None where that cannot be told."""
    steps = _steps(pattern)
    if steps is None or len(value) * len(steps) > _BUDGET:
        return None
    end = _match(value, 0, steps, longest=longest)
    return value if end is None else value[end:]


def without_suffix(value: str, pattern: str, *, longest: bool) -> str | None:
    """The value without the shortest or longest suffix that matches; None where that cannot be told."""
    steps = _steps(pattern)
    if steps is None or len(value) * len(steps) > _BUDGET:
        return None
    end = _match(value[::-1], 0, steps[::-1], longest=longest)
    return value if end is None else value[: len(value) - end]


def replace(value: str, pattern: str, word: str, *, every: bool) -> str | None:
    """The value with the first match, or every one, replaced; None where that cannot be told."""
    steps = _steps(pattern)
    # An empty pattern and `$` in the replacement mean more to Go's regular expressions than they seem to.
    if not steps or "$" in word or "\\" in word or len(value) * len(value) * len(steps) > _BUDGET:
        return None
    parts: list[str] = []
    at = 0
    while at < len(value):
        end = _match(value, at, steps, longest=True)
        if end is None or end == at:
            parts.append(value[at])
            at += 1
            continue
        parts.append(word)
        at = end
        if not every:
            break
    return "".join(parts) + value[at:]


def _steps(pattern: str) -> _Pattern | None:
    """The pattern's parts; None for an escape that BuildKit refuses."""
    steps: _Pattern = []
    at = 0
    while at < len(pattern):
        ch = pattern[at]
        at += 1
        if ch == "*":
            # A second one says nothing more, and would square the time that matching takes.
            if not steps or steps[-1] is not _STAR:
                steps.append(_STAR)
        elif ch == "?":
            steps.append(_ANY)
        elif ch == "\\":
            after = pattern[at : at + 1]
            if after == "" or after not in "*?\\/}":
                return None
            steps.append(after)
            at += 1
        else:
            steps.append(ch)
    return steps


def _match(value: str, start: int, steps: _Pattern, *, longest: bool) -> int | None:
    """The end of the shortest or longest match at `start`."""
    final = len(steps)
    states = _closure({0}, steps)
    best: int | None = None
    at = start
    while True:
        if final in states:
            best = at
            if not longest:
                return best
        if at == len(value) or not states:
            return best
        ch = value[at]
        moved: set[int] = set()
        for state in states:
            if state == final:
                continue
            step = steps[state]
            if step is _STAR:
                moved.add(state)
            elif step is _ANY or step == ch:
                moved.add(state + 1)
        states = _closure(moved, steps)
        at += 1


def _closure(states: set[int], steps: _Pattern) -> set[int]:
    """The states, and those that a star reaches without a character."""
    full = set(states)
    for state in states:
        at = state
        while at < len(steps) and steps[at] is _STAR:
            at += 1
            full.add(at)
    return full
