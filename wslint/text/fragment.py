"""A text that stands inside another one: a fence of a document, a recipe of a Makefile, a here-document."""

from __future__ import annotations

from bisect import bisect_right

from wslint.text.record import NamedTuple
from wslint.text.source import Source, Span


class Piece(NamedTuple):
    """`length` characters that begin at `start` in the fragment and at `host` in the text around it."""

    start: int
    host: int
    length: int


class Fragment(Source):
    """A text with a place in another source, piece by piece.

    Offsets, lines and columns are the fragment's own; `Span.home` and all that people see are the host's.
    `host` is always a whole file: a fragment inside a fragment is placed there directly. `pieces` are in
    order and do not overlap; what lies between two of them in the host (indentation, `>` of a quote, a
    backslash) is not part of the fragment. `prefix` is what each further line of the host begins with there.
    `exact` is false where the characters are not those of the host (escapes, folding): such a text takes
    no edits. `whole` says that the text stands for a file of its own; what is missing in any other fragment
    may be written outside of it. `name` is the path of that file as the host writes it, if it does.
    """

    __slots__ = ("_pieces", "_starts_of", "exact", "host", "name", "prefix", "whole")
    host: Source
    prefix: str
    exact: bool

    def __init__(
        self,
        host: Source,
        text: str,
        pieces: tuple[Piece, ...],
        *,
        prefix: str = "",
        exact: bool = True,
        whole: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(host.path, text)
        if isinstance(host, Fragment):
            pieces = tuple(moved for piece in pieces for moved in host.placed(piece))
            prefix = host.prefix + prefix
            exact = exact and host.exact
            host = host.host
        self.host = host
        self.prefix = prefix
        self.exact = exact
        self.whole = whole
        self.name = name
        self._pieces = _joined(pieces)
        self._starts_of = [piece.start for piece in self._pieces]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Where it stands in its host, in as few pieces as can be."""
        return self._pieces

    def __repr__(self) -> str:
        return f"Fragment({self.path!r}, {self.text[:20]!r})"

    def placed(self, piece: Piece) -> tuple[Piece, ...]:
        """A piece of a text inside this one, as pieces of the host."""
        found: list[Piece] = []
        at, end = piece.host, piece.host + piece.length
        for index in range(max(0, bisect_right(self._starts_of, at) - 1), len(self._pieces)):
            own = self._pieces[index]
            if own.start >= end:
                break
            low, high = max(at, own.start), min(end, own.start + own.length)
            if low < high:
                found.append(Piece(piece.start + low - piece.host, own.host + low - own.start, high - low))
        return tuple(found)

    def home_of(self, offset: int) -> int:
        """The offset in the host of the character at an offset; of the end, just behind the last one."""
        at = bisect_right(self._starts_of, offset) - 1
        if at < 0:
            return self._pieces[0].host if self._pieces else 0
        piece = self._pieces[at]
        return piece.host + min(offset - piece.start, piece.length)

    def home(self, span: Span) -> Span:
        """The characters of the host from the first to the last one of a span."""
        start = self.home_of(span.start)
        end = self.home_of(span.end - 1) + 1 if span.end > span.start else start
        return Span(self.host, start, max(start, end))


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The same with one piece for what goes on in the host as well: most fences are a single one, of many lines."""
    found: list[Piece] = []
    start = host = length = 0
    for piece in pieces:
        if found and piece.start == start + length and piece.host == host + length:
            length += piece.length
            found[-1] = Piece(start, host, length)
        else:
            start, host, length = piece
            found.append(piece)
    return tuple(found) if len(found) < len(pieces) else pieces


def lines_of(host: Source, lines: list[tuple[int, int]], **more: object) -> Fragment:
    """A fragment made of stretches `[start, end)` of the host, one for each line, line ends included."""
    pieces: list[Piece] = []
    parts: list[str] = []
    length = 0
    for start, end in lines:
        pieces.append(Piece(length, start, end - start))
        parts.append(host.text[start:end])
        length += end - start
    return Fragment(host, "".join(parts), tuple(pieces), **more)  # type: ignore[arg-type]
