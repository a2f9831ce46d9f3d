"""Pieces of Compose files, as guides show them: services without `services:`, a service's keys alone.

What a piece leaves out may be written around it: it is read as a service that inherits from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping as Table

from wslint.model.facts import FileFacts
from wslint.model.value import Known
from wslint.model.workload import Workload
from wslint.readers.compose.reading import Place, Reading
from wslint.readers.compose.recognise import is_service_key
from wslint.readers.compose.service import read_service
from wslint.readers.yaml_problems import problems_of
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence, YamlFile

_TELLING = (
    *(
        "healthcheck",
        "depends_on",
        "extra_hosts",
        "stop_grace_period",
        "env_file",
        "environment",
        "network_mode",
    ),
    *("container_name", "stop_signal", "restart", "cap_add", "volumes", "networks", "deploy"),
)
_BESIDE = ("version", "name", "volumes", "networks", "secrets", "configs")


def has_only_services(root: Mapping) -> bool:
    """Whether all under `services:` is made of Compose's own keys; other tools have that key as well."""
    services = root.get("services")
    return isinstance(services, Mapping) and all(_is_service(entry.value) for entry in services.items())


def read_compose_fragment(file: YamlFile, variables: Table[str, Known[str]]) -> FileFacts | None:
    """The services of a text that is a piece of a Compose file; None where it is none for certain."""
    reading = Reading(lambda _source: variables)
    workloads: list[Workload] = []
    for document in file.documents:
        found = None if not isinstance(document.root, Mapping) else _services(reading, document.root)
        if found is None:
            return None
        workloads += found
    if not workloads:
        return None
    return FileFacts(
        file.source,
        "compose",
        workloads=tuple(workloads),
        problems=problems_of(file),
        remarks=remarks_of(file),
        unknown=tuple(reading.unknown),
    )


def _services(reading: Reading, root: Mapping) -> list[Workload] | None:
    listed = root.get("services")
    if isinstance(listed, Mapping):
        return _named(reading, listed, sure=True) if has_only_services(root) else None
    if _is_service(root) and _is_telling(root):
        owner = root.entries[0].key.span
        place = Place(root, root.span, ())
        read = read_service(reading, "fragment", owner, place, inherits=True)
        return [read._replace(key=f"{owner.path}#fragment:{owner.line}", name="the service")]
    return _named(reading, root, sure=False)


def _named(reading: Reading, services: Mapping, *, sure: bool) -> list[Workload] | None:
    """Services by name; what else a Compose file has at its top may stand beside them.

    `sure`: they stand under `services`, so that no key must tell what they are.
    """
    found: list[Workload] = []
    telling = sure
    for entry in services.items():
        name, value = entry.key_text, entry.value
        if name is None:
            return None
        if name.startswith("x-") or (name in _BESIDE and not _is_telling(value)):
            continue
        if not isinstance(value, Mapping) or not _is_service(value):
            return None
        telling = telling or _is_telling(value)
        place = reading.entered(entry, ())
        if place is not None:
            read = read_service(reading, name, entry.key.span, place, inherits=True)
            found.append(read._replace(key=f"{entry.key.span.path}#{name}:{entry.key.span.line}"))
    return found if telling else None


def _is_service(value: Node) -> bool:
    """Whether a mapping has nothing but keys of a service, and no key in a form that only others give it."""
    if not isinstance(value, Mapping) or not value.entries:
        return False
    if not all(is_service_key(entry.key_text) for entry in value.items()):
        return False
    ports = value.get("ports")
    if isinstance(ports, Sequence) and any(_is_kubernetes_port(item.value) for item in ports.items):
        return False
    return not isinstance(value.get("image"), Mapping | Sequence)


def _is_kubernetes_port(value: Node) -> bool:
    return isinstance(value, Mapping) and (
        value.get("containerPort") is not None or value.get("port") is not None
    )


def _is_telling(value: Node) -> bool:
    """Whether the keys of a service are such as only Compose has together."""
    if not isinstance(value, Mapping):
        return False
    check = value.get("healthcheck")
    if isinstance(check, Mapping) and any(
        check.get(key) is not None for key in ("test", "interval", "retries")
    ):
        return True
    runs = any(isinstance(value.get(key), Scalar | Mapping) for key in ("image", "build"))
    if runs and any(value.get(key) is not None for key in (*_TELLING, "ports", "command")):
        return True
    if isinstance(value.get("extra_hosts"), Sequence | Mapping) or isinstance(
        value.get("stop_grace_period"), Scalar
    ):
        return True
    ports = value.get("ports")
    return isinstance(ports, Sequence) and any(
        isinstance(item.value, Scalar) and ":" in item.value.value for item in ports.items
    )
