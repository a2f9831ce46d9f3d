"""What each name of the vocabulary is for a pod, a Service and the project; of a workload, see workload_facts.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from wslint.model.kubernetes_objects import KubernetesService
from wslint.model.value import Absent, Known, Unknown, in_force, written
from wslint.model.workload import Pod, Workload
from wslint.packs.fact import NOTHING, Answer, Entries, Fact, hosts, listed, repository, short_name, told
from wslint.packs.workload_facts import WORKLOAD_FACTS, published_ports
from wslint.project.project import Project
from wslint.text.record import NamedTuple


class Around(NamedTuple):
    """The roots of the facts: what the assertion is about, and what is around it."""

    project: Project
    workload: Workload | None = None
    pod: Pod | None = None
    service: KubernetesService | None = None


def answer(path: str, around: Around) -> Answer:
    """What a name of the vocabulary is; None where that cannot be told."""
    root, _, below = path.partition(".")
    table, subject = _tables()[root], getattr(around, root)
    if subject is None:
        return NOTHING
    if below in table:
        return table[below](subject, around.project)
    record, _, field = below.rpartition(".")
    found = table[record](subject, around.project)
    return found.get(field) if isinstance(found, dict) else found


_Table: TypeAlias = Mapping[str, Callable[[Any, Project], Answer]]


def _tables() -> Mapping[str, _Table]:
    return {"workload": WORKLOAD_FACTS, "pod": _POD, "service": _SERVICE, "project": _PROJECT}


def _containers(pod: Pod) -> Answer:
    return listed((_item(one, ("name", "image", "role")), one.owner) for one in pod.containers)


def _item(workload: Workload, fields: tuple[str, ...]) -> dict[str, Any]:
    """Some facts of a workload; an image that is not known is left out."""
    item: dict[str, Any] = {"platform": workload.platform, "path": workload.path, "role": workload.role}
    item["name"] = short_name(workload)
    if not isinstance(workload.image, Unknown):
        item["image"] = written(workload.image)
        item["repository"] = repository(workload)
    return {name: item[name] for name in fields if name in item}


def _pod_labels(pod: Pod) -> Answer:
    if pod.labels is None:
        return None
    span = pod.template_labels_span
    return Entries({key: Fact(value, span) for key, value in pod.labels.items()}, complete=True)


def _selector(service: KubernetesService) -> Answer:
    if not isinstance(service.selector, Known):
        return None if isinstance(service.selector, Unknown) else Entries({}, complete=True)
    span = service.selector.span
    return Entries({k: Fact(v, span) for k, v in service.selector.value.items()}, complete=True)


def _service_ports(service: KubernetesService) -> Answer:
    found = []
    for port in service.ports:
        item: dict[str, Any] = {"name": port.name, "protocol": port.protocol}
        number = in_force(port.port)
        if number is not None:
            item["port"] = number
        target = number if isinstance(port.target, Absent) else in_force(port.target)
        if target is not None:
            item["target"] = target
        found.append((item, port.span))
    return listed(found, complete=service.complete)


_POD: _Table = {
    "kind": lambda pod, _: Fact(pod.kind),
    "name": lambda pod, _: Fact(pod.name),
    "namespace": lambda pod, _: Fact(pod.namespace),
    "path": lambda pod, _: Fact(pod.owner.source.path),
    "labels": lambda one, _: _pod_labels(one),
    "grace": lambda pod, _: told(pod.grace),
    "hostNetwork": lambda pod, _: told(pod.host_network, default=False),
    "extraHosts": lambda pod, _: hosts(pod.host_aliases),
    "longRunning": lambda pod, _: Fact(pod.long_running),
    "containers": lambda one, _: _containers(one),
}
_SERVICE: _Table = {
    "name": lambda one, _: Fact(one.name),
    "namespace": lambda one, _: Fact(one.namespace),
    "path": lambda one, _: Fact(one.owner.source.path),
    "selector": lambda one, _: _selector(one),
    "ports": lambda one, _: _service_ports(one),
    "headless": lambda one, _: Fact(one.headless),
    "external": lambda one, _: Fact(one.external),
    "pods": lambda one, project: listed((pod.title, pod.owner) for pod in project.pods_of(one)),
}


def _workloads(project: Project, _: Project) -> Answer:
    fields = ("platform", "name", "path", "role", "image", "repository")
    return listed((_item(one, fields), one.owner) for one in project.workloads)


def _all_published(project: Project, _: Project) -> Answer:
    found = []
    for workload in project.workloads:
        ports = published_ports(workload)
        if not isinstance(ports, Fact):
            return None
        items = zip(ports.value, ports.places, strict=True)
        found += [({"workload": short_name(workload), **item}, span) for item, span in items]
    return listed(found)


_PROJECT: _Table = {
    "host": lambda project, _: Fact(project.host),
    "workloads": _workloads,
    "published": _all_published,
}
