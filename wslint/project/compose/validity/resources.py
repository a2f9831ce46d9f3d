"""Top-level volumes, secrets and configs, and requests for devices (validation/*.go, transform/external.go)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.tables import HOLE, Hole, Place, Row, Table
from wslint.project.compose.validity.unique import tables_in

_CONFLICT = "compose-conflict"
_SOURCES = {"secrets": ("file", "environment"), "configs": ("file", "environment", "content")}


def resource_problems(root: Table) -> Iterator[Problem]:
    """All of them in a project."""
    for kind in ("networks", "volumes", "secrets", "configs"):
        declared = root.get(kind)
        for name, value in declared.items() if isinstance(declared, Table) else ():
            if not isinstance(value, Table):
                continue
            place = root[kind].places[name]
            yield from _names(kind, name, value)
            if kind == "volumes":
                yield from _external(name, value)
            elif kind in _SOURCES:
                yield from _sources(kind, name, value, place)
    for service in tables_in(root.get("services")):
        yield from _requests(service.get("gpus"))
        devices: Any = service
        for key in ("deploy", "resources", "reservations", "devices"):
            devices = devices.get(key) if isinstance(devices, Table) else None
        yield from _requests(devices)


def _names(kind: str, name: str, value: Table) -> Iterator[Problem]:
    external = value.get("external")
    if not isinstance(external, Table):
        return
    inner, outer = external.get("name"), value.get("name")
    if isinstance(inner, str) and isinstance(outer, str) and inner != outer:
        fields = {
            "variant": "external-name",
            "kind": kind[:-1],
            "name": name,
            "first": outer,
            "second": inner,
        }
        related = (("other", value.places["name"].shown),)
        yield Problem(_CONFLICT, external.places["name"].shown, fields, related)


def _is_external(value: Table) -> object:
    """True, False or a `Hole`."""
    external = value.get("external", False)
    return True if isinstance(external, Table) else external


def _external(name: str, value: Table) -> Iterator[Problem]:
    if _is_external(value) is not True:
        return
    for key in value:
        if key not in ("name", "external") and not key.startswith("x-"):
            fields = {"variant": "external", "name": name, "key": key}
            related = (("other", value.places["external"].name),)
            yield Problem(_CONFLICT, value.places[key].name, fields, related)


def _sources(kind: str, name: str, value: Table, place: Place) -> Iterator[Problem]:
    keys = _SOURCES[kind]
    written = [key for key in keys if key in value]
    fields: dict[str, str | int | float] = {"kind": kind[:-1], "name": name}
    if len(written) > 1:
        first, second = sorted(written[:2], key=lambda key: value.places[key].name.start)
        fields.update(variant="sources", first=first, second=second)
        related = (("other", value.places[first].name),)
        yield Problem(_CONFLICT, value.places[second].name, fields, related)
        return
    external = _is_external(value)
    if isinstance(external, Hole) or external is True:
        return
    fields.update(variant="source", choices=" or ".join(f"`{key}`" for key in keys))
    if kind == "secrets":
        if (
            "content" not in value
            and not any(value.get(key) for key in keys)
            and not any(value.get(key) is HOLE for key in keys)
        ):
            yield Problem("compose-invalid-value", place.name, fields)
    elif not written and "driver" not in value and "external" not in value:
        yield Problem("compose-invalid-value", place.name, fields)


def _requests(row: Any) -> Iterator[Problem]:
    for item in row if isinstance(row, Row) else ():
        if isinstance(item, Table) and "count" in item and "device_ids" in item:
            related = (("other", item.places["count"].name),)
            fields = {"variant": "devices"}
            yield Problem(_CONFLICT, item.places["device_ids"].name, fields, related)
