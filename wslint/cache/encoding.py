"""The writing half of `wslint.cache.codec`."""

from __future__ import annotations

from types import MappingProxyType

from wslint.cache.codec import (
    CONSTANTS,
    END,
    FIXED,
    FLOAT,
    FRAGMENT,
    LARGE,
    MARKS,
    RECORDS,
    SIZED,
    SMALL,
    SPAN,
    NotData,
)
from wslint.cache.records import Unfit, described
from wslint.text import Fragment, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

_DEEPEST = 100
# Greater numbers are rare and go into the text, so that the numbers need not be wider for them.
_SMALL = 0x8000
_NO_MEMBERS = ~FIXED.index(frozenset())
_FIXED_MET = {id(value): ~at for at, value in enumerate(FIXED)}


def encoded(value: object, sources: Sequence[Source]) -> bytes:
    """See `wslint.cache.codec.encode`."""
    coder = _Encoder(sources)
    try:
        return coder.data(coder.number(value, 0))
    except Unfit as problem:
        raise NotData(str(problem)) from problem


class _Encoder:
    """Writes a row for each value once it has met all that the value is made of."""

    def __init__(self, sources: Sequence[Source]) -> None:
        # By identity: whoever holds the root keeps all of it alive meanwhile.
        self._met = _FIXED_MET.copy()
        self._strings: dict[str, int] = {}
        self._numbers: dict[tuple[type, str], int] = {}
        self._spans: dict[Span, int] = {}
        self._kinds: dict[type, int] = SIZED.copy()
        self._rows: list[int] = []
        self._count = self._origins = len(sources)
        self._hosts = {id(source): at for at, source in enumerate(sources)}
        self._met.update(self._hosts)

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
        at = self._strings.get(value)
        if at is None:
            at = self._strings[value] = ~(len(FIXED) + len(self._strings))
        return at

    def of_integer(self, value: int, depth: int) -> int:
        if 0 <= value < _SMALL:
            return self._number(value, f"{value:x}", (SMALL, value))
        return self._number(value, f"{value:x}", (LARGE, self.of_string(f"{value:x}", depth)))

    def of_float(self, value: float, depth: int) -> int:
        return self._number(value, repr(value), (FLOAT, self.of_string(repr(value), depth)))

    def _number(self, value: object, text: str, row: tuple[int, int]) -> int:
        key = (value.__class__, text)
        at = self._numbers.get(key)
        if at is None:
            at = self._numbers[key] = self._written(value, row)
        return at

    def of_mapping(self, value: Mapping[Any, Any], depth: int) -> int:
        _check(value)
        return self._row(value, [part for pair in value.items() for part in pair], depth)

    def of_list(self, value: list[Any], depth: int) -> int:
        return self._row(value, value, depth)

    def of_members(self, value: frozenset[Any], depth: int) -> int:
        _check(value)
        # In one order, whatever the hash seed; the empty one is not always the same object.
        return self._row(value, sorted(value, key=repr), depth) if value else _NO_MEMBERS

    def _row(self, value: object, parts: Sequence[Any], depth: int) -> int:
        met = self._met
        row: list[Any] = list(map(met.get, map(id, parts)))
        if None in row:
            self._fill(row, parts, depth + 1)
        cls = value.__class__
        kind = self._kinds.get(cls)
        if kind is None:
            kind = self._kinds[cls] = RECORDS - len(SIZED) + len(self._kinds)
        rows = self._rows
        rows.append(kind)
        if kind < RECORDS:
            rows.append(len(row))
        rows += row
        at = met[id(value)] = self._count
        self._count = at + 1
        return at

    def _fill(self, row: list[Any], parts: Sequence[Any], depth: int) -> None:
        """The numbers of those parts that were not met before: as `number`, with what is frequent done at once."""
        if depth > _DEEPEST:
            raise NotData("values in values, too deep")
        met, strings, spans, kinds = self._met, self._strings, self._spans, self._kinds
        for at, part in enumerate(parts):
            if row[at] is not None:
                continue
            cls = part.__class__
            if cls is str:
                known = strings.get(part)
                if known is None:
                    known = strings[part] = ~(len(FIXED) + len(strings))
                row[at] = met[id(part)] = known
            elif cls is Span:
                known = spans.get(part)
                row[at] = met[id(part)] = self.of_span(part, depth) if known is None else known
            elif kinds.get(cls, 0) >= RECORDS or cls is tuple:
                known = met.get(id(part))
                row[at] = self._row(part, part, depth) if known is None else known
            else:
                row[at] = self.number(part, depth)

    def of_span(self, span: Span, depth: int) -> int:
        at = self._spans.get(span)
        if at is None:
            source, start, end = span
            host = self._hosts.get(id(source))
            if host is None:
                host = self.number(source, depth)
            at = self._spans[span] = self._written(span, (SPAN, host, start, end))
        return at

    def of_fragment(self, fragment: Fragment, depth: int) -> int:
        host = self._hosts.get(id(fragment.host))
        if host is None or host >= self._origins:
            raise NotData("a fragment of none of the sources")
        strings = [self.number(one, depth) for one in (fragment.text, fragment.prefix, fragment.name)]
        row = [FRAGMENT, host, *strings, fragment.exact + 2 * fragment.whole, len(fragment.pieces)]
        row += (cell for piece in fragment.pieces for cell in piece)
        at = self._hosts[id(fragment)] = self._written(fragment, row)
        return at

    def _written(self, value: object, row: Iterable[int]) -> int:
        self._rows += row
        at = self._met[id(value)] = self._count
        self._count = at + 1
        return at

    def data(self, root: int) -> bytes:
        """All that was taken in."""
        classes: list[Any] = list(self._kinds)[len(SIZED) :]
        parts = [described(classes), *self._strings]
        separator = _separator("".join(parts))
        count = self._count - self._origins
        numbers = [separator, self._origins, count, root, *self._rows, END]
        return _packed(numbers, chr(separator).join(parts), lowest=~(len(FIXED) + len(self._strings)))


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


def _check(keys: Iterable[object]) -> None:
    if not CONSTANTS.issuperset(map(type, keys)):
        raise NotData("a key that is no constant")


def _separator(joined: str) -> int:
    """A character that is in no string."""
    for at in range(0xD800):
        if chr(at) not in joined:
            return at
    raise NotData("all characters")


def _packed(numbers: list[int], text: str, *, lowest: int) -> bytes:
    from array import array
    from sys import byteorder

    code = "h" if lowest >= -0x8000 and max(numbers) < 0x8000 else "i"
    try:
        packed = array(code, numbers).tobytes()
    except OverflowError as problem:
        raise NotData("an offset beyond all texts") from problem
    head = MARKS[code] + b"\0\0" + len(numbers).to_bytes(4, byteorder)
    return head + packed + text.encode("utf-8", "surrogatepass")
