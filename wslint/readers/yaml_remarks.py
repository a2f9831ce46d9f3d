"""Comments of a YAML file that may be suppressions, and what each of them speaks of."""

from __future__ import annotations

from wslint.model.facts import Remark
from wslint.syntax.yaml import Mapping, Sequence, YamlFile, comments, walk
from wslint.text import Source, Span

MARKS = ("wslint:", "hadolint", "check=skip", "dclint", "checkov:skip", "kube-linter")
"""What a comment contains that is for a linter."""


def remarks_of(file: YamlFile) -> tuple[Remark, ...]:
    """The comments for linters. Looks for comments only where the text has one of the marks at all."""
    text = file.source.text
    if not any(mark in text for mark in MARKS):
        return ()
    found = [one for one in comments(file.source, file) if any(mark in one.text for mark in MARKS)]
    line_of = {id(one): file.source.position(one.span.start).line for one in found}
    targets = _targets(file.source, {line_of[id(one)] for one in found if one.own_line})
    extents = _extents(file, set(targets.values())) if targets else {}
    remarks = []
    for one in found:
        covers = file.source.line_span(line_of[id(one)])
        line = targets.get(line_of[id(one)]) if one.own_line else None
        if line is not None:
            covers = extents.get(line) or file.source.line_span(line)
        remarks.append(Remark(one.text, one.span, covers))
    return tuple(remarks)


def _targets(source: Source, lines: set[int]) -> dict[int, int]:
    """For each of some lines the next one that is neither blank nor a comment, if there is one."""
    targets: dict[int, int] = {}
    following: int | None = None
    for line in range(source.line_count(), 0, -1) if lines else ():
        if line in lines and following is not None:
            targets[line] = following
        text = source.line_span(line).text.strip()
        if text and not text.startswith("#"):
            following = line
    return targets


def _extents(file: YamlFile, lines: set[int]) -> dict[int, Span]:
    """The outermost entry or item that begins on each of some lines."""
    extents: dict[int, Span] = {}
    source = file.source
    for document in file.documents:
        for part in () if document.root is None else walk(document.root):
            if isinstance(part, Mapping):
                ends = [(entry.key.span.start, entry.use.end) for entry in part.entries]
            elif isinstance(part, Sequence):
                ends = [(item.use.start, item.use.end) for item in part.items]
            else:
                continue
            for start, end in ends:
                line = source.position(start).line
                if line in lines:
                    extents.setdefault(line, _trimmed(source, start, end))
    return extents


def _trimmed(source: Source, start: int, end: int) -> Span:
    """Without white space at its end."""
    text = source.text
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(source, start, end)
