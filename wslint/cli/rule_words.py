"""The words that name rules, for settings that are to be held against them."""

from __future__ import annotations

from wslint.cli.refusal import Refusal, must_exist, refusal_of
from wslint.packs.rule import RuleSet
from wslint.settings.record import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.settings.validate import RuleWords


def ruleset_of(settings: Settings) -> RuleSet:
    """The rules of the built-in packs and of the settings' own. Raises Refusal if a pack cannot be used."""
    from wslint.packs import PackError, load_rules

    try:
        return load_rules(settings)
    except PackError as error:
        raise Refusal(str(error), several=True) from None


def local_settings(config: str | None, *, isolated: bool, path: str = ".") -> Settings:
    """The settings for a path, of its configuration alone. Raises Refusal."""
    from wslint.settings.load import load_settings
    from wslint.settings.mistakes import SettingsError

    must_exist(path)
    try:
        return load_settings(path, config=config, isolated=isolated, words=rule_words)
    except SettingsError as error:
        raise refusal_of(error) from None


def local_rules(config: str | None, *, isolated: bool) -> RuleSet:
    """The rules that are in force in the working directory."""
    return ruleset_of(local_settings(config, isolated=isolated))


def rule_words(settings: Settings) -> RuleWords:
    """The words for the rules that the settings load."""
    return rule_words_of(ruleset_of(settings))


def rule_words_of(ruleset: RuleSet) -> RuleWords:
    """Names and codes, packs, and what may stand for several rules: aliases, topics, ALL."""
    from wslint.settings.validate import RuleWords

    rules = {word: rule.name for rule in ruleset.rules for word in (rule.name, rule.code)}
    packs = frozenset({"general", *(pack.name for pack in ruleset.packs)})
    return RuleWords(rules, packs, frozenset(ruleset.words()) - packs - rules.keys())
