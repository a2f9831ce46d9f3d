"""What others may see of a file: enough to tell which files can bear on each other, without their facts.

Two files that share nothing of this are judged the same whether or not the other one is there. `units` makes
the groups; what is said here may be more than what really links two files, never less.
"""

from __future__ import annotations

import os

from wslint.model.value import Known
from wslint.project.classify import KUSTOMIZATIONS
from wslint.project.linking import namespace_of
from wslint.project.reading import ChartTemplate, ComposeText, Reading
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.facts import FileFacts
    from wslint.model.workload import Pod, Workload

MANIFEST = "manifest"
GUIDE = "guide"
REST = "rest"
NOTHING = "nothing"
_HARMLESS = "duplicate-key"


class Face(NamedTuple):
    """All strings, so that it is kept as it is.

    `role`: a manifest of Kubernetes that stands for itself, a guide, nothing that is checked, or the rest.
    `pods`: (namespace, `key=value` of each label); `services` likewise by their selectors. `serves`, `routes`:
    (namespace, name) of Services, and of those to which routes lead. `names`: of ConfigMaps and the like,
    declared or used. `declares`, `wants`: (kind, name) of config objects,
    and of those that a pod cannot start without. `images`: of containers. `lists`: what a kustomization names.
    `unclear`: it may make pods that nobody sees.
    `dockerfile`: a guide may build it.
    """

    role: str
    pods: tuple[tuple[str, tuple[str, ...]], ...] = ()
    services: tuple[tuple[str, tuple[str, ...]], ...] = ()
    serves: tuple[tuple[str, str], ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    declares: tuple[tuple[str, str], ...] = ()
    wants: tuple[tuple[str, str], ...] = ()
    images: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    unclear: bool = False
    dockerfile: bool = False


_NOTHING = Face(NOTHING)
_REST = Face(REST)


def face_of(reading: FileFacts | Reading | ComposeText | ChartTemplate, path: str) -> Face:
    """The face of what was read from the file at an absolute path."""
    if isinstance(reading, Reading):
        return _NOTHING
    if isinstance(reading, ComposeText | ChartTemplate):
        return _REST
    if reading.kind == "document":
        return Face(GUIDE)
    if reading.kind == "other":
        # It was not understood, and might have been a manifest.
        return Face(MANIFEST, unclear=True)
    if reading.kind != "kubernetes":
        return Face(REST, dockerfile=reading.kind == "dockerfile")
    return _manifest(reading, path)


def _manifest(facts: FileFacts, path: str) -> Face:
    is_kustomization = os.path.basename(path) in KUSTOMIZATIONS
    unclear = bool(facts.skipped) or any(one.check != _HARMLESS for one in facts.problems)
    unclear = unclear or any(pod.labels is None for pod in facts.pods)
    alone = not (is_kustomization or facts.embedded or facts.patches or facts.resources or facts.completes)
    workloads = [*facts.workloads, *(one for pod in facts.pods for one in pod.containers)]
    names = {name for pod in facts.pods for name in _used(pod)} | {one.name for one in facts.config}
    return Face(
        MANIFEST if alone else REST,
        tuple((namespace_of(pod.namespace), _pairs(pod.labels or {})) for pod in facts.pods),
        tuple(
            (namespace_of(service.namespace), _pairs(service.selector.value))
            for service in facts.services
            if isinstance(service.selector, Known)
        ),
        tuple(sorted({(namespace_of(service.namespace), service.name) for service in facts.services})),
        tuple(sorted(_backends(facts))),
        tuple(sorted(names)),
        tuple(sorted({(one.kind, one.name) for one in facts.config})),
        tuple(sorted({(use.kind, use.name) for pod in facts.pods for use in pod.uses if not use.optional})),
        tuple(sorted({image for one in workloads if (image := _image(one)) is not None})),
        (*facts.resources, *facts.patches) if is_kustomization else (),
        unclear or facts.completes,
    )


def _backends(facts: FileFacts) -> set[tuple[str, str]]:
    return {
        (namespace_of(backend.namespace or route.namespace), backend.service)
        for route in facts.routes
        for backend in route.backends
    }


def _used(pod: Pod) -> set[str]:
    found = {use.name for use in pod.uses}
    for container in pod.containers:
        found |= {source.name for source in container.environment.sources}
        found |= {reference.object_name for reference in container.environment.references}
    return found


def _pairs(labels: object) -> tuple[str, ...]:
    return tuple(sorted(f"{key}={value}" for key, value in labels.items()))  # type: ignore[attr-defined]


def _image(workload: Workload) -> str | None:
    return workload.image.value if isinstance(workload.image, Known) else None
