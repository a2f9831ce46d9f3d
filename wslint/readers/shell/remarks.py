"""Comments of a shell text that may be suppressions, and which command each of them speaks of."""

from __future__ import annotations

from wslint.model.facts import Remark
from wslint.readers.yaml_remarks import MARKS
from wslint.syntax.shell import Script
from wslint.text import Source, Span


def remarks_of(source: Source, script: Script) -> tuple[Remark, ...]:
    """The comments for linters. One behind code speaks of the command that ends there, others of the next."""
    found = [
        Span(source, start, end)
        for start, end in script.comments
        if any(mark in source.text[start:end] for mark in MARKS)
    ]
    if not found:
        return ()
    line_of = [
        (source.position(one.start).line, source.position(max(one.start, one.end - 1)).line, one)
        for one in script.commands
    ]
    remarks = []
    for span in found:
        line = source.position(span.start).line
        covers = source.line_span(line)
        if source.text[covers.start : span.start].strip():
            starts = [one.start for _, last, one in line_of if last == line and one.start < span.start]
            covers = Span(source, min([covers.start, *starts]), covers.end)
        else:
            following = _next_line(source, line)
            if following is not None:
                covers = _logical_line(source, following)
                ends = [one.end for first, _, one in line_of if first == following]
                covers = Span(source, covers.start, max([covers.end, *ends]))
        remarks.append(Remark(span.text.lstrip("#").strip(), span, covers))
    return tuple(remarks)


def _logical_line(source: Source, line: int) -> Span:
    """A line with those that continue it."""
    first = last = source.line_span(line)
    while last.text.endswith("\\") and line < source.line_count():
        line += 1
        last = source.line_span(line)
    return Span(source, first.start, last.end)


def _next_line(source: Source, line: int) -> int | None:
    """The next line that is neither blank nor a comment."""
    for following in range(line + 1, source.line_count() + 1):
        text = source.line_span(following).text.strip()
        if text and not text.startswith("#"):
            return following
    return None
