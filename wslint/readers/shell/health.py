"""`--health-cmd` and the options beside it (docs.docker.com/reference/cli/docker/container/run/#health-cmd)."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.durations import parse_duration
from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.readers.shell.command_line import Given, Options
from wslint.readers.shell.reading import ShellReading
from wslint.text import Span

_TIMES = ("health-interval", "health-timeout", "health-start-period", "health-retries")


def healthcheck(reading: ShellReading, options: Options, owner: Span) -> Value[Healthcheck]:
    """The check; the command is always for a shell. What is not given is the image's."""
    disabled = options.last("no-healthcheck") if options.is_set("no-healthcheck") else None
    test = options.value("health-cmd")
    given = [option for option in options.given if option.name == "health-cmd" or option.name in _TIMES]
    if disabled is None and not given:
        if options.complete:
            return Absent(None, owner)
        return Unknown("further options are known only when the script runs", owner)
    span = (disabled or options.last("health-cmd") or given[0]).span
    missing: Value[Command] = Absent(None, owner) if options.complete else Unknown("further options", owner)
    check = Healthcheck(
        disabled=disabled is not None,
        test=missing if test is None else _command(reading, test),
        interval=seconds(reading, options, "health-interval", owner),
        timeout=seconds(reading, options, "health-timeout", owner),
        start_period=seconds(reading, options, "health-start-period", owner),
        retries=_count(reading, options, "health-retries", owner),
        span=span,
        disabled_span=disabled.span if disabled is not None else None,
    )
    return Known(check, span)


def _command(reading: ShellReading, given: Given) -> Value[Command]:
    text = given.known
    if text is None:
        return reading.cannot_know(given)
    if not text:
        return Absent(None, given.span)
    span = given.span
    return Known(Command("shell", (), span, text, given.offsets()), span)


def seconds(reading: ShellReading, options: Options, name: str, owner: Span) -> Value[float]:
    """A duration of Go's; none in force where it is not given."""
    given = options.value(name)
    if given is None:
        return Absent(None, owner) if options.complete else Unknown("further options", owner)
    text = reading.string(given)
    if isinstance(text, Unknown):
        return text
    value = parse_duration(text.value)
    if value is None or value < 0:
        return Unknown(f"`{text.value}` is no duration", text.span)
    # docker takes 0 for what the image says.
    return Known(value, text.span, text.via) if value else Absent(None, owner)


def _count(reading: ShellReading, options: Options, name: str, owner: Span) -> Value[int]:
    given = options.value(name)
    if given is None:
        return Absent(None, owner) if options.complete else Unknown("further options", owner)
    text = reading.string(given)
    if isinstance(text, Unknown):
        return text
    if not (text.value.isascii() and text.value.isdigit()) or len(text.value) > 9:
        return Unknown(f"`{text.value}` is no number", text.span)
    number = int(text.value)
    return Known(number, text.span, text.via) if number else Absent(None, owner)
