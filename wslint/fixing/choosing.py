"""Which fixes can be made together."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from wslint.engine.finding import Finding
from wslint.text import Fix
from wslint.text.record import NamedTuple

Place = tuple[int, int]
Identity = tuple[str, str, tuple[tuple[str, int, int, str], ...]]


class Fixable(NamedTuple):
    """A finding with the fix that it has."""

    finding: Finding
    fix: Fix

    @property
    def identity(self) -> Identity:
        """What tells a fix from others as long as the texts are the same."""
        edits = tuple((edit.span.path, edit.span.start, edit.span.end, edit.text) for edit in self.fix.edits)
        return (self.finding.name, self.finding.message, edits)

    @property
    def paths(self) -> frozenset[str]:
        """The files that it edits (shown paths)."""
        return frozenset(edit.span.path for edit in self.fix.edits)


def fixable(findings: Iterable[Finding], *, unsafe: bool) -> list[Fixable]:
    """The findings with a fix that may be made; unsafe ones only if asked for."""
    return [
        Fixable(finding, finding.fix)
        for finding in findings
        if finding.fix is not None and finding.fix.edits and (unsafe or finding.fix.safe)
    ]


def apart(fixes: Iterable[Fixable]) -> list[Fixable]:
    """Those that do not touch each other's places: of two that do, the earlier one.

    Two insertions at one place touch, and one at the edge of what is replaced: their order would be a guess.
    The very same edit of two fixes is made once and serves both. A fix whose own edits touch is none.
    """
    taken: dict[str, list[Place]] = {}
    made: set[tuple[str, Place, str]] = set()
    chosen: list[Fixable] = []
    for one in fixes:
        own: dict[str, list[Place]] = {}
        new: set[tuple[str, Place, str]] = set()
        for edit in one.fix.edits:
            path, place = edit.span.path, (edit.span.start, edit.span.end)
            if (path, place, edit.text) in made or (path, place, edit.text) in new:
                continue
            if _touches(place, taken.get(path, ())) or _touches(place, own.get(path, ())):
                break
            insort(own.setdefault(path, []), place)
            new.add((path, place, edit.text))
        else:
            chosen.append(one)
            made |= new
            for path, places in own.items():
                for place in places:
                    insort(taken.setdefault(path, []), place)
    return chosen


def _touches(place: Place, taken: Sequence[Place]) -> bool:
    """Whether a place touches one of others, which are in order and apart."""
    start, end = place
    at = bisect_left(taken, place)
    for low, high in taken[max(0, at - 1) : at + 1]:
        if start == end or low == high:
            if low <= end and start <= high:
                return True
        elif low < end and start < high:
            return True
    return False
