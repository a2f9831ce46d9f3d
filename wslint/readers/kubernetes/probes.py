"""The three probes of a container.

Source: Kubernetes API reference, Probe, HTTPGetAction, TCPSocketAction, GRPCAction, ExecAction.
"""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.probes import Probe, ProbeKind
from wslint.model.value import Absent, Known, Value
from wslint.readers.kubernetes.commands import read_command
from wslint.readers.kubernetes.references import Scope
from wslint.readers.kubernetes.section import Section, is_null
from wslint.syntax.yaml import Entry, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

KINDS: tuple[tuple[ProbeKind, str], ...] = (
    ("liveness", "livenessProbe"),
    ("readiness", "readinessProbe"),
    ("startup", "startupProbe"),
)


def read_probes(container: Section, scope: Scope) -> dict[ProbeKind, Value[Probe]]:
    """All three probes; a null one is absent, an empty one is there and does nothing."""
    probes: dict[ProbeKind, Value[Probe]] = {}
    absent: Absent[Probe] = Absent(None, container.owner)
    for kind, key in KINDS:
        entry = container.mapping.entry(key)
        if entry is None or is_null(entry.value):
            probes[kind] = absent
        elif isinstance(entry.value, Mapping):
            probes[kind] = _read(container, kind, entry, entry.value, scope)
        else:
            probes[kind] = container.reading.cannot_know(f"`{key}` wants a mapping", entry.use)
    return probes


def _read(container: Section, kind: ProbeKind, entry: Entry, mapping: Mapping, scope: Scope) -> Known[Probe]:
    span = entry.key.span
    via = container.via_of(entry)
    probe = Section(container.reading, mapping, span, via)
    nothing: Absent[Any] = Absent(None, span)
    action: Literal["http", "tcp", "grpc", "exec", "none"] = "none"
    port: Value[int | str] = nothing
    path: Value[str] = nothing
    host: Value[str] = nothing
    command: Value[Command] = nothing
    plain = True
    if (asked := probe.section("httpGet")) is not None:
        action = "http"
        port, path, host = asked.port("port"), _path(asked), asked.text("host")
        plain = asked.mapping.entry("scheme") is None and asked.mapping.entry("httpHeaders") is None
    elif (asked := probe.section("tcpSocket")) is not None:
        action = "tcp"
        port, host = asked.port("port"), asked.text("host")
    elif (asked := probe.section("grpc")) is not None:
        action = "grpc"
        port = asked.port("port")
    elif (asked := probe.section("exec")) is not None:
        action = "exec"
        command = read_command(asked, "command", scope)
    read = Probe(
        kind=kind,
        action=action,
        port=port,
        path=path,
        host=host,
        command=command,
        initial_delay=probe.seconds("initialDelaySeconds", 0.0, 0),
        period=_positive_seconds(probe, "periodSeconds", 10.0),
        timeout=_positive_seconds(probe, "timeoutSeconds", 1.0),
        failures=_positive(probe, "failureThreshold", 3),
        grace=probe.seconds("terminationGracePeriodSeconds", None, 1),
        span=span,
        plain=plain,
    )
    return Known(read, span, via)


def _path(asked: Section) -> Value[str]:
    """The path; an empty one is `/` (Kubernetes, SetDefaults_HTTPGetAction)."""
    path = asked.text("path", "/")
    if isinstance(path, Known) and not path.value:
        return Known("/", path.span, path.via)
    return path


def _positive(probe: Section, key: str, default: int) -> Value[int]:
    """A number; zero stands for the default (Kubernetes, SetDefaults_Probe)."""
    value = probe.whole(key, default, 0)
    if isinstance(value, Known) and value.value == 0:
        return Known(default, value.span, value.via)
    return value


def _positive_seconds(probe: Section, key: str, default: float) -> Value[float]:
    value = probe.seconds(key, default, 0)
    if isinstance(value, Known) and not value.value:
        return Known(default, value.span, value.via)
    return value
