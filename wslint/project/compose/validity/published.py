"""The Compose schema, and what a project has against it, one clear problem for each place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.model.facts import Problem
from wslint.project.compose.validity.acceptance import (
    Schema,
    accepts,
    first_repeated,
    matches,
    resolved,
    types_of,
)
from wslint.project.compose.validity.kinds import kind_of
from wslint.project.compose.validity.tables import Hole, Place, Row, Table, shown
from wslint.text import Edit, Fix

Path = tuple[str | int, ...]

_WORDS = {
    "string": "a string",
    "object": "a mapping",
    "array": "a list",
    "null": "empty",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
_loaded: list[Schema] = []


def schema() -> Schema:
    """compose-go's schema/compose-spec.json, v2.9.1; read once."""
    if not _loaded:
        from json import load
        from os.path import dirname, join

        with open(join(dirname(__file__), "schema", "compose-spec.json"), encoding="utf-8") as file:
            _loaded.append(load(file))
    return _loaded[0]


def schema_problems(root: Table) -> list[Problem]:
    """What in a project (duplicates dropped, fields cast) the schema refuses, in order of the paths."""
    whole = schema()
    if accepts(root, whole, whole):
        return []
    validator = _validator(whole)
    found: dict[tuple[Path, object], Problem] = {}
    for error in validator.iter_errors(root):
        for leaf in _leaves(error):
            for problem in _Explaining(root, whole, leaf).problems():
                found.setdefault((tuple(leaf.absolute_path), problem.span), problem)
    return list(found.values())


def _validator(whole: Schema) -> Any:
    """A validator for draft 7 to which a `Hole` is always right."""
    from jsonschema import Draft7Validator, validators
    from jsonschema.exceptions import ValidationError

    def lenient(keyword: Any) -> Any:
        def check(validator: Any, value: Any, instance: Any, subschema: Any) -> Iterator[ValidationError]:
            if not isinstance(instance, Hole):
                yield from keyword(validator, value, instance, subschema) or ()

        return check

    def unique(_: Any, wanted: Any, instance: Any, __: Any) -> Iterator[ValidationError]:
        if wanted and isinstance(instance, list) and first_repeated(instance):
            yield ValidationError("repeated")

    names = ("type", "oneOf", "enum", "pattern", "minimum", "maximum")
    keywords = {name: lenient(Draft7Validator.VALIDATORS[name]) for name in names}
    # extend() is not typed for its third argument.
    return validators.extend(Draft7Validator, {**keywords, "uniqueItems": unique})(whole)


def _leaves(error: Any) -> list[Any]:
    """The errors behind one: of alternatives those of the one that is of the value's type."""
    if error.validator != "oneOf":
        return [error]
    branches: dict[Any, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    fitting = [
        branch
        for branch in branches.values()
        if not any(inner.validator == "type" and not inner.relative_path for inner in branch)
    ]
    if len(fitting) != 1:
        return [error]
    return [leaf for inner in fitting[0] for leaf in _leaves(inner)]


class _Explaining:
    """One error of jsonschema, told as a problem."""

    def __init__(self, root: Table, whole: Schema, error: Any) -> None:
        self.path: Path = tuple(error.absolute_path)
        self.error = error
        self.whole = whole
        self.place = place_of(root, self.path)
        self.kind = kind_of(self.path)

    def problems(self) -> Iterator[Problem]:
        keyword = self.error.validator
        if keyword == "additionalProperties":
            yield from self._unknown_keys()
        elif keyword == "required":
            yield from self._missing()
        elif keyword in ("type", "oneOf"):
            yield self._wrong_type()
        elif keyword == "enum":
            choices = self.error.validator_value
            fields = {
                "choices": ", ".join(map(str, choices)),
                "near": _near_choice(self.error.instance, choices),
            }
            yield self._problem("choice", **fields)
        elif keyword == "uniqueItems":
            yield from self._repeated()
        elif keyword in ("minimum", "maximum"):
            yield self._problem(keyword, limit=self.error.validator_value)
        elif self.path[-1] == "container_name":
            yield self._problem("container-name")
        elif self.path[-1] == "pull_policy":
            choices = "always, never, build, missing, daily, weekly, every_12h"
            yield self._problem("choice", choices=choices, near="")

    def _problem(self, variant: str, **fields: str | float) -> Problem:
        value = self.error.instance
        told = {
            "variant": variant if self.kind is None else self.kind[1],
            "path": shown(self.path),
            "value": in_words(value),
            **{name: text for name, text in fields.items() if text != ""},
        }
        if variant == "choice" and "near" in told:
            told["variant"] = "near"
        return Problem(self.kind[0] if self.kind else "compose-invalid-value", self.place.shown, told)

    def _unknown_keys(self) -> Iterator[Problem]:
        table = self.error.instance
        known = self.error.schema.get("properties", {})
        patterns = list(self.error.schema.get("patternProperties", {}))
        for key, place in table.places.items():
            if key in known or any(matches(pattern, key) for pattern in patterns):
                continue
            fields: dict[str, str | int | float] = {"key": key, "path": shown(self.path)}
            if not known:
                yield Problem("compose-invalid-value", place.name, {"variant": "name", **fields})
                continue
            owner = self._owner(key, known, table[key])
            nearest = near(key, known)
            if nearest and nearest not in table:
                fields.update(variant="near", near=nearest)
            elif owner:
                fields.update(variant="elsewhere", owner=owner)
            elif not self.path and isinstance(table[key], Table) and {"image", "build"} & table[key].keys():
                fields.update(variant="service")
            fix = Fix(f"write `{nearest}`", (Edit(place.name, nearest),)) if "near" in fields else None
            yield Problem("compose-unknown-key", place.name, fields, fix=fix)

    def _owner(self, key: str, known: Schema, value: Any) -> str:
        """The neighbour below which the key belongs, if there is exactly one."""
        owners = []
        for name, schema in known.items():
            found = resolved(schema, self.whole)
            for branch in (found, *found.get("oneOf", ())):
                wanted = resolved(branch, self.whole).get("properties", {}).get(key)
                if wanted is not None and accepts(value, wanted, self.whole):
                    owners.append(name)
        return owners[0] if len(owners) == 1 else ""

    def _missing(self) -> Iterator[Problem]:
        for key in self.error.validator_value:
            if key not in self.error.instance:
                fields = {"variant": "missing", "key": key, "path": shown(self.path)}
                yield Problem("compose-invalid-value", self.place.name, fields)

    def _wrong_type(self) -> Problem:
        wanted = _wanted(self.error.schema, self.whole)
        value = self.error.instance
        span = self.place.value
        bare = span.source.text[max(span.start - 1, 0)] not in ("'", '"')
        scalar = isinstance(value, int | float | bool)
        variant = "type"
        if value is None:
            variant = "empty"
        elif scalar and bare and "string" in wanted and "boolean" not in wanted:
            variant = "quote"
        problem = self._problem(variant, wanted=_in_words(wanted))
        if problem.fields["variant"] != "quote":
            return problem
        fix = Fix("put it in quotes", (Edit(span, f'"{span.text}"'),))
        return problem._replace(fields={**problem.fields, "written": span.text}, fix=fix)

    def _repeated(self) -> Iterator[Problem]:
        row: Row = self.error.instance
        first, second = first_repeated(row) or (0, 0)
        if row.places[first].value.source is not row.places[second].value.source:
            # Merged from two files: dropped by newer versions of Compose.
            return
        fields = {"variant": "twice", "value": in_words(row[second]), "path": shown(self.path)}
        related = (("first", row.places[first].shown),)
        yield Problem("compose-invalid-value", row.places[second].shown, fields, related)


def place_of(root: Table, path: Path) -> Place:
    """The place of a value; of the whole project that of its first key."""
    value: Any = root
    place = next(iter(root.places.values()))
    for part in path:
        place = value.places[part]
        value = value[part]
    return place


def near(word: object, known: Any) -> str:
    """The most similar of the known words, "" if none is."""
    from difflib import get_close_matches

    found = get_close_matches(str(word).lower(), [str(one) for one in known], 1, 0.75)
    return found[0] if found else ""


def _near_choice(word: object, choices: list[str]) -> str:
    """The choice that is meant: the most similar one, or the only one that holds the word, as `healthy`."""
    holding = [choice for choice in choices if isinstance(word, str) and word and word.lower() in choice]
    return near(word, choices) or (holding[0] if len(holding) == 1 else "")


def in_words(value: object) -> str:
    """A value, short, for people."""
    if isinstance(value, Table | Row):
        return "a mapping" if isinstance(value, Table) else "a list"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"`{text[:40]}…`" if len(text) > 41 else f"`{text}`"


def _wanted(schema: Schema, whole: Schema) -> list[str]:
    """The types that a schema allows, those of its alternatives included."""
    schema = resolved(schema, whole)
    types = list(types_of(schema))
    for branch in schema.get("oneOf", ()):
        types += [name for name in _wanted(branch, whole) if name not in types]
    return types


def _in_words(types: list[str]) -> str:
    if set(types) - {"string"} in ({"boolean"}, {"integer"}, {"number"}):
        # As a string they are read as that, too.
        types = [name for name in types if name != "string"]
    words = [_WORDS[name] for name in types if name != "null"] or ["empty"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
