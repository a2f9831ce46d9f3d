"""How much of ruamel.yaml is loaded, and that others can still use all of it."""

import subprocess
import sys
import textwrap


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


def test_events_made_flat_have_the_attributes_that_ruamel_gives_them() -> None:
    """Our constructors of two events stand in for ruamel.yaml's: they must set the same."""
    script = (
        "from ruamel.yaml import events as e\n"
        "def made():\n"
        "    one = e.ScalarEvent('a', 't', (True, False), 'v', 1, 2, style='|', comment='c')\n"
        "    two = e.MappingStartEvent('a', 't', True, 1, 2, flow_style=True)\n"
        "    return [{n: getattr(x, n) for n in ('anchor', 'ctag', 'implicit', 'start_mark', 'end_mark', 'comment')}\n"
        "        | {n: getattr(x, n, None) for n in ('value', 'style', 'flow_style', 'nr_items')} for x in (one, two)]\n"
        "before = made()\n"
        "from wslint.syntax.yaml.parsers import c_events\n"
        "c_events('a: 1')\n"
        "assert e.ScalarEvent.__init__.__module__ == 'wslint.syntax.yaml.parsers'\n"
        "assert made() == before\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
