"""Settings: found, read, held against the schema, and every mistake told at its place."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from wslint.settings.load import Overrides, load_settings
from wslint.settings.mistakes import SettingsError, nearest
from wslint.settings.record import IgnoreEntry, LinkEntry, RuleSettings
from wslint.settings.validate import RuleWords, schema_text

WORDS = RuleWords(
    {"grace-period-too-short": "grace-period-too-short", "WS201": "grace-period-too-short"},
    frozenset({"general", "workspace"}),
    frozenset({"ALL", "shutdown"}),
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A repository that is the working directory."""
    tmp_path.joinpath(".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder, text, name=".wslint.yaml"):
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name).write_text(text, encoding="utf-8")


def load(start=".", **more):
    return load_settings(str(start), words=lambda settings: WORDS, **more)


def mistakes(start=".", **more):
    with pytest.raises(SettingsError) as caught:
        load(start, **more)
    return str(caught.value).splitlines()


def test_without_a_configuration_all_is_at_its_default(project):
    settings = load()
    assert settings.root == str(project)
    assert settings.origin is None
    assert settings.fail_on == "warning"
    assert settings.came_from == {}


def test_the_nearest_configuration_up_to_the_repository_is_in_force(project):
    write(project, "fail-on: error\n")
    write(project / "a", "fail-on: note\n")
    project.joinpath("a/b").mkdir()
    project.joinpath("c").mkdir()
    assert load("a/b").fail_on == "note"
    assert load("a/b").root == str(project)
    assert load("a/b").origin == "a/.wslint.yaml"
    assert load("c").fail_on == "error"


def test_nothing_above_the_repository_is_read(project):
    write(project, "fail-on: error\n")
    project.joinpath("inner/.git").mkdir(parents=True)
    assert load("inner").origin is None
    assert load("inner").root == str(project / "inner")


def test_without_a_repository_the_path_is_the_root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("deploy").mkdir()
    assert load("deploy").root == str(tmp_path / "deploy")
    write(tmp_path, "fail-on: error\n")
    assert (load("deploy").root, load("deploy").fail_on) == (str(tmp_path), "error")


def test_a_files_settings_are_those_of_its_folder(project):
    write(project / "a", "fail-on: note\n")
    project.joinpath("a/Dockerfile").touch()
    assert load("a/Dockerfile").fail_on == "note"


def test_isolated_ignores_configurations_and_makes_the_path_the_root(project):
    write(project / "a", "fail-on: note\n")
    settings = load("a", isolated=True)
    assert (settings.root, settings.fail_on, settings.origin) == (str(project / "a"), "warning", None)


def test_a_named_configuration_wins_over_the_nearest(project):
    write(project, "fail-on: note\n")
    write(project, "fail-on: error\n", name="other.yaml")
    assert load(config="other.yaml").fail_on == "error"


def test_all_keys_are_read(project):
    project.joinpath("packs/mine").mkdir(parents=True)
    write(
        project,
        """\
select: [ALL]
extend-select: [WS201]
ignore:
  - shutdown
  - {rule: WS201, path: "vendor/*", workload: "Pod/*", reason: not ours, until: 2027-03-01}
rules:
  WS201: {severity: note, enabled: true, params: {must-exceed: true}}
selectors:
  workspace: {images: ["*agent*"], paths: ["agents/**"]}
links:
  - {image: registry.example/agent, dockerfile: docker/Dockerfile, target: run}
packs: [packs/mine]
exclude: [vendor/, "*.bak"]
fail-on: note
platform: desktop
strict: true
allow-empty: true
respect-gitignore: false
""",
    )
    settings = load()
    assert settings.select == ("ALL",)
    assert settings.extend_select == ("WS201",)
    assert settings.ignore == ("shutdown",)
    assert settings.ignored == (
        IgnoreEntry("WS201", "vendor/*", "Pod/*", "not ours", "2027-03-01", ".wslint.yaml:5"),
    )
    assert settings.rules == {
        "grace-period-too-short": RuleSettings("note", True, {"must-exceed": True}, ".wslint.yaml:7")
    }
    assert settings.selectors == {"workspace": {"images": ("*agent*",), "paths": ("agents/**",)}}
    assert settings.links == (LinkEntry("registry.example/agent", "docker/Dockerfile", "run"),)
    assert settings.packs == (str(project / "packs/mine"),)
    assert settings.exclude == ("vendor/", "*.bak")
    assert (settings.fail_on, settings.platform) == ("note", "desktop")
    assert (settings.strict, settings.allow_empty, settings.respect_gitignore) == (True, True, False)
    assert settings.came_from["platform"] == ".wslint.yaml:15"


def test_patterns_with_a_slash_are_about_the_configurations_folder(project):
    write(project / "a", 'exclude: ["*.bak", "x/y", "!x/z"]\nlinks: [{image: i, dockerfile: Dockerfile}]\n')
    settings = load("a")
    assert settings.exclude == ("*.bak", "a/x/y", "!a/x/z")
    assert settings.links[0].dockerfile == "a/Dockerfile"


def test_an_empty_file_changes_nothing(project):
    write(project, "# nothing yet\n")
    assert load().origin == ".wslint.yaml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ignorred: []\n", ":1:1: unknown key `ignorred`; did you mean `ignore`?"),
        (
            "\nfail-on: eror\n",
            ":2:10: `fail-on` must be one of error, warning, note, never, not `eror`; did you mean `error`?",
        ),
        ("strict: 3\n", ":1:9: `strict` must be true or false"),
        ("select: WS201\n", ":1:9: `select` must be a list"),
        ("select:\n  - 1\n", ":2:5: `select[1]` must be a text"),
        ("ignore:\n  - rule: WS201\n", ":2:5: `ignore[1]` needs `reason`"),
        ("ignore:\n  - {rule: WS201, reason: r, pth: x}\n", ":2:30: unknown key `pth`; did you mean `path`?"),
        (
            "ignore:\n  - {rule: WS201, reason: r, until: soon}\n",
            ":2:37: `ignore[1].until` must be a date, YYYY-MM-DD",
        ),
        (
            "ignore:\n  - {rule: WS201, reason: r, until: 2027-02-31}\n",
            ":2:37: `ignore[1].until`: there is no day 2027-02-31",
        ),
        ("ignore: [WS210]\n", ":1:10: unknown rule `WS210`; did you mean `WS201`?"),
        (
            "rules:\n  grace-periode-too-short: {enabled: false}\n",
            ":2:3: unknown rule `grace-periode-too-short`; did you mean `grace-period-too-short`?",
        ),
        ("rules:\n  shutdown: {enabled: false}\n", ":2:3: unknown rule `shutdown`"),
        ("selectors: {workspaces: {}}\n", ":1:13: unknown pack `workspaces`; did you mean `workspace`?"),
        ("packs: [nowhere]\n", ":1:9: no such folder: nowhere"),
        ("packs: [..]\n", ":1:9: `..` lies outside of the project (a file named by --config may do that)"),
        (
            "links: [{image: i, dockerfile: ../Dockerfile}]\n",
            ":1:32: `../Dockerfile` lies outside of the project",
        ),
        ("- a\n", ":1:1: the configuration must be a mapping or empty"),
        ("strict: true\nstrict: false\n", ":2:1: `strict` is written twice, first in line 1"),
        ("strict: true\n---\nstrict: false\n", ":3:1: a second YAML document: a configuration is one"),
        ("? [a]\n: b\n", ":1:3: a key must be a plain word"),
    ],
    ids=lambda value: value.partition(": ")[2] if value.startswith(":") else "",
)
def test_every_mistake_has_its_place_and_its_words(project, text, says):
    write(project, text)
    assert mistakes() == [f".wslint.yaml{says}"]


def test_all_mistakes_are_told_at_once_in_their_order(project):
    write(project, "strict: 1\nfoo: 2\nplatform: mac\n")
    assert [line.split(": ")[0] for line in mistakes()] == [
        ".wslint.yaml:1:9",
        ".wslint.yaml:2:1",
        ".wslint.yaml:3:11",
    ]


def test_a_rule_named_twice_by_different_words_is_a_mistake(project):
    write(project, "rules:\n  WS201: {enabled: false}\n  grace-period-too-short: {enabled: true}\n")
    assert "are already written at .wslint.yaml:2" in mistakes()[0]


def test_bad_yaml_is_told_at_its_place(project):
    write(project, "select: [a\nstrict: true\n")
    assert mistakes()[0].startswith(".wslint.yaml:")


def test_a_file_of_bytes_is_told(project):
    project.joinpath(".wslint.yaml").write_bytes(b"\x00\xff\xfe")
    assert mistakes()[0].startswith(".wslint.yaml")


def test_an_alias_bomb_is_refused(project):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    write(project, "\n".join(lines) + "\n")
    assert "has more than 20000 values" in mistakes()[0]


def test_deep_nesting_is_refused(project):
    write(project, "select: " + "[" * 5000 + "]" * 5000 + "\n")
    assert mistakes()[0].startswith(".wslint.yaml")


def test_a_link_out_of_the_project_is_not_followed(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    elsewhere.write_text("token: abc\n")
    project.joinpath(".wslint.yaml").symlink_to(elsewhere)
    assert mistakes() == [".wslint.yaml: is a link to a file outside of the project"]


def test_two_configurations_in_one_folder_are_a_mistake(project):
    write(project, "strict: true\n")
    write(project, "[tool.wslint]\nstrict = true\n", name="pyproject.toml")
    assert "keep one" in mistakes()[0]


def test_a_pyproject_without_our_table_is_none_of_ours(project):
    write(project, '[project]\ndependencies = ["wslint"]\n', name="pyproject.toml")
    assert load().origin is None


def test_a_pyproject_is_read(project):
    write(
        project,
        """\
[tool.wslint]
fail-on = "error"
[[tool.wslint.ignore]]
rule = "WS201"
reason = "known"
until = 2027-03-01
[tool.wslint.rules.WS201]
severity = "note"
""",
        name="pyproject.toml",
    )
    settings = load()
    assert settings.fail_on == "error"
    assert settings.ignored == (IgnoreEntry("WS201", None, None, "known", "2027-03-01", "pyproject.toml:3"),)
    assert settings.rules == {"grace-period-too-short": RuleSettings("note", None, {}, "pyproject.toml:7")}
    assert settings.came_from["fail-on"] == "pyproject.toml:2"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool.wslint]\n\nstrct = true\n", ":3:1: unknown key `strct`; did you mean `strict`?"),
        ('[tool.wslint]\nselect = "a"\n', ":2:1: `select` must be a list"),
        ("[tool.wslint]\nselect = [\n", ": not TOML"),
        ('[tool."wslint"."rules"]\nWS999 = {}\n', ":2:1: unknown rule `WS999`"),
    ],
)
def test_mistakes_in_a_pyproject_have_their_line(project, text, says):
    write(project, text, name="pyproject.toml")
    if "not TOML" in says:
        assert says in mistakes(config="pyproject.toml")[0]
    else:
        assert mistakes()[0].startswith(f"pyproject.toml{says}")


def test_options_replace_or_add(project):
    write(project, "select: [a]\nignore: [b]\nexclude: [c]\nplatform: desktop\n")
    overrides = Overrides(
        select=("x",), ignore=("y",), exclude=("z",), fail_on="note", origins={"select": "--select"}
    )
    settings = load_settings(".", overrides=overrides)
    assert settings.select == ("x",)
    assert settings.ignore == ("b", "y")
    assert settings.exclude == ("c", "z")
    assert (settings.fail_on, settings.platform) == ("note", "desktop")
    assert settings.came_from["select"] == "--select"


def test_an_excluded_path_is_about_the_working_directory(project, monkeypatch):
    project.joinpath("sub").mkdir()
    monkeypatch.chdir(project / "sub")
    settings = load_settings(".", overrides=Overrides(exclude=("./a/b", "*.c")))
    assert settings.exclude == ("sub/a/b", "*.c")


def test_the_published_schema_is_sound_and_describes_every_key():
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)

    def undescribed(part, path):
        for key, value in part.get("properties", {}).items():
            if "description" not in value:
                yield f"{path}.{key}"
            for inner in (value, value.get("items", {}), value.get("additionalProperties", {})):
                if isinstance(inner, dict):
                    yield from undescribed(inner, f"{path}.{key}")

    assert list(undescribed(schema, "")) == []


def test_the_schema_and_the_settings_have_the_same_keys():
    from wslint.cli.config import _KEYS

    assert set(json.loads(schema_text())["properties"]) == set(_KEYS)


@pytest.mark.parametrize(
    ("word", "meant"), [("ignorred", "ignore"), ("IGNORE", "ignore"), ("zzz", None), ("x" * 10_000, None)]
)
def test_the_word_that_was_meant(word, meant):
    assert nearest(word, ["ignore", "select"]) == meant


def test_the_settings_folder_ships_the_schema():
    import wslint.settings

    assert Path(wslint.settings.__file__).with_name("schema.json").is_file()
