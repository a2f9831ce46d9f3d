"""The patches of a kustomization, in all of its notations.

Source: Kustomize documentation, "patches", "patchesStrategicMerge", "patchesJson6902".
"""

from __future__ import annotations

from wslint.model.kubernetes_kinds import group_of
from wslint.project.kustomize.folder import Folder
from wslint.project.kustomize.inline import inline_yaml
from wslint.project.kustomize.json_patch import apply_json_patch
from wslint.project.kustomize.merging import merge
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.resource import Identity, Resource
from wslint.project.kustomize.selecting import NotSupported, select
from wslint.project.kustomize.trees import Copier, scalar_at, text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Mapping, Scalar, Sequence, YamlFile, resolve


class Patching:
    """Applies patches to the objects of one folder."""

    def __init__(self, folder: Folder, resources: list[Resource], copier: Copier) -> None:
        self.folder = folder
        self.resources = resources
        self.copier = copier
        self._named: dict[Identity, list[Resource]] | None = None

    def _known_as(self, identity: Identity) -> list[Resource]:
        """The objects that are or were known by an identity."""
        if self._named is None:
            self._named = {}
            for resource in self.resources:
                for one in dict.fromkeys(resource.identities):
                    self._named.setdefault(one, []).append(resource)
        return self._named.get(identity, [])

    def run(self) -> None:
        """`patchesStrategicMerge`, then `patches`."""
        for scalar in self.folder.scalars("patchesStrategicMerge"):
            parsed = self._inline_or_file(scalar)
            for root in _roots(parsed) if parsed is not None else ():
                self._merge_alone(root, scalar, renames=False, retypes=False)
        for entry in self.folder.mappings("patches"):
            self._entry(entry)

    def run_json(self) -> None:
        """`patchesJson6902`, which come after names and labels."""
        for entry in self.folder.mappings("patchesJson6902"):
            parsed = self._written(entry)
            if parsed is not None:
                self._json(entry, parsed, remember=False)

    def _inline_or_file(self, scalar: Scalar) -> YamlFile | None:
        """A patch in the kustomization itself, or the path of one."""
        if "\n" in scalar.value or scalar.value.startswith("{") or ": " in scalar.value:
            return inline_yaml(scalar)
        return self.folder.yaml(scalar.value, scalar)

    def _written(self, entry: Mapping) -> YamlFile | None:
        inline, path = scalar_at(entry, "patch"), scalar_at(entry, "path")
        if inline is not None and inline.value.strip() and (path is None or not path.value):
            return inline_yaml(inline)
        if path is not None and path.value and (inline is None or not inline.value.strip()):
            return self.folder.yaml(path.value, path)
        raise Refused("an entry of `patches` has either `patch` or `path`", entry.span)

    def _entry(self, entry: Mapping) -> None:
        parsed = self._written(entry)
        if parsed is None:
            return
        roots = [one.root for one in parsed.documents if one.root is not None and not is_null(one.root)]
        if not roots:
            raise Refused("the patch is empty", entry.span)
        if len(roots) == 1 and isinstance(roots[0], Sequence):
            self._json(entry, parsed, remember=True)
            return
        options = entry.get_mapping("options")
        renames = _is_true(options, "allowNameChange")
        retypes = _is_true(options, "allowKindChange")
        target = entry.get_mapping("target")
        place = scalar_at(entry, "path") or scalar_at(entry, "patch")
        if target is None:
            for root in _roots(parsed):
                self._merge_alone(root, place, renames=renames, retypes=retypes)
            return
        found = list(_roots(parsed))
        if len(found) != 1:
            raise Refused("with a `target`, an entry of `patches` has one patch", entry.span)
        for resource in self._selected(target):
            self._merge(resource, found[0], renames=renames, retypes=retypes, own_kind=False)

    def _selected(self, target: Mapping) -> list[Resource]:
        try:
            return select(self.resources, target)
        except NotSupported as problem:
            first = target.entries[0].key if target.entries else None
            if isinstance(first, Scalar):
                self.folder.notes.left_out(first, f"a patch is left out: {problem}")
            return []

    def _json(self, entry: Mapping, parsed: YamlFile, *, remember: bool) -> None:
        target = entry.get_mapping("target")
        if target is None:
            raise Refused("a JSON patch needs a `target`", entry.span)
        roots = [one.root for one in parsed.documents if one.root is not None]
        if len(roots) != 1 or not isinstance(roots[0], Sequence):
            raise Refused("a JSON patch is one list of operations", entry.span)
        text = parsed.source.text
        if (text.strip() if remember else text).startswith("[") and not _is_json(text):
            raise Refused("a patch that begins with a bracket wants to be JSON", entry.span)
        self._named = None
        for resource in self._selected(target):
            if remember:
                resource.remember()
            apply_json_patch(resource, roots[0], self.copier)

    def _merge_alone(self, root: Mapping, place: Scalar | None, *, renames: bool, retypes: bool) -> None:
        """A patch for the one object that it names itself."""
        version, kind = text_at(root, "apiVersion"), text_at(root, "kind")
        name = text_at(root, "metadata", "name")
        named = Resource(self.copier.mapping(root)).identity
        found = self._known_as(named)
        if len(found) == 1:
            self._merge(found[0], root, renames=renames, retypes=retypes, own_kind=True)
        elif self.folder.notes.complete or len(found) > 1 or place is None:
            how = "several objects match" if found else "no object matches"
            group = group_of(version)
            raise Refused(f"{how} the patch of {kind} `{name}`" + (f" ({group})" if group else ""), root.span)
        else:
            self.folder.notes.left_out(place, f"{kind} `{name}` is not here to be patched")

    def _merge(
        self, resource: Resource, root: Mapping, *, renames: bool, retypes: bool, own_kind: bool
    ) -> None:
        before = resource.root
        metadata = before.get_mapping("metadata")
        kind = before.get_scalar("kind")
        name = metadata.get_scalar("name") if metadata is not None else None
        namespace = metadata.get_scalar("namespace") if metadata is not None else None
        version = before.entry("apiVersion")
        if renames or retypes:
            self._named = None
            resource.remember()
        merged = merge(before, self.copier.mapping(root))
        if merged is None or not merged.items():
            self.resources.remove(resource)
            self._named = None
            return
        resource.root = merged
        now = merged.get_mapping("metadata")
        if retypes:
            kind = merged.get_scalar("kind") or kind
        if renames and now is not None:
            name = now.get_scalar("name") or name
        resource.restore(kind, name, namespace)
        if version is not None and not own_kind:
            from wslint.project.kustomize.trees import put

            put(merged, version.key if isinstance(version.key, Scalar) else kind or name, version.value)  # type: ignore[arg-type]


def _roots(parsed: YamlFile) -> list[Mapping]:
    """The patches of a text. Raises `Refused` for what is none."""
    found = []
    for document in parsed.documents:
        root = document.root
        if root is None or is_null(root):
            continue
        if not isinstance(root, Mapping):
            raise Refused("a patch is a mapping", root.span)
        found.append(root)
    return found


def _is_json(text: str) -> bool:
    from json import loads

    try:
        loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_true(mapping: Mapping | None, key: str) -> bool:
    scalar = mapping.get_scalar(key) if mapping is not None else None
    return scalar is not None and resolve(scalar, "kubernetes") is True
