"""`extends`: a service on top of another one, of the same file or of another (Compose file reference, `extends`)."""

from __future__ import annotations

from wslint.project.compose.loading import Loading
from wslint.project.compose.making import mapping_at
from wslint.project.compose.merging import RESET, Merger
from wslint.project.compose.records import FileContext
from wslint.readers.compose.reading import is_null
from wslint.syntax.yaml import Entry, Mapping, Scalar, YamlFile
from wslint.text.record import NamedTuple

CHECK = "compose-extends"
MAX_CHAIN = 100
"""So many bases one upon another: what each adds is copied into all above it, so that more would square."""


class Services(NamedTuple):
    """The services of one document, or of a base file, with its path.

    `imported` are those of included files: the newest Compose finds a base among them, older ones do not.
    """

    path: str
    table: Mapping
    imported: Mapping | None = None


class Asked(NamedTuple):
    """What `extends` says: the base's name, and the file if it is in another one."""

    name: Scalar
    file: Scalar | None


class Extender:
    """Resolves `extends` for one project; base files are read once."""

    def __init__(self, loading: Loading, merger: Merger) -> None:
        self.loading = loading
        self.merger = merger
        self._bases: dict[str, Services | None] = {}
        # By the table that says it, which is kept for as long, and the name.
        self._done: dict[tuple[int, str], Mapping] = {}
        self._bases_below: dict[tuple[int, str], int] = {}
        self._tables: list[Mapping] = []

    def document(self, path: str, root: Mapping, imported: Mapping | None) -> Mapping:
        """A document with the bases of its services merged in."""
        table = root.get("services")
        if not isinstance(table, Mapping) or not any(_extends(one.value) for one in table.items()):
            return root
        services = Services(path, table, imported)
        self._tables.append(table)
        entries = tuple(self._resolved_entry(services, entry) for entry in table.items())
        resolved = mapping_at(table.span, entries)
        return mapping_at(
            root.span,
            tuple(
                Entry(entry.key, resolved, entry.use, entry.merged) if entry.key_text == "services" else entry
                for entry in root.items()
            ),
        )

    def _resolved_entry(self, services: Services, entry: Entry) -> Entry:
        if entry.key_text is None or not _extends(entry.value):
            return entry
        value = self._resolved(services, entry.key_text)
        return entry if value is entry.value else Entry(entry.key, value, entry.use, entry.merged)

    def _resolved(self, services: Services, name: str) -> Mapping:
        """A service with its whole chain of bases merged.

        Where the chain breaks, `extends` stays in what is made, as the sign that more may be inherited.
        """
        chain: list[tuple[tuple[int, str], Mapping]] = []
        seen: set[tuple[str, str]] = set()
        at: tuple[Services, str] | None = (services, name)
        merged: Mapping | None = None
        while at is not None and merged is None:
            where, current = at
            seen.add((where.path, current))
            service = _service(where, current)
            if service is None:
                break
            key = (id(where.table), current)
            chain.append((key, service))
            if len(chain) + self._bases_below.get(key, 0) > MAX_CHAIN:
                self.loading.missing(service.span, f"a base below {MAX_CHAIN} others")
                break
            merged = self._done.get(key)
            if merged is None:
                at = self._next(where, service, seen)
        below = 0 if merged is None else self._bases_below.get(chain[-1][0], 0)
        if merged is None:
            merged = chain[-1][1]
        for count, (key, service) in enumerate(reversed(chain[:-1]), below + 1):
            # What is taken out of a base, or put in its place, is so before it lends anything.
            base = self.merger.cleaned_mapping(merged)
            merged = self.merger.extended(base, _without_extends(service), name)
            self._done[key] = merged
            self._bases_below[key] = count
        return merged

    def _next(
        self, services: Services, service: Mapping, seen: set[tuple[str, str]]
    ) -> tuple[Services, str] | None:
        """Where the base of a service is; None where there is none, or it cannot be found."""
        asked = self._asked(service)
        if asked is None:
            return None
        name = self.loading.text_of(asked.name)
        if name is None:
            self.loading.missing(asked.name.content_span, "a base whose name is not known")
            return None
        target: Services | None = services
        if asked.file is not None:
            target = self._base_file(asked.file)
        if target is None:
            return None
        if (target.path, name) in seen:
            self.loading.refuse(
                CHECK, asked.name.content_span, f"`{name}` extends itself in the end: a cycle", name
            )
            return None
        if _service(target, name) is None and not _is_null_service(target, name):
            where = "" if asked.file is None else f" in `{self.loading.text_of(asked.file)}`"
            if self.loading.complete:
                self.loading.refuse(
                    CHECK, asked.name.content_span, f"there is no service `{name}`{where}", name
                )
            return None
        return target, name

    def _asked(self, service: Mapping) -> Asked | None:
        value = service.get("extends")
        if isinstance(value, Mapping):
            name = self.loading.string_of(value.get("service"))
            file = value.get("file")
            if name is None:
                self.loading.refuse(CHECK, value.span, "`extends` does not say which `service`")
                return None
            if file is not None and not isinstance(file, Scalar):
                return None
            return Asked(name, None if file is None or is_null(file) else file)
        name = self.loading.string_of(value)
        return None if name is None else Asked(name, None)

    def _base_file(self, name: Scalar) -> Services | None:
        loading = self.loading
        path = loading.found(name, CHECK, "a base")
        if path is None:
            return None
        context = loading.context_of(name.source)
        # A base's own paths start from its own folder; its variables are those of the project.
        own = FileContext(context.variables, path.rpartition("/")[0])
        read = loading.read(path, name.content_span)
        file = None if read is None else loading.settle(path, read, own)
        if file is None:
            return None
        key = f"{path}\0{id(file.source)}"
        if key not in self._bases:
            table = self._services_of(file)
            self._bases[key] = None if table is None else Services(path, table)
        base = self._bases[key]
        if base is None and not file.problems:
            loading.refuse(CHECK, name.content_span, f"`{loading.text_of(name)}` has no services", name.value)
        return base

    def _services_of(self, file: YamlFile) -> Mapping | None:
        """The services of a base file, its documents merged; what it includes is not looked at."""
        if "!reset" in file.source.text:
            self.merger.has_resets = True
        roots = [document.root for document in file.documents if isinstance(document.root, Mapping)]
        tables = [table for root in roots if isinstance(table := root.get("services"), Mapping)]
        merged: Mapping | None = None
        for table in tables:
            merged = table if merged is None else self.merger.overridden(merged, table, ("services",))
        return merged


def _extends(value: object) -> bool:
    """Whether a service says what it extends."""
    if not isinstance(value, Mapping):
        return False
    extends = value.get("extends")
    return extends is not None and extends.tag != RESET and not is_null(extends)


def _service(services: Services, name: str) -> Mapping | None:
    for table in (services.table, services.imported):
        value = None if table is None else table.get(name)
        if isinstance(value, Mapping) and value.tag != RESET:
            return value
    return None


def _is_null_service(services: Services, name: str) -> bool:
    """Whether a base is there with nothing in it, from which nothing comes."""
    return services.table.entry(name) is not None


def _without_extends(service: Mapping) -> Mapping:
    entries = tuple(entry for entry in service.items() if entry.key_text != "extends")
    return mapping_at(service.span, entries)
