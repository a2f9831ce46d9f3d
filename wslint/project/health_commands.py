"""What the command of a health check runs and asks: HEALTHCHECK, Compose `healthcheck:`, exec probes."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.value import Absent, Known
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.probes import ProbeKind
    from wslint.model.requests import Part
    from wslint.model.workload import Workload
    from wslint.project.arguments import Argument
    from wslint.project.health_exit import Fault
    from wslint.project.health_words import Step, Steps
    from wslint.project.project import Project

# Programs that look for others, so that a missing one is expected.
_SEARCHING = frozenset({"command", "which", "type", "hash", "whereis"})
# What may stand behind `||` without doing the work another way.
_ENDINGS = frozenset({"exit", "true", "false", ":", "echo", "printf", "kill"})
_OWN_HOSTS = frozenset({"localhost", "0.0.0.0", "::1", "::"})  # noqa: S104 - read, not bound


class HealthRequest(NamedTuple):
    """One question of a check. `port` and `path` are None where unknown, or where the protocol has none.

    `own` says that it asks its own container (invariants.md: localhost, 127.0.0.1, [::1], 0.0.0.0,
    $HOSTNAME). `span` is the URL or address; `port_span` and `path_span` cover the part as written, else
    all of it.
    """

    tool: str
    scheme: str
    own: bool
    port: int | None
    path: str | None
    span: Span
    port_span: Span
    path_span: Span


class Needed(NamedTuple):
    """A program without which the check cannot succeed, and the word that names it."""

    name: str
    span: Span


class HealthCommand(NamedTuple):
    """The command of one check, as it runs in one workload.

    `probe` is the kind of an exec probe, None for HEALTHCHECK and Compose. `inherited` is true where it is
    the image's HEALTHCHECK that runs in a workload without a test of its own. `fault` says how the exit
    status hides a failure, None where it may not.
    """

    span: Span
    probe: ProbeKind | None
    inherited: bool
    requests: tuple[HealthRequest, ...]
    needs: tuple[Needed, ...]
    fault: Fault | None


def health_commands_of(project: Project, workload: Workload) -> tuple[HealthCommand, ...]:
    """The commands that check a workload; those that cannot be known are left out.

    Kubernetes ignores HEALTHCHECK (Kubernetes, "Configure Liveness, Readiness and Startup Probes"); a
    service without a test has its image's (Compose file reference, `healthcheck`).
    """
    found: list[HealthCommand | None] = []
    if workload.platform == "kubernetes":
        for probe in workload.probes.values():
            if isinstance(probe, Known) and isinstance(probe.value.command, Known):
                found.append(_read(project, workload, probe.value.command.value, probe.value.kind))
    else:
        own = _test_of(workload)
        stage = project.image_of(workload)
        if own is not None:
            found.append(_read(project, workload, own))
        elif stage is not None and lacks_test(workload):
            inherited = _test_of(stage)
            if inherited is not None:
                found.append(_read(project, workload, inherited, inherited=True))
    return tuple(command for command in found if command is not None)


def lacks_test(workload: Workload) -> bool:
    """Whether a workload surely says nothing of what to run as its check; times for the image's may be there."""
    check = workload.healthcheck
    if isinstance(check, Known):
        return not check.value.disabled and isinstance(check.value.test, Absent)
    return isinstance(check, Absent)


def _test_of(workload: Workload) -> Command | None:
    check = workload.healthcheck
    if not isinstance(check, Known) or check.value.disabled or not isinstance(check.value.test, Known):
        return None
    command: Command = check.value.test.value
    return command


def _read(
    project: Project,
    workload: Workload,
    command: Command,
    probe: ProbeKind | None = None,
    *,
    inherited: bool = False,
) -> HealthCommand | None:
    from wslint.project.health_exit import exit_fault
    from wslint.project.health_words import read_steps

    steps = read_steps(project, workload, command)
    if steps is None:
        return None
    requests = [request for step in steps.steps for request in _requests(step, command.span)]
    return HealthCommand(
        span=command.span,
        probe=probe,
        inherited=inherited,
        requests=tuple(requests),
        needs=tuple(_needs(steps, command.span)),
        fault=exit_fault(steps, command.span),
    )


def _requests(step: Step, whole: Span) -> list[HealthRequest]:
    """The questions of a step; of what runs in a loop or a function nothing is said."""
    from wslint.model.requests import client_request

    if step.command is not None and {"loop", "function"} & set(step.command.within):
        return []
    found = []
    for request in client_request([word.text for word in step.argv]):
        span = _place(step.argv, request.at) or whole
        host = request.host or ""
        found.append(
            HealthRequest(
                tool=request.tool,
                scheme=request.scheme,
                own=host.lower() in _OWN_HOSTS or host.startswith("127."),
                port=request.port,
                path=request.path,
                span=span,
                port_span=(_place(step.argv, request.port_at) if request.port_at else None) or span,
                path_span=(_place(step.argv, request.path_at) if request.path_at else None) or span,
            )
        )
    return found


def _place(argv: tuple[Argument, ...], part: Part) -> Span | None:
    if part.word >= len(argv):
        return None
    return argv[part.word].part(part.start, part.end)


def _needs(steps: Steps, whole: Span) -> list[Needed]:
    """The programs that must be there. One that stands in for another, or is asked for first, is not needed."""
    from wslint.project.health_words import program_of

    needs = [Needed(name, shell.span or whole) for shell in steps.shells if (name := _program(shell))]
    programs = [program_of(step) for step in steps.steps]
    if any(program is not None and program[0] in _SEARCHING for program in programs):
        return needs
    for at, step in enumerate(steps.steps):
        program = programs[at]
        following = programs[at + 1] if at + 1 < len(programs) else None
        if program is None or not _must_run(step, following[0] if following is not None else ""):
            continue
        name = _program(program[1])
        if name:
            needs.append(Needed(name, program[1].span or whole))
    return needs


def _must_run(step: Step, following: str) -> bool:
    command = step.command
    if command is None:
        return True
    if set(command.within) - {"group", "subshell", "substitution"} or command.before == "||":
        return False
    return command.after != "||" or following in _ENDINGS


def _program(word: Argument) -> str:
    """The name of a program of the system; empty where a path names one of the image's own."""
    folder, slash, name = (word.text or "").rpartition("/")
    return name if not slash or folder in ("/bin", "/usr/bin") else ""
