"""The services of a project as the consistency checks see them: which are enabled, what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.published import near
from wslint.project.compose.validity.tables import Hole, Place, Row, Table
from wslint.project.compose.validity.unique import tables_in
from wslint.text import Span
from wslint.text.record import NamedTuple


class Service(NamedTuple):
    """A service. `inherits`: its `extends` could not be followed, so that it may have more than is seen."""

    name: str
    table: Table
    place: Place
    inherits: bool

    def text(self, key: str) -> str | None:
        """A value that is a known string."""
        value = self.table.get(key)
        return value if isinstance(value, str) else None

    def part(self, key: str) -> Table:
        """A value that is a mapping; an empty one where it is not."""
        value = self.table.get(key)
        return value if isinstance(value, Table) else Table()


class Consistency(NamedTuple):
    """A project after its values were read. `enabled` are the services that run when no profile is asked for.

    `profiles` of a service that is not enabled; `complete` is false where something may be declared in what
    could not be read.
    """

    root: Table
    services: Mapping[str, Service]
    enabled: tuple[Service, ...]
    profiles: Mapping[str, tuple[str, ...]]
    complete: bool

    def lists(self, kind: str) -> bool:
        """Whether a part of the top level can be looked into: it is left out, or a mapping."""
        return kind not in self.root or isinstance(self.root[kind], Table) or self.root[kind] is None

    def declared(self, kind: str) -> Table:
        """A part of the top level, such as "volumes"."""
        value = self.root.get(kind)
        return value if isinstance(value, Table) else Table()


def drop_assembly(root: Table) -> frozenset[str]:
    """Drop `include` and `extends`, which putting the project together has dealt with.

    The result are the services in which an `extends` was left, as it could not be followed.
    """
    root.drop("include")
    services = root.get("services")
    inheriting: set[str] = set()
    for name, service in services.items() if isinstance(services, Table) else ():
        if isinstance(service, Table) and "extends" in service:
            inheriting.add(name)
            service.drop("extends")
    return frozenset(inheriting)


def drop_newer(root: Table) -> None:
    """Drop what compose-go knows since v2.9.1 (as of v2.16.2), and the schema here does not."""
    root.drop("jobs")
    for service in tables_in(root.get("services")):
        for key in ("pre_start", "umask"):
            service.drop(key)
        build = service.get("build")
        if isinstance(build, Table):
            build.drop("no_cache_filter")
        for network in tables_in(service.get("networks")):
            network.drop("use_service_name_alias")


def consistency_of(
    root: Table, active: frozenset[str], inheriting: frozenset[str], complete: bool
) -> Consistency:
    """`active` are the profiles that the project's own files switch on, `*` for all."""
    services: dict[str, Service] = {}
    enabled: list[Service] = []
    profiles: dict[str, tuple[str, ...]] = {}
    table = root.get("services")
    for name, value in table.items() if isinstance(table, Table) else ():
        if not isinstance(value, Table):
            continue
        inherits = name in inheriting
        service = Service(name, value, root["services"].places[name], inherits)
        services[name] = service
        wanted = value.get("profiles")
        names = tuple(one for one in wanted if isinstance(one, str)) if isinstance(wanted, Row) else ()
        unknown = isinstance(wanted, Hole) or (isinstance(wanted, Row) and len(names) < len(wanted))
        if active & {*names, "*"} or (not names and not unknown and not inherits):
            enabled.append(service)
        elif not unknown and not inherits:
            profiles[name] = names
    return Consistency(root, services, tuple(enabled), profiles, complete)


def names_in(value: Any) -> Iterator[tuple[str, Place]]:
    """The names in a list, or the keys of a mapping (without extensions), with their places."""
    if isinstance(value, Row):
        for item, place in value.placed():
            if isinstance(item, str):
                yield item, place
    elif isinstance(value, Table):
        for key, place in value.places.items():
            if not key.startswith("x-"):
                yield key, place


def sources_in(value: Any) -> Iterator[tuple[str, Place]]:
    """The sources of `secrets:` or `configs:` of a service, in both forms."""
    if not isinstance(value, Row):
        return
    for item, place in value.placed():
        if isinstance(item, str):
            yield item, place
        elif isinstance(item, Table) and isinstance(item.get("source"), str):
            yield item["source"], item.places["source"]


def undefined(kind: str, service: str, name: str, span: Span, known: Table, **fields: str) -> Problem:
    """A name of a kind ("network", "volume" …) that the top level does not declare."""
    told: dict[str, str | int | float] = {"service": service, "name": name, **fields}
    nearest = near(name, known)
    related: tuple[tuple[str, Span], ...] = ()
    if nearest:
        told.update(variant="near", near=nearest)
        related = (("near", known.places[nearest].name),)
    return Problem(f"compose-undefined-{kind}", span, told, related)
