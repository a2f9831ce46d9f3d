"""A text that is read when somebody looks at it: of most files that have not changed, nobody does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wslint.text.source import Position, Source


class LazySource(Source):
    """The text of a file of which only some places are known yet.

    `read` gives the text, and is asked once; `known` are positions by offset, which need no text.
    """

    __slots__ = ("_known", "_read", "_text")

    def __init__(
        self,
        path: str,
        read: Callable[[], str],
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
            self._text = self._read()
        return self._text

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        found = self._known.get(offset)
        return found if found is not None else super().position(offset)

    def known_too(self, known: Mapping[int, Position]) -> None:
        """Take further positions."""
        self._known = {**self._known, **known}
