"""Rules as data: a rule, its layers, packs and their selectors."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Layer(NamedTuple):
    """A rule as it holds for one pack: the general one, or refined for the workloads of a pack.

    Texts, severities, helps and aliases are by variant; "" is the usual one. `check` is
    "topic.check-name": the function `check_name` of wslint/checks/topic.py.
    """

    pack: str
    severity: str
    enabled: bool
    check: str
    params: Mapping[str, Any]
    messages: Mapping[str, str]
    severities: Mapping[str, str]
    labels: Mapping[str, str]
    helps: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    path: str


class Rule(NamedTuple):
    """A named promise. `layers` are by pack name; "general" holds for every workload.

    `applies` names the kinds of facts it looks at: image, compose, kubernetes, docker-run, any.
    """

    code: str
    name: str
    topic: str
    applies: tuple[str, ...]
    why: str
    source: str
    layers: Mapping[str, Layer]
    path: str


class Selector(NamedTuple):
    """Which workloads a pack is for: any of these is enough. Globs for images and paths."""

    images: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Pack(NamedTuple):
    """A folder of rule files. Packs later in the list are more specific."""

    name: str
    title: str
    selector: Selector


class RuleSet(NamedTuple):
    """All rules of a run, sorted by code."""

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]

    def find(self, word: str) -> Rule | None:
        """The rule of that name, code or alias."""
        for rule in self.rules:
            if word in (rule.name, rule.code):
                return rule
        for rule in self.rules:
            for layer in rule.layers.values():
                if any(word in aliases for aliases in layer.aliases.values()):
                    return rule
        return None
