"""From an Ingress to a Service, from a Service to its pods: each names a port or a label of the next."""

from __future__ import annotations

import os

from wslint.checks.check import NoParameters, check
from wslint.checks.port_fixes import by_number, naming_fix, protocol_fix, target_fix
from wslint.checks.serving_ports import Injected, listed, may_serve, mentions
from wslint.checks.violation import Field, Related, Violation
from wslint.model.facts import FileFacts
from wslint.model.kubernetes_objects import Backend, KubernetesService, Route, ServicePort
from wslint.model.ports import DeclaredPort
from wslint.model.value import Absent, Known
from wslint.model.workload import Pod, Workload
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_RELATED = 4
_MOST_PODS = 500
"""Templates behind one Service: of more, which only a hostile tree has, nothing is said. They square with Services."""
# AWS Load Balancer Controller, Ingress annotations, `actions.${action-name}`: the name is an action's.
_IN_ANNOTATION = "use-annotation"
_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")


@check("service", Injected)
def target_port_declared(
    service: KubernetesService, project: Project, parameters: Injected
) -> Iterator[Violation]:
    """A container of some selected pod has the port that the Service sends to.

    A name is looked up among the ports of the containers (Kubernetes API, ServicePort: targetPort); a
    number reaches whatever listens, so it is only held against containers that declare their ports.
    """
    pods = project.pods_of(service)
    if not pods or len(pods) > _MOST_PODS or not service.complete or service.external:
        return
    if not all(one.declared.complete for one in _staying(pods)):
        return
    wrong = [
        found
        for port in service.ports
        if _target_of(port) not in (*parameters.injected, *parameters.injected_names)
        for found in _wrong_targets(project, service, pods, port)
    ]
    if wrong and not _are_anothers(project, service, pods):
        yield from wrong


def _target_of(port: ServicePort) -> int | str | None:
    target = port.target if isinstance(port.target, Known) else port.port
    return target.value if isinstance(target, Known) else None


def _wrong_targets(
    project: Project, service: KubernetesService, pods: tuple[Pod, ...], port: ServicePort
) -> Iterator[Violation]:
    if not isinstance(port.port, Known):
        return
    written = port.target if isinstance(port.target, Known) else port.port
    wanted: int | str = written.value
    containers = _staying(pods)
    declared = [found for one in containers for found in one.declared.ports]
    if isinstance(wanted, str):
        yield from _name(pods, port, wanted, written.span, declared)
    elif not service.headless and not _number_is_known(project, containers, port, wanted, declared):
        yield _number(pods, port, wanted, written.span, declared)


def _staying(pods: tuple[Pod, ...]) -> list[Workload]:
    return [one for pod in pods for one in pod.containers if one.role in ("main", "sidecar")]


def _are_anothers(project: Project, service: KubernetesService, pods: tuple[Pod, ...]) -> bool:
    """Whether the pods lie apart from the Service, beside a Service of their own.

    In a tree of many examples `app: web` is in several of them, and who is meant cannot be told.
    """
    folders = {project.absolute_folder(pod.owner.source.path) for pod in pods}
    here = project.absolute_folder(service.owner.source.path)
    if any(_along(here, folder) for folder in folders):
        return False
    return any(
        project.absolute_folder(other.owner.source.path) in folders
        and any(pod in pods for pod in project.pods_of(other))
        for other in project.services
        if other is not service
    )


def _along(one: str, other: str) -> bool:
    """Whether one of two folders is the other or holds it."""
    return one in _upwards(other) or other in _upwards(one)


def _number_is_known(
    project: Project, containers: list[Workload], port: ServicePort, wanted: int, declared: list[DeclaredPort]
) -> bool:
    """Whether a container declares or serves a number, or may."""
    if not declared or any(found.protocol == port.protocol and found.covers(wanted) for found in declared):
        return True
    if port.protocol != "tcp":
        return not all(one.declared.ports for one in containers)
    return any(may_serve(project, one, wanted) or mentions(project, one, wanted) for one in containers)


def _name(
    pods: tuple[Pod, ...], port: ServicePort, wanted: str, span: Span, declared: list[DeclaredPort]
) -> Iterator[Violation]:
    named = [found for found in declared if found.name == wanted]
    if any(found.protocol == port.protocol for found in named):
        return
    others = named or [found for found in declared if found.name and found.protocol == port.protocol]
    variant = "protocol" if named else ("name" if others else "nameless")
    fields = _fields(pods, port, wanted, others or declared)
    if others and not named:
        fields["there"] = " and ".join(f"`{name}`" for name in dict.fromkeys(found.name for found in others))
    new = {found.name for found in others}
    fix = None
    if variant == "name" and len(new) == 1 and span.text == wanted:
        fix = Fix(f"write `{others[0].name}`", (Edit(span, str(others[0].name)),))
    elif variant == "nameless":
        fix = naming_fix(declared, wanted)
    elif variant == "protocol":
        fix = protocol_fix(port, others[0].protocol.upper())
    related = _places(others or declared)
    yield Violation(span, fields, related, variant, fix=fix)


def _number(
    pods: tuple[Pod, ...], port: ServicePort, wanted: int, span: Span, declared: list[DeclaredPort]
) -> Violation:
    same = [found for found in declared if found.protocol == port.protocol] or declared
    written = isinstance(port.target, Known)
    numbers = {found.first for found in same}
    fix = None
    if written and len(numbers) == 1 and span.text == str(wanted):
        fix = Fix(f"write `{min(numbers)}`", (Edit(span, str(min(numbers))),), safe=False)
    elif not written and len(numbers) == 1:
        fix = target_fix(span, same[0].name or min(numbers))
    variant = "number" if written else "default"
    return Violation(span, _fields(pods, port, wanted, same), _places(same), variant, fix=fix)


def _fields(
    pods: tuple[Pod, ...], port: ServicePort, wanted: int | str, declared: list[DeclaredPort]
) -> dict[str, Field]:
    numbers = listed(found.first for found in declared)
    there = f"only port {numbers}" if numbers else "no port"
    other = declared[0].protocol.upper() if declared else ""
    names = [str(found.name or found.first) for found in declared]
    return {
        "target": wanted,
        "protocol": port.protocol.upper(),
        "other": other,
        "there": there,
        "first": names[0] if names else "http",
        "pod": pods[0].title,
    }


def _places(declared: list[DeclaredPort]) -> tuple[Related, ...]:
    spans = dict.fromkeys(port.name_span or port.span for port in declared)
    return tuple(Related(span, "declares") for span in list(spans)[:MOST_RELATED])


class SelectsNothing(NamedTuple):
    """`set_at_run_time`: labels that controllers, or the programs in the pods, add when they run.

    `cluster_namespaces`: where a cluster has pods of its own, of which no tree knows.
    """

    set_at_run_time: tuple[str, ...] = (
        "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
        "controller-revision-hash",
        "pod-template-hash",
        "pod-template-generation",
        "rollouts-pod-template-hash",
        "job-name",
        "controller-uid",
        "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "role",
        "spilo-role",
        "cnpg.io/instanceRole",
        *("vault-active", "vault-initialized", "vault-perf-standby", "vault-sealed"),
        *("openbao-active", "openbao-initialized", "openbao-sealed"),
    )
    cluster_namespaces: tuple[str, ...] = ("kube-system",)


class _Beside(NamedTuple):
    """Folder to the pod templates in it or below; label to all that have it; folders not all understood.

    What is built together counts as a folder of the build's name.
    """

    pods: Mapping[str, list[Pod]]
    labelled: Mapping[tuple[str, str], list[Pod]]
    unsure: frozenset[str]


@check("project", SelectsNothing)
def selector_matches(subject: None, project: Project, parameters: SelectsNothing) -> Iterator[Violation]:
    """Some pod template beside a Service has the labels that the Service selects by.

    Beside: in its folder or below, and in a namespace written the same. Quiet where something there
    was not read or not understood, for that may make the pods.
    """
    lonely = [
        one
        for one in project.services
        if _wants_pods(one)
        and one.namespace not in parameters.cluster_namespaces
        and not project.pods_of(one)
    ]
    if not lonely:
        return
    beside = _beside(project)
    for service in lonely:
        scope = project.scope_of(service)
        folder = scope or project.absolute_folder(service.owner.source.path)
        if folder in beside.unsure:
            continue
        near = [pod for pod in beside.pods.get(folder, ()) if pod.namespace == service.namespace]
        near = [pod for pod in near if project.scope_of(pod) == scope]
        if project.is_document:
            # A guide shows some of the pods only: those of another name may have nothing to do with it.
            near = [pod for pod in near if _meant(pod, service)]
        if near:
            yield from _unmatched(beside.labelled, service, near, parameters)


def _meant(pod: Pod, service: KubernetesService) -> bool:
    """Whether a Service and a template belong together by a name or by one label."""
    selector = service.selector.value if isinstance(service.selector, Known) else {}
    return pod.name == service.name or _matching(selector, pod) > 0


def _wants_pods(service: KubernetesService) -> bool:
    return isinstance(service.selector, Known) and service.complete and not service.external


def _beside(project: Project) -> _Beside:
    pods: dict[str, list[Pod]] = {}
    labelled: dict[tuple[str, str], list[Pod]] = {}
    unsure: set[str] = set()
    for pod in project.pods:
        folders = _around(project, pod)
        if pod.labels is None:
            unsure.update(folders)
        for label in (pod.labels or {}).items():
            labelled.setdefault(label, []).append(pod)
        for folder in folders if not pod.partial else ():
            pods.setdefault(folder, []).append(pod)
    for facts in project.files:
        if facts.scope and (facts.skipped or facts.completes):
            unsure.add(facts.scope)
        elif not _understood(facts):
            unsure.update(_upwards(project.absolute_folder(facts.source.path)))
    for folder in _completed(project):
        unsure.update(_upwards(folder))
    return _Beside(pods, labelled, frozenset(unsure))


def _around(project: Project, pod: Pod) -> tuple[str, ...]:
    scope = project.scope_of(pod)
    return (scope,) if scope else tuple(_upwards(project.absolute_folder(pod.owner.source.path)))


def _completed(project: Project) -> set[str]:
    """The folders of what some kustomization gives more labels, or more objects, than its files say."""
    listed: dict[str, FileFacts] = {}
    for facts in project.files:
        if facts.source.path.rsplit("/", 1)[-1] in _KUSTOMIZATIONS and not facts.scope:
            listed[project.absolute_folder(facts.source.path)] = facts
    waiting = [folder for folder, facts in listed.items() if facts.completes]
    found: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder in found:
            continue
        found.add(folder)
        if folder in listed:
            waiting += [os.path.normpath(os.path.join(folder, one)) for one in listed[folder].resources]
    return found


def _upwards(folder: str) -> Iterator[str]:
    """A folder and those that hold it."""
    while folder:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _unmatched(
    labelled: Mapping[tuple[str, str], list[Pod]],
    service: KubernetesService,
    near: list[Pod],
    parameters: SelectsNothing,
) -> Iterator[Violation]:
    if not isinstance(service.selector, Known):
        return
    selector = service.selector.value
    static = _static(selector, near, parameters)
    candidates = min((labelled.get(label, []) for label in static.items()), key=len, default=[])
    if not static or any(
        _matching(static, pod) == len(static) and _may_share(pod.namespace, service.namespace)
        for pod in candidates
    ):
        return
    closest = max(near, key=lambda pod: _closeness(static, pod, service))
    labels = closest.labels or {}
    fields = {
        "selector": _shown(selector),
        "pod": closest.title,
        "labels": _shown({key: labels[key] for key in labels if key in static} or labels),
    }
    variant = "" if labels else "unlabelled"
    related = (Related(closest.template_labels_span or closest.owner, "labels"),)
    yield Violation(service.selector.span, fields, related, variant)


def _shown(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in labels.items())


def _may_share(one: str | None, other: str | None) -> bool:
    """Whether two objects may be in one namespace: one that is not written is given when they are applied."""
    return one is None or other is None or one == other


def _static(selector: Mapping[str, str], pods: list[Pod], parameters: SelectsNothing) -> dict[str, str]:
    """The pairs that a template must have: without labels that are set at run time and stand in none of them."""
    return {
        key: value
        for key, value in selector.items()
        if key not in parameters.set_at_run_time or any(key in (pod.labels or {}) for pod in pods)
    }


def _matching(selector: Mapping[str, str], pod: Pod) -> int:
    labels = pod.labels or {}
    return sum(1 for key, value in selector.items() if labels.get(key) == value)


def _closeness(
    selector: Mapping[str, str], pod: Pod, service: KubernetesService
) -> tuple[int, bool, int, bool]:
    labels = pod.labels or {}
    keys = sum(1 for key in selector if key in labels)
    here = pod.owner.source is service.owner.source
    return _matching(selector, pod), pod.name == service.name, keys, here


def _understood(facts: FileFacts) -> bool:
    if facts.scope or facts.kind in ("dockerfile", "compose", "shell"):
        return True
    if any(problem.check != "duplicate-key" for problem in facts.problems):
        return False
    if facts.source.path.rsplit("/", 1)[-1] in _KUSTOMIZATIONS:
        # What it takes from the network is not in the tree; the rest is.
        return not any("://" in one or one.startswith(("github.com/", "git@")) for one in facts.resources)
    return not facts.skipped


@check("route")
def backend_port_there(route: Route, project: Project, parameters: NoParameters) -> Iterator[Violation]:
    """The Service that a route names has the port that it names there."""
    seen: set[Span] = set()
    for backend in route.backends:
        service = project.service_of(route, backend)
        port = backend.port
        if service is None or not isinstance(port, Known) or backend.span in seen:
            continue
        if port.value == _IN_ANNOTATION:
            continue
        if not service.ports or not service.complete or service.external or _has(service, port.value):
            continue
        seen.add(backend.span)
        if not _is_anothers(project, route, service):
            yield _wrong_backend(route, backend, service, port.value)


def _is_anothers(project: Project, route: Route, service: KubernetesService) -> bool:
    """Whether the Service lies apart from the route, beside a route of its own."""
    here = project.absolute_folder(route.owner.source.path)
    there = project.absolute_folder(service.owner.source.path)
    if _along(here, there):
        return False
    return any(
        project.absolute_folder(other.owner.source.path) == there
        and any(backend.service == service.name for backend in other.backends)
        for other in project.routes
        if other is not route
    )


def _has(service: KubernetesService, wanted: int | str) -> bool:
    if isinstance(wanted, str):
        return any(port.name == wanted for port in service.ports) or (
            wanted.isdigit() and _has(service, int(wanted))
        )
    return any(isinstance(port.port, Known) and port.port.value == wanted for port in service.ports)


def _wrong_backend(
    route: Route, backend: Backend, service: KubernetesService, wanted: int | str
) -> Violation:
    by_name = isinstance(wanted, str)
    named = [port.name for port in service.ports if port.name is not None]
    numbers = [port.port.value for port in service.ports if isinstance(port.port, Known)]
    there = " and ".join(f"`{name}`" for name in named) if by_name and named else listed(numbers)
    variant = ("name" if named else "nameless") if by_name else "number"
    choices = named if by_name else [str(number) for number in numbers]
    fix = None
    if len(choices) == 1 and backend.span.text == str(wanted):
        fix = Fix(f"write `{choices[0]}`", (Edit(backend.span, choices[0]),))
    elif variant == "nameless" and len(numbers) == 1 == len(service.ports):
        fix = by_number(backend, numbers[0])
    targets = [port for port in service.ports if not isinstance(port.target, Absent)]
    meant = any(isinstance(port.target, Known) and port.target.value == wanted for port in targets)
    fields = {
        "kind": route.kind,
        "route": route.name,
        "service": service.name,
        "port": wanted,
        "there": there,
        "hint": "; a route names the Service's `port`, not its `targetPort`" if meant else "",
    }
    related = tuple(Related(port.span, "ports") for port in service.ports)[:MOST_RELATED]
    return Violation(backend.span, fields, related, variant, fix=fix)
