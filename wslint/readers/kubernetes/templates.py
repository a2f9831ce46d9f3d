"""Where a pod template lies in an object: by kind, or for custom resources by its shape.

Source: Kubernetes API reference, PodTemplateSpec; Argo Rollouts, Knative Serving and OpenShift API references.
"""

from __future__ import annotations

from wslint.model.kubernetes_kinds import is_built_in
from wslint.readers.kubernetes.objects import ManifestObject
from wslint.readers.kubernetes.section import Section
from wslint.syntax.yaml import Mapping, Sequence
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

KNATIVE = "serving.knative.dev"
_TEMPLATE = ("spec", "template")
_PATHS: dict[tuple[str, str], tuple[str, ...]] = {
    ("", "Pod"): (),
    ("", "PodTemplate"): ("template",),
    ("", "ReplicationController"): _TEMPLATE,
    ("apps", "Deployment"): _TEMPLATE,
    ("apps", "StatefulSet"): _TEMPLATE,
    ("apps", "DaemonSet"): _TEMPLATE,
    ("apps", "ReplicaSet"): _TEMPLATE,
    ("extensions", "Deployment"): _TEMPLATE,
    ("extensions", "DaemonSet"): _TEMPLATE,
    ("extensions", "ReplicaSet"): _TEMPLATE,
    ("batch", "Job"): _TEMPLATE,
    ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
    ("argoproj.io", "Rollout"): _TEMPLATE,
    ("apps.kruise.io", "CloneSet"): _TEMPLATE,
    ("apps.kruise.io", "StatefulSet"): _TEMPLATE,
    ("apps.kruise.io", "DaemonSet"): _TEMPLATE,
    (KNATIVE, "Service"): _TEMPLATE,
    (KNATIVE, "Configuration"): _TEMPLATE,
    (KNATIVE, "Revision"): (),
    ("", "DeploymentConfig"): _TEMPLATE,
    ("apps.openshift.io", "DeploymentConfig"): _TEMPLATE,
}
_ENDING = frozenset({("batch", "Job"), ("batch", "CronJob")})
_MAX_DEPTH = 10
_MAX_VISITED = 5_000


class PodTemplate(NamedTuple):
    """A mapping with `metadata` and `spec` of a pod. `runs` is false where its pods are meant to end."""

    holder: Section
    runs: bool
    known_kind: bool


def templates_of(found: ManifestObject) -> Iterator[PodTemplate]:
    """The pod templates of an object; none for kinds that have none."""
    identity = (found.group, found.kind)
    path = _PATHS.get(identity)
    if path is not None:
        holder = found.root.down(*path)
        if holder is not None and isinstance(holder.mapping.get("spec"), Mapping):
            yield PodTemplate(holder, identity not in _ENDING, known_kind=True)
    elif not is_built_in(found.group) or _may_be_misspelt(found):
        for holder in _search(found.root):
            yield PodTemplate(holder, runs=False, known_kind=False)


def _may_be_misspelt(found: ManifestObject) -> bool:
    """Whether a kind of a built-in group is none: it is read by its shape all the same."""
    from wslint.model.kubernetes_kinds import is_served, removed

    return not is_served(found.api_version, found.kind) and removed(found.api_version, found.kind) is None


def _search(root: Section) -> Iterator[Section]:
    """Every `template`, `podTemplate` … of a custom resource that has `spec.containers`, not deep down."""
    waiting: list[tuple[Section, int]] = [(root, 0)]
    seen: set[int] = set()
    while waiting:
        section, depth = waiting.pop()
        for entry in section.mapping.items():
            below: list[Section] = []
            if isinstance(entry.value, Mapping):
                below = [Section(section.reading, entry.value, section.owner, section.via_of(entry))]
                if (entry.key_text or "").lower().endswith("template") and _has_containers(below[0]):
                    yield below[0]
                    continue
            elif isinstance(entry.value, Sequence) and entry.key_text is not None:
                below = list(section.items(entry.key_text))
            for child in below:
                if depth < _MAX_DEPTH and len(seen) < _MAX_VISITED and id(child.mapping) not in seen:
                    seen.add(id(child.mapping))
                    waiting.append((child, depth + 1))


def _has_containers(holder: Section) -> bool:
    spec = holder.section("spec")
    if spec is None:
        return False
    return any(item.is_set("image") or item.is_set("name") for item in spec.items("containers"))
