"""What Compose drops from lists before it checks them: of items with the same key the later one stays.

compose-go v2.9.1, override/uncity.go.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from wslint.project.compose.validity.splitting import target_of
from wslint.project.compose.validity.tables import Hole, Row, Table

Indexer = Callable[[Any], Hashable]


def _assignment(item: Any) -> Hashable:
    return item.partition("=")[0] if isinstance(item, str) else None


def _volume(item: Any) -> Hashable:
    if isinstance(item, Table):
        target = item.get("target")
        return target if isinstance(target, str) else None
    return target_of(item) if isinstance(item, str) else None


def _device(item: Any) -> Hashable:
    if isinstance(item, Table):
        target = item.get("target")
        return target if isinstance(target, str) else None
    if not isinstance(item, str):
        return None
    parts = item.split(":")
    return parts[1] if len(parts) > 1 else parts[0]


def _exposed(item: Any) -> Hashable:
    return str(item) if isinstance(item, str) or type(item) is int else None


def _port(item: Any) -> Hashable:
    if isinstance(item, Table):
        values = [item.get(key) for key in ("host_ip", "published", "target", "protocol")]
        if any(isinstance(value, Hole | Table | Row) for value in values) or values[2] is None:
            return None
        address, published, target, protocol = values
        return (address or "0.0.0.0", type(published), published, target, protocol or "tcp")  # noqa: S104
    return str(item) if isinstance(item, str) or type(item) is int else None


def _env_file(item: Any) -> Hashable:
    path = item.get("path") if isinstance(item, Table) else item
    return path if isinstance(path, str) else None


def _mount(folder: str) -> Indexer:
    def index(item: Any) -> Hashable:
        if isinstance(item, str):
            return f"{folder}/{item}"
        if not isinstance(item, Table):
            return None
        source, target = item.get("source"), item.get("target")
        if isinstance(target, str):
            return target
        return f"{folder}/{source}" if isinstance(source, str) and "target" not in item else None

    return index


_OF_SERVICE: dict[str, Indexer] = {
    **dict.fromkeys(
        (
            "annotations",
            "cap_add",
            "cap_drop",
            "dns",
            "dns_opt",
            "dns_search",
            "environment",
            "labels",
            "links",
            "profiles",
            "sysctls",
            "tmpfs",
        ),
        _assignment,
    ),
    "configs": _mount(""),
    "secrets": _mount("/run/secrets"),
    "devices": _device,
    "env_file": _env_file,
    "expose": _exposed,
    "ports": _port,
    "volumes": _volume,
}
_OF_BUILD = dict.fromkeys(("args", "additional_contexts", "tags", "labels"), _assignment)
_OF_ATTACHMENT = dict.fromkeys(("aliases", "link_local_ips"), _assignment)


def drop_repeated(root: Table) -> None:
    """Drop them all over a project, in place."""
    for service in tables_in(root.get("services")):
        _each(service, _OF_SERVICE)
        _each(service.get("build"), _OF_BUILD)
        _each(service.get("deploy"), {"labels": _assignment})
        for attachment in tables_in(service.get("networks")):
            _each(attachment, _OF_ATTACHMENT)
    for network in tables_in(root.get("networks")):
        _each(network, {"labels": _assignment})


def tables_in(value: object) -> list[Table]:
    """The mappings among the values of a mapping."""
    return [item for item in value.values() if isinstance(item, Table)] if isinstance(value, Table) else []


def _each(table: object, indexers: Mapping[str, Indexer]) -> None:
    if not isinstance(table, Table):
        return
    for key in indexers.keys() & table.keys():
        row = table[key]
        if isinstance(row, Row) and len(row) > 1:
            unique(row, indexers[key])


def unique(row: Row, index: Indexer) -> None:
    """Drop items with the same key, in place: the last one takes the place of the first. None is no key."""
    kept = Row()
    at: dict[Hashable, int] = {}
    for item, place in row.placed():
        key = index(item)
        if key is not None and key in at:
            kept[at[key]], kept.places[at[key]] = item, place
            continue
        if key is not None:
            at[key] = len(kept)
        kept.put(item, place)
    if len(kept) < len(row):
        row[:] = kept
        row.places[:] = kept.places
