"""Shutdown: grace, and whether SIGTERM reaches the program."""

from __future__ import annotations

from wslint.checks.check import check
from wslint.checks.probes import probe_of, window_of, window_place
from wslint.checks.violation import Field, Related, Violation
from wslint.model.value import Absent, Known, Value, in_force, place
from wslint.model.workload import Pod, Workload
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.probes import Probe


class Covering(NamedTuple):
    """`must_exceed`: whether a grace that equals the window is too short as well."""

    must_exceed: bool = False


class _Window(NamedTuple):
    workload: Workload
    probe: Probe
    failures: int
    period: float

    @property
    def seconds(self) -> float:
        return self.failures * self.period


@check("pod", Covering)
def grace_covers_window(pod: Pod, project: Project, parameters: Covering) -> Iterator[Violation]:
    """The grace against the longest liveness window of the pod; a probe's own grace against its own."""
    largest: _Window | None = None
    for workload in pod.containers:
        probe = probe_of(workload, "liveness")
        times = window_of(probe) if probe is not None else None
        if probe is None or times is None or workload.role not in ("main", "sidecar"):
            continue
        window = _Window(workload, probe, *times)
        if isinstance(probe.grace, Known):
            yield from _short_grace(pod, window, probe.grace, parameters, probe.grace.span)
        elif isinstance(probe.grace, Absent) and (largest is None or window.seconds > largest.seconds):
            largest = window
    if largest is not None and _is_told(pod):
        yield from _short_grace(pod, largest, pod.grace, parameters, place(pod.grace, pod.owner))


def _is_told(pod: Pod) -> bool:
    """Whether the grace is what the file says: what a custom resource leaves out, its operator may set."""
    return isinstance(pod.grace, Known) or (isinstance(pod.grace, Absent) and _is_standard(pod))


def _is_standard(pod: Pod) -> bool:
    return pod.long_running or pod.kind in ("Job", "CronJob", "Pod")


def _short_grace(
    pod: Pod, window: _Window, value: Value[float], parameters: Covering, span: Span
) -> Iterator[Violation]:
    from wslint.checks.graces import pod_grace_fix
    from wslint.model.durations import round_up_grace

    grace = in_force(value)
    if grace is None or grace > window.seconds or (grace == window.seconds and not parameters.must_exceed):
        return
    needed = round_up_grace(window.seconds, exceed=parameters.must_exceed)
    fields: dict[str, Field] = {
        "grace": grace,
        "failures": window.failures,
        "period": window.period,
        "window": window.seconds,
        "needed": needed,
        "pod": pod.title,
    }
    yield Violation(
        span,
        fields,
        (Related(window_place(window.probe), "window"),),
        "" if isinstance(value, Known) else "default",
        fix=pod_grace_fix(pod, value, needed),
        workload=window.workload.name,
    )


class Stopping(NamedTuple):
    """`stop_seconds`: what the program needs to stop. `strict_window`: the health window counts, too."""

    stop_seconds: float = 0.0
    strict_window: bool = False


@check("workload", Stopping)
def stop_grace(workload: Workload, project: Project, parameters: Stopping) -> Iterator[Violation]:
    """stop_grace_period against the time that the program needs, and the health window if that is asked for."""
    from wslint.checks.graces import stop_fix
    from wslint.model.durations import round_up_grace
    from wslint.project.check_times import check_times

    yield from _stop_commands(workload, project, parameters)
    grace = in_force(workload.grace)
    run = workload.platform == "docker-run"
    if grace is None or (run and workload.once):
        return
    span = place(workload.grace, workload.owner)
    suffix = "" if isinstance(workload.grace, Known) else "default"
    fields: dict[str, Field] = {
        "grace": grace,
        "stop": parameters.stop_seconds,
        "name": "--stop-timeout" if run else "stop_grace_period",
    }
    if grace <= parameters.stop_seconds:
        needed = round_up_grace(parameters.stop_seconds)
        yield Violation(
            span,
            {**fields, "needed": needed, "write": _grace_of(workload, needed)},
            variant=suffix,
            fix=stop_fix(workload, needed),
            workload=workload.name,
        )
        return
    times = check_times(project, workload) if parameters.strict_window else None
    retries = in_force(times.retries) if times is not None else None
    interval = in_force(times.interval) if times is not None else None
    if times is None or retries is None or interval is None or grace > retries * interval:
        return
    needed = round_up_grace(retries * interval)
    related = (Related(times.interval.span, "window"),) if isinstance(times.interval, Known) else ()
    yield Violation(
        span,
        {
            **fields,
            "needed": needed,
            "write": _grace_of(workload, needed),
            "retries": retries,
            "interval": interval,
            "window": retries * interval,
        },
        related,
        "-".join(word for word in ("window", suffix) if word),
        fix=stop_fix(workload, needed),
        workload=workload.name,
    )


def _stop_commands(workload: Workload, project: Project, parameters: Stopping) -> Iterator[Violation]:
    """The time that a command gives the container, which counts in place of its own (docker container stop)."""
    from wslint.model.durations import round_up_grace

    for stop in project.stops_of(workload):
        if stop.seconds.value > parameters.stop_seconds:
            continue
        needed = round_up_grace(parameters.stop_seconds)
        fields: dict[str, Field] = {
            "grace": stop.seconds.value,
            "stop": parameters.stop_seconds,
            "name": "-t",
            "needed": needed,
            "write": f"-t {needed}",
        }
        fix = Fix(f"Give it {needed} s", (Edit(stop.seconds.span, str(needed)),))
        related = (Related(workload.owner, "started"),)
        yield Violation(stop.seconds.span, fields, related, "command", fix=fix, workload=workload.name)


def _grace_of(workload: Workload, seconds: int) -> str:
    """How a grace is written."""
    return (
        f"--stop-timeout={seconds}" if workload.platform == "docker-run" else f"stop_grace_period: {seconds}s"
    )


class Room(NamedTuple):
    """`stop_seconds`: what the program needs to stop after its preStop hook."""

    stop_seconds: float = 0.0


@check("pod", Room)
def prestop_fits(pod: Pod, project: Project, parameters: Room) -> Iterator[Violation]:
    """The longest preStop sleep and the time to stop against the grace."""
    from wslint.checks.graces import pod_grace_fix
    from wslint.model.durations import round_up_grace

    longest: tuple[float, Span, Workload] | None = None
    for workload in pod.containers:
        hook = workload.pre_stop
        if workload.role not in ("main", "sidecar") or not isinstance(hook, Known):
            continue
        seconds = hook.value.sleep
        if seconds is not None and (longest is None or seconds > longest[0]):
            longest = (seconds, hook.value.span, workload)
    grace = in_force(pod.grace)
    if longest is None or grace is None or not _is_told(pod):
        return
    sleep, slept_at, workload = longest
    total = sleep + parameters.stop_seconds
    if sleep < grace and total <= grace:
        return
    # The general layer knows no time to stop; some must be left.
    needed = round_up_grace(total, exceed=not parameters.stop_seconds)
    fields: dict[str, Field] = {
        "grace": grace,
        "sleep": sleep,
        "stop": parameters.stop_seconds,
        "total": total,
        "needed": needed,
    }
    yield Violation(
        place(pod.grace, pod.owner),
        fields,
        (Related(slept_at, "sleep"),),
        "" if isinstance(pod.grace, Known) else "default",
        fix=pod_grace_fix(pod, pod.grace, needed),
        workload=workload.name,
    )


@check("workload")
def stop_signal(workload: Workload, project: Project, _: object) -> Iterator[Violation]:
    """A stop signal that no process can catch (signal(7): SIGKILL and SIGSTOP)."""
    signal = workload.stop_signal
    if not isinstance(signal, Known) or (workload.platform == "image" and not project.ships(workload)):
        return
    name = signal.value.strip().upper().removeprefix("SIG")
    if name in ("KILL", "9"):
        variant = ""
    elif name in ("STOP", "19"):
        variant = "stop"
    else:
        return
    fix = Fix("Send SIGTERM", (Edit(signal.span, "SIGTERM"),), safe=False)
    yield Violation(
        signal.span,
        {"signal": signal.value},
        variant=variant,
        fix=None if workload.platform in ("compose", "docker-run") and signal.via else fix,
        workload=workload.name if workload.platform != "image" else None,
    )
