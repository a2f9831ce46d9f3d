"""Services of a Compose file as workloads: commands, checks, hosts, builds, and what is absent or unknown."""

import pytest
from compose_texts import read, service

from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Unknown, Value, in_force
from wslint.model.workload import Workload


def words(value: object) -> list[tuple[str | None, str]]:
    assert isinstance(value, Known)
    assert value.value.form == "exec"
    return [(word.text, word.span.text) for word in value.value.words]


def check_of(workload: Workload) -> Healthcheck:
    assert isinstance(workload.healthcheck, Known)
    return workload.healthcheck.value


def test_an_agent_service_is_read_with_every_value_in_its_place() -> None:
    facts = read(
        "name: My_Proj.x\n"
        "services:\n"
        "  agent:\n"
        "    build: {context: ./agent, target: runtime}\n"
        "    image: acme/agent:1.0\n"
        "    command: uvicorn app:app --port 8000\n"
        "    stop_grace_period: 1m30s\n"
        "    stop_signal: SIGINT\n"
        "    init: true\n"
        "    extra_hosts:\n"
        '      - "host.docker.internal:host-gateway"\n'
        "    healthcheck:\n"
        '      test: ["CMD", "curl", "-f", "http://localhost:8000/agent/card"]\n'
        "      interval: 30s\n"
        "      retries: 3\n"
        "    depends_on:\n"
        "      db: {condition: service_healthy}\n"
        "    profiles: [dev]\n"
        "    container_name: agent-1\n"
    )
    assert facts.project_name == "my_projx"
    (agent,) = facts.workloads
    assert (agent.platform, agent.name, agent.key) == ("compose", "service `agent`", "compose.yaml#agent")
    assert agent.owner.text == "agent"
    assert agent.extent.text.startswith("agent:\n    build")
    assert agent.extent.text.rstrip().endswith("agent-1")
    assert isinstance(agent.image, Known)
    assert agent.image.span.text == "acme/agent:1.0"
    assert words(agent.command) == [(w, w) for w in ("uvicorn", "app:app", "--port", "8000")]
    assert isinstance(agent.grace, Known)
    assert (agent.grace.value, agent.grace.span.text) == (90.0, "1m30s")
    assert in_force(agent.stop_signal) == "SIGINT"
    assert in_force(agent.init) is True
    assert isinstance(agent.extra_hosts, Known)
    (host,) = agent.extra_hosts.value
    assert (host.host, host.address) == ("host.docker.internal", "host-gateway")
    assert (host.span.text, host.address_span.text) == ("host.docker.internal:host-gateway", "host-gateway")
    check = check_of(agent)
    assert words(check.test)[-1] == ("http://localhost:8000/agent/card", "http://localhost:8000/agent/card")
    assert (in_force(check.interval), in_force(check.retries)) == (30.0, 3)
    assert check.timeout == Absent(None, check.span)
    assert check.span.text == "healthcheck"
    assert [(d.service, d.condition, d.span.text) for d in agent.depends_on] == [
        ("db", "service_healthy", "db")
    ]
    assert agent.profiles == ("dev",)
    assert agent.container_name is not None
    assert agent.container_name.value == "agent-1"
    assert agent.build is not None
    assert (agent.build.context, agent.build.dockerfile, in_force(agent.build.target)) == (
        "./agent",
        "Dockerfile",
        "runtime",
    )
    assert not facts.partial
    assert facts.unknown == ()


def test_what_a_service_does_not_say_is_absent_at_its_key_with_the_documented_default() -> None:
    web = service("")
    assert web.grace == Absent(10.0, web.owner)
    assert web.init == Absent(default=False, where=web.owner)
    assert web.command == web.entrypoint == web.healthcheck == web.stop_signal == Absent(None, web.owner)
    assert web.extra_hosts == web.network_mode == Absent(None, web.owner)
    assert web.networks is None
    assert web.build is None
    assert not web.partial


@pytest.mark.parametrize("extends", ["base", "{service: base}", "{service: base, file: common.yaml}"])
def test_a_service_that_extends_another_leaves_what_it_does_not_say_unknown(extends: str) -> None:
    facts = read(
        f"services:\n  web:\n    extends: {extends}\n    init: true\n    healthcheck: {{retries: 2}}\n"
    )
    (web,) = facts.workloads
    unknown: list[Value[object]] = [web.image, web.command, web.entrypoint, web.grace, web.extra_hosts]
    assert all(isinstance(value, Unknown) for value in unknown)
    assert isinstance(check_of(web).test, Unknown)
    assert in_force(web.init) is True
    assert not any(known.complete for known in (web.environment, web.published, web.declared))
    assert web.partial
    assert not facts.partial


def test_further_documents_are_in_the_ledger_and_leave_their_services_incomplete() -> None:
    facts = read(
        "services: {web: {image: a}, db: {image: b}}\n---\nservices: {web: {init: true}}\n---\n# nothing\n"
    )
    web, db = facts.workloads
    assert isinstance(web.init, Unknown)
    assert db.init == Absent(default=False, where=db.owner)
    (left_out,) = facts.skipped
    assert "document" in left_out.reason


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("app --port 8000", [("app", "app"), ("--port", "--port"), ("8000", "8000")]),
        ("'sh -c \"exec app\"'", [("sh", "sh"), ("-c", "-c"), ("exec app", "exec app")]),
        ('["sh", "-c", "exec app"]', [("sh", "sh"), ("-c", "-c"), ("exec app", "exec app")]),
        ("[sleep, 10]", [("sleep", "sleep"), ("10", "10")]),
        ("app $$HOME", [("app", "app"), ("$HOME", "$$HOME")]),
        ("app --port ${PORT:-8000}", [("app", "app"), ("--port", "--port"), ("8000", "${PORT:-8000}")]),
        ("app --port $PORT", [("app", "app"), ("--port", "--port"), (None, "$PORT")]),
        ("[app, $PORT, [x]]", [("app", "app"), (None, "$PORT"), (None, "[x]")]),
        (">\n      app\n      --port 8000\n", [("app", "app"), ("--port", "--port"), ("8000", "8000")]),
        ("app\n      --port\n      8000", [("app", "app"), ("--port", "--port"), ("8000", "8000")]),
        ('"app \\"a b\\" c"', [("app", "app"), ("a b", "a b"), ("c", "c")]),
        ("'app ''a b'' c'", [("app", "app"), ("a b", "a b"), ("c", "c")]),
        ("", None),
        ("~", None),
        ("''", []),
        ("[]", []),
    ],
)
def test_a_command_is_a_list_of_words_in_their_places(
    written: str, expected: list[tuple[str | None, str]] | None
) -> None:
    for key in ("command", "entrypoint"):
        workload = service(f"    {key}: {written}\n")
        value = workload.command if key == "command" else workload.entrypoint
        if expected is None:
            assert isinstance(value, Absent)
        else:
            assert words(value) == expected


@pytest.mark.parametrize("written", ["$CMD", "'a \"b'", "5", "{a: b}", "true"])
def test_a_command_that_nobody_knows_is_unknown(written: str) -> None:
    assert isinstance(service(f"    command: {written}\n").command, Unknown)


@pytest.mark.parametrize(
    ("written", "text", "find", "finds"),
    [
        (
            "curl -f http://localhost:8000 || exit 1",
            "curl -f http://localhost:8000 || exit 1",
            "8000",
            "8000",
        ),
        ('["CMD-SHELL", "curl localhost:80 || true"]', "curl localhost:80 || true", "|| true", "|| true"),
        ('"curl \\"http://localhost\\""', 'curl "http://localhost"', "localhost", "localhost"),
        (">-\n        curl\n        -f x", "curl -f x", "-f x", "-f x"),
        ("curl localhost:${PORT:-80}/x", "curl localhost:80/x", "80", "${PORT:-80}"),
        ("curl localhost:$$PORT", "curl localhost:$PORT", "$PORT", "$$PORT"),
        ("NONE", "NONE", "NONE", "NONE"),
    ],
)
def test_a_test_that_is_a_string_is_for_a_shell_and_its_parts_can_be_found(
    written: str, text: str, find: str, finds: str
) -> None:
    check = check_of(service(f"    healthcheck:\n      test: {written}\n"))
    assert not check.disabled
    assert isinstance(check.test, Known)
    command = check.test.value
    assert (command.form, command.text) == ("shell", text)
    assert command.offsets is not None
    start = text.index(find)
    first, last = command.offsets(start), command.offsets(start + len(find))
    assert command.span.source.text[first:last] == finds


@pytest.mark.parametrize(
    ("written", "place"),
    [("{disable: true}", "true"), ('{test: ["NONE"]}', "NONE"), ("{test: [CMD, a], disable: yes}", "yes")],
)
def test_a_check_that_is_switched_off_says_where(written: str, place: str) -> None:
    check = check_of(service(f"    healthcheck: {written}\n"))
    assert check.disabled
    assert check.disabled_span is not None
    assert check.disabled_span.text == place


@pytest.mark.parametrize("written", ["{test: [curl, x]}", "{test: $T}", "{test: [CMD-SHELL]}", "{test: 5}"])
def test_a_test_that_compose_refuses_or_nobody_knows_is_unknown(written: str) -> None:
    assert isinstance(check_of(service(f"    healthcheck: {written}\n")).test, Unknown)


@pytest.mark.parametrize("written", ["30", '"30"', "$T", "1 m", "[1s]", "true"])
def test_a_time_without_a_unit_is_unknown_as_compose_refuses_it(written: str) -> None:
    workload = service(f"    stop_grace_period: {written}\n    healthcheck: {{interval: {written}}}\n")
    assert isinstance(workload.grace, Unknown)
    assert isinstance(check_of(workload).interval, Unknown)


@pytest.mark.parametrize(("written", "retries"), [("3", 3), ('"3"', 3), ("1.5", 1), ("${R:-4}", 4)])
def test_retries_may_be_a_number_or_a_string(written: str, retries: int) -> None:
    assert in_force(check_of(service(f"    healthcheck:\n      retries: {written}\n")).retries) == retries


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("['a=::1']", [("a", "::1", "::1")]),
        ("['a:::1']", [("a", "::1", "::1")]),
        ("['a:[::1]']", [("a", "::1", "::1")]),
        ("['a=[::1]']", [("a", "::1", "::1")]),
        ("['a=1.1.1.1,2.2.2.2']", [("a", "1.1.1.1", "1.1.1.1"), ("a", "2.2.2.2", "2.2.2.2")]),
        ("[a:172.17.0.1]", [("a", "172.17.0.1", "172.17.0.1")]),
        ("{a: host-gateway}", [("a", "host-gateway", "host-gateway")]),
        ("{a: ['1.1.1.1', '::1']}", [("a", "1.1.1.1", "1.1.1.1"), ("a", "::1", "::1")]),
        ("['a=${IP:-1.1.1.1}']", [("a", "1.1.1.1", "${IP:-1.1.1.1}")]),
        ("[]", []),
    ],
)
def test_extra_hosts_are_entries_with_exact_addresses(
    written: str, expected: list[tuple[str, str, str]]
) -> None:
    hosts = service(f"    extra_hosts: {written}\n").extra_hosts
    assert isinstance(hosts, Known)
    assert [(h.host, h.address, h.address_span.text) for h in hosts.value] == expected


@pytest.mark.parametrize("written", ["text", "[a]", "['=1']", "[a=$X]", "{a: 5}", "{a: }", "[5]"])
def test_extra_hosts_that_cannot_be_read_are_unknown(written: str) -> None:
    assert isinstance(service(f"    extra_hosts: {written}\n").extra_hosts, Unknown)


@pytest.mark.parametrize(
    ("written", "context", "dockerfile", "inline"),
    [
        (".", ".", "Dockerfile", False),
        ("./api", "./api", "Dockerfile", False),
        ("{}", ".", "Dockerfile", False),
        ("''", ".", "Dockerfile", False),
        ("{context: api, dockerfile: docker/Dockerfile}", "api", "docker/Dockerfile", False),
        ("{dockerfile_inline: FROM scratch}", ".", None, True),
        ("https://github.com/a/b.git#main", None, "Dockerfile", False),
        ("{context: git@github.com:a/b.git}", None, "Dockerfile", False),
        ("{context: $C}", None, "Dockerfile", False),
        ("${C:-api}", "api", "Dockerfile", False),
    ],
)
def test_a_build_has_a_context_and_a_dockerfile(
    written: str, context: str | None, dockerfile: str | None, inline: bool
) -> None:
    build = service(f"    build: {written}\n").build
    assert build is not None
    assert (build.context, build.dockerfile, build.inline) == (context, dockerfile, inline)
    assert isinstance(build.target, Absent)


def test_a_dockerfile_inside_a_compose_file_is_in_the_ledger() -> None:
    facts = read("services:\n  a:\n    build:\n      dockerfile_inline: FROM scratch\n  b: {build: .}\n")
    (skipped,) = facts.skipped
    assert skipped.span is not None
    assert (skipped.span.text, skipped.span.line) == ("dockerfile_inline", 4)


@pytest.mark.parametrize("written", ["{A: 1, B: $X, C: , D: }", "[A=1, B=$X, C, D]"])
def test_build_arguments_without_a_value_come_from_the_environment(written: str) -> None:
    build = service(f"    build: {{args: {written}}}\n", D="d").build
    assert build is not None
    assert build.arguments == {"A": "1", "B": None, "C": None, "D": "d"}


@pytest.mark.parametrize(
    ("written", "names"),
    [("[a, b]", ("a", "b")), ("{a: , b: {aliases: [x]}}", ("a", "b")), ("[]", None), ("{}", None)],
)
def test_networks_are_names_and_none_of_them_is_the_default(
    written: str, names: tuple[str, ...] | None
) -> None:
    assert service(f"    networks: {written}\n").networks == names


@pytest.mark.parametrize(
    ("written", "scaled"),
    [("scale: 2", True), ("scale: 1", False), ("deploy: {replicas: 3}", True), ("scale: $N", False)],
)
def test_a_service_with_several_containers_is_scaled(written: str, scaled: bool) -> None:
    assert service(f"    {written}\n").scaled is scaled


def test_dependencies_in_a_list_are_started_ones() -> None:
    dependencies = service("    depends_on: [db, cache]\n").depends_on
    assert [(d.service, d.condition) for d in dependencies] == [
        ("db", "service_started"),
        ("cache", "service_started"),
    ]


@pytest.mark.parametrize("written", ["yes", "'true'", "ON", "${I:-y}"])
def test_init_takes_the_words_that_compose_takes(written: str) -> None:
    assert in_force(service(f"    init: {written}\n").init) is True


@pytest.mark.parametrize("written", ["1", "'1'", "$I", "[true]"])
def test_init_is_unknown_where_compose_refuses_the_value(written: str) -> None:
    assert isinstance(service(f"    init: {written}\n").init, Unknown)


def test_a_service_that_is_merged_keeps_the_place_of_every_value() -> None:
    facts = read(
        "x-base: &base\n"
        "  init: true\n"
        "  healthcheck: &check\n"
        "    interval: 5s\n"
        "services:\n"
        "  web:\n"
        "    <<: *base\n"
        "    image: a\n"
        "  api:\n"
        "    image: a\n"
        "    healthcheck: {<<: *check, retries: 2}\n"
    )
    web, api = facts.workloads
    assert isinstance(web.init, Known)
    assert (web.init.span.line, [(p.text, p.line) for p in web.init.via]) == (2, [("*base", 7)])
    assert isinstance(web.healthcheck, Known)
    assert [(p.text, p.line) for p in web.healthcheck.via] == [("*base", 7)]
    interval = check_of(api).interval
    assert isinstance(interval, Known)
    assert (interval.span.line, [(p.text, p.line) for p in interval.via]) == (4, [("*check", 11)])


def test_a_service_answers_to_the_aliases_of_all_its_networks() -> None:
    facts = read(
        "services:\n  gate:\n    image: acme/gate:1\n    networks:\n      default:\n"
        "        aliases: [host.docker.internal, gate.example]\n      back:\n      front: {}\n"
    )
    assert facts.workloads[0].aliases == ("host.docker.internal", "gate.example")
