"""Several reports in one run, the format that fits where it runs, the summary of a step."""

import json

import pytest
from fake_run import SOUND, grace, outcome

from wslint.report import REPORTERS

IN_GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://git.example",
    "GITHUB_REPOSITORY": "me/project",
    "GITHUB_SHA": "abc123",
}


@pytest.fixture(autouse=True)
def nowhere(monkeypatch):
    for name in (*IN_GITHUB, "GITHUB_STEP_SUMMARY", "CI_PROJECT_URL", "CI_COMMIT_SHA", "WSLINT_REPORT"):
        monkeypatch.delenv(name, raising=False)


def test_every_format_has_the_same_exit_code(wslint, app):
    for whole, code in ((outcome(grace()), 1), (outcome(grace("note")), 0), (SOUND, 0)):
        app.outcome = whole
        assert {wslint("check", "--output-format", name).exit_code for name in (*REPORTERS, "auto")} == {code}


def test_auto_is_text_where_nothing_else_is_known(wslint, app):
    app.outcome = outcome(grace())
    assert wslint("check", "--output-format", "auto").stdout == wslint("check").stdout


def test_auto_annotates_in_a_github_workflow(wslint, app):
    app.outcome = outcome(grace())
    result = wslint("check", "--output-format", "auto", env=IN_GITHUB)
    assert "\n::error file=deploy/agent.yaml,line=3," in result.stdout


def test_in_a_workflow_too_text_is_what_one_gets_unasked(wslint, app):
    app.outcome = outcome(grace())
    assert "::error" not in wslint("check", env=IN_GITHUB).stdout


def test_several_reports_are_written_in_one_run(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    result = wslint("check", "--report", "sarif=a.sarif", "--report", "junit=b.xml", "--report=json=c.json")
    assert result.exit_code == 1
    assert result.stdout == wslint("check").stdout
    assert json.loads((tmp_path / "a.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "b.xml").read_text().startswith("<?xml")
    assert json.loads((tmp_path / "c.json").read_text())["summary"]["error"] == 1


def test_a_report_on_standard_output_takes_the_place_of_the_text(wslint, app):
    app.outcome = outcome(grace())
    assert wslint("check", "--report", "json=-").stdout == wslint("check", "--output-format=json").stdout


def test_a_report_on_standard_output_goes_beside_a_file(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    text = wslint("check", "-q").stdout
    result = wslint("check", "-q", "-o", "out.txt", "--report", "gitlab=-")
    assert (tmp_path / "out.txt").read_text() == text
    assert json.loads(result.stdout)[0]["check_name"] == "grace-period-too-short"


@pytest.mark.parametrize(
    "words",
    [
        ("--output-format", "json", "--report", "sarif=-"),
        ("--report", "json=-", "--report", "sarif=-"),
        ("--report", "json=a", "--report", "sarif=./a"),
        ("-o", "a", "--report", "sarif=a"),
    ],
)
def test_two_reports_to_one_place_are_refused_before_anything_is_checked(wslint, app, words):
    result = wslint("check", *words)
    assert result.exit_code == 2
    assert "two reports to" in result.stderr
    assert app.paths is None


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("sarif", "`sarif` is not FORMAT=PATH, such as sarif=wslint.sarif"),
        ("sarif=", "`sarif=` is not FORMAT=PATH"),
        ("saarif=a", "did you mean `sarif`?"),
    ],
)
def test_a_report_that_cannot_be_understood_is_refused(wslint, word, says):
    result = wslint("check", "--report", word)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_path_may_hold_an_equals_sign(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    wslint("check", "--report", "json=a=b.json")
    assert (tmp_path / "a=b.json").exists()


def test_reports_can_be_asked_for_by_a_variable(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    wslint("check", env={"WSLINT_REPORT": "json=a.json gitlab=b.json"})
    assert (tmp_path / "a.json").exists()
    assert (tmp_path / "b.json").exists()


def test_a_report_that_cannot_be_written_is_one_line_and_the_text_is_there(wslint, app):
    app.outcome = outcome(grace())
    result = wslint("check", "--report", "json=no/such/folder.json")
    assert result.exit_code == 2
    assert result.stderr == "wslint: cannot write no/such/folder.json: No such file or directory\n"
    assert "grace-period-too-short" in result.stdout


def test_the_summary_of_a_step_gets_the_table(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    wslint("check", "--output-format", "github", env={**IN_GITHUB, "GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text()
    assert text.startswith("before\n## wslint\n")
    assert "(https://git.example/me/project/blob/abc123/deploy/agent.yaml#L3)" in text


def test_a_summary_that_is_nearly_full_gets_no_more_than_fits(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * (1024 * 1024 - 10))
    wslint("check", "--output-format", "github", env={**IN_GITHUB, "GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.stat().st_size <= 1024 * 1024


def test_a_summary_that_cannot_be_written_is_said_and_does_not_decide(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    env = {**IN_GITHUB, "GITHUB_STEP_SUMMARY": str(tmp_path / "no" / "summary.md")}
    result = wslint("check", "--output-format", "github", env=env)
    assert result.exit_code == 1
    assert "cannot write the step's summary" in result.stderr


def test_no_other_format_writes_the_summary(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    wslint("check", env={**IN_GITHUB, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")})
    assert not (tmp_path / "summary.md").exists()


def test_code_scanning_would_open_an_alert_for_what_is_silenced_so_it_is_left_out(wslint, app):
    from wslint.engine.finding import Suppressed

    silenced = Suppressed(grace(), "comment", "wslint", "on purpose")
    app.outcome = outcome()._replace(suppressed=(silenced,))
    here = json.loads(wslint("check", "--output-format", "sarif").stdout)
    there = json.loads(wslint("check", "--output-format", "sarif", env=IN_GITHUB).stdout)
    assert len(here["runs"][0]["results"]) == 1
    assert there["runs"][0]["results"] == []
    assert there["runs"][0]["properties"]["suppressed"] == 1


def test_machine_paths_begin_at_the_repository_wherever_it_is_run(wslint, app, tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    app.outcome = outcome(grace())
    entries = json.loads(wslint("check", "--output-format", "gitlab").stdout)
    assert entries[0]["location"]["path"] == "sub/deploy/agent.yaml"
    isolated = json.loads(wslint("check", "--isolated", "--output-format", "gitlab").stdout)
    assert isolated == entries


def test_machine_paths_begin_where_it_is_run_if_there_is_no_repository(wslint, app, tmp_path):
    (tmp_path / "deploy").mkdir()
    app.outcome = outcome(grace())
    entries = json.loads(wslint("check", "deploy", "--output-format", "gitlab").stdout)
    assert entries[0]["location"]["path"] == "deploy/agent.yaml"
