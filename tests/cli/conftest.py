"""A command line whose run is given by the test."""

import sys
from types import ModuleType

import pytest
from click.testing import CliRunner
from fake_run import RULES, Impossible, Run

from wslint.cli.door import door


@pytest.fixture
def app(monkeypatch, tmp_path):
    module = ModuleType("wslint.app")
    run = Run()
    module.run = run
    module.Impossible = Impossible
    monkeypatch.setitem(sys.modules, "wslint.app", module)
    monkeypatch.setattr("wslint.cli.rule_words.ruleset_of", lambda settings: RULES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "WSLINT_SELECT"):
        monkeypatch.delenv(name, raising=False)
    return run


def separate_streams():
    """A runner that keeps standard error apart, which click before 8.2 does only when asked."""
    try:
        return CliRunner(mix_stderr=False)
    except TypeError:
        return CliRunner()


@pytest.fixture
def wslint(app):
    """Call the command line; the result has exit_code, stdout and stderr."""

    def call(*args, env=None):
        return separate_streams().invoke(door, list(args), env=env)

    return call
