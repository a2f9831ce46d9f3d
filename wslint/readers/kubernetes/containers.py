"""The containers of a pod, as workloads.

Source: Kubernetes API reference, Container and ContainerPort.
"""

from __future__ import annotations

from wslint.model.environment import Variable
from wslint.model.ports import Declared, DeclaredPort
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import HostEntry, Role, Workload
from wslint.readers.kubernetes.commands import read_command
from wslint.readers.kubernetes.environment import read_environment
from wslint.readers.kubernetes.lifecycle import read_pre_stop, read_stop_signal
from wslint.readers.kubernetes.probes import read_probes
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.readers.kubernetes.volumes import read_mounts
from wslint.syntax.yaml import Scalar, Sequence
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from typing import Any

NO_PORTS = Declared()
_NOT_IN_REFERENCE = frozenset("$<>{}%()[]#*\"' \t\n")


class Surroundings(NamedTuple):
    """What a container takes from its pod. `serverless` is true for Knative."""

    title: str
    key: str
    labels: Table[str, Known[str] | Unknown]
    host_aliases: Value[tuple[HostEntry, ...]]
    serverless: bool = False


def read_container(section: Section, around: Surroundings, role: Role, position: int) -> Workload:
    """One container. `position` counts from 0 and stands for the name where none is written."""
    name = section.scalar("name")
    image = section.scalar("image")
    label = name.value if name is not None else f"[{position}]"
    pointed = name or image
    extent = section.mapping.span
    owner = pointed.content_span if pointed is not None else extent
    section.owner = owner
    nothing: Absent[Any] = Absent(None, owner)
    declared = read_ports(section)
    injected = _injected_port(section, declared) if around.serverless and role == "main" else None
    environment, scope = read_environment(section, injected)
    probes = read_probes(section, scope)
    if around.serverless and isinstance(probes["readiness"], Absent):
        probes["readiness"] = Unknown("Knative adds a readiness probe of its own", owner)
    return Workload(
        platform="kubernetes",
        name=f"{around.title} container `{label}`",
        key=section.reading.unique(f"{around.key}/{label}"),
        owner=owner,
        extent=extent,
        role=role,
        image=_image(section),
        entrypoint=read_command(section, "command", scope),
        command=read_command(section, "args", scope),
        environment=environment,
        declared=declared,
        healthcheck=nothing,
        probes=probes,
        grace=nothing,
        stop_signal=read_stop_signal(section),
        init=nothing,
        network_mode=nothing,
        extra_hosts=around.host_aliases,
        pre_stop=read_pre_stop(section),
        labels=around.labels,
        mounts=read_mounts(section),
    )


def _image(section: Section) -> Value[str]:
    """The image; unknown where it holds what no reference can hold: some tool fills it in."""
    image = section.text("image")
    if isinstance(image, Known) and (not image.value or not _NOT_IN_REFERENCE.isdisjoint(image.value)):
        return section.reading.cannot_know("`image` is a placeholder", image.span)
    return image


def read_ports(section: Section) -> Declared:
    """The declared ports of a container."""
    entry = section.mapping.entry("ports")
    if entry is None or is_null(entry.value):
        return NO_PORTS
    if not isinstance(entry.value, Sequence):
        section.reading.cannot_know("`ports` wants a list", entry.use)
        return Declared((), complete=False)
    found: list[DeclaredPort] = []
    for item in section.items("ports"):
        port = _port(item)
        if port is not None:
            found.append(port)
    return Declared(tuple(found), len(found) == len(entry.value.items))


def _port(item: Section) -> DeclaredPort | None:
    number = item.whole("containerPort", None, 1, 65535)
    if not isinstance(number, Known):
        return None
    name: Scalar | None = item.scalar("name")
    if name is not None and is_template(name.value):
        item.reading.cannot_know("the name of a port is a template", name.content_span)
        return None
    host_port = item.whole("hostPort", None, 0, 65535)
    return DeclaredPort(
        first=number.value,
        last=number.value,
        protocol=(item.word("protocol") or "TCP").lower(),
        name=name.value if name is not None else None,
        span=number.span,
        name_span=name.content_span if name is not None else None,
        host_port=(host_port.value or None) if isinstance(host_port, Known) else None,
    )


def _injected_port(section: Section, declared: Declared) -> Variable | None:
    """PORT, which Knative sets to the container's one port, or to 8080 (Knative, runtime contract)."""
    if declared.ports:
        first = declared.ports[0]
        return Variable("PORT", Known(str(first.first), first.span), first.span)
    if not declared.complete:
        return Variable(
            "PORT", Unknown("Knative sets PORT to a port that is not known", section.owner), section.owner
        )
    return Variable("PORT", Known("8080", section.owner), section.owner)
