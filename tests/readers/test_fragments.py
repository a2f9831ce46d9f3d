"""Pieces of manifests and Compose files in documents: known by their keys, never asked for what is outside."""

import os
from collections.abc import Sequence

import pytest

from wslint.engine.finding import Finding
from wslint.engine.run import run_rules
from wslint.model.facts import FileFacts
from wslint.model.value import Absent, Known, Unknown
from wslint.packs.load import load_rules
from wslint.project.project import Project, Seams
from wslint.readers.compose.fragments import read_compose_fragment
from wslint.readers.document import read_document, read_embedded_dockerfile, read_embedded_yaml
from wslint.readers.kubernetes.fragments import read_kubernetes_fragment
from wslint.settings.record import Settings
from wslint.syntax.markdown import parse_markdown
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source, Span

GUIDE = """\
---
title: Self-Hosted Workspace Deployment with Docker
---
# Self-Hosted Workspace Deployment

## Run it

```bash
docker run -d \\
  --name workspace \\
  -p 8000:8000 \\
  -e WORKSPACE_ID=<workspace-id> \\
  -e MOLECULE_API_URL=http://host.docker.internal:8080 \\
  <registry>/workspace-agent:1.4
```

## Kubernetes deployment

For Kubernetes deployments, use the native liveness/readiness probe configuration instead of the Docker HEALTHCHECK:

```yaml
ports:
  - name: http
    containerPort: 8000
livenessProbe:
  httpGet:
    path: /agent/card
    port: http
  initialDelaySeconds: 30
  periodSeconds: 30
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /agent/card
    port: http
  initialDelaySeconds: 10
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
terminationGracePeriodSeconds: 120
```

> **Note:** `terminationGracePeriodSeconds` must exceed the liveness probe failure window (3 × 30s = 90s).
"""


def kubernetes(text: str) -> FileFacts | None:
    return read_kubernetes_fragment(parse_yaml(Source("guide.md", text)))


def compose(text: str) -> FileFacts | None:
    return read_compose_fragment(parse_yaml(Source("guide.md", text)), {})


def facts_of(document: str) -> list[FileFacts]:
    found = []
    for embedded in read_document(parse_markdown(Source("guide.md", document))).embedded:
        if embedded.kind == "shell":
            continue
        read = (
            read_embedded_dockerfile(embedded.source)
            if embedded.kind == "dockerfile"
            else read_embedded_yaml(embedded)
        )
        if isinstance(read, FileFacts):
            found.append(read)
    return found


def findings(facts: Sequence[FileFacts]) -> list[Finding]:
    """What all rules find in some facts."""
    seams = Seams(env_file=lambda *_: None, context_file=lambda *_: None)
    folder = os.path.abspath(os.sep)
    project = Project(facts, folders={"guide.md": folder}, stages_of={}, seams=seams)
    ran = run_rules(project, load_rules(), Settings(root=folder))
    assert not ran.internal
    return list(ran.findings)


def found(document: str) -> list[tuple[str, int]]:
    return [(one.name, one.span.line) for one in findings(facts_of(document))]


def line_of(document: str, text: str) -> int:
    return document[: document.index(text)].count("\n") + 1


def test_the_guide_as_it_is_now_is_sound() -> None:
    assert found(GUIDE) == []


@pytest.mark.parametrize(("grace", "wrong"), [(30, True), (89, True), (90, False), (91, False), (120, False)])
def test_the_grace_of_the_guide_is_held_against_its_probe_at_its_line(grace: int, wrong: bool) -> None:
    text = GUIDE.replace("Seconds: 120", f"Seconds: {grace}")
    expected = [("grace-period-too-short", line_of(text, "terminationGracePeriodSeconds: "))] if wrong else []
    assert found(text) == expected


def test_the_guides_grace_is_held_against_the_default_of_a_field_that_the_probe_leaves_out() -> None:
    text = GUIDE.replace("  failureThreshold: 3\nreadinessProbe", "readinessProbe").replace(": 120", ": 30")
    assert found(text) == [("grace-period-too-short", line_of(text, "terminationGracePeriodSeconds: "))]


def test_a_probe_of_the_guide_that_asks_a_port_of_another_name_is_found_at_its_line() -> None:
    text = GUIDE.replace("port: http\n  initialDelaySeconds: 30", "port: web\n  initialDelaySeconds: 30")
    assert found(text) == [("probe-port-mismatch", line_of(text, "port: web"))]


def test_the_fix_for_the_guide_is_made_in_the_document() -> None:
    text = GUIDE.replace("Seconds: 120", "Seconds: 30")
    (finding,) = findings(facts_of(text))
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    home = edit.span.home
    assert text[: home.start] + edit.text + text[home.end :] == GUIDE.replace("Seconds: 120", "Seconds: 90")


def test_the_guide_nested_in_a_quote_and_a_list_says_the_same_at_its_lines() -> None:
    lines = GUIDE.replace("Seconds: 120", "Seconds: 30").split("\n")
    text = "- a\n" + "\n".join(f"  > {line}" for line in lines[3:])
    assert found(text) == [("grace-period-too-short", line_of(text, "terminationGracePeriodSeconds: "))]


def test_the_docker_run_of_the_guide_comes_out_with_its_lines() -> None:
    shell = read_document(parse_markdown(Source("guide.md", GUIDE))).embedded[0]
    assert shell.kind == "shell"
    text = shell.source.text
    assert "-e WORKSPACE_ID=${___________}" in text
    at = text.index("http://host")
    assert shell.source.position(at).line == 5
    assert Span(shell.source, at, at + 4).line == line_of(GUIDE, "http://host")


def test_the_guide_as_it_was_scraped_is_only_similar_to_yaml() -> None:
    flat = "\n".join(line.strip().replace(": ", ":") for line in GUIDE.split("\n"))
    (embedded,) = [
        one for one in read_document(parse_markdown(Source("g.md", flat))).embedded if one.kind == "yaml"
    ]
    assert isinstance(read_embedded_yaml(embedded), Unknown)


CONTAINER = "name: web\nimage: web:1\nports:\n  - containerPort: 80\n"
PROBE = "livenessProbe:\n  httpGet: {path: /, port: 80}\n"
KUBERNETES = {
    "a container's keys": CONTAINER + PROBE,
    "a probe alone": PROBE,
    "ports alone": "ports:\n  - containerPort: 80\n",
    "a grace alone": "terminationGracePeriodSeconds: 5\n",
    "probes beside a grace": PROBE + "terminationGracePeriodSeconds: 60\n",
    "a list of containers": "- " + (CONTAINER + PROBE).replace("\n", "\n  ").rstrip(" "),
    "containers": "containers:\n  - name: web\n    image: web:1\n",
    "containers without image": "containers:\n  - name: web\n    resources: {}\n",
    "a pod spec": "containers:\n  - name: web\n    image: web:1\nterminationGracePeriodSeconds: 5\nvolumes: []\n",
    "a spec around it": "spec:\n  containers:\n    - name: web\n      image: web:1\n",
    "a template around it": "spec:\n  template:\n    spec:\n      containers:\n        - {name: web, image: web:1}\n",
    "a template alone": "template:\n  metadata: {labels: {a: b}}\n  spec:\n    containers: [{name: web, image: web:1}]\n",
    "a kind without apiVersion": "kind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers: [{name: web, image: web:1}]\n",
    "env of a container": "image: web:1\nenv:\n  - name: DB_HOST\n    value: localhost\n",
    "a hook": "containers:\n  - name: web\n    image: a:1\n    lifecycle: {preStop: {exec: {command: [sleep, '40']}}}\n",
    "host aliases": "hostAliases:\n  - ip: 10.0.0.1\n    hostnames: [a]\n",
}


@pytest.mark.parametrize("text", KUBERNETES.values(), ids=KUBERNETES)
def test_a_piece_of_a_manifest_is_read_and_nothing_is_called_missing(text: str) -> None:
    facts = kubernetes(text)
    assert facts is not None
    assert facts.kind == "kubernetes"
    (pod,) = facts.pods
    assert not pod.partial
    assert pod.labels is None
    assert not isinstance(pod.grace, Absent)
    assert not isinstance(pod.host_network, Absent)
    for workload in facts.workloads:
        values = (
            workload.image,
            workload.command,
            workload.entrypoint,
            workload.stop_signal,
            workload.pre_stop,
        )
        assert not any(isinstance(value, Absent) for value in (*values, *workload.probes.values()))
        assert not workload.environment.complete
    assert findings([facts]) == []
    assert findings(facts_of(f"~~~yaml\n{text}~~~\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "image:\n  repository: a\nlivenessProbe: {}\nservice: {}\n",
        "name: x\nimage: web:1\n",
        "replicaCount: 3\nspec: 4\n",
        "- hosts: all\n  name: a\n",
        "volumes:\n  - name: a\n",
        "spec:\n  rules: []\n",
        "image: node\nscript: [a]\nports: ['80:80']\n",
        "a\n",
        "",
    ],
)
def test_what_may_be_something_else_is_no_piece_of_a_manifest(text: str) -> None:
    assert kubernetes(text) is None


def test_what_a_piece_writes_is_known_with_documented_defaults_inside_a_probe() -> None:
    facts = kubernetes(PROBE + "terminationGracePeriodSeconds: 7\n")
    assert facts is not None
    (pod,) = facts.pods
    probe = facts.workloads[0].probes["liveness"]
    assert isinstance(probe, Known)
    assert isinstance(probe.value.period, Absent)
    assert probe.value.period.default == 10.0
    assert isinstance(pod.grace, Known)
    assert pod.grace.value == 7
    assert isinstance(facts.workloads[0].probes["readiness"], Unknown)


def test_several_documents_are_several_pieces() -> None:
    facts = kubernetes(PROBE + "---\nterminationGracePeriodSeconds: 5\n")
    assert facts is not None
    assert len(facts.pods) == 2


COMPOSE = {
    "a service's keys": "image: web:1\nports: ['80:80']\n",
    "a healthcheck alone": "healthcheck:\n  test: [CMD, curl, -f, http://localhost:8000/]\n  interval: 30s\n",
    "extra hosts alone": "extra_hosts: ['host.docker.internal:host-gateway']\n",
    "a grace alone": "stop_grace_period: 30s\n",
    "a service by its name": "web:\n  image: web:1\n  ports: ['80:80']\n",
    "two services": "web:\n  build: .\n  depends_on: [db]\ndb:\n  image: db:1\n  volumes: [a:/b]\nvolumes:\n  a:\n",
    "services without something to run": "services:\n  web:\n    environment: {URL: 'http://host.docker.internal'}\n",
    "a workspace": "agent:\n  image: workspace-agent:1\n  environment: {WORKSPACE_ID: a}\n",
}


@pytest.mark.parametrize("text", COMPOSE.values(), ids=COMPOSE)
def test_a_piece_of_a_compose_file_is_read_and_nothing_is_called_missing(text: str) -> None:
    facts = compose(text)
    assert facts is not None
    assert facts.kind == "compose"
    assert not facts.partial
    for workload in facts.workloads:
        assert workload.partial
        assert not isinstance(workload.grace, Absent)
        assert not isinstance(workload.healthcheck, Absent)
        assert not isinstance(workload.extra_hosts, Absent)
    assert findings([facts]) == []
    assert findings(facts_of(f"~~~yaml\n{text}~~~\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "build:\n  image: node\n  script: [a]\n",
        "image: web:1\n",
        "volumes:\n  a:\n",
        "jobs:\n  a:\n    image: b\n    command: c\n",
        "web:\n  image: a\n  ports: [{containerPort: 80}]\n",
        "name: x\nversion: 3\n",
        "- image: a\n",
        "services:\n  db:\n    image: a\n    options: b\n",
    ],
)
def test_what_may_be_something_else_is_no_piece_of_a_compose_file(text: str) -> None:
    assert compose(text) is None


def test_what_a_piece_of_a_compose_file_writes_is_judged() -> None:
    text = "~~~yaml\nweb:\n  image: web:1\n  ports: ['80:80']\n  stop_signal: SIGKILL\n~~~\n"
    assert ("stop-signal-uncatchable", 5) in found(text)


def test_a_dockerfile_without_its_end_is_asked_for_no_healthcheck() -> None:
    assert found("~~~dockerfile\nFROM python:3.12-slim\nRUN pip install a\n~~~\n") == []
