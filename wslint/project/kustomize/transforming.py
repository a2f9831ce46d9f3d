"""What a kustomization does to all of its objects: namespace, names, labels, annotations, replicas, images.

Source: Kustomize documentation, "The Kustomization File", and its transformers (v5).
"""

from __future__ import annotations

from collections.abc import Sequence as Listed

from wslint.project.kustomize.fields import (
    ANNOTATIONS,
    METADATA,
    NAMESPACES,
    REPLICAS,
    SELECTORS,
    TEMPLATE_LABELS,
    Field,
    holders,
)
from wslint.project.kustomize.patterns import Unsupported, matches
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Resource
from wslint.project.kustomize.trees import MAX_PATH, child, made, mappings, pairs, put, scalar_at, text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Mapping, Scalar, Sequence, resolve

# Objects whose names are not for a prefix or a suffix.
_NAMED_FOR_GOOD = (
    ("", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "APIService"),
    ("", "Namespace"),
)

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/:@-")
_TAG_AND_DIGEST = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?"
_CONTAINERS = ("containers", "initContainers")


def set_namespace(resources: Listed[Resource], namespace: Scalar) -> None:
    """Put all objects that have one into a namespace."""
    place = namespace.content_span
    for resource in resources:
        resource.remember()
        if not resource.cluster_scoped:
            put(child(resource.root, "metadata", resource.place), made("namespace", place), namespace)
        if resource.kind in ("RoleBinding", "ClusterRoleBinding"):
            for subject in mappings(resource.root, "subjects"):
                if text_at(subject, "name") == "default":
                    put(subject, made("namespace", place), namespace)
        for field in NAMESPACES:
            if field.applies(resource):
                for holder in holders(resource.root, field, place):
                    put(holder, made(field.path[-1], place), namespace)
    seen = {resource.identity for resource in resources}
    if len(seen) < len(resources):
        raise Refused("in one namespace, two objects would have the same name", place)


def add_affixes(resources: Listed[Resource], affix: str, *, prefix: bool) -> None:
    """Put a text before or behind the names. A name stays at the place where it is written."""
    for resource in resources:
        first = resource.original.kind
        if any(first == kind and group in ("", resource.group) for group, kind in _NAMED_FOR_GOOD):
            continue
        (resource.prefixes if prefix else resource.suffixes).append(affix)
        resource.remember()
        if resource.name:
            resource.rename(affix + resource.name if prefix else resource.name + affix)


def add_labels(resources: Listed[Resource], labels: Mapping | None, fields: Listed[Field]) -> None:
    """Put labels, or annotations, into some fields."""
    listed = [(key, made("", key.span) if is_null(value) else value) for key, value in pairs(labels)]
    for resource in resources if listed else ():
        for field in fields:
            if not field.applies(resource):
                continue
            for key, value in listed:
                for holder in holders(resource.root, field, key.span):
                    if field.create or holder.get_mapping(field.path[-1]) is not None:
                        put(child(holder, field.path[-1], key.span), key, value)


def label_everywhere(resources: Listed[Resource], root: Mapping) -> None:
    """`labels`, then `commonLabels`."""
    for entry in mappings(root, "labels"):
        wanted: list[Field] = [_own_field(one) for one in mappings(entry, "fields")]
        if _is_true(entry, "includeSelectors"):
            wanted += SELECTORS
        elif _is_true(entry, "includeTemplates"):
            wanted += TEMPLATE_LABELS
        if METADATA not in wanted:
            wanted.append(METADATA)
        add_labels(resources, entry.get_mapping("pairs"), wanted)
    add_labels(resources, root.get_mapping("commonLabels"), SELECTORS)


def annotate_everywhere(resources: Listed[Resource], root: Mapping) -> None:
    """`commonAnnotations`."""
    add_labels(resources, root.get_mapping("commonAnnotations"), ANNOTATIONS)


def _own_field(written: Mapping) -> Field:
    path = tuple(text_at(written, "path").split("/"))
    if len(path) > MAX_PATH:
        raise Refused("this path leads down too far", written.span)
    return Field(
        path,
        create=_is_true(written, "create"),
        group=text_at(written, "group"),
        kind=text_at(written, "kind"),
        version=text_at(written, "version"),
    )


def _is_true(mapping: Mapping, key: str) -> bool:
    scalar = mapping.get_scalar(key)
    return scalar is not None and resolve(scalar, "kubernetes") is True


def set_replicas(resources: Listed[Resource], wanted: Mapping) -> None:
    """An entry of `replicas`. Raises `Refused` where no object has the name."""
    name, count = text_at(wanted, "name"), scalar_at(wanted, "count")
    found = False
    for resource in resources:
        for field in REPLICAS:
            if not any(one.name == name and one.kind == field.kind for one in resource.identities):
                continue
            found = True
            if count is not None and field.applies(resource):
                for holder in holders(resource.root, field, count.content_span):
                    put(holder, made("replicas", count.content_span), count)
    if not found:
        raise Refused(f"`replicas` names `{name}`, which no object here has", wanted.span)


# -- images -----------------------------------------------------------------------------------------


def set_images(resources: Listed[Resource], wanted: Mapping) -> None:
    """An entry of `images`, for all lists of containers wherever they are."""
    for resource in resources:
        if resource.kind == "CustomResourceDefinition":
            continue
        for container in [*_containers_anywhere(resource.root), *_usual_containers(resource.root)]:
            # Kustomize goes over the usual places once more, which a `tagSuffix` shows.
            _set_image(container, wanted)


def _containers_anywhere(root: Mapping) -> list[Mapping]:
    found: list[Mapping] = []
    waiting: list[Mapping | Sequence] = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Sequence):
            waiting += [one.value for one in part.items if not isinstance(one.value, Scalar)]
            continue
        for entry in part.items():
            if not isinstance(entry.value, Scalar):
                waiting.append(entry.value)
            if entry.key_text in _CONTAINERS:
                found += mappings(part, entry.key_text)
    return found


def _usual_containers(root: Mapping) -> list[Mapping]:
    spec = root.get_mapping("spec")
    template = spec.get_mapping("template") if spec is not None else None
    inner = template.get_mapping("spec") if template is not None else None
    return [
        one for pod in (spec, inner) if pod is not None for key in _CONTAINERS for one in mappings(pod, key)
    ]


def _set_image(container: Mapping, wanted: Mapping) -> None:
    image = container.get_scalar("image")
    if image is None or is_null(image):
        return
    if not _is_named(image.value, text_at(wanted, "name")):
        return
    name, tag, digest = split_image(image.value)
    new_name, new_tag = scalar_at(wanted, "newName"), scalar_at(wanted, "newTag")
    new_digest, suffix = scalar_at(wanted, "digest"), scalar_at(wanted, "tagSuffix")
    place: Scalar | None = None
    if new_name is not None and new_name.value:
        name, place = new_name.value, new_name
    if new_tag is not None and new_tag.value:
        tag, place = new_tag.value, place or new_tag
        digest = new_digest.value if new_digest is not None else ""
    elif new_digest is not None and new_digest.value:
        tag, digest, place = "", new_digest.value, place or new_digest
    elif suffix is not None and suffix.value:
        tag, digest, place = tag + suffix.value, "", place or suffix
    if place is not None:
        written = name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        put(container, made("image", place.content_span), made(written, place.content_span))


def _is_named(image: str, wanted: str) -> bool:
    """Whether an image has a name; Kustomize takes what is wanted for a regular expression."""
    if not image.startswith(wanted) and _PLAIN.issuperset(wanted):
        return False
    try:
        return matches(wanted + _TAG_AND_DIGEST, image)
    except Unsupported:
        return False


def split_image(image: str) -> tuple[str, str, str]:
    """Name, tag and digest of an image."""
    slash = max(image.find("/"), 0)
    rest, at, digest = image[slash:].partition("@")
    name, _, tag = rest.partition(":")
    return image[:slash] + name, tag, digest if at else ""
