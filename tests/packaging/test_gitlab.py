"""The GitLab template: what it declares, and its script lines, run by bash in a scratch repository."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from ruamel.yaml import YAML
from sources import clean_environ

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
[(NAME, JOB)] = YAML(typ="safe").load(ROOT / "templates" / "wslint.gitlab-ci.yml").items()
REPORT = JOB["artifacts"]["reports"]["codequality"]


def test_the_report_is_kept_when_the_job_fails():
    assert NAME == "wslint"
    assert JOB["artifacts"]["when"] == "always"
    assert REPORT == "gl-code-quality-report.json"
    assert any(f"--report gitlab={REPORT}" in line for line in JOB["script"])


@pytest.fixture
def job(tmp_path):
    """Runs the lines of the job as GitLab's runner does: one script, which ends at the first failure."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    # What pip would install is what is tested here.
    (binaries / "pip").write_text('#!/bin/sh\necho "pip $*"\n')
    (binaries / "wslint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wslint "$@"\n')
    for program in binaries.iterdir():
        program.chmod(0o755)
    work = tmp_path / "work"
    shutil.copytree(ROOT / "examples", work / "examples")
    (work / ".git").mkdir()

    def run(**variables):
        environ = clean_environ()
        environ |= {"PATH": f"{binaries}:{environ['PATH']}", "PYTHONPATH": str(ROOT), "GITLAB_CI": "true"}
        script = "\n".join(["set -eo pipefail", *JOB["before_script"], *JOB["script"]])
        done = subprocess.run(
            [bash, "--noprofile", "--norc", "-c", script],
            cwd=work,
            env={**environ, **JOB["variables"], **variables},
            check=False,
            capture_output=True,
            text=True,
        )
        report = work / REPORT
        return (
            done.returncode,
            done.stdout + done.stderr,
            json.loads(report.read_text()) if report.exists() else None,
        )

    return run


def test_the_job_fails_with_a_report_in_the_log_and_one_for_the_merge_request(job):
    code, log, report = job(
        WSLINT_INSTALL="git+https://example.org/wslint@v1", WSLINT_PATHS="examples/broken"
    )
    assert code == 1, log
    assert "pip install --quiet git+https://example.org/wslint@v1" in log
    assert "Found 11 problems" in log
    assert "examples/broken/agent.yaml" in {entry["location"]["path"] for entry in report}
    assert len({entry["fingerprint"] for entry in report}) == len(report) >= 11


def test_several_paths_can_be_given_and_a_sound_deployment_has_an_empty_report(job):
    code, log, report = job(WSLINT_INSTALL="x", WSLINT_PATHS="examples/sound examples/sound/compose.yaml")
    assert code == 0, log
    assert report == []


def test_options_are_variables(job):
    code, _, report = job(WSLINT_INSTALL="x", WSLINT_FAIL_ON="never", WSLINT_SELECT="shutdown")
    assert code == 0
    assert report


def test_a_job_that_does_not_say_what_to_install_fails_and_says_so(job):
    code, log, report = job()
    assert code == 2
    assert "set WSLINT_INSTALL" in log
    assert report is None
