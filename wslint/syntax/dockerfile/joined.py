"""An instruction as one text, although it is written over several lines."""

from __future__ import annotations

from bisect import bisect_right

from wslint.text import Places, Source, Span

# What Go's unicode.IsSpace takes for white space; Python's str.strip() knows four characters more.
SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


class JoinedText:
    """A text joined from pieces of a source: continuations and the comments between them are gone.

    `offset_of` leads from an index in `text` back to the source.
    """

    __slots__ = ("_offsets", "_starts", "source", "text")

    def __init__(self, source: Source, text: str, starts: list[int], offsets: list[int]) -> None:
        """Piece `i` begins at `starts[i]` in the text and at `offsets[i]` in the source."""
        self.source = source
        self.text = text
        self._starts = starts
        self._offsets = offsets

    def offset_of(self, index: int) -> int:
        """The source offset of the character at `index`; one past the last for `len(text)`."""
        if len(self._starts) == 1:
            # Most instructions stand on one line.
            return self._offsets[0] + min(index, len(self.text))
        if index >= len(self.text):
            return self.offset_of(len(self.text) - 1) + 1 if self.text else self._offsets[0]
        piece = bisect_right(self._starts, index) - 1
        return self._offsets[piece] + index - self._starts[piece]

    def places(self) -> Places:
        """`offset_of` as data."""
        length = len(self.text)
        return Places(tuple(self._starts), tuple(self._offsets), length, self.offset_of(length))

    def span(self, start: int, end: int) -> Span:
        """The source from the character at `start` to the one before `end`."""
        first = self.offset_of(start)
        if end <= start:
            return Span(self.source, first, first)
        if len(self._starts) == 1 and end <= len(self.text):
            return Span(self.source, first, first + end - start)
        return Span(self.source, first, self.offset_of(end - 1) + 1)

    def part(self, start: int, end: int) -> JoinedText:
        """The characters `[start, end)`, with their places."""
        if len(self._starts) == 1:
            return JoinedText(self.source, self.text[start:end], [0], [self.offset_of(start)])
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first + 1, bisect_right(self._starts, end - 1))
        starts = [at - start for at in self._starts[first:last]]
        offsets = self._offsets[first:last]
        offsets[0] -= starts[0]
        starts[0] = 0
        if start >= len(self.text):
            offsets = [self.offset_of(start)]
            starts = [0]
        return JoinedText(self.source, self.text[start:end], starts, offsets)

    def stripped(self) -> JoinedText:
        """Without white space at both ends."""
        text = self.text
        if text and text[0] not in SPACES and text[-1] not in SPACES:
            return self
        end = len(text.rstrip(SPACES))
        start = end - len(text[:end].lstrip(SPACES))
        return self if end - start == len(text) else self.part(start, end)
