"""No input breaks the Kubernetes reader, and every span it gives lies in its file."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wslint.model.facts import FileFacts
from wslint.readers.kubernetes import read_kubernetes
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source, Span

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"

WHOLE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: agent, namespace: prod, annotations: {checkov.io/skip1: x}}
spec:
  template:
    metadata: {labels: {app: agent}, annotations: {kube-score/ignore: y}}
    spec:
      terminationGracePeriodSeconds: 120
      restartPolicy: Always
      hostNetwork: false
      hostAliases: [{ip: 192.0.2.1, hostnames: [a]}]
      initContainers: [{name: init, image: i, restartPolicy: Always}]
      containers:
        - name: agent
          image: registry.example/agent:1
          command: [uvicorn, "--port=$(PORT)"]
          args: [app]
          env:
            - {name: PORT, value: "8000"}
            - {name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}
          envFrom: [{prefix: A, configMapRef: {name: c, optional: false}}]
          ports: [{name: http, containerPort: 8000, protocol: TCP, hostPort: 80}]
          livenessProbe: {httpGet: {path: /, port: http, host: a}, periodSeconds: 30}
          readinessProbe: {exec: {command: [curl, -f, localhost]}}
          startupProbe: {grpc: {port: 1}}
          lifecycle: {stopSignal: SIGTERM, preStop: {exec: {command: [sh, -c, "sleep 5; true"]}}}
---
apiVersion: v1
kind: Service
metadata: {name: agent}
spec: {type: ClusterIP, clusterIP: None, selector: {app: agent}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: agent}
spec: {defaultBackend: {service: {name: a, port: {number: 1}}}, rules: [{http: {paths: [{backend: {service: {name: a}}}]}}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: agent}
spec: {rules: [{backendRefs: [{name: a, port: 1}], filters: [{requestMirror: {backendRef: {name: b}}}]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {A: b}
binaryData: {C: d}
---
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
patches: [{path: a}]
patchesStrategicMerge: [b]
resources: [c]
---
apiVersion: v1
kind: List
items: [{apiVersion: example.com/v1, kind: Fleet, spec: {podTemplate: {spec: {containers: [{name: a}]}}}}]
"""


def spans(value: Any) -> list[Span]:
    """Every span in some facts."""
    found: list[Span] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Span):
            found.append(one)
        elif isinstance(one, tuple):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif hasattr(one, "__dict__") and not isinstance(one, type):
            waiting.extend(vars(one).values())
    return found


def facts_of(text: str) -> FileFacts:
    facts = read_kubernetes(parse_yaml(Source("deploy/all.yaml", text)))
    assert all(0 <= span.start <= span.end <= len(text) for span in spans(facts))
    keys = [workload.key for workload in facts.workloads]
    assert len(set(keys)) == len(keys)
    return facts


def scalar_places() -> list[tuple[int, int]]:
    """Where the words of the text begin and end."""
    places: list[tuple[int, int]] = []
    at = 0
    while at < len(WHOLE):
        end = at
        while end < len(WHOLE) and (WHOLE[end].isalnum() or WHOLE[end] in "./-$"):
            end += 1
        if end > at:
            places.append((at, end))
        at = end + 1
    return places


PLACES = scalar_places()
REPLACEMENTS = [
    "",
    "null",
    "[]",
    "{}",
    "[[x]]",
    "{a: {b: c}}",
    "12",
    "1.5",
    "-1",
    "1e400",
    ".nan",
    "true",
    "2001-01-01",
    "'{{ x }}'",
    "${X}",
    '"\\U0001F600"',
    "99999999999999999999",
    "*missing",
    "!!int x",
    "&a [1]",
]


def test_the_whole_text_is_understood() -> None:
    facts = facts_of(WHOLE)
    assert facts.problems == ()
    assert facts.unknown == ()
    assert len(facts.pods) == 2
    assert len(facts.annotated) == 2
    assert (facts.patches, facts.resources) == (("a", "b"), ("c",))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(REPLACEMENTS)), min_size=1, max_size=4))
def test_wrong_types_anywhere_break_nothing(changes: list[tuple[tuple[int, int], str]]) -> None:
    text = WHOLE
    for (start, end), replacement in sorted(changes, reverse=True):
        text = text[:start] + replacement + text[end:]
    facts_of(text)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 60), st.text(max_size=5))
def test_cut_and_foreign_text_breaks_nothing(start: int, length: int, inserted: str) -> None:
    facts_of(WHOLE[:start] + inserted + WHOLE[start + length :])


def test_deep_and_wide_documents_are_bounded() -> None:
    deep = "apiVersion: example.com/v1\nkind: Fleet\nspec: " + "{a: " * 150 + "1" + "}" * 150
    assert facts_of(deep).pods == ()
    bomb = "apiVersion: example.com/v1\nkind: Fleet\na0: &a0 {x: y}\n" + "".join(
        f"a{i}: &a{i} {{" + ", ".join(f"k{j}: *a{i - 1}" for j in range(9)) + "}\n" for i in range(1, 12)
    )
    assert facts_of(bomb).pods == ()


def test_every_file_of_the_corpus_is_read() -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is absent: real manifests were not read")
    pods = services = 0
    for path in sorted(CORPUS.rglob("*.y*ml")) + sorted(CORPUS.rglob("*.json")):
        text = path.read_text(encoding="utf-8", errors="replace")
        facts = read_kubernetes(parse_yaml(Source(path.name, text)))
        pods += len(facts.pods)
        services += len(facts.services)
        assert all(span.source.text is text for span in spans(facts))
    assert pods > 150
    assert services > 80
