"""All kustomizations of a tree: which ones stand for a deployment, and the facts of their results."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from wslint.project.kustomize.build import Build, children
from wslint.project.kustomize.folder import Folder, Notes
from wslint.project.kustomize.records import Built, Line, Refused, Result, Seam
from wslint.project.kustomize.trees import scalar_at, texts
from wslint.readers.kubernetes.reader import read_objects
from wslint.text import Span


def build_kustomizations(kustomizations: Sequence[str], seam: Seam) -> Built:
    """Build every kustomization that no other one takes in; a component only with who takes it in.

    `kustomizations` are the absolute paths of the files. A kustomization that Kustomize refuses gives a
    ledger line and no result, so that its files go on standing alone; patches never do.
    """
    folders = sorted({os.path.dirname(path) for path in kustomizations})
    notes = {folder: Notes(seam) for folder in folders}
    read: dict[str, Folder] = {}
    lines: list[Line] = []
    for path in folders:
        try:
            read[path] = Folder(path, notes[path])
        except Refused as problem:
            lines.append(_refusal(path, None, problem, seam))
    below = {path: tuple(children(folder)) for path, folder in read.items()}
    taken = {child for path, listed in below.items() for child in listed if child != path}
    cyclic = _in_cycles(below) if taken else frozenset()
    used: set[str] = set()
    results: list[Result] = []
    for path, folder in read.items():
        used |= _patches(folder)
        if folder.is_component or (path in taken and path not in cyclic):
            continue
        try:
            result = _built(folder, seam, lines)
        except Refused as problem:
            lines.append(_refusal(path, folder, problem, seam))
            continue
        used |= result[1]
        results.append(result[0])
    return Built(tuple(results), frozenset(used), tuple(dict.fromkeys(lines)))


def _built(folder: Folder, seam: Seam, lines: list[Line]) -> tuple[Result, set[str]]:
    notes = Notes(seam)
    roots = tuple(one.root for one in Build(notes).run(folder.path))
    lines += notes.lines
    facts = read_objects(folder.source, roots)
    facts = facts._replace(
        problems=(*notes.problems, *facts.problems),
        scope=folder.source.path,
        # Where something is left out, whoever is not here may be there.
        completes=not notes.complete,
        resources=tuple(
            sorted({os.path.relpath(one, folder.path).replace(os.sep, "/") for one in notes.folders})
        ),
    )
    return Result(folder.file, facts, notes.complete), notes.used


def _patches(folder: Folder) -> set[str]:
    """The files that are patches here, whether or not the build succeeds."""
    scalars = list(texts(folder.root, "patchesStrategicMerge"))
    for key in ("patches", "patchesJson6902"):
        for entry in folder.mappings(key):
            path = scalar_at(entry, "path")
            if path is not None:
                scalars.append(path)
    paths = {folder.absolute(one.value) for one in scalars if "\n" not in one.value and one.value}
    return {path for path in paths if folder.seam.is_file(path)}


def _in_cycles(below: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The kustomizations that take themselves in, if only through others, so that none of them is at the top.

    Tarjan's strongly connected components, with a stack of our own: chains are as long as an attacker likes.
    """
    found: set[str] = set()
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_ones: dict[str, None] = {}
    for root in below:
        if root in order:
            continue
        order[root] = lowest[root] = len(order)
        open_ones[root] = None
        path = [(root, iter(below[root]))]
        while path:
            at, rest = path[-1]
            child = next((one for one in rest if one in below), None)
            if child is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[at])
                if lowest[at] == order[at]:
                    found |= _closed(at, open_ones, below)
            elif child not in order:
                order[child] = lowest[child] = len(order)
                open_ones[child] = None
                path.append((child, iter(below[child])))
            elif child in open_ones:
                lowest[at] = min(lowest[at], order[child])
    return frozenset(found)


def _closed(first: str, open_ones: dict[str, None], below: Mapping[str, Sequence[str]]) -> set[str]:
    """Take what was opened since `first` off: it is a component, and a cycle if it is more than one."""
    component: set[str] = set()
    while first not in component:
        component.add(open_ones.popitem()[0])
    return component if len(component) > 1 or first in below[first] else set()


def _refusal(path: str, folder: Folder | None, problem: Refused, seam: Seam) -> Line:
    """A ledger line at the place that is at fault, or else at the kustomization."""
    span: Span | None = problem.span
    reason = f"not built: {problem.reason}"
    if span is not None:
        return Line(span.path, reason, span.line)
    shown = folder.source.path if folder is not None else seam.shown(path)
    return Line(shown, reason)
