"""Writing down how long something gets to stop: the fixes of several rules."""

from __future__ import annotations

from wslint.model.value import Absent, Known, Value
from wslint.model.workload import Pod, Workload
from wslint.project.insertions import put_before, put_inside, words_after
from wslint.text import Edit, Fix

KEY = "terminationGracePeriodSeconds"


def pod_grace_edit(pod: Pod, value: Value[float], seconds: int) -> Edit | None:
    """Write a grace over the one that is there, or as an entry of its own above `containers:`."""
    if isinstance(value, Known):
        return None if value.via else Edit(value.span, str(seconds))
    key = pod.containers_span
    return put_before(key, KEY, seconds) if key is not None and isinstance(value, Absent) else None


def pod_grace_fix(pod: Pod, value: Value[float], seconds: int) -> Fix | None:
    """Safe: a pod that ends in time ends as it did."""
    edit = pod_grace_edit(pod, value, seconds)
    word = "Raise the grace to" if isinstance(value, Known) else "Write a grace of"
    return None if edit is None else Fix(f"{word} {seconds} s", (edit,))


def stop_fix(workload: Workload, seconds: int) -> Fix | None:
    """`stop_grace_period` of a service, `--stop-timeout` of a container that a command line starts. Safe, too."""
    value = workload.grace
    run = workload.platform == "docker-run"
    if isinstance(value, Known):
        if value.via:
            return None
        text = str(seconds) if run else f"{seconds}s"
        return Fix(f"Raise the grace to {seconds} s", (Edit(value.span, text),))
    if not isinstance(value, Absent):
        return None
    edit = None
    if run:
        edit = run_option(workload, f"--stop-timeout={seconds}")
    elif workload.platform == "compose":
        edit = put_inside(workload.owner, "stop_grace_period", f"{seconds}s")
    return None if edit is None else Fix(f"Write a grace of {seconds} s", (edit,))


def run_option(workload: Workload, option: str) -> Edit | None:
    """Add an option behind `docker run` or `docker create`, where that is what the workload's owner is."""
    if workload.owner.text.split()[-1:] not in (["run"], ["create"]):
        return None
    return words_after(workload.owner, option)
