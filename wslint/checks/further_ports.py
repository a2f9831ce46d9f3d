"""Ports that a process may have beside the one that it is known by, and a PORT that is meant for another."""

from __future__ import annotations

from wslint.model.value import Known
from wslint.model.workload import Workload
from wslint.project.project import Project

# Words in the names of variables by which programs are told where to listen, or given further options.
_TELLING = frozenset({"PORT", "PORTS", "ADDR", "ADDRESS", "LISTEN", "BIND", "OPTIONS", "OPTS", "ARGS"})


def told_of(project: Project, workload: Workload, port: int) -> bool:
    """Whether an argument, or a variable named for ports or options other than PORT, has the number."""
    texts = [word.text for word in project.process(workload).argv or ()]
    texts += [
        value.value
        for name, value in project.environment(workload).values.items()
        if isinstance(value, Known) and name != "PORT" and _TELLING.intersection(name.upper().split("_"))
    ]
    return any(str(port) in _numbers(text) for text in texts if text is not None)


def _numbers(text: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in text).split()


def port_is_in_anchor(project: Project, workload: Workload) -> bool:
    """Whether a YAML anchor gives the same PORT to another service, for which it may be meant."""
    spans = {one.value.span for one in workload.environment.variables if one.name == "PORT"}
    return bool(spans) and any(
        variable.name == "PORT" and variable.value.span in spans
        for other in project.compose_services(workload)
        if other is not workload
        for variable in other.environment.variables
    )
