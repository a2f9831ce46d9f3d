"""Which fields of which kinds labels, namespaces, replicas and names go to.

Source: Kustomize documentation, "Transformer Configurations - Default Configurations" (v5).
"""

from __future__ import annotations

from collections.abc import Iterator

from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Resource
from wslint.project.kustomize.trees import made, new_mapping, put
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence
from wslint.text import Span
from wslint.text.record import NamedTuple


class Field(NamedTuple):
    """A path of keys, lists on it are gone through; `create` makes what is missing. Empty is any."""

    path: tuple[str, ...]
    create: bool = False
    group: str = ""
    kind: str = ""
    version: str = ""

    def applies(self, resource: Resource) -> bool:
        """Whether an object is of the kind that has this field."""
        return (
            self.kind in ("", resource.kind)
            and self.group in ("", resource.group)
            and self.version in ("", resource.version)
        )


def _field(path: str, create: bool = True, group: str = "", kind: str = "", version: str = "") -> Field:
    return Field(tuple(path.split("/")), create, group, kind, version)


_TEMPLATE_KINDS = (
    ("", "ReplicationController", "v1"),
    ("", "Deployment", ""),
    ("", "ReplicaSet", ""),
    ("", "DaemonSet", ""),
)
METADATA = _field("metadata/labels")
TEMPLATE_LABELS = (
    METADATA,
    *(
        _field("spec/template/metadata/labels", group=group, kind=kind, version=version)
        for group, kind, version in (*_TEMPLATE_KINDS, ("apps", "StatefulSet", ""), ("batch", "Job", ""))
    ),
    _field("spec/volumeClaimTemplates[]/metadata/labels", group="apps", kind="StatefulSet"),
    _field("spec/jobTemplate/metadata/labels", group="batch", kind="CronJob"),
    _field("spec/jobTemplate/spec/template/metadata/labels", group="batch", kind="CronJob"),
)
_AFFINITY = tuple(
    f"spec/template/spec/affinity/{kind}/{when}/labelSelector/matchLabels"
    for kind in ("podAffinity", "podAntiAffinity")
    for when in (
        "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
        "requiredDuringSchedulingIgnoredDuringExecution",
    )
)
SELECTORS = (
    _field("spec/selector", kind="Service", version="v1"),
    _field("spec/selector", kind="ReplicationController", version="v1"),
    _field("spec/selector/matchLabels", kind="Deployment"),
    _field("spec/selector/matchLabels", kind="ReplicaSet"),
    _field("spec/selector/matchLabels", kind="DaemonSet"),
    _field("spec/selector/matchLabels", group="apps", kind="StatefulSet"),
    *(
        _field(path, create=False, group="apps", kind=kind)
        for kind in ("Deployment", "StatefulSet")
        for path in (*_AFFINITY, "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels")
    ),
    _field("spec/selector/matchLabels", create=False, group="batch", kind="Job"),
    _field("spec/jobTemplate/spec/selector/matchLabels", create=False, group="batch", kind="CronJob"),
    _field("spec/selector/matchLabels", create=False, group="policy", kind="PodDisruptionBudget"),
    *(
        _field(path, create=False, group="networking.k8s.io", kind="NetworkPolicy")
        for path in (
            "spec/podSelector/matchLabels",
            "spec/ingress/from/podSelector/matchLabels",
            "spec/egress/to/podSelector/matchLabels",
        )
    ),
    *TEMPLATE_LABELS,
)
ANNOTATIONS = (
    _field("metadata/annotations"),
    *(
        _field("spec/template/metadata/annotations", group=group, kind=kind, version=version)
        for group, kind, version in (*_TEMPLATE_KINDS, ("", "StatefulSet", ""), ("batch", "Job", ""))
    ),
    _field("spec/jobTemplate/metadata/annotations", group="batch", kind="CronJob"),
    _field("spec/jobTemplate/spec/template/metadata/annotations", group="batch", kind="CronJob"),
)
REPLICAS = tuple(
    _field("spec/replicas", kind=kind)
    for kind in ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")
)
NAMESPACES = (
    _field("metadata/name", kind="Namespace", version="v1"),
    _field("spec/service/namespace", group="apiregistration.k8s.io", kind="APIService"),
    _field(
        "spec/conversion/webhook/clientConfig/service/namespace",
        create=False,
        group="apiextensions.k8s.io",
        kind="CustomResourceDefinition",
    ),
)


def holders(root: Mapping, field: Field, place: Span) -> Iterator[Mapping]:
    """The mappings in which the last key of a path is, or where it is to be created, goes."""
    found: list[Mapping] = [root]
    for step in field.path[:-1]:
        key = step.removesuffix("[]")
        following: list[Mapping] = []
        for mapping in found:
            value = mapping.get(key)
            if (value is None or is_null(value)) and field.create and key == step:
                value = new_mapping(place)
                put(mapping, made(key, place), value)
            if value is not None and not is_null(value):
                following += _mappings(value)
        found = following
    for mapping in found:
        if field.create or mapping.entry(field.path[-1]) is not None:
            yield mapping


def _mappings(value: Node) -> list[Mapping]:
    """A mapping, or those of a list."""
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, Scalar):
        raise Refused("a mapping or a list is expected here", value.span)
    found: list[Mapping] = []
    waiting: list[Sequence] = [value]
    while waiting:
        for item in waiting.pop().items:
            if isinstance(item.value, Mapping):
                found.append(item.value)
            elif isinstance(item.value, Sequence):
                waiting.append(item.value)
            elif not is_null(item.value):
                raise Refused("a mapping is expected here", item.use)
    return found
