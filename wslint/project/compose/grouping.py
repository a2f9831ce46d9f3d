"""Which files make a project (compose-go, cli/options.go; Compose, "Merge Compose files")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os.path import dirname, isabs, join, normpath

from wslint.model.value import Known
from wslint.project.compose.composing import known_of
from wslint.project.compose.seam import ProjectCall, Seam
from wslint.readers.compose.reading import is_null
from wslint.readers.compose.recognise import runs_something
from wslint.syntax.yaml import Mapping as YamlMapping
from wslint.syntax.yaml import Scalar, YamlFile
from wslint.syntax.yaml import Sequence as YamlSequence
from wslint.text import Span
from wslint.text.record import NamedTuple

MAIN_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
"""In the order in which Compose looks for them: in the old family `.yml` comes first."""
OVERRIDE_NAMES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
_DECLARED = ("volumes", "networks", "secrets", "configs")


class Group(NamedTuple):
    """The files of one project in order, the main one first, its folder, its variables and who names it.

    `why` is "found" for the files that Compose looks for, "environment" for COMPOSE_FILE, "call" for a
    command with `-f`, "variant" for one that is merged onto the base beside it, "alone" for any other.
    """

    files: tuple[str, ...]
    folder: str
    env_files: tuple[str, ...]
    why: str
    span: Span | None = None


class Grouped(NamedTuple):
    """The groups, in a fixed order, and lines for the ledger about those that could not be made."""

    groups: tuple[Group, ...]
    ledger: tuple[tuple[str, str, int | None], ...]


def groups_of(files: Mapping[str, YamlFile], calls: Sequence[ProjectCall], seam: Seam) -> Grouped:
    """All projects that the files make: by Compose's own names, by commands, by variants, and one by one."""
    grouping = _Grouping(files, seam)
    for folder in sorted({dirname(path) for path in files}):
        grouping.folder(folder)
    for call in sorted(calls, key=lambda one: (one.files, one.span.path, one.span.start)):
        grouping.call(call)
    return Grouped(tuple(grouping.groups.values()), tuple(grouping.ledger))


def env_files_of(group: Group) -> tuple[str, ...]:
    """What is read to fill in `${…}`: the `.env` of the project's folder, or the env files that a command names."""
    return group.env_files or (join(group.folder, ".env"),)


def variables_of(group: Group, seam: Seam) -> dict[str, Known[str]]:
    """What fills in `${…}`."""
    found: dict[str, Known[str]] = {}
    for path in env_files_of(group):
        found |= known_of(seam.env(path))
    return found


class _Grouping:
    def __init__(self, files: Mapping[str, YamlFile], seam: Seam) -> None:
        self.files = files
        self.seam = seam
        self.groups: dict[tuple[tuple[str, ...], str, tuple[str, ...]], Group] = {}
        self.ledger: list[tuple[str, str, int | None]] = []

    def add(self, group: Group) -> None:
        self.groups.setdefault((group.files, group.folder, group.env_files), group)

    def folder(self, folder: str) -> None:
        """The project that Compose finds in a folder by itself."""
        files = self.named_by_environment(folder)
        if files is not None:
            self.add(Group(files, folder, (), "environment"))
            return
        main = self.first(folder, MAIN_NAMES)
        if main is not None:
            override = self.first(folder, OVERRIDE_NAMES)
            self.add(Group((main,) if override is None else (main, override), folder, (), "found"))

    def first(self, folder: str, names: Iterable[str]) -> str | None:
        return next((path for name in names if (path := join(folder, name)) in self.files), None)

    def named_by_environment(self, folder: str) -> tuple[str, ...] | None:
        """The files of COMPOSE_FILE in a folder's `.env`, if all of them can be read (Compose, environment
        variables).
        """
        known = known_of(self.seam.env(join(folder, ".env")))
        written = known.get("COMPOSE_FILE")
        if written is None or not written.value.strip():
            return None
        separator = known.get("COMPOSE_PATH_SEPARATOR")
        names = written.value.split(":" if separator is None or not separator.value else separator.value)
        paths = tuple(normpath(name if isabs(name) else join(folder, name)) for name in names if name)
        unread = [path for path in paths if not self.readable(path)]
        if unread or not paths:
            reason = "COMPOSE_FILE names a file that is not there, or is no Compose file"
            self.ledger.append((written.span.path, reason, written.span.line))
            return None
        return paths

    def readable(self, path: str) -> bool:
        return path in self.files or (
            self.seam.inside(path) and self.seam.is_file(path) and self.seam.read(path) is not None
        )

    def call(self, call: ProjectCall) -> None:
        """The project that a command names; one without `-f` is found in its folder already."""
        if not call.files:
            return
        if not all(self.readable(path) for path in call.files):
            reason = "a Compose command names a file that is not there, or is no Compose file"
            self.ledger.append((call.span.path, reason, call.span.line))
            return
        folder = call.project_directory or dirname(call.files[0])
        self.add(Group(call.files, folder, call.env_files, "call", call.span))


def remaining(
    files: Mapping[str, YamlFile], used: frozenset[str], bases: Mapping[str, str]
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Files that no project takes: a variant on top of the base beside it, or a project of its own.

    `bases` gives the main file of a folder. Also gives those that complete a base that is not there.
    """
    groups: list[Group] = []
    orphans: list[str] = []
    for path in sorted(set(files) - used):
        folder = dirname(path)
        base = bases.get(folder)
        is_override = path.rpartition("/")[2] in OVERRIDE_NAMES
        if not is_override and stands_alone(files[path], None if base is None else files.get(base)):
            groups.append(Group((path,), folder, (), "alone"))
        elif base is not None and base != path and not is_override:
            groups.append(Group((base, path), folder, (), "variant"))
        else:
            orphans.append(path)
    return tuple(groups), tuple(orphans)


def stands_alone(file: YamlFile, beside: YamlFile | None) -> bool:
    """Whether a file is a project by itself: each service runs something, and nothing is named in it that only
    the file beside it declares.
    """
    roots = _roots(file)
    services = {name: body for root in roots for name, body in _entries(root, "services")}
    if not services and not any(root.get("include") for root in roots):
        return False
    if not all(isinstance(body, YamlMapping) and runs_something(body) for body in services.values()):
        return False
    if beside is None:
        return True
    others = _roots(beside)
    theirs = {name for root in others for name, _ in _entries(root, "services")} - set(services)
    if any(_asks_services(body) & theirs for body in services.values()):
        return False
    for section in _DECLARED:
        own = {name for root in roots for name, _ in _entries(root, section)}
        declared = {name for root in others for name, _ in _entries(root, section)} - own
        if any(_names(body, section) & declared for body in services.values()):
            return False
    return True


def all_run(root: YamlMapping) -> bool:
    """Whether each service of a merged project says what to run."""
    return all(
        isinstance(body, YamlMapping) and runs_something(body) for _, body in _entries(root, "services")
    )


def _roots(file: YamlFile) -> list[YamlMapping]:
    return [document.root for document in file.documents if isinstance(document.root, YamlMapping)]


def _entries(root: YamlMapping, section: str) -> list[tuple[str, object]]:
    table = root.get(section)
    if not isinstance(table, YamlMapping):
        return []
    return [(entry.key_text, entry.value) for entry in table.items() if entry.key_text]


def _asks_services(body: object) -> set[str]:
    return _names(body, "depends_on") | {name.partition(":")[0] for name in _names(body, "links")}


def _names(body: object, key: str) -> set[str]:
    """The names in a list, or the keys of a mapping; of the short form of a volume the part before its colon."""
    value = body.get(key) if isinstance(body, YamlMapping) else None
    if isinstance(value, YamlMapping):
        return {entry.key_text for entry in value.items() if entry.key_text}
    names: set[str] = set()
    for item in value.items if isinstance(value, YamlSequence) else ():
        node = item.value.get("source") if isinstance(item.value, YamlMapping) else item.value
        if isinstance(node, Scalar) and not is_null(node):
            names.add(node.value.partition(":")[0] if key == "volumes" else node.value)
    return names
