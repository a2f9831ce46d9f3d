"""Writing the times of probes and checks where they belong: the fixes of several rules. All need a decision."""

from __future__ import annotations

from wslint.checks.graces import run_option
from wslint.model.durations import format_seconds
from wslint.model.probes import Probe
from wslint.model.value import Absent, Known, Value
from wslint.model.workload import Workload
from wslint.project.insertions import put_inside, words_after
from wslint.text import Edit, Fix, Span

_ITS_FLAGS = ("--interval", "--timeout", "--start-period", "--retries")


def short(seconds: float) -> str:
    """`30s`, as Docker and Compose read it."""
    return format_seconds(seconds).replace(" ", "")


def time_fix(
    workload: Workload, value: Value[float], name: str, seconds: float, owner: Span, words: str
) -> Fix | None:
    """Write a time over the one that is there, or beside the others.

    `name` is the field or the option on the workload's platform; `owner` is the key `livenessProbe` or
    `healthcheck`, or the instruction HEALTHCHECK (an option of a command line needs none); `words` describe the fix.
    """
    number = seconds.is_integer() if isinstance(seconds, float) else True
    if workload.platform == "kubernetes" and not number:
        return None
    text = str(int(seconds)) if workload.platform == "kubernetes" else short(seconds)
    edit: Edit | None = None
    if isinstance(value, Known):
        edit = None if value.via else Edit(value.span, text)
    elif isinstance(value, Absent):
        edit = _added(workload, name, text, owner)
    return None if edit is None else Fix(words, (edit,), safe=False)


def _added(workload: Workload, name: str, text: str, owner: Span) -> Edit | None:
    if workload.platform == "kubernetes":
        return put_inside(owner, name, int(text), last=True)
    if workload.platform == "compose":
        return put_inside(owner, name, text, last=True)
    if workload.platform == "docker-run":
        return run_option(workload, f"{name}={text}")
    keyword = owner.text[: len("HEALTHCHECK")]
    if keyword.upper() != "HEALTHCHECK" or not name.startswith(_ITS_FLAGS):
        return None
    return words_after(Span(owner.source, owner.start, owner.start + len(keyword)), f"{name}={text}")


def failures_fix(probe: Probe, failures: int) -> Fix | None:
    """Write how many failures a probe takes."""
    value = probe.failures
    edit = None
    if isinstance(value, Known):
        edit = None if value.via else Edit(value.span, str(failures))
    elif isinstance(value, Absent):
        edit = put_inside(probe.span, "failureThreshold", failures, last=True)
    return None if edit is None else Fix(f"Take {failures} failures", (edit,), safe=False)
