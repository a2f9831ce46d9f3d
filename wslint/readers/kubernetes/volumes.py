"""What a pod names beside its containers: its volumes, and the objects that these and its variables want.

Source: Kubernetes API reference, PodSpec, Volume, EnvFromSource, EnvVarSource and StatefulSetSpec.
"""

from __future__ import annotations

from wslint.model.value import Known
from wslint.model.workload import ObjectReference
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.syntax.yaml import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

Kind: TypeAlias = "Literal['ConfigMap', 'Secret', 'PersistentVolumeClaim']"

_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_FROM_ENVIRONMENT: tuple[tuple[str, Kind], ...] = (("configMapRef", "ConfigMap"), ("secretRef", "Secret"))
_FROM_KEY: tuple[tuple[str, Kind], ...] = (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret"))
_VOLUMES: tuple[tuple[str, str, Kind], ...] = (
    ("configMap", "name", "ConfigMap"),
    ("secret", "secretName", "Secret"),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
)
_PROJECTED: tuple[tuple[str, Kind], ...] = (("configMap", "ConfigMap"), ("secret", "Secret"))


def read_volume_names(spec: Section, claims: Section | None) -> frozenset[str] | None:
    """The names of a pod's volumes; None where one of them cannot be known.

    `claims` is the mapping that may have `volumeClaimTemplates`: a StatefulSet mounts these by name.
    """
    names: set[str] = set()
    for holder, key in ((spec, "volumes"), (claims, "volumeClaimTemplates")):
        entry = None if holder is None else holder.mapping.entry(key)
        if holder is None or entry is None or is_null(entry.value):
            continue
        count = 0
        for item in holder.items(key):
            named = item if key == "volumes" else item.section("metadata")
            name = None if named is None else named.word("name")
            if not name or is_template(name):
                return None
            names.add(name)
            count += 1
        if not isinstance(entry.value, Sequence) or count != len(entry.value.items):
            return None
    return frozenset(names)


def read_mounts(container: Section) -> tuple[Known[str], ...]:
    """The names of the volumes that a container mounts, as far as they are known."""
    found: list[Known[str]] = []
    for key in ("volumeMounts", "volumeDevices"):
        for item in container.items(key):
            name = item.scalar("name")
            if name is not None and name.value and not is_template(name.value):
                found.append(Known(name.value, name.content_span, item.via))
    return tuple(found)


def read_uses(spec: Section) -> tuple[ObjectReference, ...]:
    """All ConfigMaps, Secrets and claims that a pod names."""
    found = list(_of_volumes(spec))
    for key in _CONTAINERS:
        for container in spec.items(key):
            found += _of_environment(container)
    return tuple(found)


def _of_environment(container: Section) -> Iterator[ObjectReference]:
    for source in container.items("envFrom"):
        for key, kind in _FROM_ENVIRONMENT:
            reference = source.section(key)
            if reference is not None:
                yield from _reference(reference, "name", kind)
    for variable in container.items("env"):
        value_from = variable.section("valueFrom")
        for key, kind in _FROM_KEY if value_from is not None else ():
            reference = None if value_from is None else value_from.section(key)
            if reference is not None:
                yield from _reference(reference, "name", kind, keyed=True)


def _of_volumes(spec: Section) -> Iterator[ObjectReference]:
    for volume in spec.items("volumes"):
        for key, name_key, kind in _VOLUMES:
            reference = volume.section(key)
            if reference is not None:
                yield from _with_items(reference, name_key, kind)
        projected = volume.section("projected")
        for source in projected.items("sources") if projected is not None else ():
            for key, kind in _PROJECTED:
                reference = source.section(key)
                if reference is not None:
                    yield from _with_items(reference, "name", kind)


def _with_items(reference: Section, name_key: str, kind: Kind) -> Iterator[ObjectReference]:
    """The object, and each key of it that `items` picks."""
    for whole in _reference(reference, name_key, kind):
        yield whole
        for item in reference.items("items"):
            key = item.scalar("key")
            if key is not None and key.value and not is_template(key.value):
                yield whole._replace(key=key.value, key_span=key.content_span)


def _reference(
    section: Section, name_key: str, kind: Kind, *, keyed: bool = False
) -> Iterator[ObjectReference]:
    name, key = section.scalar(name_key), section.scalar("key") if keyed else None
    if name is None or not name.value or is_template(name.value):
        return
    optional = section.flag("optional", default=False)
    # What is no boolean, Kubernetes refuses: nothing is said about where it leads.
    tolerated = not isinstance(optional, Known) and section.is_set("optional")
    tolerated = tolerated or (isinstance(optional, Known) and optional.value)
    if key is None or not key.value or is_template(key.value):
        yield ObjectReference(kind, name.value, name.content_span, tolerated)
    else:
        yield ObjectReference(kind, name.value, name.content_span, tolerated, key.value, key.content_span)
