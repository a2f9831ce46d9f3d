"""A parser is had without the rest of its package, which stays what it is for whoever asks."""

import subprocess
import sys

import pytest


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


YAML_FIRST = """
import sys
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source
assert not parse_yaml(Source("a", "a: 1")).problems
"""
SHELL_FIRST = """
import sys
from wslint.syntax.shell import parse_shell
assert parse_shell("a | b && c").commands
"""


def test_no_loader_of_yaml_comes_with_the_parser() -> None:
    loaded = run(YAML_FIRST + "print([one for one in sys.modules if 'constructor' in one or 'main' in one])")
    assert loaded == "['__main__']"


def test_yaml_can_be_loaded_and_dumped_after_it_was_only_parsed() -> None:
    program = """
import io
import ruamel.yaml
yaml, out = ruamel.yaml.YAML(), io.StringIO()
yaml.dump(yaml.load("a: [1, 2] # b"), out)
print(out.getvalue().strip(), ruamel.yaml.constructor.ConstructorError.__module__)
"""
    assert run(YAML_FIRST + program) == "a: [1, 2] # b ruamel.yaml.constructor"


def test_a_text_that_the_c_parser_refuses_gets_its_second_reading() -> None:
    program = "print(parse_yaml(Source('a', 'a: [80:80]')).documents[0].root.get('a').items[0].value.value)"
    assert run(YAML_FIRST + program) == "80:80"


def test_no_resources_of_the_grammar_come_with_it() -> None:
    assert run(SHELL_FIRST + "print('importlib.resources' in sys.modules)") == "False"


def test_the_grammar_can_be_asked_for_its_queries_after_it_was_only_parsed_with() -> None:
    assert run(SHELL_FIRST + "import tree_sitter_bash; print(tree_sitter_bash.HIGHLIGHTS_QUERY[:1])") == "["


@pytest.mark.parametrize("name", ["no_such_package", "ruamel.no_such_package", "json.decoder"])
def test_what_is_no_package_is_left_to_its_import(name: str) -> None:
    program = f"""
import sys
sys.modules.pop({name!r}, None)
from wslint.syntax.bare_packages import make_bare
make_bare({name!r})
print({name!r} in sys.modules)
"""
    assert run(program) == "False" if name != "json.decoder" else "True"


def test_a_name_that_the_whole_package_has_not_got_is_none() -> None:
    program = """
from wslint.syntax.bare_packages import make_bare
make_bare("wsgiref")
import wsgiref
try:
    wsgiref.nothing
except AttributeError:
    print("none", "wsgiref" in sys.modules)
"""
    assert run("import sys" + program) == "none True"
