"""Build contexts: what a COPY or ADD finds in them.

Source: Dockerfile reference, COPY and ADD; Docker's documentation, "Build context". BuildKit cleans a source
and joins it to the root of the context, so that `..` never leads out of it. A wildcard that matches nothing
copies nothing, and so does a source under `--parents`: neither is missing.
"""

from __future__ import annotations

import os
import posixpath

from wslint.model.value import Unknown
from wslint.project import disk
from wslint.project.paths import within
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from wslint.model.facts import FileFacts
    from wslint.model.workload import CopiedFile, Workload
    from wslint.project.dockerignore import Dockerignore, Pattern
    from wslint.project.files import Files
    from wslint.project.project import Project
    from wslint.project.versioned import Versioned

_REMOTE = ("http://", "https://", "git://", "ssh://", "git@")
_WILD = frozenset("*?[")
_MOST_LISTED = 2_000
_ABOUT = frozenset(("LICENSE", "NOTICE", "COPYING", "AUTHORS", "CODEOWNERS", "README", "CHANGELOG"))
MOST_LOOKED_FOR = 500
"""Of so many sources of a Dockerfile at most it is asked whether they are there."""
# How like a name of the context a missing one must be to be a slip of the pen.
_LIKENESS = 0.85


class BuildContext(NamedTuple):
    """A folder (absolute, inside the root) that some build gives as context, and where it says so."""

    folder: str
    span: Span


class Missing(NamedTuple):
    """A source that a context has not got.

    `path` is relative to the context. `pattern` is the line of the ignore file that shuts it out;
    `elsewhere` the folder (relative to the context) in which it is; `like` a name of the context that is
    almost the same. All None (`is_plain`): it is just not there.
    """

    copied: CopiedFile
    context: BuildContext
    path: str
    pattern: Pattern | None = None
    elsewhere: str | None = None
    like: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing tells why it is not there."""
        return self.pattern is None and self.elsewhere is None and self.like is None


class Unversioned(NamedTuple):
    """A source that is there, but that git keeps out of every clone."""

    copied: CopiedFile
    context: BuildContext
    path: str


def contexts_of(project: Project, stage: Workload) -> tuple[BuildContext, ...]:
    """The contexts with which a stage is built, each once."""
    found: dict[str, BuildContext] = {}
    for command in project.build_commands_of(stage):
        build, context = command.call.build, command.context
        if context is not None and not isinstance(build.target, Unknown) and disk.is_folder(context):
            found.setdefault(context, BuildContext(context, build.span))
    for user in project.builders_of(stage):
        given = user.build
        if given is None or given.context is None or isinstance(given.target, Unknown):
            continue
        base = given.folder or project.absolute_folder(user.path)
        folder = os.path.normpath(os.path.join(base, given.context))
        if disk.is_folder(folder):
            found.setdefault(folder, BuildContext(folder, given.span))
    return tuple(found.values())


def source_path(copied: CopiedFile) -> str | None:
    """The path in the context that a COPY or ADD surely needs, cleaned; None where there is none to tell.

    `.` is the context itself.
    """
    source = copied.source
    if copied.stage is not None or copied.heredoc is not None or copied.parents or not copied.resolved:
        return None
    if source.startswith(_REMOTE) or not source or not _WILD.isdisjoint(source):
        return None
    if "\\" in source or "{{" in source or "\0" in source:
        return None
    return posixpath.normpath("/" + source).lstrip("/") or "."


def built(file: FileFacts, stage: Workload) -> list[CopiedFile]:
    """All that is copied when a stage is built: its own, its bases', and those of stages it copies from."""
    stages = {
        one.image_facts.number: one.image_facts for one in file.workloads if one.image_facts is not None
    }
    by_name = {facts.stage: number for number, facts in stages.items() if facts.stage}
    waiting = [stage.image_facts.number] if stage.image_facts is not None else []
    seen: set[int] = set()
    found: dict[tuple[int, int], CopiedFile] = {}
    while waiting:
        number = waiting.pop()
        if number in seen or number not in stages:
            continue
        seen.add(number)
        for copied in stages[number].copied:
            found[(copied.span.start, copied.span.end)] = copied
            origin = (copied.stage or "").lower()
            if origin in by_name:
                waiting.append(by_name[origin])
            elif origin.isascii() and origin.isdigit() and len(origin) < 6:
                waiting.append(int(origin))
    return [found[key] for key in sorted(found)]


class Looking:
    """Looks for sources in one context. Only paths inside the root are looked at."""

    def __init__(self, files: Files, versioned: Versioned, context: BuildContext, dockerfile: str) -> None:
        """`dockerfile` is the absolute path of the file with the instructions."""
        self.files = files
        self.versioned = versioned
        self.context = context
        self.dockerfile = dockerfile
        self.ignore = _ignore_file(files, context.folder, dockerfile)
        self._sources: bool | None = None

    def missing(self, copied: CopiedFile) -> Missing | None:
        """What is wrong with a source, if that is certain."""
        path = source_path(copied)
        if path is None or path == ".":
            return None
        absolute = os.path.join(self.context.folder, path)
        pattern = self.ignore.excluding(path)
        if _lies_behind_link(self.context.folder, path):
            return None
        if disk.is_there(absolute):
            if pattern is None or (disk.is_folder(absolute) and self.ignore.keeps_below(path)):
                return None
            return Missing(copied, self.context, path, pattern)
        if self._may_come(absolute):
            return None
        elsewhere = self._elsewhere(path)
        like = None if elsewhere is not None else self._like(path)
        return Missing(copied, self.context, path, None, elsewhere, like)

    def is_whole(self, copies: Sequence[CopiedFile]) -> bool:
        """Whether all that belongs into the context seems to be here.

        A folder that holds nothing but what deployments are made of is perhaps a part of a tree, and so is one
        without anything that its Dockerfile names.
        """
        if self._sources is None:
            self._sources = self._holds_sources()
        if self._sources:
            return True
        return self.versioned.is_repository and any(self.is_there(one) for one in copies)

    def _holds_sources(self) -> bool:
        """Whether the context has a file that is none of a deployment: code, data, a lock file."""
        from wslint.project.classify import classify_name

        waiting = [self.context.folder]
        left = _MOST_LISTED
        while waiting and left > 0:
            try:
                listed = disk.entries(waiting.pop(0))[:left]
            except OSError:
                continue
            left -= len(listed)
            for entry in listed:
                if entry.name.startswith(".") or entry.is_symlink():
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif classify_name(entry.path) in (None, "json") and entry.name not in _ABOUT:
                    return True
        return False

    def is_there(self, copied: CopiedFile) -> bool:
        """Whether a source by its own name, not the context itself, lies in the context."""
        path = source_path(copied)
        return path not in (None, ".") and disk.is_there(os.path.join(self.context.folder, path or ""))

    def _may_come(self, absolute: str) -> bool:
        """Whether git has the path, or keeps it out: then it is made, or fetched, before the build."""
        if self.versioned.ignores(absolute, folder=False) or self.versioned.ignores(absolute, folder=True):
            return True
        tracked = self.versioned.tracks(absolute)
        return tracked is True or self.versioned.in_submodule(absolute)

    def _elsewhere(self, path: str) -> str | None:
        """Where the path is, seen from another folder than the context: the Dockerfile's, or one further up."""
        folders = [os.path.dirname(self.dockerfile)]
        above = self.context.folder
        while above != self.files.root and above.startswith(self.files.root):
            above = os.path.dirname(above)
            folders.append(above)
        for folder in folders:
            if folder == self.context.folder or _lies_behind_link(folder, path):
                continue
            if disk.is_there(os.path.join(folder, path)):
                return os.path.relpath(folder, self.context.folder).replace(os.sep, "/")
        return None

    def _like(self, path: str) -> str | None:
        from difflib import get_close_matches

        folder, name = posixpath.split(path)
        try:
            names = disk.names(os.path.join(self.context.folder, folder))
        except OSError:
            return None
        close = get_close_matches(name, names[:_MOST_LISTED], n=1, cutoff=_LIKENESS)
        return posixpath.join(folder, close[0]) if close else None

    def unversioned(self, copied: CopiedFile) -> Unversioned | None:
        """Whether a source is there, and ignored by git, and surely not in it all the same."""
        path = source_path(copied)
        if path is None or path == "." or self.ignore.excluding(path) is not None:
            return None
        absolute = os.path.join(self.context.folder, path)
        if _lies_behind_link(self.context.folder, path):
            return None
        if not disk.is_there(absolute) or self.versioned.tracks(absolute) is not False:
            return None
        ignored = self.versioned.ignores(absolute, folder=disk.is_folder(absolute))
        return Unversioned(copied, self.context, path) if ignored else None


def lookings(project: Project, file: FileFacts) -> Iterator[tuple[Looking, list[CopiedFile]]]:
    """Each context that a Dockerfile is built with, and what is copied from it."""
    files, versioned = project.disk, project.versioned()
    if files is None or versioned is None:
        return
    dockerfile = os.path.join(project.absolute_folder(file.source.path), os.path.basename(file.source.path))
    known: dict[str, Looking] = {}
    copies: dict[str, dict[int, CopiedFile]] = {}
    for stage in file.workloads:
        for context in contexts_of(project, stage):
            if not within(context.folder, files.root):
                continue
            if context.folder not in known:
                known[context.folder] = Looking(files, versioned, context, dockerfile)
            for copied in built(file, stage):
                copies.setdefault(context.folder, {})[copied.span.start] = copied
    for folder, found in copies.items():
        yield known[folder], [found[start] for start in sorted(found)[:MOST_LOOKED_FOR]]


def _ignore_file(files: Files, context: str, dockerfile: str) -> Dockerignore:
    """The ignore file of a build: the Dockerfile's own one goes before that of the context."""
    from wslint.project.dockerignore import Dockerignore, parse_dockerignore

    for path in (dockerfile + ".dockerignore", os.path.join(context, ".dockerignore")):
        if files.is_file(path):
            source = files.read(path)
            return parse_dockerignore(source) if isinstance(source, Source) else Dockerignore(())
    return Dockerignore(())


def _lies_behind_link(folder: str, path: str) -> bool:
    """Whether a folder on the way to a path, or the path itself, is a link: it leads elsewhere in the build."""
    at = folder
    for part in path.split("/"):
        at = os.path.join(at, part)
        if disk.is_link(at):
            return True
    return False


class Lacking(NamedTuple):
    """What a service wants to be built from and what is not there: the context, or the Dockerfile in it.

    `path` is relative to the root.
    """

    what: Literal["context", "dockerfile"]
    path: str


def lacking_for(project: Project, workload: Workload) -> Lacking | None:
    """The context or the Dockerfile of a Compose service if it is surely not in the tree.

    Compose itself looks for neither on load; the build fails (Compose Build Specification, `context` and
    `dockerfile`).
    """
    files, versioned, build = project.disk, project.versioned(), workload.build
    if files is None or versioned is None or build is None or build.inline or build.context is None:
        return None
    context = os.path.normpath(
        os.path.join(build.folder or project.absolute_folder(workload.path), build.context)
    )
    if not within(context, files.root) or versioned.in_submodule(context):
        return None
    if not disk.is_folder(context):
        missing = Lacking("context", os.path.relpath(context, files.root).replace(os.sep, "/"))
        return None if _is_elsewhere(versioned, context, files.root) else missing
    if build.dockerfile is None or not disk.names(context):
        return None
    path = os.path.normpath(os.path.join(context, build.dockerfile))
    if not within(path, files.root) or disk.is_there(path) or _is_elsewhere(versioned, path, files.root):
        return None
    if build.dockerfile == "Dockerfile" and disk.is_there(os.path.join(context, "Containerfile")):
        return None
    return Lacking("dockerfile", os.path.relpath(path, files.root).replace(os.sep, "/"))


def _is_elsewhere(versioned: Versioned, path: str, root: str) -> bool:
    """Whether git has a path that is not laid out here, or keeps it out, or a link stands in its way."""
    if versioned.ignores(path, folder=True) or versioned.ignores(path, folder=False):
        return True
    if versioned.tracks(path) is True or versioned.in_submodule(path):
        return True
    return _lies_behind_link(root, os.path.relpath(path, root).replace(os.sep, "/"))
