"""`wslint check`: exit codes, options, and one clear line for everything that is wrong."""

import json

import pytest
from fake_run import EMPTY, GAPS, Impossible, grace, outcome

from wslint.engine.finding import Internal, NotChecked
from wslint.engine.selection import UnknownRule
from wslint.packs import PackError


def one_line(text):
    lines = text.splitlines()
    assert len(lines) == 1, text
    assert "Traceback" not in text
    return lines[0]


def test_a_sound_project_says_what_was_checked_and_exits_0(wslint):
    result = wslint("check")
    assert result.exit_code == 0
    assert result.stdout == "No problems found.\nChecked 1 Dockerfile: 1 workload, 0 links.\n"
    assert result.stderr == ""


def test_findings_exit_1_and_go_to_standard_output(wslint, app):
    app.outcome = outcome(grace())
    result = wslint("check")
    assert result.exit_code == 1
    assert "error[grace-period-too-short]" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("error", "never", 0),
    ],
)
def test_fail_on_is_the_least_severity_that_fails(wslint, app, severity, fail_on, code):
    app.outcome = outcome(grace(severity=severity))
    assert wslint("check", "--fail-on", fail_on).exit_code == code


def test_exit_zero_reports_and_exits_0(wslint, app):
    app.outcome = outcome(grace())
    result = wslint("check", "--exit-zero")
    assert result.exit_code == 0
    assert "Found 1 problem" in result.stdout


def test_strict_fails_for_what_was_not_checked_and_says_so(wslint, app):
    app.outcome = outcome()
    assert wslint("check").exit_code == 0
    result = wslint("check", "--strict")
    assert result.exit_code == 1
    assert "With `--strict`" in result.stdout


def test_a_quiet_strict_run_still_says_why_it_fails(wslint, app):
    app.outcome = outcome()
    result = wslint("check", "--strict", "-q")
    assert result.exit_code == 1
    assert "2 things were not checked or not known" in one_line(result.stderr)


def test_strict_in_the_configuration_can_be_switched_off_by_option(wslint, app, tmp_path):
    tmp_path.joinpath("pyproject.toml").write_text("[tool.wslint]\nstrict = true\n")
    app.outcome = outcome()
    assert wslint("check").exit_code == 1
    assert wslint("check", "--no-strict").exit_code == 0


def test_a_bug_met_on_the_way_exits_3_and_still_reports_the_rest(wslint, app):
    app.outcome = outcome(grace())._replace(internal=(Internal("check x", "KeyError: 'y'"),))
    result = wslint("check")
    assert result.exit_code == 3
    assert "Found 1 problem" in result.stdout
    assert "KeyError: 'y'" in one_line(result.stderr)


def test_a_bug_that_ends_the_run_is_one_line_and_exit_3(wslint, app):
    app.raises = ValueError("first\nsecond")
    result = wslint("check")
    assert result.exit_code == 3
    assert (
        one_line(result.stderr) == "wslint: a bug in wslint: ValueError: first second (--debug shows where)"
    )


@pytest.mark.parametrize("args", [("--debug", "check"), ("check", "--debug")])
def test_debug_shows_where_a_bug_happened(wslint, app, args):
    app.raises = ValueError("x")
    result = wslint(*args)
    assert result.exit_code == 3
    assert "Traceback" in result.stderr


def test_an_interrupted_run_is_one_line_and_exit_130(wslint, app):
    app.raises = KeyboardInterrupt()
    result = wslint("check")
    assert (result.exit_code, one_line(result.stderr)) == (130, "wslint: interrupted")


@pytest.mark.parametrize("error", [Impossible("it is so"), PackError(["it is so"]), UnknownRule("x", ("y",))])
def test_what_the_run_calls_impossible_is_one_line_and_exit_2(wslint, app, error):
    app.raises = error
    result = wslint("check")
    assert (result.exit_code, one_line(result.stderr)) == (2, f"wslint: {error}")


def test_a_missing_path_is_one_line_with_the_name_beside_it(wslint, tmp_path):
    tmp_path.joinpath("deploy").mkdir()
    result = wslint("check", "deplyo")
    assert result.exit_code == 2
    assert one_line(result.stderr) == "wslint: no such file or folder: deplyo; did you mean `deploy`?"


def test_nothing_to_check_is_no_success(wslint, app):
    app.outcome = EMPTY
    result = wslint("check")
    assert result.exit_code == 2
    assert "nothing to check in ." in one_line(result.stderr)
    assert result.stdout == ""


@pytest.mark.parametrize("option", ["--allow-empty", "--focus"])
def test_nothing_to_check_is_all_right_if_allowed_or_in_a_hook(wslint, app, option):
    app.outcome = EMPTY
    result = wslint("check", option)
    assert result.exit_code == 0
    assert "Checked no files." in result.stdout


def test_a_folder_of_files_that_were_not_understood_names_one_of_them(wslint, app):
    coverage = EMPTY.coverage._replace(not_checked=(NotChecked("c.yaml", "a Helm template"),))
    app.outcome = EMPTY._replace(coverage=coverage)
    assert "c.yaml: a Helm template" in one_line(wslint("check").stderr)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("check", "--selct", "x"), "did you mean `--select`?"),
        (("check", "--output-format", "jsn"), "did you mean `json`?"),
        (("check", "--fail-on", "errors"), "did you mean `error`?"),
        (("check", "--platform", "windows"), "is not one of linux, desktop"),
        (("check", "--color", "alway"), "did you mean `always`?"),
        (("chek",), "did you mean `check`?"),
        (("rules", "tst"), "did you mean `test`?"),
        (("config", "shw"), "did you mean `show`?"),
        (("check", "--config", "no.yaml"), "no such configuration file: no.yaml"),
        (("check", "--fail-on"), "requires an argument"),
        (("explain",), "wslint explain: RULE is missing"),
        (("explain", "grace-period-to-short"), "did you mean `grace-period-too-short`?"),
        (("explain", "WS210"), "did you mean `WS201`?"),
        (("rules", "test", "no/where"), "no such file or folder: no/where"),
        (("config", "show", "no/where"), "no such file or folder: no/where"),
        (("check", "-"), "no such file or folder: -"),
        (("check", "-o", "no/such/folder/x"), "cannot write no/such/folder/x"),
    ],
)
def test_every_slip_is_one_line_and_exit_2(wslint, args, says):
    result = wslint(*args)
    assert result.exit_code == 2
    assert says in one_line(result.stderr)
    assert result.stdout == ""


def test_a_path_in_place_of_a_command_is_understood(wslint, tmp_path):
    tmp_path.joinpath("deploy").mkdir()
    assert "did you mean `wslint check deploy`?" in one_line(wslint("deploy").stderr)


def test_no_command_shows_the_help_and_is_no_success(wslint):
    result = wslint()
    assert result.exit_code == 2
    assert "Commands:" in result.stdout


def test_options_reach_the_settings(wslint, app, tmp_path):
    tmp_path.joinpath("sub").mkdir()
    result = wslint(
        "check",
        "sub",
        "--select=a,b",
        "--select",
        "c",
        "--extend-select",
        "ALL",
        "--ignore",
        "d, e",
        "--exclude",
        "*.bak",
        "--platform=desktop",
        "--no-respect-gitignore",
        "--force-exclude",
        "--isolated",
    )
    assert result.exit_code == 0
    settings = app.settings
    assert app.paths == ("sub",)
    assert settings.root == str(tmp_path / "sub")
    assert settings.select == ("a", "b", "c")
    assert settings.extend_select == ("ALL",)
    assert settings.ignore == ("d", "e")
    assert settings.exclude == ("*.bak",)
    assert settings.platform == "desktop"
    assert settings.respect_gitignore is False
    assert settings.force_exclude is True
    assert settings.came_from["platform"] == "--platform"


def test_every_option_has_a_variable(wslint, app):
    wslint("check", env={"WSLINT_SELECT": "a,b", "WSLINT_FAIL_ON": "note", "WSLINT_OUTPUT_FORMAT": "json"})
    assert app.settings.select == ("a", "b")
    assert app.settings.fail_on == "note"
    assert app.settings.came_from["select"] == "WSLINT_SELECT"


def test_an_option_wins_over_its_variable(wslint, app):
    wslint("check", "--fail-on", "error", env={"WSLINT_FAIL_ON": "note"})
    assert app.settings.fail_on == "error"


def test_json_is_one_object_and_nothing_else(wslint, app):
    app.outcome = outcome(grace())
    result = wslint("check", "--output-format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["summary"]["error"] == 1
    assert result.stderr == ""


def test_full_is_another_name_for_text(wslint, app):
    app.outcome = outcome(grace())
    assert wslint("check", "--output-format=full").stdout == wslint("check").stdout


def test_the_exit_code_does_not_depend_on_the_format(wslint, app):
    app.outcome = outcome(grace())
    assert {wslint("check", "--output-format", name).exit_code for name in ("text", "concise", "json")} == {1}


def test_quiet_leaves_out_the_ledger(wslint, app):
    app.outcome = outcome(grace())
    result = wslint("check", "-q", "--output-format=concise")
    assert len(result.stdout.splitlines()) == 1


def test_a_quiet_sound_run_says_nothing(wslint):
    assert wslint("check", "-q").stdout == ""


def test_verbose_names_root_and_configuration(wslint):
    assert "Root: .\nConfiguration: none\n" in wslint("check", "-v").stdout


def test_the_report_can_go_to_a_file(wslint, app, tmp_path):
    app.outcome = outcome(grace())
    result = wslint("check", "-o", "report.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Found 1 problem" in tmp_path.joinpath("report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "env", "colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"CLICOLOR_FORCE": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color=always",), {"NO_COLOR": "1"}, True),
        (("--color=never",), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_option_then_environment_and_never_reaches_a_pipe(wslint, app, args, env, colored):
    app.outcome = outcome(grace())
    assert ("\x1b[" in wslint("check", *args, env=env).stdout) is colored


@pytest.mark.parametrize(
    "command", [(), ("check",), ("explain",), ("rules",), ("rules", "test"), ("config", "show")]
)
def test_all_help_fits_80_columns(wslint, command):
    result = wslint(*command, "-h")
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_the_version_is_the_same_from_both_places(wslint):
    assert wslint("--version").stdout == wslint("check", "--version").stdout == "wslint 0.1.0\n"


def test_coverage_lists_every_gap(wslint, app):
    app.outcome = outcome(coverage=GAPS)
    text = wslint("check", "--coverage").stdout
    assert "  charts/app.yaml:3: a Helm template\n" in text
    assert "  compose.yml:9: `TAG` is not set in the files\n" in text


def test_an_unknown_rule_in_the_configuration_stops_the_run(wslint, tmp_path):
    tmp_path.joinpath("pyproject.toml").write_text('[tool.wslint]\nignore = ["grace-periode-too-short"]\n')
    result = wslint("check")
    assert result.exit_code == 2
    line = one_line(result.stderr)
    assert line.startswith("pyproject.toml:2:1: unknown rule `grace-periode-too-short`; did you mean")
