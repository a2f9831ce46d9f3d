"""A text that is read when somebody looks at it: of most files that have not changed, nobody does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wslint.text.source import Position, Source


class LazySource(Source):
    """The text of a file of which only some places are known yet.

    `read` gives the text, and is asked once; `known` are positions by offset, which need no text. Where the text
    is None, or one in which they cannot be, the file has changed meanwhile: what counts as its text are spaces.
    """

    __slots__ = ("_known", "_read", "_text")

    def __init__(
        self,
        path: str,
        read: Callable[[], str | None],
        *,
        bom: bool = False,
        known: Mapping[int, Position] | None = None,
    ) -> None:
        self.path = path
        self.bom = bom
        self._starts = None
        self._read = read
        self._text: str | None = None
        self._known = known or {}

    @property
    def text(self) -> str:  # type: ignore[override]
        """The text, read now if it has not been."""
        if self._text is None:
            text = self._read()
            self._text = text if text is not None and self._fits(text) else _blank(self._known)
        return self._text

    def _fits(self, text: str) -> bool:
        """Whether what is known of the text may be so."""
        read = Source(self.path, text)
        return all(at <= len(text) and read.position(at) == known for at, known in self._known.items())

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        found = self._known.get(offset)
        return found if found is not None else super().position(offset)

    def known_too(self, known: Mapping[int, Position]) -> None:
        """Take further positions."""
        self._known = {**self._known, **known}


def _blank(known: Mapping[int, Position]) -> str:
    """A text with nothing in it, in which these positions are so."""
    text = ""
    line = 1
    for at, position in sorted(known.items()):
        start = at - (position.column - 1)
        new = position.line - line
        text += " " * (start - new - len(text)) + "\n" * new
        text += " " * (at - len(text))
        line = position.line
    return text
