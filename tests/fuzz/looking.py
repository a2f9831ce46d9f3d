"""Looking through what a target gives: every span lies in its text, and what is told of it is the same each time."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Any

from wslint.syntax.yaml import Scalar
from wslint.text import Fragment, Source, Span

MOST = 200_000
# A `<placeholder>` in a guide's commands is a shell variable of the same length.
_STANDS_IN = "${_}"
_PLAIN = (str, int, float, bytes, type)


class Misplaced(AssertionError):  # noqa: N818
    """A span that is not in its text, or a fragment that is not made of its host."""


def look(value: object) -> int:
    """A number for all that a value is made of, the same for equal ones. Raises Misplaced."""
    told: list[object] = []
    seen: dict[int, int] = {}
    waiting: list[Any] = [value]
    kept: list[object] = []  # so that no two objects have one identity
    while waiting and len(told) < MOST:
        one = waiting.pop()
        if one is None or isinstance(one, _PLAIN):
            told.append(repr(one) if one.__class__ is float else one)
            continue
        if isinstance(one, Span):
            check_span(one)
            told += (one.start, one.end)
            waiting.append(one.source)
            continue
        if id(one) in seen:
            told.append(seen[id(one)])
            continue
        seen[id(one)] = len(seen)
        kept.append(one)
        told.append(one.__class__.__name__)
        waiting.extend(one if isinstance(one, tuple | list) else _parts(one))
    return hash(tuple(told))


def _parts(one: Any) -> Iterator[Any]:
    if isinstance(one, Source):
        yield from (one.path, len(one.text))
        if isinstance(one, Fragment):
            check_fragment(one)
            yield from (one.text, one.host, one.name)
    elif isinstance(one, Mapping):
        for key, entry in one.items():
            yield from (key, entry)
    elif isinstance(one, AbstractSet):
        yield from sorted(one, key=repr)
    elif isinstance(one, Enum):
        yield one.name
    elif not callable(one):
        if isinstance(one, Scalar):
            check_span(one.span)
            check_span(one.content_span)
        yield from _fields(one)


def _fields(one: Any) -> Iterator[Any]:
    for owner in type(one).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            yield getattr(one, name, None)
    yield from getattr(one, "__dict__", {}).values()
    start, end, source = (getattr(one, name, None) for name in ("start", "end", "source"))
    if isinstance(source, Source) and isinstance(start, int) and isinstance(end, int):
        check_span(Span(source, start, end))


def check_span(span: Span) -> None:
    """Raises Misplaced for a span that is not in its text, and its text not in the file."""
    if not 0 <= span.start <= span.end <= len(span.source.text):
        raise Misplaced(f"[{span.start}, {span.end}) of a text of {len(span.source.text)}")
    home = span.home
    if not 0 <= home.start <= home.end <= len(home.source.text):
        raise Misplaced(f"at home [{home.start}, {home.end}) of a text of {len(home.source.text)}")
    if not 1 <= span.line <= home.source.line_count():
        raise Misplaced(f"line {span.line} of {home.source.line_count()}")


def check_fragment(fragment: Fragment) -> None:
    """Raises Misplaced for pieces that overlap or lie outside, or are other characters where it says they are not."""
    text, host = fragment.text, fragment.host.text
    at = 0
    for piece in fragment._pieces:
        if piece.start < at or piece.length < 0 or piece.start + piece.length > len(text):
            raise Misplaced(f"{piece} in a fragment of {len(text)}")
        if piece.host < 0 or piece.host + piece.length > len(host):
            raise Misplaced(f"{piece} of a text of {len(host)}")
        at = piece.start + piece.length
        there = host[piece.host : piece.host + piece.length]
        if fragment.exact and any(
            own not in (other, *_STANDS_IN) for own, other in zip(text[piece.start : at], there, strict=True)
        ):
            raise Misplaced(f"{piece} is not what the fragment says")
