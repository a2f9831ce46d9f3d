"""A fix as a small diff."""

from __future__ import annotations

from wslint.report.cells import row, window
from wslint.report.snippet import Frame, where
from wslint.text import Edit, Fix, Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 12


class Change(NamedTuple):
    """Lines of a source, from the 1-based line `first`, and what becomes of them.

    `context` is the unchanged line above, shown where lines are only added.
    """

    source: Source
    first: int
    removed: tuple[str, ...]
    added: tuple[str, ...]
    context: str | None = None


def changes(fix: Fix) -> list[Change]:
    """What a fix does, by whole lines: edits of neighbouring lines are one change."""
    ordered = sorted(fix.edits, key=lambda edit: (edit.span.source.path, edit.span.start, edit.span.end))
    groups: list[list[Edit]] = []
    for edit in ordered:
        if groups and _touches(groups[-1][-1], edit):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    found = [_change(group) for group in groups]
    return [change for change in found if change.removed or change.added]


def diff(fix: Fix, frame: Frame, home: Source) -> Iterator[str]:
    """The lines of the diff; the place is named where it is not in the file `home`."""
    yield frame.bar()
    for change in changes(fix):
        if change.source is not home:
            line = min(change.first, change.source.line_count())
            start = change.source.starts[line - 1]
            arrow = frame.style("gutter", f"{' ' * frame.digits}:::")
            yield f"{arrow} {where(Span(change.source, start, start))}"
        if change.context is not None:
            yield f"{frame.bar(change.first - 1)} {_cut(change.context, 0, frame)}"
        different = _first_difference(change)
        for sign, role, lines in (("-", "removed", change.removed), ("+", "added", change.added)):
            for at, text in enumerate(lines[:MOST_LINES]):
                shown = frame.style(role, f"{sign} {_cut(text, different, frame)}".rstrip())
                yield f"{frame.style('gutter', f'{change.first + at:>{frame.digits}}')} {shown}"
            if len(lines) > MOST_LINES:
                yield f"{frame.bar()} … {len(lines) - MOST_LINES} more lines"
    yield frame.bar()


def last_line(fix: Fix) -> int:
    """The largest line number that the diff shows."""
    return max(
        (change.first + max(len(change.removed), len(change.added)) for change in changes(fix)),
        default=1,
    )


def _touches(before: Edit, edit: Edit) -> bool:
    same = before.span.source is edit.span.source
    return same and edit.span.line <= before.span.last.line + 1


def _change(edits: list[Edit]) -> Change:
    source = edits[0].span.source
    first = edits[0].span.line
    last = max(edit.span.last.line for edit in edits)
    start = source.starts[first - 1]
    end = source.line_span(last).end
    parts: list[str] = []
    at = start
    for edit in edits:
        parts.append(source.text[at : edit.span.start])
        parts.append(edit.text)
        at = max(at, edit.span.end)
    parts.append(source.text[at:end])
    old = _lines(source.text[start:end])
    new = _lines("".join(parts))
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    removed = tuple(old[same : len(old) - tail])
    added = tuple(new[same : len(new) - tail])
    context = None
    if not removed and first + same > 1:
        context = source.line_span(first + same - 1).text
    return Change(source, first + same, removed, added, context)


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.split("\n")]


def _first_difference(change: Change) -> int:
    """The offset in the first lines at which old and new differ."""
    if not change.removed or not change.added:
        return 0
    old, new = change.removed[0], change.added[0]
    at = 0
    while at < min(len(old), len(new)) and old[at] == new[at]:
        at += 1
    return at


def _cut(line: str, at: int, frame: Frame) -> str:
    """A line around an offset, as wide as there is room."""
    low = max(0, at - 400)
    shown = row(line[low : at + 400])
    cell = shown.cells[min(at - low, len(shown.cells) - 1)]
    span = (cell, min(cell + 8, shown.cells[-1]))
    more = (low > 0, at + 400 < len(line))
    return window(shown.text, shown.cells[-1], span, frame.room, more=more).text
