"""Variables of a Makefile, as far as its text alone tells their values.

GNU make manual, "How to Use Variables" and "Setting Variables".
"""

from __future__ import annotations

from wslint.text.record import NamedTuple

_DEEPEST = 20
_LONGEST = 10_000
_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")
_CLOSERS = {"(": ")", "{": "}"}
QUIETING = frozenset("@-+ \t")
"""What make itself takes from the beginning of a recipe line ("Recipe Echoing", "Errors in Recipes")."""


class Assignment(NamedTuple):
    """`operator` as written; `certain` is false within a conditional, for a target, or in a `define`."""

    operator: str
    value: str
    line: int
    certain: bool


class Reference(NamedTuple):
    """`$(NAME)`, `${NAME}`, `$X`, or a function. `name` is None for what is no plain name; `end` an offset."""

    name: str | None
    end: int


def reference(text: str, at: int, end: int) -> Reference | None:
    """What the `$` at an offset begins; None for one that is not closed before `end`, or stands there."""
    sign = text[at + 1 : min(at + 2, end)]
    if not sign or sign.isspace():
        return None
    closer = _CLOSERS.get(sign)
    if closer is None:
        return Reference(sign if sign in _NAME else None, at + 2)
    depth = 0
    for index in range(at + 1, end):
        if text[index] == sign:
            depth += 1
        elif text[index] == closer:
            depth -= 1
            if depth == 0:
                name = text[at + 2 : index]
                return Reference(name if name and _NAME.issuperset(name) else None, index + 1)
    return None


class Variables:
    """The variables of one file."""

    __slots__ = ("_assigned", "_included", "_known")

    def __init__(self) -> None:
        self._assigned: dict[str, list[Assignment]] = {}
        self._included: list[int] = []
        self._known: dict[str, str | None] = {}

    def assign(self, name: str, assignment: Assignment) -> None:
        """Take note of an assignment."""
        self._assigned.setdefault(name, []).append(assignment)

    def include(self, line: int) -> None:
        """Another file comes in here: it may set whatever is set before, and what is only a default."""
        self._included.append(line)

    def value(self, name: str) -> str | None:
        """The value of a variable in recipes; None where the file does not tell it for sure."""
        return self._value(name, 0)

    def only_quiets(self, name: str) -> bool:
        """Whether all that a variable may be is nothing, or signs that make takes away (`Q = @`)."""
        found = self._assigned.get(name, ())
        return bool(found) and all(QUIETING.issuperset(one.value) for one in found)

    def _value(self, name: str, depth: int) -> str | None:
        if name in self._known:
            return self._known[name]
        # Until it is known, whatever refers to it goes in a circle.
        self._known[name] = None
        found = self._assigned.get(name, [])
        value: str | None = None
        if self._is_certain(found) and depth < _DEEPEST:
            # Expanded on the spot, and so is what is added: what is set further down is not there yet.
            at_once = found[0].operator in (":=", "::=", ":::=")
            parts = [self._expanded(one, depth, at_once=at_once) for one in found]
            known = [part for part in parts if part is not None]
            # `+=` puts a space between two texts, none where one of them is empty.
            value = " ".join(filter(None, known)) if len(known) == len(parts) else None
            if value is not None and len(value) > _LONGEST:
                value = None
        self._known[name] = value
        return value

    def _is_certain(self, found: list[Assignment]) -> bool:
        """Set once, and then at most added to; not where an included file may have a say."""
        if not found or not all(one.certain for one in found) or found[0].operator in ("+=", "!="):
            return False
        if any(one.operator != "+=" for one in found[1:]):
            return False
        if not self._included:
            return True
        return found[0].operator != "?=" and found[0].line > self._included[-1]

    def _expanded(self, assignment: Assignment, depth: int, *, at_once: bool) -> str | None:
        text = assignment.value
        parts: list[str] = []
        size = at = 0
        while at < len(text):
            sign = text.find("$", at)
            if sign < 0:
                parts.append(text[at:])
                break
            parts.append(text[at:sign])
            if text[sign + 1 : sign + 2] == "$":
                parts.append("$")
                at = sign + 2
                continue
            found = reference(text, sign, len(text))
            value = self._referred(found, assignment.line if at_once else None, depth)
            if found is None or value is None:
                return None
            parts.append(value)
            size += len(value)
            if size > _LONGEST:
                return None
            at = found.end
        return "".join(parts)

    def _referred(self, found: Reference | None, line: int | None, depth: int) -> str | None:
        if found is None or found.name is None:
            return None
        others = self._assigned.get(found.name)
        if line is not None and others and others[-1].line > line:
            return None
        return self._value(found.name, depth + 1)
