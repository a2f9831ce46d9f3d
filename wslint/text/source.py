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

    __slots__ = ("_put_away", "_starts", "bom", "path", "text")

    def __init__(self, path: str, text: str, *, bom: bool = False) -> None:
        self.path = path
        self.text = text
        self.bom = bom
        self._starts: list[int] | None = None

    def put_away(self) -> None:
        """Hold less until somebody asks for the text again, as few will once all is read out of it.

        A single character beyond Latin-1 doubles a text in memory, one beyond the basic plane makes it four times
        as large. In UTF-8 it is as large as its file.
        """
        self._starts = None
        if self.__class__ is Source and not self.text.isascii():
            self._put_away = self.text.encode("utf-8", "surrogatepass")
            del self.text

    def __getattr__(self, name: str) -> str:
        # Asked only for what a slot has not got.
        if name != "text":
            raise AttributeError(name)
        text = self.text = self._put_away.decode("utf-8", "surrogatepass")
        del self._put_away
        return text

    def says(self, words: str) -> bool:
        """Whether these words stand in the text, wherever it is."""
        data: bytes | None = getattr(self, "_put_away", None)
        return words in self.text if data is None else words.encode("utf-8", "surrogatepass") in data

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
