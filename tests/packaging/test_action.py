"""The GitHub action: its file against GitHub's schema, and its script, run as a runner would."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML
from sources import clean_environ, copy_of_sources

from wslint.cli.door import door

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ACTION = YAML(typ="safe").load(ROOT / "action.yml")
CHECK = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
BASH = shutil.which("bash")


@pytest.mark.parametrize(
    ("schema", "file"),
    [("github-actions", "action.yml"), ("gitlab-ci", "templates/wslint.gitlab-ci.yml")],
)
def test_the_files_are_what_their_services_take(schema, file):
    pytest.importorskip("check_jsonschema", reason="the group `test` has it")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", file]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_input_is_put_into_a_script():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
    used = re.findall(r"\$\{?(ACTION_\w+)", (ROOT / ".github/action/run.sh").read_text("utf-8"))
    assert set(used) == set(CHECK["env"])


def test_every_input_and_every_output_is_used():
    text = json.dumps(ACTION["runs"])
    assert all(f"inputs.{name}" in text for name in ACTION["inputs"])
    written = set(re.findall(r'echo "([\w-]+)=', (ROOT / ".github/action/run.sh").read_text("utf-8")))
    assert written == set(ACTION["outputs"])
    assert ACTION["inputs"]["upload-sarif"]["default"] == "false"


def test_the_report_is_uploaded_after_findings_too_but_only_when_asked():
    upload = next(step for step in ACTION["runs"]["steps"] if "upload-sarif" in step.get("uses", ""))
    assert "!cancelled()" in upload["if"]
    assert "inputs.upload-sarif == 'true'" in upload["if"]


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    """A runner's variables, for an action that lies in a checkout of its own."""
    if BASH is None:
        pytest.skip("no bash here")
    checkout = copy_of_sources(ROOT, tmp_path_factory.mktemp("action") / "the checkout")
    shutil.copytree(ROOT / ".github", checkout / ".github")
    temporary = tmp_path_factory.mktemp("runner")
    inputs = {name: str(given["default"]) for name, given in ACTION["inputs"].items()}
    return {
        **clean_environ(),
        "GITHUB_ACTIONS": "true",
        "RUNNER_TEMP": str(temporary),
        "RUNNER_OS": "Linux",
        "ACTION_HOME": str(checkout),
        "ACTION_PYTHON": sys.executable,
        "ACTION_PATHS": inputs["paths"],
        "ACTION_FORMAT": inputs["format"],
        "ACTION_FAIL_ON": inputs["fail-on"],
        "ACTION_ARGS": inputs["args"],
        "ACTION_SARIF_FILE": inputs["sarif-file"],
    }


@pytest.fixture
def act(runner, tmp_path):
    """Runs the action in a repository with the examples; gives its exit code, log, outputs and summary."""
    work = tmp_path / "work"
    shutil.copytree(ROOT / "examples", work / "examples")
    (work / ".git").mkdir()

    def run(**given):
        outputs, summary = tmp_path / "outputs", tmp_path / "summary"
        outputs.write_text("")
        summary.write_text("")
        environ = {**runner, "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(summary)}
        environ |= {f"ACTION_{name.upper()}": value for name, value in given.items()}
        command = CHECK["run"].replace("$ACTION_HOME", runner["ACTION_HOME"]).strip('"')
        done = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", f'"{command}"'],
            cwd=work,
            env=environ,
            check=False,
            capture_output=True,
            text=True,
        )
        said = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
        return done.returncode, done.stdout + done.stderr, said, summary.read_text()

    run.work = work
    return run


def test_annotations_are_written_at_the_lines_and_the_job_fails(act):
    code, log, outputs, summary = act(paths="examples/broken")
    assert code == 1, log
    assert "::error file=examples/broken/agent.yaml,line=12" in log
    assert outputs == {"exit-code": "1", "sarif-file": ""}
    assert "grace-period-too-short" in summary


def test_a_sound_deployment_passes(act):
    code, log, outputs, _ = act(paths="examples/sound")
    assert code == 0, log
    assert outputs["exit-code"] == "0"


def test_sarif_is_written_beside_a_log_for_people(act):
    code, log, outputs, _ = act(paths="examples/broken", format="sarif", sarif_file="out.sarif")
    assert code == 1, log
    assert outputs == {"exit-code": "1", "sarif-file": "out.sarif"}
    results = json.loads((act.work / "out.sarif").read_text())["runs"][0]["results"]
    assert "examples/broken/agent.yaml" in json.dumps(results)
    assert "Found 11 problems" in log
    assert "::error" not in log


def test_there_is_no_report_to_upload_where_nothing_could_be_checked(act):
    (act.work / "wslint.sarif").write_text("an older one")
    code, _, outputs, _ = act(paths="nowhere", format="sarif")
    assert code == 2
    assert outputs == {"exit-code": "2", "sarif-file": ""}


def test_the_job_fails_as_asked(act):
    assert act(paths="examples/broken", fail_on="never")[0] == 0
    assert act(paths="examples/broken", args="--exit-zero --select shutdown")[0] == 0


def test_paths_and_options_are_words_and_nothing_in_them_is_run(act):
    (act.work / "a folder").mkdir()
    shutil.copy(ROOT / "examples" / "broken" / "agent.yaml", act.work / "a folder")
    _, log, _, _ = act(paths="'a folder' examples/sound", args="--select 'shutdown,$(touch made)'")
    assert "$(touch made)" in log
    assert not (act.work / "made").exists()
    code, log, _, _ = act(paths="'a folder'\nexamples/sound", args="--select shutdown")
    assert code == 1
    assert "a folder/agent.yaml" in log


def test_a_path_is_never_taken_for_an_option(act):
    code, log, _, _ = act(paths="--exit-zero")
    assert code == 2
    assert "no such file or folder: --exit-zero" in log


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"format": "xml"}, "`xml` is not one of annotations, sarif"),
        ({"args": "--select 'a"}, "a quotation mark is not closed"),
        ({"args": "--no-such"}, "no such option: --no-such"),
        ({"fail_on": "all"}, "`all` is not one of error, warning, note, never"),
    ],
)
def test_what_cannot_be_done_is_said_and_fails(act, given, said):
    code, log, outputs, _ = act(**given)
    assert code == 2
    assert said in log
    assert outputs["exit-code"] == "2"


def test_the_problem_matcher_reads_the_concise_format():
    matchers = json.loads((ROOT / ".github/action/problem-matcher.json").read_text("utf-8"))["problemMatcher"]
    done = CliRunner().invoke(
        door,
        ["check", "--output-format", "concise", "-q", str(ROOT / "examples" / "broken")],
        env={"COLUMNS": "80"},
    )
    lines = done.output.splitlines()
    assert len({matcher["owner"] for matcher in matchers}) == 3
    counted = {}
    for line in lines:
        read = [(m, re.search(m["pattern"][0]["regexp"], line)) for m in matchers]
        [(matcher, found)] = [(m, f) for m, f in read if f]
        pattern = matcher["pattern"][0]
        assert os.path.basename(found[pattern["file"]]) in {"Dockerfile", "agent.yaml", "compose.yaml"}
        assert found[pattern["line"]].isdecimal()
        assert re.fullmatch(r"WS\d{3}", found[pattern["code"]])
        assert re.match(r"[a-z-]+: \S", found[pattern["message"]])
        counted[matcher["severity"]] = counted.get(matcher["severity"], 0) + 1
    assert counted == {"error": 7, "warning": 4}
