"""The measure of branches: a package of the core with too few of them fails the run."""

import importlib.util
import json
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ENOUGH = {"wslint/text/a.py": (20, 20), "wslint/syntax/b.py": (100, 95), "wslint/engine/c.py": (0, 0)}


@pytest.fixture
def measure(monkeypatch):
    """Run .ci/branches.py where pytest ends with a code and finds (branches, taken) in each file."""
    described = importlib.util.spec_from_file_location("branches", ROOT / ".ci" / "branches.py")
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)

    def run(files, code=0, arguments=()):
        def pytest_run(command, **_):
            report = next(word for word in command if word.startswith("--cov-report=json:"))
            summaries = {
                path: {"summary": {"num_branches": every, "covered_branches": taken}}
                for path, (every, taken) in (files or {}).items()
            }
            if files is not None:
                pathlib.Path(report.partition(":")[2]).write_text(json.dumps({"files": summaries}))
            return subprocess.CompletedProcess(command, code)

        monkeypatch.setattr(module.subprocess, "run", pytest_run)
        return module.main(list(arguments))

    return run


def test_enough_branches_in_each_package_pass(measure, capsys):
    assert measure(ENOUGH) == 0
    assert "syntax        95 of   100 branches, 95.0 %\n" in capsys.readouterr().out


def test_a_package_with_too_few_fails_and_is_named(measure, capsys):
    assert measure({**ENOUGH, "wslint/readers/d.py": (100, 94)}) == 1
    out = capsys.readouterr().out
    assert "6 missed in wslint/readers/d.py" in out
    assert out.endswith("fewer than 95 % of the branches are taken in: readers\n")


def test_tests_that_fail_fail_the_measure_and_a_part_of_them_is_held_to_nothing(measure):
    assert measure(ENOUGH, code=1) == 1
    assert measure(None, code=0) == 1
    assert measure({"wslint/text/a.py": (20, 1)}, arguments=["tests/text"]) == 0
