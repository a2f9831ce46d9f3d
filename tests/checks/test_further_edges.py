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
  a: {image: "web:1", ports: ["8001:80"]}
  b: {image: "web:1", ports: ["8000:80"]}
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
    text = f"services:\n  web:\n    image: web:1\n    build:\n      ulimits: {{nofile: {quote}1024{quote}}}\n"
    (finding,) = find({"compose.yaml": text}, "compose-invalid-value")
    (edit,) = finding.fix.edits
    assert (edit.span.text, edit.text) == (f"{quote}1024{quote}", "1024")


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


def test_of_two_words_that_silence_nothing_neither_goes_alone(find):
    text = """\
services:
  web:
    image: web:1
    environment:
      # wslint: ignore[secret-literal, unpinned-image, duplicate-key] -- a test
      POSTGRES_PASSWORD: hunter2hunter2
"""
    findings = find(
        {"compose.yaml": text}, "unused-suppression", "secret-literal", "unpinned-image", "duplicate-key"
    )
    unused = [one for one in findings if one.name == "unused-suppression"]
    assert [one.fix for one in unused] == [None, None]


def test_a_time_that_is_not_written_is_added_to_the_command_line(find):
    text = "docker build -t shop .\ndocker run --health-cmd=true --health-interval=20s shop\n"
    files = {"run.sh": text, "Dockerfile": 'FROM scratch\nCMD ["web"]\n'}
    (finding,) = find(files, "probe-timeout-not-below-period")
    (edit,) = finding.fix.edits
    source = edit.span.source.text
    assert (
        source[: edit.span.start] + edit.text + source[edit.span.end :]
        == "docker build -t shop .\ndocker run --health-timeout=5s --health-cmd=true --health-interval=20s shop\n"
    )


@pytest.mark.parametrize(
    ("failures", "found"), [("3", ["liveness-before-readiness"]), ("many", []), ("true", []), ("null", [])]
)
def test_a_number_of_failures_that_is_none_makes_no_window(find, failures, found):
    text = f"""\
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  terminationGracePeriodSeconds: 300
  containers:
    - name: web
      image: registry.example/web:1
      livenessProbe: {{tcpSocket: {{port: 80}}, failureThreshold: {failures}}}
      readinessProbe: {{tcpSocket: {{port: 80}}, failureThreshold: {"3" if failures == "null" else "9"}}}
"""
    rules = ("liveness-before-readiness", "grace-period-too-short")
    assert [finding.name for finding in find({"all.yaml": text}, *rules)] == found


def test_a_grace_that_an_alias_repeats_is_not_mended_in_one_place(find):
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  activeDeadlineSeconds: &seconds 20
  terminationGracePeriodSeconds: *seconds
  containers:
    - name: web
      image: registry.example/web:1
      livenessProbe: {tcpSocket: {port: 80}, failureThreshold: 9}
"""
    (finding,) = find({"all.yaml": text}, "grace-period-too-short")
    assert finding.fix is None


def test_ports_that_come_from_elsewhere_are_not_taken_out(find):
    text = """\
x-base: &base
  image: registry.example/web:1
  ports: ["80:80"]
services:
  web:
    <<: *base
    network_mode: host
"""
    findings = find({"compose.yaml": text}, "host-network-published-ports")
    assert [finding.fix for finding in findings] == [None]


BROWSERS = (
    "next nuxt nuxi vite ng react-scripts http-server serve astro remix node nodejs npm yarn pnpm bun deno nginx "
    "httpd httpd-foreground caddy"
).split()


@pytest.mark.parametrize(("program", "found"), [*((program, 0) for program in BROWSERS), ("shop", 1)])
def test_an_address_may_be_meant_for_the_browsers_of_a_program_that_serves_pages(find, program, found):
    files = {
        "Dockerfile": f'FROM scratch\nCOPY . .\nENV PORT=3000\nENTRYPOINT ["/bin/{program}", "start"]\n',
        "compose.yaml": 'services:\n  web:\n    build: .\n    environment: {API_URL: "http://localhost:8000"}\n',
    }
    assert len(find(files, "loopback-in-container")) == found


def test_an_address_without_a_port_does_not_hide_the_next_one(find):
    text = """\
services:
  web:
    image: registry.example/web:1
    environment: {REDIS_HOST: localhost, REDIS_PORT: tcp, CACHE_URL: "redis://localhost:6379"}
  cache:
    image: redis:7
"""
    assert texts(find({"compose.yaml": text}, "loopback-in-container")) == ["localhost:6379"]


def test_the_same_entry_twice_is_said_to_go(find):
    text = "services:\n  web:\n    image: web:1\n    image: web:1\n"
    (finding,) = find({"compose.yaml": text}, "duplicate-key")
    assert finding.fix.description == "remove the second one, which says the same"


def test_what_has_no_source_is_not_mended(find):
    text = "services:\n  web:\n    image: web:1\n    secrets:\n      - {target: x}\n"
    (finding,) = find({"compose.yaml": text}, "compose-invalid-value")
    assert finding.fix is None


def test_a_pattern_is_taken_back_by_the_path_as_it_is_seen_from_the_context(find):
    files = {
        "Dockerfile": "FROM debian:12\nCOPY other.conf /\nCOPY ./conf/shop.conf /\n",
        "other.conf": "",
        "compose.yaml": "services: {web: {build: .}}\n",
        "conf/shop.conf": "",
        ".dockerignore": "conf\n",
    }
    (finding,) = find(files, "copy-source-missing")
    assert "`!conf/shop.conf`" in finding.help


@pytest.mark.parametrize(("name", "found"), [("compose.yaml", 1), ("README.md", 1), ("SHORT.md", 0)])
def test_a_guide_may_leave_out_the_check_that_others_wait_for(find, name, found):
    text = """\
services:
  web:
    image: registry.example/web:1
    depends_on: {db: {condition: service_healthy}}
  db:
    build: .
"""
    image = 'FROM scratch\nCMD ["db"]\n'
    text += "    # ...\n" if name == "SHORT.md" else ""
    shown = f"Wait for it:\n\n```yaml\n{text}```\n" if name.endswith(".md") else text
    assert len(find({name: shown, "Dockerfile": image}, "depends-on-unhealthy-service")) == found


def test_the_documented_interval_is_written_out(find):
    text = (
        "FROM python:3.12\nLABEL wslint.dev/profile=workspace\n"
        'HEALTHCHECK --interval=29s CMD true\nCMD ["web"]\n'
    )
    (finding,) = find({"Dockerfile": text}, "healthcheck-interval-mismatch")
    assert "--interval=30s" in finding.help


def test_a_service_in_a_build_is_held_against_the_pods_of_that_build(find):
    files = {
        "base/kustomization.yaml": "resources: [all.yaml]\n",
        "base/all.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: api}}\n"
        "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\n"
        "spec: {containers: [{name: web, image: web}]}\n",
        "over/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n",
    }
    assert texts(find(files, "service-selects-nothing")) == ["{app: api}"]


def test_a_pod_of_some_namespace_may_be_meant_by_a_service_of_none(find):
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: api}}\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, %s labels: {app: %s}}\nspec: {containers: [{name: a, image: b}]}\n"
    files = {"all.yaml": "---\n".join([service, pod % ("", "web"), pod % ("namespace: shop,", "api")])}
    assert find(files, "service-selects-nothing") == ()
    files = {"all.yaml": "---\n".join([service, pod % ("", "web"), pod % ("namespace: shop,", "web")])}
    assert len(find(files, "service-selects-nothing")) == 1


def test_several_declared_ports_are_told_in_order(find):
    text = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 90}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - name: web
      image: registry.example/web:1
      ports: [{containerPort: 8080}, {containerPort: 80}, {containerPort: 443}]
"""
    (finding,) = find({"all.yaml": text}, "service-target-port-mismatch")
    assert "80, 443 and 8080" in finding.message


def test_a_sidecar_needs_what_its_kind_of_workload_needs(find):
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
    - name: agent
      image: registry.example/agents/workspace:1.4
      restartPolicy: Always
      env: [{name: WORKSPACE_ID, value: ws-1}]
  containers:
    - name: web
      image: registry.example/web:1
"""
    assert [finding.workload for finding in find({"all.yaml": text}, "required-env-missing")] == [
        "Pod/web container `agent`"
    ]
    once = text.replace("      restartPolicy: Always\n", "")
    assert find({"all.yaml": once}, "required-env-missing") == ()


@pytest.mark.parametrize("sets", ["", "    env_file: ['${OTHER}.env']\n"])
def test_an_unknown_file_of_variables_does_not_hide_an_address_without_a_variable_for_its_port(find, sets):
    text = f"""\
services:
  web:
    image: registry.example/web:1
    environment: {{REDIS_SERVER: localhost}}
{sets}  cache:
    image: redis:7
"""
    assert texts(find({"compose.yaml": text}, "loopback-in-container")) == ["localhost"]
