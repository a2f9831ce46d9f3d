"""The wheel, built and installed as users get it, in an environment where there is nothing else."""

import json
import os
import pathlib
import subprocess
import sys
import tarfile
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULE_FILES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yaml") if path.is_file()
)


def call(command, **more):
    # The tests' own environment must not lend the installed wslint anything.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WSLINT"))}
    # pip's warnings of other versions of itself are no concern here
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return subprocess.run(
        [str(word) for word in command],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        **more,
    )


def must(command, **more):
    done = call(command, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist, and the wheel that is built from it: so that what the sdist lacks is missed."""
    folder = tmp_path_factory.mktemp("dist")
    must([sys.executable, "-m", "build", "--outdir", folder, ROOT])
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The folder of an environment that has the wheel."""
    folder = tmp_path_factory.mktemp("environment")
    must([sys.executable, "-m", "venv", folder])
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    must([binaries / "python", "-m", "pip", "install", "--quiet", built[1]])
    return binaries


@pytest.fixture(scope="module")
def deployments(tmp_path_factory):
    """The examples, away from the checkout."""
    import shutil

    return shutil.copytree(ROOT / "examples", tmp_path_factory.mktemp("elsewhere") / "examples")


def test_the_wheel_holds_the_package_its_types_and_every_rule(built):
    with zipfile.ZipFile(built[1]) as wheel:
        names = set(wheel.namelist())
        compiled = json.loads(wheel.read("wslint/packs/compiled.json"))
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "wslint").rglob("*.py")}
    assert modules <= names
    assert "wslint/py.typed" in names
    assert {f"wslint/{path}" for path in RULE_FILES} <= names
    assert {"wslint/packs/schema.json", "wslint/settings/schema.json"} <= names
    text = json.dumps(compiled)
    for path in RULE_FILES:
        name = pathlib.PurePath(path).stem
        assert name == "pack" or f'"{name}"' in text, f"{name} is not among the compiled rules"


def test_the_wheel_holds_nothing_else(built):
    with zipfile.ZipFile(built[1]) as wheel:
        names = wheel.namelist()
        metadata = next(wheel.read(name).decode() for name in names if name.endswith("/METADATA"))
    assert not [name for name in names if not name.startswith(("wslint/", "wslint-"))]
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]
    assert "License-Expression: Apache-2.0" in metadata
    assert "Requires-Python: >=3.11" in metadata


def test_the_sdist_holds_what_a_build_needs(built):
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md"} <= names
    assert set(RULE_FILES) <= names
    assert not [name for name in names if name.startswith((".venv", ".git/", "dist"))]


@pytest.mark.parametrize(("example", "code"), [("broken", 1), ("sound", 0)])
def test_the_installed_wheel_lints_the_examples(installed, deployments, example, code):
    done = call([installed / "wslint", "check", f"examples/{example}"], cwd=deployments.parent)
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stderr == ""
    assert "Checked 1 Dockerfile, 1 Compose file, 1 Kubernetes file" in done.stdout


def test_the_installed_wheel_finds_what_the_checkout_finds(installed, deployments):
    options = ["-m", "wslint", "check", "--output-format", "json", "examples/broken"]
    theirs = call([installed / "python", *options], cwd=deployments.parent)
    ours = subprocess.run(
        [sys.executable, *options],
        check=False,
        cwd=deployments.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert json.loads(theirs.stdout) == json.loads(ours.stdout)


def test_the_installed_wheel_lists_all_rules(installed, tmp_path):
    done = must([installed / "wslint", "rules", "--output-format", "json"], cwd=tmp_path)
    listed = {rule["name"] for rule in json.loads(done.stdout)}
    assert listed == {pathlib.PurePath(path).stem for path in RULE_FILES} - {"pack"}


def test_the_installed_wheel_explains_a_rule_with_its_examples(installed, tmp_path):
    done = must([installed / "wslint", "explain", "grace-period-too-short"], cwd=tmp_path)
    assert "Reported: one second under the window" in done.stdout


def test_the_installed_wheel_refuses_in_one_line(installed, tmp_path):
    done = call([installed / "wslint", "check"], cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
