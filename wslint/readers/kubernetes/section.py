"""A mapping of a manifest, asked by key for typed values: known, absent with its default, or unknown."""

from __future__ import annotations

from math import nan

from wslint.model.value import Absent, Known, Unknown
from wslint.syntax.yaml import Entry, Mapping, Scalar, Sequence, resolve
from wslint.text import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_INT32 = 2**31 - 1
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NULL_TAGS = frozenset({None, "!!null"})
_TEMPLATES = ("{{", "${", "$(")


class Reading:
    """What the reading of one file has found wanting so far, and the keys it has given away."""

    __slots__ = ("_keys", "skipped", "source", "unknown")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.unknown: list[Unknown] = []
        self.skipped: list[Unknown] = []
        self._keys: dict[str, int] = {}

    def cannot_know(self, reason: str, span: Span) -> Unknown:
        """An unknown, noted for the ledger."""
        unknown = Unknown(reason, span)
        self.unknown.append(unknown)
        return unknown

    def unique(self, key: str) -> str:
        """The key, with a count where the file has used it before."""
        count = self._keys.get(key, 0) + 1
        self._keys[key] = count
        return key if count == 1 else f"{key}~{count}"


class Section:
    """A mapping, the aliases that lead to it, and the place to which its missing keys belong."""

    __slots__ = ("mapping", "owner", "reading", "via")

    def __init__(self, reading: Reading, mapping: Mapping, owner: Span, via: tuple[Span, ...] = ()) -> None:
        self.reading = reading
        self.mapping = mapping
        self.owner = owner
        self.via = via

    def via_of(self, entry: Entry) -> tuple[Span, ...]:
        """The aliases and merges through which an entry's value is in force, the one written here first."""
        anchored = entry.value.anchor is not None
        if entry.merged is None and not anchored:
            return self.via
        via = self.via if entry.merged is None else (*self.via, entry.merged)
        return (*via, entry.use) if anchored and entry.use != entry.value.span else via

    def section(self, key: str) -> Section | None:
        """The mapping under a key; None where there is none."""
        entry = self.mapping.entry(key)
        if entry is None:
            return None
        value = entry.value
        if not isinstance(value, Mapping):
            return None
        return Section(self.reading, value, self.owner, self.via_of(entry))

    def down(self, *keys: str) -> Section | None:
        """The mapping at the end of a path of keys."""
        found: Section | None = self
        for key in keys:
            if found is None:
                break
            found = found.section(key)
        return found

    def is_set(self, key: str) -> bool:
        """Whether a key has a value other than null."""
        entry = self.mapping.entry(key)
        return entry is not None and not is_null(entry.value)

    def items(self, key: str) -> Iterator[Section]:
        """The mappings in the list under a key."""
        entry = self.mapping.entry(key)
        if entry is None or not isinstance(entry.value, Sequence):
            return
        via = self.via_of(entry)
        for item in entry.value.items:
            if isinstance(item.value, Mapping):
                aliased = item.value.anchor is not None and item.use != item.value.span
                yield Section(self.reading, item.value, item.value.span, (*via, item.use) if aliased else via)

    def scalar(self, key: str) -> Scalar | None:
        """The scalar under a key, whatever its type; None for null."""
        entry = self.mapping.entry(key)
        if entry is None or not isinstance(entry.value, Scalar) or is_null(entry.value):
            return None
        return entry.value

    def word(self, key: str) -> str | None:
        """The text of a scalar, where no more than the text is wanted."""
        scalar = self.scalar(key)
        return None if scalar is None else scalar.value

    def text(self, key: str, default: str | None = None) -> Known[str] | Absent[str] | Unknown:
        """A string. A template in it makes it unknown, and so does another type: Kubernetes refuses it."""
        entry = self.mapping.entry(key)
        if entry is None:
            return Absent(default, self.owner)
        value = entry.value
        if not isinstance(value, Scalar):
            return self.reading.cannot_know(f"`{key}` wants a string", entry.use)
        text = value.value
        if value.style is None and not _is_word(value):
            resolved = resolve(value, "kubernetes")
            if resolved is None:
                return Absent(default, self.owner)
            if not isinstance(resolved, str):
                return self.reading.cannot_know(f"`{key}` wants a string", value.content_span)
        if ("$" in text or "{" in text) and is_template(text):
            return self.reading.cannot_know(f"`{key}` is a template", value.content_span)
        return Known(text, value.content_span, self.via_of(entry))

    def whole(
        self, key: str, default: int | None, low: int, high: int = MAX_INT32
    ) -> Known[int] | Absent[int] | Unknown:
        """A whole number from `low` to `high`; anything else is unknown."""
        entry = self.mapping.entry(key)
        if entry is None:
            return Absent(default, self.owner)
        number = _number(entry.value)
        if number is None:
            return Absent(default, self.owner)
        if low <= number <= high:
            return Known(int(number), entry.value.content_span, self.via_of(entry))  # type: ignore[union-attr]
        return self._no_number(key, entry)

    def seconds(self, key: str, default: float | None, low: int) -> Known[float] | Absent[float] | Unknown:
        """A duration, which Kubernetes writes in whole seconds."""
        entry = self.mapping.entry(key)
        if entry is None:
            return Absent(default, self.owner)
        number = _number(entry.value)
        if number is None:
            return Absent(default, self.owner)
        if low <= number <= MAX_INT32:
            return Known(number, entry.value.content_span, self.via_of(entry))  # type: ignore[union-attr]
        return self._no_number(key, entry)

    def flag(self, key: str, default: bool | None) -> Known[bool] | Absent[bool] | Unknown:
        """A boolean; `yes` and `on` are booleans to Kubernetes' reader too, a quoted one is not."""
        entry = self.mapping.entry(key)
        if entry is None or is_null(entry.value):
            return Absent(default, self.owner)
        value = entry.value
        if isinstance(value, Scalar):
            resolved = resolve(value, "kubernetes")
            if isinstance(resolved, bool):
                return Known(resolved, value.content_span, self.via_of(entry))
        return self.reading.cannot_know(f"`{key}` wants true or false", _span(entry))

    def port(self, key: str) -> Known[int | str] | Absent[int | str] | Unknown:
        """A port by number (1 to 65535) or by name (Kubernetes API, IntOrString).

        A number in quotes is a name to Kubernetes, and stays a string. What can be neither is unknown.
        """
        entry = self.mapping.entry(key)
        if entry is None or is_null(entry.value):
            return Absent(None, self.owner)
        value = entry.value
        if isinstance(value, Scalar):
            number = _number(value)
            if number is not None and 0 < number <= 65535:
                return Known(int(number), value.content_span, self.via_of(entry))
            if isinstance(resolve(value, "kubernetes"), str) and _is_port_name(value.value):
                return Known(value.value, value.content_span, self.via_of(entry))
        return self._no_number(key, entry)

    def _no_number(self, key: str, entry: Entry) -> Unknown:
        template = isinstance(entry.value, Scalar) and is_template(entry.value.value)
        reason = f"`{key}` is a template" if template else f"`{key}` is none that Kubernetes takes"
        return self.reading.cannot_know(reason, _span(entry))


def _span(entry: Entry) -> Span:
    value = entry.value
    return value.content_span if isinstance(value, Scalar) else entry.key.span


def is_template(text: str) -> bool:
    """Whether something else fills in a text before Kubernetes reads it: `{{ }}`, `${ }` or `$( )`."""
    if "$" not in text and "{" not in text:
        return False
    return any(mark in text for mark in _TEMPLATES)


def is_null(value: object) -> bool:
    """Whether a value is null as Kubernetes reads it."""
    return (
        isinstance(value, Scalar)
        and value.style is None
        and value.value in _NULLS
        and value.tag in _NULL_TAGS
    )


def _is_word(scalar: Scalar) -> bool:
    """Whether a plain scalar is a string at first sight: longer than `false`, and begun by a letter."""
    text = scalar.value
    return len(text) > 5 and text[0].isalpha() and scalar.tag is None


def _number(value: object) -> float | None:
    """A whole number, as a float; None for null, not-a-number for anything else."""
    if not isinstance(value, Scalar):
        return nan
    text = value.value
    if value.style is None and value.tag is None and text.isascii() and text.isdigit() and text[0] != "0":
        return float(text) if len(text) < 11 else nan
    resolved = resolve(value, "kubernetes")
    if resolved is None:
        return None
    if type(resolved) is int and abs(resolved) <= MAX_INT32:
        return float(resolved)
    return resolved if isinstance(resolved, float) and resolved.is_integer() else nan


def _is_port_name(text: str) -> bool:
    """Lower case letters, digits and dashes, as in port names of containers and Services."""
    return 0 < len(text) <= 63 and all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in text)
