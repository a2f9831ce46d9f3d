"""Which objects the target of a patch or a replacement means (Kustomize documentation, "patches")."""

from __future__ import annotations

from collections.abc import Sequence as Listed

from wslint.project.kustomize.patterns import Unsupported, matches
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Identity, Resource
from wslint.project.kustomize.trees import text_at
from wslint.syntax.yaml import Mapping


class NotSupported(Exception):  # noqa: N818  # not a mistake of the input
    """What a selector says is not understood here."""


def select(resources: Listed[Resource], target: Mapping) -> list[Resource]:
    """The objects that a target's expressions match; each expression must match all of its text.

    Raises `NotSupported`, and `Refused` for a selector that is none.
    """
    found = []
    for resource in resources:
        first, now = resource.original, resource.identity
        if (
            _any(text_at(target, "namespace"), first.space, now.space)
            and _any(text_at(target, "name"), first.name, now.name)
            and _any(text_at(target, "group"), resource.group)
            and _any(text_at(target, "version"), resource.version)
            and _any(text_at(target, "kind"), resource.kind)
            and has_labels(resource, target)
        ):
            found.append(resource)
    return found


def _any(pattern: str, *texts: str) -> bool:
    try:
        return not pattern or any(matches(pattern, text) for text in texts)
    except Unsupported:
        raise NotSupported(f"the pattern `{pattern}` is not understood here") from None


def has_labels(resource: Resource, target: Mapping) -> bool:
    """Whether an object has the labels and annotations that a target wants."""
    return _selected(text_at(target, "labelSelector"), resource.labels("labels")) and _selected(
        text_at(target, "annotationSelector"), resource.labels("annotations")
    )


def names(identity: Identity, target: Mapping) -> bool:
    """Whether an identity is what a target names, without expressions (as replacements do)."""
    group, _, version = identity.api_version.rpartition("/")
    wanted = text_at(target, "namespace")
    return (
        text_at(target, "name") in ("", identity.name)
        and wanted in ("", identity.space)
        and text_at(target, "group") in ("", group)
        and text_at(target, "version") in ("", version)
        and text_at(target, "kind") in ("", identity.kind)
    )


def _selected(selector: str, labels: dict[str, str]) -> bool:
    """A label selector (Kubernetes documentation, "Labels and Selectors")."""
    return all(_holds(part.strip(), labels) for part in _parts(selector) if part.strip())


def _parts(selector: str) -> list[str]:
    """The requirements: separated by commas, but for those in brackets."""
    parts = [""]
    depth = 0
    for char in selector:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _holds(part: str, labels: dict[str, str]) -> bool:
    for sign, wanted in (("!=", False), ("==", True), ("=", True)):
        key, found, value = part.partition(sign)
        if found and "(" not in part:
            return (labels.get(key.strip()) == value.strip()) is wanted
    words = part.replace("(", " ( ", 1).split()
    if len(words) > 2 and words[1] in ("in", "notin") and part.endswith(")"):
        values = {one.strip() for one in part[part.index("(") + 1 : -1].split(",")}
        return (labels.get(words[0]) in values) is (words[1] == "in")
    if len(words) == 1 and "<" not in part and ">" not in part:
        return (part in labels) if part[0] != "!" else part[1:].strip() not in labels
    raise Refused(f"`{part}` is no label selector that is understood")
