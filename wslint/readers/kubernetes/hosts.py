"""`hostAliases` of a pod (Kubernetes documentation, "Adding entries to Pod /etc/hosts")."""

from __future__ import annotations

from wslint.model.value import Absent, Known, Value
from wslint.model.workload import HostEntry
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.syntax.yaml import Scalar, Sequence


def read_host_aliases(spec: Section) -> Value[tuple[HostEntry, ...]]:
    """The entries, one for each name; unknown where one of them cannot be read."""
    entry = spec.mapping.entry("hostAliases")
    if entry is None or is_null(entry.value):
        return Absent((), spec.owner)
    aliases = entry.value
    if not isinstance(aliases, Sequence):
        return spec.reading.cannot_know("`hostAliases` wants a list", entry.use)
    found: list[HostEntry] = []
    for section in spec.items("hostAliases"):
        address = section.scalar("ip")
        names = section.mapping.get("hostnames")
        if address is None or is_template(address.value) or not isinstance(names, Sequence):
            return spec.reading.cannot_know("an entry of `hostAliases` cannot be read", section.mapping.span)
        for item in names.items:
            name = item.value
            if not isinstance(name, Scalar) or is_template(name.value):
                return spec.reading.cannot_know("a name of `hostAliases` cannot be read", item.use)
            found.append(HostEntry(name.value, address.value, name.content_span, address.content_span))
    return Known(tuple(found), entry.key.span, spec.via_of(entry))
