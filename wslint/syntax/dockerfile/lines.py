"""The physical lines of a Dockerfile grouped as BuildKit groups them: directives, comments, instructions, heredocs."""

from __future__ import annotations

from wslint.syntax.dockerfile.arguments import RefusedError, json_words, split_flags, word_end
from wslint.syntax.dockerfile.joined import SPACES, JoinedText
from wslint.syntax.dockerfile.records import Directive, Heredoc
from wslint.syntax.dockerfile.substitution import MalformedError, raw_words, unquote
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DIRECTIVES = ("syntax", "escape", "check")
HEREDOC_KEYWORDS = ("RUN", "COPY", "ADD")


class LogicalLine(NamedTuple):
    """One instruction's physical lines, by 0-based index.

    `pieces` are the (start, end) offsets of what counts of each line: no comment, no escape at its end.
    `end` is the last line, that of the last heredoc included. `unterminated` names a heredoc without end.
    """

    first: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    heredocs: tuple[Heredoc, ...]
    unterminated: str | None


class Grouped(NamedTuple):
    """A Dockerfile's lines, grouped; `problems` are those of its directives."""

    escape: str
    directives: dict[str, Directive]
    comments: tuple[Span, ...]
    logical: tuple[LogicalLine, ...]
    problems: tuple[Unreadable, ...]


def join(source: Source, pieces: Sequence[tuple[int, int]]) -> JoinedText:
    """The text of pieces given by their (start, end) offsets."""
    if len(pieces) == 1:
        start, end = pieces[0]
        return JoinedText(source, source.text[start:end], [0], [start])
    starts, offsets, texts = [], [], []
    size = 0
    for start, end in pieces:
        starts.append(size)
        offsets.append(start)
        texts.append(source.text[start:end])
        size += end - start
    return JoinedText(source, "".join(texts), starts, offsets)


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
        self.problems: list[Unreadable] = []

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
        return Grouped(
            self.escape, self.directives, tuple(self.comments), tuple(self.logical), tuple(self.problems)
        )

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
            begin = self.text.index("=", start) + 1
            begin += len(self.text[begin:end]) - len(self.text[begin:end].lstrip(SPACES))
            span = Span(self.source, begin, begin + len(value))
            if key in self.directives:
                self.problems.append(Unreadable(span, f"a second {key} directive"))
                return line
            self.directives[key] = Directive(value, span)
            self._comment(start, end)
            if key == "escape":
                if value in ("\\", "`"):
                    self.escape = value
                else:
                    self.problems.append(Unreadable(span, "the escape is a backslash or a backtick"))
        return self.count

    def _instruction(self, first: int) -> int:
        """Read one instruction with its heredocs; gives its last line."""
        pieces: list[tuple[int, int]] = []
        line = last = first
        continues = True
        while continues and line < self.count:
            start, end = self._bounds(line)
            stripped = self.text[start:end].strip(SPACES)
            if line > first and (not stripped or stripped[0] == "#"):
                if stripped:
                    self._comment(start, end)
            else:
                piece_end, continues = self._piece(start, end)
                pieces.append((start, piece_end))
                last = line
            line += 1
        if continues:
            last = line - 1
        end_line, heredocs, unterminated = self._heredocs(pieces, last)
        self.logical.append(LogicalLine(first, end_line, tuple(pieces), heredocs, unterminated))
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
        if self.text.find("<", pieces[0][0], pieces[-1][1]) < 0:
            return last, (), None
        joined = join(self.source, pieces)
        if "<<" not in joined.text or not _takes_heredocs(joined.stripped(), self.escape):
            return last, (), None
        found = []
        line = last + 1
        for opening in _openings(joined.text):
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
            span = joined.span(opening.start, opening.end)
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


def _takes_heredocs(line: JoinedText, escape: str) -> bool:
    """Whether `<<` may open a heredoc here: in RUN, COPY and ADD, under ONBUILD, too, but not in JSON form."""
    keyword, rest = _behind_keyword(line)
    if keyword == "ONBUILD":
        keyword, rest = _behind_keyword(rest)
    if keyword not in HEREDOC_KEYWORDS:
        return False
    try:
        return json_words(split_flags(rest, escape)[1]) is None
    except RefusedError:
        return False


def _behind_keyword(line: JoinedText) -> tuple[str, JoinedText]:
    text = line.text
    end = word_end(text)
    return text[:end].upper(), line.part(end, len(text)).stripped()


def _openings(joined: str) -> Iterator[_Opening]:
    """The heredocs that a line opens: words `[0-9]*<<-?NAME`, the name perhaps quoted."""
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
            yield _Opening(name, _quotes(name) == _quotes(raw), chomp, start, end)


def _quotes(text: str) -> int:
    return text.count("'") + text.count('"')
