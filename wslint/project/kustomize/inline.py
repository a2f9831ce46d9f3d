"""Patches that a kustomization writes in itself, as texts of their own with a place in it."""

from __future__ import annotations

from wslint.project.kustomize.records import Refused
from wslint.syntax.yaml import Scalar, YamlFile, parse_yaml
from wslint.text import Fragment, Piece, Source
from wslint.text.fragment import lines_of


def inline_yaml(scalar: Scalar) -> YamlFile:
    """The documents of a text in a block or quotes; each value is placed in the file around it.

    Raises `Refused` where the text is no YAML.
    """
    parsed = parse_yaml(_fragment(scalar))
    if parsed.problems:
        raise Refused("a patch here is no YAML", scalar.span)
    return parsed


def _fragment(scalar: Scalar) -> Source:
    """The text as a fragment of its file. Where that writes it otherwise, all of it lies at the scalar."""
    span = scalar.content_span
    if scalar.style == "|":
        fragment = _block(scalar)
        if fragment is not None and fragment.text.rstrip() == scalar.value.rstrip():
            return fragment
    elif span.text == scalar.value:
        return Fragment(span.source, span.text, (Piece(0, span.start, len(span.text)),), exact=False)
    return _Pinned(span.source, scalar)


class _Pinned(Fragment):
    """A text whose characters are not those of the file: every place in it is the whole scalar's start."""

    __slots__ = ()

    def __init__(self, host: Source, scalar: Scalar) -> None:
        span = scalar.content_span
        super().__init__(host, scalar.value, (Piece(0, span.start, 1),), exact=False)


def _block(scalar: Scalar) -> Fragment | None:
    """The lines of a literal block without their indentation."""
    source = scalar.source
    text = source.text
    at = text.find("\n", scalar.content_span.start) + 1
    if not at or at >= scalar.end:
        return None
    lines: list[tuple[int, int]] = []
    indent: int | None = None
    while at < scalar.end:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        line = text[at:end]
        blank = not line.strip()
        if indent is None and not blank:
            indent = len(line) - len(line.lstrip(" "))
        start = at + (indent or 0)
        lines.append((min(start, end - 1) if blank else start, end))
        at = end
    return lines_of(source, lines, prefix=" " * (indent or 0))
