"""Names of networks, volumes, secrets, configs and models that nothing declares (loader/validate.go)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.services import Consistency, Service, names_in, sources_in, undefined
from wslint.project.compose.validity.splitting import split_mount
from wslint.project.compose.validity.tables import Place, Row, Table


def reference_problems(project: Consistency) -> Iterator[Problem]:
    """All of them in the enabled services; none where a part of the project could not be read."""
    if not project.complete:
        return
    for service in project.enabled:
        networks = project.declared("networks")
        for name, place in names_in(service.table.get("networks")) if project.lists("networks") else ():
            if name not in networks and name != "default":
                yield undefined("network", service.name, name, place.name, networks)
        if project.lists("volumes"):
            yield from _volumes(project, service)
        for kind, table, inner in (
            ("secrets", service.table, ""),
            ("configs", service.table, ""),
            ("secrets", service.part("build"), "build."),
        ):
            declared = project.declared(kind)
            for name, place in sources_in(table.get(kind)) if project.lists(kind) else ():
                if name not in declared:
                    yield undefined(kind[:-1], service.name, name, place.shown, declared)
            yield from _sourceless(f"services.{service.name}.{inner}{kind}", table.get(kind))
        models = project.declared("models")
        for name, place in names_in(service.table.get("models")) if project.lists("models") else ():
            if name not in models:
                yield undefined("model", service.name, name, place.name, models)


def _sourceless(path: str, rows: Any) -> Iterator[Problem]:
    for at, (item, place) in enumerate(rows.placed()) if isinstance(rows, Row) else ():
        if isinstance(item, Table) and "source" not in item:
            fields = {"variant": "missing", "key": "source", "path": f"{path}[{at}]"}
            yield Problem("compose-invalid-value", place.shown, fields)


def _volumes(project: Consistency, service: Service) -> Iterator[Problem]:
    declared = project.declared("volumes")
    rows = service.table.get("volumes")
    for item, place in rows.placed() if isinstance(rows, Row) else ():
        name, where = named_volume(item, place)
        if name and name not in declared:
            variant = {"variant": "path"} if isinstance(item, Table) and name[0] in "./~" else {}
            problem = undefined("volume", service.name, name, where.shown, declared)
            yield problem._replace(fields={**problem.fields, **variant})


def named_volume(item: Any, place: Place) -> tuple[str, Place]:
    """The volume that a mount names, "" if none, and where it does."""
    if isinstance(item, str):
        mount = split_mount(item)
        return (mount.source if mount.named else ""), place
    if isinstance(item, Table) and item.get("type") == "volume" and isinstance(item.get("source"), str):
        return item["source"], item.places["source"]
    return "", place
