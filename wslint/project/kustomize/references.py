"""Names follow the objects that they name: what was renamed is renamed where it is used.

As Kustomize does it: among the objects that once had the name, of the right kind and in reach, the one with
the same prefixes and suffixes as who refers to it.
"""

from __future__ import annotations

from wslint.project.kustomize.fields import Field, holders
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.referring import REFERRED, Referred
from wslint.project.kustomize.resource import Resource
from wslint.project.kustomize.trees import changed, made, mappings, put, text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Item, Mapping, Scalar, Sequence


def update_references(resources: list[Resource]) -> None:
    """Change all names of renamed objects. Raises `Refused` where one cannot be told from another."""
    renamed: dict[str, list[Resource]] = {}
    for resource in resources:
        for name in dict.fromkeys(name for _, name, _ in resource.previous):
            renamed.setdefault(name, []).append(resource)
    if not renamed:
        return
    by_kind: dict[str, list[tuple[Referred, Field]]] = {}
    for referred in REFERRED:
        for field in referred.fields:
            # The kind is asked for here: that of the object at first, whatever it is now.
            by_kind.setdefault(field.kind, []).append((referred, field._replace(kind="")))
    for referrer in resources:
        for referred, field in by_kind.get(referrer.original.kind, ()):
            if field.applies(referrer):
                search = _Search(referrer, referred, renamed, roles=field.path[-2:] == ("roleRef", "name"))
                for holder in list(holders(referrer.root, field, referrer.place)):
                    search.update(holder, field.path[-1])


class _Search:
    """Looks for the objects of one kind that one object names."""

    def __init__(
        self, referrer: Resource, referred: Referred, renamed: dict[str, list[Resource]], *, roles: bool
    ) -> None:
        self.referrer = referrer
        self.referred = referred
        self.renamed = renamed
        self.roles = roles

    def update(self, holder: Mapping, key: str) -> None:
        """The value of a key: a name, a list of names, or mappings with a `name`."""
        entry = holder.entry(key)
        if entry is None or is_null(entry.value):
            return
        value = entry.value
        if isinstance(value, Scalar):
            other = self.scalar(value)
            if other is not value:
                put(holder, made(key, value.span), other)
        elif isinstance(value, Mapping):
            self.mapping(value)
        else:
            self.sequence(value)

    def sequence(self, listed: Sequence) -> None:
        """Each element of a list."""
        items = []
        for item in listed.items:
            value = item.value
            if isinstance(value, Mapping):
                self.mapping(value)
            elif isinstance(value, Scalar):
                other = self.scalar(value)
                items.append(item if other is value else Item(other))
                continue
            items.append(item)
        listed.items = tuple(items)

    def scalar(self, name: Scalar) -> Scalar:
        """The name as it is now."""
        found = self.find(name.value, None)
        return name if found is None else changed(name, found.name)

    def mapping(self, named: Mapping) -> None:
        """A reference by name and namespace."""
        name = named.get_scalar("name")
        if name is None:
            return
        namespace = named.get_scalar("namespace")
        found = self.find(name.value, namespace.value if namespace is not None else None, whole=True)
        if found is None or (found.name == name.value and not found.namespace):
            return
        put(named, made("name", name.span), changed(name, found.name))
        if found.namespace:
            place = named.span
            metadata = found.root.get_mapping("metadata")
            written = metadata.get_scalar("namespace") if metadata is not None else None
            put(named, made("namespace", place), written or made(found.namespace, place))

    def find(self, name: str, namespace: str | None, *, whole: bool = False) -> Resource | None:
        """The object that had a name; None where there is none."""
        candidates = [one for one in self.renamed.get(name, ()) if self.is_right(one)]
        if namespace is not None:
            first = [one for one in candidates if one.original.space == namespace]
            known = any(one.original.space == namespace for all_ in self.renamed.values() for one in all_)
            candidates = first if known else [one for one in candidates if one.space == namespace]
        if len(candidates) == 1:
            return candidates[0]
        for strict in (False, True):
            if len(candidates) > 1 or not strict:
                candidates = [one for one in candidates if _same_affixes(one, self.referrer, strict=strict)]
        if len({(one.name, one.namespace if whole else "") for one in candidates}) > 1:
            raise Refused(f"several objects may be meant by `{name}`", self.referrer.place)
        return candidates[0] if candidates else None

    def is_right(self, one: Resource) -> bool:
        """Whether an object is of the kind that is named, and in reach."""
        wanted = self.referred
        if not any(kind == wanted.kind for kind, _, _ in one.previous):
            return False
        if wanted.group not in ("", one.group) or wanted.version not in ("", one.version):
            return False
        if self.roles and not self.is_role(one):
            return False
        referrer = self.referrer
        if referrer.cluster_scoped or one.cluster_scoped or referrer.space == one.space:
            return True
        return one.kind == "ServiceAccount" and one.namespace in self.subject_spaces()

    def is_role(self, one: Resource) -> bool:
        """Whether an object is of the kind that the `roleRef` says."""
        group = text_at(self.referrer.root, "roleRef", "apiGroup")
        kind = text_at(self.referrer.root, "roleRef", "kind")
        if not group or not kind:
            return True
        return one.group == group and any(previous == kind for previous, _, _ in one.previous)

    def subject_spaces(self) -> set[str]:
        """The namespaces of the service accounts to which a RoleBinding gives a role."""
        if self.referrer.kind != "RoleBinding":
            return set()
        return {
            text_at(one, "namespace")
            for one in mappings(self.referrer.root, "subjects")
            if text_at(one, "kind") == "ServiceAccount"
        }


def _same_affixes(one: Resource, other: Resource, *, strict: bool) -> bool:
    for left, right in ((one.prefixes, other.prefixes), (one.suffixes, other.suffixes)):
        short, long = sorted((left, right), key=len)
        if not short:
            if strict and long:
                return False
        elif long[-len(short) :] != short:
            return False
    return True
