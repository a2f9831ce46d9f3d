"""Secrets, references and build contexts where it takes more than an example to see that a rule is right."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

Find = Callable[..., tuple[Any, ...]]

TOKEN = "ghp_q7Zt3KfR9mXw2LbV8sNc4HdY6jPa1GeT5uBk"  # noqa: S105 - made up
KEY = "-----BEGIN PRIVATE KEY-----\nMIIEq7Zt3KfR9mXw2LbV8sNc4HdY6jPa1GeT5uBkq7Zt3KfR9mXw2LbV8sNc4Hd\n"
POD = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: 'x.example/a:1'}]}\n"
PLACES = {
    "a service": {
        "compose.yaml": f"services:\n  a:\n    image: x.example/a:1\n    environment: [T={TOKEN}]\n"
    },
    "an ENV": {"Dockerfile": f"FROM debian:12\nENV T={TOKEN}\n"},
    "an ARG": {"Dockerfile": f'FROM debian:12\nARG T="{TOKEN}"\n'},
    "a script": {"run.sh": f"#!/bin/sh\ndocker run -e T={TOKEN} x.example/a:1\n"},
    "the midst of a ConfigMap's file": {
        "a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
        f"data:\n  app.ini: |\n    [app]\n    token = {TOKEN}\n{POD}"
    },
    "a Secret's data": {
        "a.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n"
        f"data:\n  t: {base64.b64encode(TOKEN.encode()).decode()}\n{POD}"
    },
    "a key in a Secret": {
        "a.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n"
        f"data:\n  tls.key: {base64.b64encode(KEY.encode()).decode()}\n{POD}"
    },
}


@pytest.mark.parametrize("files", PLACES.values(), ids=PLACES)
def test_a_token_is_found_wherever_it_stands_and_no_word_of_the_finding_repeats_it(
    find: Find, files: dict[str, str]
) -> None:
    (finding,) = find(files, "secret-literal")
    assert finding.severity == "error"
    said = " ".join([finding.message, finding.help, finding.label, *(one.message for one in finding.related)])
    assert TOKEN not in said
    assert "MIIE" not in said


def test_a_value_that_an_anchor_shares_is_one_finding(find: Find) -> None:
    text = f"""x-env: &env
  T_TOKEN: {TOKEN}
services:
  a: {{image: "x.example/a:1", environment: *env}}
  b: {{image: "x.example/b:1", environment: {{<<: *env, LEVEL: info}}}}
"""
    (finding,) = find({"compose.yaml": text}, "secret-literal")
    assert finding.span.text == TOKEN


def test_an_override_that_brings_the_check_makes_a_service_healthy(find: Find) -> None:
    base = """services:
  api: {image: "x.example/api:1", depends_on: {db: {condition: service_healthy}}}
  db: {image: "postgres:16"}
"""
    assert find({"compose.yaml": base}, "depends-on-unhealthy-service")
    override = 'services:\n  db: {healthcheck: {test: ["CMD", "pg_isready"]}}\n'
    files = {"compose.yaml": base, "compose.override.yaml": override}
    assert not find(files, "depends-on-unhealthy-service")


def test_two_overlays_hold_what_they_name_each_for_itself(find: Find) -> None:
    base = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - {name: web, image: "x.example/web:1", envFrom: [{configMapRef: {name: web-env}}]}
"""
    generator = "resources: [../base]\nconfigMapGenerator:\n  - {name: NAME, literals: [A=1]}\n"
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": base,
        "right/kustomization.yaml": generator.replace("NAME", "web-env"),
    }
    assert not find(files, "config-reference-missing")
    files["wrong/kustomization.yaml"] = generator.replace("NAME", "web-envs")
    # The name is spoken of in the other overlay: whether this one lacks it cannot be told.
    assert not find(files, "config-reference-missing")
    del files["right/kustomization.yaml"]
    (finding,) = find(files, "config-reference-missing")
    assert finding.span.text == "web-env"


def test_two_contexts_of_one_dockerfile_are_both_looked_at(find: Find) -> None:
    files = {
        "api/Dockerfile": "FROM debian:12\nCOPY settings.ini /etc/\n",
        "api/settings.ini": "",
        "compose.yaml": """services:
  right: {build: api}
  wrong: {build: {context: ., dockerfile: api/Dockerfile}}
""",
    }
    (finding,) = find(files, "copy-source-missing")
    assert "root of the project" in finding.message
    assert [one.span.line for one in finding.related] == [3]


def test_nothing_outside_of_the_root_is_looked_at(find: Find) -> None:
    files = {
        "Dockerfile": "FROM debian:12\nCOPY settings.ini /etc/\n",
        "compose.yaml": "services:\n  a:\n    build: {context: .., dockerfile: x/Dockerfile}\n    env_file: ../a.env\n",
    }
    assert not find(files, "copy-source-missing", "env-file-missing")
