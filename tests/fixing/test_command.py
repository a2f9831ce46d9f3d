"""`wslint check --fix` and its relatives, as users see them."""

import pytest

# A grace that is too short (safe), and a probe of a name that the container has not got (unsafe).
AGENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      terminationGracePeriodSeconds: 30 # seconds
      containers:
        - name: agent
          image: registry.example/agent:1.2
          ports: [{name: http, containerPort: 8000}]
          readinessProbe: {httpGet: {path: /ready, port: http}}
          livenessProbe:
            httpGet: {path: /health, port: web}
            periodSeconds: 30
            failureThreshold: 3
"""
SAFE = AGENT.replace("30 # seconds", "90 # seconds")
SOUND = SAFE.replace("port: web", "port: http")


@pytest.fixture
def agent(tree):
    return tree.write({"agent.yaml": AGENT})


def test_what_can_be_fixed_is_marked_and_counted(agent):
    answer = agent.check("--output-format", "concise")
    assert "WS201 [*] grace-period-too-short" in answer.out
    assert "WS404 probe-port-mismatch" in answer.out
    assert "[*] 1 fixable with `--fix` (1 more with `--unsafe-fixes`).\n" in answer.out


def test_with_unsafe_fixes_those_are_marked_and_counted_too(agent):
    answer = agent.check("--output-format", "concise", "--unsafe-fixes")
    assert "WS404 [*] probe-port-mismatch" in answer.out
    assert "[*] 2 fixable with `--fix --unsafe-fixes`.\n" in answer.out
    assert agent.text("agent.yaml") == AGENT


def test_where_all_fixes_are_unsafe_the_count_says_so(tree):
    tree.write({"agent.yaml": SAFE})
    assert "No safe fixes; 1 with `--fix --unsafe-fixes`.\n" in tree.check().out


def test_the_mark_stands_in_full_reports_too(agent):
    line = agent.check("--select", "grace-period-too-short").out.splitlines()[0]
    assert "WS201 [*]" in line


def test_fix_makes_the_safe_ones_says_so_and_reports_the_rest(agent):
    answer = agent.check("--fix", "--output-format", "concise")
    assert agent.text("agent.yaml") == SAFE
    assert "Fixed 1 problem in 1 file:\n  agent.yaml:9:38: grace-period-too-short: " in answer.out
    assert "Found 1 problem: 1 error" in answer.out
    assert "1 more fixable with `--unsafe-fixes`." in answer.out
    assert (answer.code, answer.err) == (1, "")


def test_fix_exits_with_0_if_nothing_remains(agent):
    answer = agent.check("--fix", "--unsafe-fixes")
    assert answer.code == 0
    assert "No problems found." in answer.out
    assert agent.text("agent.yaml") == SOUND
    again = agent.check("--fix", "--unsafe-fixes")
    assert "Nothing fixed: there is no fix to make." in again.out


def test_fix_with_nothing_to_fix_says_so_and_writes_nothing(tree):
    tree.write({"agent.yaml": SAFE})
    before = (tree.folder / "agent.yaml").stat().st_mtime_ns
    answer = tree.check("--fix")
    assert "Nothing fixed: there is no safe fix to make.\n" in answer.out
    assert "1 more fixable with `--unsafe-fixes`." in answer.out
    assert answer.code == 1
    assert (tree.folder / "agent.yaml").stat().st_mtime_ns == before


def test_fix_only_reports_nothing_that_remains_and_exits_with_0(agent):
    answer = agent.check("--fix-only")
    assert agent.text("agent.yaml") == SAFE
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "Fixed 1 problem in 1 file:"
    assert "probe-port" not in answer.out
    assert "1 more fixable with `--unsafe-fixes`." in answer.out


def test_a_quiet_fix_only_is_silent(agent):
    answer = agent.check("--fix-only", "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert agent.text("agent.yaml") == SAFE


def test_diff_prints_a_unified_diff_changes_nothing_and_exits_with_1(agent):
    answer = agent.check("--diff")
    assert answer.code == 1
    assert answer.out == (
        "--- agent.yaml\n"
        "+++ agent.yaml\n"
        "@@ -6,7 +6,7 @@\n"
        "   template:\n"
        "     metadata: {labels: {app: agent}}\n"
        "     spec:\n"
        "-      terminationGracePeriodSeconds: 30 # seconds\n"
        "+      terminationGracePeriodSeconds: 90 # seconds\n"
        "       containers:\n"
        "         - name: agent\n"
        "           image: registry.example/agent:1.2\n"
    )
    assert agent.text("agent.yaml") == AGENT


def test_diff_wins_over_fix_and_goes_to_a_file_if_one_is_named(agent):
    answer = agent.check("--diff", "--fix", "-o", "fixes.patch")
    assert (answer.code, answer.out) == (1, "")
    assert agent.text("fixes.patch").startswith("--- agent.yaml\n")
    assert agent.text("agent.yaml") == AGENT


def test_without_a_diff_diff_prints_nothing_and_exits_with_0_whatever_else_is_found(tree):
    tree.write({"agent.yaml": SAFE})
    answer = tree.check("--diff")
    assert (answer.code, answer.out) == (0, "")


def test_exit_zero_holds_for_a_diff_as_well(agent):
    assert agent.check("--diff", "--exit-zero").code == 0


def test_colours_of_a_diff_do_not_change_its_text(agent):
    answer = agent.check("--diff", "--color", "always")
    assert "\x1b[31m-      terminationGracePeriodSeconds: 30 # seconds\x1b[0m" in answer.out


def test_only_what_is_selected_is_fixed(agent):
    answer = agent.check("--fix", "--unsafe-fixes", "--select", "probe-port-mismatch")
    assert agent.text("agent.yaml") == AGENT.replace("port: web", "port: http")
    assert answer.code == 0


def test_what_is_suppressed_is_not_fixed(tree):
    text = AGENT.replace("# seconds", "# wslint: ignore[grace-period-too-short] it is quick")
    tree.write({"agent.yaml": text})
    tree.check("--fix")
    assert tree.text("agent.yaml") == text


def test_a_machine_format_stays_itself_and_the_count_goes_to_standard_error(agent):
    import json

    answer = agent.check("--fix", "--output-format", "json")
    assert len(json.loads(answer.out)["findings"]) == 1
    assert answer.err == "wslint: fixed 1 problem in 1 file\n"


def test_options_can_be_given_as_variables(agent, monkeypatch):
    from click.testing import CliRunner

    from wslint.cli.door import door

    monkeypatch.chdir(agent.folder)
    result = CliRunner().invoke(door, ["check"], env={"WSLINT_FIX": "1", "WSLINT_UNSAFE_FIXES": "1"})
    assert result.exit_code == 0
    assert "port: http" in agent.text("agent.yaml")


COMPOSE = """\
services:
  web:
    build: .
    ports:
      - "8000:8080"
"""
DOCKERFILE = 'FROM python:3.12-slim\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n'


def test_given_one_file_a_fix_may_edit_another_one_of_the_project(tree):
    tree.write({"compose.yaml": COMPOSE, "Dockerfile": DOCKERFILE})
    (tree.folder / ".git").mkdir()
    answer = tree.check("--fix", "--focus", "Dockerfile")
    assert '"8000:8000"' in tree.text("compose.yaml")
    assert tree.text("Dockerfile") == DOCKERFILE
    assert "Fixed 1 problem in 1 file:\n  compose.yaml:5:15: published-port-mismatch" in answer.out


def test_a_file_that_may_not_be_edited_is_said_and_the_finding_stays(tree, monkeypatch):
    tree.write({"agent.yaml": AGENT})
    monkeypatch.setattr("wslint.fixing.writing.refused", lambda path, root: "it may not be written to")
    answer = tree.check("--fix", "--output-format", "concise")
    assert answer.err == (
        "wslint: not fixed: agent.yaml:9:38: grace-period-too-short: it may not be written to\n"
    )
    assert "Nothing fixed.\n" in answer.out
    assert "grace-period-too-short" in answer.out
    assert tree.check("--fix-only").code == 1


def test_a_file_that_changes_while_it_is_fixed_is_left_alone_and_said(agent, monkeypatch):
    from wslint.fixing import rounds

    fix_all = rounds.fix_all

    def slow(job):
        fixed = fix_all(job)
        agent.write({"agent.yaml": AGENT + "# by another hand\n"})
        return fixed

    monkeypatch.setattr("wslint.fixing.fix_all", slow)
    answer = agent.check("--fix")
    assert agent.text("agent.yaml") == AGENT + "# by another hand\n"
    assert answer.err == "wslint: not written: agent.yaml: it has changed since it was read\n"
    assert "Nothing fixed." in answer.out
    assert "grace-period-too-short" in answer.out
    assert answer.code == 1


def test_utf_16_with_windows_line_ends_stays_that(tree):
    data = AGENT.replace("\n", "\r\n").encode("utf-16")
    tree.write({"agent.yaml": data})
    tree.check("--fix")
    assert tree.data("agent.yaml") == SAFE.replace("\n", "\r\n").encode("utf-16")


HIDDEN = """\
services:
  web:
    image: registry.example/web:1.2
    helthcheck:
      test: ["CMD-SHELL", "curl http://localhost:8000/ || exit 1"]
"""


def test_a_fix_is_made_with_those_of_what_it_lays_open(tree):
    tree.write({"compose.yaml": HIDDEN})
    answer = tree.check("--fix")
    assert tree.text("compose.yaml") == HIDDEN.replace("helth", "health").replace("curl http", "curl -f http")
    assert "Fixed 2 problems in 1 file:" in answer.out
    assert (answer.code, answer.err) == (0, "")


def test_with_select_a_fix_that_lays_another_problem_open_is_not_made_and_that_is_said(tree):
    tree.write({"compose.yaml": HIDDEN})
    answer = tree.check("--fix", "--select", "compose-unknown-key")
    assert tree.text("compose.yaml") == HIDDEN
    assert answer.err.startswith(
        "wslint: not fixed: compose.yaml:4:5: compose-unknown-key: it would bring another problem: "
        "healthcheck-cannot-fail at compose.yaml:5: "
    )
    assert answer.code == 1


def test_what_a_baseline_knows_is_not_fixed_and_what_is_new_is(tree):
    tree.write({"agent.yaml": SAFE, ".git/HEAD": "ref: refs/heads/main\n"})
    assert tree.wslint("baseline", "write").code == 0
    tree.write({"agent.yaml": AGENT})
    (baseline,) = (path for path in tree.all() if path.endswith(".json"))
    tree.check("--fix", "--unsafe-fixes", "--baseline", baseline)
    assert tree.text("agent.yaml") == SAFE
