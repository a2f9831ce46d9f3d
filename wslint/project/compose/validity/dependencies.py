"""What services wait for: services that are not there, and cycles (loader/normalize.go, graph/cycle.go)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.published import near
from wslint.project.compose.validity.services import Consistency, Service, names_in
from wslint.project.compose.validity.tables import Row, Table
from wslint.text import Span
from wslint.text.record import NamedTuple

_NAMESPACES = ("network_mode", "ipc", "pid", "uts", "cgroup")
_OWNER = "service:"


class Edge(NamedTuple):
    """One service waits for another one. `through` is the key that says so; `required`: it must be enabled."""

    target: str
    span: Span
    through: str
    required: bool = True


def edges_of(service: Service) -> Iterator[Edge]:
    """What a service waits for, each target once, as the first of the keys says that names it."""
    seen: set[str] = set()
    for edge in _all_edges(service):
        if edge.target not in seen:
            seen.add(edge.target)
            yield edge


def _all_edges(service: Service) -> Iterator[Edge]:
    depends = service.table.get("depends_on")
    for name, place in names_in(depends):
        entry: Any = depends.get(name) if isinstance(depends, Table) else None
        required = not isinstance(entry, Table) or entry.get("required", True) is True
        yield Edge(name, place.name, "depends_on", required)
    for text, place in _texts(service, "links"):
        first, colon, last = text.partition(":")
        target = first if colon and ":" not in last else text
        yield Edge(target, place.value, "links")
    for key in _NAMESPACES:
        value = service.text(key)
        if value is not None and value.startswith(_OWNER):
            yield Edge(value[len(_OWNER) :], service.table.places[key].value, key)
    for text, place in _texts(service, "volumes_from"):
        if not text.startswith("container:"):
            yield Edge(text.partition(":")[0], place.value, "volumes_from")


def _texts(service: Service, key: str) -> Iterator[tuple[str, Any]]:
    row = service.table.get(key)
    if isinstance(row, Row):
        yield from names_in(row)


def dependency_problems(project: Consistency) -> Iterator[Problem]:
    """Targets that are not there, or not enabled, then cycles."""
    enabled = {service.name for service in project.enabled}
    graph: dict[str, list[Edge]] = {}
    for service in project.enabled:
        graph[service.name] = []
        for edge in edges_of(service):
            if edge.target in enabled:
                graph[service.name].append(edge)
                continue
            problem = _missing(project, service, edge)
            if problem is not None:
                yield problem
        yield from _contexts(project, service, enabled)
    yield from _cycles(graph)


def _missing(project: Consistency, service: Service, edge: Edge) -> Problem | None:
    fields: dict[str, str | int | float] = {
        "service": service.name,
        "name": edge.target,
        "through": edge.through,
    }
    if edge.target in project.services:
        names = project.profiles.get(edge.target)
        if names is None or not edge.required:
            return None
        fields.update(variant="profile", profile=names[0])
        related = (("profile", project.services[edge.target].table.places["profiles"].name),)
        return Problem("compose-undefined-dependency", edge.span, fields, related)
    if not project.complete:
        return None
    nearest = near(edge.target, project.services)
    if not nearest:
        return Problem("compose-undefined-dependency", edge.span, fields)
    fields.update(variant="near", near=nearest)
    related = (("near", project.services[nearest].place.name),)
    return Problem("compose-undefined-dependency", edge.span, fields, related)


def _contexts(project: Consistency, service: Service, enabled: set[str]) -> Iterator[Problem]:
    """`additional_contexts: {NAME: service:OTHER}`: the other one must be there and be built."""
    for target, span in _context_services(service.part("build").get("additional_contexts")):
        edge = Edge(target, span, "additional_contexts")
        if target not in project.services:
            problem = _missing(project, service, edge)
            if problem is not None:
                yield problem
            continue
        if target not in enabled:
            # Refused by Compose up to v2.40; since then only its build is looked at.
            continue
        other = project.services[target]
        if "build" not in other.table and not other.inherits:
            fields = {"variant": "context", "service": service.name, "name": target}
            related = (("service", other.place.name),)
            yield Problem("compose-conflict", span, fields, related)


def _context_services(contexts: Any) -> Iterator[tuple[str, Span]]:
    if isinstance(contexts, Table):
        for key, value in contexts.items():
            if isinstance(value, str) and value.startswith(_OWNER):
                yield value[len(_OWNER) :], contexts.places[key].value
    elif isinstance(contexts, Row):
        for item, place in contexts.placed():
            value = item.partition("=")[2] if isinstance(item, str) else ""
            if value.startswith(_OWNER):
                yield value[len(_OWNER) :], place.value


def _cycles(graph: Mapping[str, list[Edge]]) -> Iterator[Problem]:
    """One problem for each way back that a walk through the graph meets; without recursion."""
    done: set[str] = set()
    for start in graph:
        path: list[tuple[str, Iterator[Edge]]] = []
        on_path: dict[str, int] = {}
        taken: list[Edge] = []
        waiting: str | None = start
        while waiting is not None or path:
            if waiting is not None:
                if waiting in done:
                    waiting = None
                    if taken:
                        taken.pop()
                    continue
                on_path[waiting] = len(path)
                path.append((waiting, iter(graph[waiting])))
                waiting = None
            name, edges = path[-1]
            edge = next(edges, None)
            if edge is None:
                path.pop()
                del on_path[name]
                done.add(name)
                if taken:
                    taken.pop()
            elif edge.target in on_path:
                begin = on_path[edge.target]
                yield _cycle([one for one, _ in path[begin:]], [*taken[begin:], edge])
            else:
                taken.append(edge)
                waiting = edge.target


def _cycle(names: list[str], edges: list[Edge]) -> Problem:
    """`edges[i]` leads from `names[i]` to the next; the last one back to the first."""
    fields: dict[str, str | int | float] = {"cycle": " -> ".join([*names, names[0]]), "service": names[-1]}
    if len(names) == 1:
        fields["variant"] = "self"
    related = tuple(("step", edge.span) for edge in edges[:-1])
    return Problem("compose-dependency-cycle", edges[-1].span, fields, related)
