"""Environment, env files and labels of a Compose service."""

import pytest
from compose_texts import read, service

from wslint.model.value import Known, Unknown


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        ("A: plain", "plain", "plain"),
        ('A: "quoted"', "quoted", "quoted"),
        ("A: ''", "", ""),
        ("A: 1.10", "1.1", "1.10"),
        ("A: 017", "15", "017"),
        ("A: 1e3", "1000", "1e3"),
        ("A: 1_000", "1000", "1_000"),
        ("A: yes", "yes", "yes"),
        ("A: True", "true", "True"),
        ("A: 22:22", "22:22", "22:22"),
        ("A: ${X:-d}", "d", "${X:-d}"),
        ("A: a$$b", "a$b", "a$$b"),
        ('A: "1.10"', "1.10", "1.10"),
    ],
)
def test_a_variable_of_a_mapping_has_the_value_that_compose_prints(
    written: str, value: str, text: str
) -> None:
    (variable,) = service(f"    environment:\n      {written}\n").environment.variables
    assert variable.name == variable.name_span.text == "A"
    assert isinstance(variable.value, Known)
    assert (variable.value.value, variable.value.span.text) == (value, text)


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        ("- A=1", "1", "1"),
        ("- A=1.10", "1.10", "1.10"),
        ("- 'A=x=y'", "x=y", "x=y"),
        ('- "A=http://localhost:${P:-80}/x"', "http://localhost:80/x", "http://localhost:${P:-80}/x"),
        ("- A=", "", "A="),
    ],
)
def test_a_variable_of_a_list_is_split_at_the_first_equals_sign(written: str, value: str, text: str) -> None:
    environment = service(f"    environment:\n      {written}\n").environment
    (variable,) = environment.variables
    assert variable.name == variable.name_span.text == "A"
    assert isinstance(variable.value, Known)
    assert (variable.value.value, variable.value.span.text) == (value, text)
    assert environment.complete


@pytest.mark.parametrize("written", ["[A]", "{A: }", "{A: ~}", "{A: null}"])
def test_a_variable_without_a_value_comes_from_outside(written: str) -> None:
    (variable,) = service(f"    environment: {written}\n").environment.variables
    assert isinstance(variable.value, Unknown)


@pytest.mark.parametrize("written", ["[A]", "{A: }"])
def test_a_variable_without_a_value_takes_that_of_the_project_env_file(written: str) -> None:
    (variable,) = service(f"    environment: {written}\n", A="from env").environment.variables
    assert isinstance(variable.value, Known)
    assert (variable.value.value, variable.value.span.path, variable.value.span.text) == (
        "from env",
        ".env",
        "from env",
    )
    assert [place.text for place in variable.value.via] == ["A"]


def test_a_variable_that_is_interpolated_names_the_env_file_entry_as_taking_part() -> None:
    (variable,) = service("    environment: {A: 'http://${HOST}:80'}\n", HOST="db").environment.variables
    assert isinstance(variable.value, Known)
    assert variable.value.value == "http://db:80"
    assert variable.value.span.text == "http://${HOST}:80"
    assert [(place.path, place.text) for place in variable.value.via] == [(".env", "db")]


@pytest.mark.parametrize("written", ["{A: $X}", "[A=$X]", "{A: [1]}", "{A: {b: c}}"])
def test_a_variable_that_nobody_knows_is_unknown(written: str) -> None:
    facts = read(f"services: {{web: {{image: a, environment: {written}}}}}\n")
    (variable,) = facts.workloads[0].environment.variables
    assert variable.name == "A"
    assert isinstance(variable.value, Unknown)
    assert variable.value in facts.unknown


@pytest.mark.parametrize("written", ["[$X=1]", "['A =1']", "[{A: 1}]", "text"])
def test_an_entry_without_a_readable_name_makes_the_environment_incomplete(written: str) -> None:
    assert not service(f"    environment: {written}\n").environment.complete


def test_merged_and_aliased_environments_keep_the_place_where_they_are_written() -> None:
    facts = read(
        "x-env: &env {A: one, B: two}\n"
        "services:\n"
        "  web: {image: a, environment: {<<: *env, B: own}}\n"
        "  api: {image: a, environment: *env}\n"
    )
    web, api = facts.workloads
    found = {v.name: v.value for v in web.environment.variables}
    merged, own = found["A"], found["B"]
    assert isinstance(merged, Known)
    assert isinstance(own, Known)
    assert (merged.span.text, merged.span.line, [place.text for place in merged.via]) == ("one", 1, ["*env"])
    assert (own.value, own.span.line) == ("own", 3)
    aliased = api.environment.variables[0].value
    assert isinstance(aliased, Known)
    assert [(place.text, place.line) for place in aliased.via] == [("*env", 4)]


@pytest.mark.parametrize(
    ("written", "sources"),
    [
        (".env.web", [(".env.web", False, False)]),
        ("[a.env, b.env]", [("a.env", False, False), ("b.env", False, False)]),
        (
            "[{path: a.env, required: false}, {path: b.env, format: raw}]",
            [("a.env", True, False), ("b.env", False, True)],
        ),
        ("[{path: a.env, required: true}]", [("a.env", False, False)]),
        ("'${E:-a}.env'", [("a.env", False, False)]),
    ],
)
def test_env_files_are_sources_in_order(written: str, sources: list[tuple[str, bool, bool]]) -> None:
    environment = service(f"    env_file: {written}\n").environment
    assert [(s.name, s.optional, s.raw) for s in environment.sources] == sources
    assert environment.complete


@pytest.mark.parametrize("written", ["$E", "[{required: false}]", "[[a]]"])
def test_an_env_file_that_nobody_knows_makes_the_environment_incomplete(written: str) -> None:
    environment = service(f"    env_file: {written}\n").environment
    assert environment.sources == ()
    assert not environment.complete


@pytest.mark.parametrize(
    "written", ["{wslint.dev/profile: workspace, b: 1}", "['wslint.dev/profile=workspace', b=1]"]
)
def test_labels_have_both_forms(written: str) -> None:
    labels = service(f"    labels: {written}\n    deploy: {{labels: {{c: 1}}}}\n").labels
    assert {name: isinstance(v, Known) and v.value for name, v in labels.items()} == {
        "wslint.dev/profile": "workspace",
        "b": "1",
    }
