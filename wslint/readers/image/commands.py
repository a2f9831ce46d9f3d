"""CMD, ENTRYPOINT and HEALTHCHECK of one instruction."""

from __future__ import annotations

from wslint.model.commands import Command, Word
from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.readers.image.shell import other_shell
from wslint.syntax.dockerfile import Instruction, JoinedText
from wslint.text import Span

# Docker's defaults (Dockerfile reference, HEALTHCHECK); the engine takes 0 for "the default".
INTERVAL = 30.0
TIMEOUT = 30.0
START_PERIOD = 0.0
RETRIES = 3


def read_command(instruction: Instruction, shell: tuple[str, ...] | None) -> Known[Command] | Unknown:
    """What CMD or ENTRYPOINT says. No words in exec form (`CMD []`) take away what is inherited.

    `shell` is the SHELL in force, None for Docker's default.
    """
    span = instruction.arguments_span
    if instruction.refused:
        return Unknown(f"this {instruction.keyword} is refused", span)
    if instruction.json:
        return Known(_exec(instruction, 0), span)
    command = _shell_form(instruction.arguments.stripped(), shell)
    return Known(command, span) if isinstance(command, Command) else command


def _exec(instruction: Instruction, start: int) -> Command:
    words = tuple(Word(word.text, word.span) for word in instruction.words[start:])
    span = instruction.arguments_span
    if start and words:
        first, last = words[0].span, words[-1].span
        if first is not None and last is not None:
            span = _bracketed(span, first.start)
    return Command("exec", words, span)


def _bracketed(span: Span, first: int) -> Span:
    """The JSON array that begins before the first word, to the end of the arguments."""
    opening = span.source.text.rfind("[", span.start, first)
    return Span(span.source, opening, span.end) if opening >= 0 else span


def _shell_form(text: JoinedText, shell: tuple[str, ...] | None) -> Command | Unknown:
    span = text.span(0, len(text.text))
    if not text.text:
        return Unknown("a command without words", span)
    other = other_shell(shell)
    if other is not None:
        return Unknown(f"a text for {other}", span)
    return Command("shell", (), span, text.text, text.places())


def read_healthcheck(instruction: Instruction, shell: tuple[str, ...] | None) -> Known[Healthcheck] | Unknown:
    """What HEALTHCHECK says; absent flags have Docker's defaults, and belong behind the keyword."""
    owner = instruction.keyword_span
    if instruction.refused or not instruction.words:
        return Unknown("this HEALTHCHECK is refused", instruction.span)
    kind = instruction.words[0]
    test: Value[Command] = Absent(None, owner)
    disabled = kind.text.upper() == "NONE"
    if not disabled:
        command = _test(instruction, shell)
        test = Known(command, command.span) if isinstance(command, Command) else command
    retries = _retries(instruction, owner)
    check = Healthcheck(
        disabled=disabled,
        test=test,
        interval=_seconds(instruction, "interval", INTERVAL, owner),
        timeout=_seconds(instruction, "timeout", TIMEOUT, owner),
        start_period=_seconds(instruction, "start-period", START_PERIOD, owner),
        retries=retries,
        span=owner,
        disabled_span=kind.span if disabled else None,
    )
    return Known(check, owner)


def _test(instruction: Instruction, shell: tuple[str, ...] | None) -> Command | Unknown:
    if instruction.json:
        return _exec(instruction, 1)
    arguments = instruction.arguments.stripped()
    length = len(instruction.words[0].text)
    return _shell_form(arguments.part(length, len(arguments.text)).stripped(), shell)


def _seconds(instruction: Instruction, name: str, default: float, owner: Span) -> Value[float]:
    from wslint.model.durations import parse_duration

    flag = instruction.flag(name)
    if flag is None:
        return Absent(default, owner)
    seconds = parse_duration(flag.value, "go") if flag.value is not None else None
    if seconds is None or seconds < 0:
        return Unknown("no duration that Docker reads", flag.value_span)
    return Known(seconds or default, flag.value_span)


def _retries(instruction: Instruction, owner: Span) -> Value[int]:
    flag = instruction.flag("retries")
    if flag is None:
        return Absent(RETRIES, owner)
    text = (flag.value or "").removeprefix("+")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return Unknown("no number that Docker reads", flag.value_span)
    return Known(int(text) or RETRIES, flag.value_span)


def read_shell(instruction: Instruction) -> tuple[str, ...] | None:
    """The words of SHELL; None where it is refused, so that the earlier one stays."""
    if instruction.refused or not instruction.json or not instruction.words:
        return None
    return tuple(word.text for word in instruction.words)
