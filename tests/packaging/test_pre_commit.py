"""The hooks, run by the real pre-commit, in a repository whose hooks come from a clone of this one.

pre-commit builds an environment for the hooks with pip, once for all tests here.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCKERFILE = """\
FROM python:3.12
COPY notes.txt start.txt ./
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/', timeout=3)"]
CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]
"""
COMPOSE = """\
services:
  web:
    build: .
    ports: ["127.0.0.1:8080:8000"]
"""
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {revision}
    hooks:
      - id: {hook}
        args: [--output-format, concise]
"""


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """The environment of the tests, without what other runs of git, wslint and pre-commit leave in it."""
    ours = ("GIT_", "WSLINT", "_WSLINT", "PYTHON", "PRE_COMMIT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    home = tmp_path_factory.mktemp("home")
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com"}
    names |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com"}
    return {
        **kept,
        **names,
        "PRE_COMMIT_HOME": str(home),
        "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@pytest.fixture(scope="module")
def hooks(environ, tmp_path_factory):
    """A clone of this repository with its working tree committed, and that commit."""
    pytest.importorskip("pre_commit", reason="the group `test` has it")
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: pre-commit has nothing to clone")
    parts = ("wslint", "rules", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE")
    listed = subprocess.run(
        # What is new and not committed yet is tested too.
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *parts],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    folder = tmp_path_factory.mktemp("hooks")
    for path in [*listed.split("\0")[:-1], ".pre-commit-hooks.yaml"]:
        if (ROOT / path).exists():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    git(environ, folder, "init", "--quiet", "--initial-branch=main")
    git(environ, folder, "add", ".")
    git(environ, folder, "commit", "--quiet", "--message", "hooks")
    return folder, git(environ, folder, "rev-parse", "HEAD").stdout.strip()


def git(environ, folder, *words):
    return subprocess.run(
        ["git", *words], cwd=folder, env=environ, check=True, capture_output=True, text=True
    )


class Project:
    """A repository with a Dockerfile, a Compose file that uses it, and the hooks; all of it committed."""

    def __init__(self, environ, folder, hooks, hook):
        self.environ, self.folder = environ, folder
        git(environ, folder, "init", "--quiet", "--initial-branch=main")
        repository, revision = hooks
        self.write(".pre-commit-config.yaml", CONFIG.format(hooks=repository, revision=revision, hook=hook))
        self.write("Dockerfile", DOCKERFILE)
        self.write("compose.yaml", COMPOSE)
        self.write("start.txt", "")
        self.write("notes.txt", "notes\n")
        self.commit()

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)
        self.git("add", path)

    def git(self, *words):
        return git(self.environ, self.folder, *words)

    def commit(self):
        self.git("commit", "--quiet", "--message", "a change")

    def run(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", *words],
            cwd=self.folder,
            env=self.environ,
            check=False,
            capture_output=True,
            text=True,
        )
        if "An unexpected error has occurred" in done.stdout and "pip" in done.stdout:
            pytest.skip(f"pip cannot install the hooks here: {done.stdout.strip().splitlines()[-1]}")
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(environ, hooks, tmp_path):
    return Project(environ, tmp_path, hooks, "wslint")


@pytest.fixture
def whole(environ, hooks, tmp_path):
    return Project(environ, tmp_path, hooks, "wslint-project")


@pytest.fixture
def staged(environ, hooks, tmp_path):
    return Project(environ, tmp_path, hooks, "wslint-staged")


def test_staged_files_that_are_sound_pass(project):
    project.write("compose.yaml", COMPOSE.replace("8080", "8081"))
    code, output = project.run()
    assert code == 0, output
    assert "Passed" in output


def test_a_staged_dockerfile_brings_what_it_breaks_in_a_file_that_is_not_staged(project):
    project.write("Dockerfile", DOCKERFILE.replace("8000", "9000"))
    code, output = project.run()
    assert code == 1
    assert "compose.yaml:4" in output
    assert "published-port-mismatch" in output


def test_edits_that_are_not_staged_do_not_count(project):
    project.write("compose.yaml", COMPOSE.replace("8080", "8081"))
    (project.folder / "Dockerfile").write_text(DOCKERFILE.replace("8000", "9000"))
    code, output = project.run()
    assert code == 0, output
    assert "9000" in (project.folder / "Dockerfile").read_text()


def test_findings_elsewhere_do_not_hinder_a_commit(project):
    project.write("other/compose.yaml", "services: {a: {image: 'a:1', stop_signal: SIGKILL}}\n")
    project.commit()
    project.write("compose.yaml", COMPOSE.replace("8080", "8081"))
    code, output = project.run()
    assert code == 0, output


def test_a_commit_of_other_files_runs_nothing(project):
    project.write("notes.txt", "more\n")
    code, output = project.run()
    assert code == 0
    assert "no files to check" in output


def test_all_files_reports_the_whole_project(project):
    project.write("Dockerfile", DOCKERFILE.replace("8000", "9000"))
    project.write("other/compose.yaml", "services: {a: {image: 'a:1', stop_signal: SIGKILL}}\n")
    project.commit()
    code, output = project.run("--all-files")
    assert code == 1
    assert "published-port-mismatch" in output
    assert "stop-signal-uncatchable" in output


def test_a_run_that_is_split_reports_every_finding_and_says_none_of_a_part(project):
    # Longer than the 128 KiB of a command line (pre_commit.xargs), so that the hook is called several times.
    deep = project.folder / ("deep-" * 30)
    deep.mkdir()
    for number in range(900):
        (deep / f"{number:04}-{'x' * 40}.md").write_text("nothing\n")
    project.git("add", ".")
    project.write("Dockerfile", DOCKERFILE.replace("8000", "9000"))
    project.write("other/compose.yaml", "services: {a: {image: 'a:1', stop_signal: SIGKILL}}\n")
    code, output = project.run("--all-files")
    assert code == 1
    assert output.count("Checked ") > 1, "the run was not split"
    assert output.count("stop-signal-uncatchable") == 1
    assert "published-port-mismatch" in output
    assert "nothing to check" not in output


def test_a_deletion_is_noticed_by_the_hook_of_the_whole_project(whole):
    code, output = whole.run()
    assert code == 0, output
    whole.git("rm", "--quiet", "start.txt")
    code, output = whole.run()
    assert code == 1, output
    assert "Dockerfile:2" in output
    assert "copy-source-missing" in output


def test_a_deletion_alone_runs_no_hook_that_is_handed_files(project):
    project.git("rm", "--quiet", "Dockerfile")
    code, output = project.run()
    assert code == 0
    assert "no files to check" in output


def test_the_hook_of_the_index_reports_what_a_deletion_breaks_and_no_older_fault(staged):
    staged.write("other/compose.yaml", "services: {a: {image: 'a:1', stop_signal: SIGKILL}}\n")
    staged.commit()
    staged.write("notes.txt", "more\n")
    code, output = staged.run()
    assert code == 0, output
    staged.git("rm", "--quiet", "start.txt")
    code, output = staged.run()
    assert code == 1, output
    assert "copy-source-missing" in output
    assert "stop-signal-uncatchable" not in output


def test_options_of_the_user_stand_behind_those_of_the_hook(environ, hooks, project):
    config = (project.folder / ".pre-commit-config.yaml").read_text()
    project.write(".pre-commit-config.yaml", config.replace("concise]", "concise, --fail-on, never]"))
    project.write("Dockerfile", DOCKERFILE.replace("8000", "9000"))
    code, output = project.run("--verbose")
    assert code == 0
    assert "published-port-mismatch" in output
