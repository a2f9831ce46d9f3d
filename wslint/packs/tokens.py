"""The words of a CEL expression, and the limits that keep any expression short to evaluate.

The grammar is that of the CEL specification (Lexis). What the library makes of a text is the library's word;
here a text is only split, to find the facts that it names. Left out, so that the two cannot disagree: texts in
triple quotes and identifiers in back quotes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from wslint.text.record import NamedTuple

MAX_LENGTH = 1000
MAX_DEPTH = 20
MAX_MACROS = 4
MAX_NESTED_MACROS = 2
MAX_SUMS = 8
MAX_PATTERN = 100
MAX_PATTERNS = 4
MAX_CLASSES = 4

MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})
METHODS = MACROS | {"size", "contains", "startsWith", "endsWith", "matches"}
FUNCTIONS = frozenset({"size", "int", "double", "string", "type"})
TYPE_NAMES = frozenset({"int", "double", "string", "bool", "list", "map", "null_type"})
CONSTANTS = frozenset({"true", "false", "null"})
_CLOSES = {"(": ")", "[": "]", "{": "}"}

Kind = Literal["name", "text", "number", "sign"]


class Token(NamedTuple):
    """A word of an expression: `start` and `end` are offsets in it."""

    kind: Kind
    text: str
    start: int
    end: int


class Mistake(Exception):  # noqa: N818  # what an author did, not a fault
    """Why an expression is not taken, in words for its author."""


@cache
def _pattern() -> re.Pattern[str]:
    quoted = r"""[rR][bB]?(?:"[^"\n]*"|'[^'\n]*')|[bB]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    return re.compile(
        rf"(?P<blank>[ \t\r\n\f]+|//[^\n]*)|(?P<text>{quoted})"
        r"|(?P<number>0x[0-9a-fA-F]+u?|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?u?)"
        r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
        r"|(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])"
    )


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of an expression. Raises Mistake for what is too long, or none."""
    if len(text) > MAX_LENGTH:
        raise Mistake(f"is longer than {MAX_LENGTH} characters")
    found: list[Token] = []
    match = _pattern().match
    at = 0
    while at < len(text):
        one = match(text, at)
        if one is None:
            raise Mistake(f"has {text[at]!r} in {place_in(text, at)}, which is not CEL")
        if one.lastgroup != "blank":
            kind: Kind = one.lastgroup  # type: ignore[assignment]  # the groups are the kinds
            if kind == "text" and found and found[-1].end == at and found[-1].kind in ("text", "name"):
                raise Mistake(f"has two texts side by side in {place_in(text, at)}")
            found.append(Token(kind, one.group(), at, one.end()))
        at = one.end()
    if not found:
        raise Mistake("is empty")
    return tuple(found)


def place_in(text: str, offset: int) -> str:
    """Where in an expression: the column, and the line of one that has several."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}" if "\n" in text.strip() else f"column {column}"


class Scoped(NamedTuple):
    """A name by its place among the words, the variables of the macros around it, and how many these are."""

    position: int
    bound: frozenset[str]
    depth: int


def scopes_of(text: str, tokens: tuple[Token, ...]) -> tuple[Scoped, ...]:
    """Every name that is not behind a point, with the macros' variables that it may mean.

    Raises Mistake where macros or brackets are nested deeper, or are more, than a quick answer allows.
    """
    _count(tokens)
    stack: list[tuple[str, str | None]] = []
    found: list[Scoped] = []
    for at, token in enumerate(tokens):
        if token.kind == "sign" and token.text in _CLOSES:
            variable = _variable(text, tokens, at)
            stack.append((_CLOSES[token.text], variable))
            if len(stack) > MAX_DEPTH:
                raise Mistake(f"is nested deeper than {MAX_DEPTH} brackets")
            if sum(1 for _, one in stack if one is not None) > MAX_NESTED_MACROS:
                raise Mistake(f"has more than {MAX_NESTED_MACROS} macros inside each other")
        elif token.kind == "sign" and token.text in _CLOSES.values():
            if not stack or stack.pop()[0] != token.text:
                raise Mistake(f"has a bracket too many in {place_in(text, token.start)}")
        elif token.kind == "name":
            inside = sum(1 for _, one in stack if one is not None)
            if token.text in ("map", "filter") and is_call(tokens, at) and inside:
                # The library builds their lists one copy after the other.
                raise Mistake(f"has `{token.text}` inside another macro")
            if token.text == "matches" and is_call(tokens, at):
                _check_pattern(tokens, at, inside)
            if not follows_point(tokens, at):
                found.append(Scoped(at, frozenset(one for _, one in stack if one is not None), inside))
    if stack:
        raise Mistake("has a bracket that is not closed")
    return tuple(found)


def _count(tokens: tuple[Token, ...]) -> None:
    macros = [token for at, token in enumerate(tokens) if token.text in MACROS and is_call(tokens, at)]
    if len(macros) > MAX_MACROS:
        raise Mistake(f"has more than {MAX_MACROS} macros")
    if sum(1 for token in macros if token.text == "map") > 1:
        raise Mistake("has more than one `map`")
    if sum(1 for token in tokens if token.text == "matches") > MAX_PATTERNS:
        raise Mistake(f"has more than {MAX_PATTERNS} times `matches`")
    if sum(1 for token in tokens if token.text == "+") > MAX_SUMS:
        raise Mistake(f"has more than {MAX_SUMS} times `+`")


def _variable(text: str, tokens: tuple[Token, ...], at: int) -> str | None:
    """The variable of the macro whose bracket this is; None where it is that of something else."""
    if tokens[at].text != "(" or at < 2 or tokens[at - 1].text not in MACROS:
        return None
    if not follows_point(tokens, at - 1):
        return None
    after = tokens[at + 1 : at + 3]
    if len(after) != 2 or after[0].kind != "name" or after[1].text != ",":
        raise Mistake(f"needs a name and a comma in {place_in(text, tokens[at].end)}: `all(item, …)`")
    return after[0].text


def _check_pattern(tokens: tuple[Token, ...], at: int, macros: int) -> None:
    """A regular expression is compiled whenever it is used, and a Unicode class costs 0.8 ms of that.

    So it is written out and short, and shorter where it is used for every item of a list.
    """
    if macros > 1:
        raise Mistake("has `matches` inside two macros")
    after = tokens[at + 2 : at + 4]
    if len(after) != 2 or after[0].kind != "text" or after[1].text != ")":
        raise Mistake("has `matches` with something else than one text in quotes")
    pattern, most = after[0].text, MAX_PATTERN // 2 if macros else MAX_PATTERN
    if len(pattern) > most:
        raise Mistake(f"has a pattern of more than {most} characters")
    if macros and pattern.count("\\") > MAX_CLASSES:
        raise Mistake(f"has a pattern with more than {MAX_CLASSES} backslashes inside a macro")
    product = 1
    for number in re.findall(r"\{[0-9, ]*?([0-9]{1,6})\}", pattern):
        product *= max(1, int(number))
    if product > (1 if macros else MAX_PATTERN):
        what = "a counted repetition inside a macro" if macros else f"more than {MAX_PATTERN} repetitions"
        raise Mistake(f"has a pattern with {what}")


def follows_point(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is a field or a method of what stands before it."""
    return at > 0 and tokens[at - 1].text == "." and tokens[at - 1].kind == "sign"


def is_call(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a bracket follows."""
    return tokens[at].kind == "name" and at + 1 < len(tokens) and tokens[at + 1].text == "("


def unquoted(text: str) -> str | None:
    """The characters of a quoted text; None where it has escapes or is no plain one."""
    if text[0] not in "\"'" or "\\" in text:
        return None
    return text[1:-1]
