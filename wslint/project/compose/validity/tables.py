"""A merged project as plain data that knows its places: variables filled in, known fields cast.

Mappings are dicts and lists are lists, so that a JSON schema can be held against them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.records import Composed, FileContext
from wslint.project.compose.validity.casts import CASTS, Trie, cast, kind_at, step
from wslint.syntax.interpolation import interpolate
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence, resolve
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

MAX_PARTS = 100_000
"""Values of a project, each use of an alias counted; a larger one is not judged."""
_DEEPEST = 40


class Place(NamedTuple):
    """Where a value is written, and its key; a list's item has none."""

    value: Span
    key: Span | None

    @property
    def shown(self) -> Span:
        """The value, or its key where nothing is written behind it."""
        return self.key if self.key is not None and self.value.start == self.value.end else self.value

    @property
    def name(self) -> Span:
        """The key, or the value where there is none."""
        return self.value if self.key is None else self.key


class Table(dict[str, Any]):
    """A mapping; `places` has the place of each key."""

    __slots__ = ("places",)

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}

    def put(self, key: str, value: object, place: Place) -> None:
        """Set a value with its place."""
        self[key] = value
        self.places[key] = place

    def drop(self, key: str) -> None:
        """Take a key away."""
        self.pop(key, None)
        self.places.pop(key, None)


class Row(list[Any]):
    """A list; `places` has the place of each item."""

    __slots__ = ("places",)

    def __init__(self) -> None:
        self.places: list[Place] = []

    def put(self, value: object, place: Place) -> None:
        """Append a value with its place."""
        self.append(value)
        self.places.append(place)

    def placed(self) -> Iterator[tuple[Any, Place]]:
        """Each item with its place."""
        return zip(self, self.places, strict=True)


class Hole:
    """A value that hangs on something unknown. Never judged."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "?"


HOLE = Hole()


class TooLarge(Exception):  # noqa: N818  # a limit, not an error to report
    """The project has more parts than are judged."""


class Filling:
    """The conversion of one project."""

    __slots__ = ("_composed", "_contexts", "_left", "problems")

    def __init__(self, composed: Composed) -> None:
        self._composed = composed
        self._contexts: dict[Source, FileContext] = {}
        self._left = MAX_PARTS
        self.problems: list[Problem] = []

    def table(self) -> Table:
        """The whole project. Raises `TooLarge`."""
        return self._mapping(self._composed.root, (), CASTS)

    def lookup(self, source: Source, name: str) -> str | None:
        """The value of a variable in a file, as far as the files tell."""
        context = self._contexts.get(source)
        if context is None:
            context = self._contexts[source] = self._composed.context_of(source)
        known = context.variables.get(name)
        return None if known is None else known.value

    def _mapping(self, node: Mapping, path: tuple[str, ...], trie: Trie) -> Table:
        table = Table()
        for entry in node.items():
            name = entry.key_text
            if name is None or entry.value.tag == "!reset":
                continue
            key = entry.key
            if _is_no_string(key):
                fields = {"variant": "key", "key": name or "null", "path": shown(path)}
                span = _content(key)
                self.problems.append(Problem("compose-invalid-value", span, fields))
                continue
            place = Place(_written(entry.value, entry.use), _content(key))
            table.put(name, self._value(entry.value, (*path, name), step(trie, name), place), place)
        return table

    def _sequence(self, node: Sequence, path: tuple[str, ...], trie: Trie) -> Row:
        row = Row()
        for item in node.items:
            if item.value.tag == "!reset":
                continue
            place = Place(_written(item.value, item.use), None)
            row.put(self._value(item.value, (*path, f"[{len(row)}]"), step(trie, "[]"), place), place)
        return row

    def _value(self, node: Node, path: tuple[str, ...], trie: Trie, place: Place) -> Any:
        self._left -= 1
        if self._left < 0:
            raise TooLarge
        if len(path) > _DEEPEST:
            return HOLE
        if isinstance(node, Mapping):
            return self._mapping(node, path, trie)
        if isinstance(node, Sequence):
            return self._sequence(node, path, trie)
        value = resolve(node, "compose")
        if not isinstance(value, str):
            return value
        if node.plain and _is_date(value):
            # A date to v2.9.1, which the schema refuses; a string to its successor.
            return HOLE
        if "$" in value:
            filled = interpolate(value, lambda name: self.lookup(node.source, name)).value
            if filled is None:
                return HOLE
            value = filled
        kind = kind_at(trie)
        if kind is None:
            return value
        typed = cast(value, kind)
        if typed is not None:
            return typed
        fields = {"variant": kind, "value": value, "path": shown(path)}
        self.problems.append(Problem("compose-invalid-value", place.shown, fields))
        return HOLE


def without_inner(problems: list[Problem]) -> list[Problem]:
    """Without those inside a mapping or list that should not be one."""
    outer = [one.span for one in problems if one.fields.get("variant") == "type"]
    if not outer:
        return problems
    return [
        one
        for one in problems
        if not any(
            span != one.span and span.source is one.span.source and span.start <= one.span.start < span.end
            for span in outer
        )
    ]


def shown(path: tuple[str | int, ...]) -> str:
    """A path for people: `services.web.ports[0]`; the empty one is the top level."""
    parts = [f"[{part}]" if isinstance(part, int) else part for part in path]
    return ".".join(parts).replace(".[", "[") or "the top level"


def _is_no_string(key: Node) -> bool:
    """Whether a key is a number or the like; one that merging made of `1=x` in a list is not."""
    if not isinstance(key, Scalar) or not key.plain or isinstance(resolve(key, "compose"), str):
        return False
    return key.source.text[key.end : key.end + 20].lstrip().startswith(":")


def _written(node: Node, use: Span) -> Span:
    """A single value where it is written; a mapping or list where it is used, an alias being such a place."""
    return node.content_span if isinstance(node, Scalar) else use


def _content(node: Node) -> Span:
    return node.content_span if isinstance(node, Scalar) else node.span


def _is_date(text: str) -> bool:
    """Whether go-yaml v3 may take a plain scalar for a timestamp."""
    year, dash, rest = text.partition("-")
    return bool(dash) and len(year) == 4 and year.isdigit() and rest[:1].isdigit() and "-" in rest
