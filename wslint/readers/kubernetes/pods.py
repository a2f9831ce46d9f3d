"""Pods: the template around containers.

Source: Kubernetes API reference, PodSpec and ObjectMeta; Knative Serving, Revision (its grace is its timeout).
"""

from __future__ import annotations

from wslint.model.value import Known, Unknown, Value
from wslint.model.workload import Pod, Role, Workload
from wslint.readers.kubernetes.containers import Surroundings, read_container
from wslint.readers.kubernetes.hosts import read_host_aliases
from wslint.readers.kubernetes.objects import ManifestObject, suppressing_annotations
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.readers.kubernetes.templates import KNATIVE, PodTemplate
from wslint.readers.kubernetes.volumes import read_uses, read_volume_names
from wslint.syntax.yaml import Scalar
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as Table

DEFAULT_GRACE = 30.0
_LISTS: tuple[tuple[str, Role], ...] = (
    ("initContainers", "init"),
    ("containers", "main"),
    ("ephemeralContainers", "ephemeral"),
)
Labels = dict[str, "Known[str] | Unknown"]


def read_pod(found: ManifestObject, template: PodTemplate) -> Pod | None:
    """The pod of a template, with its containers; None where the template has no spec."""
    holder = template.holder
    spec = holder.section("spec")
    if spec is None:
        return None
    spec.owner = found.owner
    serverless = found.group == KNATIVE
    metadata = holder.section("metadata")
    labels, labels_span = read_labels(metadata)
    aliases = read_host_aliases(spec)
    key = f"{found.owner.source.path}#{found.kind}/{found.namespace or 'default'}/{found.name}"
    around = Surroundings(found.title, key, labels, aliases, serverless)
    containers = _containers(spec, around)
    grace: Value[float] = spec.seconds("terminationGracePeriodSeconds", DEFAULT_GRACE, 0)
    if serverless:
        grace = Unknown("Knative takes the grace from the revision's timeout", found.owner)
    containers_entry = spec.mapping.entry("containers")
    return Pod(
        kind=found.kind,
        name=found.name,
        namespace=found.namespace,
        labels=_known(labels) if found.placed else None,
        owner=found.owner,
        extent=found.extent,
        containers=containers,
        grace=grace,
        host_network=spec.flag("hostNetwork", default=False),
        host_aliases=aliases,
        long_running=template.runs and _restarts(spec),
        annotations=suppressing_annotations(metadata),
        template_labels_span=labels_span,
        partial=_is_partial(spec),
        containers_span=containers_entry.key.span if containers_entry is not None else None,
        # An operator may add volumes to the pods of its own kinds.
        volumes=read_volume_names(spec, found.root.section("spec")) if template.known_kind else None,
        uses=read_uses(spec),
    )


def _containers(spec: Section, around: Surroundings) -> tuple[Workload, ...]:
    found: list[Workload] = []
    for key, role in _LISTS:
        for position, section in enumerate(spec.items(key)):
            # A native sidecar: an init container that is restarted (Kubernetes documentation, "Sidecar
            # Containers").
            sidecar = role == "init" and section.word("restartPolicy") == "Always"
            found.append(read_container(section, around, "sidecar" if sidecar else role, position))
    return tuple(found)


def _restarts(spec: Section) -> bool:
    """Whether the pod's containers are started again when they end: `Always`, the default."""
    return spec.word("restartPolicy") in (None, "", "Always")


def _is_partial(spec: Section) -> bool:
    """Whether this is a piece that completes a template elsewhere, as a Kustomize patch is."""
    count = 0
    for section in spec.items("containers"):
        count += 1
        if not section.is_set("image"):
            return True
    return count == 0 or any(
        not section.is_set("image") for key in ("initContainers",) for section in spec.items(key)
    )


def read_labels(metadata: Section | None) -> tuple[Labels, Span | None]:
    """The labels in `metadata`, and their span.

    A number or a boolean stays as it is written: Kubernetes refuses it, but what was meant is plain.
    """
    labels = None if metadata is None else metadata.section("labels")
    if labels is None:
        return {}, None
    return label_map(labels), labels.mapping.span


def label_map(labels: Section) -> Labels:
    """Labels, or a selector's pairs; templates are unknown."""
    found: Labels = {}
    for entry in labels.mapping.items():
        key, value = entry.key_text, entry.value
        if key is None:
            continue
        if not isinstance(value, Scalar):
            found[key] = labels.reading.cannot_know(f"label {key} wants a string", entry.use)
        elif is_template(value.value) or is_template(key):
            found[key] = labels.reading.cannot_know(f"label {key} is a template", value.content_span)
        else:
            text = "" if is_null(value) else value.value
            found[key] = Known(text, value.content_span, labels.via_of(entry))
    return found


def _known(labels: Table[str, Known[str] | Unknown]) -> dict[str, str] | None:
    known: dict[str, str] = {}
    for key, value in labels.items():
        if isinstance(value, Unknown):
            return None
        known[key] = value.value
    return known
