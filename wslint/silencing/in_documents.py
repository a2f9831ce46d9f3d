"""Places for comments in Markdown and MDX: above the fence."""

from __future__ import annotations

from wslint.engine.dialects import Directive
from wslint.silencing.place import Nowhere, Place, line_start, open_to_more
from wslint.syntax.markdown import parse_markdown
from wslint.text import Source, Span


class DocumentPlaces:
    """The places of one document: above fences."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._file = parse_markdown(source)
        self._signs = ("{/* ", " */}") if source.path.lower().endswith(".mdx") else ("<!-- ", " -->")

    def of(self, span: Span) -> Place | Nowhere:
        """Above the fence that a span lies in."""
        fence = next((one for one in self._file.fences if _holds(one.extent, span)), None)
        if fence is None:
            return Nowhere("it lies in no fenced block")
        start = line_start(self._source, fence.opening.start)
        before = self._source.text[start : fence.opening.start]
        existing = self._above(start)
        if before.strip(" \t>") and not existing:
            return Nowhere("the block begins behind the mark of a list")
        opening, closing = self._signs
        return Place(start, before, "\n", opening, closing, existing)

    def _above(self, start: int) -> tuple[Directive, ...]:
        """The comments that end on the lines directly above an offset."""
        found: list[Directive] = []
        source = self._source
        for comment in reversed(self._file.comments):
            if comment.span.end > start:
                continue
            if source.text[comment.span.end : start].strip(" \t>\r\n"):
                break
            directive = open_to_more(comment.span, comment.text, "document")
            found += [directive] if directive else []
            start = comment.span.start
        return tuple(found)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end
