"""How much of ruamel.yaml is loaded, and that others can still use all of it."""

import subprocess
import sys
import textwrap

import pytest

from wslint.syntax.yaml import Mapping, parse_yaml
from wslint.text import Source


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


PARSE = """
import sys
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source
early = [name for name in sys.modules if "ruamel" in name]
assert parse_yaml(Source("x", "a: 1")).problems == ()
"""


def test_importing_the_package_loads_no_parser() -> None:
    assert run(PARSE + "print(early)") == "[]"


def test_parsing_loads_no_dumper_of_ruamel() -> None:
    assert run(PARSE + "print('ruamel.yaml.main' in sys.modules)") == "False"


def test_ruamel_is_whole_for_whoever_asks_later() -> None:
    code = """
    import ruamel.yaml
    import ruamel.yaml.error
    from ruamel.yaml import YAML, CSafeLoader
    yaml = YAML()
    yaml.dump(yaml.load("a: [1] # c"), sys.stdout)
    assert YAML(typ="safe").load("a: 1") == {"a": 1}
    try:
        YAML(typ="safe").load("a: [")
    except ruamel.yaml.error.YAMLError:
        print(ruamel.yaml.scanner.ScannerError.__name__)
    """
    assert run(PARSE + textwrap.dedent(code)) == "a: [1] # c\nScannerError"


def test_ruamel_may_be_loaded_before() -> None:
    assert run("import ruamel.yaml\n" + PARSE + "print(ruamel.yaml.YAML.__name__)") == "YAML"


@pytest.mark.parametrize("text", ["a: 1", "a: [", "[" * 300, "\ud800", "\x01"])
def test_ruamel_finds_its_own_events_again_after_a_text_whatever_it_was(text: str) -> None:
    """While a text is read our functions stand in for the classes of events."""
    import _ruamel_yaml
    from ruamel.yaml import events

    parse_yaml(Source("a.yaml", text))
    names = [name for name in vars(_ruamel_yaml) if name.endswith("Event")]
    assert len(names) == 10
    assert all(getattr(_ruamel_yaml, name) is getattr(events, name) for name in names)


def test_a_parser_that_makes_events_of_its_own_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should another version of the library not ask its module for the classes."""
    import _ruamel_yaml
    from ruamel.yaml import YAML

    class Parser:
        def __init__(self, text: str) -> None:
            events = YAML(typ="safe", pure=True).parse(text)
            self.get_event = lambda: next(events, None)

    monkeypatch.setattr(_ruamel_yaml, "CParser", Parser)
    root = parse_yaml(Source("a.yaml", "a: &x [1]\nb: {c: *x}\n")).documents[0].root
    assert isinstance(root, Mapping)
    assert [(one.key_text, str(one.value)) for one in root.entries] == [
        ("a", "Sequence(1)"),
        ("b", "Mapping(c)"),
    ]
