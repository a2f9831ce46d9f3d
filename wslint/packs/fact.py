"""What a fact is: plain data, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from wslint.model.images import parse_reference
from wslint.model.value import Absent, Known, Unknown, Value, in_force
from wslint.model.workload import HostEntry, Workload
from wslint.text import Span
from wslint.text.record import NamedTuple

MAX_ITEMS = 300
MAX_TEXT = 1000


class Fact(NamedTuple):
    """A value as plain data, and where it is written (None: nowhere). `places` are those of a list's items."""

    value: Any
    span: Span | None = None
    places: tuple[Span, ...] = ()


class Entries(NamedTuple):
    """A map: what is known to be set (an unknown value is None), and whether there can be nothing else.

    `places` are those of unknown values.
    """

    facts: Mapping[str, Fact | None]
    complete: bool
    places: Mapping[str, Span | None] = {}

    def place(self, name: str) -> Span | None:
        """Where the value of a name is written."""
        fact = self.facts.get(name)
        return fact.span if fact is not None else self.places.get(name)


Answer: TypeAlias = Fact | Entries | Mapping[str, "Fact | None"] | None
"""A fact; a map; the fields of a record ("" is the record itself); None where it cannot be told."""

NOTHING = Fact(None)


def told(value: Value[Any], default: Any = None) -> Fact | None:
    """A value of the model; `default` where neither it is written nor the model has a default."""
    if isinstance(value, Known):
        return Fact(whole(value.value), value.span)
    if isinstance(value, Absent):
        return Fact(whole(default if value.default is None else value.default))
    return None


def whole(value: Any) -> Any:
    """Whole numbers are int, as CEL's literals are."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def listed(items: Iterable[tuple[Any, Span]], *, complete: bool = True) -> Fact | None:
    """A list of values with their places; None where it may be longer, or is too long."""
    values, places = [], []
    for value, span in items:
        values.append(value)
        places.append(span)
    if not complete or len(values) > MAX_ITEMS:
        return None
    return Fact(values, places[0] if places else None, tuple(places))


def entries(values: Mapping[str, Known[str] | Unknown], *, complete: bool) -> Entries:
    """A map of the model's values."""
    facts = {
        name: Fact(value.value, value.span) if isinstance(value, Known) else None
        for name, value in values.items()
    }
    places = {name: value.span for name, value in values.items() if isinstance(value, Unknown)}
    return Entries(facts, complete, places)


def hosts(value: Value[tuple[HostEntry, ...]]) -> Fact | None:
    """The lines of /etc/hosts."""
    if isinstance(value, Unknown):
        return None
    return listed(({"host": one.host, "address": one.address}, one.span) for one in in_force(value) or ())


def short_name(workload: Workload) -> str | None:
    """The name without words around it: people see "service `web`"."""
    if workload.platform == "image":
        return workload.image_facts.stage if workload.image_facts is not None else None
    if workload.platform == "docker-run":
        return workload.container_name.value if workload.container_name is not None else None
    parts = workload.name.split("`")
    return parts[-2] if len(parts) > 2 else workload.name


def repository(workload: Workload) -> str | None:
    """The repository of the image that a workload runs, if that is known."""
    image = workload.image
    reference = parse_reference(image.value) if isinstance(image, Known) else None
    return reference.repository if reference is not None else None
