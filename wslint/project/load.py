"""Paths to projects: discover, read, classify, parse, read facts, merge, build, follow what they refer to, link."""

from __future__ import annotations

import os
from collections.abc import Callable

from wslint.model.facts import FileFacts, Problem
from wslint.project.classify import KUSTOMIZATIONS
from wslint.project.discovery import Candidate, Discovered, discover
from wslint.project.files import Files, NotRead
from wslint.project.linking import dockerfile_path
from wslint.project.paths import shown
from wslint.project.project import LinkedBuild, Project
from wslint.project.reading import ChartTemplate, ComposeText, Reading, read_facts
from wslint.project.seams import env_entries, seams
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from wslint.project.ahead import WhatTextsAre
    from wslint.project.compose.seam import ProjectCall
    from wslint.project.embedded import Inside
    from wslint.project.memory import Memory
    from wslint.syntax.yaml import YamlFile

WhatIsRead: TypeAlias = "FileFacts | Reading | ComposeText | ChartTemplate | NotRead"
Read: TypeAlias = Callable[[str, bool], WhatIsRead]
"""What is in the file at an absolute path; whether that very file was asked for."""

_FEW = 20
"""So few files are read one by one."""
_OF_THE_TEXT = ("syntax-error", "duplicate-key")


class NotLooked(NamedTuple):
    """A ledger line: shown path, why, and the 1-based line if there is one."""

    path: str
    reason: str
    line: int | None = None


class Loaded(NamedTuple):
    """A project and what was left out of it; each guide is a small project of its own.

    `context` are the shown paths of files that were read only because others refer to them, or because
    they surround files that were asked for. `of_builds` are those of the lines that are not about reading one
    file: what merging, building or rendering left out.
    """

    project: Project
    not_checked: tuple[NotLooked, ...]
    quiet: tuple[NotLooked, ...]
    context: frozenset[str]
    documents: tuple[Project, ...] = ()
    of_builds: tuple[NotLooked, ...] = ()


class Request(NamedTuple):
    """What to load: absolute paths; folders are walked, and all that lies below `root` may be followed.

    `cwd` is where shown paths start. `overlay` are texts to read in place of files', by absolute path.
    `memory` is what runs share. `jobs`: how many processes read, 0 for as many as can be used.
    """

    root: str
    cwd: str
    folders: tuple[str, ...]
    given_files: tuple[str, ...]
    exclude: tuple[str, ...]
    respect_gitignore: bool
    force_exclude: bool
    host: str
    links: tuple[tuple[str, str, str | None], ...]
    helm: bool = False
    overlay: Mapping[str, str] = {}
    memory: Memory | None = None
    jobs: int = 1


class Chosen(NamedTuple):
    """A part of a project that is loaded alone: absolute paths, and how they are read.

    `tree` are Dockerfiles around it, by absolute path, which guides may build.
    """

    paths: tuple[str, ...]
    files: Files
    read: Read
    tree: Mapping[str, FileFacts] = {}


def find(request: Request) -> Discovered:
    """The files that a request names, and those around them if it names files."""
    surroundings = [request.root] if request.given_files else []
    return discover(
        request.root,
        [*request.folders, *request.given_files, *surroundings],
        exclude=request.exclude,
        respect_gitignore=request.respect_gitignore,
        force_exclude=request.force_exclude,
        given=frozenset(request.given_files),
    )


def load_project(request: Request) -> Loaded:
    """Read and link everything that the request names."""
    loader = _Loader(request, Files(request.root, request.cwd, request.overlay, request.memory))
    return loader.load(find(request))


def load_part(request: Request, chosen: Chosen) -> Loaded:
    """Read and link some files of what the request names, as if there were no others."""
    loader = _Loader(request, chosen.files, chosen.read, chosen.tree)
    return loader.load(Discovered(tuple(Candidate(path, "") for path in chosen.paths), ()))


def is_asked_for(request: Request, path: str) -> bool:
    """Whether a file was given, or lies in a folder that was: the others are context."""
    return path in request.given_files or any(_below(path, one) for one in request.folders)


class _Loader:
    def __init__(
        self,
        request: Request,
        files: Files,
        read: Read | None = None,
        tree: Mapping[str, FileFacts] | None = None,
    ) -> None:
        self.request = request
        self.files = files
        self.tree = tree or {}
        self._reading = read
        self.facts: dict[str, FileFacts] = {}
        self.compose: dict[str, YamlFile] = {}
        self.documents: dict[str, FileFacts] = {}
        self.inside: list[Inside] = []
        self.built: list[FileFacts] = []
        self.further: list[FileFacts] = []
        self.kustomizations: list[str] = []
        self.templates: list[str] = []
        self.not_checked: list[NotLooked] = []
        self.of_builds: list[NotLooked] = []
        self.quiet: list[NotLooked] = []
        self.context: set[str] = set()
        self._parsed: dict[str, YamlFile | None] = {}
        self._ahead: dict[str, WhatTextsAre] = {}

    def load(self, found: Discovered) -> Loaded:
        request = self.request
        self.not_checked += not_found(request, found)
        given = set(request.given_files)
        several = request.jobs != 1 and request.memory is None and len(found.files) > _FEW
        if several and self._reading is None:
            self._read_ahead([one.path for one in found.files if one.path not in given])
        for candidate in found.files:
            asked = is_asked_for(request, candidate.path)
            self._read(candidate.path, asked=asked, named=candidate.path in given)
        self._look_inside()
        self._compose_projects()
        # No tree stays that nobody needs any more.
        self.compose, self._parsed = {}, {}
        self._follow_builds()
        self._kustomize()
        self._parsed = {}
        self._charts()
        return self._finish()

    # -- reading ------------------------------------------------------------------------------------

    def _read(self, path: str, *, asked: bool, named: bool = False) -> None:
        reading = self._reading(path, named) if self._reading is not None else self._read_now(path, named)
        name = self.files.shown(path)
        if not asked:
            self.context.add(name)
        if isinstance(reading, NotRead):
            self._could_not_read(path, reading)
        elif isinstance(reading, Reading):
            line = NotLooked(name, reading.reason, reading.line)
            (self.quiet if reading.quiet else self.not_checked).append(line)
        elif isinstance(reading, ChartTemplate):
            self.templates.append(path)
        elif isinstance(reading, ComposeText):
            self.compose[path] = reading.parsed
            if self.request.memory is None:
                reading.let_go()
        elif reading.kind == "document":
            self.documents[path] = reading
        else:
            self.facts[path] = reading
            if os.path.basename(path) in KUSTOMIZATIONS:
                self.kustomizations.append(path)

    def _read_ahead(self, paths: Sequence[str]) -> None:
        """Read many files over several processes, if there are so many."""
        from wslint.project.ahead import read_together

        texts = [(path, source) for path in paths if isinstance(source := self.files.own(path), Source)]
        is_file = self.files.is_file
        self._ahead = read_together(
            texts,
            lambda path, source: read_facts(source, path, named=False, is_file=is_file),
            self.request.jobs,
        )

    def _read_now(self, path: str, named: bool) -> WhatIsRead:
        source = self.files.own(path)
        if isinstance(source, NotRead):
            return source
        found = self._ahead.pop(path, None)
        if found is not None and not named:
            return found
        return read_facts(source, path, named=named, is_file=self.files.is_file, memory=self.request.memory)

    def _could_not_read(self, path: str, problem: NotRead) -> None:
        """A text that is none is a finding where its name says that it should be one; else a ledger line."""
        if problem.binary:
            source = Source(problem.path, "")
            fault = Problem("syntax-error", Span(source, 0, 0), {"reason": problem.reason})
            self.facts[path] = FileFacts(source, "other", problems=(fault,))
        else:
            self.not_checked.append(NotLooked(problem.path, problem.reason))

    def parsed(self, path: str) -> YamlFile | None:
        """A YAML file inside the root, parsed once; None where there is none to read."""
        from wslint.syntax.yaml import parse_yaml

        if path in self.compose:
            return self.compose[path]
        if path not in self._parsed:
            source = self.files.read(path) if self.files.is_file(path) else None
            self._parsed[path] = parse_yaml(source) if isinstance(source, Source) else None
        return self._parsed[path]

    def _look_inside(self) -> None:
        """Read the texts inside scripts, Makefiles and CI files."""
        for path, facts in list(self.facts.items()):
            if facts.embedded:
                from wslint.project.embedded import embedded_facts

                found, skipped = embedded_facts(facts, path)
                self.inside += found
                self.not_checked += [_line(facts.source.path, one.reason, one.span) for one in skipped]

    # -- projects of several files ------------------------------------------------------------------

    def _compose_projects(self) -> None:
        """Merge Compose files to projects; every file of one keeps its own problems and remarks."""
        if not self.compose:
            return
        from wslint.project.compose.env_files import refused_env_files
        from wslint.project.compose.projects import compose_projects
        from wslint.project.compose.seam import Seam
        from wslint.project.compose.validity import problems_of_project

        files = self.files
        seam = Seam(
            self.parsed, lambda path: env_entries(files, path), files.is_file, files.inside, files.shown
        )
        composing = compose_projects(self.compose, self._calls(), seam)
        for path, facts in composing.others.items():
            self._add_compose(path, facts)
        for project in composing.projects:
            facts = project.facts._replace(
                problems=project.facts.problems + problems_of_project(project.composed, project.why)
            )
            if project.paths[0] in self.facts:
                self.further.append(facts)
            else:
                self._add_compose(project.paths[0], facts)
        for path, facts in refused_env_files(composing.projects, files).items():
            if path not in self.facts:
                self._add_compose(path, facts)
        self.of_builds += [NotLooked(*line) for line in composing.ledger]

    def _add_compose(self, path: str, facts: FileFacts) -> None:
        if path not in self.facts and path not in self.compose:
            self.context.add(facts.source.path)
        self.facts[path] = facts

    def _calls(self) -> list[ProjectCall]:
        from wslint.project.command_lines import resolve_files
        from wslint.project.compose.seam import ProjectCall

        calls: list[ProjectCall] = []
        for path, facts in self._speaking():
            starts = self._starts(path)
            for call in facts.compose_calls:
                found = resolve_files(call, path, starts, self.files.is_file) if call.files else None
                if found is None:
                    continue
                folder, files = found
                directory = call.project_directory
                if directory is not None:
                    directory = os.path.normpath(os.path.join(folder, directory))
                env_files = tuple(os.path.normpath(os.path.join(folder, one)) for one in call.env_files)
                calls.append(ProjectCall(files, directory, env_files, call.profiles, call.span))
        return calls

    def _speaking(self) -> list[tuple[str, FileFacts]]:
        """All facts that hold command lines, with the absolute path of the file that they are in."""
        found = [(path, facts) for path, facts in self.facts.items() if facts.kind == "shell"]
        return found + [(one.path, one.facts) for one in self.inside]

    def _starts(self, path: str) -> tuple[str, ...]:
        from wslint.project.command_lines import starting_folders

        return starting_folders(path, self.request.root)

    def _follow_builds(self) -> None:
        """Read the Dockerfiles that Compose files and command lines build, wherever they lie in the root."""
        wanted: dict[str, None] = {}
        for path, facts in [*self.facts.items(), *((one.source.path, one) for one in self.further)]:
            for workload in facts.workloads if facts.kind == "compose" else ():
                target = dockerfile_path(workload, os.path.dirname(path))
                if target is not None:
                    wanted[target] = None
        for one in self._builds(self._speaking()):
            wanted[one.dockerfile] = None
        for target in wanted:
            if target not in self.facts and self.files.is_file(target):
                self._read(target, asked=False, named=True)

    def _builds(self, speaking: Sequence[tuple[str, FileFacts]]) -> list[LinkedBuild]:
        found: list[LinkedBuild] = []
        for path, facts in speaking:
            if facts.builds:
                from wslint.project.command_lines import builds_of

                found += builds_of(facts.builds, path, self._starts(path), self.files.is_file)
        return found

    def _kustomize(self) -> None:
        """Build kustomizations: what is part of one is checked as it is built, not as it stands alone."""
        if not self.kustomizations:
            return
        from wslint.project.kustomize import build_kustomizations
        from wslint.project.kustomize.records import Seam
        from wslint.project.versioned import Versioned

        files = self.files
        versioned = Versioned(self.request.root)
        seam = Seam(
            *(self.parsed, files.text, files.is_file, files.is_folder, files.inside, files.shown),
            is_ignored=lambda path: versioned.ignores(path, folder=False),
        )
        built = build_kustomizations(sorted(self.kustomizations), seam)
        for path in sorted(built.used & self.facts.keys()):
            facts = self.facts[path]
            if facts.kind == "kubernetes":
                self.facts[path] = FileFacts(
                    facts.source,
                    "kubernetes",
                    # All else is wrong only if it is wrong in what is built.
                    problems=tuple(one for one in facts.problems if one.check in _OF_THE_TEXT),
                    remarks=facts.remarks,
                    annotated=facts.annotated,
                )
        for result in built.results:
            self.built.append(result.facts)
        self.of_builds += [NotLooked(*line) for line in built.ledger]

    def _charts(self) -> None:
        """Name the Helm charts, or render them where that was asked for."""
        if not self.templates:
            return
        from wslint.project.charts import chart_facts

        found = chart_facts(self.templates, self.files, helm=self.request.helm)
        self.built += found.facts
        for path in found.rendered & self.facts.keys():
            del self.facts[path]
        self.of_builds += [NotLooked(shown, reason) for shown, reason in found.ledger]

    # -- the projects -------------------------------------------------------------------------------

    def _finish(self) -> Loaded:
        ordered = sorted(self.facts)
        files = [self.facts[path] for path in ordered]
        files += [*(one.facts for one in self.inside), *self.built, *self.further]
        folders = {self.facts[path].source.path: os.path.dirname(path) for path in ordered}
        folders |= {facts.source.path: os.path.dirname(path) for path, facts in self.documents.items()}
        stages = {
            path: self.facts[path].workloads for path in ordered if self.facts[path].kind == "dockerfile"
        }
        starts = {facts.source.path: self._starts(path) for path, facts in self._speaking()}
        project = Project(
            files,
            folders=folders,
            stages_of=stages,
            configured_links=self.request.links,
            seams=seams(self.files, folders, starts),
            host=self.request.host,
            builds=self._builds(self._speaking()),
        )
        for facts in files:
            for skipped in facts.skipped:
                self.not_checked.append(_line(facts.source.path, skipped.reason, skipped.span))
        documents = []
        tree = {**self.tree, **self.facts}
        for path, facts in sorted(self.documents.items()):
            from wslint.project.documents import document_project

            found, skipped_fences = document_project(
                path, facts, tree, self.files, self.request.root, self.request.host
            )
            documents.append(found)
            self.not_checked += [
                _line(facts.source.path, one.reason, one.span) for one in (*facts.skipped, *skipped_fences)
            ]
        return Loaded(
            project,
            (*self.not_checked, *self.of_builds),
            tuple(self.quiet),
            frozenset(self.context),
            tuple(documents),
            tuple(self.of_builds),
        )


def not_found(request: Request, found: Discovered) -> list[NotLooked]:
    """Ledger lines for what was asked for and cannot be looked at."""
    return [
        NotLooked(shown(path, request.cwd), reason)
        for path, reason in found.not_checked
        if is_asked_for(request, path)
    ]


def _line(path: str, reason: str, span: Span | None) -> NotLooked:
    """A ledger line where the span is, which in what is built of several files need not be in the first."""
    return NotLooked(path, reason) if span is None else NotLooked(span.path, reason, span.line)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
