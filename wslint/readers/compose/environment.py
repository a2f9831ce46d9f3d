"""`environment:`, `env_file:` and `labels:`: lists of `K=V`, or mappings."""

from __future__ import annotations

from wslint.model.environment import Environment, EnvironmentSource, Variable
from wslint.model.value import Known, Unknown, written
from wslint.readers.compose.reading import Place, Reading, hole_reason, is_null, printed
from wslint.readers.compose.text import HOLE, Text
from wslint.syntax.yaml import Mapping, Sequence
from wslint.text import Span
from wslint.text.record import NamedTuple


class Pair(NamedTuple):
    """One name with its value; None where it is written without one."""

    name: str
    name_span: Span
    value: Known[str] | Unknown | None
    via: tuple[Span, ...] = ()


class Pairs(NamedTuple):
    """The pairs of a list or mapping; not complete where one of them could not be read."""

    pairs: tuple[Pair, ...]
    complete: bool


def read_pairs(reading: Reading, place: Place) -> Pairs:
    """What a list of `K=V` or a mapping says. Names in a mapping are not interpolated, those of a list are."""
    if isinstance(place.value, Mapping):
        return _pairs_of_mapping(reading, place)
    if isinstance(place.value, Sequence):
        return _pairs_of_list(reading, place)
    return Pairs((), complete=False)


def _pairs_of_mapping(reading: Reading, place: Place) -> Pairs:
    pairs: list[Pair] = []
    complete = True
    for entry in reading.entries(place):
        name = entry.key_text
        inner = reading.entered(entry, place.via)
        if name is None:
            complete = False
        elif inner is not None:
            value = None if is_null(inner.value) else _printed(reading, inner)
            pairs.append(Pair(name, entry.key.span, value, inner.via))
    return Pairs(tuple(pairs), complete)


def _printed(reading: Reading, place: Place) -> Known[str] | Unknown:
    value = reading.plain(place)
    if isinstance(value, Text):
        return reading.whole(value)
    if isinstance(value, Unknown):
        return value
    return Known("" if value is None else printed(value), place.span, place.via)


def _pairs_of_list(reading: Reading, place: Place) -> Pairs:
    pairs: list[Pair] = []
    complete = True
    for item in reading.items(place):
        text = reading.text(item)
        if isinstance(text, Unknown):
            complete = False
            continue
        name, equals, value = text.value.partition("=")
        if HOLE in name or not name or name != name.strip():
            complete = False
            continue
        name_span = text.part(0, len(name))
        pairs.append(Pair(name, name_span, _after(reading, text, name, value) if equals else None, item.via))
    return Pairs(tuple(pairs), complete)


def _after(reading: Reading, text: Text, name: str, value: str) -> Known[str] | Unknown:
    """The part of a list item after its equals sign; empty: the place of the whole item."""
    span = text.part(len(name) + 1, len(text.value)) if value else text.span
    if HOLE in value:
        return reading.cannot_know(hole_reason(text), span)
    return Known(value, span, reading.reached(text))


def read_environment(reading: Reading, service: Place, *, inherits: bool) -> Environment:
    """The environment of a service.

    A name without a value is taken from where Compose runs, the project's `.env` included (Compose file
    reference, `environment`).
    """
    place = reading.child(service, "environment")
    pairs = Pairs((), complete=True) if place is None else read_pairs(reading, place)
    variables = tuple(Variable(pair.name, _value(reading, pair), pair.name_span) for pair in pairs.pairs)
    sources, readable = read_env_files(reading, reading.child(service, "env_file"))
    complete = pairs.complete and readable and not inherits
    return Environment(variables, (), sources, complete)


def _value(reading: Reading, pair: Pair) -> Known[str] | Unknown:
    if pair.value is not None:
        return pair.value
    outside = reading.variables_of(pair.name_span.source).get(pair.name)
    if outside is not None:
        return Known(outside.value, outside.span, (pair.name_span, *pair.via))
    return reading.cannot_know("taken from the environment in which Compose runs", pair.name_span)


def read_env_files(reading: Reading, place: Place | None) -> tuple[tuple[EnvironmentSource, ...], bool]:
    """The env files in order, and whether all of them could be read: a path, paths, or the long form."""
    if place is None:
        return (), True
    sources: list[EnvironmentSource] = []
    complete = True
    entries = reading.items(place) if isinstance(place.value, Sequence) else [place]
    for entry in entries:
        source = _env_file(reading, entry)
        if source is None:
            complete = False
        else:
            sources.append(source)
    return tuple(sources), complete


def _env_file(reading: Reading, place: Place) -> EnvironmentSource | None:
    optional = raw = False
    path_place: Place | None = place
    if isinstance(place.value, Mapping):
        path_place = reading.child(place, "path")
        required = reading.child(place, "required")
        optional = required is not None and written(reading.boolean(required)) is False
        form = reading.child(place, "format")
        raw = form is not None and written(reading.string(form)) == "raw"
    if path_place is None:
        return None
    path = reading.string(path_place)
    if isinstance(path, Unknown):
        return None
    folder = reading.folder_of(path.span.source)
    return EnvironmentSource("file", path.value, "", optional, path.span, raw, folder)


def read_labels(reading: Reading, place: Place | None) -> dict[str, Known[str] | Unknown]:
    """The labels; one without a value has an empty one."""
    if place is None:
        return {}
    labels: dict[str, Known[str] | Unknown] = {}
    for pair in read_pairs(reading, place).pairs:
        labels[pair.name] = Known("", pair.name_span, pair.via) if pair.value is None else pair.value
    return labels
