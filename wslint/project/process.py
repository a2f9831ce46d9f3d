"""What a container runs and where it listens: image and deployment put together."""

from __future__ import annotations

from wslint.model.commands import Command, shell_call, strip_wrappers
from wslint.model.ports import Declared, ListeningPort, port_number
from wslint.model.serving import ServedPort, serving
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import Workload
from wslint.project.arguments import UNKNOWN_ARGUMENT, Argument, command_arguments
from wslint.project.scripts import entrypoint_script, script_argv
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from wslint.project.project import Project

MAX_UNWRAPPING = 6

# Variables that set a server's port behind its command line (uvicorn, flask, gunicorn, streamlit docs).
PORT_VARIABLES = ("UVICORN_PORT", "FLASK_RUN_PORT", "GUNICORN_CMD_ARGS", "STREAMLIT_SERVER_PORT", "WEB_PORT")

Certainty: TypeAlias = "Literal['command', 'default', 'PORT', 'declared', 'unknown']"


class Process(NamedTuple):
    """What runs in a workload.

    `entrypoint` and `command` are those in force (Dockerfile reference, "Understand how CMD and ENTRYPOINT
    interact"; Kubernetes, "Define a Command and Arguments"; Compose, `entrypoint`). `argv` are the words of
    the program that stays, wrappers and shells taken off and variables resolved (a word's text is None
    where unknown); None where it cannot be told.
    """

    entrypoint: Value[Command]
    command: Value[Command]
    argv: tuple[Argument, ...] | None


class Listening(NamedTuple):
    """The ports of a workload. `certainty` says what they are known from.

    "command": its own arguments; "default": the program's documented default; "PORT": the variable;
    "declared": only EXPOSE, containerPort or `ports:`, which is documentation; "unknown": nothing is known
    (then `ports` is empty).
    """

    ports: tuple[ListeningPort, ...]
    certainty: Certainty

    @property
    def proven(self) -> bool:
        """Whether the ports are known from the command or from PORT, not only declared."""
        return self.certainty in ("command", "default", "PORT")

    def on(self, port: int) -> bool:
        """Whether the port is among them."""
        return any(listening.number == port for listening in self.ports)


NOTHING_KNOWN = Listening((), "unknown")


def process_of(project: Project, workload: Workload) -> Process:
    """Put ENTRYPOINT and CMD together with what the deployment overrides."""
    entrypoint, command = _in_force(project, workload)
    words = command_line(entrypoint, command)
    argv = _serving_words(project, workload, words) if words is not None else None
    return Process(entrypoint, command, argv)


def _in_force(project: Project, workload: Workload) -> tuple[Value[Command], Value[Command]]:
    if workload.platform == "image":
        return workload.entrypoint, workload.command
    stage = project.image_of(workload)
    if not isinstance(workload.entrypoint, Absent):
        # An entrypoint of the deployment's own drops the image's CMD.
        return workload.entrypoint, workload.command
    outside = Unknown("set by an image outside the tree", workload.owner)
    entrypoint = stage.entrypoint if stage is not None else outside
    if not isinstance(workload.command, Absent):
        return entrypoint, workload.command
    return entrypoint, stage.command if stage is not None else outside


def command_line(entrypoint: Value[Command], command: Value[Command]) -> tuple[Argument, ...] | None:
    """The whole command line as words; a shell form becomes `sh -c TEXT`."""
    if isinstance(entrypoint, Known):
        first = command_arguments(entrypoint.value)
        if entrypoint.value.form == "shell" or isinstance(command, Absent):
            return first
        if isinstance(command, Known):
            return (*first, *command_arguments(command.value))
        return (*first, UNKNOWN_ARGUMENT)
    if not isinstance(command, Known):
        return None
    words = command_arguments(command.value)
    # Options alone are the arguments of an entrypoint that is not known.
    if words and words[0].text is not None and words[0].text.startswith("-"):
        return (UNKNOWN_ARGUMENT, *words)
    return words


def _serving_words(
    project: Project, workload: Workload, words: tuple[Argument, ...]
) -> tuple[Argument, ...] | None:
    """Take wrappers, shells and entrypoint scripts off until the program itself is seen."""
    environment = project.environment(workload)
    argv: tuple[Argument, ...] | None = words
    for _ in range(MAX_UNWRAPPING):
        if not argv:
            return None
        texts = [word.text for word in argv]
        call = shell_call(texts)
        if call is not None:
            if call.text is None or call.position is None:
                return None
            from wslint.syntax.shell import parse_shell

            text, rest = argv[call.position], argv[call.position + 2 :]
            argv = script_argv(parse_shell(call.text), text, rest, environment)
            continue
        argv = argv[strip_wrappers(texts).start :]
        script = entrypoint_script(project, workload, argv)
        if script is None:
            return argv
        after = next(at for at, word in enumerate(argv) if word is script.word) + 1
        argv = script_argv(script.script, script.text, argv[after:], environment)
    return None


def listening_of(project: Project, workload: Workload) -> Listening:
    """Where the process listens: explicit argument, else PORT, else what is declared (invariants, Words)."""
    process = project.process(workload)
    served = _from_command(project, workload, process.argv)
    if served is not None:
        return served
    port = project.environment(workload).lookup("PORT")
    if isinstance(port, Unknown) and port.span is not None and project.environment(workload).complete:
        return NOTHING_KNOWN
    if isinstance(port, Known):
        number = port_number(port.value)
        if number is None:
            return NOTHING_KNOWN
        return Listening((ListeningPort(number, "PORT", port.span),), "PORT")
    return _declared(project, workload)


def _from_command(
    project: Project, workload: Workload, argv: tuple[Argument, ...] | None
) -> Listening | None:
    """What the command line says; None where it says nothing of ports."""
    if argv is None:
        return None
    found = serving([word.text for word in argv])
    if found is None:
        return None
    if found.sure == "explicit":
        return _explicit(found.ports, argv, workload)
    environment = project.environment(workload)
    if found.sure == "unknown" or any(word.text is None for word in argv):
        return NOTHING_KNOWN
    if any(
        not isinstance(environment.lookup(name), Absent)
        for name in PORT_VARIABLES
        if name in environment.values
    ):
        return NOTHING_KNOWN
    if found.reads_port_env:
        port = environment.lookup("PORT")
        number = port_number(port.value) if isinstance(port, Known) else None
        if isinstance(port, Known) and number is not None:
            return Listening((ListeningPort(number, "PORT", port.span),), "PORT")
        if isinstance(port, Unknown):
            return NOTHING_KNOWN
    span = argv[0].span or workload.owner
    ports = tuple(
        ListeningPort(port.port, "default", span, port.loopback) for port in found.ports if port.port
    )
    return Listening(ports, "default") if ports else NOTHING_KNOWN


def _explicit(ports: tuple[ServedPort, ...], argv: tuple[Argument, ...], workload: Workload) -> Listening:
    listening = []
    for port in ports:
        if port.port is None:
            return NOTHING_KNOWN
        written = argv[port.word_index].part(port.offset, port.offset + len(str(port.port)))
        listening.append(ListeningPort(port.port, "command", written or workload.owner, port.loopback))
    return Listening(tuple(listening), "command") if listening else NOTHING_KNOWN


def _declared(project: Project, workload: Workload) -> Listening:
    stage = project.image_of(workload)
    every: list[Declared] = [workload.declared]
    if stage is not None:
        every.append(stage.declared)
    ports = [
        ListeningPort(port.first, "EXPOSE" if declared is not workload.declared else "declared", port.span)
        for declared in every
        for port in declared.ports
        if port.first == port.last and port.protocol == "tcp"
    ]
    if not ports or not all(declared.complete for declared in every):
        return NOTHING_KNOWN
    return Listening(tuple(ports), "declared")
