"""What the checks of a workload ask it."""

from __future__ import annotations

from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Span
from wslint.text.record import NamedTuple


class AskedPath(NamedTuple):
    """A path that a check of a workload asks of its own container; `port` is None where unknown.

    `check` is the command that asks, which may run a script that holds `span`. `plain` is false where it asks
    in a way of its own: over TLS, with headers.
    """

    path: str
    port: int | None
    span: Span
    probe: str
    check: Span
    plain: bool = True


def asked_paths(project: Project, workload: Workload) -> tuple[AskedPath, ...]:
    """The paths that the workload's own checks ask, its httpGet probes first."""
    found: list[AskedPath] = []
    for probe in workload.probes.values():
        if not isinstance(probe, Known) or probe.value.action != "http":
            continue
        asked = probe.value
        if not isinstance(asked.host, Absent) or isinstance(asked.path, Unknown):
            continue
        path = asked.path.value if isinstance(asked.path, Known) else "/"
        span = asked.path.span if isinstance(asked.path, Known) else asked.path.where
        port = asked.port.value if isinstance(asked.port, Known) else None
        number = next((d.first for d in workload.declared.ports if d.name == port), None)
        query = "?" in path
        path = path.partition("?")[0] or "/"
        number = port if isinstance(port, int) else number
        found.append(AskedPath(path, number, span, asked.kind, span, asked.plain and not query))
    for command in project.health_commands(workload):
        if not command.inherited:
            found += (
                AskedPath(
                    one.path,
                    one.port,
                    one.path_span,
                    command.probe or "",
                    command.span,
                    one.scheme == "http",
                )
                for one in command.requests
                if one.own and one.path is not None and one.scheme in ("http", "https")
            )
    return tuple(found)


def is_overridden(workload: Workload) -> bool:
    """Whether a workload runs something else than its image's own command."""
    return not (isinstance(workload.command, Absent) and isinstance(workload.entrypoint, Absent))
