"""Which kind a file is, by its name and by a cheap look at its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.project.classify import (
    classify_document,
    classify_name,
    is_in_chart,
    is_json_manifest,
    template_breaking,
)
from wslint.project.templating import template_mark
from wslint.text import Source

MANIFEST = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile",
        "dockerfile",
        "a/b/Containerfile",
        "Dockerfile.dev",
        "Dockerfile-alpine",
        "Dockerfile_x",
        "api.Dockerfile",
        "api.dockerfile",
        "Dockerfile.go",
        "DOCKERFILE",
        "Dockerfile.3.12-slim",
    ],
)
def test_name_of_a_dockerfile_is_recognised(name: str) -> None:
    assert classify_name(name) == "dockerfile"


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile.dockerignore",
        ".dockerignore",
        "Dockerfile.py",
        "dockerfile.go",
        "Dockerfile~",
        "Dockerfile.bak",
        "MyDockerfile",
        "dockerfiles",
        "main.py",
        "notes.j2",
        "pnpm-lock.yaml",
        "package.json",
        "README.rst",
    ],
)
def test_name_that_only_resembles_a_deployment_file_is_left_alone(name: str) -> None:
    assert classify_name(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("compose.yaml", "compose"),
        ("compose.yml", "compose"),
        ("docker-compose.yml", "compose"),
        ("docker-compose.override.yml", "compose"),
        ("docker-compose-dev.yaml", "compose"),
        ("compose.prod.yaml", "compose"),
        ("Docker-Compose.yml", "compose"),
        ("composer.yaml", "yaml"),
        ("deployment.yml", "yaml"),
        ("list.json", "json"),
        ("Dockerfile.j2", "template"),
        ("Dockerfile.in", "template"),
        ("compose.yaml.tmpl", "template"),
        ("pod.yaml.erb", "template"),
        (".env", "env"),
        (".env.production", "env"),
        ("web.env", "env"),
    ],
)
def test_name_tells_the_kind_or_what_must_be_read_to_tell_it(name: str, kind: str) -> None:
    assert classify_name(name) == kind


def _classify(path: str, text: str, *files: str, named: bool = False):
    return classify_document(Source(path, text), path, is_file=lambda p: p in files, named=named)


def test_yaml_with_api_version_and_kind_is_perhaps_kubernetes() -> None:
    found = _classify("/r/a.yaml", MANIFEST)
    assert (found.kind, found.sure) == ("kubernetes", False)


def test_yaml_with_services_at_the_top_is_perhaps_compose() -> None:
    assert _classify("/r/stack.yml", "# x\nservices:\n  a: {image: b}\n").kind == "compose"


@pytest.mark.parametrize(
    "text",
    ["on: push\njobs:\n  a:\n    services:\n      db: {image: postgres}\n", "a: 1\n", "", "- hosts: all\n"],
)
def test_other_yaml_is_quietly_no_deployment_file(text: str) -> None:
    found = _classify("/r/.github/workflows/ci.yml", text)
    assert found.kind is None
    assert found.quiet


def test_json_is_read_only_where_it_shows_a_manifest() -> None:
    assert _classify("/r/a.json", '{"apiVersion": "v1", "kind": "Pod"}').kind == "kubernetes"
    assert _classify("/r/a.json", '{"name": "x", "kind": "y"}').kind is None
    assert _classify("/r/docker-compose.json", '{"services": {}}').kind == "compose"
    assert is_json_manifest(b'{"kind": "List", "apiVersion": "v1"}')


def test_chart_template_is_for_helm_to_render() -> None:
    text = MANIFEST + "spec:\n  replicas: {{ .Values.replicas }}\n"
    found = _classify("/r/chart/templates/deep/a.yaml", text, "/r/chart/Chart.yaml")
    assert found.in_chart
    assert found.kind is None
    assert found.template is None


def test_quoted_braces_in_a_chart_make_a_template_all_the_same() -> None:
    text = MANIFEST + 'spec: "{{ x }}"\n'
    assert _classify("/r/c/templates/a.yaml", text, "/r/c/Chart.yaml").in_chart


def test_chart_file_without_braces_is_the_manifest_that_helm_would_write() -> None:
    assert _classify("/r/c/templates/a.yaml", MANIFEST, "/r/c/Chart.yaml").kind == "kubernetes"


def test_chart_data_is_quiet() -> None:
    assert _classify("/r/c/values.yaml", MANIFEST, "/r/c/Chart.yaml").quiet
    assert _classify("/r/c/Chart.yaml", "apiVersion: v2\nkind: x\n").quiet
    assert _classify("/r/values.yaml", MANIFEST).kind == "kubernetes"


def test_templates_folder_without_a_chart_is_no_chart() -> None:
    assert not is_in_chart("/r/templates/a.yaml", lambda _: False)


@pytest.mark.parametrize(
    ("line", "engine"),
    [
        ("image: {{ .Image }}", "Go template"),
        ("image: {{ image }}", "placeholders in braces"),
        ("image: {{ .Values.image }}", "Helm"),
        ("{% if x %}", "Jinja"),
        ("{{- if .X }}", "Go template"),
        ("{{ range $x := .Y }}", "Go template"),
        ("  - {{ item }}", "placeholders in braces"),
        ("a: [{{ item }}]", "placeholders in braces"),
        ("a: &x {{ item }}", "placeholders in braces"),
    ],
)
def test_braces_that_stand_as_a_value_make_a_template(line: str, engine: str) -> None:
    found = _classify("/r/a.yaml", MANIFEST + line + "\n")
    assert found.template is not None
    assert found.template.fields == {"engine": engine}


@pytest.mark.parametrize(
    "text",
    [
        "a: '{{ x }}'\n",
        'a: "{{ x }}"\n',
        'a: "x\n  {{ y }}"\n',
        "# {{ x }}\n",
        "a: 1 # {{ x }}\n",
        "a: |\n  {{ x }}\n\n  {% y %}\nb: 1\n",
        "a: >-\n  {{ x }}\n",
        "- a: |\n    {{ x }}\n",
        "- |\n  {{ x }}\n",
        "a: |2 # why\n    {{ x }}\n",
        "summary: Instance {{ $labels.instance }} is down\n",
        "a: 'it''s {{ x }}'\n",
        'a: "\\"{{ x }}"\n',
        "a: {b: {c: 1}}\n",
        "a: !tag '{{ x }}'\n",
    ],
)
def test_braces_in_quotes_comments_block_or_plain_text_are_data(text: str) -> None:
    assert _classify("/r/a.yaml", MANIFEST + text).kind == "kubernetes"


def test_block_text_ends_where_the_indentation_does() -> None:
    text = MANIFEST + "a: |\n  x\n{{ y }}: 1\n"
    found = _classify("/r/a.yaml", text)
    assert found.template is not None
    assert found.template.span.line == 7


def test_workflow_expressions_in_files_of_no_deployment_kind_are_quiet() -> None:
    assert _classify("/r/ci.yml", "run: {{ x }}\n").template is None


def test_broken_text_with_braces_in_plain_scalars_is_explained_by_them() -> None:
    source = Source("a.yaml", MANIFEST + "a: [x {{ y }}]\n")
    assert template_mark(source.text) is None
    problem = template_breaking(source)
    assert problem is not None
    assert problem.span.first == (5, 7)


def test_dockerfile_written_as_a_template_is_a_ledger_line() -> None:
    assert _classify("/r/Dockerfile", "FROM {{ base }}\n").reason == "a template"
    assert _classify("/r/Dockerfile", "{% if x %}\nFROM a\n").reason == "a template"
    assert _classify("/r/Dockerfile", "FROM a\nRUN docker ps --format '{{.ID}}'\n").kind == "dockerfile"


def test_template_by_its_ending_is_told_from_other_files() -> None:
    assert _classify("/r/Dockerfile.j2", "FROM a\n").reason == "a template"
    assert not _classify("/r/a.yaml.j2", MANIFEST).quiet
    assert _classify("/r/a.yaml.j2", "x: 1\n").quiet


def test_odd_dockerfile_names_need_a_from() -> None:
    assert _classify("/r/dockerfile.vue", "FROM a\n").kind == "dockerfile"
    assert _classify("/r/dockerfile.xyz", "syntax on\n").quiet
    assert _classify("/r/Dockerfile", "RUN a\n").kind == "dockerfile"


def test_file_given_by_name_may_be_a_dockerfile_by_its_from() -> None:
    assert _classify("/r/build.me", "FROM a\n", named=True).kind == "dockerfile"
    assert _classify("/r/build.me", "FROM a\n").kind is None


@given(st.text(alphabet="ab:-|>'\"{}%#, \n\t[]!&?\\$", max_size=120))
def test_any_text_is_classified_and_marks_lie_on_braces(text: str) -> None:
    for broken in (False, True):
        mark = template_mark(text, broken=broken)
        if mark is not None:
            assert text[mark.offset : mark.offset + 2] in ("{{", "{%")
    for path in ("/r/a.yaml", "/r/Dockerfile", "/r/Dockerfile.x", "/r/a.json", "/r/x.j2"):
        _classify(path, text)
