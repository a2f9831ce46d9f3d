"""`explain`, `rules`, `rules test`, `config show` and `config schema`."""

import json
from types import SimpleNamespace

import pytest
from fake_run import RULES

from wslint.cli import rule_page
from wslint.packs.examples import Example
from wslint.settings.validate import schema_text

EXAMPLES = (
    Example(
        "a",
        "general",
        "bad",
        "one second under",
        {"deploy.yaml": "kind: Deployment\nspec: 89\n"},
        "a:1",
        finds="89",
    ),
    Example("a", "general", "bad", "far under", {"a.yaml": "x: 1"}, "a:2", finds="1"),
    Example("a", "general", "good", "exactly the window", {"Dockerfile": "FROM scratch"}, "a:3"),
)


@pytest.fixture(autouse=True)
def _examples_of_a_file(monkeypatch):
    monkeypatch.setattr("wslint.packs.examples.examples_of", lambda rule: EXAMPLES)


@pytest.mark.parametrize(
    "word", ["grace-period-too-short", "WS201", "ws201", "kube-linter:grace", "Grace-Period-Too-Short"]
)
def test_explain_knows_a_rule_by_name_code_and_alias(wslint, word):
    result = wslint("explain", word)
    assert result.exit_code == 0
    assert result.stdout.startswith("grace-period-too-short (WS201): warning\n")


def test_explain_says_what_why_what_to_write_and_where_it_is_documented(wslint):
    text = wslint("explain", "WS201").stdout
    for part in (
        "What it says\n  grace of {grace} s is too short\n",
        "Why\n  It is killed in the middle of its shutdown.\n",
        "What to write\n  write `terminationGracePeriodSeconds: {needed}`\n",
        "Parameters\n  must-exceed: false\n",
        "Layers\n  general: warning\n  workspace: error, must-exceed: true\n",
        "Documented at\n  https://kubernetes.io/docs/\n",
        "Elsewhere\n  kube-linter:grace\n",
        "# wslint: ignore[grace-period-too-short] the reason\n",
    ):
        assert part in text


def test_explain_says_once_what_several_variants_tell_to_write(wslint, monkeypatch):
    first = RULES.rules[0]
    usual = first.layers["general"]._replace(
        helps={"": "write `a`", "other": "write `b`", "third": "write `a`"}
    )
    monkeypatch.setattr(type(RULES), "find", lambda *_: first._replace(layers={"general": usual}))
    text = wslint("explain", "WS201").stdout
    assert text.count("write `a`") == text.count("write `b`") == 1


def test_explain_shows_examples_of_the_rules_file(wslint):
    text = wslint("explain", "WS201").stdout
    assert "Reported: one second under\n  --- deploy.yaml\n  kind: Deployment\n  spec: 89\n" in text
    assert "Reported also\n  - far under\n" in text
    assert "Not reported: exactly the window\n  --- Dockerfile\n  FROM scratch\n" in text
    record = json.loads(wslint("explain", "WS201", "--output-format=json").stdout)
    assert record["examples"]["bad"][1] == {
        "name": "far under",
        "pack": "general",
        "files": {"a.yaml": "x: 1"},
        "finds": "1",
        "fixed": None,
    }
    page = wslint("explain", "WS201", "--output-format=markdown").stdout
    assert "### far under\n\n`a.yaml`\n\n```yaml\nx: 1\n```\n" in page


def test_explain_in_markdown_is_a_page(wslint):
    page = wslint("explain", "WS201", "--output-format", "markdown").stdout
    assert page.startswith("# grace-period-too-short\n\n`WS201` · warning")
    assert "## Why\n" in page


def test_a_rule_that_is_off_says_so():
    page = "".join(rule_page.text(rule_page.Page(RULES.rules[1], (), ()), 80))
    assert page.startswith("port-not-listened (WS301): error, off unless selected\n")


def test_an_explanation_fits_80_columns(wslint):
    assert max(len(line) for line in wslint("explain", "WS201").stdout.splitlines()) <= 80


def test_rules_are_listed_by_topic(wslint):
    assert wslint("rules").stdout == (
        "ports\n"
        "  WS301  port-not-listened       error, off\n"
        "shutdown\n"
        "  WS201  grace-period-too-short  warning, workspace: error\n"
        "2 rules. `wslint explain RULE` says what one demands, why, and what to write.\n"
    )


def test_rules_as_json_have_every_field(wslint):
    first = json.loads(wslint("rules", "--output-format", "json").stdout)[0]
    assert first["code"] == "WS201"
    assert first["packs"] == ["general", "workspace"]
    assert set(first) >= {"name", "topic", "severity", "enabled", "applies", "aliases", "message", "source"}


def test_rules_as_markdown_are_a_table(wslint):
    lines = wslint("rules", "--output-format", "markdown").stdout.splitlines()
    assert lines[2].startswith("| WS201 | grace-period-too-short | warning | general, workspace |")


def example(*, passed):
    return SimpleNamespace(
        rule="a-rule",
        kind="bad",
        example="one under",
        passed=passed,
        reason="found nothing",
        place="a-rule.yaml:3",
    )


@pytest.fixture
def examples(monkeypatch):
    """What the examples shall give."""
    results = []
    monkeypatch.setattr("wslint.packs.examples.run_examples", lambda ruleset, paths, run: tuple(results))
    return results


def test_rules_test_counts_what_passed(wslint, examples):
    examples[:] = [example(passed=True)] * 3
    result = wslint("rules", "test")
    assert (result.exit_code, result.stdout) == (0, "3 examples of 1 rule: all as written\n")


def test_rules_test_names_each_failure_and_exits_1(wslint, examples):
    examples[:] = [example(passed=False), example(passed=True)]
    result = wslint("rules", "test")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "a-rule.yaml:3: a-rule: bad example “one under”: found nothing"


def test_rules_test_without_examples_is_no_success(wslint, examples):
    result = wslint("rules", "test")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_config_show_says_where_each_setting_came_from(wslint, tmp_path):
    tmp_path.joinpath("pyproject.toml").write_text('[tool.wslint]\nfail-on = "error"\n')
    text = wslint("config", "show").stdout
    assert "configuration: pyproject.toml\n" in text
    assert 'fail-on: "error"  # pyproject.toml:2\n' in text
    assert 'platform: "linux"  # default\n' in text


def test_config_show_as_json(wslint, tmp_path):
    tmp_path.joinpath("pyproject.toml").write_text(
        '[tool.wslint]\nignore = ["WS201", {rule = "WS301", reason = "known"}]\n'
    )
    record = json.loads(wslint("config", "show", "--output-format", "json").stdout)
    assert record["settings"]["ignore"] == {
        "value": ["WS201", {"rule": "WS301", "reason": "known"}],
        "from": "pyproject.toml:2",
    }


def test_config_schema_is_the_published_one(wslint):
    assert wslint("config", "schema").stdout == schema_text()


def test_a_bad_configuration_stops_every_command_that_reads_it(wslint, tmp_path):
    tmp_path.joinpath("pyproject.toml").write_text("[tool.wslint]\nfoo = 1\n")
    for command in (("check",), ("rules",), ("explain", "WS201"), ("config", "show")):
        result = wslint(*command)
        assert result.exit_code == 2
        assert result.stderr == "pyproject.toml:2:1: unknown key `foo`\n"
