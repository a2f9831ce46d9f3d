"""Paths to a project: discover, read, classify, parse, read facts, follow what they refer to, link."""

import os
from collections.abc import Mapping, Sequence

from wslint.model.facts import FileFacts, Problem
from wslint.model.value import Known, Unknown
from wslint.model.workload import Workload
from wslint.project.discovery import discover
from wslint.project.files import Files, NotRead
from wslint.project.linking import dockerfile_path
from wslint.project.overrides import overridden
from wslint.project.project import ContextFile, EnvFile, Project, Seams
from wslint.project.reading import read_facts
from wslint.text import Source, Span
from wslint.text.record import NamedTuple


class NotLooked(NamedTuple):
    """A ledger line: shown path, why, and the 1-based line if there is one."""

    path: str
    reason: str
    line: int | None = None


class Loaded(NamedTuple):
    """A project and what was left out of it.

    `context` are the shown paths of files that were read only because others refer to them, or because
    they surround files that were asked for.
    """

    project: Project
    not_checked: tuple[NotLooked, ...]
    quiet: tuple[NotLooked, ...]
    context: frozenset[str]


class Request(NamedTuple):
    """What to load: absolute paths; folders are walked, and all that lies below `root` may be followed."""

    root: str
    cwd: str
    folders: tuple[str, ...]
    given_files: tuple[str, ...]
    exclude: tuple[str, ...]
    respect_gitignore: bool
    force_exclude: bool
    host: str
    links: tuple[tuple[str, str, str | None], ...]


def load_project(request: Request) -> Loaded:
    """Read and link everything that the request names."""
    return _Loader(request).load()


class _Loader:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.files = Files(request.root, request.cwd)
        self.facts: dict[str, FileFacts] = {}
        self.not_checked: list[NotLooked] = []
        self.quiet: list[NotLooked] = []
        self.context: set[str] = set()
        self.patches: set[str] = set()

    def load(self) -> Loaded:
        request = self.request
        surroundings = [request.root] if request.given_files else []
        found = discover(
            request.root,
            [*request.folders, *request.given_files, *surroundings],
            exclude=request.exclude,
            respect_gitignore=request.respect_gitignore,
            force_exclude=request.force_exclude,
            given=frozenset(request.given_files),
        )
        self.not_checked += [
            NotLooked(self.files.shown(path), reason)
            for path, reason in found.not_checked
            if self._is_asked_for(path)
        ]
        given = set(request.given_files)
        for candidate in found.files:
            asked = self._is_asked_for(candidate.path)
            self._read(candidate.path, asked=asked, named=candidate.path in given)
        self._follow_builds()
        self._leave_out_partials()
        return self._finish()

    def _is_asked_for(self, path: str) -> bool:
        """Whether a file was given, or lies in a folder that was: the others are context."""
        return path in self.request.given_files or any(_below(path, one) for one in self.request.folders)

    # -- reading ------------------------------------------------------------------------------------

    def _read(self, path: str, *, asked: bool, named: bool = False) -> None:
        source = self.files.read(path)
        if isinstance(source, NotRead):
            if asked:
                self._could_not_read(path, source)
            return
        reading = read_facts(
            source,
            path,
            named=named,
            variables=lambda: self._variables(os.path.dirname(path)),
            is_file=self.files.is_file,
        )
        if isinstance(reading, FileFacts):
            self.facts[path] = reading
            if not asked:
                self.context.add(source.path)
        elif asked:
            line = NotLooked(source.path, reading.reason, reading.line)
            (self.quiet if reading.quiet else self.not_checked).append(line)

    def _could_not_read(self, path: str, problem: NotRead) -> None:
        """A text that is none is a finding where its name says that it should be one; else a ledger line."""
        if problem.binary:
            source = Source(problem.path, "")
            fault = Problem("syntax-error", Span(source, 0, 0), {"reason": problem.reason})
            self.facts[path] = FileFacts(source, "other", problems=(fault,))
        else:
            self.not_checked.append(NotLooked(problem.path, problem.reason))

    def _variables(self, folder: str) -> "Mapping[str, Known[str]]":
        """The entries of the folder's .env, which Compose fills into its files."""
        entries = self._env_entries(os.path.join(folder, ".env"))
        return {name: value for name, value in (entries or {}).items() if isinstance(value, Known)}

    def _env_entries(self, path: str) -> "Mapping[str, Known[str] | Unknown] | None":
        from wslint.syntax.dotenv import parse_dotenv

        if not self.files.is_file(path):
            return None
        source = self.files.read(path)
        if isinstance(source, NotRead):
            return None
        entries: dict[str, Known[str] | Unknown] = {}
        for entry in parse_dotenv(source).entries:
            if entry.value is None:
                entries[entry.name] = Unknown(f"{entry.name} in {source.path}", entry.key_span)
            else:
                entries[entry.name] = Known(entry.value, entry.value_span)
        return entries

    # -- what files refer to ------------------------------------------------------------------------

    def _follow_builds(self) -> None:
        """Read the Dockerfiles that Compose files build, wherever they lie inside the root."""
        for path, facts in list(self.facts.items()):
            for workload in facts.workloads:
                target = dockerfile_path(workload, os.path.dirname(path))
                if target is None or target in self.facts or not self.files.is_file(target):
                    continue
                self._read(target, asked=False, named=True)

    def _leave_out_partials(self) -> None:
        """Overrides complete a base and patches a target: neither is checked as if it stood alone."""
        for path, facts in list(self.facts.items()):
            for patch in facts.patches:
                self.patches.add(os.path.normpath(os.path.join(os.path.dirname(path), patch)))
        for path in sorted(self.patches & self.facts.keys()):
            self._leave_out(path, "a Kustomize patch: it completes its target")
        composed = [(path, facts) for path, facts in self.facts.items() if facts.kind == "compose"]
        for path, facts in composed:
            if self._is_override(path, facts):
                self._override_bases(path, facts)
                self._leave_out(path, "completes a base Compose file; merging is not done yet")

    def _is_override(self, path: str, facts: FileFacts) -> bool:
        from wslint.readers.compose import is_override_name, stands_alone

        if not stands_alone(facts):
            return True
        folder = os.path.dirname(path)
        return is_override_name(os.path.basename(path)) and any(
            other != path
            and os.path.dirname(other) == folder
            and not is_override_name(os.path.basename(other))
            for other, kind in self.facts.items()
            if kind.kind == "compose"
        )

    def _override_bases(self, path: str, override: FileFacts) -> None:
        """Compose merges an override into the base beside it; other variants only where they are named."""
        from wslint.readers.compose import is_override_name

        if not is_override_name(os.path.basename(path)):
            return
        for base, facts in self.facts.items():
            if base != path and facts.kind == "compose" and os.path.dirname(base) == os.path.dirname(path):
                self.facts[base] = overridden(facts, override)

    def _leave_out(self, path: str, reason: str) -> None:
        facts = self.facts[path]
        if facts.source.path not in self.context:
            self.not_checked.append(NotLooked(facts.source.path, reason))
        # What is wrong with the file itself holds all the same.
        kept = tuple(
            problem for problem in facts.problems if problem.check in ("syntax-error", "duplicate-key")
        )
        self.facts[path] = FileFacts(facts.source, "other", problems=kept, remarks=facts.remarks)

    # -- the project --------------------------------------------------------------------------------

    def _finish(self) -> Loaded:
        ordered = sorted(self.facts)
        files = [self.facts[path] for path in ordered]
        folders = {self.facts[path].source.path: os.path.dirname(path) for path in ordered}
        stages = {
            path: self.facts[path].workloads for path in ordered if self.facts[path].kind == "dockerfile"
        }
        project = Project(
            files,
            folders=folders,
            stages_of=stages,
            configured_links=self.request.links,
            seams=Seams(self._env_file(folders), self._context_file(folders)),
            host=self.request.host,
        )
        for facts in files:
            for skipped in facts.skipped if facts.source.path not in self.context else ():
                line = skipped.span.line if skipped.span is not None else None
                self.not_checked.append(NotLooked(facts.source.path, skipped.reason, line))
        return Loaded(project, tuple(self.not_checked), tuple(self.quiet), frozenset(self.context))

    def _env_file(self, folders: Mapping[str, str]) -> EnvFile:
        def find(asking: str, name: str) -> "Mapping[str, Known[str] | Unknown] | None":
            folder = folders.get(asking)
            return (
                self._env_entries(os.path.normpath(os.path.join(folder, name)))
                if folder is not None
                else None
            )

        return find

    def _context_file(self, folders: Mapping[str, str]) -> ContextFile:
        def find(stage: Workload, builders: Sequence[Workload], name: str) -> Source | None:
            """The file in the context of whoever builds the stage; beside the Dockerfile where nobody does."""
            contexts = {
                os.path.normpath(os.path.join(folders.get(user.path, ""), user.build.context))
                for user in builders
                if user.build is not None and user.build.context is not None
            } or {folders.get(stage.path, "")}
            paths = [
                os.path.normpath(os.path.join(context, name.lstrip("/"))) for context in sorted(contexts)
            ]
            found = [path for path in paths if self.files.is_file(path)]
            source = self.files.read(found[0]) if len(found) == 1 else None
            return source if isinstance(source, Source) else None

        return find


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
