"""A text to the fences of its document. What is a fence, and in which container, markdown-it says."""

from __future__ import annotations

from typing import Any

from wslint.syntax.markdown.block_parser import BlockParser, WholeParser
from wslint.syntax.markdown.hiding import front_matter, is_mdx, with_blocks, without_mdx
from wslint.syntax.markdown.info import read_info
from wslint.syntax.markdown.outline import Outline
from wslint.syntax.markdown.records import Fence, MarkdownFile
from wslint.syntax.markdown.remarks import comments_of
from wslint.syntax.unreadable import Unreadable
from wslint.text import Fragment, Piece, Source, Span
from wslint.text.late import compile_late

MAX_SIZE = 5_000_000
"""In characters."""
MAX_LINES = 50_000
_LINE_END = compile_late(r"\r\n?|\n")


def may_hold_fences(text: str) -> bool:
    """Whether a document has the mark of a fence at all: most have none, and parsing is dear."""
    return "```" in text or "~~~" in text


def parse_markdown(source: Source) -> MarkdownFile:
    """The fences of a document; what cannot be read is among the problems, nothing is raised."""
    if len(source.text) > MAX_SIZE:
        return _unread(source, f"longer than {MAX_SIZE} characters: not read")
    if not may_hold_fences(source.text):
        return MarkdownFile(source, (), ())
    lines = _Lines(source)
    if len(lines.bounds) > MAX_LINES:
        return _unread(source, f"more than {MAX_LINES} lines: not read")
    texts = [source.text[start:end] for start, end in lines.bounds]
    matter = front_matter(texts)
    shown = [""] * matter + texts[matter:]
    mdx = is_mdx(source.path, source.text)
    if mdx:
        shown = without_mdx(shown)
    elif any(mark in source.text for mark in ("!!! ", "??? ", "???+ ", '=== "')):
        shown = with_blocks(shown)
    try:
        tokens = _tokens("\n".join(shown), mdx=mdx)
    except Exception as problem:  # noqa: BLE001  # a fault of the parser must not end the run
        return _unread(source, f"the Markdown parser gave up: {type(problem).__name__}")
    fences: list[Fence] = []
    code: list[tuple[int, int]] = [(0, lines.bounds[matter - 1][1])] if matter else []
    outline = Outline(lines.span)
    follows = False
    for token in tokens:
        outline.see(token)
        if token.type == "heading_open":
            follows = False
        elif follows and outline.before is not None:
            fences[-1] = fences[-1]._replace(after=outline.before)
            follows = False
        if token.type in ("fence", "code_block"):
            code.append((lines.bounds[token.map[0]][0], lines.bounds[_last(token)][1]))
        if token.type == "fence":
            fences.append(_fence(lines, token, outline))
            outline.passed_fence()
            follows = True
    return MarkdownFile(
        source,
        tuple(fences),
        comments_of(source, code),
        lines.span(0, matter) if matter else None,
    )


def _unread(source: Source, reason: str) -> MarkdownFile:
    return MarkdownFile(source, (), (), problems=(Unreadable(Span(source, 0, 0), reason),))


def _tokens(text: str, *, mdx: bool) -> list[Any]:
    """The tokens of the blocks; nothing inside paragraphs is parsed. MDX has no indented code."""
    without = ("code",) if mdx else ()
    try:
        if mdx not in _PARSERS:
            _PARSERS[mdx] = BlockParser(without=without)
        return _PARSERS[mdx].parse(text)
    except (AttributeError, ImportError, KeyError, TypeError):
        # Another version of the parser, or a fault of it, which shows again.
        _PARSERS[mdx] = WholeParser(without=without)
        return _PARSERS[mdx].parse(text)


_PARSERS: dict[bool, BlockParser | WholeParser] = {}
"""A parser keeps nothing of a text, and is a ring of objects, of which one for each document would stay for ever."""


class _Lines:
    """The lines of a text as Markdown counts them: a lone CR ends one, too. Bounds leave line ends out."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.bounds: list[tuple[int, int]] = []
        at = 0
        for ending in _LINE_END.finditer(source.text):
            self.bounds.append((at, ending.start()))
            at = ending.end()
        self.bounds.append((at, len(source.text)))

    def span(self, first: int, end: int) -> Span:
        """From the start of line `first` (from 0) to the end of the one before `end`."""
        last = min(max(end, first + 1), len(self.bounds)) - 1
        return Span(self.source, self.bounds[first][0], self.bounds[last][1])

    def text(self, line: int) -> str:
        """The text of a line, from 0."""
        start, end = self.bounds[line]
        return self.source.text[start:end]

    def break_at(self, line: int) -> int:
        """The offset of the last character of a line's end."""
        if line + 1 < len(self.bounds):
            return self.bounds[line + 1][0] - 1
        return self.bounds[line][1]


def _last(token: Any) -> int:
    """The last line of a block, from 0."""
    first, end = token.map
    return int(max(end - 1, first))


def _fence(lines: _Lines, token: Any, outline: Outline) -> Fence:
    first, end = token.map
    shown = token.content.split("\n")
    if not shown[-1]:
        shown.pop()
    text = _content(lines, first + 1, shown)
    start, stop = lines.bounds[first]
    opened_at = lines.source.text.find(token.markup, start, stop)
    opening = Span(lines.source, max(opened_at, start), stop)
    info = read_info(token.info)
    return Fence(
        info=token.info.strip(),
        language=info.language,
        attributes=info.attributes,
        words=info.words,
        line=lines.source.position(start).line,
        opening=opening,
        extent=Span(lines.source, opening.start, lines.bounds[_last(token)][1]),
        text=text,
        closed=end - first - 1 > len(shown),
        headings=tuple(outline.headings),
        before=outline.before,
        first=outline.first,
        around=tuple(outline.around),
    )


def _content(lines: _Lines, first: int, shown: list[str]) -> Fragment:
    """The content, each line of which is the end of a line of the document; a tab may be cut into spaces."""
    pieces: list[Piece] = []
    length = 0
    prefix: str | None = None
    exact = True
    for number, text in enumerate(shown, start=first):
        written = lines.text(number)
        kept = len(text)
        while kept and not written.endswith(text[len(text) - kept :]):
            kept -= 1 if text[len(text) - kept] == " " else kept
        exact = exact and kept == len(text)
        start, end = lines.bounds[number]
        if kept:
            pieces.append(Piece(length + len(text) - kept, end - kept, kept))
            if prefix is None:
                prefix = lines.source.text[start : end - kept]
        length += len(text)
        if number + 1 < len(lines.bounds):
            broken_at = lines.break_at(number)
            # A lone CR ends a line in Markdown, and nowhere else.
            exact = exact and lines.source.text[broken_at] == "\n"
            pieces.append(Piece(length, broken_at, 1))
        length += 1
    content = "".join(f"{text}\n" for text in shown)
    if shown and first + len(shown) == len(lines.bounds):
        content = content[:-1]
    return Fragment(lines.source, content, tuple(pieces), prefix=prefix or "", exact=exact)
