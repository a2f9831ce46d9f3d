"""What the loader refuses when it reads single values, schema apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.casts import Trie, kind_at, step
from wslint.project.compose.validity.kinds import KINDS
from wslint.project.compose.validity.readings import READERS, Fault
from wslint.project.compose.validity.tables import Place, Row, Table, shown

Path = tuple[str | int, ...]


def decoding_problems(root: Table) -> Iterator[Problem]:
    """All of them in a project, also in services that no profile enables, in the order of the text."""
    services = root.get("services")
    if isinstance(services, Table):
        place = root.places["services"]
        for path, fault in _faults(services, place, ("services",), step(KINDS, "services")):
            yield _problem(path, fault)


def _faults(value: Any, place: Place, path: Path, trie: Trie) -> Iterator[tuple[Path, Fault]]:
    """As deep as the trie is."""
    kind = kind_at(trie)
    if kind is not None:
        for fault in READERS[kind](value, place) if kind in READERS else ():
            yield path, fault
    if not isinstance(trie, dict):
        return
    if isinstance(value, Table):
        for key, item in value.items():
            below = step(trie, key)
            if below is not None:
                yield from _faults(item, value.places[key], (*path, key), below)
    elif isinstance(value, Row) and "[]" in trie:
        for at, (item, spot) in enumerate(value.placed()):
            yield from _faults(item, spot, (*path, at), trie["[]"])


def _problem(path: Path, fault: Fault) -> Problem:
    fields: dict[str, str | int | float] = {
        "variant": fault.variant,
        "value": fault.value if len(fault.value) <= 60 else fault.value[:60] + "…",
        "path": shown(path),
    }
    if fault.variant.startswith("missing-") and fault.rule == "compose-invalid-value":
        fields.update(variant="missing", key=fault.variant.removeprefix("missing-"))
    return Problem(fault.rule, fault.place.shown, fields)
