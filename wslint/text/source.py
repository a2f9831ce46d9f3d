"""A text, and half-open spans of character offsets in it."""

from __future__ import annotations

from bisect import bisect_right

from wslint.text.record import NamedTuple


class Position(NamedTuple):
    """A place for people: line and column, both 1-based, the column in characters."""

    line: int
    column: int


class Source:
    """The text of one file, without its byte order mark.

    `path` is relative to the working directory, with `/`. Lines end at LF; a CR before it belongs to the
    line end. Two sources are equal only if they are the same object.
    """

    __slots__ = ("_packed", "_starts", "bom", "path", "text")

    def __init__(self, path: str, text: str, *, bom: bool = False) -> None:
        self.path = path
        self.text = text
        self.bom = bom
        self._starts: list[int] | None = None

    def put_away_later(self) -> None:
        """Let the text be packed when some others have been looked at; who asks for it gets it again.

        Most texts of a large tree are looked at once. A single character beyond Latin-1 doubles a text in memory, one
        beyond the basic plane makes it four times as large; packed, it is less than its file.
        """
        _LOOKED_AT.append(self)
        if len(_LOOKED_AT) > _FEW:
            _LOOKED_AT.pop(0).put_away()

    def put_away(self) -> None:
        """Pack the text now."""
        self._starts = None
        packed = self._packing()
        if packed is None and self.__class__ is Source:
            packed = _packed(self.text)
            if packed is not None:
                self._packed = packed
        if packed is not None:
            # A slot can be emptied only once.
            self.text = ""
            del self.text

    def __getattr__(self, name: str) -> str:
        # Asked only for what a slot has not got.
        if name != "text":
            raise AttributeError(name)
        text = self.text = self._packed.text()
        self.put_away_later()
        return text

    def says(self, words: str) -> bool:
        """Whether these words stand in the text, wherever it is."""
        packed = self._packing()
        return words in self.text if packed is None else packed.says(words)

    def length(self) -> int:
        """How many characters the text has, wherever it is."""
        packed = self._packing()
        return len(self.text) if packed is None else packed.length

    def _packing(self) -> Packed | None:
        packed: Packed | None = getattr(self, "_packed", None)
        return packed

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    @property
    def starts(self) -> list[int]:
        """The offset of each line's first character."""
        if self._starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._starts = starts
        return self._starts

    def home(self, span: Span) -> Span:
        """The span in the file itself: a whole file is its own home."""
        return span

    def position(self, offset: int) -> Position:
        """Line and column of an offset; the end of the text is a valid offset."""
        starts = self.starts
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def line_count(self) -> int:
        """The number of lines; a text without LF has one."""
        return len(self.starts)

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line without its line end."""
        starts = self.starts
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        if end > start and self.text[end - 1] == "\r":
            end -= 1
        return Span(self, start, end)


class Packed(NamedTuple):
    """A text in UTF-8, compressed where that pays; `length` in characters."""

    data: bytes
    length: int
    compressed: bool

    def text(self) -> str:
        """The text again."""
        return self._plain().decode("utf-8", "surrogatepass")

    def says(self, words: str) -> bool:
        """Whether these words stand in it."""
        return words.encode("utf-8", "surrogatepass") in self._plain()

    def _plain(self) -> bytes:
        if not self.compressed:
            return self.data
        from zlib import decompress

        return decompress(self.data)


_PAYS = 4_000
"""In bytes: less is not worth the time to compress it, which is 40 µs however short it is."""
_FEW = 64
_LOOKED_AT: list[Source] = []
"""Sources with a text that may be put away: so many keep it, else a look at each would bring them all back."""


def _packed(text: str) -> Packed | None:
    """None where it would not be smaller."""
    if len(text) < _PAYS and text.isascii():
        return None
    data = text.encode("utf-8", "surrogatepass")
    if len(data) < _PAYS:
        return Packed(data, len(text), False)
    from zlib import compress

    return Packed(compress(data, 1), len(text), True)


class Span(NamedTuple):
    """The characters `[start, end)` of a source."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters covered."""
        return self.source.text[self.start : self.end]

    @property
    def path(self) -> str:
        """The path of the source."""
        return self.source.path

    @property
    def home(self) -> Span:
        """The span in the file itself, where the source is a fragment of one."""
        return self.source.home(self)

    @property
    def first(self) -> Position:
        """Where the span begins, in the file."""
        home = self.home
        return home.source.position(home.start)

    @property
    def last(self) -> Position:
        """Where the span ends, in the file: the position after its last character."""
        home = self.home
        return home.source.position(home.end)

    @property
    def line(self) -> int:
        """The 1-based line of the file on which the span begins."""
        return self.first.line
