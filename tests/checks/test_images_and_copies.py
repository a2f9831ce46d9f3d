"""Images, what is copied into them, and what is asked of them."""

import pytest

DOCKERFILE = """\
FROM {base}
{run}
COPY . .
EXPOSE 8000
CMD ["uvicorn", "shop:app", "--port", "8000"]
"""


@pytest.mark.parametrize(
    ("base", "run", "program"),
    [
        ("alpine:3.20", "RUN true", "wget"),
        ("docker.io/library/alpine", "RUN true", "wget"),
        ("ruby:3-alpine", "RUN true", "wget"),
        ("shop/ruby:3-alpine", "RUN true", "curl"),
        ("python:3.12", "RUN true", "python"),
        ("python:3.12", "RUN apt-get install -y curl", "curl"),
        ("python:3.12", "RUN apt-get install -y curl && apt-get purge -y curl", "python"),
        ("python:3.12", "RUN curl -O https://shop.example/data", "python"),
        ("registry.example/python:3.12", "RUN true", "curl"),
    ],
)
def test_a_health_check_is_proposed_with_a_program_that_the_image_has(find, base, run, program):
    (finding,) = find({"Dockerfile": DOCKERFILE.format(base=base, run=run)}, "healthcheck-missing")
    assert f" CMD {program} " in finding.help


@pytest.mark.parametrize(
    "text",
    [
        'FROM python:3.12\nRUN apt-get install -y curl\nCMD ["mysqld"]\n',
        "FROM postgres:16\nRUN apt-get install -y curl\nEXPOSE 5432\n",
        'FROM debian:12\nCMD ["redis-server", "--port", "6380"]\n',
        'FROM registry.example/broker:1\nEXPOSE 5672\nCMD ["broker"]\n',
    ],
)
def test_no_http_check_is_proposed_for_a_server_of_another_protocol(find, text):
    (finding,) = find({"Dockerfile": text}, "healthcheck-missing")
    assert "nothing asks port" in finding.message
    assert "http" not in finding.help


def test_a_check_is_asked_of_the_last_stage_that_ships_alone(find):
    text = (
        'FROM debian:12 AS base\nCMD ["web"]\nFROM base AS middle\nENV A=1\nFROM middle AS final\nENV B=1\n'
    )
    compose = "services:\n  web: {build: {context: ., target: base}}\n  other: {build: .}\n"
    findings = find({"Dockerfile": text, "compose.yaml": compose}, "healthcheck-missing")
    assert [finding.workload for finding in findings] == ["stage `base`"]


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ("localhost/shop", 0),
        ("localhost:5000/shop", 1),
        ("shop/api", 1),
        ("api", 0),
        ("shop_api", 1),
        ("web", 1),
    ],
)
def test_an_image_that_the_tree_builds_need_not_be_pinned(find, image, found):
    files = {"api/Dockerfile": "FROM scratch\n", "compose.yaml": f"services:\n  one:\n    image: {image}\n"}
    assert len(find(files, "unpinned-image")) == found


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ({"compose.yaml": "services:\n  web:\n    image: nginx\n"}, "nginx"),
        ({"Dockerfile": "FROM nginx\n"}, "nginx"),
        ({"run.sh": "docker run nginx\n"}, "nginx"),
        (
            {
                "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"
                "spec:\n  containers:\n    - {name: web, image: nginx}\n"
            },
            "nginx",
        ),
    ],
)
def test_an_image_without_a_tag_is_found_on_every_platform(find, file, says):
    (finding,) = find(file, "unpinned-image")
    assert finding.span.text == says
    assert find(
        {name: text.replace("nginx", "nginx:latest") for name, text in file.items()}, "unpinned-image"
    )


MAKERS = """cp mv rsync ln curl wget clone tar unzip install submodule mkdir > -o --output --out-dir generate fetch download touch""".split()


@pytest.mark.parametrize(("word", "found"), [*((word, 0) for word in MAKERS), ("echo", 1)])
def test_a_folder_into_which_a_script_puts_something_need_not_be_there(find, word, found):
    files = {
        "Dockerfile": "FROM debian:12\nCOPY README /\nCOPY data/words.txt /words.txt\n",
        "prepare.sh": f"#!/bin/sh\nsome {word} other data\ndocker build -t web .\n",
        "README": "words",
        "data/other.txt": "",
    }
    assert len(find(files, "copy-source-missing")) == found


def test_what_is_missing_is_told_by_its_path_and_the_folder_of_the_build(find):
    files = {
        "Dockerfile": "FROM debian:12\nCOPY other.txt /\nCOPY shop.py /\n",
        "other.txt": "",
        "compose.yaml": "services: {web: {build: .}}\n",
    }
    (finding,) = find(files, "copy-source-missing")
    assert "shop.py" in finding.message
    assert "context, the root of the project" in finding.message
    inside = {f"web/{name}": text for name, text in files.items()}
    (finding,) = find(inside, "copy-source-missing")
    assert "`web`" in finding.message


def test_objects_beside_a_missing_one_are_shown_three_at_most(find):
    made = [
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web-other{at}}}\ndata: {{a: b}}\n"
        for at in range(5)
    ]
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
        "    - name: web\n      image: web:1\n      envFrom: [{configMapRef: {name: web-settings}}]\n"
    )
    (finding,) = find({"all.yaml": "---\n".join([*made, pod])}, "config-reference-missing")
    assert len(finding.related) == 3
    guide = "Mount it:\n\n```yaml\nspec:\n  containers:\n    - name: web\n      image: web\n"
    guide += "      volumeMounts: [{name: data, mountPath: /data}]\n  volumes: [{name: other, emptyDir: {}}]\n```\n"
    assert find({"README.md": guide}, "config-reference-missing") == ()
