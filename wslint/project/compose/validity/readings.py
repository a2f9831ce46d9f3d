"""How the loader reads single values behind the schema; each reading says what is wrong, or nothing.

The facts are from compose-go v2.9.1's types, docker/go-units (sizes), docker/go-connections (ports),
mattn/go-shellwords (commands) and xhit/go-str2duration (durations, in wslint/model/durations.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wslint.model.durations import parse_duration
from wslint.project.compose.validity.casts import cast
from wslint.project.compose.validity.port_forms import is_address, port_fault
from wslint.project.compose.validity.splitting import split_mount
from wslint.project.compose.validity.tables import Place, Row, Table
from wslint.text.record import NamedTuple

_DIGITS = frozenset("0123456789")
_LARGEST = 2.0**63
_SIZE_END = frozenset("0123456789. ")


class Fault(NamedTuple):
    """What is wrong with a value: rule, variant, place, and a field for the message."""

    rule: str
    variant: str
    place: Place
    value: str


Reader = Callable[[Any, Place], Iterator[Fault]]
_INVALID = "compose-invalid-value"


def size_of(text: str) -> int | None:
    """Bytes of `64m`, `1.5GiB`, `10 kb` (base 1024); None where it is no size.

    A negative whole number is one to the newest Compose only.
    """
    whole = cast(text, "whole")
    if whole is not None:
        return int(whole)
    at = len(text)
    while at and text[at - 1] not in _SIZE_END:
        at -= 1
    if not at:
        return None
    number, suffix = text[:at], text[at:].lower()
    number = number.removesuffix(" ")
    value = cast(number, "number")
    if value is None or not 0 <= value < float("inf"):
        return None
    if suffix in ("", "b"):
        return int(value)
    power = "kmgtp".find(suffix[0]) + 1
    if not power or suffix[1:] not in ("", "b", "ib"):
        return None
    return int(min(value * 1024**power, _LARGEST))


def _duration(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and parse_duration(value, "compose") is None:
        bare = bool(value) and _DIGITS.issuperset(value)
        yield Fault("compose-invalid-duration", "unit" if bare else "", place, value)


def _size(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and size_of(value) is None:
        yield Fault("compose-invalid-size", "", place, value)


def _bool(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and cast(value, "bool") is None:
        yield Fault(_INVALID, "bool", place, value)


def _number(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and cast(value, "number") is None:
        yield Fault(_INVALID, "number", place, value)


def _whole(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and cast(value, "whole") is None:
        yield Fault(_INVALID, "whole", place, value)


def _natural(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, int | float) and value < 0:
        yield Fault(_INVALID, "negative", place, str(value))


def _small(value: Any, place: Place) -> Iterator[Fault]:
    yield from _no_text(value, place)
    yield from _natural(value, place)


def _limit(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, float):
        yield Fault(_INVALID, "whole", place, str(value))


def _build_limit(value: Any, place: Place) -> Iterator[Fault]:
    yield from _no_text(value, place)
    yield from _limit(value, place)


def _no_text(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str):
        yield Fault(_INVALID, "unquote", place, value)


def _filled(value: Any, place: Place) -> Iterator[Fault]:
    if value == "":
        yield Fault(_INVALID, "blank", place, "")


def _command(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str):
        fault = command_fault(value)
        if fault:
            yield Fault(_INVALID, fault, place, value)


def command_fault(line: str) -> str:
    """What go-shellwords has against a command: an "unclosed" quote or bracket, a "bracket"; "" for nothing."""
    quote = ""
    escaped = False
    before = ""
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = quote != "'"
        elif quote in ("'", '"'):
            quote = "" if character == quote else quote
        elif character == "`" and quote != ")":
            quote = "" if quote == "`" else "`"
        elif character == ")" and quote != "`":
            quote = "" if quote == ")" else ")"
        elif character == "(" and quote != "`":
            if quote == ")" or before != "$":
                return "bracket"
            quote = ")"
        elif character in "'\"" and quote != ")":
            quote = character
        elif character in ";&|<>" and not quote:
            break
        before = character
    return "unclosed" if escaped or quote else ""


def _environment(value: Any, _: Place) -> Iterator[Fault]:
    for text, spot in _texts(value):
        name = text.partition("=")[0]
        if name and name[-1].isspace():
            yield Fault(_INVALID, "space", spot, name)


def _hosts(value: Any, _: Place) -> Iterator[Fault]:
    if isinstance(value, Table):
        for name, spot in value.places.items():
            if not name or ":" in name or "=" in name:
                yield Fault(_INVALID, "host", spot, name)
    for text, spot in _texts(value):
        separator = next((sign for sign in "=:" if sign in text), None)
        if separator is None:
            yield Fault(_INVALID, "address", spot, text)
            continue
        name = text.partition(separator)[0]
        if not name or ":" in name or "=" in name:
            yield Fault(_INVALID, "host", spot, text)


def _ssh(value: Any, _: Place) -> Iterator[Fault]:
    for text, spot in _texts(value):
        if "=" not in text and text != "default":
            yield Fault(_INVALID, "ssh", spot, text)


def _contexts(value: Any, _: Place) -> Iterator[Fault]:
    for text, spot in _texts(value):
        if "=" not in text:
            yield Fault(_INVALID, "assignment", spot, text)


def _mode(value: Any, place: Place) -> Iterator[Fault]:
    octal = isinstance(value, str) and frozenset("01234567").issuperset(value.lstrip("+-")) and value
    if isinstance(value, float) or (isinstance(value, str) and not octal):
        yield Fault(_INVALID, "mode", place, str(value))


def _count(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, float) or (
        isinstance(value, str) and value.lower() != "all" and cast(value, "whole") is None
    ):
        yield Fault(_INVALID, "count", place, str(value))


def _device(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and value.count(":") > 2:  # SOURCE:TARGET:PERMISSIONS
        yield Fault(_INVALID, "device", place, value)
    elif isinstance(value, Table) and "target" not in value:
        yield Fault(_INVALID, "missing-target", place, "")


def _exposed(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, float):
        yield Fault("compose-invalid-port", "exposed", place, str(value))


def _port(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, Table):
        if "target" not in value:
            yield Fault(_INVALID, "missing-target", place, "")
        return
    fault = (
        "number"
        if isinstance(value, float)
        else port_fault(str(value))
        if isinstance(value, str | int)
        else ""
    )
    if fault:
        yield Fault("compose-invalid-port", fault, place, str(value))


def _address(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and not is_address(value):
        yield Fault("compose-invalid-port", "address", place, value)


def _mount(value: Any, place: Place) -> Iterator[Fault]:
    if isinstance(value, Table):
        if "target" not in value:
            yield Fault(_INVALID, "missing-target", place, "")
        if value.get("type") == "bind" and "source" not in value:
            yield Fault(_INVALID, "missing-source", place, "")
    elif isinstance(value, str):
        wrong = split_mount(value).wrong
        if wrong:
            yield Fault(_INVALID, f"mount-{wrong}", place, value)


def _texts(value: Any) -> Iterator[tuple[str, Place]]:
    if isinstance(value, Row):
        for item, place in value.placed():
            if isinstance(item, str):
                yield item, place


READERS: dict[str, Reader] = {
    "duration": _duration,
    "size": _size,
    "bool": _bool,
    "number": _number,
    "whole": _whole,
    "natural": _natural,
    "small": _small,
    "limit": _limit,
    "build-limit": _build_limit,
    "filled": _filled,
    "command": _command,
    "environment": _environment,
    "hosts": _hosts,
    "ssh": _ssh,
    "contexts": _contexts,
    "mode": _mode,
    "count": _count,
    "device": _device,
    "exposed": _exposed,
    "port": _port,
    "address": _address,
    "mount": _mount,
}
