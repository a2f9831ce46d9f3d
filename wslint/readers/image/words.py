"""Words with variables put in, and where their characters are written."""

from __future__ import annotations

from wslint.model.value import Known, Unknown
from wslint.syntax.dockerfile import Missing, substitute
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias, TypeVar

    T = TypeVar("T")

Lookup: TypeAlias = "Callable[[str], 'str | Missing | None']"


def expand(text: str, lookup: Lookup, escape: str) -> str | None:
    """A word as the instruction gets it: quotes removed, variables filled in; None where unknown."""
    return substitute(text, lookup, escape=escape)


def plain_part(span: Span, value: str) -> Span:
    """The characters that spell a value inside a word that holds them once; else the whole word."""
    at = span.text.find(value) if value else -1
    if at < 0 or span.text.find(value, at + 1) >= 0:
        return span
    return Span(span.source, span.start + at, span.start + at + len(value))


def unquoted(span: Span) -> Span:
    """A word without the quotes around it, where they are all that is special about it."""
    text = span.text
    if len(text) < 2 or text[0] not in "\"'" or text[-1] != text[0]:
        return span
    inner = text[1:-1]
    if text[0] in inner or "\\" in inner or "`" in inner:
        return span
    return Span(span.source, span.start + 1, span.end - 1)


def inherited(value: Known[T] | Unknown, through: Span) -> Known[T] | Unknown:
    """The same value, taken over by a FROM; `through` is the word that names the stage it comes from."""
    return Known(value.value, value.span, (through, *value.via)) if isinstance(value, Known) else value
