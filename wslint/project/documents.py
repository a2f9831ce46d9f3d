"""A guide as a project of its own: its fences are linked to each other, and to the tree only by file names."""

from __future__ import annotations

import os

from wslint.model.facts import Embedded, FileFacts, Problem
from wslint.model.value import Unknown
from wslint.model.workload import Workload
from wslint.project.command_lines import resolve_build
from wslint.project.embedded import as_for_desktop
from wslint.project.files import Files
from wslint.project.linking import dockerfile_path
from wslint.project.project import LinkedBuild, Project
from wslint.project.seams import seams
from wslint.project.shell_budget import ShellBudget
from wslint.text import Fragment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_LINES = 50
_FARTHEST = 1_000


def document_project(
    path: str, facts: FileFacts, tree: Mapping[str, FileFacts], files: Files, root: str, host: str
) -> tuple[Project, list[Unknown]]:
    """The project of one document, and its fences that could not be read.

    `path` is absolute, `tree` the facts of the files around it by absolute path. A Dockerfile of the tree
    belongs to the guide where a command or a service of it builds that very file, and the guide shows no
    Dockerfile of its own.
    """
    folder = os.path.dirname(path)
    fences, skipped = _fences(facts, folder)
    stages = _stages(fences, folder, tree)
    shown = [one for one in fences if one.kind == "dockerfile"]
    for one in fences:
        for workload in one.workloads if one.kind == "compose" else ():
            wanted = dockerfile_path(workload, folder)
            if wanted is not None and wanted not in stages and len(shown) == 1:
                stages[wanted] = shown[0].workloads
    starts = tuple(dict.fromkeys((folder, root)))
    builds = _builds(fences, path, starts, stages, shown)
    built = {one.dockerfile for one in builds} | {
        wanted
        for one in fences
        for workload in one.workloads
        if (wanted := dockerfile_path(workload, folder)) is not None
    }
    context = [tree[one] for one in sorted(built & tree.keys()) if not shown]
    project = Project(
        [facts, *fences, *context],
        folders={facts.source.path: folder, **{one.source.path: _folder(one, tree) for one in context}},
        stages_of=stages,
        seams=seams(files, {facts.source.path: folder}, {facts.source.path: starts}),
        host=host,
        builds=builds,
        is_document=True,
    )
    return project, skipped


def _fences(facts: FileFacts, folder: str) -> tuple[list[FileFacts], list[Unknown]]:
    found: list[FileFacts] = []
    skipped: list[Unknown] = []
    waiting = [(one, 0) for one in reversed(facts.embedded)]
    budget = ShellBudget()
    while waiting:
        embedded, depth = waiting.pop()
        if not budget.takes(embedded):
            continue
        read = _read(embedded)
        if isinstance(read, FileFacts):
            read = _as_compose_reads_it(read, embedded.source, folder)
        if isinstance(read, FileFacts) and embedded.for_desktop:
            read = as_for_desktop(read)
        if isinstance(read, Unknown):
            skipped.append(read)
        elif read is not None:
            found.append(read)
            skipped += read.skipped
            waiting += [(one, depth + 1) for one in reversed(read.embedded)] if depth == 0 else []
    if budget.cut is not None:
        skipped.append(budget.cut)
    following = [one.source.text for one in found[1:]]
    return [_without_what_is_replaced(*two) for two in zip(found, [*following, ""], strict=False)], skipped


def _without_what_is_replaced(facts: FileFacts, following: str) -> FileFacts:
    """An API version that is gone is shown for what it was, where the next fence has the object in the new one."""
    kept = tuple(one for one in facts.problems if not _is_replaced(one, facts.source.text, following))
    return facts if len(kept) == len(facts.problems) else facts._replace(problems=kept)


def _is_replaced(problem: Problem, text: str, following: str) -> bool:
    if problem.check != "unknown-kind":
        return False
    version = str(problem.fields["instead"]).partition(" ")[0]
    wanted = [f"apiVersion: {version}", f"kind: {problem.fields['kind']}"]
    import re

    pattern = re.compile(r"^(?:metadata: \{ ?|  +)name: .*", re.MULTILINE)
    name = pattern.search(text, problem.span.start, problem.span.start + _FARTHEST)
    lines = following.split("\n", _MOST_LINES)
    return name is not None and all(one in lines for one in (*wanted, name.group()))


def _as_compose_reads_it(facts: FileFacts, source: Fragment, folder: str) -> FileFacts:
    """A Compose file that a guide shows as a whole and by name, with what Compose would refuse of it.

    Nothing is said to be missing: another file of the guide, or of its reader, may bring it.
    """
    if facts.kind != "compose" or facts.partial or not source.whole or source.name is None:
        return facts
    from wslint.project.compose.records import Composed, FileContext
    from wslint.project.compose.validity import problems_of_project
    from wslint.syntax.yaml import Mapping as YamlMapping
    from wslint.syntax.yaml import parse_yaml

    parsed = parse_yaml(source)
    root = parsed.documents[0].root if len(parsed.documents) == 1 else None
    if not isinstance(root, YamlMapping) or parsed.problems:
        return facts
    composed = Composed(root, (source,), lambda _source: FileContext({}, folder), (), complete=False)
    return facts._replace(problems=facts.problems + problems_of_project(composed, "alone"))


def _read(embedded: Embedded) -> FileFacts | Unknown | None:
    if embedded.kind == "shell":
        from wslint.readers.shell import read_shell

        return read_shell(embedded.source, directory=embedded.directory)
    from wslint.readers.document import read_embedded_dockerfile, read_embedded_yaml

    if embedded.kind == "dockerfile":
        return read_embedded_dockerfile(embedded.source)
    return read_embedded_yaml(embedded)


def _stages(
    fences: Sequence[FileFacts], folder: str, tree: Mapping[str, FileFacts]
) -> dict[str, Sequence[Workload]]:
    """Where the Dockerfiles of a guide would lie: as named, else beside it where it shows one only.

    Where it shows none, those of the tree are where they are.
    """
    shown = [one for one in fences if one.kind == "dockerfile" and one.workloads]
    if not shown:
        return {path: one.workloads for path, one in tree.items() if one.kind == "dockerfile"}
    stages: dict[str, Sequence[Workload]] = {}
    for one in shown:
        name = one.source.name if isinstance(one.source, Fragment) else None
        if name is None and len(shown) == 1:
            name = "Dockerfile"
        if name is not None:
            path = os.path.normpath(os.path.join(folder, name))
            # A guide that shows a file step by step shows several of them: which is meant cannot be told.
            stages[path] = one.workloads if path not in stages else ()
    return stages


def _builds(
    fences: Sequence[FileFacts],
    path: str,
    starts: Sequence[str],
    stages: Mapping[str, Sequence[Workload]],
    shown: Sequence[FileFacts],
) -> list[LinkedBuild]:
    found: list[LinkedBuild] = []
    only = next(iter(stages)) if len(shown) == 1 and len(stages) >= 1 else None
    for one in fences:
        for call in one.builds:
            # `.` names no file: it is the guide's own folder, if anything of the tree.
            here = call.build.dockerfile == "Dockerfile" and call.build.context in (".", "./")
            linked = resolve_build(call, path, starts[:1] if here else starts, lambda at: at in stages)
            if linked is None and only is not None and call.build.context is not None:
                linked = LinkedBuild(call, only, None)
            if linked is not None:
                found.append(linked)
    return found


def _folder(facts: FileFacts, tree: Mapping[str, FileFacts]) -> str:
    return next(os.path.dirname(path) for path, one in tree.items() if one is facts)
