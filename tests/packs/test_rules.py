"""Every example of every rule, and what must hold between rules, checks and examples."""

from collections.abc import Sequence
from functools import cache

import pytest
from promises import broken_promises

from wslint.app import run
from wslint.engine.finding import Outcome
from wslint.packs import load_rules
from wslint.packs.contract import review
from wslint.packs.examples import Example, ExampleResult, examples_of, run_example, run_examples
from wslint.packs.placeholders import placeholders
from wslint.packs.rule import Rule
from wslint.settings.record import Settings

RULES = load_rules().rules
CASES = [(rule, example) for rule in RULES for example in examples_of(rule)]


def title(rule: Rule, example: Example) -> str:
    layer = "" if example.pack == "general" else f" ({example.pack})"
    return f"{rule.name}{layer}: {example.kind}: {example.name}"


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[title(*case) for case in CASES])
def test_example(rule: Rule, example: Example) -> None:
    outcomes: list[Outcome] = []

    def watched(paths: Sequence[str], settings: Settings) -> Outcome:
        outcomes.append(run(paths, settings))
        return outcomes[-1]

    reason, _ = run_example(rule, example, watched)
    assert not reason, f"{example.place}: {reason}"
    findings = [finding for finding in outcomes[0].findings if finding.name == rule.name]
    broken = [promise for finding in findings for promise in broken_promises(rule, finding)]
    assert not broken, f"{example.place}: {broken}"


@cache
def results() -> tuple[ExampleResult, ...]:
    return run_examples(load_rules(), None, run)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_message_is_shown_by_an_example(rule: Rule) -> None:
    missing = [one.reason for one in results() if one.rule == rule.name and not one.example]
    assert missing == []


def test_rules_checks_and_examples_keep_the_contract() -> None:
    assert review(load_rules()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_names_of_examples_tell_them_apart(rule: Rule) -> None:
    names = [(example.pack, example.kind, example.name) for example in examples_of(rule)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_why_is_a_few_sentences_and_braces_in_it_fill_nothing(rule: Rule) -> None:
    assert 60 <= len(rule.why) <= 900
    assert rule.why.endswith(".")
    assert not placeholders(rule.why)


def test_codes_begin_with_ws_and_are_three_digits() -> None:
    assert [rule.code for rule in RULES if not (rule.code.startswith("WS") and len(rule.code) == 5)] == []
