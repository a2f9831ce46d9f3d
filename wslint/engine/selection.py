"""Which rules, and which layers of them, a run has: --select, --extend-select, --ignore, configuration."""

from __future__ import annotations

from wslint.packs.rule import Layer, Rule, RuleSet
from wslint.settings.record import RuleSettings, Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class UnknownRule(Exception):  # noqa: N818 (it is said of a word, not of a fault)
    """A word that names no rule, pack or topic. `near` are the words that may have been meant."""

    def __init__(self, word: str, near: tuple[str, ...]) -> None:
        self.word = word
        self.near = near
        meant = f"; did you mean `{near[0]}`?" if near else ""
        super().__init__(f"unknown rule `{word}`{meant}")


class Chosen(NamedTuple):
    """A rule that runs and its layers by pack, those that are switched off included: they can be the most specific."""

    rule: Rule
    layers: Mapping[str, Layer]


class _Target(NamedTuple):
    """What a word means: layers by rule name; `forced` where it also switches on what is off by default."""

    layers: Mapping[str, frozenset[str]]
    forced: bool


def choose(ruleset: RuleSet, settings: Settings) -> tuple[Chosen, ...]:
    """The rules that run, by code.

    A rule that is named (or ALL) runs even if it is off by default; a topic or a pack stands for those of
    its rules that are on. What is ignored does not run, whatever selects it. Raises UnknownRule, and
    PackError for parameters in the configuration that do not fit.
    """
    selected = [_target(word, ruleset) for word in settings.select]
    extended = [_target(word, ruleset) for word in settings.extend_select]
    ignored = [_target(word, ruleset) for word in settings.ignore]
    by_rule = _settings_by_rule(ruleset, settings)
    chosen = []
    for rule in ruleset.rules:
        allowed = frozenset(rule.layers)
        if settings.select:
            allowed = _layers(rule, [*selected, *extended])
        allowed -= _layers(rule, ignored)
        forced = any(target.forced and rule.name in target.layers for target in (*selected, *extended))
        layers = {
            pack: _adjusted(rule, layer, by_rule.get(rule.name), forced=forced)
            for pack, layer in rule.layers.items()
            if pack in allowed
        }
        if any(layer.enabled for layer in layers.values()):
            chosen.append(Chosen(rule, layers))
    return tuple(chosen)


def _layers(rule: Rule, targets: Iterable[_Target]) -> frozenset[str]:
    return frozenset(pack for target in targets for pack in target.layers.get(rule.name, ()))


def _target(word: str, ruleset: RuleSet) -> _Target:
    """What a word means. Raises UnknownRule."""
    from wslint.packs.mistakes import suggestions

    if word == "ALL":
        return _Target({rule.name: frozenset(rule.layers) for rule in ruleset.rules}, forced=True)
    named = ruleset.find_all(word)
    if named:
        return _Target({rule.name: frozenset(rule.layers) for rule in named}, forced=True)
    layers: dict[str, frozenset[str]] = {}
    for rule in ruleset.rules:
        if word in rule.layers:
            layers[rule.name] = frozenset({word})
        if word == rule.topic:
            layers[rule.name] = frozenset(rule.layers)
    if layers or any(pack.name == word for pack in ruleset.packs):
        return _Target(layers, forced=False)
    raise UnknownRule(word, suggestions(word, ruleset.words()))


def _settings_by_rule(ruleset: RuleSet, settings: Settings) -> dict[str, RuleSettings]:
    from wslint.packs.mistakes import suggestions

    by_rule: dict[str, RuleSettings] = {}
    for word, given in settings.rules.items():
        rule = ruleset.find(word)
        if rule is None:
            raise UnknownRule(word, suggestions(word, (rule.name for rule in ruleset.rules)))
        if given.params:
            _check_params(rule, given)
        by_rule[rule.name] = given
    return by_rule


def _check_params(rule: Rule, given: RuleSettings) -> None:
    from wslint.packs.lookup import find_check
    from wslint.packs.mistakes import PackError
    from wslint.packs.parameters import parameter_mistakes

    place = f" @ {given.place}" if given.place else ""
    checks = {layer.check for layer in rule.layers.values()}
    try:
        mistakes = [parameter_mistakes(find_check(check), given.params) for check in checks]
    except LookupError as error:
        raise PackError([f"{rule.name}: {error} @ {rule.path}:1"]) from None
    # Layers may have different checks: a parameter must fit one of them.
    if all(mistakes):
        raise PackError(f"{rule.name}: {what}{place}" for what in mistakes[0])


def _adjusted(rule: Rule, layer: Layer, given: RuleSettings | None, *, forced: bool) -> Layer:
    """A layer as the configuration wants it: its severity is for all variants."""
    if given is None:
        return layer._replace(enabled=True) if forced and not layer.enabled else layer
    enabled = forced or (layer.enabled if given.enabled is None else given.enabled)
    layer = layer._replace(enabled=enabled, params={**layer.params, **_own_params(rule, layer, given)})
    if given.severity is not None:
        layer = layer._replace(severity=given.severity, severities={})
    return layer


def _own_params(rule: Rule, layer: Layer, given: RuleSettings) -> Mapping[str, object]:
    """The given parameters that the layer's check has; all of them, unless the layers have different checks."""
    if all(other.check == layer.check for other in rule.layers.values()):
        return given.params
    from wslint.packs.lookup import find_check

    fields = find_check(layer.check).parameters._fields
    return {name: value for name, value in given.params.items() if name.replace("-", "_") in fields}
