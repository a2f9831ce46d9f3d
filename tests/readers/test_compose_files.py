"""Whole Compose files: problems, suppressions, recognition, and that no input breaks the reader."""

from pathlib import Path

import pytest
from compose_texts import read
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.readers.compose import is_override_name, looks_like_compose, read_compose, stands_alone
from wslint.syntax.yaml import Mapping, parse_yaml
from wslint.text import Source

CORPUS = Path("../shared/corpus")


@pytest.mark.parametrize(
    ("value", "text"), [("${V:=d}", "${V:=d}"), ("a ${}", "${}"), ("${V/a/b}", "${V/a/b}"), ("x ${", "${")]
)
def test_a_value_that_compose_cannot_interpolate_is_a_syntax_error_wherever_it_stands(
    value: str, text: str
) -> None:
    facts = read(f"x-some: {{thing: ['{value}']}}\nservices: {{web: {{image: a}}}}\n")
    (problem,) = facts.problems
    assert problem.check == "syntax-error"
    assert problem.span.text.startswith(text)


@pytest.mark.parametrize(
    "value", ["$", "a$", "$1", "$(cmd)", "$${V:=d}", "${V:?no}", "${V?}", "$V", "${V:-${W:-z}}"]
)
def test_a_dollar_that_compose_takes_is_no_problem(value: str) -> None:
    assert read(f"services: {{web: {{image: a, labels: {{x: '{value}'}}}}}}\n").problems == ()


def test_a_repeated_key_is_a_problem_that_names_the_first() -> None:
    facts = read("services:\n  web:\n    image: a\n    init: true\n    image: b\n")
    (problem,) = facts.problems
    assert (problem.check, problem.span.text, problem.span.line) == ("duplicate-key", "image", 5)
    assert problem.fields == {"key": "image", "line": 3}
    assert [(label, span.line) for label, span in problem.related] == [("first", 3)]


def test_broken_yaml_is_a_syntax_error() -> None:
    facts = read("services:\n  web: [\n")
    assert [problem.check for problem in facts.problems] == ["syntax-error"]


def test_a_comment_above_an_entry_covers_the_entry_and_one_behind_it_covers_its_line() -> None:
    facts = read(
        "services:\n"
        "  web:\n"
        "    image: a # wslint: ignore[unpinned-image] fine\n"
        "    # wslint: ignore[healthcheck-disabled]\n"
        "\n"
        "    # another word\n"
        "    healthcheck:\n"
        "      disable: true\n"
        "    init: true # just a word\n"
        "    # dclint disable-next-line no-unquoted\n"
        "    ports:\n"
        "      - 80:80\n"
    )
    behind, above, other = facts.remarks
    assert behind.text.strip() == "wslint: ignore[unpinned-image] fine"
    assert behind.covers.text.strip().startswith("image: a")
    assert behind.covers.line == behind.covers.last.line == 3
    assert above.covers.text.rstrip() == "healthcheck:\n      disable: true"
    assert other.text.strip() == "dclint disable-next-line no-unquoted"
    assert other.covers.text.startswith("ports:")


def test_a_service_with_nothing_to_run_makes_the_file_a_partial_one() -> None:
    facts = read("services: {web: {ports: ['80:80']}, db: {image: b}}\n")
    assert not stands_alone(facts)
    assert [workload.name for workload in facts.workloads] == ["service `web`", "service `db`"]


def test_a_provider_service_is_no_workload_and_a_file_with_one_stands_alone() -> None:
    facts = read("services: {db: {provider: {type: awesomecloud}}, web: {image: a}}\n")
    assert stands_alone(facts)
    assert [workload.key for workload in facts.workloads] == ["compose.yaml#web"]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "services: {}\n", "services:\n", "x-a: 1\n", "- a\n", "text"]
)
def test_a_file_without_services_has_no_workloads(text: str) -> None:
    facts = read(text)
    assert (facts.kind, facts.workloads) == ("compose", ())


@pytest.mark.parametrize(
    ("path", "override"),
    [
        ("compose.override.yaml", True),
        ("deploy/docker-compose.override.yml", True),
        ("compose.yaml", False),
        ("docker-compose.prod.yml", False),
        ("compose.override.json", False),
        ("my-compose.override.yml", False),
    ],
)
def test_only_the_documented_override_names_are_overrides(path: str, override: bool) -> None:
    assert is_override_name(path) is override


@pytest.mark.parametrize(
    ("text", "compose"),
    [
        ("services: {web: {image: a}}", True),
        ("version: '3'\nservices: {web: {build: .}}\nvolumes: {d: }", True),
        ("x-a: 1\nname: p\nservices: {web: {extends: base}}", True),
        ("services: {web: {environment: {A: 1}, ports: ['80:80']}}", True),
        ("services: {web: {image: a}}\njobs: {}", False),
        ("on: push\njobs: {test: {services: {db: {image: postgres}}}}", False),
        ("apiVersion: v1\nkind: Service\nservices: {web: {image: a}}", False),
        ("services: {_defaults: {autowire: true}, App: {resource: ../src}}", False),
        ("services: [docker]", False),
        ("services: {}", False),
        ("services: {web: app}", False),
        ("name: site\nservices: {cache: {type: redis}}", False),
        ("pipeline: {}\nservices: {db: {image: mysql}}", False),
    ],
)
def test_a_compose_file_is_known_by_its_content(text: str, compose: bool) -> None:
    root = parse_yaml(Source("some.yaml", text)).documents[0].root
    assert isinstance(root, Mapping)
    assert looks_like_compose(root) is compose


KEYS = [
    "image",
    "build",
    "command",
    "entrypoint",
    "environment",
    "env_file",
    "ports",
    "expose",
    "healthcheck",
    "extra_hosts",
    "networks",
    "labels",
    "profiles",
    "depends_on",
    "scale",
    "deploy",
    "stop_grace_period",
    "init",
    "network_mode",
    "container_name",
    "extends",
    "test",
    "interval",
    "disable",
    "context",
    "args",
    "target",
    "dockerfile",
    "published",
    "host_ip",
    "path",
    "required",
    "replicas",
    "condition",
    "services",
    "name",
]
SCALARS = st.sampled_from(
    [
        "~",
        "a",
        "80:80",
        "'8000-8010:80/udp'",
        "${V:-x}",
        "$V",
        "'$$'",
        "${",
        "1.5",
        "0x10",
        "true",
        "[]",
        "{}",
        "!reset x",
        "!override [a]",
        "&a [b]",
        "*a",
        "a=b",
        "host=::1",
        "30s",
        "NONE",
        "CMD",
        '"\\x41:80"',
        "é😀",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(st.sampled_from([*KEYS, "<<", "'<<'", "5"]), inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
)


@given(st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=8))
@settings(max_examples=300, deadline=None)
def test_whatever_stands_under_the_keys_of_a_service_is_read(pairs: list[tuple[str, str]]) -> None:
    facts = read(
        "services:\n  web:\n    image: a\n" + "".join(f"    {key}: {value}\n" for key, value in pairs), V="v"
    )
    assert facts.kind == "compose"
    for workload in facts.workloads:
        for port in workload.published.ports:
            assert 1 <= port.container_first <= port.container_last <= 65535
            assert workload.extent.start <= port.container_span.start or workload.partial


@pytest.mark.skipif(not CORPUS.is_dir(), reason="THE CORPUS IS NOT HERE: ../shared/corpus")
def test_every_compose_file_of_the_corpus_is_read() -> None:
    seen = 0
    for path in sorted(CORPUS.rglob("*.y*ml")):
        file = parse_yaml(Source(path.name, path.read_text(encoding="utf-8")))
        facts = read_compose(file, {})
        root = file.documents[0].root if file.documents else None
        if isinstance(root, Mapping) and looks_like_compose(root):
            seen += 1
            assert facts.problems == ()
            for workload in facts.workloads:
                for port in workload.published.ports:
                    assert port.container_span.text.isdigit() or "$" in port.container_span.text
                for variable in workload.environment.variables:
                    assert variable.name_span.text == variable.name
    assert seen >= 40


def test_services_that_share_values_beyond_measure_are_left_out_with_a_ledger_line() -> None:
    shared = ", ".join(f"k{number}: v" for number in range(1000))
    services = "".join(f"  s{number}: {{image: a, environment: *a}}\n" for number in range(150))
    facts = read(f"x-a: &a {{{shared}}}\nservices:\n{services}")
    assert 100 < len(facts.workloads) < 110
    (left_out,) = facts.skipped
    assert "aliases" in left_out.reason
