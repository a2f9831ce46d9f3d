"""`extra_hosts:`: a list of `host=address` or `host:address`, or a mapping (compose-go, types/hostList.go)."""

from __future__ import annotations

from wslint.model.value import Known, Unknown
from wslint.model.workload import HostEntry
from wslint.readers.compose.reading import Place, Reading
from wslint.readers.compose.text import HOLE, Text
from wslint.syntax.yaml import Mapping, Sequence
from wslint.text import Span


def read_hosts(reading: Reading, place: Place) -> Known[tuple[HostEntry, ...]] | Unknown:
    """The lines for /etc/hosts; unknown as soon as one of them is, for it may be the one looked for."""
    if isinstance(place.value, Mapping):
        entries = _from_mapping(reading, place)
    elif isinstance(place.value, Sequence):
        entries = _from_list(reading, place)
    else:
        entries = None
    if entries is None:
        return reading.cannot_know("an entry of extra_hosts cannot be read", place.value.span)
    return Known(tuple(entries), place.value.span, place.via)


def _from_mapping(reading: Reading, place: Place) -> list[HostEntry] | None:
    entries: list[HostEntry] = []
    for entry in reading.entries(place):
        inner = reading.entered(entry, place.via)
        if inner is None:
            continue
        addresses = reading.items(inner) if isinstance(inner.value, Sequence) else [inner]
        for address in addresses:
            text = reading.plain(address)
            if not entry.key_text or not isinstance(text, Text) or text.holes:
                return None
            span = Span(text.span.source, entry.key.span.start, text.span.end)
            whole = span if not address.via and entry.key.span.end <= text.span.start else text.span
            entries += _addresses(entry.key_text, text, 0, whole)
    return entries


def _from_list(reading: Reading, place: Place) -> list[HostEntry] | None:
    entries: list[HostEntry] = []
    for item in reading.items(place):
        text = reading.plain(item)
        if not isinstance(text, Text):
            return None
        separator = "=" if "=" in text.value else ":"
        host, found, address = text.value.partition(separator)
        if not found or not host or not address or HOLE in text.value:
            return None
        entries += _addresses(host, text, len(host) + 1, text.span)
    return entries


def _addresses(host: str, text: Text, start: int, span: Span) -> list[HostEntry]:
    """One entry for each address from `start` on; commas separate several, brackets may enclose one."""
    entries: list[HostEntry] = []
    at = start
    for part in text.value[start:].split(","):
        first, address = at, part
        if part.startswith("[") and part.endswith("]") and len(part) > 2:
            first, address = at + 1, part[1:-1]
        entries.append(HostEntry(host, address, span, text.part(first, first + len(address))))
        at += len(part) + 1
    return entries
