"""What must hold between rules, checks and examples, beyond the form of a file."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.checks.check import Check
from wslint.packs.parameters import parameter_mistakes_of
from wslint.packs.rule import Rule, RuleSet

LEAST_EXAMPLES = 3


def review(ruleset: RuleSet) -> list[str]:
    """What is wrong with the built-in rules as a whole, besides what their examples show.

    Parameters that do not fit, checks without a rule, too few examples, no page that documents it (what is
    wrong with our own suppressions, nobody else documents).
    """
    from wslint.packs.examples import examples_of

    mistakes = parameter_mistakes_of(ruleset, {"general", *(pack.name for pack in ruleset.packs)})
    used = {layer.check for rule in ruleset.rules for layer in rule.layers.values()}
    mistakes += [
        f"the check `{name}` has no rule @ {path}" for name, path in all_checks() if name not in used
    ]
    for rule in ruleset.rules:
        if not rule.source and any(
            not layer.check.startswith("suppressions.") for layer in rule.layers.values()
        ):
            mistakes.append(f"{rule.name} has no `source` @ {rule.path}:1")
        own = [example for example in examples_of(rule) if example.pack == _home(rule)]
        for kind in ("bad", "good"):
            count = sum(1 for example in own if example.kind == kind)
            if count < LEAST_EXAMPLES:
                mistakes.append(
                    f"{rule.name} has {count} {kind} examples, fewer than {LEAST_EXAMPLES} @ {rule.path}:1"
                )
    return mistakes


def _home(rule: Rule) -> str:
    return next(iter(rule.layers))


def all_checks() -> Iterator[tuple[str, str]]:
    """Every check of wslint/checks: "topic.check-name" and its file."""
    import pkgutil

    import wslint.checks

    for module in pkgutil.iter_modules(wslint.checks.__path__):
        loaded = __import__(f"wslint.checks.{module.name}", fromlist=[module.name])
        for name, value in vars(loaded).items():
            if isinstance(value, Check) and value.run.__module__ == loaded.__name__:
                yield f"{module.name}.{name.replace('_', '-')}", str(loaded.__file__)
