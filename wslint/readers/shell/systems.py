"""Which commands of a script are for Docker Desktop only, where the host has a name without being told."""

from __future__ import annotations

from collections.abc import Sequence

from wslint.model.systems import asks_for_system, system_named
from wslint.model.workload import Workload
from wslint.text import Source, Span

_MOST_LINES = 10


def desktop_spans(source: Source, workloads: Sequence[Workload]) -> tuple[Span, ...]:
    """The stretches for Docker Desktop: the command below a comment that says so, or all of a script.

    The branches of a script that asks on which system it runs are not told apart.
    """
    if not workloads:
        return ()
    if asks_for_system(source.text):
        return (Span(source, 0, len(source.text)),)
    return tuple(one.extent for one in workloads if _said_above(source, one.extent.start) == "desktop")


def _said_above(source: Source, offset: int) -> str | None:
    """The system that the comment directly above a command names."""
    line = source.position(offset).line
    for number in range(line - 1, max(line - 1 - _MOST_LINES, 0), -1):
        text = source.line_span(number).text.strip()
        if not text.startswith("#"):
            return None
        system = system_named(text)
        if system is not None:
            return system
    return None
