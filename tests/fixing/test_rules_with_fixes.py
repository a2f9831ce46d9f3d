"""The page that says which rules have a fix."""

from pathlib import Path

import pytest

from wslint.packs.examples import examples_of
from wslint.packs.load import load_rules
from wslint.packs.rule import Rule
from wslint.settings.record import Settings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "fixing.md").read_text(encoding="utf-8")
RULES = load_rules(Settings(root=str(Path(__file__).resolve().parents[2]))).rules
WITH, _, WITHOUT = PAGE.partition("## Which rules have a fix")[2].partition("The others have none")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_said_to_have_a_fix_if_an_example_shows_one(rule: Rule) -> None:
    name = rule.name
    shown = any(example.fixed for example in examples_of(rule))
    assert (f"(rules/{name}.md)" in WITH) == shown
    words = WITHOUT.replace("|", ",").replace("\n", ",").split(",")
    assert (name in [word.strip() for word in words]) == (not shown)
