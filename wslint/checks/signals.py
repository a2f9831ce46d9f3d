"""Whether SIGTERM reaches the program, or stops at a shell in front of it."""

from __future__ import annotations

from wslint.checks.check import check
from wslint.checks.violation import Field, Related, Violation
from wslint.model.value import Absent, Known
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.json_text import json_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYWORDS = {"command": "CMD", "entrypoint": "ENTRYPOINT"}


def _is_stopped(project: Project, workload: Workload) -> bool:
    """Whether anyone stops it before it ends: no init containers, Jobs, nor images that only those run."""
    if workload.platform == "image":
        users = project.users_of(workload)
        return project.ships(workload) and (not users or any(_is_stopped(project, user) for user in users))
    if workload.platform == "kubernetes":
        pod = project.pod_of(workload)
        if pod is None or not pod.long_running or workload.role not in ("main", "sidecar"):
            return False
        # A hook that does more than sleep may itself tell the program to stop.
        return not isinstance(workload.pre_stop, Known) or workload.pre_stop.value.sleep is not None
    if workload.platform == "docker-run":
        return not workload.once
    return not _is_waited_for(project, workload)


def _is_waited_for(project: Project, workload: Workload) -> bool:
    """Whether another service waits for its end."""
    if workload.platform != "compose":
        return False
    return workload.owner.text.strip("\"'") in project.awaited_beside(workload)


@check("workload")
def shell_form(workload: Workload, project: Project, _: object) -> Iterator[Violation]:
    """A shell that stays in front of the program and passes no signals on."""
    if not _is_stopped(project, workload):
        return
    from wslint.project.starting import shell_in_front

    found = shell_in_front(project, workload)
    if found is None:
        return
    words = found.words
    if words is not None and found.keyword == "entrypoint" and not _stands_alone(project, workload):
        words = None  # a list would begin to take CMD as its arguments
    fix: Fix | None = None
    write, place = "", found.whole
    if words is not None and "\n" not in place.text:
        listed = json_list(words)
        write = f"{_KEYWORDS[found.keyword]} {listed}"
        fix = Fix("Start the program without a shell", (Edit(place, listed),))
    elif found.exec_at is not None:
        write, place = f"exec {found.shown}", found.last or place
        fix = Fix("Let the program replace the shell", (Edit(found.exec_at, "exec "),))
    form = "" if found.form == "exec" else found.form
    variant = "-".join(word for word in (form, "" if write else "unclear") if word)
    fields: dict[str, Field] = {"shell": found.shell, "program": found.program, "write": write}
    related = (Related(found.starter, "shell"),) if found.starter is not None else ()
    yield Violation(
        place,
        fields,
        related,
        variant,
        fix=fix,
        workload=workload.name if workload.platform != "image" else None,
    )


def _stands_alone(project: Project, stage: Workload) -> bool:
    """Whether an ENTRYPOINT surely gets no arguments, once it is a list."""
    if not isinstance(stage.command, Absent):
        return False
    return all(isinstance(user.command, Absent) for user in project.users_of(stage))


@check("workload")
def entrypoint_script(workload: Workload, project: Project, _: object) -> Iterator[Violation]:
    """An entrypoint script that starts its last program without `exec`."""
    if not _is_stopped(project, workload):
        return
    from wslint.project.starting import unreplaced_script

    found = unreplaced_script(project, workload)
    if found is None:
        return
    fix: Fix | None = None
    if found.exec_at is not None:
        at: Span = found.exec_at
        fix = Fix("Let the program replace the script", (Edit(at, "exec "),))
    yield Violation(
        found.place,
        {"program": found.program, "script": found.script, "write": f"exec {found.shown}"},
        (Related(found.started, "started"),),
        fix=fix,
    )
