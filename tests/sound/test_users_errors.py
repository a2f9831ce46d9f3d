"""Mistakes of the user: every option with a bad value, every key with a wrong type. One clear line, exit code 2.

The options are taken from the commands and the keys from the schema, so that none can be forgotten.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from wslint.cli.door import door
from wslint.cli.formats import FormatAndPath
from wslint.cli.values import OneOf
from wslint.settings.validate import schema_text

RULE = "grace-period-too-shrt"
FILES = ("", "no/where", "folder", "binary", "broken")
BAD: dict[str, tuple[str, ...]] = {
    "--select": (RULE, f"ALL,{RULE}"),
    "--extend-select": (RULE,),
    "--ignore": (RULE,),
    "--config": FILES,
    "--baseline": FILES,
    "--file": FILES,
    "--output-file": ("", "no/where", "folder"),
    "--since": ("", " ", "no-such-branch", "--upload-pack=x", "a..b", "HEAD:x"),
    "--add-ignore": ("a\nb", "a\x1b[31m"),
    "--exclude": (),
    "--jobs": ("x", "0", "-1", "1.5", ""),
    "--cache-dir": ("",),
}
"""Bad values of the options that take more than one of a few words. Any text is a pattern."""
ARGUMENTS = {"why": ("Dockerfile",), "explain": ("WS201",), "completions": ("bash",)}
# To write to a file that is not there yet, or not sound, is what this one is for.
FINE = {
    ("baseline write", "--file", "no/where"),
    ("baseline write", "--file", "binary"),
    ("baseline write", "--file", "broken"),
}


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, **command.context_settings)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


COMMANDS = list(commands(door))
OPTIONS = [
    pytest.param(path, option, id=" ".join([*path, max(option.opts, key=len)]))
    for path, command in COMMANDS
    for option in command.get_params(click.Context(command, **command.context_settings))
    if isinstance(option, click.Option)
]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few bad files; one stands in it."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "Dockerfile").write_text("FROM alpine:3\n")
    (tmp_path / "binary").write_bytes(b"\x00\xff")
    (tmp_path / "broken").write_text("{[")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wslint(*words: str, **environment: str) -> Result:
    try:
        runner = CliRunner(mix_stderr=False)
    except TypeError:
        # From click 8.2 on it is always so.
        runner = CliRunner()
    return runner.invoke(door, list(words), env={"COLUMNS": "80", **environment})


def refused(result: Result, says: str = "") -> str:
    """The one line of a refusal."""
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].isprintable()
    assert says in lines[0]
    return lines[0]


def bad_values(option: click.Option) -> tuple[str, ...]:
    name = max(option.opts, key=len)
    if isinstance(option.type, OneOf):
        word = option.type.choices[-1]
        return ("", "no-such", word + word[-1], word.upper() + " ")
    if isinstance(option.type, FormatAndPath):
        return ("", "json", "json=", "=x", "jsn=x", "json=no/where", "json=folder")
    assert name in BAD, f"a new option: write into BAD what a bad value of {name} is"
    return BAD[name]


@pytest.mark.parametrize(("path", "option"), OPTIONS)
def test_a_bad_value_of_an_option_is_one_line(path: tuple[str, ...], option: click.Option) -> None:
    name = max(option.opts, key=len)
    given = ARGUMENTS.get(" ".join(path), ())
    if option.is_flag:
        says = refused(wslint(*path, f"{name}=maybe", *given))
        assert name in says
        return
    for value in bad_values(option):
        if (" ".join(path), name, value) in FINE:
            continue
        # Reports for standard output come before those for files that cannot be written.
        quiet = (
            ("-q", "--select", "stop-signal-uncatchable")
            if "no/where" in value or value.endswith("folder")
            else ()
        )
        words = (*path, f"{name}={value}", *given, *(quiet if path == ("check",) else ()))
        line = refused(wslint(*words))
        assert line.startswith(("wslint", "broken:", "binary:")), line


@pytest.mark.parametrize(("path", "option"), OPTIONS)
def test_an_option_without_its_value_and_a_misspelt_one_are_one_line(
    path: tuple[str, ...], option: click.Option
) -> None:
    name = max(option.opts, key=len)
    if not option.is_flag and name != "--add-ignore":
        assert "requires an argument" in refused(wslint(*path, name), name)
    elif option.is_flag:
        for secondary in option.secondary_opts:
            refused(wslint(*path, f"{secondary}=x"), secondary)
    misspelt = name[:-1] + "xx"
    assert "no such option" in refused(wslint(*path, misspelt), misspelt)


@pytest.mark.parametrize(
    ("path", "option"),
    [one for one in OPTIONS if one.values[0] and one.values[0][0] in ("check", "why", "baseline")],
)
def test_a_variable_with_a_bad_value_is_one_line(path: tuple[str, ...], option: click.Option) -> None:
    name = max(option.opts, key=len)
    variable = option.envvar or f"WSLINT_{(option.name or '').upper()}"
    assert isinstance(variable, str)
    if name in ("--help", "--version", "--debug") or not option.allow_from_autoenv:
        return
    given = ARGUMENTS.get(" ".join(path), ())
    values = ("maybe",) if option.is_flag else [value for value in bad_values(option) if value.strip()]
    for value in values:
        if (
            name in ("--since", "--add-ignore", "--report", "--output-file")
            or (" ".join(path), name, value) in FINE
        ):
            continue
        refused(wslint(*path, *given, **{variable: value}))


@pytest.mark.parametrize(("path", "command"), [pytest.param(*one, id=" ".join(one[0])) for one in COMMANDS])
def test_arguments_that_are_missing_or_too_many_are_one_line(
    path: tuple[str, ...], command: click.Command
) -> None:
    arguments = [
        one
        for one in command.get_params(click.Context(command, **command.context_settings))
        if isinstance(one, click.Argument)
    ]
    if any(one.required for one in arguments):
        refused(wslint(*path), "is missing")
    if not any(one.nargs == -1 for one in arguments):
        refused(wslint(*path, *["Dockerfile"] * 5))
    for word in ("no-such", "", "no\nsuch", "no\x1bsuch"):
        if path != ("config", "schema"):
            refused(wslint(*path, word))


def test_a_path_that_cannot_be_is_one_line(place: Path) -> None:
    for path in ("a" * 5000, "Dockerfile/x", "\udcff", "/proc/self/mem/x"):
        for words in (["check"], ["why"], ["baseline", "write"], ["config", "show"], ["rules", "test"]):
            refused(wslint(*words, path))


PYTHON = {"string": "a text", "boolean": True, "array": [], "object": {}, "null": None, "number": 7}


class Key:
    """A place in the schema: the steps to it, and what the schema says of it."""

    def __init__(self, steps: tuple[str | int, ...], schema: dict[str, Any]) -> None:
        self.steps = steps
        self.schema = schema

    def __repr__(self) -> str:
        return ".".join(map(str, self.steps))


# What else an object on the way must have.
BESIDE = {"ignore": {"rule": "ALL", "reason": "x"}, "links": {"image": "a", "dockerfile": "Dockerfile"}}
NAMES = {"rules": "grace-period-too-short", "selectors": "workspace"}


def keys(schema: dict[str, Any], root: dict[str, Any], steps: tuple[str | int, ...] = ()) -> Iterator[Key]:
    """Every key, and every entry of a list, at any depth."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    yield Key(steps, schema)
    for name, below in schema.get("properties", {}).items():
        yield from keys(below, root, (*steps, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from keys(schema["additionalProperties"], root, (*steps, NAMES[str(steps[0])]))
    if "items" in schema:
        yield from keys(schema["items"], root, (*steps, 0))


SCHEMA = json.loads(schema_text())
KEYS = list(keys(SCHEMA, SCHEMA))


def wrong(schema: dict[str, Any]) -> Iterator[Any]:
    """Values that the schema does not allow."""
    types = schema.get("type", ["string"])
    types = [types] if isinstance(types, str) else types
    for name, value in PYTHON.items():
        if name not in types:
            yield value
        elif name == "string" and ("enum" in schema or "pattern" in schema or schema.get("minLength")):
            yield ""


def configuration(steps: tuple[str | int, ...], value: Any) -> Any:
    for at in range(len(steps) - 1, -1, -1):
        step = steps[at]
        if isinstance(step, int):
            value = [value]
        else:
            beside = BESIDE.get(str(steps[0]), {}) if at == 2 else {}
            value = {**beside, step: value}
    return value


@pytest.mark.parametrize("key", KEYS, ids=repr)
@pytest.mark.parametrize("name", [".wslint.yaml", "pyproject.toml"])
def test_a_key_of_the_configuration_with_a_value_of_the_wrong_type_is_one_line(
    name: str, key: Key, place: Path
) -> None:
    for value in wrong(key.schema):
        data = configuration(key.steps, value)
        if name == ".wslint.yaml":
            text = json.dumps(data)
        elif value is None or not key.steps or not isinstance(data, dict):
            # TOML has no null, and a table is a table.
            continue
        else:
            text = "[tool.wslint]\n" + "".join(f"{name} = {toml(one)}\n" for name, one in data.items())
        (place / name).write_text(text)
        for words in (["check"], ["config", "show"]):
            line = refused(wslint(*words))
            assert line.startswith(f"{name}:"), (text, line)
            assert not key.steps or str(next(s for s in reversed(key.steps) if isinstance(s, str))) in line


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


@pytest.mark.parametrize("key", [key for key in KEYS if "properties" in key.schema], ids=repr)
def test_a_misspelt_key_gets_the_one_that_was_meant(key: Key, place: Path) -> None:
    for name in key.schema["properties"]:
        misspelt = name[:-1] + name[-1] * 2
        (place / ".wslint.yaml").write_text(
            json.dumps(configuration(key.steps, {**required(key), misspelt: []}))
        )
        line = refused(wslint("check"), f"unknown key `{misspelt}`")
        assert line.startswith(".wslint.yaml:1:")
        assert "did you mean" in line


def required(key: Key) -> dict[str, str]:
    return dict.fromkeys(key.schema.get("required", ()), "ALL")


@pytest.mark.parametrize("key", ["select", "extend-select", "ignore"])
def test_a_misspelt_rule_gets_the_one_that_was_meant(key: str, place: Path) -> None:
    (place / ".wslint.yaml").write_text(f"{key}:\n  - {RULE}\n")
    assert refused(wslint("check")) == (
        f".wslint.yaml:2:5: unknown rule `{RULE}`; did you mean `grace-period-too-short`?"
    )
