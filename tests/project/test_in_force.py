"""What is in force in a workload: its environment, what it runs, and where it listens."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project.project import Project

Make = Callable[..., Any]


def only(project: Project, platform: str) -> Workload:
    found = [workload for workload in project.workloads if workload.platform == platform]
    return found[-1]


def test_the_service_wins_over_its_env_files_and_they_over_the_image(make: Make) -> None:
    files = {
        "Dockerfile": "FROM a\nENV A=image B=image C=image\n",
        "one.env": "B=one\nC=one\n",
        "two.env": "C=two\n",
        "compose.yaml": (
            "services:\n  web:\n    build: .\n    env_file: [one.env, two.env]\n    environment: {D: own}\n"
        ),
    }
    project = make(files).project
    values = project.environment(only(project, "compose")).values
    assert {name: value.value for name, value in values.items() if isinstance(value, Known)} == {
        "A": "image",
        "B": "one",
        "C": "two",
        "D": "own",
    }
    assert values["C"].span.source.path == "two.env"
    assert [span.source.path for span in values["C"].via] == ["compose.yaml"]


def test_an_env_file_that_is_not_there_makes_the_rest_unknown(make: Make) -> None:
    files = {
        "compose.yaml": "services:\n  web:\n    image: a\n    env_file: nowhere.env\n    environment: [A=1]\n"
    }
    project = make(files).project
    environment = project.environment(only(project, "compose"))
    assert isinstance(environment.lookup("A"), Known)
    assert isinstance(environment.lookup("B"), Unknown)


POD = """\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: c
      image: i
      envFrom: [{configMapRef: {name: settings}}]
      env: [{name: A, value: own}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {A: map, B: map}
"""


def test_a_container_takes_its_variables_from_a_config_map(make: Make) -> None:
    project = make({"pod.yaml": POD}).project
    environment = project.environment(only(project, "kubernetes"))
    assert [environment.lookup(name).value for name in "AB"] == ["own", "map"]  # type: ignore[union-attr]
    assert isinstance(environment.lookup("C"), Absent)


def image(*lines: str) -> Mapping[str, str]:
    return {"Dockerfile": "FROM python:3.12-slim\n" + "\n".join(lines) + "\n"}


LISTENING = {
    "exec form": (image('CMD ["uvicorn", "a:b", "--port", "8000"]'), "command", [8000], "8000"),
    "shell form": (image("CMD uvicorn a:b --port 8000"), "command", [8000], "8000"),
    "ENTRYPOINT and CMD": (
        image('ENTRYPOINT ["gunicorn"]', 'CMD ["-b", ":9000", "a:b"]'),
        "command",
        [9000],
        "9000",
    ),
    "the program's default": (image('CMD ["uvicorn", "a:b"]'), "default", [8000], "uvicorn"),
    "an init program": (
        image('ENTRYPOINT ["tini", "--"]', 'CMD ["uvicorn", "a:b", "--port=81"]'),
        "command",
        [81],
        "81",
    ),
    "a shell with exec": (image('CMD ["sh", "-c", "exec uvicorn a:b --port 82"]'), "command", [82], "82"),
    "a shell after another command": (image("CMD migrate && uvicorn a:b --port 83"), "command", [83], "83"),
    "a variable of the image": (image("ENV P=84", "CMD uvicorn a:b --port $P"), "command", [84], "$P"),
    "a variable with a default": (
        image("CMD uvicorn a:b --port ${PORT:-85}"),
        "command",
        [85],
        "${PORT:-85}",
    ),
    "PORT, of a program that is not known": (image("ENV PORT=86", 'CMD ["./server"]'), "PORT", [86], "86"),
    "EXPOSE alone": (image("EXPOSE 87", 'CMD ["./server"]'), "declared", [87], "87"),
    "an argument that is not known": (image("CMD uvicorn a:b --port $(cat port)"), "unknown", [], ""),
    "something in the background": (image("CMD nginx & uvicorn a:b --port 88"), "unknown", [], ""),
    "nothing": (image('CMD ["./server"]'), "unknown", [], ""),
}


@pytest.mark.parametrize(("files", "certainty", "ports", "text"), LISTENING.values(), ids=LISTENING.keys())
def test_where_an_image_listens(
    make: Make, files: Mapping[str, str], certainty: str, ports: list[int], text: str
) -> None:
    project = make(files).project
    listening = project.listening(only(project, "image"))
    assert (listening.certainty, [port.number for port in listening.ports]) == (certainty, ports)
    assert [port.span.text for port in listening.ports] == [text] * len(ports)


SCRIPTS = {
    "exec of its arguments": 'set -e\nmigrate\nexec "$@"\n',
    "exec of a program": "exec uvicorn a:b --port 8001\n",
    "its arguments after a wrapper": 'exec gosu app "$@"\n',
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_an_entrypoint_script_is_read_in_the_build_context(make: Make, script: str) -> None:
    files = {
        "Dockerfile": (
            'FROM a\nCOPY docker/entrypoint.sh /usr/local/bin/\nENTRYPOINT ["entrypoint.sh"]\n'
            'CMD ["uvicorn", "a:b", "--port", "8001"]\n'
        ),
        "docker/entrypoint.sh": "#!/bin/sh\n" + script,
    }
    project = make(files).project
    assert [port.number for port in project.listening(only(project, "image")).ports] == [8001]


def test_a_script_outside_the_tree_is_unknown(make: Make) -> None:
    project = make(
        {"Dockerfile": 'FROM a\nCOPY e.sh /e.sh\nENTRYPOINT ["/e.sh"]\nCMD ["uvicorn", "a:b"]\n'}
    ).project
    assert project.listening(only(project, "image")).certainty == "unknown"


def test_a_deployment_overrides_command_and_port(make: Make) -> None:
    files = {
        **image("ENV PORT=8000", "EXPOSE 8000", "CMD uvicorn a:b --port $PORT"),
        "compose.yaml": (
            "services:\n"
            "  one: {build: ., environment: {PORT: 9001}}\n"
            "  two: {build: ., command: uvicorn a:b --port 9002}\n"
            "  three: {build: ., entrypoint: [server]}\n"
        ),
    }
    project = make(files).project
    by_name = {workload.name: project.listening(workload) for workload in project.workloads}
    assert [port.number for port in by_name["service `one`"].ports] == [9001]
    assert [port.number for port in by_name["service `two`"].ports] == [9002]
    # An entrypoint of its own drops the image's CMD, but PORT is still set.
    assert (by_name["service `three`"].certainty, by_name["service `three`"].ports[0].number) == (
        "PORT",
        8000,
    )


def test_only_loopback_is_told_apart(make: Make) -> None:
    project = make(image('CMD ["uvicorn", "a:b", "--host", "127.0.0.1", "--port", "8000"]')).project
    assert project.listening(only(project, "image")).ports[0].loopback
