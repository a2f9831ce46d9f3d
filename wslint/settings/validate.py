"""A configuration against its published schema; what is wrong, in words that name the key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from wslint.settings.mistakes import Mistake, did_you_mean
from wslint.settings.written import Steps, Written
from wslint.text.record import NamedTuple

_TYPES = {
    "array": "a list",
    "object": "a mapping",
    "string": "a text",
    "boolean": "true or false",
    "null": "empty",
}


class RuleWords(NamedTuple):
    """The words that select rules: `rules` from name or code to the name; `packs`; and `groups`.

    Groups are all others, which may stand for several rules: aliases, topics and ALL.
    """

    rules: Mapping[str, str]
    packs: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def all(self) -> list[str]:
        """Every word."""
        return [*self.rules, *sorted(self.packs), *sorted(self.groups)]


def schema_text() -> str:
    """The published JSON Schema (draft 2020-12)."""
    path = os.path.join(os.path.dirname(__file__), "schema.json")
    with open(path, encoding="utf-8") as file:
        return file.read()


def validate(written: Written) -> list[Mistake]:
    """All that the schema has against a configuration."""
    import json

    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads(schema_text()))
    mistakes: list[Mistake] = []
    for problem in validator.iter_errors(written.data):
        mistakes.extend(_mistakes(written, problem))
    return mistakes


def unknown_words(written: Written, words: RuleWords) -> list[Mistake]:
    """Rules and packs that do not exist. The data must have passed the schema."""
    data: dict[str, Any] = written.data or {}
    mistakes: list[Mistake] = []
    for key in ("select", "extend-select", "ignore"):
        for at, entry in enumerate(data.get(key, ())):
            word, steps = (entry, (key, at)) if isinstance(entry, str) else (entry["rule"], (key, at, "rule"))
            if word not in words.rules and word not in words.packs and word not in words.groups:
                guess = did_you_mean(word, words.all())
                mistakes.append(written.mistake(steps, f"unknown rule `{word}`{guess}"))
    for name in data.get("rules", ()):
        if name not in words.rules:
            guess = did_you_mean(name, words.rules)
            mistakes.append(written.mistake(("rules", name), f"unknown rule `{name}`{guess}", at_key=True))
    for name in data.get("selectors", ()):
        if name not in words.packs:
            guess = did_you_mean(name, words.packs)
            mistakes.append(
                written.mistake(("selectors", name), f"unknown pack `{name}`{guess}", at_key=True)
            )
    return mistakes


def _mistakes(written: Written, problem: Any) -> Iterator[Mistake]:
    steps: Steps = tuple(problem.absolute_path)
    name = _name(steps)
    if problem.validator == "additionalProperties":
        known = list(problem.schema.get("properties", ()))
        for key in problem.instance:
            if key not in known:
                text = f"unknown key `{key}`{did_you_mean(str(key), known)}"
                yield written.mistake((*steps, key), text, at_key=True)
    elif problem.validator == "required":
        missing = [key for key in problem.validator_value if key not in problem.instance]
        # jsonschema reports each missing key on its own, in this order; say which one this is.
        key = next((key for key in missing if f"'{key}'" in problem.message), missing[0])
        yield written.mistake(steps, f"{name} needs `{key}`")
    elif problem.validator == "enum":
        values = [str(value) for value in problem.validator_value]
        guess = did_you_mean(str(problem.instance), values)
        yield written.mistake(
            steps, f"{name} must be one of {', '.join(values)}, not `{_short(problem.instance)}`{guess}"
        )
    elif problem.validator == "type":
        types = problem.validator_value
        wanted = " or ".join(_TYPES[kind] for kind in ([types] if isinstance(types, str) else types))
        yield written.mistake(steps, f"{name} must be {wanted}")
    elif problem.validator == "pattern":
        yield written.mistake(steps, f"{name} must be a date, YYYY-MM-DD")
    elif problem.validator == "minLength":
        yield written.mistake(steps, f"{name} must not be empty")
    else:
        yield written.mistake(steps, f"{name}: {_short(problem.message)}")


def _name(steps: Steps) -> str:
    """A path as people write it: `ignore[2].path`."""
    if not steps:
        return "the configuration"
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return f"`{text}`"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
