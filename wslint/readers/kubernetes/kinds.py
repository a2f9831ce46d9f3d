"""Kinds that Kubernetes does not have, or has no longer."""

from __future__ import annotations

from wslint.model.facts import Problem
from wslint.model.kubernetes_kinds import (
    is_built_in,
    is_served,
    nearest_kind,
    removed,
    versions_with,
)
from wslint.readers.kubernetes.objects import ManifestObject
from wslint.readers.kubernetes.section import is_template

# Kinds under an apiVersion without a group that belong to others: kubectl's own files, and the names that
# OpenShift's API groups had before 3.6 and that it still takes.
_FOREIGN_IN_CORE = (
    " Config Status Template DeploymentConfig BuildConfig Build ImageStream ImageStreamTag ImageStreamImport"
    " Route Project ProjectRequest SecurityContextConstraints OAuthClient User Group Identity Policy"
    " Role RoleBinding ClusterRole ClusterRoleBinding "
)


def kind_problem(found: ManifestObject) -> Problem | None:
    """A misspelt kind, a version that never was, or one that was removed; None where nothing is surely wrong.

    Only where something near exists: a kind that is newer than the list is not called unknown.
    """
    group, kind = found.group, found.kind
    if not is_built_in(group) or is_template(kind) or is_template(found.api_version):
        return None
    if is_served(found.api_version, kind):
        return None
    gone = removed(found.api_version, kind)
    if gone is not None:
        return _problem(found, "removed", release=gone.release, instead=gone.instead)
    if not group and f" {kind} " in _FOREIGN_IN_CORE:
        return None
    if not group and not (_is_version(found.api_version) or is_built_in(found.api_version)):
        return None
    meant = _meant(found)
    return None if meant is None else _problem(found, "unknown", release="", instead=meant)


def _meant(found: ManifestObject) -> str | None:
    """What was surely meant, as `VERSION KIND`."""
    versions = versions_with(found.kind)
    kind = found.kind
    if versions:
        if not _never_existed(found, versions):
            return None
    else:
        near = nearest_kind(kind)
        if near is None:
            return None
        kind, versions = near, versions_with(near)
    version = found.api_version if found.api_version in versions else versions[0]
    return f"{version} {kind}"


def _never_existed(found: ManifestObject, versions: tuple[str, ...]) -> bool:
    """Whether a version that this list has not cannot be a new one: it is older, or the group is another."""
    if all(version.rpartition("/")[0] != found.group for version in versions):
        return True
    return _is_version(found.api_version.rpartition("/")[2])


def _is_version(text: str) -> bool:
    """Whether a text is a stable version, as `v1` and `v2` are."""
    return text[:1] == "v" and text[1:].isdigit()


def _problem(found: ManifestObject, variant: str, *, release: str, instead: str) -> Problem:
    fields: dict[str, str | int | float] = {
        "variant": variant,
        "kind": found.kind,
        "api_version": found.api_version,
        "release": release,
        "instead": instead,
    }
    return Problem("unknown-kind", found.kind_span, fields, (("apiVersion", found.api_version_span),))
