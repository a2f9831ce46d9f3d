"""Where a comment about a finding goes."""

from __future__ import annotations

from wslint.engine.dialects import Directive, read_remark
from wslint.model.facts import FileKind, Remark
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

MARK = "wslint:"


class Place(NamedTuple):
    """A place for one comment.

    A new one is inserted at `at`, with `before` and `after` around it, between `opening` and `closing`.
    `existing` are comments there already that a rule may be added to.
    """

    at: int
    before: str = ""
    after: str = "\n"
    opening: str = "# "
    closing: str = ""
    existing: tuple[Directive, ...] = ()


class Nowhere(NamedTuple):
    """Why no comment can be written."""

    reason: str


def line_start(source: Source, offset: int) -> int:
    """The offset at which the line of an offset begins."""
    return source.starts[source.position(offset).line - 1]


def indentation(source: Source, start: int) -> str:
    """The white space that a line begins with."""
    at = start
    while source.text[at : at + 1] in (" ", "\t"):
        at += 1
    return source.text[start:at]


def is_continued(source: Source, line: int) -> bool:
    """Whether the line before a 1-based one ends with a backslash, so that no comment can stand between."""
    return line > 1 and source.line_span(line - 1).text.endswith("\\")


def above(source: Source, start: int, kind: FileKind) -> Place:
    """The place above the line that begins at an offset, with the comments that stand there already."""
    found: list[Directive] = []
    line = source.position(start).line - 1
    while line > 0:
        span = source.line_span(line)
        text = span.text.lstrip(" \t")
        if not text.startswith("#"):
            break
        directive = open_to_more(Span(source, span.end - len(text), span.end), text.lstrip("#").strip(), kind)
        found += [directive] if directive else []
        line -= 1
    return Place(start, indentation(source, start), existing=tuple(found))


def open_to_more(comment: Span, text: str, kind: FileKind) -> Directive | None:
    """What a comment silences, if it is one of ours to which a rule can be added: for its place, for good."""
    if not text.startswith(MARK):
        return None
    directive = read_remark(Remark(text, comment, comment), kind)
    if directive is None or directive.dialect != "wslint" or directive.fault:
        return None
    return None if directive.covers is None or directive.until else directive
