"""Compose's interpolation: `$NAME`, `${NAME}`, `${NAME:-default}` and its kin (compose-go, package template)."""

from __future__ import annotations

from collections.abc import Callable

from wslint.text.record import NamedTuple

_FIRST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_NAME = _FIRST | frozenset("0123456789")
_OPERATORS = (":-", ":?", ":+", "-", "?", "+")
# Nested defaults beyond this depth are left unknown.
_DEEPEST = 100

Lookup = Callable[[str], str | None]


class Malformed(NamedTuple):
    """Why Compose refuses the text ("Invalid template"), and the offset of the `$` at fault."""

    offset: int
    reason: str


class Interpolated(NamedTuple):
    """The result.

    `value` is None where it hangs on a variable without a known value, or where the text is malformed.
    `names` are all variables in the text, in order and each once; `unknown` those that the value hangs on.
    """

    value: str | None
    names: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    malformed: Malformed | None = None


class _Expression:
    """A `${NAME operator …` that is not closed yet; the outermost one is the whole text."""

    __slots__ = ("name", "operator", "parts", "start", "unknown")

    def __init__(self, start: int, name: str = "", operator: str = "") -> None:
        self.start = start
        self.name = name
        self.operator = operator
        self.parts: list[str | None] = []
        self.unknown: list[str] = []

    def add(self, value: str | None, unknown: list[str]) -> None:
        self.parts.append(value)
        self.unknown.extend(unknown)

    def value(self) -> str | None:
        known = [part for part in self.parts if part is not None]
        return "".join(known) if len(known) == len(self.parts) else None


def interpolate(text: str, lookup: Lookup) -> Interpolated:
    """Replace the variables of a value. `lookup` gives None for a variable that is not known.

    A variable that is not known takes its default, if it has one. `$$` is `$`; a `$` before anything else
    stays as it is.
    """
    if "$" not in text:
        return Interpolated(text)
    names: dict[str, None] = {}
    open_ones = [_Expression(0)]
    at = 0
    dollar = brace = -1
    while True:
        current = open_ones[-1]
        if dollar < at:
            dollar = _find(text, "$", at)
        if brace < at:
            brace = _find(text, "}", at)
        if len(open_ones) > 1 and brace < dollar:
            current.parts.append(text[at:brace])
            open_ones.pop()
            open_ones[-1].add(*_decide(current, lookup))
            at = brace + 1
            continue
        current.parts.append(text[at:dollar])
        if dollar >= len(text):
            break
        at, expression, wrong = _expression(text, dollar)
        if wrong is not None:
            return Interpolated(None, tuple(names), (), wrong)
        if expression is None:
            current.parts.append("$")
            continue
        names[expression.name] = None
        if expression.operator:
            open_ones.append(expression)
            if len(open_ones) > _DEEPEST:
                return Interpolated(None, tuple(names), (expression.name,))
        else:
            current.add(*_decide(expression, lookup))
    if len(open_ones) > 1:
        return Interpolated(None, tuple(names), (), Malformed(open_ones[-1].start, "`${` is not closed"))
    whole = open_ones[0]
    return Interpolated(whole.value(), tuple(names), tuple(dict.fromkeys(whole.unknown)))


def _find(text: str, what: str, at: int) -> int:
    found = text.find(what, at)
    return len(text) if found < 0 else found


def _name_end(text: str, at: int) -> int:
    if at < len(text) and text[at] in _FIRST:
        while at < len(text) and text[at] in _NAME:
            at += 1
    return at


def _expression(text: str, dollar: int) -> tuple[int, _Expression | None, Malformed | None]:
    """What begins at a `$`: where to go on, and the variable (none for a literal `$`)."""
    following = text[dollar + 1 : dollar + 2]
    if following == "$":
        return dollar + 2, None, None
    if following != "{":
        end = _name_end(text, dollar + 1)
        if end == dollar + 1:
            return end, None, None
        return end, _Expression(dollar, text[dollar + 1 : end]), None
    end = _name_end(text, dollar + 2)
    name = text[dollar + 2 : end]
    if not name:
        return end, None, Malformed(dollar, "`${` is followed by no variable name")
    if text[end : end + 1] == "}":
        return end + 1, _Expression(dollar, name), None
    operator = next((known for known in _OPERATORS if text.startswith(known, end)), None)
    if operator is None:
        reason = "`${` is not closed" if end == len(text) else f"`{text[end : end + 2]}` is no operator"
        if text.startswith(":=", end):
            reason = "`:=` is the shell's; Compose knows `:-`"
        return end, None, Malformed(dollar, reason)
    return end + len(operator), _Expression(dollar, name, operator), None


def _decide(expression: _Expression, lookup: Lookup) -> tuple[str | None, list[str]]:
    """The value of a closed expression, or the names that it hangs on."""
    value = lookup(expression.name)
    action = expression.operator[-1:]
    if value == "" and expression.operator.startswith(":"):
        # Empty counts as unset.
        if action == "+":
            return "", []
        return (None, [expression.name]) if action == "?" else (expression.value(), expression.unknown)
    if (value is None and action == "-") or (value is not None and action == "+"):
        return expression.value(), expression.unknown
    return (value, []) if value is not None else (None, [expression.name])
