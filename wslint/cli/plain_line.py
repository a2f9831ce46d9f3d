"""An ordinary command line, read by what a command declares, exactly as click reads it.

Whatever is out of the ordinary is left to click: abbreviations and clusters of options, variables of the environment,
values that are checked or converted in other ways than are known here, mistakes, help.
"""

from __future__ import annotations

import os

from wslint.cli.declaring import Declaration, Declared, Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# More than this makes an option that click has to read.
_KNOWN = frozenset(
    {"default", "expose_value", "help", "is_flag", "metavar", "multiple", "shell_complete", "type"}
)
_TEXTS = frozenset({("click", "Path"), ("wslint.cli.values", "FileName")})


class _Given:
    """How an option was given, by the name that click's ParameterSource has for it."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class PlainContext:
    """Says of each parameter whether it was given, as click's context does."""

    __slots__ = ("given",)

    def __init__(self, given: frozenset[str]) -> None:
        self.given = given

    def get_parameter_source(self, name: str) -> _Given:
        """COMMANDLINE or DEFAULT."""
        return _Given("COMMANDLINE" if name in self.given else "DEFAULT")


class Line:
    """The parameters of a call, and which of them were given."""

    __slots__ = ("given", "parameters")

    def __init__(self, parameters: dict[str, Any], given: set[str]) -> None:
        self.parameters = parameters
        self.given = given

    def call(self, command: Declared) -> int:
        """Call the command; its exit code."""
        result = command.function(PlainContext(frozenset(self.given)), **self.parameters)
        return result if isinstance(result, int) else 0


def read_line(command: Declared, words: Sequence[str]) -> Line | None:
    """The parameters of an ordinary line of a command's options and paths; None for click to read it."""
    if any(name.startswith("WSLINT_") for name in os.environ):
        return None
    switches, parameters = _switches(command)
    paths: list[str] = []
    given: set[str] = set()
    waiting = list(reversed(words))
    while waiting:
        word = waiting.pop()
        if not word.startswith("-"):
            paths.append(word)
            continue
        name, equals, value = word.partition("=")
        found = switches.get(name)
        if found is None or (equals and (found.flag is not None or not name.startswith("--"))):
            return None
        given.add(found.parameter)
        if found.flag is not None:
            parameters[found.parameter] = found.flag
            continue
        if not equals:
            value = waiting.pop() if waiting else "-"
        if value.startswith("-") or not found.takes(value):
            return None
        parameters[found.parameter] = (*parameters[found.parameter], value) if found.multiple else value
    if not all(map(_is_path, paths)):
        return None
    if paths:
        given.add("paths")
    parameters["paths"] = tuple(paths)
    return Line(parameters, given)


class _Switch:
    """An option that is read here: `flag` is the value that it sets, None where it takes one."""

    __slots__ = ("flag", "kind", "multiple", "parameter")

    def __init__(self, parameter: str, flag: bool | None, kind: Later | None, *, multiple: bool) -> None:
        self.parameter = parameter
        self.flag = flag
        self.kind = kind
        self.multiple = multiple

    def takes(self, value: str) -> bool:
        """Whether a value is one that click would take as it is."""
        if self.kind is None:
            return True
        if (self.kind.module, self.kind.name) in _TEXTS:
            return _is_path(value)
        return value in (self.kind.values or ())


def _switches(command: Declared) -> tuple[dict[str, _Switch], dict[str, Any]]:
    """The options that can be read here by each of their names, and the values of all that are not given."""
    switches: dict[str, _Switch] = {}
    parameters: dict[str, Any] = {}
    for one in command.declarations:
        if one.kind != "option":
            continue
        longest = max((name.partition("/")[0] for name in one.names), key=_dashes)
        parameter = longest.lstrip("-").replace("-", "_")
        pair = any("/" in name for name in one.names)
        flag = pair or one.named.get("is_flag", False)
        multiple = one.named.get("multiple", False)
        if one.named.get("expose_value", True):
            parameters[parameter] = one.named.get(
                "default", () if multiple else None if pair or not flag else False
            )
            if _is_known(one, flag=flag):
                _add(switches, one, parameter, flag=flag, multiple=multiple)
    return switches, parameters


def _dashes(name: str) -> int:
    return len(name) - len(name.lstrip("-"))


def _is_known(one: Declaration, *, flag: bool) -> bool:
    kind = one.named.get("type")
    # A value that can be left out, as its metavar says: the command reads it in a way of its own.
    if not _KNOWN.issuperset(one.named) or one.named.get("metavar", "").startswith("["):
        return False
    if kind is None:
        return True
    if flag or not isinstance(kind, Later):
        return False
    place = (kind.module, kind.name)
    plain = (not kind.values and not kind.named) if place in _TEXTS else not kind.named
    return plain and (place in _TEXTS or place == ("wslint.cli.values", "OneOf"))


def _add(
    switches: dict[str, _Switch], one: Declaration, parameter: str, *, flag: bool, multiple: bool
) -> None:
    kind = one.named.get("type")
    for name in one.names:
        on, slash, off = name.partition("/")
        switches[on] = _Switch(parameter, True if flag else None, kind, multiple=multiple)
        if slash:
            switches[off] = _Switch(parameter, False, kind, multiple=multiple)


def _is_path(word: str) -> bool:
    """Whether click takes a word for a path as it is: it refuses what cannot be read, and we the empty one."""
    return bool(word) and (not os.path.exists(word) or os.access(word, os.R_OK))
