"""Texts that are only a piece of something."""

from __future__ import annotations

from wslint.text import Fragment, Span


def is_piece(span: Span) -> bool:
    """Whether a text stands inside another one and is not meant to be whole: more may be written around it."""
    source = span.source
    return isinstance(source, Fragment) and not source.whole


def is_inside_another(span: Span) -> bool:
    """Whether a text stands inside another one: the files beside it need not be those that it speaks of."""
    return isinstance(span.source, Fragment)
