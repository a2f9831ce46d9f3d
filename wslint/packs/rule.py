"""Rules as data: a rule, its layers, packs and their selectors."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Layer(NamedTuple):
    """A rule as it holds for one pack: the general one, or refined for the workloads of a pack.

    Texts, severities, helps and aliases are by variant; "" is the usual one. `check` is
    "topic.check-name": the function `check_name` of wslint/checks/topic.py; or "assert " and what a rule of
    its own asserts (see Assertion).
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
    `in_documents` is false for a rule that asks for something to be added, since a guide shows what matters
    and leaves out the rest. Paths are absolute; the examples stay in the files (wslint/packs/examples.py reads them).
    """

    code: str
    name: str
    topic: str
    applies: tuple[str, ...]
    why: str
    source: str
    layers: Mapping[str, Layer]
    path: str
    in_documents: bool = True


MARK = "assert "
"""How the check of such a rule begins, where others name a function: the rest is all that the rule says."""


class Assertion(NamedTuple):
    """What a rule file says. `fields`: name to expression. `params`: as CEL names them, with their values.

    `shows` are the facts that its texts name, `places` those that its labels point at.
    """

    subject: str
    text: str
    where: str = ""
    at: str = ""
    fields: Mapping[str, str] = {}
    params: Mapping[str, Any] = {}
    shows: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def reference(self) -> str:
        """The assertion as the `check` of a layer."""
        import json

        return MARK + json.dumps(self, ensure_ascii=False, separators=(",", ":"))


def assertion_of(reference: str) -> Assertion | None:
    """What `Assertion.reference` was made of; None for the name of a function."""
    if not reference.startswith(MARK):
        return None
    import json

    subject, text, where, at, fields, params, shows, places = json.loads(reference[len(MARK) :])
    return Assertion(subject, text, where, at, fields, params, tuple(shows), tuple(places))


class Selector(NamedTuple):
    """Which workloads a pack is for: any of these is enough. Globs for images and paths."""

    images: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Pack(NamedTuple):
    """A folder of rule files. Packs later in the list are more specific. Without selector: for everything.

    `folder` is the absolute folder of a user's pack, empty for what comes with wslint.
    """

    name: str
    title: str
    selector: Selector | None
    folder: str = ""


class RuleSet(NamedTuple):
    """All rules of a run, sorted by code."""

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]

    def find(self, word: str) -> Rule | None:
        """The rule of that name, code or alias; the first where several have the alias."""
        found = self.find_all(word)
        return found[0] if found else None

    def find_all(self, word: str) -> tuple[Rule, ...]:
        """The rule of that name or code, else all rules with that alias in any layer or variant."""
        for rule in self.rules:
            if word in (rule.name, rule.code):
                return (rule,)
        if ":" not in word:
            return ()
        return tuple(rule for rule in self.rules if word in aliases_of(rule))

    def topics(self) -> tuple[str, ...]:
        """The topics of all rules, sorted."""
        return tuple(sorted({rule.topic for rule in self.rules}))

    def words(self) -> tuple[str, ...]:
        """Every word that --select and --ignore take."""
        names = [word for rule in self.rules for word in (rule.name, rule.code)]
        aliases = sorted({alias for rule in self.rules for alias in aliases_of(rule)})
        return (*names, *aliases, *(pack.name for pack in self.packs), *self.topics(), "general", "ALL")


def aliases_of(rule: Rule) -> frozenset[str]:
    """The aliases of a rule in all its layers and variants."""
    return frozenset(
        alias for layer in rule.layers.values() for aliases in layer.aliases.values() for alias in aliases
    )
