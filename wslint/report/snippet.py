"""Source lines with carets under the places that matter."""

from __future__ import annotations

from wslint.report.cells import ELLIPSIS, Window, row, visible, width_of, window, wrapped
from wslint.report.style import Style
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# A line may be megabytes long; no more than this many characters beside a span are ever looked at.
REACH = 400


class Mark(NamedTuple):
    """A span to be underlined with `sign` in the colour of `role`, and the words beside it."""

    span: Span
    sign: str
    role: str
    label: str


class Frame(NamedTuple):
    """What all snippets of one finding share: the digits of its largest line number, and the look.

    `secret` is a span whose characters are not shown.
    """

    digits: int
    width: int
    wrap: bool
    style: Style
    secret: Span | None = None

    def bar(self, number: int | None = None, sign: str = "|") -> str:
        """The start of a line: the line number or blanks, and the bar."""
        text = "" if number is None else str(number)
        return self.style("gutter", f"{text:>{self.digits}} {sign}")

    @property
    def room(self) -> int:
        """The cells that are left beside the bar."""
        return max(20, self.width - self.digits - 3)


def where(span: Span) -> str:
    """`path:line:column`, which terminals and editors make clickable."""
    first = span.first
    return f"{visible(span.source.path)}:{first.line}:{first.column}"


def snippet(marks: list[Mark], frame: Frame) -> Iterator[str]:
    """The lines of one source on which marks begin, in order, each mark under its line."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.span.line, []).append(mark)
    yield frame.bar()
    before = 0
    for number in sorted(by_line):
        if before and number > before + 1:
            yield frame.style("gutter", "...")
        yield from _line(number, by_line[number], frame)
        before = number
    yield frame.bar()


def _line(number: int, marks: list[Mark], frame: Frame) -> Iterator[str]:
    """One source line and its marks. Marks too far apart for one screen line get the line again."""
    shown: str | None = None
    for mark in marks:
        part = excerpt(mark.span, frame.room, frame.secret)
        if part.window.text != shown:
            shown = part.window.text
            yield f"{frame.bar(number)} {shown}".rstrip()
        yield from _carets(mark, part, frame)


class Excerpt(NamedTuple):
    """The visible part of a span's first line, and the cells of the span in it. `open`: it goes on."""

    window: Window
    start: int
    end: int
    open: bool


def excerpt(span: Span, room: int, secret: Span | None = None) -> Excerpt:
    """The part of the span's first line around the span that fits into `room` cells, without the secret."""
    source: Source = span.source
    line = source.line_span(span.line)
    start = min(span.start, line.end)
    end = max(start, min(span.end, line.end))
    goes_on = span.end > line.end and "\n" in source.text[line.end : span.end].rstrip("\r\n ")
    low = max(line.start, start - REACH)
    high = min(line.end, max(start, min(end, start + REACH)) + REACH)
    shown = row(_without(secret, source, low, high))
    first = shown.cells[start - low]
    last = shown.cells[min(end, high) - low]
    more = (low > line.start, high < line.end)
    part = window(shown.text, shown.cells[-1], (first, last), room, more=more)
    first -= part.start
    last -= part.start
    cut = last > part.size
    return Excerpt(part, max(0, first), min(last, part.size), goes_on or cut)


def _without(secret: Span | None, source: Source, low: int, high: int) -> str:
    """A stretch of a source with the characters of a secret in it replaced."""
    text = source.text[low:high]
    if secret is None or secret.source is not source:
        return text
    start, end = max(secret.start, low) - low, min(secret.end, high) - low
    return text[:start] + "*" * (end - start) + text[end:] if start < end else text


def _carets(mark: Mark, part: Excerpt, frame: Frame) -> Iterator[str]:
    carets = mark.sign * max(1, part.end - part.start) + (ELLIPSIS if part.open else "")
    label = visible(mark.label)
    style = frame.style
    line = f"{frame.bar()} {' ' * part.start}{style(mark.role, carets)}"
    used = part.start + width_of(carets)
    if not label:
        yield line
    elif used + 1 + width_of(label) <= frame.room:
        yield f"{line} {style(mark.role, label)}"
    else:
        yield line
        indent = part.start if part.start + width_of(label) <= frame.room else 0
        lines = wrapped(label, frame.room, "  ") if frame.wrap and not indent else [label]
        for text in lines:
            yield f"{frame.bar()} {' ' * indent}{style(mark.role, text)}"
