"""Makefiles: recipes as shell texts, comments for linters."""

from __future__ import annotations

from bisect import bisect_left

from wslint.model.facts import Embedded, FileFacts, Remark
from wslint.model.systems import asks_for_system
from wslint.readers.yaml_remarks import MARKS
from wslint.syntax.makefile import MakeFile, parse_makefile
from wslint.text import Source, Span


def read_makefile(source: Source) -> FileFacts:
    """The recipes of a Makefile in `embedded`, each a shell text; of kind "shell".

    They run in the Makefile's own folder, as make does when it is called there.
    """
    made = parse_makefile(source)
    asks = asks_for_system(source.text)
    embedded = tuple(Embedded(recipe, "shell", for_desktop=asks) for recipe in made.recipes)
    return FileFacts(source, "shell", remarks=_remarks(made), embedded=embedded)


def _remarks(made: MakeFile) -> tuple[Remark, ...]:
    """A comment before a rule speaks of all of it, one within a recipe of the next line.

    A comment behind a command belongs to the shell text.
    """
    found: list[Remark] = []
    source = made.source
    starts = [source.position(rule.start).line for rule in made.rules]
    for comment in made.comments:
        text = comment.text.lstrip("#").strip()
        if not any(mark in text for mark in MARKS):
            continue
        line = _next_line(source, source.position(max(comment.start, comment.end - 1)).line + 1)
        if line is None:
            continue
        at = bisect_left(starts, line)
        covers = made.rules[at] if at < len(starts) and starts[at] == line else _whole_line(source, line)
        found.append(Remark(text, comment, covers))
    return tuple(found)


def _next_line(source: Source, line: int) -> int | None:
    """The first line from there on that is neither blank nor a comment."""
    while line <= source.line_count():
        text = source.line_span(line).text.strip()
        if text and not text.startswith("#"):
            return line
        line += 1
    return None


def _whole_line(source: Source, line: int) -> Span:
    """A line with those that continue it."""
    first = source.line_span(line)
    end = first.end
    while source.text[end - 1 : end] == "\\" and line < source.line_count():
        line += 1
        end = source.line_span(line).end
    return Span(source, first.start, end)
