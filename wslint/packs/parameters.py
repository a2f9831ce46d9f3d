"""Parameters of checks: whether what a rule or the configuration gives fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from wslint.checks.check import Check
from wslint.packs.lookup import find_check
from wslint.packs.mistakes import did_you_mean
from wslint.packs.rule import Layer, RuleSet


def parameter_mistakes_of(ruleset: RuleSet, packs: Collection[str]) -> list[str]:
    """Checks that do not exist and parameters that do not fit them, in the layers of some packs."""
    return [
        f"{what} @ {layer.path}:1"
        for rule in ruleset.rules
        for layer in rule.layers.values()
        if layer.pack in packs
        for what in _layer_mistakes(layer)
    ]


def _layer_mistakes(layer: Layer) -> list[str]:
    try:
        check = find_check(layer.check)
    except LookupError as error:
        return [f"`check: {layer.check}`: {error}"]
    return parameter_mistakes(check, layer.params)


def parameter_mistakes(check: Check, params: Mapping[str, Any]) -> list[str]:
    """What is wrong with parameters: unknown names, wrong types. Names are in kebab-case."""
    import typing
    from collections import abc

    # Checks import the names of types for type checkers only.
    hints = typing.get_type_hints(check.parameters, localns={**vars(abc), **vars(typing)})
    known = [name.replace("_", "-") for name in hints]
    mistakes = []
    for name, value in params.items():
        hint = hints.get(name.replace("-", "_"))
        if hint is None or "_" in name:
            mistakes.append(f"unknown parameter `{name}`{did_you_mean(name, known)}")
        elif not fits(value, hint):
            mistakes.append(f"parameter `{name}` is `{value}`; it must be {_in_words(hint)}")
    return mistakes


def fits(value: Any, hint: Any) -> bool:
    """Whether a value from YAML fits a type: whole numbers are numbers, lists are tuples."""
    origin = get_origin(hint)
    if origin is Literal:
        return value in get_args(hint)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(fits(item, get_args(hint)[0]) for item in value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        key, item = get_args(hint)
        return isinstance(value, Mapping) and all(fits(k, key) and fits(v, item) for k, v in value.items())
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        return any(fits(value, one) for one in get_args(hint))
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint) if isinstance(hint, type) else True


def _in_words(hint: Any) -> str:
    words = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "a text",
        type(None): "empty",
    }
    origin = get_origin(hint)
    if origin is Literal:
        return "one of " + ", ".join(map(str, get_args(hint)))
    if origin is tuple:
        return f"a list, each of it {_in_words(get_args(hint)[0])}"
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return "a mapping"
    if get_args(hint):
        return " or ".join(_in_words(one) for one in get_args(hint))
    return words.get(hint, str(hint))
