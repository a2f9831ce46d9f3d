"""A place that somebody asks about, and what of a project lies there."""

from __future__ import annotations

from wslint.model.facts import FileFacts
from wslint.model.workload import Pod, Workload
from wslint.project.project import Project
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


class Asked(NamedTuple):
    """A line of a file, or all of it: the shown path and the 1-based first and last line."""

    path: str
    first: int
    last: int
    whole: bool = False

    def touches(self, span: Span | None) -> bool:
        """Whether a span has a character, or begins, on one of the lines."""
        if span is None or span.source.path != self.path:
            return False
        if self.whole:
            return True
        home = span.home
        source: Source = home.source
        first = source.position(home.start).line
        return first <= self.last and self.first <= source.position(max(home.start, home.end - 1)).line


class Subject(NamedTuple):
    """Something that checks judge. `kind` is a check's word for it; `one` is None for the whole project."""

    kind: str
    one: Any
    title: str
    project: Project
    extent: Span | None


def title_of(kind: str, one: Any) -> str:
    """The name for people."""
    if kind == "project":
        return "the whole project"
    if kind == "workload" and one.platform == "image":
        return f"{one.name} of {one.path}"
    if kind in ("workload", "pod"):
        text: str = one.name if kind == "workload" else one.title
        return text
    if kind == "service":
        return f"Service/{one.name}"
    if kind == "route":
        return f"{one.kind}/{one.name}"
    if kind == "suppression":
        return f"the comment at line {one.span.line}"
    return f"the file {one.source.path}" if kind == "file" else f"{one.kind}/{one.name}"


def subjects_at(asked: Asked, projects: Iterable[Project], facts: Iterable[Any]) -> list[Subject]:
    """What lies at a place, what is said there of others, and what is linked to it.

    `facts`: workloads and pods of which something is written at the place although they lie elsewhere.
    """
    said = {id(one) for one in facts}
    found: dict[tuple[str, int], Subject] = {}

    def add(kind: str, one: Any, project: Project, extent: Span | None) -> None:
        found.setdefault((kind, id(one)), Subject(kind, one, title_of(kind, one), project, extent))

    for project in projects:
        here = False
        for kind, one, extent in _all(project):
            if asked.touches(extent) or id(one) in said:
                here = True
                add(kind, one, project, extent)
                for linked in _linked(kind, one, project, asked):
                    add(linked[0], linked[1], project, linked[1].extent)
        for file in project.files:
            if _is_here(file, asked, project):
                here = True
                add("file", file, project, _whole(file))
                for remark in file.remarks:
                    if remark.text.strip().startswith("wslint:") and asked.touches(remark.span):
                        add("suppression", remark, project, remark.span.home)
        if here:
            found[("project", id(project))] = Subject(
                "project", None, title_of("project", None), project, None
            )
    return list(found.values())


def _all(project: Project) -> Iterator[tuple[str, Any, Span]]:
    """All that is judged by itself; what only completes another object is not."""
    pods = [pod for pod in project.pods if not pod.partial]
    partial = {id(one) for pod in project.pods if pod.partial for one in pod.containers}
    yield from (("workload", one, one.extent) for one in project.workloads if id(one) not in partial)
    yield from (("pod", one, one.extent) for one in pods)
    yield from (("service", one, one.extent) for one in project.services)
    yield from (("route", one, one.extent) for one in project.routes)


def _linked(kind: str, one: Any, project: Project, asked: Asked) -> Iterator[tuple[str, Any]]:
    """Who runs a stage; the pod of a container; the containers of a pod whose own line is asked for."""
    if kind == "workload":
        workload: Workload = one
        pod = project.pod_of(workload)
        if pod is not None:
            yield "pod", pod
        if workload.platform == "image":
            yield from (("workload", user) for user in project.users_of(workload))
    elif kind == "pod":
        own: Pod = one
        if not any(asked.touches(container.extent) for container in own.containers):
            yield from (("workload", container) for container in own.containers)


def _whole(file: FileFacts) -> Span:
    return Span(file.source, 0, len(file.source.text))


def _is_here(file: FileFacts, asked: Asked, project: Project) -> bool:
    # A Dockerfile that a guide only refers to is judged with the tree.
    if project.is_document and file.source.path != project.files[0].source.path:
        return False
    return asked.touches(_whole(file))
