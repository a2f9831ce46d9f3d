"""Checks and probes to add, from what other files say of the same container. Nothing in them is made up."""

from __future__ import annotations

from wslint.checks.asking import AskedPath, asked_paths, is_overridden
from wslint.checks.graces import pod_grace_edit
from wslint.model.durations import round_up_grace
from wslint.model.value import Known, in_force
from wslint.model.workload import Pod, Workload
from wslint.project.insertions import put_among
from wslint.project.project import Project
from wslint.text import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

# Kubernetes API, Probe: what is in force where nothing is written.
_PERIOD, _FAILURES = 10, 3


def probe_fix(
    project: Project,
    workload: Workload,
    pod: Pod,
    kind: Literal["liveness", "readiness"],
    path: str,
    times: Mapping[str, int],
    *,
    must_exceed: bool = False,
) -> Fix | None:
    """An httpGet probe on the documented path, else on the one that the other checks of the container ask.

    With the grace that the pod needs for it, where it has not got it. `must_exceed` as in grace-period-too-short.
    """
    question = _documented(project, workload, path) if path else _asked(project, workload)
    if question is None:
        return None
    path, port = question
    name = f"{kind}Probe"
    edit = put_among(
        workload.owner, ("ports", "image"), name, {"httpGet": {"path": path, "port": port}, **times}
    )
    if edit is None:
        return None
    edits = [edit]
    grace = in_force(pod.grace)
    window = times.get("periodSeconds", _PERIOD) * times.get("failureThreshold", _FAILURES)
    if kind == "liveness" and grace is not None and (grace < window or (must_exceed and grace == window)):
        raised = pod_grace_edit(pod, pod.grace, round_up_grace(window, exceed=must_exceed))
        if raised is None:
            return None
        edits.append(raised)
    return Fix(f"ask `{path}` in a {name}", tuple(edits), safe=False)


def _documented(project: Project, workload: Workload, path: str) -> tuple[str, int | str] | None:
    """The documented path on the port that the container surely serves."""
    listening = project.listening(workload)
    numbers = {port.number for port in listening.ports} if listening.proven else set()
    declared = [port for port in workload.declared.ports if port.protocol == "tcp"]
    if not numbers and len(declared) == 1:
        numbers = {declared[0].first}
    return (path, _port(workload, numbers.pop())) if len(numbers) == 1 else None


def _asked(project: Project, workload: Workload) -> tuple[str, int | str] | None:
    """The one path, and its port, that the container's other probes ask; else the checks of its image."""
    own = [one for one in asked_paths(project, workload) if one.probe]
    if own:
        return _agreed(workload, own)
    stage = project.image_of(workload)
    if stage is None or is_overridden(workload):
        return None
    others = [stage, *(user for user in project.users_of(stage) if not is_overridden(user))]
    return _agreed(workload, [one for other in others for one in asked_paths(project, other)])


def _agreed(workload: Workload, asked: list[AskedPath]) -> tuple[str, int | str] | None:
    found = {(one.path, one.port) for one in asked}
    if len(found) != 1 or not all(one.plain for one in asked):
        return None
    path, port = found.pop()
    declared = workload.declared
    if port is None or (declared.ports and not any(one.covers(port) for one in declared.ports)):
        return None
    return path, _port(workload, port)


def _port(workload: Workload, number: int) -> int | str:
    """A port as the other probes of the container have it: by the name that it is declared with, or by number."""
    written = [
        probe.value.port.value
        for probe in workload.probes.values()
        if isinstance(probe, Known) and isinstance(probe.value.port, Known)
    ]
    named = next((one.name for one in workload.declared.ports if one.name and one.covers(number)), None)
    by_number = any(isinstance(one, int) for one in written)
    return named if named is not None and not by_number else number
