"""The door: parsed Compose files to projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os.path import dirname

from wslint.model.facts import FileFacts
from wslint.project.compose.composing import Composition, NamedFile, compose
from wslint.project.compose.facts import own_facts, project_facts
from wslint.project.compose.grouping import (
    MAIN_NAMES,
    Group,
    all_run,
    env_files_of,
    groups_of,
    remaining,
    variables_of,
)
from wslint.project.compose.records import Composed
from wslint.project.compose.seam import ProjectCall, Seam
from wslint.syntax.yaml import Mapping as YamlMapping
from wslint.syntax.yaml import YamlFile
from wslint.text.record import NamedTuple

MAX_SERVICES = 20_000
LedgerLine = tuple[str, str, int | None]


class ProjectFacts(NamedTuple):
    """One project. `facts` has the main file as its source, and all workloads of the merged project.

    Its problems are those of putting it together, and those of the main file itself where this is the
    first project with that main file; the remarks likewise. `paths` are the absolute paths of all files that
    took part, the main one first; `files` those of them that were named, in order; `why` is a `Group`'s.
    `env_files` are those that fill in `${…}`.
    """

    facts: FileFacts
    composed: Composed
    paths: tuple[str, ...]
    files: tuple[str, ...]
    folder: str
    why: str
    env_files: tuple[str, ...]


class Composing(NamedTuple):
    """All projects. `others` are files that take part in one without being its main file, by absolute path.

    `ledger` has shown paths, reasons, and 1-based lines where there is one.
    """

    projects: tuple[ProjectFacts, ...]
    others: Mapping[str, FileFacts]
    ledger: tuple[LedgerLine, ...]


def compose_projects(files: Mapping[str, YamlFile], calls: Sequence[ProjectCall], seam: Seam) -> Composing:
    """Put the projects of a tree together.

    `files` are the files that look like Compose's, by absolute path; what they extend and include is read
    through the seam. A file that is used as a base, include or variant is not judged by itself.
    """
    return _Composing(files, seam).run(calls)


class _Composing:
    def __init__(self, files: Mapping[str, YamlFile], seam: Seam) -> None:
        self.files = files
        self.seam = seam
        self.read: dict[str, YamlFile] = dict(files)
        self.made: list[tuple[Group, Composition]] = []
        self.ledger: list[LedgerLine] = []
        # The folders of files that complete some other one.
        self.lost: set[str] = set()

    def run(self, calls: Sequence[ProjectCall]) -> Composing:
        grouped = groups_of(self.files, calls, self.seam)
        self.ledger += grouped.ledger
        self.made = [(group, self.compose(group)) for group in grouped.groups]
        used = frozenset(path for _, composition in self.made for path in composition.paths)
        bases = {
            group.folder: group.files[0]
            for group, _ in reversed(self.made)
            if group.why in ("found", "environment") and group.files[0] in self.files
        }
        self.rest(used, bases)
        kept = [
            one
            for one in _not_within_others(self.made)
            if not self.is_completed(*one) and not self.is_too_large(*one)
        ]
        return self.finish(kept)

    def rest(self, used: frozenset[str], bases: Mapping[str, str]) -> None:
        """Files that no named project uses; those that others of them use are not judged alone either."""
        groups, orphans = remaining(self.files, used, bases)
        made: list[tuple[Group, Composition]] = []
        lost = set(orphans)
        for group in groups:
            composition = self.compose(group)
            if group.why == "variant":
                if not all_run(composition.composed.root):
                    lost.add(group.files[-1])
                    continue
                # Whether there is more to it than the base, nobody says.
                composed = composition.composed._replace(complete=False)
                composition = composition._replace(composed=composed)
            made.append((group, composition))
        within = {
            path for group, composition in made for path in composition.paths if path not in group.files
        }
        self.made += [
            (group, composition)
            for group, composition in made
            if group.files[-1] not in within or _uses_in_a_circle(group, made)
        ]
        self.lost = {dirname(path) for path in lost - within}
        for path in sorted(lost - within):
            self.skip(path, "completes another Compose file, and none says which")

    def is_completed(self, group: Group, composition: Composition) -> bool:
        """Whether a file that cannot run by itself may be completed by others: it is not judged alone."""
        if group.why != "found" or len(group.files) > 1 or all_run(composition.composed.root):
            return False
        others = [other for other, _ in self.made if other is not group and group.files[0] in other.files]
        if not others and group.folder in self.lost:
            self.skip(group.files[0], "others complete this Compose file, and none says which")
        return bool(others) or group.folder in self.lost

    def is_too_large(self, group: Group, composition: Composition) -> bool:
        """Whether a project has more services than any that people run: each takes a millisecond at the worst."""
        services = composition.composed.root.get("services")
        if not isinstance(services, YamlMapping) or len(services.entries) <= MAX_SERVICES:
            return False
        self.skip(group.files[0], f"more than {MAX_SERVICES} services: not read")
        return True

    def skip(self, path: str, reason: str) -> None:
        self.ledger.append((self.seam.shown(path), reason, None))

    def compose(self, group: Group) -> Composition:
        named = [NamedFile(path, file) for path in group.files if (file := self.parsed(path)) is not None]
        return compose(named, group.folder, variables_of(group, self.seam), self.seam)

    def parsed(self, path: str) -> YamlFile | None:
        if path not in self.read:
            file = self.seam.read(path)
            if file is None:
                return None
            self.read[path] = file
        return self.read[path]

    # -- facts --------------------------------------------------------------------------------------

    def finish(self, kept: Sequence[tuple[Group, Composition]]) -> Composing:
        mains = {composition.paths[0] for _, composition in kept}
        judged: set[str] = set()
        projects: list[ProjectFacts] = []
        for group, composition in kept:
            main = composition.paths[0]
            facts = project_facts(composition.composed)
            problems = composition.composed.problems
            file = self.parsed(main)
            if main not in judged and file is not None:
                own = own_facts(file)
                problems = own.problems + problems
                facts = facts._replace(remarks=own.remarks)
            judged.add(main)
            facts = facts._replace(problems=problems)
            projects.append(
                ProjectFacts(
                    *(facts, composition.composed, composition.paths, group.files, group.folder, group.why),
                    env_files_of(group),
                )
            )
            self.ledger += composition.ledger
        parts = {path for _, composition in kept for path in composition.paths} | set(self.files)
        others: dict[str, FileFacts] = {}
        for path in sorted(parts - mains):
            file = self.parsed(path)
            if file is not None:
                others[path] = own_facts(file)
        return Composing(tuple(projects), others, tuple(dict.fromkeys(self.ledger)))


def _not_within_others(made: Sequence[tuple[Group, Composition]]) -> list[tuple[Group, Composition]]:
    """The projects without those that another one includes whole: they are judged there, in their place.

    Of two that include each other the first is kept. A base that others only extend is judged by itself
    where Compose finds it by its name.
    """
    including: dict[str, set[int]] = {}
    taking: dict[str, set[int]] = {}
    for at, (group, composition) in enumerate(made):
        for path in composition.included:
            including.setdefault(path, set()).add(at)
        for path in set(composition.paths) - set(group.files):
            taking.setdefault(path, set()).add(at)
    kept: dict[int, tuple[Group, Composition]] = dict(enumerate(made))
    for at, (group, _) in enumerate(made):
        if group.why == "call":
            continue
        users = set.intersection(*(including.get(path, set()) for path in group.files))
        if len(group.files) == 1 and group.files[0].rpartition("/")[2] not in MAIN_NAMES:
            users |= taking.get(group.files[0], set())
        if any(user in kept for user in users if user != at):
            del kept[at]
    return list(kept.values())


def _uses_in_a_circle(group: Group, made: Sequence[tuple[Group, Composition]]) -> bool:
    """Whether a file is used only by files that it uses itself, and comes first of them."""
    own = next(composition for other, composition in made if other is group)
    users = [
        other for other, composition in made if other is not group and group.files[-1] in composition.paths
    ]
    return all(
        user.files[-1] in own.paths and dirname(user.files[-1]) >= group.folder and user.files > group.files
        for user in users
    )
