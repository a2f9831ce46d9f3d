"""Writing ports, their names and their protocols: the fixes of several rules."""

from __future__ import annotations

from wslint.model.kubernetes_objects import Backend, ServicePort
from wslint.model.ports import DeclaredPort
from wslint.model.value import Known
from wslint.project.insertions import beside, put_after, put_instead
from wslint.text import Edit, Fix, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NAME = 15


def port_fix(span: Span, number: int, wanted: int) -> Fix | None:
    """Write another number, where only declarations speak for it."""
    if span.text != str(number):
        return None
    return Fix(f"write `{wanted}`", (Edit(span, str(wanted)),), safe=False)


def naming_fix(ports: Sequence[DeclaredPort], name: str) -> Fix | None:
    """Give the one port that a container declares a name (Kubernetes API, ContainerPort: an IANA_SVC_NAME)."""
    if len(ports) != 1 or ports[0].name is not None or len(name) > _LONGEST_NAME:
        return None
    edit = put_after(ports[0].span, "name", name)
    return None if edit is None else Fix(f"name the port `{name}`", (edit,), safe=False)


def target_fix(port: Span, target: int | str) -> Fix | None:
    """Say where a Service sends, beside the port that it has."""
    edit = put_after(port, "targetPort", target)
    return None if edit is None else Fix(f"add `targetPort: {target}`", (edit,), safe=False)


def protocol_fix(port: ServicePort, protocol: str) -> Fix | None:
    """Write the protocol of a Service's port."""
    if not isinstance(port.port, Known):
        return None
    there = beside(port.port.span, "protocol")
    edit = put_after(port.port.span, "protocol", protocol) if there is None else Edit(there, protocol)
    return None if edit is None else Fix(f"write `protocol: {protocol}`", (edit,), safe=False)


def by_number(backend: Backend, number: int) -> Fix | None:
    """`name: http` becomes `number: 80` (Kubernetes API, ServiceBackendPort)."""
    if beside(backend.span, "name") != backend.span:
        return None
    edit = put_instead(backend.span, "number", number)
    return None if edit is None else Fix(f"write `number: {number}`", (edit,))
