"""A file of manifests to its facts."""

from __future__ import annotations

from wslint.model.facts import Annotated, FileFacts, Problem
from wslint.model.kubernetes_kinds import is_built_in, is_served, removed
from wslint.model.kubernetes_objects import ConfigObject, KubernetesService, Route
from wslint.model.value import Unknown
from wslint.model.workload import Pod
from wslint.readers.kubernetes.kinds import kind_problem
from wslint.readers.kubernetes.kustomize import is_kustomization, read_kustomization
from wslint.readers.kubernetes.objects import ManifestObject, objects_in
from wslint.readers.kubernetes.pods import read_pod
from wslint.readers.kubernetes.section import Reading, Section
from wslint.readers.kubernetes.templates import templates_of
from wslint.readers.yaml_problems import problems_of
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax.yaml import Mapping, YamlFile
from wslint.text import Source
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

_CONFIG: dict[str, Literal["ConfigMap", "Secret", "PersistentVolumeClaim"]] = {
    "ConfigMap": "ConfigMap",
    "Secret": "Secret",
    "PersistentVolumeClaim": "PersistentVolumeClaim",
}


class _Found(NamedTuple):
    """What the objects of a file have given so far."""

    pods: list[Pod]
    services: list[KubernetesService]
    routes: list[Route]
    config: list[ConfigObject]
    problems: list[Problem]
    annotated: list[Annotated]
    patches: list[str]
    resources: list[str]
    completing: list[bool]


def read_kubernetes(file: YamlFile) -> FileFacts:
    """The facts of all documents of a file; what is no manifest is in `skipped`, with a reason."""
    reading = Reading(file.source)
    found = _Found([], [], [], [], list(problems_of(file)), [], [], [], [])
    for document in file.documents:
        root = document.root
        if not isinstance(root, Mapping):
            continue
        if is_kustomization(file.source, root):
            listed = read_kustomization(Section(reading, root, root.span))
            found.patches.extend(listed.patches)
            found.resources.extend(listed.resources)
            found.completing.append(listed.completes)
            continue
        for manifest in objects_in(reading, root):
            _read_object(manifest, found)
    return _facts(reading, found)._replace(
        remarks=remarks_of(file),
        patches=tuple(found.patches),
        resources=tuple(found.resources),
        completes=any(found.completing),
    )


def read_objects(source: Source, roots: Sequence[Mapping]) -> FileFacts:
    """The facts of objects whose parts may come from several files; `source` is the file that joins them."""
    reading = Reading(source)
    found = _Found([], [], [], [], [], [], [], [], [])
    for root in roots:
        for manifest in objects_in(reading, root):
            _read_object(manifest, found)
    return _facts(reading, found)


def _facts(reading: Reading, found: _Found) -> FileFacts:
    return FileFacts(
        source=reading.source,
        kind="kubernetes",
        workloads=tuple(container for pod in found.pods for container in pod.containers),
        pods=tuple(found.pods),
        services=tuple(found.services),
        routes=tuple(found.routes),
        config=tuple(found.config),
        problems=tuple(found.problems),
        annotated=tuple(found.annotated),
        unknown=tuple(reading.unknown),
        skipped=tuple(reading.skipped),
    )


def _read_object(manifest: ManifestObject, found: _Found) -> None:
    problem = kind_problem(manifest)
    if problem is not None:
        found.problems.append(problem)
    if manifest.annotations:
        found.annotated.append(Annotated(manifest.annotations, manifest.extent))
    understood = _read_service_or_config(manifest, found)
    for template in templates_of(manifest):
        pod = read_pod(manifest, template)
        if pod is None:
            continue
        understood = True
        found.pods.append(pod)
        if pod.annotations and template.holder.mapping is not manifest.root.mapping:
            found.annotated.append(Annotated(pod.annotations, template.holder.mapping.span))
    if not understood and problem is None and not _is_known(manifest):
        reason = f"kind {manifest.kind} of {manifest.api_version}: no rule looks at it"
        manifest.root.reading.skipped.append(Unknown(reason, manifest.kind_span))


def _read_service_or_config(manifest: ManifestObject, found: _Found) -> bool:
    """Read an object that is no workload; false where it is none of those. Imports what the file has only."""
    if manifest.kind == "Service" and not manifest.group:
        from wslint.readers.kubernetes.services import read_service

        service = read_service(manifest)
        if service is not None:
            found.services.append(service)
        return True
    config = _CONFIG.get(manifest.kind)
    if config is not None and not manifest.group:
        from wslint.readers.kubernetes.config import read_config

        found.config.append(read_config(manifest, config))
        return True
    if manifest.kind.endswith(("Route", "Ingress")):
        from wslint.readers.kubernetes.routes import read_route, route_kind

        kind = route_kind(manifest)
        route = None if kind is None else read_route(manifest, kind)
        if route is not None:
            found.routes.append(route)
        return kind is not None
    return False


def _is_known(manifest: ManifestObject) -> bool:
    """Whether it is a kind of Kubernetes' own in which there is nothing to check."""
    if not is_built_in(manifest.group):
        return False
    version, kind = manifest.api_version, manifest.kind
    return is_served(version, kind) or removed(version, kind) is not None
