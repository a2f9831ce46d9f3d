"""Which packs are for which workload, pod, Service, route or file."""

from __future__ import annotations

from wslint.model.images import parse_reference
from wslint.model.value import Known
from wslint.model.workload import Pod, Workload
from wslint.packs.rule import Pack, Selector
from wslint.project.project import Project
from wslint.text import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

_NONE: tuple[str, ...] = ()


class Membership:
    """Answers which packs select a subject, the most specific first; each answer is kept."""

    def __init__(
        self,
        project: Project,
        packs: Iterable[Pack],
        additions: Mapping[str, Mapping[str, tuple[str, ...]]],
        root: str,
    ) -> None:
        self._project = project
        self._root = root
        self._always = tuple(pack.name for pack in packs if pack.selector is None)
        self._packs = [
            (pack.name, _widened(pack.selector, additions.get(pack.name, {})))
            for pack in packs
            if pack.selector is not None
        ]
        self._order = {name: -at for at, name in enumerate(pack.name for pack in packs)}
        self._own: dict[tuple[str, int], bool] = {}
        self._answers: dict[int, tuple[str, ...]] = {}

    def packs_of(self, kind: str, subject: Any) -> tuple[str, ...]:
        """The packs that select a subject of a check, the most specific first.

        A pod is selected when one of its main containers is; a Service when a pod behind it is; a route and
        a file by path only; the project by packs without selector only.
        """
        if not self._packs or kind == "project":
            return self._always
        known = self._answers.get(id(subject))
        if known is None:
            names = [
                *self._always,
                *(name for name, selector in self._packs if self._selects(kind, subject, name, selector)),
            ]
            known = self._answers[id(subject)] = tuple(sorted(names, key=self._order.__getitem__))
        return known

    def _selects(self, kind: str, subject: Any, name: str, selector: Selector) -> bool:
        if kind == "workload":
            return self._workload(subject, name, selector)
        if kind == "pod":
            return self._pod(subject, name, selector)
        if kind == "service":
            pods = self._project.pods_of(subject)
            return self._path(subject.owner.source, selector) or any(
                self._pod(pod, name, selector) for pod in pods
            )
        if kind == "suppression":
            return self._path(subject.span.source, selector)
        return self._path(subject.source if kind == "file" else subject.owner.source, selector)

    def _pod(self, pod: Pod, name: str, selector: Selector) -> bool:
        return any(self._workload(one, name, selector) for one in pod.containers if one.role == "main")

    def _workload(self, workload: Workload, name: str, selector: Selector) -> bool:
        if self._speaks(workload, name, selector):
            return True
        if workload.platform == "image":
            return any(self._speaks(user, name, selector) for user in self._project.users_of(workload))
        stage = self._project.image_of(workload)
        return stage is not None and self._says_so(stage, selector)

    def _speaks(self, workload: Workload, name: str, selector: Selector) -> bool:
        """Whether the workload itself, links apart, is one that the selector means."""
        key = (name, id(workload))
        answer = self._own.get(key)
        if answer is None:
            answer = self._own[key] = (
                _image_matches(workload, selector)
                or self._path(workload.owner.source, selector)
                or self._says_so(workload, selector)
                or self._labelled_pod(workload, selector)
            )
        return answer

    def _says_so(self, workload: Workload, selector: Selector) -> bool:
        """By environment or label."""
        environment = workload.environment
        if selector.environment:
            wanted = selector.environment
            if any(variable.name in wanted for variable in environment.variables):
                return True
            if any(reference.name in wanted for reference in environment.references):
                return True
            if environment.sources and any(n in self._project.environment(workload).values for n in wanted):
                return True
        if workload.platform == "kubernetes" or not selector.labels:
            return False  # a container has no labels of its own, only its pod's
        return _labelled(selector, {k: v.value for k, v in workload.labels.items() if isinstance(v, Known)})

    def _labelled_pod(self, workload: Workload, selector: Selector) -> bool:
        """A label on a pod means its main container; of several, those that nothing else tells apart."""
        if workload.role != "main" or not selector.labels:
            return False
        pod = self._project.pod_of(workload)
        if pod is None or pod.labels is None or not _labelled(selector, pod.labels):
            return False
        others = [one for one in pod.containers if one.role == "main" and one is not workload]
        return not any(_image_matches(one, selector) or self._says_so(one, selector) for one in others)

    def _path(self, source: Source, selector: Selector) -> bool:
        if not selector.paths:
            return False
        from wslint.engine.globs import path_matches

        path = below_root(self._project, source.path, self._root)
        return any(path_matches(pattern, path) for pattern in selector.paths)


def _widened(selector: Selector, more: Mapping[str, tuple[str, ...]]) -> Selector:
    return Selector(*((*getattr(selector, key), *more.get(key, _NONE)) for key in Selector._fields))


def _image_matches(workload: Workload, selector: Selector) -> bool:
    """By the name of the image that runs: the base of a stage is not what the stage is."""
    if workload.platform == "image" or not selector.images or not isinstance(workload.image, Known):
        return False
    from wslint.engine.globs import matches

    reference = parse_reference(workload.image.value)
    return reference is not None and any(matches(pattern, reference.name) for pattern in selector.images)


def _labelled(selector: Selector, labels: Mapping[str, str]) -> bool:
    for wanted in selector.labels:
        key, equals, value = wanted.partition("=")
        if key in labels and (not equals or labels[key] == value):
            return True
    return False


def below_root(project: Project, path: str, root: str) -> str:
    """The path of a file, by its shown path, relative to the root with `/`; as shown where it is not below."""
    folder = project.absolute_folder(path).replace("\\", "/")
    name = path.rsplit("/", 1)[-1]
    absolute = f"{folder.rstrip('/')}/{name}" if folder else path
    prefix = root.replace("\\", "/").rstrip("/") + "/"
    return absolute.removeprefix(prefix)
