"""`wslint why`: what is read at a line, and why each rule reports something there, or nothing."""

import json
import os
import pathlib
import shutil

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECTS = ROOT / "tests" / "fixtures" / "projects"
STATES = ["failed", "silenced", "unknown", "passed", "not-applied"]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("WSLINT_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def project(tmp_path):
    """Copy a project of the fixtures, or a folder of the examples, into the working directory."""

    def copy(name):
        source = ROOT / "examples" / name if (ROOT / "examples" / name).is_dir() else PROJECTS / name
        shutil.copytree(source, tmp_path, dirs_exist_ok=True)
        return tmp_path

    return copy


@pytest.fixture
def tree(tmp_path):
    """Write files into the working directory."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write


def separate_streams():
    """A runner that keeps standard error apart, which click before 8.2 does only when asked."""
    try:
        return CliRunner(mix_stderr=False)
    except TypeError:
        return CliRunner()


def call(*words, env=None):
    return separate_streams().invoke(door, ["why", *words], env=env)


def ask(*words):
    """The answer as JSON."""
    done = call(*words, "--output-format", "json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def verdict(answer, rule, subject=""):
    """The one verdict of a rule about a subject."""
    found = [
        one
        for one in answer["verdicts"]
        if one["name"] == rule and (one["subject"] or "").startswith(subject)
    ]
    assert len(found) == 1, found
    return found[0]


def reasons(one):
    return [reason["text"] for reason in one["reasons"]]


def fact(answer, name, subject=""):
    found = [one for one in answer["facts"] if one["name"] == name and one["subject"].startswith(subject)]
    assert len(found) == 1, answer["facts"]
    return found[0]


# -- verdicts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "rule", "line"),
    [
        ("agent.yaml:12", "grace-period-too-short", 12),
        ("agent.yaml:27", "grace-period-too-short", 12),
        ("compose.yaml:9", "published-port-mismatch", 9),
        ("Dockerfile:8", "exposed-port-mismatch", 8),
        ("Dockerfile:8", "published-port-mismatch", 9),
    ],
)
def test_a_rule_that_reports_something_failed_and_shows_its_finding(project, place, rule, line):
    project("broken")
    failed = [one for one in ask(place)["verdicts"] if one["name"] == rule and one["state"] == "failed"]
    assert [finding["line"] for one in failed for finding in one["findings"]] == [line]


def test_what_points_at_the_line_itself_comes_first(project):
    project("broken")
    answer = ask("compose.yaml:9")
    failed = [one["name"] for one in answer["verdicts"] if one["state"] == "failed"]
    assert failed.index("published-port-mismatch") == 0


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("agent.yaml:12", "grace-period-too-short"),
        ("agent.yaml:14", "liveness-probe-missing"),
        ("compose.yaml:2", "published-port-mismatch"),
        ("compose.yaml:2", "host-gateway-missing"),
        ("Dockerfile:1", "healthcheck-missing"),
        ("Dockerfile:1", "shell-form-entrypoint"),
    ],
)
def test_a_rule_that_looked_and_found_nothing_wrong_passed(project, place, rule):
    project("sound")
    answer = ask(place)
    states = {one["state"] for one in answer["verdicts"] if one["name"] == rule and one["pack"]}
    assert states == {"passed"}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("liveness-probe-missing", "it is for Kubernetes"),
        ("grace-period-too-short", "it is for Kubernetes"),
        ("healthcheck-missing", "it is for Dockerfiles"),
        ("stop-signal-uncatchable", "not there: stop signal"),
        ("depends-on-unhealthy-service", "not there: dependency on a service"),
        ("unused-suppression", "no suppression of wslint's own lies here"),
        (
            "suppression-without-reason",
            "off by default (`--extend-select suppression-without-reason` switches it on)",
        ),
    ],
)
def test_a_rule_that_has_nothing_to_look_at_did_not_apply(project, rule, reason):
    project("sound")
    one = verdict(ask("compose.yaml:3"), rule)
    assert (one["state"], reasons(one)) == ("not-applied", [reason])


def test_a_stage_that_nothing_runs_is_not_judged_as_one_that_is_run(tree):
    tree(Dockerfile="FROM python:3.12 AS build\nRUN true\nFROM scratch\nCOPY --from=build /a /a\n")
    one = verdict(ask("Dockerfile:1"), "healthcheck-missing", "stage `build`")
    assert one["state"] == "not-applied"
    assert reasons(one)[0].startswith("nothing runs this stage")


def test_a_pack_that_selects_nothing_here_is_named(project):
    project("monorepo")
    one = verdict(ask("shop/compose.yaml:2"), "required-env-missing", "service")
    assert (one["state"], reasons(one)) == ("not-applied", ["it is for what the pack `workspace` selects"])


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--select", "ports"], "not among those selected (--select)"),
        (["--ignore", "WS201"], "switched off by `WS201` in `ignore` (--ignore)"),
        (["--ignore", "shutdown"], "switched off by `shutdown` in `ignore` (--ignore)"),
    ],
)
def test_options_that_switch_a_rule_off_are_named(project, options, reason):
    project("broken")
    one = verdict(ask("agent.yaml:12", *options), "grace-period-too-short")
    assert (one["state"], reasons(one)) == ("not-applied", [reason])


def test_the_line_of_the_configuration_that_switches_a_rule_off_is_named(project):
    folder = project("broken")
    (folder / ".wslint.yaml").write_text("rules:\n  grace-period-too-short: {enabled: false}\n")
    one = verdict(ask("agent.yaml:12"), "grace-period-too-short")
    assert one["state"] == "not-applied"
    assert reasons(one) == ["switched off by `enabled: false` in the configuration (.wslint.yaml:2)"]


@pytest.mark.parametrize(
    ("place", "rule", "dialect", "where"),
    [
        ("compose.yaml:4", "stop-signal-uncatchable", "wslint", "compose.yaml:4"),
        ("Dockerfile:3", "shell-form-entrypoint", "hadolint", "Dockerfile:2"),
    ],
)
def test_a_suppressed_finding_names_the_comment(project, place, rule, dialect, where):
    project("suppressed")
    found = [one for one in ask(place)["verdicts"] if one["name"] == rule and one["state"] == "silenced"]
    assert len(found) == 1
    silenced = found[0]["silenced"][0]
    assert (silenced["by"], silenced["dialect"], silenced["place"]) == ("comment", dialect, where)


def test_a_finding_that_the_configuration_ignores_names_the_entry(project):
    folder = project("broken")
    text = "ignore:\n  - rule: grace-period-too-short\n    path: agent.yaml\n    reason: a test\n"
    (folder / ".wslint.yaml").write_text(text)
    one = verdict(ask("agent.yaml:12"), "grace-period-too-short")
    assert one["state"] == "silenced"
    assert one["silenced"][0]["place"] == ".wslint.yaml:2"
    text = call("agent.yaml:12").stdout
    assert "Silenced (1)\n  agent.yaml:12:38: error WS201" in text
    assert "    by the configuration @ .wslint.yaml:2: a test\n" in text


def test_an_expired_suppression_is_passed_over_and_a_finding_of_its_own(project):
    project("suppressed")
    answer = ask("compose.yaml:7")
    assert verdict(answer, "stop-signal-uncatchable")["state"] == "failed"
    assert verdict(answer, "expired-suppression")["state"] == "failed"
    assert verdict(answer, "unknown-suppression")["state"] == "passed"


COMPOSE = """\
services:
  web:
    image: registry.example/web:1
    stop_grace_period: ${GRACE}
    stop_signal: $SIGNAL
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost/"]
      interval: ${INTERVAL}
      timeout: 5s
    environment: {WORKSPACE_ID: one}
"""


@pytest.mark.parametrize(
    ("rule", "reason", "line"),
    [
        ("stop-signal-uncatchable", "no value is known for $SIGNAL", 5),
        ("stop-grace-period-too-short", "no value is known for $GRACE", 4),
        ("probe-timeout-not-below-period", "no value is known for $INTERVAL", 8),
        (
            "healthcheck-tool-missing",
            "no one Dockerfile of this tree is known to build `registry.example/web:1`",
            3,
        ),
    ],
)
def test_a_rule_that_met_what_cannot_be_known_says_what_and_where(tree, rule, reason, line):
    tree(compose_dot_yaml=COMPOSE)
    one = verdict(ask("compose.yaml:2"), rule)
    assert one["state"] == "unknown"
    assert reason in reasons(one)
    assert one["reasons"][reasons(one).index(reason)]["place"]["line"] == line


def test_a_port_that_cannot_be_known_is_told_as_a_fact_and_as_a_reason(tree):
    tree(
        compose_dot_yaml="""\
services:
  web:
    image: python:3.12
    command: ["uvicorn", "a:b", "--port", "8000"]
    ports: ["8080:${WEB_PORT}"]
"""
    )
    answer = ask("compose.yaml:5")
    assert fact(answer, "value")["value"] == "no value is known for $WEB_PORT"
    one = verdict(answer, "published-port-mismatch")
    assert (one["state"], reasons(one)) == ("unknown", ["no value is known for $WEB_PORT"])


def test_a_value_that_a_rule_does_not_need_leaves_its_verdict_alone(tree):
    tree(compose_dot_yaml=COMPOSE)
    one = verdict(ask("compose.yaml:2"), "host-network-published-ports")
    assert one["state"] == "not-applied"


def test_a_probe_that_another_rule_needs_is_not_missing_here(project):
    project("sound")
    text = pathlib.Path("agent.yaml").read_text("utf-8").replace("livenessProbe:", "startupProbe:")
    pathlib.Path("agent.yaml").write_text(text, encoding="utf-8")
    answer = ask("agent.yaml:14")
    assert verdict(answer, "liveness-probe-missing")["state"] == "failed"
    assert verdict(answer, "readiness-probe-missing")["state"] == "passed"


def test_what_is_found_elsewhere_in_the_file_is_not_found_here(tree):
    tree(compose_dot_yaml="services:\n  web:\n    image: a/b:1\n    foo: 1\n  db:\n    image: c/d:1\n")
    here, there = ask("compose.yaml:4"), ask("compose.yaml:6")
    assert verdict(here, "compose-unknown-key")["state"] == "failed"
    one = verdict(there, "compose-unknown-key")
    assert (one["state"], reasons(one)) == ("passed", ["found elsewhere in the file"])
    assert one["reasons"][0]["place"]["line"] == 4


def test_guides_are_judged_by_the_rules_for_guides(project):
    project("broken-guide")
    text = pathlib.Path("guide.md").read_text("utf-8")
    found = json.loads(
        separate_streams().invoke(door, ["check", "--isolated", "--output-format", "json"]).stdout
    )["findings"]
    assert found
    for finding in found:
        answer = ask(f"guide.md:{finding['line']}", "--isolated")
        assert finding["name"] in {one["name"] for one in answer["verdicts"] if one["state"] == "failed"}
    everywhere = [
        one for line in range(1, text.count("\n") + 1) for one in ask(f"guide.md:{line}")["verdicts"]
    ]
    assert "it asks for something to be added, and guides leave out much" in {
        reason for one in everywhere for reason in reasons(one)
    }


# -- facts ------------------------------------------------------------------------------------------------

FACTS = {
    "c__compose_dot_yaml": """\
x-check: &check
  test: ["CMD", "true"]
  interval: 10s
services:
  web:
    build: ../d
    env_file: web.env
    healthcheck: *check
    environment:
      DATABASE_PASSWORD: hunter2hunter2
      URL: postgres://me:pa55w0rd@db/x
      HOST: ${HOST}
    command: ["serve", "--password", "0penSesame", "--port=1"]
""",
    "c__web_dot_env": "PORT=8000\n",
    "d__Dockerfile": """\
ARG TAG=3
FROM python:$TAG AS base
STOPSIGNAL SIGINT
FROM base
CMD ["true"]
""",
    "k__a_dot_yaml": """\
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data:
  LEVEL: "8"
---
apiVersion: v1
kind: Secret
metadata: {name: sec}
stringData:
  LEVEL2: openopenopen
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: x/web:1
      envFrom:
        - configMapRef: {name: conf}
        - secretRef: {name: sec}
""",
}


@pytest.mark.parametrize(
    ("place", "name", "subject", "value", "origin"),
    [
        ("c/compose.yaml:5", "grace", "service", "10", "the documented default, as nothing is written"),
        ("c/compose.yaml:3", "healthcheck.interval", "service", "10", "from elsewhere in the file"),
        ("c/compose.yaml:8", "healthcheck", "service", "written", "its own, through an alias"),
        ("c/compose.yaml:12", "environment.HOST", "service", "no value is known for $HOST", "its own"),
        ("c/web.env:1", "environment in force.PORT", "service", "8000", "from the file c/web.env"),
        ("d/Dockerfile:3", "stop signal", "stage `base`", "SIGINT", "its own"),
        ("d/Dockerfile:3", "stop signal", "the last stage", "SIGINT", "inherited from stage `base`"),
        ("d/Dockerfile:1", "build argument.TAG", "stage", "3", "set before the first FROM"),
        ("d/Dockerfile:5", "command", "the last stage", "true", "its own"),
        ("k/a.yaml:5", "environment in force.LEVEL", "Pod/web", "8", "from ConfigMap `conf`"),
        ("k/a.yaml:11", "environment in force.LEVEL2", "Pod/web", "(not shown)", "from Secret `sec`"),
        ("k/a.yaml:11", "data.LEVEL2", "Secret/sec", "(not shown)", "its own"),
    ],
)
def test_every_fact_says_where_it_comes_from(tree, place, name, subject, value, origin):
    tree(**FACTS)
    one = fact(ask(place), name, subject)
    assert one["value"] == value
    assert one["origin"].startswith(origin)
    if one["state"] == "default":
        assert one["place"] is None
    else:
        assert one["place"]["path"] in {"c/compose.yaml", "c/web.env", "d/Dockerfile", "k/a.yaml"}


def test_the_way_of_a_fact_is_shown(tree):
    tree(**FACTS)
    one = fact(ask("c/compose.yaml:8"), "healthcheck.interval")
    assert (one["place"]["line"], [place["line"] for place in one["via"]]) == (3, [8])
    text = call("c/compose.yaml:8").stdout
    assert "an alias, a merge key or `extends` (c/compose.yaml:3)" in text


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_ever_shown(tree, form):
    tree(**FACTS)
    for path, count in (("c/compose.yaml", 13), ("k/a.yaml", 22)):
        for line in ["", *(f":{number}" for number in range(1, count + 1))]:
            text = call(f"{path}{line}", "--output-format", form).stdout
            for secret in ("hunter2", "pa55w0rd", "0penSesame", "openopen"):
                assert secret not in text, f"{path}{line}"


def test_a_value_of_a_merged_compose_file_says_so(project):
    project("override-compose")
    one = fact(ask("compose.override.yaml:4"), "environment.UPSTREAM_URL")
    assert one["origin"] == "from the Compose file compose.override.yaml"


def test_a_value_of_an_overlay_says_so(project):
    project("kustomize")
    one = fact(ask("overlays/production/more-memory.yaml:10"), "probes.liveness.period")
    assert one["value"] == "60"
    assert one["origin"] == "from the overlay or base overlays/production/more-memory.yaml"


# -- lines, files, and one rule ---------------------------------------------------------------------------


@pytest.mark.parametrize("example", ["broken", "sound", "guide"])
def test_every_line_of_an_example_is_answered(project, example):
    folder = project(example)
    for path in sorted(folder.iterdir()):
        for line in range(1, path.read_text("utf-8").count("\n") + 1):
            answer = ask(f"{path.name}:{line}")
            assert answer["line"] == line
            assert sum(answer["summary"].values()) == len(answer["verdicts"])
            states = [STATES.index(one["state"]) for one in answer["verdicts"]]
            assert states == sorted(states)
            done = call(f"{path.name}:{line}")
            assert done.exit_code == 0
            assert done.stdout.startswith(f"{path.name}:{line} ")
            assert done.stderr == ""


def test_every_rule_has_a_verdict_on_every_line(project):
    project("broken")
    rules = {one["name"] for one in json.loads(_rules())}
    for place in ("compose.yaml:1", "agent.yaml:1", "Dockerfile:2"):
        assert {one["name"] for one in ask(place)["verdicts"]} == rules


def _rules():
    return separate_streams().invoke(door, ["rules", "--output-format", "json"]).stdout


def test_the_same_question_gets_the_same_bytes(project):
    project("broken")
    first, second = (call("Dockerfile:9", "--output-format", "json").stdout for _ in range(2))
    assert first == second


def test_a_whole_file_is_summed_up(project):
    project("sound")
    done = call("compose.yaml")
    assert done.exit_code == 0
    assert "compose.yaml concerns\n  service `workspace`, the file compose.yaml\n" in done.stdout
    assert "What the rules say: 0 failed, 0 silenced, " in done.stdout
    assert "it is for Kubernetes\n    unknown-kind, liveness-probe-missing," in done.stdout
    assert "`wslint why PATH:LINE` shows those of a line." in done.stdout


def test_the_text_fits_into_the_given_width(project):
    project("sound")
    for line in call("compose.yaml").stdout.split("\n"):
        assert len(line) <= 80 or " @ " in line, line


@pytest.mark.parametrize(
    ("ignored", "options", "reason"),
    [
        ("sub/", [], "git ignores it (`--no-respect-gitignore` reads it)"),
        ("", ["--exclude", "sub"], "an `exclude` pattern leaves it out"),
    ],
)
def test_a_file_that_is_left_out_says_by_what(tree, tmp_path, ignored, options, reason):
    (tmp_path / ".git").mkdir()
    tree(sub__compose_dot_yaml="services: {a: {image: b}}\n", _dot_gitignore=f"{ignored}\n")
    done = call("sub/compose.yaml", *options)
    assert done.stdout == f"sub/compose.yaml is not checked\n  {reason}\n"
    assert ask("sub/compose.yaml:1", *options)["gaps"] == [{"line": None, "reason": reason}]


def test_a_link_names_the_file_behind_it(tree, tmp_path):
    tree(sub__compose_dot_yaml="services: {a: {image: b}}\n")
    (tmp_path / "compose.yaml").symlink_to("sub/compose.yaml")
    answer = ask("compose.yaml:1")
    assert answer["gaps"] == [{"line": None, "reason": "a link to sub/compose.yaml: ask about that file"}]
    assert ask("sub/compose.yaml:1")["read"]


def test_the_project_of_an_absolute_path_is_the_folder_of_the_file(tree, tmp_path):
    tree(**FACTS)
    here = str(tmp_path / "c" / "compose.yaml")
    assert fact(ask(f"{here}:8"), "healthcheck")["value"] == "written"
    relative, absolute = (ask(f"{path}:6")["concerns"] for path in ("c/compose.yaml", here))
    assert relative == absolute
    assert ask("d/Dockerfile:5")["concerns"] != ask(f"{tmp_path}/d/Dockerfile:5")["concerns"]


def test_files_that_nobody_takes_for_a_deployment_say_so(tree):
    tree(notes_dot_txt="a\n", values_dot_yaml="a: 1\n", empty_dot_yaml="")
    assert "is not checked\n  neither its name nor its folder" in call("notes.txt").stdout
    for name in ("values.yaml", "empty.yaml"):
        answer = ask(name)
        assert not answer["read"]
        assert answer["gaps"]


def test_one_rule_is_shown_with_its_parameters_and_who_gave_them(project):
    folder = project("broken")
    (folder / ".wslint.yaml").write_text(
        "rules:\n  stop-grace-period-too-short:\n    params: {stop-seconds: 4}\n"
    )
    answer = ask("agent.yaml:12", "WS201")
    assert answer["rule"] == "grace-period-too-short"
    assert {one["name"] for one in answer["verdicts"]} == {"grace-period-too-short"}
    assert verdict(answer, "grace-period-too-short")["parameters"] == [
        {"name": "must-exceed", "value": True, "from": "the pack `workspace`"}
    ]
    given = verdict(ask("compose.yaml:10", "ws202"), "stop-grace-period-too-short")["parameters"]
    assert {"name": "stop-seconds", "value": 4, "from": "the configuration (.wslint.yaml:2)"} in given
    assert {"name": "strict-window", "value": True, "from": "the pack `workspace`"} in given or len(
        given
    ) == 2
    text = call("agent.yaml:12", "grace-period-too-short").stdout
    assert (
        "Deployment/agent, in the layer `workspace`\n    must-exceed: true  # from the pack `workspace`"
        in text
    )
    assert text.endswith("wslint explain grace-period-too-short says what it demands, and why.\n")


def test_one_rule_that_is_quiet_says_why_in_detail(tree):
    tree(compose_dot_yaml=COMPOSE)
    text = call("compose.yaml:5", "stop-signal-uncatchable").stdout
    assert (
        "(1)\n  service `web`, in the layer `general`\n    no value is known for $SIGNAL @ compose.yaml:5\n"
        in text
    )


def test_a_line_of_a_finding_about_others_names_it(project):
    project("broken")
    # The Deployment's port, at which a Service points by another name.
    found = json.loads(separate_streams().invoke(door, ["check", "--output-format", "json"]).stdout)[
        "findings"
    ]
    for finding in found:
        for place in [finding, *finding["related"]]:
            answer = ask(f"{place['path']}:{place['line']}")
            failed = {one["name"] for one in answer["verdicts"] if one["state"] == "failed"}
            assert finding["name"] in failed


# -- what cannot be done ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["compose.yml:3"], "wslint: no such file or folder: compose.yml; did you mean `compose.yaml`?"),
        (["nothing"], "wslint: no such file or folder: nothing"),
        (["compose.yaml:99"], "wslint: compose.yaml has 10 lines: there is no line 99"),
        (["compose.yaml:0"], "wslint: compose.yaml has 10 lines: there is no line 0"),
        (
            [f"compose.yaml:{'9' * 5000}"],
            f"wslint: compose.yaml has 10 lines: there is no line {'9' * 18}",
        ),
        (["compose.yaml:x"], "wslint: `x` is no line number: give compose.yaml:LINE"),
        (["."], "wslint: . is a folder: name a file in it, or a line of one as PATH:LINE"),
        (
            ["compose.yaml:3", "grace-period-to-short"],
            "wslint: no such rule: grace-period-to-short; did you mean `grace-period-too-short`?",
        ),
        (["compose.yaml:3", "zzzzzz"], "wslint: no such rule: zzzzzz; `wslint rules` lists them"),
        (
            ["compose.yaml", "--select", "WS2O1"],
            "wslint: unknown rule `WS2O1`; did you mean `WS201`?",
        ),
        (["compose.yaml", "--output-format", "sarif"], None),
        ([], "wslint why: PATH[:LINE] is missing"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(project, words, line):
    project("broken")
    done = call(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert line is None or done.stderr == f"{line}\n"


def test_a_column_behind_the_line_is_taken_as_reports_print_it(project):
    project("broken")
    assert ask("agent.yaml:12:38") == ask("agent.yaml:12")


def test_variables_for_check_do_not_get_in_the_way(project):
    project("broken")
    done = call("agent.yaml:12", env={"WSLINT_OUTPUT_FORMAT": "sarif", "WSLINT_IGNORE": "WS201"})
    assert done.exit_code == 0
    assert "switched off by `WS201` in `ignore` (WSLINT_IGNORE)" in done.stdout


def test_a_file_that_cannot_be_parsed_is_answered(tree):
    tree(compose_dot_yaml="services:\n  a: [\n", Dockerfile="FROM\nRUN x\n")
    for place in ("compose.yaml:2", "Dockerfile:1"):
        assert verdict(ask(place), "syntax-error")["state"] == "failed"


def test_a_bug_in_a_check_is_one_line_and_exit_code_3(project, monkeypatch):
    from wslint.checks import shutdown

    def broken(*_):
        raise RuntimeError("no such luck")

    monkeypatch.setattr(shutdown, "stop_grace", shutdown.stop_grace._replace(run=broken))
    project("broken")
    done = call("compose.yaml:9")
    assert done.exit_code == 3
    assert done.stderr.startswith("wslint: a bug in wslint: stop-grace-period-too-short at compose.yaml:2:")
    assert "published-port-mismatch" in done.stdout
