"""ConfigMaps, Secrets and claims by name: the one that a pod means, and whether the tree should hold it."""

from __future__ import annotations

from wslint.project.linking import namespace_of, same_namespace
from wslint.project.nearest import Nearest
from wslint.text import Fragment, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.facts import FileFacts
    from wslint.model.kubernetes_objects import ConfigObject
    from wslint.model.workload import ObjectReference, Pod
    from wslint.project.project import Project

# Every namespace has this one (Kubernetes documentation, "Certificates", root CA distribution).
_GIVEN = frozenset({"kube-root-ca.crt", "openshift-service-ca.crt"})
# Words that say nothing of whose ConfigMap it is.
_COMMON = frozenset(
    {"config", "configmap", "cm", "env", "conf", "settings", "files", "file", "data", "info", "common", "map"}
    | {"cluster", "global", "shared", "default", "prod", "production", "staging", "dev", "ca", "certs", ""}
)
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


MOST_SEARCHED = 200
"""For so many names the whole tree is searched; of the rest nothing is said: a hostile tree has very many."""


class ConfigObjects:
    """All ConfigMaps, Secrets and claims of a project, by kind, name and folder."""

    def __init__(self, project: Project) -> None:
        """Index them, each with the scope in which it is deployed."""
        self.project = project
        self._named: dict[tuple[str, str], list[tuple[str, ConfigObject]]] = {}
        self._near: dict[tuple[str, str, str, str], Nearest] = {}
        # What a kustomization builds is deployed together, wherever it is written.
        self._beside: dict[tuple[str, str, str], list[ConfigObject]] = {}
        self._spoken: dict[str, bool] = {}
        self._known: dict[int, set[int]] | None = None
        for file in project.files:
            for one in file.config:
                folder = "" if file.scope else project.absolute_folder(one.owner.source.path)
                self._named.setdefault((one.kind, one.name), []).append((file.scope, one))
                self._beside.setdefault((file.scope, one.kind, folder), []).append(one)

    def named(self, file: FileFacts, pod: Pod, use: ObjectReference) -> ConfigObject | None:
        """The one object that a reference means; None where it is not in the tree or there are several."""
        key = (file.scope, use.kind, use.name, namespace_of(pod.namespace))
        near = self._near.get(key)
        if near is None:
            near = self._near[key] = Nearest(
                (self._place(one.owner.source.path), one)
                for scope, one in self._named.get((use.kind, use.name), ())
                if scope == file.scope and same_namespace(one.namespace, pod.namespace)
            )
        chosen: tuple[ConfigObject, ...] = near.to(self._place(pod.owner.source.path))
        return chosen[0] if len(chosen) == 1 else None

    def _place(self, path: str) -> str:
        return f"{self.project.absolute_folder(path)}/{path.rsplit('/', 1)[-1]}"

    def beside(self, file: FileFacts, pod: Pod, use: ObjectReference) -> list[ConfigObject]:
        """The objects of the same kind beside the pod, where one of the wanted name should be among them.

        None of them where the wanted one is somewhere in the tree, or anything in it speaks of that name in
        another way than to refer to it: a script, a guide, a generator or another kind may make it. A Secret
        or a claim is often made by hand: it should only be there where its name is a slip of the pen. A
        ConfigMap also where its name says that it is of the same family as the pod, or as one beside it.
        """
        if use.name in _GIVEN or (use.kind, use.name) in self._named:
            return []
        here = "" if file.scope else self.project.absolute_folder(pod.owner.source.path)
        beside = [
            one
            for one in self._beside.get((file.scope, use.kind, here), ())
            if same_namespace(one.namespace, pod.namespace)
            and (_alike(one.name, use.name) or (use.kind == "ConfigMap" and _is_kin(use.name, one, pod)))
        ]
        return [] if not beside or self._is_spoken_of(use.name) else beside

    def _is_spoken_of(self, name: str) -> bool:
        """Whether the name stands in the tree more often than as a reference, or as a volume's name."""
        if name not in self._spoken:
            searched = len(self._spoken) < MOST_SEARCHED
            self._spoken[name] = not searched or any(
                self._speaks_of(file.source, name)
                for file in self.project.files
                if not isinstance(file.source, Fragment)
            )
        return self._spoken[name]

    def _speaks_of(self, source: Source, name: str) -> bool:
        if not source.says(name):
            return False
        if self._known is None:
            self._known = _references(self.project)
        known = self._known.get(id(source))
        return any(
            known is None or (at not in known and not _names_volume(source.text, at))
            for at in _places(source.text, name)
        )


def _references(project: Project) -> dict[int, set[int]]:
    """Where pods name objects and volumes: offsets by source. Texts inside others count at home."""
    known: dict[int, set[int]] = {}
    for pod in project.pods:
        spans = [use.span for use in pod.uses]
        spans += [mount.span for one in pod.containers for mount in one.mounts]
        for span in spans:
            home = span.home
            known.setdefault(id(home.source), set()).add(home.start)
    return known


def _places(text: str, name: str) -> list[int]:
    """Where a name stands in a text as a word of its own."""
    found: list[int] = []
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if before not in _WORD and after not in _WORD:
            found.append(at)
        at = text.find(name, end)
    return found


def _names_volume(text: str, at: int) -> bool:
    """Whether a word is the value of a `name:` in a list, as those of volumes are."""
    start = text.rfind("\n", 0, at) + 1
    return text[start:at].strip(" \"'") in ("- name:", "-  name:")


def _is_kin(wanted: str, beside: ConfigObject, pod: Pod) -> bool:
    """Whether a name has a word of its own in common with the pod's or with another object's."""
    words = _words(wanted)
    return not words.isdisjoint(_words(pod.name) | _words(beside.name))


def _words(name: str) -> frozenset[str]:
    return frozenset(name.replace(".", "-").split("-")) - _COMMON


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return one != other and SequenceMatcher(None, one, other).ratio() >= 0.85
