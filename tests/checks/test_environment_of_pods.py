"""Variables of a container that come from config objects and files, and what leaves them open."""

from collections.abc import Callable

import pytest

from wslint.engine.finding import Finding

Find = Callable[..., tuple[Finding, ...]]
RULE = "container-port-mismatch"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {PORT: '80', EMPTY: ''}\n"
HIDDEN = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {PORT: '80'}\n"


def pod(variables: str, command: str = "[gunicorn, app]") -> str:
    return (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
        f"    - {{name: a, image: 'a:1', command: {command}, ports: [{{containerPort: 81}}], {variables}}}\n"
    )


def one_of(kind: str, name: str, key: str) -> str:
    return f"env: [{{name: PORT, valueFrom: {{{kind}: {{name: {name}, key: {key}}}}}}}]"


KNOWN = [
    "env: [{name: PORT, value: '80'}]",
    one_of("configMapKeyRef", "c", "PORT"),
    one_of("secretKeyRef", "s", "PORT"),
    "envFrom: [{configMapRef: {name: c}}]",
    "envFrom: [{secretRef: {name: s}}]",
    "envFrom: [{configMapRef: {name: c}}], env: [{name: OTHER, value: x}]",
    "envFrom: [{configMapRef: {name: gone, optional: true}}], env: [{name: PORT, value: '80'}]",
]
OPEN = [
    "env: [{name: PORT, value: '81'}]",
    "env: [{name: PORT, value: http}]",
    one_of("configMapKeyRef", "c", "GONE"),
    one_of("configMapKeyRef", "gone", "PORT"),
    one_of("fieldRef", "x", "y"),
    "envFrom: [{configMapRef: {name: c}, prefix: X_}]",
    "envFrom: [{configMapRef: {name: c}}, {secretRef: {name: gone}}]",
    "envFrom: [{configMapRef: {name: gone}}]",
]


@pytest.mark.parametrize("variables", KNOWN)
def test_a_port_in_a_variable_is_known_where_it_is_written(find: Find, variables: str) -> None:
    found = find({"pod.yaml": "---\n".join((CONFIG, HIDDEN, pod(variables)))}, RULE)
    assert [finding.span.text for finding in found] == ["81"]


@pytest.mark.parametrize("variables", OPEN)
def test_a_port_that_something_unseen_may_set_is_open(find: Find, variables: str) -> None:
    assert find({"pod.yaml": "---\n".join((CONFIG, HIDDEN, pod(variables)))}, RULE) == ()


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"a.env": "PORT=80\n"}, ["81"]),
        ({"a.env": "# none\nexport PORT='80'\n"}, ["81"]),
        ({"a.env": "PORT=81\n"}, []),
        ({"a.env": "PORT=$OTHER\n"}, []),
        ({}, []),
    ],
)
def test_a_port_in_an_env_file_is_known_where_the_file_is(
    find: Find, files: dict[str, str], found: list[str]
) -> None:
    compose = "services: {web: {build: ., ports: ['80:81'], env_file: [a.env]}}\n"
    tree = {"compose.yaml": compose, "Dockerfile": "FROM python:3.12\nCMD gunicorn app\n", **files}
    assert [finding.span.text for finding in find(tree, "published-port-mismatch")] == found
