"""Commands, environment, probes and hooks of containers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kubernetes_texts import read, the_container

from wslint.model.probes import Probe
from wslint.model.value import Absent, Known, Unknown, in_force
from wslint.model.workload import PreStop, Workload
from wslint.readers.kubernetes.references import Scope, expand
from wslint.readers.kubernetes.sleeping import sequential_sleep


def liveness(text: str) -> Probe:
    probe = the_container(text).probes["liveness"]
    assert isinstance(probe, Known)
    assert probe.span.text == "livenessProbe"
    return probe.value


def variables(container: Workload) -> dict[str, str | None]:
    return {
        variable.name: variable.value.value if isinstance(variable.value, Known) else None
        for variable in container.environment.variables
    }


# -- commands -----------------------------------------------------------------------------------------


def test_command_is_the_entrypoint_and_args_are_the_command() -> None:
    container = the_container("""
        command: ["/usr/bin/tini", "--"]
        args: [uvicorn, "app:app", --port, 8000]
    """)
    assert isinstance(container.entrypoint, Known)
    assert isinstance(container.command, Known)
    assert container.entrypoint.value.argv == ("/usr/bin/tini", "--")
    command = container.command.value
    assert (command.form, command.argv) == ("exec", ("uvicorn", "app:app", "--port", "8000"))
    assert [word.span.text for word in command.words if word.span] == ["uvicorn", "app:app", "--port", "8000"]
    assert container.command.span.text == '[uvicorn, "app:app", --port, 8000]'


@pytest.mark.parametrize("value", ["", "null", "[]"])
def test_an_empty_command_is_absent(value: str) -> None:
    container = the_container(f"command: {value}")
    assert container.entrypoint == Absent(None, container.owner)


def test_a_command_that_is_no_list_is_unknown() -> None:
    assert isinstance(the_container("command: uvicorn app:app").entrypoint, Unknown)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("--port=$(PORT)", "--port=8000"),
        ("$$(PORT)", "$(PORT)"),
        ("$(MISSING)", "$(MISSING)"),
        ("$(date)", "$(date)"),
        ("$(SECRET)", None),
        ("$(REDIS_SERVICE_HOST):1", None),
        ("$(REDIS_PORT_6379_TCP)", None),
        ("$PORT ${PORT}", "$PORT ${PORT}"),
        ("echo $$", "echo $"),
        ("$(PORT", "$(PORT"),
        ("cost: 5$", "cost: 5$"),
        ("$(EMPTY)x", "x"),
        ("$(PORT)$(PORT)", "80008000"),
    ],
)
def test_references_in_arguments_are_filled_in_as_the_kubelet_does(
    written: str, expected: str | None
) -> None:
    container = the_container(f"""
        args: ['{written}']
        env:
          - {{name: PORT, value: "8000"}}
          - {{name: EMPTY}}
          - name: SECRET
            valueFrom: {{secretKeyRef: {{name: keys, key: token}}}}
    """)
    assert isinstance(container.command, Known)
    assert container.command.value.argv == (expected,)


def test_with_envfrom_an_undefined_reference_is_unknown_but_shell_text_is_not() -> None:
    container = the_container("""
        args: ["$(PORT)", "$(date +%s)"]
        envFrom: [{configMapRef: {name: settings}}]
    """)
    assert isinstance(container.command, Known)
    assert container.command.value.argv == (None, "$(date +%s)")


@given(st.text(alphabet="$()AB x{", max_size=40))
def test_text_without_known_references_only_loses_escapes(text: str) -> None:
    expanded = expand(text, Scope({}))
    assert expanded is not None
    assert expanded.replace("$", "") == text.replace("$", "")
    assert expand(text.replace("$", ""), Scope({})) == text.replace("$", "")


# -- environment --------------------------------------------------------------------------------------


def test_variables_keep_text_and_place() -> None:
    container = the_container("""
        env:
          - name: WORKSPACE_ID
            value: "agent-1"
          - {name: PORT, value: 8000}
          - {name: DEBUG, value: true}
          - {name: EMPTY}
    """)
    assert variables(container) == {"WORKSPACE_ID": "agent-1", "PORT": "8000", "DEBUG": "true", "EMPTY": ""}
    first = container.environment.variables[0]
    assert first.name_span.text == "WORKSPACE_ID"
    assert isinstance(first.value, Known)
    assert first.value.span.text == "agent-1"
    assert container.environment.complete


def test_values_refer_to_earlier_variables_only() -> None:
    container = the_container("""
        env:
          - {name: URL, value: "http://$(HOST):$(PORT)"}
          - {name: HOST, value: api}
          - {name: PORT, value: "80"}
          - {name: BOTH, value: "$(HOST):$(PORT)"}
          - name: TOKEN
            valueFrom: {secretKeyRef: {name: s, key: k}}
          - {name: AUTH, value: "Bearer $(TOKEN)"}
    """)
    assert variables(container) == {
        "URL": "http://$(HOST):$(PORT)",
        "HOST": "api",
        "PORT": "80",
        "BOTH": "api:80",
        "AUTH": None,
    }


def test_references_to_keys_and_whole_sources_are_kept() -> None:
    container = the_container("""
        env:
          - name: API
            valueFrom: {configMapKeyRef: {name: settings, key: api, optional: true}}
          - name: TOKEN
            valueFrom: {secretKeyRef: {name: keys, key: token}}
          - name: NODE
            valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
        envFrom:
          - configMapRef: {name: settings}
          - prefix: K_
            secretRef: {name: keys, optional: true}
    """)
    environment = container.environment
    assert [(r.name, r.kind, r.object_name, r.key, r.optional) for r in environment.references] == [
        ("API", "ConfigMap", "settings", "api", True),
        ("TOKEN", "Secret", "keys", "token", False),
    ]
    assert [(s.kind, s.name, s.prefix, s.optional, s.span.text) for s in environment.sources] == [
        ("ConfigMap", "settings", "", False, "settings"),
        ("Secret", "keys", "K_", True, "keys"),
    ]
    assert variables(container) == {"NODE": None}
    assert environment.complete


def test_of_two_entries_with_one_name_the_later_holds() -> None:
    container = the_container("""
        env:
          - {name: A, value: "1"}
          - name: A
            valueFrom: {secretKeyRef: {name: s, key: k}}
          - name: B
            valueFrom: {secretKeyRef: {name: s, key: k}}
          - {name: B, value: "2"}
    """)
    assert variables(container) == {"B": "2"}
    assert [reference.name for reference in container.environment.references] == ["A"]


@pytest.mark.parametrize(
    "env",
    [
        "env: '{{ env }}'",
        "env: [{name: '${NAME}', value: x}]",
        "env: [nothing]",
        "envFrom: [{configMapRef: {name: '${C}'}}]",
        "envFrom: x",
    ],
)
def test_an_environment_that_cannot_be_read_whole_is_incomplete(env: str) -> None:
    assert not the_container(env).environment.complete


@pytest.mark.parametrize("value", ["'{{ x }}'", "'http://${HOST}'", "[1]"])
def test_a_templated_value_is_unknown(value: str) -> None:
    assert variables(the_container(f"env: [{{name: A, value: {value}}}]")) == {"A": None}


# -- probes -------------------------------------------------------------------------------------------


def test_an_http_probe_has_the_documented_defaults() -> None:
    probe = liveness("livenessProbe:\n  httpGet: {path: /agent/card, port: 8000}")
    assert (probe.kind, probe.action) == ("liveness", "http")
    assert isinstance(probe.port, Known)
    assert (probe.port.value, probe.port.span.text) == (8000, "8000")
    assert isinstance(probe.path, Known)
    assert (probe.path.value, probe.path.span.text) == ("/agent/card", "/agent/card")
    assert probe.host == Absent(None, probe.span)
    assert probe.initial_delay == Absent(0.0, probe.span)
    assert probe.period == Absent(10.0, probe.span)
    assert probe.timeout == Absent(1.0, probe.span)
    assert probe.failures == Absent(3, probe.span)
    assert probe.grace == Absent(None, probe.span)


def test_written_numbers_of_a_probe_are_known_with_their_places() -> None:
    probe = liveness("""
        livenessProbe:
          tcpSocket: {port: http, host: 127.0.0.1}
          initialDelaySeconds: 31
          periodSeconds: 32
          timeoutSeconds: 33
          failureThreshold: 34
          terminationGracePeriodSeconds: 35
    """)
    numbers = (probe.initial_delay, probe.period, probe.timeout, probe.failures, probe.grace)
    assert [in_force(number) for number in numbers] == [31, 32, 33, 34, 35]
    assert [number.span.text for number in numbers if isinstance(number, Known)] == [
        "31",
        "32",
        "33",
        "34",
        "35",
    ]
    assert (probe.action, in_force(probe.port), in_force(probe.host)) == ("tcp", "http", "127.0.0.1")


def test_zero_stands_for_the_default_where_kubernetes_takes_it_so() -> None:
    probe = liveness(
        "livenessProbe: {httpGet: {port: 1, path: ''}, periodSeconds: 0, timeoutSeconds: 0, failureThreshold: 0, initialDelaySeconds: 0}"
    )
    assert [in_force(n) for n in (probe.period, probe.timeout, probe.failures, probe.initial_delay)] == [
        10,
        1,
        3,
        0,
    ]
    assert isinstance(probe.period, Known)
    assert in_force(probe.path) == "/"


@pytest.mark.parametrize(
    ("more", "plain"),
    [("", True), (", scheme: HTTPS", False), (", httpHeaders: [{name: Host, value: a}]", False)],
)
def test_a_probe_over_tls_or_with_headers_asks_in_a_way_of_its_own(more: str, plain: bool) -> None:
    assert liveness(f"livenessProbe:\n  httpGet: {{port: 80{more}}}").plain is plain


def test_grpc_and_exec_probes_are_read() -> None:
    assert in_force(liveness("livenessProbe: {grpc: {port: 9000, service: x}}").port) == 9000
    probe = liveness('livenessProbe:\n  exec:\n    command: [curl, -f, "http://localhost:8000/"]')
    assert probe.action == "exec"
    assert isinstance(probe.command, Known)
    assert probe.command.value.argv == ("curl", "-f", "http://localhost:8000/")


def test_an_empty_probe_is_there_and_a_null_one_is_not() -> None:
    container = the_container("livenessProbe: {}\nreadinessProbe:\nstartupProbe: probe")
    probe = container.probes["liveness"]
    assert isinstance(probe, Known)
    assert probe.value.action == "none"
    assert container.probes["readiness"] == Absent(None, container.owner)
    assert isinstance(container.probes["startup"], Unknown)


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ("8000", 8000),
        ("http", "http"),
        ('"8080"', "8080"),
        ('"{{ port }}"', None),
        ("${PORT}", None),
        ("$(PORT)", None),
        ("HTTP_PORT", None),
        ("70000", None),
        ("1.5", None),
        ("yes", None),
    ],
)
def test_a_probe_port_is_a_number_or_a_name_or_unknown(port: str, expected: int | str | None) -> None:
    probe = liveness(
        f"livenessProbe: {{httpGet: {{port: {port}}}}}"
        if "{" not in port
        else f"livenessProbe:\n  httpGet:\n    port: {port}"
    )
    assert in_force(probe.port) == expected
    assert isinstance(probe.port, Known if expected is not None else Unknown)


def test_a_templated_number_is_unknown_and_the_rest_of_the_probe_is_not() -> None:
    probe = liveness(
        'livenessProbe:\n  httpGet: {port: 80}\n  periodSeconds: "${PERIOD}"\n  failureThreshold: 4'
    )
    assert isinstance(probe.period, Unknown)
    assert in_force(probe.failures) == 4


# -- hooks --------------------------------------------------------------------------------------------


def pre_stop(hook: str) -> tuple[PreStop, str]:
    value = the_container(f"lifecycle: {{preStop: {hook}}}").pre_stop
    assert isinstance(value, Known)
    assert value.span.text == "preStop"
    return value.value, value.value.span.text


@pytest.mark.parametrize(
    ("hook", "seconds", "place"),
    [
        ("{sleep: {seconds: 15}}", 15, "15"),
        ("{exec: {command: [sleep, '20']}}", 20, "20"),
        ("{exec: {command: [/bin/sleep, 1.5m]}}", 90, "1.5m"),
        ("{exec: {command: [sh, -c, 'sleep 10']}}", 10, "sleep 10"),
        ("{exec: {command: [/bin/sh, -c, 'sleep 5; nginx -s quit']}}", 5, "sleep 5; nginx -s quit"),
        ("{exec: {command: [sh, -c, 'nginx -s quit; sleep 5']}}", 5, "nginx -s quit; sleep 5"),
        ("{exec: {command: [sh, -c, 'drain']}}", None, "preStop"),
        ("{exec: {command: [sleep, $(N)]}}", None, "preStop"),
        ("{httpGet: {path: /drain, port: 80}}", None, "preStop"),
        ("{sleep: {seconds: '${N}'}}", None, "preStop"),
    ],
)
def test_a_hook_says_how_long_it_surely_sleeps(hook: str, seconds: float | None, place: str) -> None:
    found, text = pre_stop(hook)
    assert (found.sleep, text) == (seconds, place)


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ("sleep 5", 5),
        ("sleep 5 && sleep 6", 11),
        ("sleep 5 && nginx -s quit && sleep 6", 5),
        ("sleep 1m 30s", 90),
        ("sleep 5\nsleep 6\n", 11),
        ("sleep 5 || true; sleep 3", 8),
        ("drain || sleep 5", None),
        ("drain && sleep 5", None),
        ("drain; sleep 5", 5),
        ("sleep 5 &", None),
        ("if true; then sleep 5; fi", None),
        ("while drain; do sleep 1; done; sleep 9", None),
        ("sleep 4; exit 0; sleep 9", 4),
        ("sleep $N", None),
        ("sleep infinity", None),
        ("echo 'sleep 5'", None),
        ("f() { sleep 5; }; true", None),
        ("(sleep 5)", None),
        ("", None),
        ("sleep 5; 'unclosed", None),
    ],
)
def test_only_sleeps_that_surely_run_one_after_the_other_count(script: str, seconds: float | None) -> None:
    assert sequential_sleep(script) == seconds


def test_the_stop_signal_of_the_lifecycle_is_read() -> None:
    container = the_container("lifecycle: {stopSignal: SIGKILL}")
    assert isinstance(container.stop_signal, Known)
    assert (container.stop_signal.value, container.stop_signal.span.text) == ("SIGKILL", "SIGKILL")
    plain = the_container("")
    assert plain.stop_signal == Absent(None, plain.owner)
    assert plain.pre_stop == Absent(None, plain.owner)


def test_hooks_without_a_handler_are_absent() -> None:
    assert isinstance(the_container("lifecycle: {preStop: {}}").pre_stop, Absent)


def test_a_file_of_one_container_reports_nothing_unknown() -> None:
    facts = read(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: i}]}\n"
    )
    assert (facts.unknown, facts.skipped, facts.problems) == ((), (), ())
