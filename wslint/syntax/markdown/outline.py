"""Where in a document a block stands: under which headings, after which words, in which quotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wslint.syntax.markdown.records import Prose
from wslint.text import Span

_MOST_AROUND = 10


class Outline:
    """What the tokens so far have opened. `span` gives the text of lines `[first, end)`, counted from 0."""

    def __init__(self, span: Callable[[int, int], Span]) -> None:
        self._span = span
        self.headings: list[Prose] = []
        self.before: Prose | None = None
        self.first = True
        self._levels: list[int] = []
        self._heading: int | None = None
        self._quotes: list[Prose | None] = []
        self._admonitions: list[Prose] = []

    @property
    def around(self) -> list[Prose]:
        """The first words of the quotes and admonitions that are open."""
        return [*self._admonitions, *(one for one in self._quotes if one is not None)]

    def see(self, token: Any) -> None:
        """Take in the next token."""
        kind: str = token.type
        if kind == "heading_open":
            self._heading = int(token.tag[1:])
        elif kind == "blockquote_open":
            self._quotes.append(None)
        elif kind == "blockquote_close":
            self._quotes.pop()
        elif kind == "inline":
            prose = self._prose(token)
            if self._heading is not None:
                self._begin_section(prose, self._heading)
                self._heading = None
            else:
                self._paragraph(prose)
        elif kind in ("code_block", "hr"):
            self.before = None

    def passed_fence(self) -> None:
        """A fence ends what was said before it."""
        self.before = None
        self.first = False

    def _prose(self, token: Any) -> Prose:
        span = self._span(token.map[0], token.map[1])
        text = span.text
        start = span.start + len(text) - len(text.lstrip())
        end = span.start + len(text.rstrip())
        span = Span(span.source, start, max(start, end))
        return Prose(token.content.strip(), span, span.source.position(start).line)

    def _begin_section(self, heading: Prose, level: int) -> None:
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
            self.headings.pop()
        self._levels.append(level)
        self.headings.append(heading)
        self.before = None
        self.first = True
        self._admonitions.clear()

    def _paragraph(self, prose: Prose) -> None:
        if self._quotes and self._quotes[-1] is None:
            self._quotes[-1] = prose
        # Docusaurus, "Admonitions": `:::danger title`, closed by `:::`.
        for line in prose.text.split("\n") if ":::" in prose.text else ():
            bare = line.strip()
            if bare.startswith(":::") and bare.strip(":").strip():
                if len(self._admonitions) < _MOST_AROUND:
                    self._admonitions.append(prose._replace(text=bare.strip(": ")))
            elif bare.startswith(":::") and self._admonitions:
                self._admonitions.pop()
        if prose.text.strip(": \n"):
            self.before = prose
