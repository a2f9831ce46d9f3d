"""Files to one project: documents in order, what they extend and include, merged; then repetitions taken out."""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence as Several
from os.path import dirname, isabs, join, normpath

from wslint.model.value import Known, Unknown
from wslint.project.compose.extends import Extender
from wslint.project.compose.loading import MAX_FILES, Loading
from wslint.project.compose.making import mapping_at
from wslint.project.compose.merging import Merger
from wslint.project.compose.records import Composed, FileContext
from wslint.project.compose.sameness import same
from wslint.project.compose.seam import Seam
from wslint.project.compose.unique import Unique
from wslint.readers.compose.reading import is_null
from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence, YamlFile
from wslint.text import Span
from wslint.text.record import NamedTuple

MERGE = "compose-merge"
INCLUDE = "compose-include"

_IMPORTED = ("services", "volumes", "networks", "secrets", "configs", "models")
_DEEPEST_INCLUDE = 20


class NamedFile(NamedTuple):
    """A parsed file and its absolute path."""

    path: str
    file: YamlFile


class Included(NamedTuple):
    """One entry of `include`: its files as values, its folder and env files if they are given."""

    paths: tuple[Scalar, ...]
    project_directory: Scalar | None
    env_files: tuple[Scalar, ...]
    span: Span


class Composition(NamedTuple):
    """A merged project, the absolute paths of its files, those of them that are included, and ledger lines."""

    composed: Composed
    paths: tuple[str, ...]
    included: frozenset[str]
    ledger: tuple[tuple[str, str, int | None], ...]


def compose(
    files: Several[NamedFile], folder: str, variables: Table[str, Known[str]], seam: Seam
) -> Composition:
    """Merge files as `docker compose -f A -f B` does; `folder` is the project's, `variables` its `.env`."""
    return _Composer(seam).compose(files, FileContext(variables, folder))


class _Composer:
    def __init__(self, seam: Seam) -> None:
        loading = self.loading = Loading(seam)

        # Not a method: nothing here refers to its owner, so that all trees of a project go with it.
        def cannot_merge(span: Span, path: str) -> None:
            reason = f"`{path}` is of another form in the file before: the two cannot be merged"
            loading.refuse(MERGE, span, reason, path)

        self.merger = Merger(loading.text_of, cannot_merge)
        self.extender = Extender(loading, self.merger)
        self.includes = 0

    def compose(self, files: Several[NamedFile], context: FileContext) -> Composition:
        loading = self.loading
        root = self._model(files, context, ())
        if root is None:
            first = files[0].file.source
            root = mapping_at(Span(first, 0, 0), ())
        root = Unique(loading.text_of, lambda one: loading.context_of(one.source).folder).project(root)
        if self.merger.exhausted:
            loading.missing(None, "merging makes too many values: not all is read", files[0].path)
        composed = Composed(
            root,
            tuple(loading.sources),
            loading.context_of,
            tuple(loading.problems),
            loading.complete,
        )
        ledger = tuple((line.path, line.reason, line.line) for line in loading.ledger)
        return Composition(composed, tuple(loading.paths), frozenset(loading.included), ledger)

    def _model(
        self, files: Several[NamedFile], context: FileContext, including: tuple[str, ...]
    ) -> Mapping | None:
        """Several files and their documents, each on top of those before it."""
        merged: Mapping | None = None
        for path, read in files:
            file = self.loading.settle(path, read, context)
            if file is None:
                continue
            if "!reset" in file.source.text:
                self.merger.has_resets = True
            for document in file.documents:
                if not isinstance(document.root, Mapping):
                    continue
                tree = self._document(path, document.root, context, (*including, path))
                if merged is None:
                    merged = self.merger.cleaned_mapping(tree)
                else:
                    merged = self.merger.overridden(merged, tree)
        return merged

    def _document(
        self, path: str, root: Mapping, context: FileContext, including: tuple[str, ...]
    ) -> Mapping:
        """One document with what it includes and extends."""
        written = root.get("include")
        if written is None:
            return self.extender.document(path, root, None)
        imported = self._imported(written, context, including)
        services = None if imported is None else imported.get("services")
        tree = self.extender.document(path, root, services if isinstance(services, Mapping) else None)
        entries = tuple(entry for entry in tree.items() if entry.key_text != "include")
        tree = mapping_at(tree.span, entries)
        return tree if imported is None else self._with(tree, imported)

    # -- include ------------------------------------------------------------------------------------

    def _imported(self, written: Node, context: FileContext, including: tuple[str, ...]) -> Mapping | None:
        """What all entries of `include` bring, earlier ones on top of later ones."""
        if not isinstance(written, Sequence):
            if not is_null(written):
                self.loading.refuse(INCLUDE, written.span, "`include` is a list")
                self.loading.complete = False
            return None
        merged: Mapping | None = None
        for item in written.items:
            if self.includes > MAX_FILES:
                break  # said already, at the one that was too many
            entry = self._entry(item)
            model = None if entry is None else self._included(entry, context, including)
            if model is not None:
                merged = model if merged is None else self._with(merged, model)
        return merged

    def _entry(self, item: Item) -> Included | None:
        """The short form, a path; or the long one (Compose file reference, `include`)."""
        value = item.value
        if isinstance(value, Scalar):
            return Included((value,), None, (), value.content_span)
        if isinstance(value, Mapping):
            paths = _scalars(value.get("path"))
            folder = value.get("project_directory")
            if paths:
                known = folder if isinstance(folder, Scalar) and not is_null(folder) else None
                return Included(paths, known, _scalars(value.get("env_file")), value.span)
        self.loading.refuse(INCLUDE, item.use, "an entry of `include` is a path, or a mapping with `path`")
        self.loading.complete = False
        return None

    def _included(self, entry: Included, context: FileContext, including: tuple[str, ...]) -> Mapping | None:
        """One entry as the project that it is: its own folder, and its own variables, over which ours win."""
        loading = self.loading
        paths = [loading.found(name, INCLUDE, "an include") for name in entry.paths]
        first = paths[0]
        if first is None:
            return None
        if first in including:
            reason = "this file includes itself in the end: a cycle"
            loading.refuse(INCLUDE, entry.paths[0].content_span, reason, first.rpartition("/")[2])
            loading.complete = False
            return None
        self.includes += 1
        if len(including) > _DEEPEST_INCLUDE or self.includes > MAX_FILES:
            loading.missing(entry.span, "too many includes, or too deep in each other: not read")
            return None
        folder = self._folder(entry, first, context)
        if folder is None:
            return None
        own = FileContext(self._variables(entry, folder, context), folder)
        files: list[NamedFile] = []
        for name, path in zip(entry.paths, paths, strict=True):
            file = None if path is None else loading.read(path, name.content_span)
            if path is not None and file is not None:
                files.append(NamedFile(path, file))
                loading.included.add(path)
        return self._model(files, own, including)

    def _folder(self, entry: Included, first: str, context: FileContext) -> str | None:
        if entry.project_directory is None:
            return dirname(first)
        text = self.loading.text_of(entry.project_directory)
        if text is None:
            self.loading.missing(entry.span, "an include whose folder is not known")
            return None
        return normpath(text if isabs(text) else join(context.folder, text))

    def _variables(self, entry: Included, folder: str, context: FileContext) -> Table[str, Known[str]]:
        """The including project's variables, and what the include's env files add to them."""
        found: dict[str, Known[str]] = {}
        names = [self.loading.text_of(name) for name in entry.env_files]
        paths = [normpath(join(context.folder, name)) for name in names if name is not None]
        for path in paths if entry.env_files else [join(folder, ".env")]:
            # Its own variables would see ours before the lines above them.
            known = known_of(self.loading.seam.env(path))
            found |= {name: one for name, one in known.items() if "$" not in one.span.text}
        return {**found, **context.variables} if found else context.variables

    def _with(self, own: Mapping, imported: Mapping) -> Mapping:
        """A model with the resources of an included one. Of one name, ours is on top of it.

        Compose refused that unless the two were equal, up to v2.40; since then it merges them.
        """
        entries = {entry.key_text: entry for entry in own.items()}
        for section in _IMPORTED:
            theirs = imported.entry(section)
            if theirs is None or not isinstance(theirs.value, Mapping):
                continue
            ours = entries.get(section)
            if ours is None or is_null(ours.value):
                entries[section] = theirs
            elif isinstance(ours.value, Mapping):
                merged = self._resources(section, ours.value, theirs.value)
                entries[section] = Entry(ours.key, merged, ours.use, ours.merged)
        return mapping_at(own.span, tuple(entries.values()))

    def _resources(self, section: str, ours: Mapping, theirs: Mapping) -> Mapping:
        entries = {entry.key_text: entry for entry in ours.items()}
        for entry in theirs.items():
            own = entries.get(entry.key_text)
            if own is None:
                entries[entry.key_text] = entry
            elif (
                isinstance(own.value, Mapping)
                and isinstance(entry.value, Mapping)
                and not same(own.value, entry.value)
            ):
                merged = self.merger.imported(entry.value, own.value, (section, entry.key_text or ""))
                entries[entry.key_text] = Entry(own.key, merged)
        return mapping_at(ours.span, tuple(entries.values()))


def known_of(entries: Table[str, Known[str] | Unknown] | None) -> dict[str, Known[str]]:
    """The entries of an env file whose values are known."""
    return {name: value for name, value in (entries or {}).items() if isinstance(value, Known)}


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    """A value, or the values of a list, nulls left out."""
    nodes = [item.value for item in node.items] if isinstance(node, Sequence) else [node]
    return tuple(one for one in nodes if isinstance(one, Scalar) and not is_null(one))
