"""Texts that make a regular expression slow, made from the expression itself.

Backtracking is worst where the body of a repetition is repeated and then something does not fit. So for every part of
a pattern, texts that it matches are made; each is repeated after each way to get there, and followed by what nothing
matches.
"""

import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_CANDIDATES = "a1 -_./:=\"'`*#<>()[]{}$@!?+,;|&~^%\\\n\tAZé\u2028\x00"
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: " ",
}
_MOST_PUMPS = 50


class _Texts:
    """Texts that parts of a pattern match."""

    def __init__(self, flags: int) -> None:
        self.flags = flags
        self.pumps: dict[str, None] = {}
        self.prefixes: dict[str, None] = {"": None}

    def sequence(self, parts: Any, before: str = "") -> str:
        """A short text that a sequence matches; notes what its parts match on the way."""
        text = ""
        for operation, argument in parts:
            text += self.one(operation, argument, before + text)
        if text:
            self.pumps.setdefault(text)
        return text

    def one(self, operation: Any, argument: Any, before: str) -> str:
        if operation is sre.LITERAL:
            self.pumps.setdefault(chr(argument))
            return chr(argument)
        if operation in (sre.NOT_LITERAL, sre.ANY, sre.IN):
            return self.character(operation, argument)
        if operation is sre.BRANCH:
            return next(iter([self.sequence(one, before) for one in argument[1]]), "")
        if operation is sre.SUBPATTERN:
            return self.sequence(argument[-1], before)
        if operation is sre.ATOMIC_GROUP:
            return self.sequence(argument, before)
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, _, body = argument
            self.prefixes.setdefault(before)
            return self.sequence(body, before) * min(max(least, 1), 4)
        if operation in (sre.ASSERT, sre.ASSERT_NOT):
            self.sequence(argument[1], before)
        return ""

    def character(self, operation: Any, argument: Any) -> str:
        """A character that fits; up to four that do are noted."""
        fitting = [char for char in _CANDIDATES if _fits(operation, argument, char, self.flags)]
        if operation is sre.IN:
            fitting += [
                chr(value if kind is sre.LITERAL else value[0])
                for kind, value in argument
                if kind in (sre.LITERAL, sre.RANGE)
            ][:3]
        for char in fitting[:4]:
            self.pumps.setdefault(char)
        return fitting[0] if fitting else "a"


def _fits(operation: Any, argument: Any, char: str, flags: int) -> bool:
    if operation is sre.ANY:
        return char != "\n" or bool(flags & re.DOTALL)
    if operation is sre.NOT_LITERAL:
        return ord(char) != argument
    negated = fits = False
    for kind, value in argument:
        if kind is sre.NEGATE:
            negated = True
        elif kind is sre.LITERAL:
            fits |= ord(char) == value
        elif kind is sre.RANGE:
            fits |= value[0] <= ord(char) <= value[1]
        else:
            fits |= _in_category(value, char)
    return fits != negated


def _in_category(category: Any, char: str) -> bool:
    name = str(category)
    answer = (
        char.isdigit()
        if "DIGIT" in name
        else char.isspace()
        if "SPACE" in name
        else char.isalnum() or char == "_"
    )
    return answer != ("NOT" in name)


def baits(pattern: "re.Pattern[Any]") -> Iterator[tuple[str, str, str]]:
    """Ways to bait a pattern: what comes first, what is repeated, what comes last."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    texts = _Texts(pattern.flags)
    whole = texts.sequence(
        _parser.parse(
            source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
        )
    )
    single = [one for one in texts.pumps if len(one) == 1][:12]
    pumps = dict.fromkeys([*texts.pumps, *(a + b for a in single for b in single if a != b)])
    prefixes = list(dict.fromkeys([*list(texts.prefixes)[:6], whole]))
    for pump in list(pumps)[:_MOST_PUMPS]:
        for prefix in prefixes:
            yield prefix, pump, "\x00"
            if prefix:
                yield "", prefix + pump, "\n"
        yield "", pump, "\n!"
