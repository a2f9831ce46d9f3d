"""Values of a Compose file as Compose reads them: interpolated, typed, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from math import isfinite, isinf, isnan

from wslint.model.durations import parse_duration
from wslint.model.value import Known, Unknown
from wslint.readers.compose.text import Text
from wslint.syntax.yaml import Entry, Item, Mapping, Scalar, Sequence, resolve
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

Written = Scalar | Mapping | Sequence

_TRUE = frozenset(("true", "y", "yes", "on"))
_FALSE = frozenset(("false", "n", "no", "off"))


class Place(NamedTuple):
    """A value as written, the key it is written under, and the aliases and merges that lead to it."""

    value: Written
    use: Span
    via: tuple[Span, ...]
    key: Span | None = None

    @property
    def span(self) -> Span:
        """The characters of the value, quotes apart."""
        return self.value.content_span if isinstance(self.value, Scalar) else self.value.span


class Reading:
    """The reading of one tree: what its variables stand for, and what could not be known so far.

    `variables_of` gives the variables of the file that writes a value, `folder_of` the absolute folder that
    its relative paths start from, None for that of the declaring file. `shared` counts the values read
    through aliases and merges: these cost a hostile file nothing. `skipped` is what is recognised and not read.
    """

    __slots__ = ("_lookups", "folder_of", "shared", "skipped", "unknown", "variables_of")

    def __init__(
        self,
        variables_of: Callable[[Source], Table[str, Known[str]]],
        folder_of: Callable[[Source], str | None] = lambda _source: None,
    ) -> None:
        self.variables_of = variables_of
        self.folder_of = folder_of
        self.unknown: list[Unknown] = []
        self.skipped: list[Unknown] = []
        self.shared = 0
        self._lookups: dict[int, Callable[[str], str | None]] = {}

    def lookup(self, source: Source) -> Callable[[str], str | None]:
        """The values of variables in a file, as far as the project's files tell."""
        found = self._lookups.get(id(source))
        if found is None:
            variables = self.variables_of(source)

            def found(name: str) -> str | None:
                known = variables.get(name)
                return None if known is None else known.value

            self._lookups[id(source)] = found
        return found

    def cannot_know(self, reason: str, span: Span) -> Unknown:
        """An unknown, noted for the ledger."""
        unknown = Unknown(reason, span)
        self.unknown.append(unknown)
        return unknown

    def child(self, owner: Place, key: str) -> Place | None:
        """The value under a key; None where there is none, or null, or `!reset`."""
        if not isinstance(owner.value, Mapping):
            return None
        entry = owner.value.entry(key)
        if entry is None:
            return None
        place = self.entered(entry, owner.via)
        return None if place is None or is_null(place.value) else place

    def entered(self, entry: Entry, via: tuple[Span, ...]) -> Place | None:
        """The value of an entry; None where `!reset` takes it away."""
        value = entry.value
        if value.tag == "!reset":
            return None
        if entry.merged is not None:
            via = (*via, entry.merged)
        return Place(value, entry.use, _with_alias(value, entry.use, via), entry.key.span)

    def entries(self, place: Place) -> tuple[Entry, ...]:
        """The entries of a mapping; of anything else none."""
        if not isinstance(place.value, Mapping):
            return ()
        entries = place.value.items()
        if place.via:
            self.shared += len(entries)
        return entries

    def items(self, place: Place) -> list[Place]:
        """The items of a list; of anything else none."""
        if not isinstance(place.value, Sequence):
            return []
        if place.via:
            self.shared += len(place.value.items)
        return [self._item(item, place.via) for item in place.value.items if item.value.tag != "!reset"]

    def _item(self, item: Item, via: tuple[Span, ...]) -> Place:
        return Place(item.value, item.use, _with_alias(item.value, item.use, via))

    def plain(self, place: Place) -> Text | bool | int | float | Unknown | None:
        """A scalar as Compose's YAML reader types it; strings interpolated. No scalar: unknown."""
        if not isinstance(place.value, Scalar):
            return self.cannot_know("a single value is wanted here", place.value.span)
        resolved = resolve(place.value, "compose")
        if isinstance(resolved, str):
            return Text(place.value, place.via, self.lookup(place.value.source))
        return resolved

    def text(self, place: Place) -> Text | Unknown:
        """A string that may have holes: variables without a known value. A number stays as it is written."""
        if not isinstance(place.value, Scalar):
            return self.cannot_know("a string is wanted here", place.value.span)
        return Text(place.value, place.via, self.lookup(place.value.source))

    def whole(self, text: Text) -> Known[str] | Unknown:
        """The value of a text, unknown if it has holes."""
        if text.holes:
            return self.cannot_know(hole_reason(text), text.span)
        return Known(text.value, text.span, self.reached(text))

    def reached(self, text: Text) -> tuple[Span, ...]:
        """The places that take part in a text: aliases, merges, and the env file's entries."""
        if not text.names:
            return text.via
        variables = self.variables_of(text.span.source)
        return (*text.via, *(variables[name].span for name in text.names if name in variables))

    def string(self, place: Place) -> Known[str] | Unknown:
        """A string; Compose's schema takes no number in its place."""
        value = self.plain(place)
        if isinstance(value, Text):
            return self.whole(value)
        if isinstance(value, Unknown):
            return value
        return self.cannot_know("a string is wanted here", place.span)

    def boolean(self, place: Place) -> Known[bool] | Unknown:
        """A bool, or one of the words that Compose takes for it (compose-go, loader/interpolate.go)."""
        value = self.plain(place)
        if isinstance(value, bool):
            return Known(value, place.span, place.via)
        if isinstance(value, Text) and not value.holes:
            word = value.value.lower()
            if word in _TRUE or word in _FALSE:
                return Known(word in _TRUE, value.span, self.reached(value))
        if isinstance(value, Unknown):
            return value
        return self.cannot_know(hole_reason(value) or "true or false is wanted here", place.span)

    def integer(self, place: Place) -> Known[int] | Unknown:
        """A whole number, also as a string; a fraction is cut, as Compose does."""
        value = self.plain(place)
        if isinstance(value, bool):
            return self.cannot_know("a number is wanted here", place.span)
        if isinstance(value, float) and isfinite(value):
            return Known(int(value), place.span, place.via)
        if isinstance(value, int):
            return Known(value, place.span, place.via)
        if isinstance(value, Text) and not value.holes:
            number = digits(value.value)
            if number is not None:
                return Known(number, value.span, self.reached(value))
        if isinstance(value, Unknown):
            return value
        return self.cannot_know(hole_reason(value) or "a number is wanted here", place.span)

    def duration(self, place: Place) -> Known[float] | Unknown:
        """A duration in seconds. Compose wants a string with a unit: neither `30` nor `"30"` will do."""
        value = self.plain(place)
        if isinstance(value, Text) and not value.holes:
            seconds = parse_duration(value.value, "compose")
            if seconds is not None:
                return Known(seconds, value.span, self.reached(value))
        if isinstance(value, Unknown):
            return value
        return self.cannot_know(hole_reason(value) or "a duration such as 30s is wanted here", place.span)


def hole_reason(value: object) -> str:
    """Why a text is not known: the variables without a value. Empty for all else."""
    if not isinstance(value, Text) or not value.holes:
        return ""
    names = [name for name in value.holes if name]
    if not names:
        return "its variables cannot be resolved"
    return f"no value is known for {', '.join('$' + name for name in names)}"


def digits(text: str) -> int | None:
    """The number that ASCII digits spell, a sign allowed; None for anything else."""
    body = text[1:] if text[:1] in ("-", "+") else text
    if not body.isascii() or not body.isdigit() or len(body) > 18:
        return None
    return int(text)


def printed(value: bool | float) -> str:
    """A YAML bool or number as Compose prints it into an environment (Go's `%v`): 1.10 is 1.1, 017 is 15."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isnan(value):
        return "NaN"
    if isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return repr(value)


def is_null(value: Written) -> bool:
    """Whether a value is YAML's null: nothing at all, `~` or `null`."""
    return isinstance(value, Scalar) and resolve(value, "compose") is None


def _with_alias(value: Written, use: Span, via: tuple[Span, ...]) -> tuple[Span, ...]:
    """Add the place of an alias: there the use is not where the value is written."""
    return via if use.start == value.start or use.source is not value.source else (*via, use)
