"""Rule packs: what is accepted, what is refused and how it is said, and the compiled form."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wslint.packs import PackError, compiled, load_rules
from wslint.packs import load as loading
from wslint.packs.compiled import read_compiled, write_compiled
from wslint.packs.examples import apply, examples_of, run_examples
from wslint.packs.folders import rules_folder, stamp_of
from wslint.packs.pack_folder import read_built_in
from wslint.packs.placeholders import placeholders
from wslint.packs.rule import RuleSet, Selector
from wslint.settings.record import Settings
from wslint.text import Edit, Fix, Source, Span

ROOT = Path(__file__).resolve().parents[2]

PACK = "name: house\ntitle: Our own rules\nselector:\n  images: [house-*]\n"
EXAMPLES = """\
examples:
  bad:
    - name: twice
      files:
        compose.yaml: |
          services:
            web: {image: house-web:1.1}
            web: {image: house-web:1.2}
      finds: web
  good:
    - name: once
      files:
        compose.yaml: |
          services:
            web: {image: house-web:1.2}
"""
RULE = (
    """\
code: HOUSE001
name: no-twins
severity: warning
applies: [any]
check: file.duplicate-key
message: "{key} again"
labels: {first: here}
why: Twins confuse everybody who reads the file.
source: https://example.org/twins
"""
    + EXAMPLES
)
REFINED = "refines: no-twins\nseverity: error\nmessage: {strict: never again}\nparams: {}\n" + EXAMPLES


def pack(folder: Path, **files: str) -> Settings:
    folder.mkdir(exist_ok=True)
    for name, text in {"pack": PACK, **files}.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return Settings(root=str(folder), packs=(str(folder),))


def refused(settings: Settings) -> list[str]:
    with pytest.raises(PackError) as raised:
        load_rules(settings)
    assert str(raised.value) == "\n".join(raised.value.messages)
    return [message.replace(settings.root + os.sep, "") for message in raised.value.messages]


def test_a_pack_of_the_user_adds_a_rule_with_a_layer_for_its_workloads(tmp_path: Path) -> None:
    rules = load_rules(pack(tmp_path / "house", no_twins=RULE))
    rule = rules.find("HOUSE001")
    assert rule is not None
    assert (rule.name, rule.topic, list(rule.layers)) == ("no-twins", "file", ["house"])
    assert rules.packs[-1].selector == Selector(images=("house-*",))
    assert [rule.code for rule in rules.rules] == sorted(rule.code for rule in rules.rules)


def test_a_pack_refines_a_rule_and_keeps_what_it_does_not_say(tmp_path: Path) -> None:
    refined = REFINED.replace("no-twins", "duplicate-key")
    rules = load_rules(pack(tmp_path / "house", duplicate_key=refined))
    rule = rules.find("duplicate-key")
    assert rule is not None
    general, house = rule.layers["general"], rule.layers["house"]
    assert (general.severity, house.severity) == ("error", "error")
    assert house.messages == {**general.messages, "strict": "never again"}
    assert (house.check, house.labels, house.helps) == (general.check, general.labels, general.helps)


def test_a_pack_may_lie_in_topics_and_have_no_selector(tmp_path: Path) -> None:
    settings = pack(tmp_path / "house", pack="name: house\ntitle: All of ours\n")
    (tmp_path / "house" / "texts").mkdir()
    (tmp_path / "house" / "texts" / "no-twins.yaml").write_text(RULE, encoding="utf-8")
    rules = load_rules(settings)
    rule = rules.find("no-twins")
    assert rule is not None
    assert rule.topic == "texts"
    assert rules.packs[-1].selector is None


REFUSED = {
    "an unknown key": (
        {"no_twins": RULE + "fixx: remove it\n"},
        "unknown key `fixx`; did you mean `fix`? @ no-twins.yaml:",
    ),
    "a missing key": (
        {"no_twins": RULE.replace("severity: warning\n", "")},
        "the file has no `severity` @ no-twins.yaml:1",
    ),
    "another severity": (
        {"no_twins": RULE.replace("warning", "fatal")},
        "`severity` is `fatal`; it must be one of error, warning, note @ no-twins.yaml:3",
    ),
    "another type": (
        {"no_twins": RULE.replace("[any]", "any")},
        "`applies` must be a list @ no-twins.yaml:4",
    ),
    "a code of another form": ({"no_twins": RULE.replace("HOUSE001", "house-1")}, "`code` must look like"),
    "no examples": (
        {"no_twins": RULE.partition("examples:")[0]},
        "the file has no `examples` @ no-twins.yaml:1",
    ),
    "another file name": ({"other": RULE}, "the rule `no-twins` is in a file of another name @ other.yaml:2"),
    "a code that is taken": (
        {"no_twins": RULE.replace("HOUSE001", "WS002")},
        "the code WS002 belongs to `duplicate-key` @ no-twins.yaml:1",
    ),
    "a name that is taken": (
        {"duplicate_key": RULE.replace("no-twins", "duplicate-key")},
        "there is another rule called `duplicate-key`",
    ),
    "a pack's name that is taken": (
        {"pack": PACK.replace("house\n", "workspace\n")},
        "there is another pack called `workspace` @ pack.yaml:1",
    ),
    "nothing to refine": (
        {"no_twin": REFINED.replace("no-twins", "no-twin")},
        "there is no rule `no-twin` to refine @ no-twin.yaml:1",
    ),
    "a check that is not there": (
        {"no_twins": RULE.replace("file.duplicate-key", "file.duplicate")},
        "`check: file.duplicate`: wslint/checks/file.py has no check `duplicate`",
    ),
    "a module that is not there": (
        {"no_twins": RULE.replace("file.duplicate-key", "twins.duplicate-key")},
        "there is no module wslint/checks/twins.py",
    ),
    "a parameter that the check has not": (
        {"no_twins": RULE + "params: {at-most: 2}\n"},
        "unknown parameter `at-most`",
    ),
    "a key twice": (
        {"no_twins": RULE + "why: because\n"},
        "`why` is written twice, first in line 8 @ no-twins.yaml:",
    ),
    "broken YAML": ({"no_twins": "code: [\n"}, "@ no-twins.yaml:"),
    "no mapping": ({"no_twins": "- a\n"}, "must be one YAML mapping @ no-twins.yaml:1"),
    "a path out of the example's folder": (
        {"no_twins": RULE.replace("compose.yaml:", "../compose.yaml:")},
        "@ no-twins.yaml:",
    ),
    "an empty selector": ({"pack": "name: house\ntitle: x\nselector: {}\n"}, "@ pack.yaml:3"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_pack_is_refused_for(tmp_path: Path, case: str) -> None:
    files, what = REFUSED[case]
    messages = refused(pack(tmp_path / "house", **files))
    assert any(what in message for message in messages), messages


def test_all_mistakes_of_a_pack_are_told_at_once(tmp_path: Path) -> None:
    settings = pack(tmp_path / "house", a="- a\n", no_twins=RULE.replace("warning", "fatal"))
    assert len(refused(settings)) == 2


def test_a_folder_without_pack_yaml_is_no_pack(tmp_path: Path) -> None:
    assert "a pack needs a pack.yaml" in refused(Settings(root=str(tmp_path), packs=(str(tmp_path),)))[0]


def test_a_rule_refined_by_two_packs_has_a_layer_of_each(tmp_path: Path) -> None:
    first = pack(tmp_path / "one", duplicate_key=REFINED.replace("no-twins", "duplicate-key"))
    second = pack(
        tmp_path / "two",
        pack=PACK.replace("house", "other"),
        duplicate_key=REFINED.replace("no-twins", "duplicate-key"),
    )
    rules = load_rules(first._replace(packs=(*first.packs, *second.packs)))
    rule = rules.find("duplicate-key")
    assert rule is not None
    assert list(rule.layers)[-2:] == ["house", "other"]


# -- examples --------------------------------------------------------------------------------------------


def failures(settings: Settings, paths: list[str] | None = None) -> list[tuple[str, str]]:
    from wslint.app import run

    results = run_examples(load_rules(settings), paths or list(settings.packs), run)
    return [(one.example, one.reason) for one in results if not one.passed]


def test_examples_that_hold_pass(tmp_path: Path) -> None:
    assert failures(pack(tmp_path / "house", no_twins=RULE, pack="name: house\ntitle: x\n")) == []


@pytest.mark.parametrize(
    ("old", "new", "example", "reason"),
    [
        ("finds: web", "finds: image", "twice", "the finding is at 'web' in line 3 of compose.yaml"),
        ("finds: web", "finds: web\n      message: never", "twice", "without 'never'"),
        ("finds: web", "finds: web\n      count: 2", "twice", "there are 1 findings, not 2"),
        ("finds: web", "finds: web\n      severity: error", "twice", "the severity is warning, not error"),
        ("finds: web", "finds: web\n      path: other.yaml", "twice", "not in other.yaml"),
        ("finds: web", "finds: web\n      related: []", "twice", "the related places are ['web'], not []"),
        ("finds: web", "finds: web\n      fixed: {compose.yaml: x}", "twice", "no fix"),
        (
            "            web: {image: house-web:1.2}\n  good",
            "            api: {image: house-web:1.2}\n      finds: web\n  good",
            "twice",
            "there is no finding",
        ),
        ('"{key} again"', '"{key} and {other}"', "twice", "the check does not fill {other}"),
        ('"{key} again"', '{"": "{key} again", rare: "{key} rare"}', "", "the variant 'rare'"),
    ],
    ids=[
        "place",
        "message",
        "count",
        "severity",
        "path",
        "related",
        "fixed",
        "nothing",
        "placeholder",
        "variant",
    ],
)
def test_an_example_that_does_not_hold_says_why(
    tmp_path: Path, old: str, new: str, example: str, reason: str
) -> None:
    text = RULE.replace("      finds: web\n  good", "  good") if "finds" in new and "api" in new else RULE
    text = text.replace(old, new, 1)
    found = failures(pack(tmp_path / "house", no_twins=text, pack="name: house\ntitle: x\n"))
    assert [(one[0], reason in one[1]) for one in found][:1] == [(example, True)], found


def test_a_good_example_with_a_finding_says_where(tmp_path: Path) -> None:
    text = RULE.replace("  good:\n    - name: once", "  good:\n    - name: really twice")
    head, _, tail = text.rpartition("            web: {image: house-web:1.2}\n")
    line = "            web: {image: house-web:1.2}\n"
    settings = pack(tmp_path / "house", no_twins=head + line + line + tail, pack="name: house\ntitle: x\n")
    assert failures(settings) == [
        ("really twice", "there must be no finding, but at 'web' in line 3 of compose.yaml: web again")
    ]


def test_examples_of_one_file_can_be_run_alone(tmp_path: Path) -> None:
    from wslint.app import run

    settings = pack(tmp_path / "house", no_twins=RULE, pack="name: house\ntitle: x\n")
    results = run_examples(load_rules(settings), [str(tmp_path / "house" / "no-twins.yaml")], run)
    assert [(one.rule, one.kind, one.example, one.passed) for one in results] == [
        ("no-twins", "bad", "twice", True),
        ("no-twins", "good", "once", True),
    ]


def test_the_examples_of_a_pack_that_is_not_configured_can_be_run(tmp_path: Path) -> None:
    from wslint.app import run

    settings = pack(tmp_path / "house", no_twins=RULE, pack="name: house\ntitle: x\n")
    assert [one.passed for one in run_examples(load_rules(), list(settings.packs), run)] == [True, True]


def test_a_pack_that_cannot_be_read_is_a_failure_with_its_place(tmp_path: Path) -> None:
    from wslint.app import run

    settings = pack(tmp_path / "house", no_twins=RULE.replace("warning", "fatal"))
    (result,) = run_examples(load_rules(), list(settings.packs), run)
    assert "`severity` is `fatal`" in result.reason
    assert result.place.endswith("no-twins.yaml:3")


def test_a_run_that_fails_is_a_failed_example(tmp_path: Path) -> None:
    def run(paths: Any, settings: Settings) -> Any:
        raise OSError("disk full")

    settings = pack(tmp_path / "house", no_twins=RULE)
    results = run_examples(load_rules(settings), list(settings.packs), run)
    assert results[0].reason == "the run fails: OSError: disk full"


def test_examples_know_their_place() -> None:
    rule = load_rules().find("duplicate-key")
    assert rule is not None
    first = examples_of(rule)[0]
    path, _, line = first.place.rpartition(":")
    written = (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert first.name in written


def test_edits_are_applied_from_the_end_and_the_same_edit_once() -> None:
    source = Source("a", "one two three")
    first = Fix("", (Edit(Span(source, 0, 3), "1"),))
    last = Fix("", (Edit(Span(source, 8, 13), "drei"), Edit(Span(source, 4, 4), "and ")))
    assert apply([first, last, first]) == {"a": "1 and two drei"}


def test_edits_that_overlap_are_refused() -> None:
    source = Source("a", "one two three")
    fixes = [Fix("", (Edit(Span(source, 0, 5), "1"),)), Fix("", (Edit(Span(source, 4, 7), "2"),))]
    with pytest.raises(ValueError, match="same place"):
        apply(fixes)


@pytest.mark.parametrize(
    ("text", "names"),
    [("{a} and {b_2}", {"a", "b_2"}), ("${port} {A} {} {a-b} {", set()), ("{a}{a}", {"a"}), ("{{a}}", {"a"})],
)
def test_placeholders(text: str, names: set[str]) -> None:
    assert placeholders(text) == names


# -- the compiled form -----------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source checkout of its own: a copy of the rules, and a place for the compiled file."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder()[0], folder)
    monkeypatch.setattr(loading, "rules_folder", lambda: (str(folder), False))
    monkeypatch.setattr(compiled, "compiled_path", lambda: str(tmp_path / "compiled.json"))
    return folder


def test_compiled_rules_are_the_rules_of_the_files(checkout: Path) -> None:
    written = read_built_in(str(checkout))
    write_compiled(written, str(checkout), "stamp")
    assert read_compiled(str(checkout), "stamp") == written


def test_the_first_run_in_a_checkout_compiles_and_a_change_compiles_again(checkout: Path) -> None:
    file = checkout / "general" / "file" / "syntax-error.yaml"
    load_rules()
    assert (checkout.parent / "compiled.json").exists()
    file.write_text(
        file.read_text(encoding="utf-8").replace("severity: error", "severity: warning"), encoding="utf-8"
    )
    rule = load_rules().find("syntax-error")
    assert rule is not None
    assert rule.layers["general"].severity == "warning"
    assert not list(checkout.parent.glob("compiled.json.*"))


def test_a_checkout_that_cannot_be_written_to_still_works(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "compiled_path", lambda: str(checkout / "no" / "such" / "folder.json"))
    assert load_rules().find("syntax-error") is not None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": 0}', '{"format": 1, "rules": 3}'],
    ids=lambda text: text or "empty",
)
def test_a_broken_compiled_file_is_made_again(checkout: Path, text: str) -> None:
    (checkout.parent / "compiled.json").write_text(text, encoding="utf-8")
    assert load_rules().find("syntax-error") is not None
    assert json.loads((checkout.parent / "compiled.json").read_text(encoding="utf-8"))["rules"]


def test_a_file_that_comes_or_goes_changes_the_stamp(checkout: Path) -> None:
    before = stamp_of(str(checkout))
    (checkout / "workspace" / "new.yaml").write_text("x", encoding="utf-8")
    between = stamp_of(str(checkout))
    (checkout / "workspace" / "new.yaml").unlink()
    assert before != between
    assert stamp_of(str(checkout)) == before


def test_loading_compiled_rules_imports_neither_yaml_nor_jsonschema() -> None:
    load_rules()
    code = (
        "import sys\nfrom wslint.packs import load_rules\nload_rules()\n"
        "print([m for m in ('jsonschema', '_ruamel_yaml', 'ruamel', 'difflib', 'pathlib') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_compiling_by_hand_works() -> None:
    subprocess.run([sys.executable, "-m", "wslint.packs.compile"], cwd=ROOT, check=True)
    assert load_rules().find("syntax-error") is not None


def test_an_alias_finds_all_rules_that_have_it() -> None:
    rules: RuleSet = load_rules()
    assert [rule.name for rule in rules.find_all("yamllint:key-duplicates")] == ["duplicate-key"]
    assert rules.find_all("nothing:at-all") == ()
    assert "ALL" in rules.words()
