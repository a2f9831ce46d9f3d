"""Keys of a service that cannot stand together, and what a service cannot do without (loader/validate.go)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.casts import cast
from wslint.project.compose.validity.readings import size_of
from wslint.project.compose.validity.services import Consistency, Service
from wslint.project.compose.validity.splitting import cleaned, split_mount
from wslint.project.compose.validity.tables import Hole, Place, Row, Table
from wslint.project.compose.validity.unique import unique
from wslint.text import Span

_CONFLICT = "compose-conflict"
_INVALID = "compose-invalid-value"
_FIRST_WORDS = ("CMD", "CMD-SHELL", "NONE")


def conflict_problems(project: Consistency) -> Iterator[Problem]:
    """All of them in the enabled services."""
    for service in project.enabled:
        if project.complete:
            yield from _nothing_to_run(service)
        for look in (_networks, _build, _test, _scale, _resources, _watch, _mounts):
            yield from look(service)
    yield from _container_names(project)


def _conflict(
    variant: str, service: Service, place: Place, other: Place | None = None, **fields: str | float
) -> Problem:
    related = () if other is None else (("other", other.shown),)
    return Problem(_CONFLICT, place.shown, {"variant": variant, "service": service.name, **fields}, related)


def _nothing_to_run(service: Service) -> Iterator[Problem]:
    table = service.table
    if service.inherits or "build" in table or "provider" in table:
        return
    if "image" not in table:
        yield Problem("compose-missing-image", service.place.name, {"service": service.name})
    elif table["image"] == "":
        fields = {"variant": "empty", "service": service.name}
        yield Problem("compose-missing-image", table.places["image"].name, fields)


def _networks(service: Service) -> Iterator[Problem]:
    mode = service.text("network_mode")
    networks = service.table.get("networks")
    if mode and isinstance(networks, Table | Row) and networks:
        places = service.table.places
        yield _conflict(
            "network-mode", service, places["network_mode"], _key(service.table, "networks"), mode=mode
        )


def _build(service: Service) -> Iterator[Problem]:
    build = service.part("build")
    inline, path = build.get("dockerfile_inline"), build.get("dockerfile")
    if isinstance(inline, str) and inline and isinstance(path, str) and path:
        yield _conflict("dockerfile", service, build.places["dockerfile"], _key(build, "dockerfile_inline"))
    platforms = build.get("platforms")
    wanted = service.text("platform")
    if (
        wanted
        and isinstance(platforms, Row)
        and platforms
        and wanted not in platforms
        and not any(isinstance(one, Hole) for one in platforms)
    ):
        place = service.table.places["platform"]
        yield _conflict("platform", service, place, _key(build, "platforms"), value=wanted)


def _key(table: Table, name: str) -> Place:
    """The place of a key without its value."""
    return Place(table.places[name].name, None)


def _test(service: Service) -> Iterator[Problem]:
    test = service.part("healthcheck").get("test")
    if isinstance(test, Row) and test and isinstance(test[0], str) and test[0] not in _FIRST_WORDS:
        word = test[0].upper()
        variant = "first-word-case" if word in _FIRST_WORDS else "first-word"
        fields = {"variant": variant, "service": service.name, "value": test[0], "word": word}
        yield Problem(_INVALID, test.places[0].shown, fields)


def _scale(service: Service) -> Iterator[Problem]:
    deploy = service.part("deploy")
    scale, replicas = _count(service.table.get("scale")), _count(deploy.get("replicas"))
    for value, table, path in ((scale, service.table, "scale"), (replicas, deploy, "deploy.replicas")):
        if value is not None and value < 0:
            fields = {"variant": "negative", "value": str(value), "path": f"services.{service.name}.{path}"}
            yield Problem(_INVALID, table.places[path.rpartition(".")[2]].shown, fields)
    if scale is not None and replicas is not None and scale != replicas:
        place = service.table.places["scale"]
        yield _conflict("scale", service, place, deploy.places["replicas"], scale=scale, replicas=replicas)
    count = scale if "scale" in service.table else replicas
    name = service.text("container_name")
    if name and count is not None and count > 1:
        other = service.table.places["scale"] if "scale" in service.table else deploy.places["replicas"]
        place = service.table.places["container_name"]
        yield _conflict("container-name-scale", service, place, other, name=name, count=count)


def _count(value: Any) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _container_names(project: Consistency) -> Iterator[Problem]:
    first: dict[str, Service] = {}
    for service in project.enabled:
        name = service.text("container_name")
        if not name:
            continue
        if name in first:
            place, other = (one.table.places["container_name"] for one in (service, first[name]))
            if place.value == other.value:
                # Inherited from one line: the services are what tells them apart.
                place, other = Place(service.place.name, None), Place(first[name].place.name, None)
            yield _conflict("container-name", service, place, other, name=name, second=first[name].name)
        first.setdefault(name, service)


def _bytes(value: Any) -> float | None:
    if isinstance(value, str):
        return size_of(value)
    if isinstance(value, float):
        return 0.0
    return _count(value)


def _plain(value: Any) -> float | None:
    if isinstance(value, str):
        return cast(value, "number")
    return _count(value)


def _read_there(there: Table, name: str, read: Callable[[Any], float | None]) -> float | None:
    """A limit of `deploy`: 0 if it is left out, None if it cannot be read."""
    if name not in there:
        return 0
    # A number is refused for `memory`, whatever it says.
    return None if name == "memory" and not isinstance(there[name], str) else read(there[name])


def _resources(service: Service) -> Iterator[Problem]:
    """A limit that is written in both places must be the same; left out in `deploy` it counts as 0."""
    resources = service.part("deploy").get("resources")
    if not isinstance(resources, Table):
        return
    for key, group, name, read in (
        ("cpus", "limits", "cpus", _plain),
        ("mem_limit", "limits", "memory", _bytes),
        ("mem_reservation", "reservations", "memory", _bytes),
        ("pids_limit", "limits", "pids", _plain),
    ):
        there = resources.get(group)
        mine = read(service.table.get(key))
        if not isinstance(there, Table) or not mine:
            continue
        theirs = _read_there(there, name, read)
        if theirs is None or abs(theirs - mine) <= 1e-6 * abs(mine):
            continue
        place = service.table.places[key]
        fields = {"key": key, "there": f"deploy.resources.{group}.{name}", "value": place.value.text}
        if name in there:
            written = there.places[name].value.text
            yield _conflict("limit", service, place, there.places[name], theirs=written, **fields)
        else:
            yield _conflict("limit-absent", service, place, _key(resources, group), **fields)


def _watch(service: Service) -> Iterator[Problem]:
    watch = service.part("develop").get("watch")
    for item in watch if isinstance(watch, Row) else ():
        action = item.get("action") if isinstance(item, Table) else None
        if isinstance(action, str) and action not in ("rebuild", "restart") and not item.get("target"):
            fields = {"variant": "watch", "service": service.name, "value": action}
            yield Problem(_INVALID, item.places["action"].shown, fields)


def _mounts(service: Service) -> Iterator[Problem]:
    """Two mounts on one path. Of two volumes with the same path the loader drops the first, unless they
    are spelt differently.
    """
    seen: dict[str, Span] = {}
    for path, place, kind in _targets(service):
        if path in seen:
            fields = {"variant": "mount", "service": service.name, "target": path, "kind": kind}
            yield Problem(_CONFLICT, place.shown, fields, (("other", seen[path]),))
        seen.setdefault(path, place.shown)


def _targets(service: Service) -> Iterator[tuple[str, Place, str]]:
    tmpfs = service.table.get("tmpfs")
    if isinstance(tmpfs, str):
        yield tmpfs.partition(":")[0], service.table.places["tmpfs"], "tmpfs"
    elif isinstance(tmpfs, Row):
        for item, place in tmpfs.placed():
            if isinstance(item, str):
                yield item.partition(":")[0], place, "tmpfs"
    mounts = Row()
    volumes = service.table.get("volumes")
    for item, place in volumes.placed() if isinstance(volumes, Row) else ():
        target = item.get("target") if isinstance(item, Table) else None
        if isinstance(item, str):
            target = cleaned(split_mount(item).target)
        if isinstance(target, str) and target:
            where = item.places["target"] if isinstance(item, Table) else place
            mounts.put(target, where)
    unique(mounts, lambda target: target)
    for target, place in mounts.placed():
        yield cleaned(target), place, "volumes"
