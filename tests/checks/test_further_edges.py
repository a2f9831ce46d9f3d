"""Where a rule must keep quiet or tell one case from another, and no example of its file says so."""

import base64

import pytest


def texts(findings):
    return [finding.span.text for finding in findings]


TELLING = "PORTS ADDR ADDRESS LISTEN BIND OPTIONS OPTS ARGS".split()


@pytest.mark.parametrize(
    ("name", "found"), [*((f"SHOP_{word}", 0) for word in TELLING), ("SHOP_LIMIT", 1), ("PORTAL", 1)]
)
def test_a_check_may_ask_a_port_that_a_variable_tells_the_program(find, name, found):
    text = f"""\
FROM debian:12
ENV {name}=9100
HEALTHCHECK CMD curl -f http://localhost:9100/
CMD ["uvicorn", "shop:app", "--port", "8000"]
"""
    assert len(find({"Dockerfile": text}, "healthcheck-port-mismatch")) == found


def test_of_two_questions_the_one_that_is_told_excuses_only_itself(find):
    text = """\
FROM debian:12
ENV SHOP_ADDR=:9100
HEALTHCHECK CMD curl -f http://localhost:9100/ && curl -f http://localhost:9200/
CMD ["uvicorn", "shop:app", "--port", "8000"]
"""
    assert texts(find({"Dockerfile": text}, "healthcheck-port-mismatch")) == ["9200"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {
                "compose.yaml": "services:\n  web:\n    build: .\n    command: [uvicorn, 'shop:app', --port, '9000']\n"
            },
            "`healthcheck:`",
        ),
        (
            {"run.sh": "docker build -t shop .\ndocker run shop uvicorn shop:app --port 9000\n"},
            "--health-cmd",
        ),
    ],
)
def test_who_moves_the_port_is_told_how_to_ask_it(find, files, says):
    image = (
        "FROM python:3.12\nHEALTHCHECK CMD curl -f http://localhost:8000/\n"
        'CMD ["uvicorn", "shop:app", "--port", "8000"]\n'
    )
    (finding,) = find({"Dockerfile": image, **files}, "healthcheck-port-mismatch")
    assert says in finding.help


def test_ranges_of_one_port_each_take_a_range_in_any_order(find):
    text = """\
services:
  last: {image: "web:1", ports: ["8001:80"]}
  first: {image: "web:1", ports: ["8000:80"]}
  range: {image: "web:1", ports: ["8000-8001:80"]}
"""
    assert len(find({"compose.yaml": text}, "host-port-collision")) == 1
    assert find({"compose.yaml": text.replace('"8001:80"', '"8002:80"')}, "host-port-collision") == ()


def test_a_secret_in_what_is_not_base64_is_none(find):
    token = "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
    encoded = base64.b64encode(token.encode()).decode()
    text = "apiVersion: v1\nkind: Secret\nmetadata: {{name: shop}}\ndata:\n  token: {}\n"
    assert find({"all.yaml": text.format(encoded)}, "secret-literal")
    assert find({"all.yaml": text.format(encoded[:8] + "*" + encoded[8:])}, "secret-literal") == ()


def test_a_service_on_an_image_built_on_another_of_the_tree_lacks_a_check_as_that_does(find):
    compose = """\
services:
  base: {build: base, image: registry.example/base, profiles: [build]}
  web: {build: web}
"""
    files = {
        "compose.yaml": compose,
        "base/Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop:app", "--port", "8000"]\n',
        "web/Dockerfile": "FROM registry.example/base\nCOPY . .\n",
    }
    assert "web" in texts(find(files, "service-healthcheck-missing"))
    files["base/Dockerfile"] += "HEALTHCHECK CMD curl -f http://localhost:8000/\n"
    assert find(files, "service-healthcheck-missing") == ()


@pytest.mark.parametrize("check", ["${CHECK}", "{test: ['CMD', 'true']}", "{disable: true}"])
def test_a_service_whose_own_check_may_be_there_lacks_none(find, check):
    files = {
        "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop:app", "--port", "8000"]\n',
        "compose.yaml": f"services:\n  web:\n    build: .\n    healthcheck: {check}\n",
    }
    assert find(files, "service-healthcheck-missing") == ()
    files["compose.yaml"] = "services:\n  web:\n    build: .\n"
    assert len(find(files, "service-healthcheck-missing")) == 1


POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: registry.example/web:1
      volumeMounts: [{name: data, mountPath: /data}]
  volumes:
    - {name: other, emptyDir: {}}
"""


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("pod.yaml", POD, 1),
        ("apply.sh", f"#!/bin/sh\nkubectl apply -f - <<EOF\n{POD}EOF\n", 1),
        ("README.md", f"Mount it:\n\n```yaml\n{POD}```\n", 0),
    ],
)
def test_a_guide_may_show_a_pod_without_its_volumes(find, name, text, found):
    assert len(find({name: text}, "config-reference-missing")) == found


@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_around_a_number_go_with_it(find, quote):
    text = f"services:\n  web:\n    image: web:1\n    mem_swappiness: {quote}60{quote}\n"
    for finding in find({"compose.yaml": text}, "compose-invalid-value"):
        (edit,) = finding.fix.edits
        assert (edit.span.text, edit.text) == (f"{quote}60{quote}", "60")


def test_a_shell_form_is_told_with_the_workload_that_has_it(find):
    files = {"compose.yaml": "services:\n  web:\n    image: web:1\n    entrypoint: sh -c 'python -m shop'\n"}
    (finding,) = find(files, "shell-form-entrypoint")
    assert finding.workload == "service `web`"


DEAF = (
    "nginx nginx-unprivileged openresty httpd haproxy traefik envoy caddy postgres postgresql pgvector mysql mariadb "
    "mongo mongodb redis valkey memcached rabbitmq elasticsearch opensearch kafka zookeeper nats vault consul minio "
    "prometheus grafana alertmanager loki"
).split()


@pytest.mark.parametrize(("image", "found"), [*((image, 0) for image in DEAF), ("shop", 1)])
def test_what_does_not_heed_port_listens_where_it_likes(find, image, found):
    pod = f"""\
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  containers:
    - name: web
      image: registry.example/{image}:1
      env: [{{name: PORT, value: "9000"}}]
      ports: [{{containerPort: 8000}}]
"""
    assert len(find({"all.yaml": pod}, "container-port-mismatch")) == found


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("secret-literal, unpinned-image", "secret-literal"),
        ("unpinned-image, secret-literal", "secret-literal"),
    ],
)
def test_a_word_that_silences_nothing_goes_out_of_a_suppression(find, comment, left):
    text = f"""\
services:
  web:
    image: web:1
    environment:
      # wslint: ignore[{comment}] -- a test
      POSTGRES_PASSWORD: hunter2hunter2
"""
    findings = find({"compose.yaml": text}, "unused-suppression", "secret-literal", "unpinned-image")
    (finding,) = [one for one in findings if one.name == "unused-suppression"]
    (edit,) = finding.fix.edits
    source = edit.span.source.text
    assert f"ignore[{left}]" in source[: edit.span.start] + edit.text + source[edit.span.end :]
