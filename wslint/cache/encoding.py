"""The writing half of `wslint.cache.codec`."""

from __future__ import annotations

from types import MappingProxyType

from wslint.cache.codec import FIXED, KINDS, MARKS, RECORDS, NotData
from wslint.cache.records import Unfit, described
from wslint.text import Fragment, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

_DEEPEST = 100
# Greater numbers are rare and go into the text, so that the numbers need not be wider for them.
_SMALL = 0x10000
_KEYED = frozenset({dict, MappingProxyType, frozenset})
_NO_MEMBERS = FIXED.index(frozenset())


def encoded(value: object, sources: Sequence[Source]) -> bytes:
    """See `wslint.cache.codec.encode`."""
    coder = _Encoder(sources)
    try:
        return coder.data(coder.number(value, 0))
    except Unfit as problem:
        raise NotData(str(problem)) from problem


class _Encoder:
    """Numbers values in the order in which they are met; `data` gives them their indices.

    A value's height is 0 for a constant, 1 for what has a part of the data of its own, else one more than
    that of the highest of its parts.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        # By identity: whoever holds the root keeps all of it alive meanwhile.
        self._met: dict[int, int] = {id(value): at for at, value in enumerate(FIXED)}
        self._heights = [0] * len(FIXED)
        self._strings: dict[str, int] = {}
        self._small: dict[int, int] = {}
        self._large: dict[int, int] = {}
        self._floats: dict[str, int] = {}
        self._holders = {id(source): at for at, source in enumerate(sources)}
        self._sources = [self._add(source, 1) for source in sources]
        self._fragments: list[tuple[int, list[int]]] = []
        self._spans: dict[Span, int] = {}
        self._batches: dict[tuple[int, type, int], tuple[list[int], list[int]]] = {}

    def _add(self, value: object, height: int) -> int:
        at = self._met[id(value)] = len(self._heights)
        self._heights.append(height)
        return at

    def number(self, value: Any, depth: int) -> int:
        """The number of a value; it and all that it is made of are taken in."""
        met = self._met.get(id(value))
        if met is not None:
            return met
        cls = value.__class__
        take = _TAKE.get(cls)
        if take is not None:
            return take(self, value, depth)
        if issubclass(cls, tuple):
            return self._row(value, value, depth)
        raise NotData(f"a {cls.__module__}.{cls.__qualname__} is not data")

    def of_string(self, value: str, _depth: int) -> int:
        return self._constant(self._strings, value, value)

    def of_integer(self, value: int, _depth: int) -> int:
        return self._constant(self._small if 0 <= value < _SMALL else self._large, value, value)

    def of_float(self, value: float, _depth: int) -> int:
        return self._constant(self._floats, repr(value), value)

    def _constant(self, known: dict[Any, int], key: object, value: object) -> int:
        at = known.get(key)
        if at is None:
            at = known[key] = len(self._heights)
            self._heights.append(0)
        self._met[id(value)] = at
        return at

    def of_mapping(self, value: Mapping[Any, Any], depth: int) -> int:
        return self._row(value, [part for pair in value.items() for part in pair] or (None,), depth)

    def of_list(self, value: list[Any], depth: int) -> int:
        return self._row(value, (None, *value), depth)

    def of_members(self, value: frozenset[Any], depth: int) -> int:
        # In one order, whatever the hash seed; the empty one is not always the same object.
        return self._row(value, sorted(value, key=repr), depth) if value else _NO_MEMBERS

    def _row(self, value: object, parts: Sequence[Any], depth: int) -> int:
        if depth > _DEEPEST:
            raise NotData("values in values, too deep")
        row: list[Any] = list(map(self._met.get, map(id, parts)))
        if None in row:
            number = self.number
            for at, part in enumerate(parts):
                if row[at] is None:
                    row[at] = number(part, depth + 1)
        cls = value.__class__
        heights = self._heights
        height = max(map(heights.__getitem__, row)) + 1
        if cls in _KEYED and any(heights[at] for at in row[:: 1 if cls is frozenset else 2]):
            raise NotData("a key that is no constant")
        key = (height, cls, len(row))
        batch = self._batches.get(key)
        if batch is None:
            batch = self._batches[key] = ([], [])
        number_of_it = self._met[id(value)] = len(heights)
        heights.append(height)
        batch[0].append(number_of_it)
        batch[1].extend(row)
        return number_of_it

    def of_span(self, span: Span, _depth: int) -> int:
        at = self._spans.get(span)
        if at is None:
            if id(span.source) not in self._holders:
                self.number(span.source, 0)
            at = self._spans[span] = len(self._heights)
            self._heights.append(1)
        self._met[id(span)] = at
        return at

    def of_fragment(self, fragment: Fragment, _depth: int) -> int:
        host = self._holders.get(id(fragment.host))
        if host is None:
            raise NotData("a fragment of none of the sources")
        self._holders[id(fragment)] = len(self._sources) + len(self._fragments)
        at = self._add(fragment, 1)
        strings = (self.number(one, 0) for one in (fragment.text, fragment.prefix, fragment.name))
        self._fragments.append((at, [host, *strings, fragment.exact + 2 * fragment.whole]))
        pieces = [cell for piece in fragment.pieces for cell in piece]
        self._fragments[-1][1].extend([len(fragment.pieces), *pieces])
        return at

    def data(self, root: int) -> bytes:
        """All that was taken in."""
        kinds, description = _kinds_of(frozenset([cls for _, cls, _ in self._batches]))
        batches = sorted(
            ((height, kinds[cls], width), batch) for (height, cls, width), batch in self._batches.items()
        )
        order = self._order([batch for _, batch in batches])
        final = [0] * len(order)
        for at, number in enumerate(order):
            final[number] = at
        place = final.__getitem__
        parts = [
            description,
            *self._strings,
            *(f"{one:x}" for one in self._large),
            *self._floats,
        ]
        joined = "".join(parts)
        separator = next((at for at in range(0xD800) if chr(at) not in joined), None)
        if separator is None:
            raise NotData("all characters")
        counts = (len(self._strings), len(self._small), len(self._large), len(self._floats))
        fragments = [
            cell
            for _, (host, text, prefix, name, *more) in self._fragments
            for cell in (host, place(text), place(prefix), place(name), *more)
        ]
        spans = self._spans
        numbers = [
            *(separator, *counts, len(self._sources), len(fragments), len(spans), len(batches), place(root)),
            *self._small,
            *fragments,
            *[self._holders[id(span[0])] for span in spans],
            *[span[1] for span in spans],
            *[span[2] for span in spans],
            *(cell for (_, kind, width), (made, _) in batches for cell in (kind, len(made), width)),
        ]
        for _, (_, rows) in batches:
            numbers += map(place, rows)
        return _packed(numbers, chr(separator).join(parts))

    def _order(self, batches: list[tuple[list[int], list[int]]]) -> list[int]:
        """All numbers that were given, in the order of the indices."""
        order = list(range(len(FIXED)))
        for known in (self._strings, self._small, self._large, self._floats):
            order += known.values()
        order += self._sources
        order += [at for at, _ in self._fragments]
        order += self._spans.values()
        for made, _ in batches:
            order += made
        return order


_TAKE: dict[type, Callable[[_Encoder, Any, int], int]] = {
    str: _Encoder.of_string,
    int: _Encoder.of_integer,
    float: _Encoder.of_float,
    Span: _Encoder.of_span,
    Fragment: _Encoder.of_fragment,
    dict: _Encoder.of_mapping,
    MappingProxyType: _Encoder.of_mapping,
    frozenset: _Encoder.of_members,
    list: _Encoder.of_list,
}


_KINDS_OF: dict[frozenset[type], tuple[dict[type, int], str]] = {}


def _kinds_of(classes: frozenset[type]) -> tuple[dict[type, int], str]:
    """The kinds of batches of these classes, and the description of those that are records, in the order of kinds."""
    known = _KINDS_OF.get(classes)
    if known is None:
        descriptions = {described((cls,)): cls for cls in classes - KINDS.keys()}
        kinds = KINDS | {descriptions[one]: at for at, one in enumerate(sorted(descriptions), RECORDS)}
        known = _KINDS_OF[classes] = kinds, " ".join(sorted(descriptions))
    return known


def _packed(numbers: list[int], text: str) -> bytes:
    from array import array
    from sys import byteorder

    code = "H" if max(numbers) < 0x10000 else "I"
    try:
        packed = array(code, numbers).tobytes()
    except OverflowError as problem:
        raise NotData("an offset beyond all texts") from problem
    head = MARKS[code] + b"\0\0" + len(numbers).to_bytes(4, byteorder)
    return head + packed + text.encode("utf-8", "surrogatepass")
