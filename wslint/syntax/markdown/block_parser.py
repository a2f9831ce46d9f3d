"""The blocks of a text by markdown-it-py, without what it has for paragraphs, links and rendering."""

from __future__ import annotations

from wslint.syntax.bare_packages import make_bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

MAX_DEPTH = 40
"""Levels of lists (two each) and quotes; what is deeper is not read."""
_BLOCKS = ("blockquote", "code", "fence", "heading", "hr", "html_block", "lheading", "list", "paragraph")
"""Those of CommonMark, but for the definition of a link, which is a paragraph like any other here."""


class BlockParser:
    """Gives the tokens that `MarkdownIt("commonmark")` gives with these blocks and nothing inside them.

    It is what the blocks' rules want of a `MarkdownIt` (markdown-it-py, "Design principles": the block parser is
    one of three that can be used by themselves). Importing all of them takes as long as to read a dozen guides.
    """

    def __init__(self, *, without: Sequence[str] = ()) -> None:
        """`without`: blocks that are none here. Raises ImportError where markdown-it-py lies otherwise."""
        make_bare("markdown_it")
        from markdown_it.parser_block import ParserBlock
        from markdown_it.utils import OptionsDict

        self.options = OptionsDict({"maxNesting": MAX_DEPTH, "html": True})  # type: ignore[typeddict-item]
        self.block = ParserBlock()
        self.block.ruler.enableOnly([name for name in _BLOCKS if name not in without])

    def __getitem__(self, name: str) -> Any:
        """A part by its name, as `MarkdownIt` gives it."""
        return {"block": self.block}[name]

    def parse(self, text: str) -> list[Any]:
        """The tokens of a text whose lines end with LF."""
        tokens: list[Any] = []
        self.block.parse(text.replace("\0", "\ufffd"), self, {}, tokens)  # type: ignore[arg-type]
        return tokens


class WholeParser:
    """The same by way of `MarkdownIt`, for versions of it whose blocks want more."""

    def __init__(self, *, without: Sequence[str] = ()) -> None:
        """`without`: blocks that are none here."""
        from markdown_it import MarkdownIt

        self._parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH})
        self._parser.core.ruler.disable(["inline", "text_join"])
        self._parser.block.ruler.enableOnly([name for name in _BLOCKS if name not in without])

    def parse(self, text: str) -> list[Any]:
        """The tokens of a text."""
        tokens: list[Any] = self._parser.parse(text)
        return tokens
