"""ConfigMaps, Secrets and claims by name: the one that a pod means, and whether the tree should hold it."""

from __future__ import annotations

from wslint.project.linking import nearest, same_namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.facts import FileFacts
    from wslint.model.kubernetes_objects import ConfigObject
    from wslint.model.workload import ObjectReference, Pod
    from wslint.project.project import Project

# Every namespace has this one (Kubernetes documentation, "Certificates", root CA distribution).
_GIVEN = frozenset({"kube-root-ca.crt", "openshift-service-ca.crt"})
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


class Siblings:
    """The objects around one pod: those of its scope, and of its folder."""

    def __init__(self, project: Project, pod: Pod) -> None:
        """Nothing is looked for yet."""
        self.project = project
        self.pod = pod
        self._file = self._file_of(pod)

    def _file_of(self, pod: Pod) -> FileFacts | None:
        return next(
            (f for f in self.project.files if f.source is pod.owner.source and pod in f.pods),
            None,
        )

    def named(self, use: ObjectReference) -> ConfigObject | None:
        """The one object that a reference means; None where it is not in the tree or there are several."""
        found = [
            (self._folder(one) + "/" + one.owner.source.path, one)
            for one in self._all(use)
            if one.name == use.name and same_namespace(one.namespace, self.pod.namespace)
        ]
        own = self.pod.owner.source.path
        chosen = nearest(found, self.project.absolute_folder(own) + "/" + own)
        return chosen[0] if len(chosen) == 1 else None

    def _all(self, use: ObjectReference) -> list[ConfigObject]:
        scope = self._file.scope if self._file is not None else ""
        return [
            one
            for file in self.project.files
            if file.scope == scope
            for one in file.config
            if one.kind == use.kind
        ]

    def _folder(self, one: ConfigObject) -> str:
        return self.project.absolute_folder(one.owner.source.path)

    def beside(self, use: ObjectReference) -> list[ConfigObject]:
        """The objects of the same kind beside the pod, where one of the wanted name should be among them.

        None of them where the wanted one is somewhere in the tree, or anything in it speaks of that name in
        another way than to refer to it: a script, a guide, a generator or another kind may make it. A Secret
        is often made by hand: it should only be there where its name is a slip of the pen.
        """
        if (
            use.name in _GIVEN
            or self._file is None
            or any(one.name == use.name for one in self._everything())
        ):
            return []
        here = self.project.absolute_folder(self.pod.owner.source.path)
        beside = [
            one
            for one in self._all(use)
            if same_namespace(one.namespace, self.pod.namespace)
            and (one.owner.source is self.pod.owner.source or self._folder(one) == here)
        ]
        if use.kind != "ConfigMap":
            beside = [one for one in beside if _alike(one.name, use.name)]
        return [] if not beside or self._is_spoken_of(use.name) else beside

    def _everything(self) -> list[ConfigObject]:
        return [one for file in self.project.files for one in file.config]

    def _is_spoken_of(self, name: str) -> bool:
        """Whether the name stands in the tree more often than as a reference, or as a volume's name."""
        for file in self.project.files:
            text = file.source.text
            if name not in text:
                continue
            known = {
                use.span.start for pod in file.pods for use in pod.uses if use.span.source is file.source
            }
            known |= {mount.span.start for pod in file.pods for one in pod.containers for mount in one.mounts}
            volumes = bool(file.pods)
            if any(
                at not in known and not (volumes and _names_volume(text, at)) for at in _places(text, name)
            ):
                return True
        return False


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


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return one != other and SequenceMatcher(None, one, other).ratio() >= 0.85
