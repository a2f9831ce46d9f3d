"""One kustomization to the objects that `kubectl kustomize` prints for its folder.

The order of the steps is Kustomize's own (v5): resources, generators, components, then patches, namespace,
names, labels, annotations, JSON patches, replicas, images, replacements; hashes and references at the end.
"""

from __future__ import annotations

from wslint.project.kustomize.folder import Folder, Notes, is_remote
from wslint.project.kustomize.generating import absorb, add_hashes, generated
from wslint.project.kustomize.patching import Patching
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.references import update_references
from wslint.project.kustomize.replacing import replace_values
from wslint.project.kustomize.resource import Identity, Resource
from wslint.project.kustomize.transforming import (
    add_affixes,
    annotate_everywhere,
    label_everywhere,
    set_images,
    set_namespace,
    set_replicas,
)
from wslint.project.kustomize.trees import Copier, drop, scalar_at, text_at, texts
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence

MAX_DEPTH = 30
MAX_FOLDERS = 2_000
MAX_OBJECTS = 20_000
_LOCAL = "config.kubernetes.io/local-config"
# What is not done, and so makes the result less than what would be deployed.
_NOT_DONE = {
    "helmCharts": "charts are not rendered",
    "helmChartInflationGenerator": "charts are not rendered",
    "generators": "plugins are not run",
    "transformers": "plugins are not run",
    "crds": "names in custom resources are not followed",
    "configurations": "its own field configurations are not applied",
    "openapi": "its own schema is not applied",
    "vars": "variables are not filled in",
}
# What changes nothing in the result.
_WITHOUT_EFFECT = {"validators": "plugins are not run"}


class Build:
    """Builds one kustomization. Raises `Refused` where Kustomize would fail."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.copier = Copier()
        self.stack: list[str] = []
        self.folders = 0

    def run(self, path: str) -> list[Resource]:
        """The objects of the folder at an absolute path."""
        resources = self.folder(path, None)
        add_hashes(resources)
        update_references(resources)
        for resource in resources:
            metadata = resource.root.get_mapping("metadata")
            annotations = metadata.get_mapping("annotations") if metadata is not None else None
            if metadata is not None and annotations is not None and not annotations.items():
                drop(metadata, "annotations")
        return [one for one in resources if one.labels("annotations").get(_LOCAL, "false") == "false"]

    def folder(self, path: str, parent: list[Resource] | None) -> list[Resource]:
        """The objects of a folder; a component works on those of its parent."""
        if path in self.stack:
            raise Refused(f"`{self.notes.seam.shown(path)}` takes itself in: a cycle")
        self.folders += 1
        if len(self.stack) >= MAX_DEPTH or self.folders > MAX_FOLDERS:
            raise Refused("too many folders take in one another")
        self.stack.append(path)
        folder = Folder(path, self.notes)
        if folder.is_component is (parent is None) and len(self.stack) > 1:
            wrong = "a component is listed under `components`" if parent is None else "this is no component"
            raise Refused(f"`{self.notes.seam.shown(path)}`: {wrong}", folder.root.span)
        resources = self._accumulated(folder, parent if parent is not None else [])
        self.stack.pop()
        return resources

    def _accumulated(self, folder: Folder, resources: list[Resource]) -> list[Resource]:
        known = {one.identity for one in resources}
        for scalar in [*folder.scalars("resources"), *folder.scalars("bases")]:
            for one in self._resource(folder, scalar):
                self._append(resources, one, known, scalar)
        self._generate(folder, resources)
        for scalar in folder.scalars("components"):
            path = self._subfolder(folder, scalar)
            if path is not None:
                resources = self.folder(path, resources)
        self._transform(folder, resources)
        for key, reason in {**_NOT_DONE, **_WITHOUT_EFFECT}.items():
            entry = folder.root.entry(key)
            if entry is None or is_null(entry.value) or _is_empty(entry.value):
                continue
            if isinstance(entry.key, Scalar):
                note = self.notes.note if key in _WITHOUT_EFFECT else self.notes.left_out
                note(entry.key, f"`{key}`: {reason}")
        return resources

    # -- resources ----------------------------------------------------------------------------------

    def _resource(self, folder: Folder, scalar: Scalar) -> list[Resource]:
        """The objects of a file or a folder."""
        path = scalar.value
        absolute = folder.absolute(path)
        if not is_remote(path) and folder.seam.is_dir(absolute):
            return self.folder(absolute, None)
        if not is_remote(path) and not folder.seam.is_file(absolute):
            folder.missing(path, absolute, scalar)
            return []
        parsed = folder.yaml(path, scalar)
        found: list[Resource] = []
        for document in parsed.documents if parsed is not None else ():
            self._objects(document.root, found)
        return found

    def _objects(self, root: Node | None, found: list[Resource]) -> None:
        """The objects of a document, those of a List one by one."""
        waiting = [root]
        while waiting:
            node = waiting.pop(0)
            if node is None or is_null(node):
                continue
            if not isinstance(node, Mapping) or not text_at(node, "kind"):
                raise Refused("no object of Kubernetes: it has no `kind`", node.span)
            items = node.get("items")
            if text_at(node, "kind").endswith("List") and items is not None:
                waiting += [one.value for one in items.items] if isinstance(items, Sequence) else []
            else:
                found.append(Resource(self.copier.mapping(node)))
                if not found[-1].name:
                    raise Refused(f"an object of kind {found[-1].kind} has no name", node.span)

    def _append(self, resources: list[Resource], new: Resource, known: set[Identity], scalar: Scalar) -> None:
        identity = new.identity
        if identity in known:
            raise Refused(f"two objects are {identity.kind} `{identity.name}`", scalar.span)
        if len(resources) >= MAX_OBJECTS:
            raise Refused("too many objects", scalar.span)
        known.add(identity)
        resources.append(new)

    def _subfolder(self, folder: Folder, scalar: Scalar) -> str | None:
        """The absolute path of a component; None where it is not there to be read."""
        absolute = folder.absolute(scalar.value)
        if is_remote(scalar.value):
            self.notes.left_out(scalar, f"`{scalar.value}` is remote: not fetched")
        elif folder.seam.is_dir(absolute):
            return absolute
        else:
            folder.missing(scalar.value, absolute, scalar)
        return None

    # -- what it makes and changes ------------------------------------------------------------------

    def _generate(self, folder: Folder, resources: list[Resource]) -> None:
        shared = folder.root.get_mapping("generatorOptions")
        for entry in folder.mappings("configMapGenerator"):
            absorb(resources, generated(folder, entry, "ConfigMap", shared))
        for entry in folder.mappings("secretGenerator"):
            absorb(resources, generated(folder, entry, "Secret", shared))

    def _transform(self, folder: Folder, resources: list[Resource]) -> None:
        root = folder.root
        patching = Patching(folder, resources, self.copier)
        patching.run()
        namespace = scalar_at(root, "namespace")
        if namespace is not None and namespace.value:
            set_namespace(resources, namespace)
        for key, prefix in (("namePrefix", True), ("nameSuffix", False)):
            affix = scalar_at(root, key)
            if affix is not None and affix.value:
                add_affixes(resources, affix.value, prefix=prefix)
        label_everywhere(resources, root)
        annotate_everywhere(resources, root)
        patching.run_json()
        for entry in folder.mappings("replicas"):
            set_replicas(resources, entry)
        for entry in [*folder.mappings("images"), *folder.mappings("imageTags")]:
            set_images(resources, entry)
        replace_values(folder, resources, self.copier)


def children(folder: Folder) -> list[str]:
    """The absolute paths of the folders that a kustomization takes in, as far as they are there."""
    listed = [scalar for key in ("resources", "bases", "components") for scalar in texts(folder.root, key)]
    return [
        path
        for scalar in listed
        if not is_remote(scalar.value) and folder.seam.is_dir(path := folder.absolute(scalar.value))
    ]


def _is_empty(value: Node) -> bool:
    return not (value.items if isinstance(value, Sequence) else isinstance(value, Mapping) and value.items())
