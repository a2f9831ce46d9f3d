"""dev.py, the door of a checkout: it sets up what it needs, and says what is wrong in a line."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """dev.py as if it lay in an empty folder, with a record of the commands that it would run."""
    shutil.copy(ROOT / "dev.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    described = importlib.util.spec_from_file_location("dev", tmp_path / "dev.py")
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    module.called = []

    def run(command, **_):
        module.called.append(command)
        if command[1:3] == ["-m", "venv"]:
            module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            module.PYTHON.write_text("")
        return subprocess.CompletedProcess(command, module.code, stdout=b"the reason\n")

    module.code = 0
    monkeypatch.setattr(module.subprocess, "run", run)
    return module


def test_the_first_call_sets_up_and_says_so_and_the_second_does_not(dev, capsys):
    assert dev.main(["check", "examples/broken"]) == 0
    assert "setting up .venv (wslint), once" in capsys.readouterr().err
    made = len(dev.called)
    assert dev.called[-1][1:] == ["-m", "wslint", "check", "examples/broken"]
    assert dev.main(["check", "examples/sound"]) == 0
    assert capsys.readouterr().err == ""
    assert len(dev.called) == made + 1


def test_tests_get_their_group_and_their_arguments(dev):
    assert dev.main(["test", "-k", "word"]) == 0
    installed = next(command for command in dev.called if "install" in command)
    assert "--editable" in installed
    assert any(word.startswith("pytest") for word in installed)
    assert not any(word.startswith("mypy") for word in installed)
    assert dev.called[-1][1:] == ["-m", "pytest", "-n", "auto", "-k", "word"]


def test_the_measure_of_branches_gets_its_group_and_passes_arguments_on(dev):
    assert dev.main(["coverage", "tests/text"]) == 0
    installed = next(command for command in dev.called if "install" in command)
    assert any(word.startswith("pytest-cov") for word in installed)
    assert dev.called[-1][1:] == [".ci/branches.py", "tests/text"]


def test_other_dependencies_are_installed_when_the_project_asks_for_them(dev):
    dev.main(["check"])
    dev.called.clear()
    with (dev.ROOT / "pyproject.toml").open("a") as file:
        file.write("\n# changed\n")
    dev.main(["check"])
    assert any("install" in command for command in dev.called)


def test_a_set_up_that_fails_shows_why_and_is_tried_again(dev, capsys):
    dev.code = 1
    with pytest.raises(SystemExit, match=r"^dev\.py: cannot make \.venv") as failed:
        dev.main(["check"])
    assert isinstance(failed.value.code, str)
    assert "the reason" in capsys.readouterr().err
    assert not list(dev.VENV.glob("*.stamp"))


def test_an_old_python_is_refused_in_one_line(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "version_info", (3, 10, 1))
    assert dev.main(["check"]) == 2
    assert "needs Python 3.11 or newer; this is 3.10.1" in capsys.readouterr().err
    assert not dev.called


def test_without_words_it_says_what_it_can_do(dev, capsys):
    assert dev.main([]) == 2
    assert dev.main(["--help"]) == 0
    assert "python3 dev.py check examples/broken" in capsys.readouterr().out
    assert not dev.called


def test_a_clean_clone_checks_its_examples_with_one_command(tmp_path):
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout: there is nothing to clone")
    clone = tmp_path / "a folder"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WSLINT"))}
    done = subprocess.run(
        [sys.executable, "dev.py", "check", "examples/broken"],
        cwd=clone,
        env=env,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr == "dev.py: setting up .venv (wslint), once …\n"
    assert "grace-period-too-short" in done.stdout
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, check=True, capture_output=True, text=True
    )
    assert status.stdout == "", "the set-up leaves files behind that git does not ignore"
