"""What Compose would refuse: the table of small files, and what the table cannot show."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from compose_mutants import Case, cases, problems_in
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.value import Known
from wslint.project.compose.projects import compose_projects
from wslint.project.compose.records import Composed, FileContext
from wslint.project.compose.seam import Seam
from wslint.project.compose.validity import problems_of_project
from wslint.project.compose.validity.acceptance import accepts
from wslint.project.compose.validity.published import schema
from wslint.project.compose.validity.tables import HOLE, Hole, Place, Row, Table
from wslint.syntax.yaml import Mapping, parse_yaml
from wslint.text import Source, Span

TABLE = cases()


@pytest.mark.parametrize("case", TABLE, ids=[case.name for case in TABLE])
def test_a_small_file_has_these_problems_at_these_lines(case: Case) -> None:
    assert {(one.span.line, one.check) for one in problems_in(case.text)} == case.want


def _texts(text: str, *, complete: bool = True) -> list[tuple[str, str, str]]:
    return [
        (one.check, str(one.fields.get("variant", "")), one.span.text)
        for one in problems_in(text, complete=complete)
    ]


def test_nothing_is_said_to_be_missing_where_a_part_could_not_be_read() -> None:
    text = """
services:
  web:
    depends_on: [db]
    networks: [back]
    volumes: [data:/d]
    secrets: [token]
    configs: [conf]
    models: [llm]
    build: {additional_contexts: {x: service:other}}
  bare: {}
"""
    assert len(_texts(text)) == 8
    assert _texts(text, complete=False) == []


def test_a_file_that_stands_alone_may_have_another_one_before_it() -> None:
    text = "services:\n  web:\n    networks: [back]\n    stop_grace_period: 10\n"
    source = Source("compose.test.yaml", text)
    root = parse_yaml(source).documents[0].root
    assert isinstance(root, Mapping)
    composed = Composed(root, (source,), lambda _: FileContext({}, "/x"))
    assert [one.check for one in problems_of_project(composed, "alone")] == ["compose-invalid-duration"]
    assert [one.check for one in problems_of_project(composed, "variant")] == ["compose-invalid-duration"]


@dataclass
class Filled:
    """A file with what its variables stand for."""

    text: str
    variables: dict[str, str]

    def problems(self) -> list[str]:
        source = Source("compose.yaml", self.text)
        root = parse_yaml(source).documents[0].root
        assert isinstance(root, Mapping)
        known = {name: Known(value, Span(source, 0, 0)) for name, value in self.variables.items()}
        composed = Composed(root, (source,), lambda _: FileContext(known, "/x"))
        return [one.check for one in problems_of_project(composed)]


SERVICE = "services:\n  web:\n    image: ${IMAGE}\n"
UNKNOWN = [
    "ports: ['${A}:80', '${B}', {target: '${C}', published: 80}]",
    "ports: ['80:${A}', '${B}:80:80']",
    "stop_grace_period: ${A}",
    "mem_limit: ${A}\n    deploy: {resources: {limits: {memory: 1g}}}",
    "deploy: {replicas: '${A}'}\n    scale: 2\n    container_name: x${B}",
    "networks: ['${A}']\n    network_mode: ${B}",
    "volumes: ['${A}:/d', '${B}', {type: volume, source: '${C}', target: /x}]",
    "depends_on: ['${A}']\n    links: ['${B}:x']",
    "healthcheck: {test: ['${A}', x], interval: '${B}', retries: '${C}'}",
    "environment: ['${A}', 'B=${B}']\n    extra_hosts: ['${C}']",
    "init: ${A}\n    privileged: ${B:?}\n    user: ${C}",
    "secrets: ['${A}']\n    configs: [{source: '${B}', mode: '${C}'}]",
    "profiles: ['${A}']\n    depends_on: [nothing]",
    "command: ${A}\n    entrypoint: \"${B} 'x'\"",
    "pull_policy: ${A}\n    security_opt: ['${A}', '${A}']",
]


@pytest.mark.parametrize("body", UNKNOWN)
def test_what_hangs_on_an_unknown_variable_is_never_judged(body: str) -> None:
    assert Filled(f"{SERVICE}    {body}\n", {}).problems() == []


@pytest.mark.parametrize(
    ("body", "variables", "want"),
    [
        ("ports: ['${A}:80']", {"A": "8000"}, []),
        ("ports: ['${A}:80']", {"A": "http"}, ["compose-invalid-port"]),
        ("scale: ${A}", {"A": ""}, ["compose-invalid-value"]),
        ("networks: ['${A}']", {"A": "back"}, ["compose-undefined-network"]),
        ("volumes: ['${A}:/d']", {"A": "./data"}, []),
        ("volumes: ['${A}:/d']", {"A": "data"}, ["compose-undefined-volume"]),
        ("volumes: ['${A}:/d']", {"A": ""}, ["compose-invalid-value"]),
    ],
)
def test_what_the_files_say_of_a_variable_counts(
    body: str, variables: dict[str, str], want: list[str]
) -> None:
    assert Filled(f"{SERVICE}    {body}\n", variables).problems() == want


def test_an_image_that_the_files_leave_empty_is_none() -> None:
    assert Filled(SERVICE, {"IMAGE": ""}).problems() == ["compose-missing-image"]
    assert Filled(SERVICE, {"IMAGE": "x"}).problems() == []


def test_profiles_that_the_files_switch_on_are_enabled() -> None:
    text = (
        "services:\n  web: {image: x, depends_on: [db]}\n  db: {image: x, profiles: [data], networks: [no]}\n"
    )
    assert Filled(text, {}).problems() == ["compose-undefined-dependency"]
    assert Filled(text, {"COMPOSE_PROFILES": "other, data"}).problems() == ["compose-undefined-network"]
    assert Filled(text, {"COMPOSE_PROFILES": "*"}).problems() == ["compose-undefined-network"]


def _merged(files: dict[str, str]) -> list[tuple[str, str, int, list[str]]]:
    """The problems of a project of several files, the first of which Compose finds by its name."""
    parsed = {f"/p/{name}": parse_yaml(Source(name, text)) for name, text in files.items()}
    seam = Seam(
        parsed.get,
        lambda _: None,
        parsed.__contains__,
        lambda path: path.startswith("/p/"),
        lambda path: path,
    )
    (project,) = compose_projects(parsed, (), seam).projects
    return [
        (one.check, one.span.path, one.span.line, [span.path for _, span in one.related])
        for one in problems_of_project(project.composed, project.why)
    ]


BASE = "services:\n  web:\n    image: x\n    networks: [back]\n    ports: ['80:80']\nnetworks: {back: }\n"


def test_a_base_and_its_override_are_judged_together() -> None:
    override = "services:\n  web:\n    ports: ['80:80']\n    network_mode: host\n"
    assert _merged({"compose.yaml": BASE, "compose.override.yaml": override}) == [
        ("compose-conflict", "compose.override.yaml", 4, ["compose.yaml"])
    ]


def test_what_an_override_completes_is_not_missing() -> None:
    files = {
        "compose.yaml": "services:\n  web:\n    networks: [back]\n    depends_on: [db]\n",
        "compose.override.yaml": "services:\n  web: {image: x}\n  db: {image: x}\nnetworks: {back: }\n",
    }
    assert _merged(files) == []


def test_a_base_that_is_extended_is_judged_with_what_extends_it() -> None:
    files = {
        "compose.yaml": "services:\n  web:\n    extends: {file: base.yaml, service: base}\n    image: x\n",
        "base.yaml": "services:\n  base:\n    networks: [back]\n    stop_grace_period: 10\n",
    }
    assert _merged(files) == [
        ("compose-undefined-network", "base.yaml", 3, []),
        ("compose-invalid-duration", "base.yaml", 4, []),
    ]


def test_where_a_base_is_not_there_nothing_is_said_to_be_missing() -> None:
    files = {"compose.yaml": "services:\n  web:\n    extends: {file: no.yaml, service: base}\n"}
    assert _merged(files) == []


def test_an_included_file_may_use_what_the_including_one_declares() -> None:
    files = {
        "compose.yaml": "include: [more.yaml]\nservices:\n  web: {image: x, depends_on: [db]}\nvolumes: {data: }\n",
        "more.yaml": "services:\n  db: {image: x, volumes: ['data:/d'], networks: [no]}\n",
    }
    assert _merged(files) == [("compose-undefined-network", "more.yaml", 2, [])]


def test_a_place_is_the_value_to_edit() -> None:
    text = """
services:
  web:
    image: x
    user: 1000
    stop_grace_period: "10"
    volumes: ["data:/d"]
    networks: {back: {}}
    healthcheck: {test: [curl, x]}
"""
    assert [span for _, _, span in _texts(text)] == ["1000", "10", "data:/d", "back", "curl"]


def test_an_aliased_value_is_reported_once_where_it_is_written() -> None:
    text = """
x-common: &common
  image: x
  stop_grace_period: 10
services:
  a: {<<: *common}
  b: {<<: *common}
"""
    found = problems_in(text)
    assert [(one.check, one.span.line) for one in found] == [("compose-invalid-duration", 4)]


def test_the_nearest_name_is_shown_with_its_place() -> None:
    text = "services:\n  web: {image: x, networks: [backedn]}\nnetworks:\n  backend:\n"
    (problem,) = problems_in(text)
    assert problem.fields["near"] == "backend"
    assert [(label, span.line) for label, span in problem.related] == [("near", 4)]


def test_a_fix_writes_the_nearest_key_and_quotes() -> None:
    text = "services:\n  web:\n    imagee: x\n    image: y\n    prots: [80]\n    user: 1000\n"
    fixes = {one.span.text: one.fix and one.fix.edits[0].text for one in problems_in(text)}
    assert fixes == {"imagee": None, "prots": "ports", "1000": '"1000"'}


def test_a_cycle_names_every_step() -> None:
    text = "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [c]}\n  c: {image: x, ipc: 'service:a'}\n"
    (problem,) = problems_in(text)
    assert problem.fields["cycle"] == "a -> b -> c -> a"
    assert [span.text for _, span in problem.related] == ["b", "c"]


def test_a_long_chain_of_dependencies_is_walked_without_recursion() -> None:
    services = {f"s{at}": {"image": "x", "depends_on": [f"s{at + 1}"]} for at in range(3000)}
    services["s3000"] = {"image": "x"}
    assert problems_in(json.dumps({"services": services})) == ()
    services["s3000"]["depends_on"] = ["s0"]
    assert [one.check for one in problems_in(json.dumps({"services": services}))] == [
        "compose-dependency-cycle"
    ]


def test_an_alias_bomb_is_not_judged() -> None:
    lines = ["x-0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"x-{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 9)]
    lines += ["services:", "  web: {image: x, foo: 1}"]
    assert problems_in("\n".join(lines) + "\n") == ()


def test_a_deep_value_does_not_recurse_without_end() -> None:
    assert problems_in("x-a: " + "[" * 190 + "]" * 190 + "\n") == ()


def test_a_sound_file_loads_no_schema_library() -> None:
    import subprocess

    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from compose_mutants import problems_in;"
        "assert not problems_in('services: {web: {image: x, ports: [80]}}');"
        "sys.exit('jsonschema' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program, str(Path(__file__).parent)], check=False).returncode
        == 0
    )


SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 70000) | st.sampled_from(["", "x", "10s", "a=b", "1", HOLE])
)


def _tables(values: "st.SearchStrategy[object]") -> "st.SearchStrategy[object]":
    whole = schema()
    words = {"services", "web", "networks", "volumes", "secrets", "x-a", "a b", *whole["properties"]}
    words |= set(whole["definitions"]["service"]["properties"])
    for definition in whole["definitions"].values():
        words |= set(definition.get("properties", {}))
    return st.dictionaries(st.sampled_from(sorted(words)), values, max_size=4).map(_table)


def _place() -> Place:
    source = Source("x", "x")
    return Place(Span(source, 0, 1), Span(source, 0, 1))


def _table(values: dict[str, object]) -> Table:
    table = Table()
    for key, value in values.items():
        table.put(key, value, _place())
    return table


def _row(values: Iterable[object]) -> Row:
    row = Row()
    for value in values:
        row.put(value, _place())
    return row


VALUES = st.recursive(
    SCALARS, lambda inner: _tables(inner) | st.lists(inner, max_size=3).map(_row), max_leaves=6
)


@given(st.sampled_from(sorted(schema()["definitions"])), VALUES)
def test_the_quick_yes_is_the_one_of_jsonschema(name: str, value: object) -> None:
    from wslint.project.compose.validity.published import _validator

    whole = schema()
    definition = whole["definitions"][name]
    validator = _validator(whole).evolve(schema={**definition, "definitions": whole["definitions"]})
    assert accepts(value, definition, whole) == (isinstance(value, Hole) or validator.is_valid(value))


@given(st.dictionaries(st.sampled_from(sorted(schema()["properties"])), VALUES, max_size=4).map(_table))
def test_no_data_makes_the_schema_raise(root: Table) -> None:
    from wslint.project.compose.validity.published import schema_problems

    if root:
        assert all(one.check.startswith("compose-") for one in schema_problems(root))
