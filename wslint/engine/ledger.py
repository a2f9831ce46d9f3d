"""The ledger of a run, file by file, so that it can be kept with each file and summed up."""

from __future__ import annotations

from wslint.engine.finding import Coverage, NotChecked, UnknownValue
from wslint.project.load import Loaded, NotLooked
from wslint.text import Fragment
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wslint.model.facts import FileFacts
    from wslint.project.project import Project

KINDS = ("dockerfile", "compose", "kubernetes", "shell", "document")


OF_BUILDS = ""
"""In place of a path: what merging and building left out, whichever file the lines are about."""


class FileLedger(NamedTuple):
    """What a run made of one file, by its shown path: what it was read as, and what was not looked at in it.

    `looked_at` says what there is in it that rules may be for, as `wslint.engine.run` asks before it runs one.
    """

    kinds: tuple[str, ...] = ()
    fragments: int = 0
    workloads: int = 0
    links: int = 0
    unknown: tuple[UnknownValue, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    quiet: tuple[NotChecked, ...] = ()
    looked_at: tuple[str, ...] = ()


class _Entry:
    def __init__(self) -> None:
        self.kinds: dict[str, None] = {}
        self.fragments = 0
        self.workloads = 0
        self.links = 0
        self.unknown: dict[UnknownValue, None] = {}
        self.not_checked: list[NotChecked] = []
        self.quiet: list[NotChecked] = []
        self.looked_at: set[str] = set()

    def record(self) -> FileLedger:
        return FileLedger(
            tuple(self.kinds),
            self.fragments,
            self.workloads,
            self.links,
            tuple(self.unknown),
            tuple(self.not_checked),
            tuple(self.quiet),
            tuple(sorted(self.looked_at)),
        )


def ledger_of(loaded: Loaded, more: Iterable[NotChecked]) -> dict[str, FileLedger]:
    """Shown path to what a run made of the file. `more` are lines that the rules have added."""
    entries: dict[str, _Entry] = {}

    def entry(path: str) -> _Entry:
        found = entries.get(path)
        if found is None:
            found = entries[path] = _Entry()
        return found

    for project in (loaded.project, *loaded.documents):
        for facts in _own_files(project):
            _take(entry(facts.source.path), facts, project)
        for path, links in project.links_by_path().items():
            entry(path).links += links
    of_builds = {id(line) for line in loaded.of_builds}
    for looked in loaded.not_checked:
        entry(OF_BUILDS if id(looked) in of_builds else looked.path).not_checked.append(_line(looked))
    for line in more:
        entry(line.path).not_checked.append(line)
    for line in map(_line, loaded.quiet):
        entry(line.path).quiet.append(line)
    return {path: found.record() for path, found in entries.items()}


def _own_files(project: Project) -> Iterable[FileFacts]:
    """The files of a project; what a guide builds of the tree is the tree's."""
    if not project.is_document:
        return project.files
    guide = project.files[0].source.path
    return [facts for facts in project.files if facts.source.path == guide]


def _take(entry: _Entry, facts: FileFacts, project: Project) -> None:
    entry.looked_at.update(f"{project.is_document} {one}" for one in _looked_at(facts))
    if isinstance(facts.source, Fragment):
        entry.fragments += 1
    elif facts.kind in KINDS:
        entry.kinds[facts.kind] = None
    entry.workloads += sum(
        1 for workload in facts.workloads if facts.kind != "dockerfile" or project.ships(workload)
    )
    for value in facts.unknown:
        if value.span is not None:
            entry.unknown[UnknownValue(value.span.path, value.span.line, value.reason)] = None


def _looked_at(facts: FileFacts) -> set[str]:
    partial = {id(one) for pod in facts.pods if pod.partial for one in pod.containers}
    found: set[str] = {one.platform for one in facts.workloads if id(one) not in partial}
    whole = any(not pod.partial for pod in facts.pods)
    if facts.services or facts.routes or facts.config or whole:
        found.add("objects")
    return found


def coverage_of(ledgers: Mapping[str, FileLedger], context: frozenset[str]) -> Coverage:
    """The sum over all files but those that were only looked at for the sake of others."""
    asked = {path: ledger for path, ledger in ledgers.items() if path not in context}
    lines = [line for one in asked.values() for line in one.not_checked if line.path not in context]
    checked = {kind: sum(1 for one in asked.values() if kind in one.kinds) for kind in KINDS}
    checked["fragments"] = sum(one.fragments for one in asked.values())
    return Coverage(
        checked=checked,
        workloads=sum(one.workloads for one in asked.values()),
        links=sum(one.links for one in asked.values()),
        not_checked=tuple(sorted(lines, key=_order)),
        unknown=tuple(sorted({value for one in asked.values() for value in one.unknown})),
        quiet=tuple(sorted((line for one in asked.values() for line in one.quiet), key=_order)),
        paths=tuple(sorted(path for path, one in asked.items() if one.kinds)),
    )


def with_lines(ledgers: Mapping[str, FileLedger], lines: Iterable[NotChecked]) -> dict[str, FileLedger]:
    """Ledgers with further lines."""
    found = dict(ledgers)
    for line in lines:
        ledger = found.get(line.path, FileLedger())
        found[line.path] = ledger._replace(not_checked=(*ledger.not_checked, line))
    return found


def _order(line: NotChecked) -> tuple[str, int, str]:
    return (line.path, line.line or 0, line.reason)


def _line(entry: NotLooked) -> NotChecked:
    return NotChecked(entry.path, entry.reason, entry.line)
