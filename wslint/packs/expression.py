"""An expression of a rule file: which facts it names, what is wrong with it, and what it says of some facts.

Every fact that an expression names becomes a variable of its own, given only where the fact is known. So CEL's
own logic holds for unknown facts: an expression that needs one has no value, unless `&&` or `||` decide without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from wslint.packs.cel import UNKNOWN, Program, compiled, computed, failure
from wslint.packs.mistakes import did_you_mean
from wslint.packs.tokens import (
    CONSTANTS,
    FUNCTIONS,
    MACROS,
    METHODS,
    TYPE_NAMES,
    Mistake,
    Token,
    follows_point,
    is_call,
    place_in,
    scopes_of,
    tokens_of,
    unquoted,
)
from wslint.packs.vocabulary import ITEM_FIELDS, ROOTS, VOCABULARY
from wslint.text.record import NamedTuple

Way = Literal["value", "key", "names", "has", "lookup"]
_PREFIX = "fact__"


class Use(NamedTuple):
    """A fact as an expression uses it.

    `path` is its name in the vocabulary, or `params.NAME`. Of a map, `way` is "key" for the value of `key`,
    "has" for `"key" in map`, "names" for its names (in macros, and behind `in`), "lookup" for `map[…]`.
    """

    path: str
    way: Way
    key: str = ""

    @property
    def title(self) -> str:
        """As it is written."""
        return f"{self.path}.{self.key}" if self.way == "key" else self.path


class Expression(NamedTuple):
    """A compiled expression; `uses` are its facts in the order in which they are first named."""

    text: str
    uses: tuple[Use, ...]
    program: Program

    def value(self, facts: Callable[[Use], Any]) -> Any:
        """What it is for the facts, each given as plain data or UNKNOWN; UNKNOWN if it cannot be told."""
        given: dict[str, Any] = {}
        for at, use in enumerate(self.uses):
            fact = facts(use)
            if fact is not UNKNOWN:
                given[f"{_PREFIX}{at}"] = fact
        return computed(self.program, given)


def read_expression(text: str, subject: str, params: Mapping[str, Any]) -> Expression:
    """Compile an expression about a subject. Raises Mistake for what it must not say, or cannot.

    `params` are the rule's parameters as CEL names them, with their values.
    """
    tokens = tokens_of(text)
    scoped = scopes_of(text, tokens)
    compiled(text)
    reader = _Reader(text, tokens, subject, params)
    _check_fields(reader, tokens)
    for one in scoped:
        before = len(reader.found)
        reader.name(one.position, one.bound)
        if one.depth > 1 and any(
            use.way in ("names", "lookup") or _is_list(use) for *_, use in reader.found[before:]
        ):
            raise reader.mistake("a list inside two macros", tokens[one.position])
    reader.check_fields_of_items()
    uses = tuple(dict.fromkeys(use for _, _, use in reader.found))
    number = {use: at for at, use in enumerate(uses)}
    parts, at = [], 0
    for start, end, use in reader.found:
        parts += [text[at:start], f"{_PREFIX}{number[use]}"]
        at = end
    return Expression(text, uses, compiled("".join([*parts, text[at:]])))


def read_name(text: str, subject: str) -> Use:
    """The one fact that a text names: `workload.grace`. Raises Mistake."""
    tokens = tokens_of(text)
    reader = _Reader(text, tokens, subject, {})
    if tokens[0].kind == "name":
        reader.name(0, frozenset())
    if len(reader.found) != 1 or reader.found[0][:2] != (tokens[0].start, tokens[-1].end):
        raise Mistake("is not the name of one fact, such as `workload.grace`")
    return reader.found[0][2]


def _is_list(use: Use) -> bool:
    about = VOCABULARY.get(use.path)
    return about is not None and about.kind in ("texts", "numbers", "items")


def _check_fields(reader: _Reader, tokens: tuple[Token, ...]) -> None:
    """What no rule needs and CEL's grammar has: messages, and names that begin with a point."""
    for at, token in enumerate(tokens):
        if (
            token.kind == "name"
            and at + 1 < len(tokens)
            and tokens[at + 1].text == "{"
            and token.text != "in"
        ):
            raise reader.mistake("braces behind a name", token)
        if token.text == "." and (at == 0 or not _ends_value(tokens[at - 1])):
            raise reader.mistake("a point without a value before it", token)
        if token.kind == "name" and follows_point(tokens, at) and is_call(tokens, at):
            _check_method(reader, token)


def _check_method(reader: _Reader, token: Token) -> None:
    if token.text not in METHODS:
        guess = did_you_mean(token.text, METHODS)
        raise Mistake(f"calls `{token.text}` in {reader.place(token)}, which is no function here{guess}")


def _ends_value(token: Token) -> bool:
    return token.kind in ("name", "text") or token.text in (")", "]", "}")


class _Reader:
    """Finds the facts of one expression: `found` are the offsets and the use of each, in order."""

    def __init__(self, text: str, tokens: tuple[Token, ...], subject: str, params: Mapping[str, Any]) -> None:
        self.text = text
        self.tokens = tokens
        self.roots = ROOTS[subject]
        self.params = params
        self.found: list[tuple[int, int, Use]] = []
        self._read: set[int] = set()

    def place(self, token: Token) -> str:
        return place_in(self.text, token.start)

    def mistake(self, what: str, token: Token) -> Mistake:
        return Mistake(f"has {what} in {self.place(token)}")

    def name(self, at: int, bound: frozenset[str]) -> None:
        """Take a name that stands alone or begins a path. Raises Mistake for one that is nothing here."""
        token = self.tokens[at]
        word = token.text
        if word in bound:
            if word in (*self.roots, "params") or word.startswith(_PREFIX):
                raise self.mistake(f"a variable called `{word}`, which is a fact's name,", token)
            return
        if word in CONSTANTS or word == "in":
            return
        if is_call(self.tokens, at):
            self._function(token)
        elif word == "params":
            self._parameter(at)
        elif word in self.roots:
            self._fact(at)
        elif word not in TYPE_NAMES:
            if word in ROOTS:
                raise Mistake(
                    f"names `{word}`, which this subject has not got; it has {', '.join(self.roots)}"
                )
            guess = did_you_mean(word, (*self.roots, "params", *bound))
            raise Mistake(f"names `{word}` in {self.place(token)}, which is no fact{guess}")

    def _function(self, token: Token) -> None:
        if token.text == "has":
            raise Mistake(
                "uses `has`; every fact is there, and null where it is not written: write `… != null`"
            )
        if token.text not in FUNCTIONS:
            guess = did_you_mean(token.text, FUNCTIONS)
            raise Mistake(f"calls `{token.text}` in {self.place(token)}, which is no function here{guess}")

    def _parameter(self, at: int) -> None:
        name = self._field(at + 1)
        if name is None or name not in self.params:
            guess = did_you_mean(name or "", self.params)
            known = ", ".join(self.params) or "none"
            what = f"`params.{name}`" if name else "`params` without a name"
            raise Mistake(f"names {what}; the parameters are: {known}{guess}")
        self._take(at, at + 2, Use(f"params.{name}", "value"))

    def _fact(self, at: int) -> None:
        path, end = self.tokens[at].text, at
        while (field := self._field(end + 1)) is not None:
            about = VOCABULARY.get(path)
            if about is not None and about.kind == "map":
                self._take(at, end + 2, Use(path, "key", field))
                return
            if f"{path}.{field}" not in VOCABULARY:
                raise Mistake(self._no_such(path, field, self.tokens[end + 2]))
            path, end = f"{path}.{field}", end + 2
        about = VOCABULARY.get(path)
        if about is None or about.kind == "group":
            raise Mistake(f"names `{path}`, which is a group of facts, in {self.place(self.tokens[at])}")
        if about.kind == "map":
            self._map(path, at, end)
            return
        if about.kind == "record" and self._text(end + 1) == "[":
            raise Mistake(f"looks into `{path}` with brackets; write `{path}.` and the name of a fact")
        self._take(at, end, Use(path, "value"))

    def _map(self, path: str, at: int, end: int) -> None:
        """A map that is not followed by a plain name: `["KEY"]`, `[…]`, `.all(…)`, behind `in`, or else."""
        if self._text(end + 1) == "[":
            inside = self.tokens[end + 2] if end + 3 < len(self.tokens) else None
            key = unquoted(inside.text) if inside is not None and inside.kind == "text" else None
            if key is not None and self._text(end + 3) == "]":
                self._take(at, end + 3, Use(path, "key", key))
            else:
                self._take(at, end, Use(path, "lookup"))
        elif self._text(at - 1) == "in":
            self._take(at, end, self._sought(path, at))
        elif self._is_gone_through(at, end):
            self._take(at, end, Use(path, "names"))
        else:
            raise Mistake(
                f"uses `{path}` as a whole in {self.place(self.tokens[at])}; "
                f'it is a map: write `{path}["NAME"]`, `"NAME" in {path}` or a macro over its names'
            )

    def _is_gone_through(self, at: int, end: int) -> bool:
        """`map.all(…)`, `map.size()`, `size(map)`."""
        if self._text(end + 1) == ".":
            return self._text(end + 2) in MACROS | {"size"}
        return [self._text(at - 2), self._text(at - 1), self._text(end + 1)] == ["size", "(", ")"]

    def _sought(self, path: str, at: int) -> Use:
        """`"KEY" in map` is known if KEY is, whatever else the map holds."""
        sought = self.tokens[at - 2] if at > 1 else None
        key = unquoted(sought.text) if sought is not None and sought.kind == "text" else None
        before = self._text(at - 3)
        alone = before in ("", "(", "[", ",", "&&", "||", "?", ":")
        return Use(path, "has", key) if key is not None and alone else Use(path, "names")

    def _no_such(self, path: str, field: str, token: Token) -> str:
        below = [
            name.removeprefix(f"{path}.").partition(".")[0]
            for name in VOCABULARY
            if name.startswith(f"{path}.")
        ]
        if not below:
            return f"names `{path}.{field}` in {self.place(token)}; `{path}` has no fields"
        guess = did_you_mean(field, below) or f"; it has {', '.join(dict.fromkeys(below))}"
        return f"names `{path}.{field}` in {self.place(token)}, which is no fact{guess}"

    def check_fields_of_items(self) -> None:
        """Fields of what is no fact are those of some list's items."""
        for at, token in enumerate(self.tokens):
            if token.kind != "name" or at in self._read or not follows_point(self.tokens, at):
                continue
            if not is_call(self.tokens, at) and token.text not in ITEM_FIELDS:
                guess = did_you_mean(token.text, ITEM_FIELDS)
                raise Mistake(
                    f"names `.{token.text}` in {self.place(token)}, which no list's items have{guess}"
                )

    def _take(self, at: int, end: int, use: Use) -> None:
        self._read.update(range(at, end + 1))
        self.found.append((self.tokens[at].start, self.tokens[end].end, use))

    def _field(self, at: int) -> str | None:
        """The name behind a point, if it is no method."""
        if self._text(at) != "." or at + 1 >= len(self.tokens) or self.tokens[at + 1].kind != "name":
            return None
        return None if is_call(self.tokens, at + 1) else self.tokens[at + 1].text

    def _text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""


# -- types ------------------------------------------------------------------------------------------

_ROUNDS = 8


def type_mistake(expression: Expression, params: Mapping[str, Any], *, decides: bool) -> str:
    """What is wrong with the types in an expression, found by trying made-up facts; empty for nothing.

    With `decides`, it must be true or false. What may be a number or a text need only fit as one of them.
    """
    reason = ""
    for named in (False, True):
        reason = _try(expression, params, decides=decides, named=named)
        if not reason:
            break
    return reason


def _try(expression: Expression, params: Mapping[str, Any], *, decides: bool, named: bool) -> str:
    literals = [
        text
        for token in tokens_of(expression.text)
        if token.kind == "text" and (text := unquoted(token.text)) is not None
    ]
    for samples in _samples(literals, named=named):
        given = {f"{_PREFIX}{at}": _sample(use, samples, params) for at, use in enumerate(expression.uses)}
        reason = failure(expression.program, given)
        if reason:
            return f"does not fit the types of its facts: {reason}"
        value = computed(expression.program, given)
        if decides and value is not UNKNOWN and not isinstance(value, bool):
            return "is neither true nor false"
        if not decides and isinstance(value, dict | bytes):
            return "is no text, number or list"
    return ""


class _Samples(NamedTuple):
    text: str
    number: int
    flag: bool
    named: bool


def _samples(literals: list[str], *, named: bool) -> Iterator[_Samples]:
    texts = ["a", *dict.fromkeys(literals), ""][:_ROUNDS]
    numbers = (1, 0, 1_000_000, 80)
    for at, text in enumerate([*texts, *(["a"] * (4 - len(texts)))]):
        yield _Samples(text, numbers[at % len(numbers)], at % 2 == 0, named)


def _sample(use: Use, samples: _Samples, params: Mapping[str, Any]) -> Any:
    if use.path.startswith("params."):
        return params[use.path.partition(".")[2]]
    about = VOCABULARY[use.path]
    if use.way == "key":
        return samples.text
    if use.way in ("names", "has"):
        return [samples.text]
    if use.way == "lookup":
        return {samples.text: samples.text}
    if about.kind == "items":
        return [{field: _sample_of(kind, samples) for field, kind in about.item.items()}]
    return _sample_of(about.kind, samples)


def _sample_of(kind: str, samples: _Samples) -> Any:
    by_kind: dict[str, Any] = {
        "text": samples.text,
        "number": samples.number,
        "number or text": samples.text if samples.named else samples.number,
        "flag": samples.flag,
        "texts": [samples.text],
        "numbers": [samples.number],
    }
    return by_kind.get(kind, {})
