"""What a shell may complete where a rule is asked for. Completing never says what is wrong, it has no answer."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import click


def rules(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[Any]:
    """The rules whose name, or code, begins with what is typed; codes only once a capital says so."""
    return _completions(context, "", incomplete, more=False)


def rule_lists(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[Any]:
    """What may stand in a list with commas: rules, topics, packs and ALL. The last one is completed."""
    before, comma, last = incomplete.rpartition(",")
    return _completions(context, before + comma, last, more=True)


def _completions(context: click.Context, before: str, typed: str, *, more: bool) -> list[Any]:
    from click.shell_completion import CompletionItem

    # Names of other linters' rules have a colon, at which bash begins a new word.
    words = [(word, says) for word, says in _known(context, more=more) if word.startswith(typed)]
    if not typed[:1].isupper():
        words = [(word, says) for word, says in words if word.islower()]
    return [CompletionItem(before + word, help=says) for word, says in words]


def _known(context: click.Context, *, more: bool) -> list[tuple[str, str]]:
    from wslint.cli.rule_page import summary
    from wslint.packs.rule import RuleSet

    found: RuleSet | None = _ruleset(context)
    if found is None:
        return []
    known = {rule.name: summary(rule) for rule in found.rules}
    known |= {rule.code: rule.name for rule in found.rules}
    if more:
        known |= {rule.topic: f"the rules of the topic {rule.topic}" for rule in found.rules}
        known |= {pack.name: f"the rules of the pack {pack.name}" for pack in found.packs}
        known |= {"general": "the rules for every container", "ALL": "every rule"}
    return sorted(known.items())


def _ruleset(context: click.Context) -> Any:
    from wslint.cli.refusal import Refusal
    from wslint.cli.rule_words import local_rules

    config, isolated = context.params.get("config"), bool(context.params.get("isolated"))
    for choice in ((config, isolated), (None, True)):
        try:
            return local_rules(choice[0], isolated=choice[1])
        except Refusal:
            continue  # a configuration that is being written; the rules of the program are still there
    return None
