"""Comments of a parsed text, found without parsing it again."""

from __future__ import annotations

from bisect import bisect_right

from wslint.syntax.yaml.tree import Mapping, Node, Scalar, Sequence, YamlFile
from wslint.text import Source, Span
from wslint.text.record import NamedTuple


class Comment(NamedTuple):
    """A comment. `text` is without the `#` and the white space around; `own_line` if nothing is before it."""

    span: Span
    text: str
    own_line: bool


def comments(source: Source, file: YamlFile) -> tuple[Comment, ...]:
    """The comments in order. In a document that could not be parsed none are found: nothing is sure there."""
    text = source.text
    at = text.find("#")
    if at < 0:
        return ()
    taken = sorted(_scalars_with_hash(file) + _unread(file))
    starts = [start for start, _ in taken]
    found: list[Comment] = []
    while at >= 0:
        end = at + 1
        if at == 0 or text[at - 1] in " \t\n\r\ufeff":
            within = bisect_right(starts, at) - 1
            if within >= 0 and at < taken[within][1]:
                end = taken[within][1]
            else:
                end = _line_end(text, at)
                own_line = not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t\r\ufeff")
                found.append(Comment(Span(source, at, end), text[at + 1 : end].strip(), own_line))
        at = text.find("#", end)
    return tuple(found)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    if end < 0:
        end = len(text)
    return end - 1 if text[end - 1] == "\r" and end - 1 > at else end


def _scalars_with_hash(file: YamlFile) -> list[tuple[int, int]]:
    """The parts of scalars, keys too, in which a `#` is a character like any other."""
    text = file.source.text
    found: list[tuple[int, int]] = []
    seen: set[int] = set()
    waiting: list[Node] = [document.root for document in file.documents if document.root is not None]
    while waiting:
        node = waiting.pop()
        if node.anchor is not None:
            if id(node) in seen:
                continue
            seen.add(id(node))
        if isinstance(node, Mapping):
            waiting += [part for entry in node.entries for part in (entry.key, entry.value)]
        elif isinstance(node, Sequence):
            waiting += [item.value for item in node.items]
        elif text.find("#", node.start, node.end) >= 0:
            found.append(_own_characters(node))
    return found


def _own_characters(scalar: Scalar) -> tuple[int, int]:
    span = scalar.content_span
    if scalar.style in ("|", ">"):
        # A comment may follow the header of a block.
        newline = scalar.source.text.find("\n", span.start, span.end)
        return (newline if newline >= 0 else span.end, span.end)
    return (span.start, span.end)


def _unread(file: YamlFile) -> list[tuple[int, int]]:
    """The stretches between documents in which a problem lies."""
    spans = sorted((document.span.start, document.span.end) for document in file.documents)
    starts = [start for start, _ in spans]
    found: set[tuple[int, int]] = set()
    for problem in file.problems:
        at = problem.span.start
        before = bisect_right(starts, at) - 1
        begin = spans[before][1] if before >= 0 else 0
        if before >= 0 and at < begin:
            continue
        end = spans[before + 1][0] if before + 1 < len(spans) else len(file.source.text)
        found.add((begin, end))
    return list(found)
