"""Probes and the times of health checks."""

from __future__ import annotations

from wslint.checks.check import check
from wslint.checks.violation import Field, Related, Violation
from wslint.model.images import parse_reference
from wslint.model.programs import has_nothing_to_stop
from wslint.model.value import Absent, Known, Unknown, Value, in_force, place, written
from wslint.model.workload import Pod, Workload
from wslint.project.project import Project
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from wslint.model.probes import Healthcheck, Probe, ProbeKind

# The kinds that peers know, too: kube-linter's DeploymentLike, checkov's supported entities.
_USUAL_KINDS = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Pod"}
)


def probe_of(workload: Workload, kind: ProbeKind) -> Probe | None:
    """A probe that is written and does something."""
    value = workload.probes.get(kind)
    probe = written(value) if value is not None else None
    return probe if probe is not None and probe.action != "none" else None


def window_of(probe: Probe) -> tuple[int, float] | None:
    """The failureThreshold and the periodSeconds in force; None where one is unknown."""
    failures, period = in_force(probe.failures), in_force(probe.period)
    return None if failures is None or period is None else (failures, period)


def window_place(probe: Probe) -> Span:
    """Where a probe's window is written: its period, else its number of failures, else the probe."""
    for value in (probe.period, probe.failures):
        if isinstance(value, Known):
            return value.span
    return probe.span


def stays(project: Project, workload: Workload) -> bool:
    """Whether a container of a pod runs as long as the pod does, and the pod is not meant to end."""
    pod = project.pod_of(workload)
    return pod is not None and pod.long_running and workload.role in ("main", "sidecar")


class MissingProbe(NamedTuple):
    """`kind`: liveness or readiness. `path`: the path that the documentation gives it, if there is one.

    `reached`: only containers that something may send requests to, for they declare a port or a Service
    selects them. `idle_images`: names of images that do nothing but wait. `times`: documented fields of the
    probe, by their names. `must_exceed`: whether the grace has to exceed the window, or may equal it.
    """

    kind: Literal["liveness", "readiness"] = "liveness"
    path: str = ""
    reached: bool = False
    idle_images: tuple[str, ...] = ()
    times: Mapping[str, int] = {}
    must_exceed: bool = False


@check("workload", MissingProbe)
def probe_present(workload: Workload, project: Project, parameters: MissingProbe) -> Iterator[Violation]:
    """A long-running container without the probe."""
    from wslint.checks.new_checks import probe_fix

    value = workload.probes.get(parameters.kind)
    if not isinstance(value, Absent) or not stays(project, workload):
        return
    pod = project.pod_of(workload)
    if _idles(project, workload, parameters.idle_images):
        return
    if parameters.reached and pod is not None and not _is_reached(project, workload, pod):
        return
    usual = workload.role == "main" and pod is not None and pod.kind in _USUAL_KINDS
    port = _port_to_ask(workload)
    asked = "tcp" if _speaks_no_http(workload) and not parameters.path else ""
    variant = (asked if port else "no-port") if usual else "elsewhere"
    fields: dict[str, Field] = {"port": port or "<port>", "path": parameters.path or "<path>"}
    fix = None
    if pod is not None:
        exceed = parameters.must_exceed
        fix = probe_fix(
            project, workload, pod, parameters.kind, parameters.path, parameters.times, must_exceed=exceed
        )
    yield Violation(workload.owner, fields, variant=variant, fix=fix, workload=workload.name)


def _idles(project: Project, workload: Workload, images: tuple[str, ...]) -> bool:
    """Whether a container only waits, so that nothing in it can hang or be ready."""
    image = workload.image
    reference = parse_reference(image.value) if isinstance(image, Known) else None
    if reference is not None and reference.name in images:
        return True
    argv = project.process(workload).argv
    return argv is not None and has_nothing_to_stop([word.text for word in argv])


def _is_reached(project: Project, workload: Workload, pod: Pod) -> bool:
    return bool(workload.declared.ports) or not workload.declared.complete or project.is_selected(pod)


def _port_to_ask(workload: Workload) -> str:
    """A port that the container declares, by name if it has one; the other probe's, if that names one."""
    for value in workload.probes.values():
        if isinstance(value, Known) and isinstance(value.value.port, Known):
            return str(value.value.port.value)
    for port in workload.declared.ports:
        if port.protocol == "tcp":
            return port.name or str(port.first)
    return ""


def _speaks_no_http(workload: Workload) -> bool:
    """Whether the first port of a container, or its image, is that of a server that no HTTP request can ask."""
    from wslint.model.known_servers import NOT_HTTP_PORTS
    from wslint.project.neighbours import documented_ports

    if documented := documented_ports(workload):
        return documented[0] in NOT_HTTP_PORTS
    first = next((port.first for port in workload.declared.ports if port.protocol == "tcp"), None)
    return first in NOT_HTTP_PORTS


class _Words(NamedTuple):
    """How a platform names the two times, and how it writes one: `{name}` and `{seconds}` are filled."""

    timeout: str
    period: str
    form: str


_WORDS = {
    "kubernetes": _Words("timeoutSeconds", "periodSeconds", "{name}: {seconds}"),
    "compose": _Words("timeout", "interval", "{name}: {seconds}s"),
    "image": _Words("--timeout", "--interval", "{name}={seconds}s"),
    "docker-run": _Words("--health-timeout", "--health-interval", "{name}={seconds}s"),
}


@check("workload")
def timeout_below_period(workload: Workload, project: Project, _: object) -> Iterator[Violation]:
    """A timeout that is not below the time between two checks; quiet where both are defaults."""
    if workload.platform == "kubernetes":
        for kind in workload.probes:
            probe = probe_of(workload, kind)
            if probe is not None:
                yield from _slow(workload, probe.timeout, probe.period, probe.span)
        return
    check = workload.healthcheck
    if not isinstance(check, Known) or not _is_own(project, workload, check.value):
        return
    from wslint.project.check_times import check_times

    times = check_times(project, workload)
    if times is not None:
        yield from _slow(workload, times.timeout, times.interval, check.value.span)


def _is_own(project: Project, workload: Workload, check: Healthcheck) -> bool:
    """Whether the times are the workload's: a stage that ships, or a service that writes one of them."""
    if workload.platform == "image":
        return project.ships(workload)
    return isinstance(check.timeout, Known) or isinstance(check.interval, Known)


def _slow(
    workload: Workload, timeout: Value[float], period: Value[float], owner: Span
) -> Iterator[Violation]:
    from wslint.checks.probe_times import time_fix

    longest, between = in_force(timeout), in_force(period)
    if longest is None or between is None or longest < between:
        return
    if isinstance(timeout, Known):
        span, other = timeout.span, period
        variant = "" if isinstance(period, Known) else "default-period"
    elif isinstance(period, Known):
        span, other, variant = period.span, timeout, "default-timeout"
    else:
        return
    words = _WORDS[workload.platform]
    # Half of the period at most, in whole seconds; where that leaves nothing the period has to grow.
    name, seconds = (
        (words.timeout, int(min(between // 2, 5))) if between >= 2 else (words.period, 2 * longest)
    )
    fields: dict[str, Field] = {
        "timeout": longest,
        "timeout_name": words.timeout,
        "period": between,
        "period_name": words.period,
        "write": words.form.replace("{name}", name).replace("{seconds}", str(max(int(seconds), 1))),
    }
    related = (Related(other.span, "other"),) if isinstance(other, Known) else ()
    write = str(fields["write"])
    value = timeout if name == words.timeout else period
    fix = time_fix(workload, value, name, max(int(seconds), 1), owner, f"Write `{write}`")
    yield Violation(span, fields, related, variant, fix=fix, workload=workload.name)


_START = {
    "kubernetes": "initialDelaySeconds: {}",
    "compose": "start_period: {}s",
    "image": "--start-period={}s",
    "docker-run": "--health-start-period={}s",
}


class Documented(NamedTuple):
    """`seconds`: the documented value."""

    seconds: float = 30.0


@check("workload", Documented)
def start_period(workload: Workload, project: Project, parameters: Documented) -> Iterator[Violation]:
    """A start period, or a liveness probe's initial delay, below the documented one."""
    if workload.platform == "kubernetes":
        probe = probe_of(workload, "liveness")
        if probe is None or not isinstance(workload.probes.get("startup"), Absent):
            return
        yield from _too_early(workload, probe.initial_delay, probe.span, parameters, "kubernetes")
        return
    from wslint.project.check_times import check_times

    check = workload.healthcheck
    times = check_times(project, workload) if isinstance(check, Known) else None
    if not isinstance(check, Known) or times is None:
        return
    if workload.platform == "image" and not project.ships(workload):
        return
    if isinstance(times.start_period, Known) and not isinstance(check.value.start_period, Known):
        return  # the image's, and said there
    yield from _too_early(workload, times.start_period, check.value.span, parameters, workload.platform)


def _too_early(
    workload: Workload, value: Value[float], owner: Span, parameters: Documented, platform: str
) -> Iterator[Violation]:
    from wslint.checks.probe_times import time_fix

    start = in_force(value)
    if isinstance(value, Unknown) or start is None or start >= parameters.seconds:
        return
    write = _START[platform].format(int(parameters.seconds))
    fields: dict[str, Field] = {"start": start, "wanted": parameters.seconds, "write": write}
    known = isinstance(value, Known)
    option = write.replace("=", ":").partition(":")[0]
    words = "Write the documented value" if known else "Give it time to start"
    fix = time_fix(workload, value, option, parameters.seconds, owner, words)
    yield Violation(
        place(value, owner) if known else owner,
        fields,
        variant="-".join(
            w for w in ("probe" if platform == "kubernetes" else "", "" if known else "default") if w
        ),
        fix=fix,
        workload=workload.name,
    )


@check("workload", Documented)
def interval(workload: Workload, project: Project, parameters: Documented) -> Iterator[Violation]:
    """An interval, or a liveness period, other than the documented one."""
    from wslint.checks.probe_times import time_fix

    check = workload.healthcheck
    if workload.platform == "kubernetes":
        probe = probe_of(workload, "liveness")
        value, owner = (probe.period, probe.span) if probe is not None else (None, workload.owner)
    elif isinstance(check, Known) and not check.value.disabled:
        value, owner = check.value.interval, check.value.span
        if workload.platform == "image" and not project.ships(workload):
            return
    else:
        return
    between = in_force(value) if value is not None else None
    if value is None or between is None or between == parameters.seconds:
        return
    known = isinstance(value, Known)
    words = _WORDS[workload.platform]
    write = words.form.replace("{name}", words.period).replace("{seconds}", str(int(parameters.seconds)))
    yield Violation(
        place(value, owner) if known else owner,
        {"interval": between, "wanted": parameters.seconds, "name": words.period, "write": write},
        variant="" if known else "default",
        fix=time_fix(workload, value, words.period, parameters.seconds, owner, "Write the documented value"),
        workload=workload.name,
    )


@check("workload")
def liveness_window(workload: Workload, project: Project, _: object) -> Iterator[Violation]:
    """A liveness window shorter than the readiness window."""
    from wslint.checks.probe_times import failures_fix

    liveness, readiness = probe_of(workload, "liveness"), probe_of(workload, "readiness")
    if liveness is None or readiness is None:
        return
    kills, leaves = window_of(liveness), window_of(readiness)
    if kills is None or leaves is None or kills[0] * kills[1] >= leaves[0] * leaves[1]:
        return
    fields: dict[str, Field] = {
        "failures": kills[0],
        "period": kills[1],
        "window": kills[0] * kills[1],
        "readiness_failures": leaves[0],
        "readiness_period": leaves[1],
        "readiness_window": leaves[0] * leaves[1],
        "needed": int(-(-leaves[0] * leaves[1] // kills[1])),
    }
    span = liveness.failures.span if isinstance(liveness.failures, Known) else window_place(liveness)
    related = (Related(window_place(readiness), "readiness"),)
    fix = failures_fix(liveness, int(fields["needed"]))
    yield Violation(span, fields, related, fix=fix, workload=workload.name)
