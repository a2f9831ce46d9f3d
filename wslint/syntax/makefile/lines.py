"""Logical lines of a Makefile (GNU make manual, "Splitting Long Lines" and "Splitting Recipe Lines")."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.text import Source
from wslint.text.record import NamedTuple


class Line(NamedTuple):
    """A line with those that continue it: offsets `[start, end)`, without the last line end."""

    start: int
    end: int


def logical_lines(source: Source) -> Iterator[Line]:
    """The lines in order; one that ends with an odd number of backslashes goes on in the next."""
    text = source.text
    at, size = 0, len(text)
    while at < size:
        start = at
        while True:
            end = text.find("\n", at)
            stop = size if end < 0 else end
            if stop > at and text[stop - 1] == "\r":
                stop -= 1
            at = size if end < 0 else end + 1
            if end < 0 or not _goes_on(text, start, stop):
                break
        yield Line(start, max(start, stop))


def _goes_on(text: str, start: int, stop: int) -> bool:
    at = stop
    while at > start and text[at - 1] == "\\":
        at -= 1
    return (stop - at) % 2 == 1


def joined(text: str) -> str:
    """A logical line outside of recipes: a backslash, the line end and white space around are one space."""
    parts = text.replace("\r\n", "\n").split("\\\n")
    if len(parts) == 1:
        return text
    inner = [part.strip() for part in parts[1:-1]]
    return " ".join([parts[0].rstrip(), *inner, parts[-1].lstrip()])


def recipe_stretches(text: str, line: Line, prefix: str) -> list[tuple[int, int]]:
    """The physical lines of a recipe line, line ends included, each without the recipe prefix before it."""
    found: list[tuple[int, int]] = []
    at = line.start
    while at < line.end:
        end = text.find("\n", at, line.end)
        stop = line.end if end < 0 else end + 1
        found.append((at + (text[at] == prefix), stop))
        at = stop
    return found
