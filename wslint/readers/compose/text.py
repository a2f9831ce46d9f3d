"""One scalar of a Compose file after interpolation, every character of which knows where it is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from wslint.syntax.interpolation import interpolate
from wslint.syntax.yaml import Scalar
from wslint.text import Places, Span
from wslint.text.places import places_of
from wslint.text.record import NamedTuple

HOLE = "\ue000"
"""Stands in a text for a variable that has no known value; a private character that no file means."""

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_CONTROL_ESCAPES = frozenset("abefnrtv0 \t\n\rNLP_")


class Piece(NamedTuple):
    """Where a stretch of the value comes from: `[start, end)` of the value, `[raw_start, raw_end)` before."""

    start: int
    end: int
    raw_start: int
    raw_end: int

    def before(self, offset: int) -> int:
        """The place before interpolation of a character of this stretch."""
        literal = self.end - self.start == self.raw_end - self.raw_start
        return self.raw_start + (offset - self.start if literal else 0)

    def within(self, offset: int) -> int:
        """The same, but that the last of several characters that come out of a variable is its last."""
        filled = self.end - self.start != self.raw_end - self.raw_start
        if filled and offset == self.end - 1 > self.start:
            return self.raw_end - 1
        return self.before(offset)

    def after(self, offset: int) -> int:
        """The same for the end of a stretch that ends at `offset`."""
        literal = self.end - self.start == self.raw_end - self.raw_start
        return self.raw_start + (offset - self.start) if literal else self.raw_end


class Text:
    """A string value. `names` are the variables in it, `holes` those of them without a known value.

    Where `holes` is not empty, `value` holds a `HOLE` for each. `span` covers the scalar, quotes apart.
    """

    __slots__ = (
        "_literal",
        "_pieces",
        "_places",
        "_scalar",
        "_starts",
        "holes",
        "names",
        "raw",
        "span",
        "value",
        "via",
    )

    def __init__(self, scalar: Scalar, via: tuple[Span, ...], lookup: Callable[[str], str | None]) -> None:
        self._scalar = scalar
        self._literal: bool | None = None
        self._places: list[int | None] = []
        self._pieces: list[Piece] = []
        self._starts: list[int] = []
        self.raw = scalar.value
        self.span = scalar.content_span
        self.via = via
        self.value: str = scalar.value
        self.names: tuple[str, ...] = ()
        self.holes: tuple[str, ...] = ()
        if "$" in self.raw:
            self._fill(lookup)

    def _fill(self, lookup: Callable[[str], str | None]) -> None:
        parts: list[str] = []
        names: dict[str, None] = {}
        holes: dict[str, None] = {}
        at = length = 0
        for start, end in expressions(self.raw):
            filled = interpolate(self.raw[start:end], lookup)
            value = HOLE if filled.value is None else filled.value
            names.update(dict.fromkeys(filled.names))
            if filled.value is None:
                holes.update(dict.fromkeys(filled.unknown or ("",)))
            for text, first, last in ((self.raw[at:start], at, start), (value, start, end)):
                if text:
                    self._pieces.append(Piece(length, length + len(text), first, last))
                    parts.append(text)
                    length += len(text)
            at = end
        if at < len(self.raw):
            self._pieces.append(Piece(length, length + len(self.raw) - at, at, len(self.raw)))
            parts.append(self.raw[at:])
        self._starts = [piece.start for piece in self._pieces]
        self.value = "".join(parts)
        self.names = tuple(names)
        self.holes = tuple(holes)

    def part(self, start: int, end: int) -> Span:
        """Where the characters `[start, end)` of the value are written; the whole where that cannot be told.

        What comes out of a variable is written at its `${…}`.
        """
        if not 0 <= start < end <= len(self.value):
            return self.span
        first, last = start, end
        if self._pieces:
            first = self._pieces[bisect_right(self._starts, start) - 1].before(start)
            last = self._pieces[bisect_right(self._starts, end - 1) - 1].after(end)
        begin, stop = self._written(first), self._written(last - 1)
        if begin is None or stop is None or stop < begin:
            return self.span
        return Span(self.span.source, begin, stop + self._width(stop))

    def _width(self, at: int) -> int:
        """How many characters stand for the one at an offset of the file: two for an escaped one."""
        escape = {'"': "\\", "'": "'"}.get(self._scalar.style or "")
        return 2 if not self._literal and self.span.source.text[at] == escape else 1

    def offsets(self) -> Places | None:
        """A translation of offsets in the value to offsets in the file; None where there is none.

        The first and the last character of a variable's value are those of its `${…}`.
        An offset in white space that folding changed, or at the end, is the one after what comes before it.
        """
        length = len(self.value)
        if length and self._written(len(self.raw) - 1, back=True) is None:
            return None
        if self._literal and not self._pieces:
            return Places((0,), (self.span.start,), length, self.span.start + length)
        return places_of([self._offset(at) for at in range(length)], self._offset(length))

    def _offset(self, at: int) -> int:
        at = max(0, min(at, len(self.value)))
        if self._pieces and at:
            end = at == len(self.value)
            piece = self._pieces[bisect_right(self._starts, at - end) - 1]
            at = piece.after(at) if end else piece.within(at)
        place = self._written(at)
        if place is not None:
            return place
        before = self._written(at - 1, back=True) if at else None
        return self.span.start if before is None else before + self._width(before)

    def _written(self, raw: int, *, back: bool = False) -> int | None:
        """The offset in the file of one character of the scalar's value before interpolation.

        `back`: of the last character before it that has a place, if it has none.
        """
        if self._literal is None:
            span = self.span
            self._literal = span.end - span.start == len(self.raw) and span.text == self.raw
            if not self._literal:
                self._places = align(span.text, self.raw, self._scalar.style, span.start)
        if self._literal:
            return self.span.start + raw
        places = self._places
        if raw >= len(places):
            return None
        while back and raw > 0 and places[raw] is None:
            raw -= 1
        return places[raw]


def expressions(raw: str) -> Iterator[tuple[int, int]]:
    """The outermost `$NAME`, `${…}` and `$$` of a text, as offsets (compose-go, package template)."""
    at = raw.find("$")
    while at >= 0:
        following = raw[at + 1 : at + 2]
        end = at + 1
        if following == "$":
            end = at + 2
        elif following == "{":
            end = _closing(raw, at)
        elif following in _NAME and not following.isdigit():
            while end < len(raw) and raw[end] in _NAME:
                end += 1
        if end > at + 1:
            yield at, end
        at = raw.find("$", end)


def _closing(raw: str, start: int) -> int:
    """The end of the `${…}` at `start`: after its own brace, those of inner `${…}` counted."""
    depth = 0
    at = start
    while at < len(raw):
        pair = raw[at : at + 2]
        if pair in ("$$", "${"):
            depth += pair == "${"
            at += 2
            continue
        at += 1
        if pair[0] == "}":
            depth -= 1
            if depth == 0:
                return at
    return len(raw)


def align(written: str, value: str, style: str | None, base: int) -> list[int | None]:
    """For every character of a scalar's value the offset (plus `base`) at which it is written.

    Folding changes white space only, and escapes stand for one character each, so the rest is found in
    order. White space itself has no place. The list ends where the two can no longer be held together.
    """
    places: list[int | None] = []
    at = written.find("\n") + 1 if style in ("|", ">") else 0
    quoted = style == '"'
    for char in value:
        if char.isspace():
            places.append(None)
            continue
        while at < len(written) and (written[at].isspace() or (quoted and written[at] == "\\")):
            if written[at] == "\\":
                escaped = written[at + 1 : at + 2]
                if escaped not in _CONTROL_ESCAPES:
                    break
                at += 1
            at += 1
        place = at
        if (quoted and written[at : at + 2] == "\\" + char) or (style == "'" and char == "'"):
            at += 1
        if written[at : at + 1] != char:
            break
        places.append(base + place)
        at += 1
    return places
