"""Which line of a template a rendered line comes from, where that can be told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from wslint.text import Fragment, Piece, Source

_OPEN = "{{"
_ROUNDS = 5
_MAX_FIXED = 200

Places = dict[str, list[int]]
Found = tuple[int, int]
"""Where a line of the template begins, and how many characters of it are rendered as they are."""


def placed(host: Source, text: str, *, template: bool = True) -> Fragment:
    """A rendered text with its lines in the template; what cannot be told lies on its first line.

    A rendered line is a line of the template that reads the same, or whose beginning up to the first `{{`
    it shares, if there is exactly one: in the template, or between the lines that were found for those
    around it. With `template` false, all lies on the first line of the host.
    """
    lines = text.splitlines(keepends=True)
    found: list[Found | None] = [None] * len(lines)
    if template:
        candidates = _candidates([line.rstrip() for line in lines], *_fixed_parts(host))
        for at, (places, length) in enumerate(candidates):
            if len(places) == 1:
                found[at] = (places[0], length)
        for _ in range(_ROUNDS):
            if not _between(found, candidates):
                break
    pieces: list[Piece] = []
    start = 0
    for line, place in zip(lines, found, strict=True):
        pieces.append(Piece(start, 0, 1) if place is None else Piece(start, *place))
        start += len(line)
    return Fragment(host, text, tuple(pieces), exact=False, whole=True)


def _fixed_parts(host: Source) -> tuple[Places, Places]:
    """The places of the lines that are rendered as they are, and of those that begin with a fixed part."""
    whole: Places = {}
    begun: Places = {}
    for number in range(1, host.line_count() + 1):
        span = host.line_span(number)
        fixed, mark, _ = span.text.rstrip().partition(_OPEN)
        if fixed.strip():
            (begun if mark else whole).setdefault(fixed, []).append(span.start)
    return whole, begun


def _candidates(lines: list[str], whole: Places, begun: Places) -> list[tuple[list[int], int]]:
    """For each rendered line where it may come from, and how many of its characters stand there."""
    found: list[tuple[list[int], int]] = []
    for line in lines:
        places, length = whole.get(line, []), len(line)
        if not places:
            # A value that is filled in stands behind its key, quotes and all.
            for end in range(min(len(line), _MAX_FIXED), 0, -1):
                if line[end - 1] in " \"'=/:@-" and line[:end] in begun:
                    places, length = begun[line[:end]], end
                    break
        found.append((places, length))
    return found


def _between(found: list[Found | None], candidates: list[tuple[list[int], int]]) -> bool:
    """Find more lines: those with one candidate between the lines found around them."""
    following: list[int] = [0] * len(found)
    after = 1 << 60
    for at in range(len(found) - 1, -1, -1):
        following[at] = after
        one = found[at]
        after = after if one is None else one[0]
    before = -1
    more = False
    for at, (places, length) in enumerate(candidates):
        one = found[at]
        if one is not None:
            before = one[0]
        elif places and before < following[at]:
            low, high = bisect_right(places, before), bisect_left(places, following[at])
            if high - low == 1:
                found[at] = (places[low], length)
                before = places[low]
                more = True
    return more
