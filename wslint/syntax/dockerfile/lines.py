"""The physical lines of a Dockerfile grouped as BuildKit groups them: directives, comments, instructions, heredocs.

dockerfile-parse knows neither heredocs nor blank lines inside a continuation. Here both are found, and
`bridged` gives it a text of the same number of lines in which it cannot go wrong.
"""

from collections.abc import Iterator

from wslint.syntax.dockerfile.joined import SPACES
from wslint.syntax.dockerfile.records import Directive, Heredoc
from wslint.syntax.dockerfile.substitution import MalformedError, raw_words, unquote
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

DIRECTIVES = ("syntax", "escape", "check")
HEREDOC_KEYWORDS = ("RUN", "COPY", "ADD")


class LogicalLine(NamedTuple):
    """One instruction's physical lines, by 0-based index.

    `pieces` are the (start, end) offsets of what counts of each line: no comment, no escape at its end.
    `last` is the last line of the instruction itself, `end` that of its last heredoc. `unterminated` names
    a heredoc without end.
    """

    first: int
    last: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    heredocs: tuple[Heredoc, ...]
    unterminated: str | None
    skipped: tuple[int, ...]
    dangling: bool


class Grouped(NamedTuple):
    """A Dockerfile's lines, grouped."""

    escape: str
    directives: dict[str, Directive]
    comments: tuple[Span, ...]
    logical: tuple[LogicalLine, ...]


def group(source: Source) -> Grouped:
    """Group the lines of a source (Dockerfile reference: parser directives, comments, here-documents)."""
    return _Grouping(source).run()


class _Grouping:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.starts = source.starts
        self.count = len(self.starts) - (1 if source.text.endswith("\n") or not source.text else 0)
        self.escape = "\\"
        self.directives: dict[str, Directive] = {}
        self.comments: list[Span] = []
        self.logical: list[LogicalLine] = []

    def run(self) -> Grouped:
        at = self._read_directives()
        while at < self.count:
            start, end = self._bounds(at)
            stripped = self.text[start:end].strip(SPACES)
            if not stripped:
                at += 1
            elif stripped[0] == "#":
                self._comment(start, end)
                at += 1
            else:
                at = self._instruction(at) + 1
        return Grouped(self.escape, self.directives, tuple(self.comments), tuple(self.logical))

    def _bounds(self, line: int) -> tuple[int, int]:
        """The offsets of a 0-based line without its line end."""
        start = self.starts[line]
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)
        if end > start and self.text[end - 1] == "\r":
            end -= 1
        return start, end

    def _comment(self, start: int, end: int) -> None:
        begin = self.text.index("#", start, end)
        self.comments.append(Span(self.source, begin, end))

    def _read_directives(self) -> int:
        """Read `# key=value` at the top; gives the first line that is none."""
        for line in range(self.count):
            start, end = self._bounds(line)
            text = self.text[start:end]
            name, equals, value = text.strip(SPACES).removeprefix("#").partition("=")
            key = name.strip(SPACES).lower()
            value = value.strip(SPACES)
            if not text.lstrip(SPACES).startswith("#") or not equals or key not in DIRECTIVES or not value:
                return line
            if key in self.directives:
                return line
            begin = self.text.index("=", start) + 1
            begin += len(self.text[begin:end]) - len(self.text[begin:end].lstrip(SPACES))
            self.directives[key] = Directive(value, Span(self.source, begin, begin + len(value)))
            self._comment(start, end)
            if key == "escape" and value in ("\\", "`"):
                self.escape = value
        return self.count

    def _instruction(self, first: int) -> int:
        """Read one instruction with its heredocs; gives its last line."""
        pieces: list[tuple[int, int]] = []
        skipped: list[int] = []
        line = last = first
        continues = True
        while continues and line < self.count:
            start, end = self._bounds(line)
            stripped = self.text[start:end].strip(SPACES)
            if line > first and (not stripped or stripped[0] == "#"):
                if stripped:
                    self._comment(start, end)
                skipped.append(line)
            else:
                piece_end, continues = self._piece(start, end)
                pieces.append((start, piece_end))
                last = line
            line += 1
        dangling = continues
        if dangling:
            last = line - 1
        end_line, heredocs, unterminated = self._heredocs(pieces, last)
        while skipped and skipped[-1] > last:
            skipped.pop()
        self.logical.append(
            LogicalLine(
                first, last, end_line, tuple(pieces), heredocs, unterminated, tuple(skipped), dangling
            )
        )
        return end_line

    def _piece(self, start: int, end: int) -> tuple[int, bool]:
        """Where a line's text ends, and whether the instruction goes on."""
        trimmed = start + len(self.text[start:end].rstrip(" \t"))
        # Two of them are an escaped one, which ends nothing.
        if self.text[start:trimmed].endswith(self.escape) and not self.text[start:trimmed].endswith(
            self.escape * 2
        ):
            return trimmed - 1, True
        return end, False

    def _heredocs(
        self, pieces: list[tuple[int, int]], last: int
    ) -> tuple[int, tuple[Heredoc, ...], str | None]:
        joined = "".join(self.text[start:end] for start, end in pieces)
        if "<<" not in joined or not _takes_heredocs(joined):
            return last, (), None
        found = []
        line = last + 1
        for opening in _openings(joined):
            body_start = self.starts[line] if line < self.count else len(self.text)
            content: list[str] = []
            while line < self.count:
                start, end = self._bounds(line)
                text = self.text[start:end]
                body = text.lstrip("\t") if opening.chomp else text
                if body == opening.name:
                    break
                after = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
                content.append(body + self.text[end:after])
                line += 1
            body_end = self.starts[line] if line < self.count else len(self.text)
            span = _source_span(self.source, pieces, opening.start, opening.end)
            body_span = Span(self.source, body_start, body_end)
            found.append(
                Heredoc(opening.name, opening.expand, opening.chomp, span, body_span, "".join(content))
            )
            if line >= self.count:
                return self.count - 1, tuple(found), opening.name
            line += 1
        return (line - 1 if found else last), tuple(found), None


class _Opening(NamedTuple):
    name: str
    expand: bool
    chomp: bool
    start: int
    end: int


def _takes_heredocs(joined: str) -> bool:
    words = joined.split(None, 2)
    if words and words[0].upper() == "ONBUILD" and len(words) > 1:
        return words[1].upper() in HEREDOC_KEYWORDS
    return bool(words) and words[0].upper() in HEREDOC_KEYWORDS


def _openings(joined: str) -> Iterator[_Opening]:
    """The heredocs that a line opens: words `[0-9]*<<-?NAME`, the name perhaps quoted."""
    # In JSON form there are none.
    rest = joined.lstrip(SPACES).split(None, 1)
    if len(rest) == 2 and rest[1].startswith("["):
        return
    try:
        words = raw_words(joined)
    except MalformedError:
        return
    for start, end in words:
        word = joined[start:end]
        digits = len(word) - len(word.lstrip("0123456789"))
        if not word.startswith("<<", digits):
            continue
        rest_of_word = word[digits + 2 :]
        chomp = rest_of_word.startswith("-")
        raw = rest_of_word[1:] if chomp else rest_of_word
        if not raw or "<" in raw:
            continue
        name = unquote(raw)
        if name:
            yield _Opening(name, name == raw, chomp, start, end)


def _source_span(source: Source, pieces: list[tuple[int, int]], start: int, end: int) -> Span:
    """The place of characters of the joined text."""
    at = 0
    begin = finish = pieces[0][0]
    for piece_start, piece_end in pieces:
        size = piece_end - piece_start
        if at <= start < at + size:
            begin = piece_start + start - at
        if at < end <= at + size:
            finish = piece_start + end - at
        at += size
    return Span(source, begin, max(begin, finish))


def bridged(source: Source, grouped: Grouped) -> bytes:
    """The text for dockerfile-parse: line for line, but heredoc bodies are blank and continuations unbroken."""
    lines = [""] * len(source.starts)
    lines[0] = f"# escape={grouped.escape}"
    for logical in grouped.logical:
        for line, (start, end) in zip(_kept_lines(logical), logical.pieces, strict=True):
            more = "" if line == logical.last else " " + grouped.escape
            lines[line] = _spaced(source.text[start:end], first=line == logical.first) + more
        for line in logical.skipped:
            lines[line] = grouped.escape
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _kept_lines(logical: LogicalLine) -> list[int]:
    skipped = set(logical.skipped)
    kept = [line for line in range(logical.first, logical.last + 1) if line not in skipped]
    return kept[: len(logical.pieces)]


def _spaced(text: str, *, first: bool) -> str:
    """One line without characters that another reader takes for a line end or for the escape."""
    for strange in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        text = text.replace(strange, " ")
    text = text.rstrip("\\` \t")
    return text + " x" if first else text.lstrip("#" + SPACES) or "x"
