"""Texts to facts, for the tests of the Kubernetes reader."""

from textwrap import dedent

from wslint.model.facts import FileFacts
from wslint.model.workload import Pod, Workload
from wslint.readers.kubernetes import read_kubernetes
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source


def read(text: str, path: str = "deploy/agent.yaml") -> FileFacts:
    return read_kubernetes(parse_yaml(Source(path, dedent(text))))


def the_pod(text: str, path: str = "deploy/agent.yaml") -> Pod:
    (pod,) = read(text, path).pods
    return pod


def deployment(container: str, pod: str = "") -> str:
    """A Deployment with one container `web`; `container` and `pod` are further keys, dedented."""
    lines = [
        "apiVersion: apps/v1",
        "kind: Deployment",
        "metadata: {name: web}",
        "spec:",
        "  template:",
        "    metadata: {labels: {app: web}}",
        "    spec:",
        *("      " + line for line in dedent(pod).strip().splitlines()),
        "      containers:",
        "        - name: web",
        "          image: registry.example/web:1.2",
        *("          " + line for line in dedent(container).strip().splitlines()),
    ]
    return "\n".join(lines) + "\n"


def the_container(container: str, pod: str = "") -> Workload:
    """The one container of such a Deployment."""
    (workload,) = read(deployment(container, pod)).workloads
    return workload
