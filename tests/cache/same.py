"""Whether two values are alike all the way down: classes, constants, and which objects are the same one."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from wslint.text import Fragment, Source, Span


def difference(one: Any, other: Any) -> str | None:
    """Where two values differ; None where they do not.

    Every object of the first must have one counterpart, wherever it is met, and records the other way round too.
    """
    there: dict[int, Any] = {}
    back: dict[int, Any] = {}
    seen: set[int] = set()
    waiting = [("", one, other)]
    while waiting:
        where, a, b = waiting.pop()
        if type(a) is not type(b):
            return f"{where}: {type(a)} is {type(b)}"
        if isinstance(a, (str, int, float)) or a is None or a == () or a == frozenset():
            if not _equal(a, b):
                return f"{where}: {a!r} is {b!r}"
            continue
        if there.setdefault(id(a), b) is not b:
            return f"{where}: the same object is another one"
        if hasattr(a, "_fields") and not isinstance(a, Span) and back.setdefault(id(b), a) is not a:
            return f"{where}: two objects have become one"
        if id(a) in seen:
            continue
        seen.add(id(a))
        if type(a) is Source:
            if a is not b:
                return f"{where}: another source"
            continue
        if isinstance(a, Span) and (a.text, a.first, a.last) != (b.text, b.first, b.last):
            return f"{where}: {a} is {b}"
        parts, others = _named_parts(a), _named_parts(b)
        if len(parts) != len(others):
            return f"{where}: {len(parts)} parts are {len(others)}"
        waiting += [(f"{where}.{name}", x, y) for (name, x), (_, y) in zip(parts, others, strict=True)]
    return None


_OF_A_FRAGMENT = ("path", "text", "bom", "host", "pieces", "prefix", "exact", "whole", "name", "starts")


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))
    return bool(a == b)


def _named_parts(value: Any) -> list[tuple[object, Any]]:
    if isinstance(value, Fragment):
        return [(name, getattr(value, name)) for name in _OF_A_FRAGMENT]
    parts = _parts(value)
    return list(zip(getattr(value, "_fields", range(len(parts))), parts, strict=True))


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, Mapping):
        return [part for pair in value.items() for part in pair]
    if isinstance(value, frozenset):
        return sorted(value, key=repr)
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"{type(value)} is not to be looked into")
    return value


def sources_of(value: Any) -> list[Source]:
    """The whole files that a value has spans or fragments in, in the order in which they are met."""
    found: dict[int, Source] = {}
    seen: dict[int, Any] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (str, bytes, int, float)) or one is None or id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, Source):
            host = one.host if isinstance(one, Fragment) else one
            found[id(host)] = host
        else:
            waiting += _parts(one)
    return list(found.values())
