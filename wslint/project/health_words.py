"""The programs that a check's command runs, shells and scripts taken off, each word with its place."""

from __future__ import annotations

from wslint.model.commands import Command, program_name, shell_call, strip_wrappers
from wslint.model.value import Absent, Known
from wslint.project.arguments import Argument, command_arguments
from wslint.project.scripts import entrypoint_script
from wslint.syntax.shell import (
    UNSET,
    LiteralPart,
    Lookup,
    Script,
    ShellWord,
    SimpleCommand,
    Unset,
    Variable,
    is_simple,
    parse_shell,
)
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wslint.model.workload import Workload
    from wslint.project.environment import EffectiveEnvironment
    from wslint.project.project import Project

_MAX_UNWRAPPING = 4


class Step(NamedTuple):
    """One program with its arguments. `command` is None where no shell runs it."""

    argv: tuple[Argument, ...]
    command: SimpleCommand | None


class Steps(NamedTuple):
    """All that a check runs.

    `shells` are the shells that must be there to run it, outermost first. `script` and `text` are the shell
    text that holds the steps, None where there is none. `errexit` says that it stops at the first failure.
    """

    steps: tuple[Step, ...]
    shells: tuple[Argument, ...]
    script: Script | None = None
    text: Argument | None = None
    errexit: bool = False


def read_steps(project: Project, workload: Workload, command: Command) -> Steps | None:
    """Take shells and scripts of the build context off; None where what runs cannot be told."""
    environment = project.environment(workload)
    argv = command_arguments(command)
    shells: list[Argument] = []
    errexit = False
    if command.form == "shell":
        argv, errexit = _own_shell(project, workload, argv)
    script: Script | None = None
    text: Argument | None = None
    steps: tuple[Step, ...] = (Step(argv, None),)
    for _ in range(_MAX_UNWRAPPING):
        argv = steps[0].argv
        texts = [word.text for word in argv]
        call = shell_call(texts)
        if call is not None:
            if call.text is None or call.position is None:
                return None
            text, script = argv[call.position], parse_shell(call.text)
            errexit = errexit or "e" in call.options
            shells.append(argv[strip_wrappers(texts).start])
        else:
            file = entrypoint_script(project, workload, argv)
            if file is None:
                break
            text, script, errexit = file.text, file.script, False
        if script.broken or not script.commands:
            return None
        steps = _script_steps(script, text, environment)
        if not is_simple(script):
            break
    return Steps(steps, tuple(shells), script, text, errexit)


def _own_shell(
    project: Project, workload: Workload, argv: tuple[Argument, ...]
) -> tuple[tuple[Argument, ...], bool]:
    """Shell form runs in the image's SHELL (Dockerfile reference, SHELL)."""
    stage = workload if workload.platform == "image" else project.image_of(workload)
    facts = stage.image_facts if stage is not None else None
    if facts is None or not facts.shell:
        return argv, False
    call = shell_call([*facts.shell, ""])
    name = Argument(facts.shell[0], None) if call is not None else argv[0]
    return (name, *argv[1:]), call is not None and "e" in call.options


def _script_steps(script: Script, text: Argument, environment: EffectiveEnvironment) -> tuple[Step, ...]:
    lookup = _lookup(script.text, environment)
    return tuple(
        Step(tuple(placed_word(word, text, lookup) for word in command.words), command)
        for command in script.commands
        if command.words
    ) or (Step((), None),)


def _lookup(script: str, environment: EffectiveEnvironment) -> Lookup:
    """Variables for a check's text; what the text sets itself is unknown."""

    def lookup(name: str) -> str | Unset | None:
        if f"{name}=" in script or f"read {name}" in script or f"for {name}" in script:
            return None
        value = environment.lookup(name)
        if isinstance(value, Known):
            text: str = value.value
            return text
        if name == "HOSTNAME":
            # Every engine sets it to the name under which the container reaches itself.
            return "localhost"
        return UNSET if isinstance(value, Absent) else None

    return lookup


class _Piece(NamedTuple):
    """`[start, end)` of a word's value comes from `[written, written_end)` of the shell text."""

    start: int
    end: int
    written: int
    written_end: int


def placed_word(word: ShellWord, text: Argument, lookup: Lookup) -> Argument:
    """A word of a shell text as an argument: variables filled in, the place of each character kept.

    What comes out of a variable is written at the variable (a single character of it at its last one). Where a variable that nothing sets stands
    without a default, the word is unknown: something unseen may set it.
    """
    span = text.part(word.start, word.end)
    pieces: list[_Piece] = []
    value = ""
    for part in word.parts:
        filled = part.text if isinstance(part, LiteralPart) else part.resolve(lookup)
        if isinstance(part, Variable) and not part.operator and isinstance(lookup(part.name), Unset):
            filled = None
        if filled is None:
            return Argument(None, span)
        if filled:
            pieces.append(_Piece(len(value), len(value) + len(filled), part.start, part.end))
        value += filled
    base = _base(text)
    if base is None or not value:
        return Argument(value, span)
    return Argument(value, span, lambda at: base(_written(pieces, at)))


def _base(text: Argument) -> Callable[[int], int] | None:
    """From an offset in a shell text to one in its source."""
    if text.offsets is not None:
        return text.offsets
    if text.span is not None and text.span.text == text.text:
        begin = text.span.start
        return lambda at: begin + at
    return None


def _written(pieces: list[_Piece], at: int) -> int:
    for piece in pieces:
        if piece.start <= at < piece.end:
            if piece.end - piece.start == piece.written_end - piece.written:
                return piece.written + at - piece.start
            return piece.written_end - 1 if at == piece.end - 1 else piece.written
    return pieces[-1].written_end - 1


def program_of(step: Step) -> tuple[str, Argument] | None:
    """The name of the program that a step runs, wrappers taken off, and its word; None where unknown."""
    at = strip_wrappers([word.text for word in step.argv]).start
    if at >= len(step.argv):
        return None
    word = step.argv[at]
    return (program_name(word.text), word) if word.text else None
