"""What is read of a Markdown document."""

from __future__ import annotations

from collections.abc import Mapping

from wslint.syntax.unreadable import Unreadable
from wslint.text import Fragment, Source, Span
from wslint.text.record import NamedTuple


class Prose(NamedTuple):
    """A heading or a paragraph as it is written, without the marks of its container; `line` is 1-based."""

    text: str
    span: Span
    line: int


class HtmlComment(NamedTuple):
    """`<!-- … -->`, or MDX's `{/* … */}`. `text` is what is inside, `span` all of it."""

    text: str
    span: Span


class Fence(NamedTuple):
    """A fenced code block.

    `info` is the info string as written, `language` its first word in lower case (empty where there is
    none), `attributes` its `key=value` pairs, `words` what else it says. `text` is the content as a renderer
    shows it: containers' indentation and `>` removed, lines ended by LF. `opening` covers the line with the
    info string, from its first backtick or tilde; `extent` goes on to the end of the closing line. `headings`
    are those that it stands under, the nearest last; `before` is the last paragraph between it and the
    heading or fence before; `first` says that no fence stands between it and the nearest heading. `around`
    are the first paragraphs of the quotes and admonitions that it stands in, and the lines that open them.
    `after` is the first paragraph between it and the heading or fence that follows.
    """

    info: str
    language: str
    attributes: Mapping[str, str]
    words: tuple[str, ...]
    line: int
    opening: Span
    extent: Span
    text: Fragment
    closed: bool
    headings: tuple[Prose, ...] = ()
    before: Prose | None = None
    first: bool = True
    around: tuple[Prose, ...] = ()
    after: Prose | None = None


class MarkdownFile(NamedTuple):
    """The fences and comments of a document, in order. `front_matter` covers its two marks as well."""

    source: Source
    fences: tuple[Fence, ...]
    comments: tuple[HtmlComment, ...]
    front_matter: Span | None = None
    problems: tuple[Unreadable, ...] = ()
