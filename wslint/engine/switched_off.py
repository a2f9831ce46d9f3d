"""Who switched a rule off, and who gave its parameters their values."""

from __future__ import annotations

from wslint.checks.check import Check
from wslint.engine.verdict import Parameter
from wslint.packs.lookup import fill
from wslint.packs.rule import Layer, Rule, aliases_of
from wslint.settings.record import RuleSettings, Settings


def off_reason(rule: Rule, settings: Settings) -> str:
    """Why a rule does not run at all."""
    came = settings.came_from
    for word in settings.ignore:
        if word in _words(rule):
            return f"switched off by `{word}` in `ignore` ({came.get('ignore', 'the settings')})"
    given = _settings_of(rule, settings)
    if given is not None and given.enabled is False:
        return f"switched off by `enabled: false` in the configuration ({given.place or 'the settings'})"
    words = (*settings.select, *settings.extend_select)
    if settings.select and not any(word in _words(rule) for word in words):
        return f"not among those selected ({came.get('select', 'the settings')})"
    return _how_to_switch_on(rule)


def off_in_layer(rule: Rule, layer: Layer, settings: Settings) -> str:
    """Why a rule does not run in the layer that is in force for a subject."""
    given = _settings_of(rule, settings)
    if given is not None and given.enabled is False:
        return f"switched off by `enabled: false` in the configuration ({given.place or 'the settings'})"
    if layer.pack == "general":
        return _how_to_switch_on(rule)
    return f"the pack `{layer.pack}` switches it off here"


def _how_to_switch_on(rule: Rule) -> str:
    return f"off by default (`--extend-select {rule.name}` switches it on)"


def parameters_of(rule: Rule, layer: Layer, check: Check, settings: Settings) -> tuple[Parameter, ...]:
    """The parameters in force, each with whoever gave it: the configuration, a pack, the check itself."""
    given = _settings_of(rule, settings)
    found = []
    for field, value in fill(check, layer.params)._asdict().items():
        name = field.replace("_", "-")
        if given is not None and name in given.params:
            origin = f"the configuration ({given.place})" if given.place else "the configuration"
        elif name in layer.params:
            origin = f"the pack `{layer.pack}`" if layer.pack != "general" else "the rule"
        else:
            origin = "the check's own default"
        found.append(Parameter(name, value, origin))
    return tuple(found)


def _settings_of(rule: Rule, settings: Settings) -> RuleSettings | None:
    return next((given for word, given in settings.rules.items() if word in (rule.name, rule.code)), None)


def _words(rule: Rule) -> frozenset[str]:
    """All words that mean a rule."""
    return frozenset({rule.name, rule.code, rule.topic, "ALL", *rule.layers}) | aliases_of(rule)
