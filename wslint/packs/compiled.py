"""All built-in rules as one JSON file, so that a run need not read a hundred YAML files."""

from __future__ import annotations

import os

from wslint.packs.rule import Layer, Pack, Rule, RuleSet, Selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 2
"""Raised whenever the records or what is made of a rule file change."""


def compiled_path() -> str:
    """Where the compiled rules lie: made by the build, or by the first run in a source checkout."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "compiled.json")


def read_compiled(folder: str, stamp: str | None) -> RuleSet | None:
    """The compiled rules; None if there are none, or they are of another state than `stamp`."""
    from wslint.text.json_text import read_json

    try:
        with open(compiled_path(), encoding="utf-8") as file:
            data = read_json(file.read())
        if data["format"] != FORMAT or (stamp is not None and data["stamp"] != stamp):
            return None
        return _ruleset(data, folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_compiled(ruleset: RuleSet, folder: str, stamp: str) -> None:
    """Write the compiled rules in one step. Raises OSError."""
    import json

    data = {
        "format": FORMAT,
        "stamp": stamp,
        "packs": [[pack.name, pack.title, pack.selector] for pack in ruleset.packs],
        "rules": [_rule_row(rule, folder) for rule in ruleset.rules],
    }
    path = compiled_path()
    partial = f"{path}.{os.getpid()}"
    try:
        with open(partial, "w", encoding="utf-8") as file:
            file.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        os.replace(partial, path)
    except OSError:
        if os.path.exists(partial):
            os.unlink(partial)
        raise


def _rule_row(rule: Rule, folder: str) -> list[Any]:
    layers = [layer._replace(path=_below(layer.path, folder)) for layer in rule.layers.values()]
    return list(rule._replace(layers=layers, path=_below(rule.path, folder)))  # type: ignore[arg-type]


def _below(path: str, folder: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _ruleset(data: dict[str, Any], folder: str) -> RuleSet:
    rules = []
    for code, name, topic, applies, why, source, rows, path, in_documents in data["rules"]:
        layers: dict[str, Layer] = {}
        for pack, severity, enabled, check, params, messages, severities, labels, helps, aliases, own in rows:
            by_variant = {variant: tuple(names) for variant, names in aliases.items()}
            own_path = os.path.join(folder, own)
            layers[pack] = Layer(
                pack,
                severity,
                enabled,
                check,
                params,
                messages,
                severities,
                labels,
                helps,
                by_variant,
                own_path,
            )
        own_path = os.path.join(folder, path)
        rules.append(Rule(code, name, topic, tuple(applies), why, source, layers, own_path, in_documents))
    packs = [
        Pack(name, title, Selector(*map(tuple, selector)) if selector is not None else None)
        for name, title, selector in data["packs"]
    ]
    return RuleSet(tuple(rules), tuple(packs))
