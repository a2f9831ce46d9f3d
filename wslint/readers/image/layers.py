"""What the instructions of a stage leave in the image, one after the other."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.environment import Variable
from wslint.model.ports import DeclaredPort
from wslint.model.probes import Healthcheck
from wslint.model.value import Known, Unknown
from wslint.model.workload import CopiedFile, Handed
from wslint.readers.image.commands import read_command, read_healthcheck, read_shell
from wslint.readers.image.copied import join_workdir, read_copies
from wslint.readers.image.ports import MAX_PORTS, read_ports
from wslint.readers.image.scope import Binding, Scope, build_argument, handed_on, read_variables
from wslint.readers.image.words import expand, inherited, unquoted
from wslint.syntax.dockerfile import Instruction, pairs
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Layers:
    """The image as it grows. None: nothing in this file says it."""

    def __init__(self, *, bare: bool, escape: str, global_args: Mapping[str, Binding]) -> None:
        """Start from scratch (`bare`), or from an image of which nothing is known."""
        self.bare = bare
        self.escape = escape
        self.global_args = global_args
        self.scope = Scope(bare, global_args, {})
        self.entrypoint: Known[Command] | Unknown | None = None
        self.command: Known[Command] | Unknown | None = None
        self.command_reset = False
        self.healthcheck: Known[Healthcheck] | Unknown | None = None
        self.stop_signal: Known[str] | Unknown | None = None
        self.variables: list[Variable] = []
        self.variables_complete = True
        self.ports: list[DeclaredPort] = []
        self.ports_complete = True
        self.labels: dict[str, Known[str] | Unknown] = {}
        self.workdir: str | None = "/" if bare else None
        self.shell: tuple[str, ...] | None = None
        self.runs: list[str] = []
        self.copied: list[CopiedFile] = []
        self.build_arguments: list[Variable] = []
        self.arguments: dict[str, Known[str]] = {}
        self.handed: list[Handed] = []
        self.triggers = False
        self.triggered = False
        self.command_is_own = False
        self.depth = 1

    def inherit(self, through: Span) -> Layers:
        """The beginning of a stage that is FROM this one; `through` is the word that says so."""
        child = Layers(bare=self.bare, escape=self.escape, global_args=self.global_args)
        child.scope = Scope(self.bare, self.global_args, self.scope.env)
        child.entrypoint = self.entrypoint and inherited(self.entrypoint, through)
        child.command = self.command and inherited(self.command, through)
        child.command_reset = self.command_reset
        child.healthcheck = self.healthcheck and inherited(self.healthcheck, through)
        child.stop_signal = self.stop_signal and inherited(self.stop_signal, through)
        child.variables = [Variable(v.name, inherited(v.value, through), v.name_span) for v in self.variables]
        child.variables_complete = self.variables_complete
        child.ports = list(self.ports)
        child.ports_complete = self.ports_complete
        child.labels = {name: inherited(value, through) for name, value in self.labels.items()}
        child.workdir = self.workdir
        child.shell = self.shell
        child.runs = list(self.runs)
        child.copied = list(self.copied)
        child.arguments = dict(self.arguments)
        child.handed = list(self.handed)
        # Triggers run once, at the beginning of the next stage (Dockerfile reference, ONBUILD).
        child.triggered = self.triggers or self.triggered
        child.depth = self.depth + 1
        return child

    def size(self) -> int:
        """How much a stage takes over that is FROM this one, the FROMs on the way included."""
        values = len(self.variables) + len(self.ports) + len(self.labels) + len(self.runs) + len(self.copied)
        values += len(self.arguments) + len(self.handed)
        return (values + 1) * self.depth

    def add(self, instruction: Instruction) -> None:
        """Take one instruction in."""
        apply = _APPLY.get(instruction.keyword)
        if apply is not None:
            apply(self, instruction)


def _entrypoint(layers: Layers, instruction: Instruction) -> None:
    layers.entrypoint = read_command(instruction, layers.shell)
    # "If CMD is defined from the base image, setting ENTRYPOINT will reset CMD to an empty value"
    # (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact"). A base may be a stage.
    if not layers.command_is_own:
        layers.command = None
        layers.command_reset = True


def _cmd(layers: Layers, instruction: Instruction) -> None:
    layers.command = read_command(instruction, layers.shell)
    layers.command_is_own = True


def _healthcheck(layers: Layers, instruction: Instruction) -> None:
    layers.healthcheck = read_healthcheck(instruction, layers.shell)


def _stop_signal(layers: Layers, instruction: Instruction) -> None:
    word = instruction.words[0] if len(instruction.words) == 1 and not instruction.refused else None
    text = expand(word.text, layers.scope.lookup, layers.escape) if word is not None else None
    if word is None or text is None:
        layers.stop_signal = Unknown("STOPSIGNAL has a variable without a known value", instruction.span)
    else:
        layers.stop_signal = Known(text, unquoted(word.span))


def _expose(layers: Layers, instruction: Instruction) -> None:
    room = MAX_PORTS - len(layers.ports)
    ports, complete = read_ports(instruction, layers.scope.lookup, layers.escape, room)
    layers.ports += ports
    layers.ports_complete = layers.ports_complete and complete


def _env(layers: Layers, instruction: Instruction) -> None:
    if instruction.refused:
        layers.variables_complete = False
        return
    layers.handed += handed_on(instruction, layers.scope, layers.arguments, layers.escape)
    for pair, name, value in read_variables(instruction, layers.scope, layers.escape):
        if name is None:
            layers.variables_complete = False
            continue
        layers.variables.append(Variable(name, value, pair.key_span))
        layers.scope.env[name] = value.value if isinstance(value, Known) else None


def _arg(layers: Layers, instruction: Instruction) -> None:
    for pair in () if instruction.refused else pairs(instruction):
        layers.arguments[pair.key] = Known(pair.key, pair.key_span)
        argument = build_argument(pair, layers.scope.declare(pair, layers.escape))
        if argument is not None:
            layers.build_arguments.append(argument)


def _label(layers: Layers, instruction: Instruction) -> None:
    for _, name, value in (
        () if instruction.refused else read_variables(instruction, layers.scope, layers.escape)
    ):
        if name is not None:
            layers.labels[name] = value


def _workdir(layers: Layers, instruction: Instruction) -> None:
    written = instruction.words[0].text if instruction.words and not instruction.refused else ""
    path = expand(written, layers.scope.lookup, layers.escape)
    layers.workdir = join_workdir(layers.workdir, path) if path else None


def _copy(layers: Layers, instruction: Instruction) -> None:
    layers.copied += read_copies(instruction, layers.scope.lookup, layers.escape, layers.workdir)


def _run(layers: Layers, instruction: Instruction) -> None:
    bodies = [heredoc.content for heredoc in instruction.heredocs]
    words = [word.text for word in instruction.words]
    layers.runs.append("\n".join([" ".join(words), *bodies]))


def _shell(layers: Layers, instruction: Instruction) -> None:
    layers.shell = read_shell(instruction) or layers.shell


def _onbuild(layers: Layers, _: Instruction) -> None:
    layers.triggers = True


_APPLY: dict[str, Callable[[Layers, Instruction], None]] = {
    "ENTRYPOINT": _entrypoint,
    "CMD": _cmd,
    "HEALTHCHECK": _healthcheck,
    "STOPSIGNAL": _stop_signal,
    "EXPOSE": _expose,
    "ENV": _env,
    "ARG": _arg,
    "LABEL": _label,
    "WORKDIR": _workdir,
    "COPY": _copy,
    "ADD": _copy,
    "RUN": _run,
    "SHELL": _shell,
    "ONBUILD": _onbuild,
}
