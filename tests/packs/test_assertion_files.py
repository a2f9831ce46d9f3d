"""Rule files that assert something: in force, refined, set, refused at their line, shown by every command."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asserting import ASSERT, PACK, RULE, changed, pack
from click.testing import CliRunner

from wslint.app import run
from wslint.cli.door import door
from wslint.packs import PackError, load_rules
from wslint.packs.compiled import read_compiled, write_compiled
from wslint.packs.folders import rules_folder
from wslint.packs.lookup import find_check
from wslint.packs.rule import RuleSet, assertion_of
from wslint.settings.record import RuleSettings, Settings

ROOT = Path(__file__).resolve().parents[2]


def checked(folder: Path, compose: str, given: Settings) -> list[Any]:
    (folder / "tree").mkdir(exist_ok=True)
    (folder / "tree" / "compose.yaml").write_text(compose, encoding="utf-8")
    outcome = run([str(folder / "tree")], given._replace(root=os.path.realpath(folder / "tree")))
    assert outcome.internal == ()
    return [finding for finding in outcome.findings if finding.name == "enough-grace"]


WEB = "services:\n  web: {image: registry.example/web:1, stop_grace_period: 20s}\n"


def test_a_rule_with_an_assertion_runs_like_any_rule(tmp_path: Path) -> None:
    (finding,) = checked(tmp_path, WEB, pack(tmp_path / "team"))
    assert finding.message == "service `web` has 20 s, not 30"
    assert (finding.severity, finding.code, finding.span.text) == ("error", "TEAM001", "20s")


def test_the_configuration_sets_its_parameters_and_its_severity(tmp_path: Path) -> None:
    given = pack(tmp_path / "team")
    lower = given._replace(rules={"enough-grace": RuleSettings(params={"least-seconds": 20})})
    assert checked(tmp_path, WEB, lower) == []
    note = given._replace(rules={"TEAM001": RuleSettings(severity="note")})
    assert [finding.severity for finding in checked(tmp_path, WEB, note)] == ["note"]
    for params in ({"least-seconds": "x"}, {"least-second": 20}, {"least-seconds": 1.5}):
        wrong = given._replace(rules={"enough-grace": RuleSettings(params=params, place="c.yaml:3")})
        with pytest.raises(PackError) as raised:
            checked(tmp_path, WEB, wrong)
        assert "c.yaml:3" in str(raised.value)


def test_a_parameter_with_a_fraction_stays_one(tmp_path: Path) -> None:
    rule = RULE.replace("least-seconds: 30", "least-seconds: 1.5").replace(
        "workload.grace >= params.leastSeconds", "double(workload.grace) >= params.leastSeconds * 20.0"
    )
    given = pack(tmp_path / "team", rule)
    assert len(checked(tmp_path, WEB, given)) == 1
    whole = given._replace(rules={"enough-grace": RuleSettings(params={"least-seconds": 1})})
    assert checked(tmp_path, WEB, whole) == []
    larger = given._replace(rules={"enough-grace": RuleSettings(params={"least-seconds": 2})})
    assert len(checked(tmp_path, WEB, larger)) == 1


REFINED = """\
refines: enough-grace
severity: warning
params: {least-seconds: 60}
examples:
  bad: [{name: a, files: {compose.yaml: "services: {web: {image: night}}"}, finds: web}]
  good: [{name: b, files: {compose.yaml: "services: {web: {image: night, stop_grace_period: 60s}}"}}]
"""
NIGHT = "name: night\ntitle: Jobs of the night\nselector: {images: [night]}\n"


def test_another_pack_refines_it_for_the_workloads_that_it_selects(tmp_path: Path) -> None:
    given = pack(tmp_path / "team")
    more = pack(tmp_path / "night", REFINED, about=NIGHT)
    both = given._replace(packs=(*given.packs, *more.packs))
    services = "services:\n  web: {image: web, stop_grace_period: 40s}\n  job: {image: night, stop_grace_period: 40s}\n"
    (finding,) = checked(tmp_path, services, both)
    assert finding.message == "service `job` has 40 s, not 60"
    assert finding.severity == "warning"
    other = REFINED.replace("params:", 'assert: workload.grace < 5\nmessage: "{workload.init}"\nparams:')
    more = pack(tmp_path / "night", other.replace("params: {least-seconds: 60}\n", ""), about=NIGHT)
    (finding,) = checked(tmp_path, services, both)
    assert finding.message == "false"


def test_a_selector_of_the_pack_chooses_the_workloads(tmp_path: Path) -> None:
    about = PACK + "selector: {labels: [tier=web]}\n"
    given = pack(tmp_path / "team", about=about)
    assert checked(tmp_path, WEB, given) == []
    labelled = WEB.replace("image:", "labels: {tier: web}, image:")
    assert len(checked(tmp_path, labelled, given)) == 1


REFUSED = {
    "what is no CEL": (changed(ASSERT, "workload.grace >="), "`assert` is not CEL: mismatched input", 5),
    "an unknown fact": (
        changed(ASSERT, "workload.gracee > params.leastSeconds"),
        "`assert` names `workload.gracee` in column 10, which is no fact; did you mean `grace`?",
        5,
    ),
    "an unknown root": (changed(ASSERT, "worklod.grace > 1"), "did you mean `workload`?", 5),
    "a root of another subject": (changed(ASSERT, "service.headless"), "it has workload, pod, project", 5),
    "an unknown field of an item": (
        changed(ASSERT, "workload.ports.published.all(p, p.hots > params.leastSeconds)"),
        "names `.hots` in column 35, which no list's items have; did you mean `host`?",
        5,
    ),
    "an unknown function": (
        changed(ASSERT, 'workload.name.startWith("a")'),
        "calls `startWith` in column 15, which is no function here; did you mean `startsWith`?",
        5,
    ),
    "an unknown parameter": (
        changed(ASSERT, "workload.grace > params.least"),
        "the parameters are: leastSeconds",
        5,
    ),
    "types that do not fit": (
        changed(ASSERT, 'workload.grace > "a"'),
        "does not fit the types of its facts",
        5,
    ),
    "types that do not fit behind a condition": (
        changed(ASSERT, 'workload.platform == "compose" && workload.grace.startsWith("a")'),
        "does not fit the types of its facts: `startsWith` is not for a value of this type",
        5,
    ),
    "a pattern that is none": (
        changed(ASSERT, 'workload.name.matches("[")'),
        "a pattern is no regular expression",
        5,
    ),
    "an assertion that is a number": (changed(ASSERT, "workload.grace + 1"), "is neither true nor false", 5),
    "an assertion without a fact": (changed(ASSERT, "params.leastSeconds > 1"), "names no fact", 5),
    "has()": (changed(ASSERT, "has(workload.image.tag)"), "write `… != null`", 5),
    "a group": (changed(ASSERT, "workload.ports != null"), "which is a group of facts", 5),
    "a whole map": (changed(ASSERT, "workload.labels != null"), "as a whole in column 1; it is a map", 5),
    "a field of a text": (changed(ASSERT, "workload.path.x == 1"), "`workload.path` has no fields", 5),
    "both a check and an assertion": (RULE + "check: file.syntax-error\n", "both `check` and `assert`", 5),
    "neither a check nor an assertion": (changed(f"assert: {ASSERT}\n", ""), "no `check` and no `assert`", 1),
    "where beside a check": (
        changed(
            f"assert: {ASSERT}\nparams: {{least-seconds: 30}}", "check: file.syntax-error\nwhere: 1 == 1"
        ),
        "`where` is for rules with `assert`",
        6,
    ),
    "a placeholder that nothing fills": (
        changed("not {params", "not {least} {params"),
        "`message` has `{least}`",
        7,
    ),
    "a placeholder of an unknown fact": (
        changed("{workload.grace}", "{workload.gras}"),
        "did you mean `grace`?",
        7,
    ),
    "a placeholder of a whole record": (
        changed("{workload.grace}", "{workload.image}"),
        "`{workload.image}`, which is more than one value",
        7,
    ),
    "a placeholder of an unknown parameter": (
        changed("{params.leastSeconds}", "{params.x}"),
        "is no parameter",
        7,
    ),
    "a parameter that nothing uses": (
        changed("{least-seconds: 30}", "{least-seconds: 30, least-second: 3}"),
        "nothing uses the parameter `least-second`; did you mean `leastSeconds`?",
        6,
    ),
    "a parameter of another kind": (
        changed("30}", "{a: 1}}"),
        "the parameter `least-seconds` must be a text",
        6,
    ),
    "a parameter called like a word of Python": (
        changed("{least", "{class: 1, least"),
        "cannot be called `class`",
        6,
    ),
    "a parameter with a number of its own": (
        changed("{least", "{a-1: 1, least"),
        "cannot be called `a-1`",
        6,
    ),
    "a field that is no CEL": (RULE + "fields: {a: 1 +}\n", "`fields.a` is not CEL", 24),
    "a field of another name": (RULE + "fields: {A: '1'}\n", "`fields`", 24),
    "at of an unknown fact": (RULE + "at: workload.gras\n", "`at` names `workload.gras`", 24),
    "at of two facts": (
        RULE + "at: workload.grace + workload.init\n",
        "`at` is not the name of one fact",
        24,
    ),
    "a label of an unknown fact": (
        RULE + "labels: {workload.gras: x}\n",
        "`labels` names `workload.gras`",
        24,
    ),
    "an unknown subject": (RULE + "subject: pods\n", "must be one of workload, pod, service, project", 24),
    "a pod without Kubernetes": (
        changed(ASSERT, "pod.grace > params.leastSeconds")
        .replace("workload.grace}", "pod.grace}")
        .replace("[compose, kubernetes]", "[compose]\nsubject: pod"),
        "`applies` has no kubernetes, where a pod is",
        4,
    ),
    "messages by variant": (
        changed('message: "', 'message:\n  other: "'),
        "`message` of a rule with `assert`",
        7,
    ),
    "an expression that is too long": (changed(ASSERT, "workload.grace > 1" + " + 1" * 300), "`assert`", 5),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_rule_file_is_refused_at_its_line_for(tmp_path: Path, case: str) -> None:
    rule, what, line = REFUSED[case]
    with pytest.raises(PackError) as raised:
        load_rules(pack(tmp_path / "team", rule))
    assert any(what in one and one.endswith(f"enough-grace.yaml:{line}") for one in raised.value.messages), (
        str(raised.value)
    )


def test_a_rule_about_the_project_is_refused_in_a_pack_that_selects_workloads(tmp_path: Path) -> None:
    rule = changed(ASSERT, "project.workloads.size() < params.leastSeconds") + "subject: project\n"
    rule = rule.replace("{workload.grace}", "{project.host}")
    load_rules(pack(tmp_path / "team", rule))
    with pytest.raises(PackError, match=r"cannot be in a pack with a selector @ .*enough-grace.yaml:24"):
        load_rules(pack(tmp_path / "team", rule, about=PACK + "selector: {labels: [a]}\n"))


def test_what_is_a_number_or_a_text_need_only_fit_as_one(tmp_path: Path) -> None:
    for text in ("> params.leastSeconds", '.startsWith("h") || params.leastSeconds == 1'):
        load_rules(pack(tmp_path / "team", changed(ASSERT, f"workload.probes.liveness.port {text}")))


def test_what_refines_an_assertion_is_held_against_it(tmp_path: Path) -> None:
    given = pack(tmp_path / "team")
    for rule, what in {
        REFINED.replace("least-seconds", "least-second"): "nothing uses the parameter `least-second`",
        REFINED + "check: file.syntax-error\n": "`enough-grace` asserts something; it has no check",
        REFINED + "assert: workload.gras > 1\n": "`assert` names `workload.gras`",
        REFINED.replace("60}", "[a]}"): "`assert` does not fit the types",
    }.items():
        more = pack(tmp_path / "night", rule, about=NIGHT)
        with pytest.raises(PackError) as raised:
            load_rules(given._replace(packs=(*given.packs, *more.packs)))
        assert what in str(raised.value)
    more = pack(
        tmp_path / "night",
        REFINED.replace("enough-grace", "duplicate-key") + "where: workload.init\n",
        name="duplicate-key",
    )
    with pytest.raises(PackError, match="`where` is for rules with `assert`, which `duplicate-key` is not"):
        load_rules(more)


def test_a_compiled_rule_keeps_its_assertion_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = load_rules(pack(tmp_path / "team"))
    monkeypatch.setattr("wslint.packs.compiled.compiled_path", lambda: str(tmp_path / "compiled.json"))
    folder, _ = rules_folder()
    rule = rules.find("enough-grace")
    assert rule is not None
    write_compiled(RuleSet((rule,), rules.packs), folder, "now")
    again = read_compiled(folder, "now")
    assert again is not None
    layer = again.rules[0].layers["team"]
    assert layer.check == rule.layers["team"].check
    asserted = assertion_of(layer.check)
    assert asserted is not None
    assert asserted.text == ASSERT
    assert callable(find_check(layer.check).run)


def test_the_library_is_loaded_only_for_rules_that_assert(tmp_path: Path) -> None:
    pack(tmp_path / "team")
    (tmp_path / "compose.yaml").write_text(WEB, encoding="utf-8")
    code = (
        "import sys\nfrom wslint.app import run\nfrom wslint.settings.record import Settings\n"
        "packs = tuple(sys.argv[2:])\nrun([sys.argv[1]], Settings(root=sys.argv[1], packs=packs))\n"
        "cel = sys.modules.get('wslint.packs.cel')\n"
        "print(bool(cel and cel._loaded), 'prompt_toolkit' in sys.modules)\n"
    )
    command = [sys.executable, "-c", code, os.path.realpath(tmp_path)]
    without = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert without.stdout == "False False\n"
    command.append(str(tmp_path / "team"))
    asserting = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert asserting.stdout == "True False\n"


@pytest.mark.parametrize("first", ["the package", "our own"])
def test_the_library_may_be_loaded_by_others_before_and_after(first: str) -> None:
    own = "from wslint.packs.cel import compiled; assert compiled('1 + 1').execute({}) == 2"
    code = (
        f"import cel; {own}"
        if first == "the package"
        else f"{own}; import cel; assert cel.evaluate('1') == 1"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_the_library_the_rule_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wslint.packs.cel._loaded", [])
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "cel.cel", raising=False)
    with pytest.raises(
        PackError, match="needs the package `common-expression-language`, which is not installed"
    ):
        load_rules(pack(tmp_path / "team"))


# -- the command line -------------------------------------------------------------------------------


def wslint(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(door, list(arguments), prog_name="wslint")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pack(tmp_path / "team")
    (tmp_path / "compose.yaml").write_text(WEB, encoding="utf-8")
    (tmp_path / ".wslint.yaml").write_text("packs: [team]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_reports_what_the_packs_of_the_configuration_assert(tree: Path) -> None:
    code, output = wslint("check", "--select", "TEAM001", "--output-format", "concise", "compose.yaml")
    assert code == 1
    assert "compose.yaml:2:59: error TEAM001 enough-grace: service `web` has 20 s, not 30" in output
    assert wslint("check", "--ignore", "team", "--select", "TEAM001", "compose.yaml")[0] == 0


def test_a_mistake_in_a_rule_is_exit_code_2_with_its_line(tree: Path) -> None:
    (tree / "team" / "enough-grace.yaml").write_text(changed(ASSERT, "workload.grase > 1"), encoding="utf-8")
    code, output = wslint("check", "compose.yaml")
    assert code == 2
    assert "did you mean `grace`? @ team/enough-grace.yaml:5" in output


def test_rules_test_explain_and_config_show_know_the_rule(tree: Path) -> None:
    assert wslint("rules", "test", "team") == (0, "2 examples of 1 rule: all as written\n")
    assert "TEAM001  enough-grace" in wslint("rules")[1]
    page = wslint("explain", "TEAM001")[1]
    assert f"of every workload: {ASSERT}" in page
    assert (
        f"- `of every workload: {ASSERT}`" in wslint("explain", "TEAM001", "--output-format", "markdown")[1]
    )
    assert f'"assert": "{ASSERT}"' in wslint("explain", "TEAM001", "--output-format", "json")[1]
    assert f'packs: ["{tree / "team"}"]  # .wslint.yaml:1' in wslint("config", "show")[1]


def test_rules_test_says_which_example_is_not_as_written(tree: Path) -> None:
    rule = changed("stop_grace_period: 30s", "stop_grace_period: 29s")
    (tree / "team" / "enough-grace.yaml").write_text(rule, encoding="utf-8")
    code, output = wslint("rules", "test", "team")
    assert code == 1
    assert "half a minute" in output


def test_an_assertion_that_takes_too_long_is_left_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wslint.packs import assertion

    given = pack(tmp_path / "team")
    assertion.check_of.cache_clear()
    monkeypatch.setattr(assertion, "_SECONDS", 0.0)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "compose.yaml").write_text(WEB)
    outcome = run([str(tmp_path / "tree")], given._replace(root=os.path.realpath(tmp_path / "tree")))
    assert outcome.internal == ()
    assert "enough-grace" not in [finding.name for finding in outcome.findings]
    (line,) = [one for one in outcome.coverage.not_checked if "enough-grace" in one.reason]
    assert line.reason == "from here on not checked for enough-grace, which has taken more than 0 seconds"
    assert line.line == 2
    assertion.check_of.cache_clear()
