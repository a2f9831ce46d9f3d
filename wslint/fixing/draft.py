"""A text on its way to another one, which still knows what of it is the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from wslint.text import Edit, Source
from wslint.text.record import NamedTuple


class Change(NamedTuple):
    """The characters `[start, end)` of a text become `text`."""

    start: int
    end: int
    text: str


class Draft:
    """What has become of one file's text.

    `original` is the text as it was read, `text` as it is now. `changes` lead from the one to the other: in
    order, apart from each other, in offsets of the original.
    """

    __slots__ = ("changes", "original", "text")

    def __init__(self, original: Source, changes: tuple[Change, ...] = ()) -> None:
        self.original = original
        self.changes = changes
        self.text = applied(original.text, changes)

    def then(self, further: Sequence[Change]) -> Draft:
        """The draft after more changes, which are in offsets of `text`, in order and apart from each other."""
        pieces = _kept(self.changes, len(self.original.text))
        return Draft(self.original, tuple(_joined(_cut(pieces, further), len(self.original.text))))


def applied(text: str, changes: Iterable[Change]) -> str:
    """A text after changes that are in order and apart from each other."""
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += (text[at : change.start], change.text)
        at = change.end
    parts.append(text[at:])
    return "".join(parts)


def fitted(edits: Iterable[Edit], source: Source) -> tuple[Change, ...]:
    """The edits of one file as changes, in order, in the file's own manner.

    A line that is added ends as the line around it does, a line end of two characters stays whole, and a file
    ends with a line end if it did before.
    """
    ordered = sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
    return tuple(_fitted(edit, source.text) for edit in ordered)


def _fitted(edit: Edit, text: str) -> Change:
    start, end = edit.span.start, edit.span.end
    if _splits_a_line_end(text, start):
        start -= 1
    if _splits_a_line_end(text, end) and not edit.text.endswith("\r"):
        end -= 1
    new = edit.text.replace("\r\n", "\n")
    if end == len(text):
        new = _ended(new, text, start)
    if "\n" in new:
        new = new.replace("\n", line_end(text, start))
    return Change(start, max(start, end), new)


def _splits_a_line_end(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1] == "\r" and text[at] == "\n"


def _ended(new: str, text: str, start: int) -> str:
    """What replaces the end of a text from `start` on, with a final line end if there was one."""
    if not text.endswith("\n"):
        return new.removesuffix("\n")
    bare = bool(new) and not new.endswith("\n")
    return new + "\n" if bare or (not new and start and text[start - 1] != "\n") else new


def line_end(text: str, at: int) -> str:
    r"""How the line at an offset ends, `\n` or `\r\n`: if it is the last one, as the line before it."""
    found = text.find("\n", at)
    if found < 0:
        found = text.rfind("\n")
    return "\r\n" if found > 0 and text[found - 1] == "\r" else "\n"


class Shift:
    """Where the places of a text are after changes to it."""

    __slots__ = ("_by", "_ends", "changes")

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = changes
        self._ends = [change.end for change in changes]
        self._by = [0]
        for change in changes:
            self._by.append(self._by[-1] + len(change.text) - (change.end - change.start))

    def places(self, offset: int) -> tuple[int, ...]:
        """The new offsets that an old one can be at: two where something was inserted just there."""
        passed = bisect_right(self._ends, offset)
        found = [offset + self._by[passed]]
        if passed and self._ends[passed - 1] == offset:
            change = self.changes[passed - 1]
            found.append(change.start + self._by[passed - 1])
        if passed < len(self.changes) and self.changes[passed].start < offset:
            found.append(self.changes[passed].start + self._by[passed])
        return tuple(found)


class _Piece(NamedTuple):
    """`length` characters of a draft: from `origin` of the original on, or new ones (`origin` -1)."""

    origin: int
    length: int
    text: str = ""


def _kept(changes: Sequence[Change], length: int) -> Iterator[_Piece]:
    """A draft as the pieces of the original that it keeps and the new ones between them."""
    at = 0
    for change in changes:
        if at < change.start:
            yield _Piece(at, change.start - at)
        if change.text:
            yield _Piece(-1, len(change.text), change.text)
        at = change.end
    if at < length:
        yield _Piece(at, length - at)


def _cut(pieces: Iterator[_Piece], changes: Sequence[Change]) -> Iterator[_Piece]:
    """The pieces after changes: what is replaced is cut out of them."""
    at = 0
    piece = next(pieces, None)
    for change in changes:
        while piece is not None and at < change.start:
            taken = min(piece.length, change.start - at)
            yield _part(piece, 0, taken)
            at += taken
            piece = _part(piece, taken, piece.length) if taken < piece.length else next(pieces, None)
        yield _Piece(-1, len(change.text), change.text)
        while piece is not None and at < change.end:
            taken = min(piece.length, change.end - at)
            at += taken
            piece = _part(piece, taken, piece.length) if taken < piece.length else next(pieces, None)
    if piece is not None:
        yield piece
    yield from pieces


def _part(piece: _Piece, low: int, high: int) -> _Piece:
    if piece.origin < 0:
        return _Piece(-1, high - low, piece.text[low:high])
    return _Piece(piece.origin + low, high - low)


def _joined(pieces: Iterable[_Piece], length: int) -> Iterator[Change]:
    """Pieces as changes to the original."""
    at = 0
    new: list[str] = []
    for piece in pieces:
        if piece.origin < 0:
            new.append(piece.text)
            continue
        text = "".join(new)
        if text or piece.origin > at:
            yield Change(at, piece.origin, text)
        new = []
        at = piece.origin + piece.length
    text = "".join(new)
    if text or at < length:
        yield Change(at, length, text)
