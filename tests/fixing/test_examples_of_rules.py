"""The examples in rule files, fixed by the command line: the text is the one that the rule file shows."""

import json

import pytest

from wslint.packs.examples import Example, examples_of
from wslint.packs.load import load_rules

RULES = load_rules()
BROKEN = [
    (f"{rule.name}: {example.name}", example)
    for rule in RULES.rules
    for example in examples_of(rule)
    if example.kind == "bad" and example.fixed
]


@pytest.mark.parametrize("example", [example for _, example in BROKEN], ids=[name for name, _ in BROKEN])
def test_an_example_of_a_rule_is_fixed_as_its_file_shows(tree, example: Example):
    tree.write(example.files)
    given = example.settings
    settings = {"rules": {example.rule: {"params": given["params"]}}} if "params" in given else {}
    settings |= {key: given[key] for key in ("platform",) if key in given}
    tree.write({".wslint.yaml": json.dumps(settings)})
    wanted = {example.rule, *given.get("extend-select", ())}
    # An example is about its own rule: what others would say of the fixed text is not its matter.
    others = {rule.name for rule in RULES.rules} - wanted
    ignored = ",".join(sorted({*others, *given.get("ignore", ())}))
    options = ["--select", ",".join(sorted(wanted)), "--ignore", ignored, "--unsafe-fixes"]
    shown = tree.check("--diff", *options)
    assert (shown.code, shown.err) == (1, ""), shown
    answer = tree.check("--fix", *options, "--fail-on", "note")
    assert answer.err == ""
    for path, text in (example.fixed or {}).items():
        assert tree.text(path) == text
    again = tree.check("--fix", *options, "--fail-on", "note")
    assert "Nothing fixed" in again.out


def test_there_are_examples_with_fixes():
    assert len(BROKEN) > 30
