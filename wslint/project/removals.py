"""Edits that take an entry or an item out of a YAML text. No comment goes with it: where one would, nothing is taken out."""

from __future__ import annotations

from wslint.project.insertions import Found, find_entry, find_row, only_blank_before
from wslint.text import Edit, Source, Span


def remove_entry(place: Span) -> Edit | None:
    """Take out the entry that a place is in, unless it is the only one of its mapping."""
    found = find_entry(place)
    if found is None or len(found.mapping.entries) < 2:
        return None
    span = _in_flow(found) if found.mapping.flow else _lines(found)
    if span is None or "#" in span.text or "&" in span.text:
        return None
    return Edit(span, "")


def remove_item(place: Span) -> Edit | None:
    """Take out the item of a list that is written at a place, unless it is the only one."""
    row = find_row(place)
    if row is None or len(row.items) < 2:
        return None
    at = next(at for at, item in enumerate(row.items) if _holds(item.use, place))
    source, use = place.source, row.items[at].use
    span: Span | None
    if not row.flow:
        dash = source.text.rfind("-", 0, use.start)
        alone = dash >= 0 and not source.text[dash + 1 : use.start].strip()
        span = _whole_lines(source, dash, use.end) if alone else None
    elif at:
        span = Span(source, row.items[at - 1].use.end, use.end)
    else:
        span = Span(source, use.start, row.items[1].use.start)
    if span is None or "#" in span.text or "&" in span.text:
        return None
    return Edit(span, "")


def _holds(use: Span, place: Span) -> bool:
    return use.start <= place.start < use.end


def remove_repeated(first: Span, again: Span) -> Edit | None:
    """Take out the second of two entries with the same key, where both say the same."""
    one, other = find_entry(first), find_entry(again)
    if one is None or other is None or one.entry.use.text != other.entry.use.text:
        return None
    return remove_entry(again)


def _in_flow(found: Found) -> Span | None:
    entries = found.mapping.entries
    at = entries.index(found.entry)
    if at:
        return Span(found.source, entries[at - 1].use.end, found.entry.use.end)
    return Span(found.source, found.entry.key.start, entries[1].key.start)


def _lines(found: Found) -> Span | None:
    return _whole_lines(found.source, found.entry.key.start, found.entry.use.end)


def _whole_lines(source: Source, start: int, end: int) -> Span | None:
    """The lines of a part, from the end of the line above to the end of its last one; None if more is on them."""
    if not only_blank_before(source, start):
        return None
    begin = source.text.rfind("\n", 0, start)
    stop = _line_end(source, end)
    if begin < 0 or source.text[end:stop].strip():
        return None
    if source.text[begin - 1 : begin] == "\r":
        begin -= 1
    return Span(source, begin, stop)


def _line_end(source: Source, at: int) -> int:
    end = source.text.find("\n", at)
    end = len(source.text) if end < 0 else end
    return end - 1 if source.text[end - 1 : end] == "\r" else end
