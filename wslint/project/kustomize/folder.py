"""One folder with a kustomization: what it writes, and the files that it may read.

Source: Kustomize documentation, "The Kustomization File"; its load restrictor: files lie in or below the
folder of the kustomization that names them, only folders may lie elsewhere.
"""

from __future__ import annotations

import os

from wslint.model.facts import Problem
from wslint.project.kustomize.records import NAMES, Line, Refused, Seam
from wslint.project.kustomize.trees import mappings, text_at, texts
from wslint.syntax.yaml import Entry, Mapping, Scalar, YamlFile, resolve
from wslint.text import Source

MISSING = "kustomize-resource-missing"
_KNOWN = frozenset(
    {"apiVersion", "kind", "metadata", "openapi", "namePrefix", "nameSuffix", "namespace", "commonLabels"}
    | {"labels", "commonAnnotations", "patchesStrategicMerge", "patchesJson6902", "patches", "images"}
    | {"imageTags", "replacements", "replicas", "vars", "sortOptions", "resources", "components", "crds"}
    | {"bases", "configMapGenerator", "secretGenerator", "helmGlobals", "helmCharts", "generators"}
    | {"helmChartInflationGenerator", "generatorOptions", "configurations", "transformers", "validators"}
    | {"buildMetadata"}
)
_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "git@", "gh:", "git::")


_STRINGS = ("namePrefix", "nameSuffix", "namespace")
_STRINGS_OF = {
    "images": ("name", "newName", "newTag", "digest", "tagSuffix"),
    "patches": ("path", "patch"),
    "patchesJson6902": ("path", "patch"),
    "replicas": ("name",),
    "configMapGenerator": ("name", "namespace", "behavior", "env"),
    "secretGenerator": ("name", "namespace", "behavior", "env", "type"),
}


class Notes:
    """What one build comes across: the files that take part, ledger lines, problems, and what is left out."""

    def __init__(self, seam: Seam) -> None:
        self.seam = seam
        self.used: set[str] = set()
        self.lines: list[Line] = []
        self.problems: list[Problem] = []
        self.folders: list[str] = []
        self.complete = True

    def left_out(self, scalar: Scalar, reason: str) -> None:
        """Something is not taken in, so that the result is not all that would be deployed."""
        self.complete = False
        self.note(scalar, reason)

    def note(self, scalar: Scalar, reason: str) -> None:
        """A ledger line at a place."""
        line = scalar.source.position(scalar.start).line
        found = Line(scalar.source.path, reason, line)
        if found not in self.lines:
            self.lines.append(found)


def kustomization_in(folder: str, seam: Seam) -> str | None:
    """The path of a folder's kustomization; None where it has none."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if seam.is_file(path):
            return path
    return None


def is_remote(path: str) -> bool:
    """Whether a path leads out of the file system: a URL, or `github.com/…`."""
    if "://" in path or "?ref=" in path or path.startswith(_HOSTS):
        return True
    host = path.partition("/")[0]
    return "//" in path and "." in host.strip(".")


def _check_string(entry: Entry | None) -> None:
    """Kustomize refuses numbers and booleans where it wants a string."""
    if entry is None:
        return
    value = entry.value
    if not isinstance(value, Scalar) or not isinstance(resolve(value, "kubernetes"), (str, type(None))):
        raise Refused(f"`{entry.key_text}` wants a string, in quotes if need be", entry.use)


class Folder:
    """A kustomization and its folder. Raises `Refused` for one that is none."""

    def __init__(self, path: str, notes: Notes) -> None:
        self.path = path
        self.notes = notes
        self.seam = notes.seam
        file = kustomization_in(path, self.seam)
        parsed = self.seam.read(file) if file is not None else None
        if file is None or parsed is None:
            raise Refused(f"`{self.seam.shown(path)}` has no kustomization that can be read")
        notes.used.add(file)
        notes.folders.append(path)
        self.file = file
        self.source = parsed.source
        roots = [one.root for one in parsed.documents if one.root is not None]
        if parsed.problems or len(roots) != 1 or not isinstance(roots[0], Mapping):
            raise Refused(f"`{parsed.source.path}` is no kustomization")
        self.root: Mapping = roots[0]
        self._check()

    def _check(self) -> None:
        names = [name for name in NAMES if self.seam.is_file(os.path.join(self.path, name))]
        if len(names) > 1:
            raise Refused(
                f"a folder has one kustomization, this one has {' and '.join(names)}", self.root.span
            )
        self._check_kind()
        for entry in self.root.items():
            if entry.key_text not in _KNOWN:
                if (entry.key_text or "").lower() in {one.lower() for one in _KNOWN}:
                    raise Refused(f"`{entry.key_text}`, in this spelling, is not understood", entry.key.span)
                raise Refused(f"a kustomization has no `{entry.key_text}`", entry.key.span)
        if not any(entry.key_text not in ("apiVersion", "kind") for entry in self.root.items()):
            raise Refused("the kustomization is empty", self.root.span)
        for key in _STRINGS:
            _check_string(self.root.entry(key))
        for key, parts in _STRINGS_OF.items():
            for listed in self.mappings(key):
                for part in parts:
                    _check_string(listed.entry(part))
        tables = [self.root.get_mapping("commonLabels"), self.root.get_mapping("commonAnnotations")]
        tables += [entry.get_mapping("pairs") for entry in self.mappings("labels")]
        for table in tables:
            for label in table.items() if table is not None else ():
                _check_string(label)

    def _check_kind(self) -> None:
        """Kind and API version may be left out, but must fit if they are there."""
        kind, version = text_at(self.root, "kind"), text_at(self.root, "apiVersion")
        if kind not in ("", "Kustomization", "Component"):
            raise Refused(f"the kind of a kustomization is none of {kind}", self.root.span)
        wanted = f"kustomize.config.k8s.io/{'v1alpha1' if kind == 'Component' else 'v1beta1'}"
        if version not in ("", wanted):
            raise Refused(f"the apiVersion wants to be {wanted}", self.root.span)

    @property
    def is_component(self) -> bool:
        """Whether it only completes who names it."""
        kind = self.root.get_scalar("kind")
        return kind is not None and kind.value == "Component"

    def scalars(self, key: str) -> list[Scalar]:
        """The strings in the list under a key."""
        return [scalar for scalar in texts(self.root, key) if scalar.value]

    def mappings(self, key: str) -> list[Mapping]:
        """The mappings in the list under a key."""
        return mappings(self.root, key)

    def absolute(self, path: str) -> str:
        """The absolute path of one that is written here."""
        return os.path.normpath(os.path.join(self.path, path))

    def file_at(self, path: str, scalar: Scalar) -> str | None:
        """The absolute path of a file that is named here; None where it is not there to be read.

        Raises `Refused` for one that Kustomize does not read from here.
        """
        if is_remote(path):
            self.notes.left_out(scalar, f"`{path}` is remote: not fetched")
            return None
        absolute = self.absolute(path)
        if not absolute.startswith(self.path.rstrip(os.sep) + os.sep):
            raise Refused(f"Kustomize does not read `{path}`: it lies outside of this folder", scalar.span)
        if self.seam.is_file(absolute):
            return absolute
        self.missing(path, absolute, scalar)
        return None

    def missing(self, path: str, absolute: str, scalar: Scalar) -> None:
        """Something that is named here is not there."""
        if not self.seam.inside(absolute):
            self.notes.left_out(scalar, f"`{path}` lies outside of what is checked")
            return
        if self.seam.is_ignored(absolute):
            self.notes.left_out(
                scalar, f"`{path}` is not there, and .gitignore keeps it out of the repository"
            )
            return
        fields: dict[str, str | int | float] = {"path": path, "folder": self.seam.shown(absolute)}
        problem = Problem(MISSING, scalar.content_span, fields)
        if problem not in self.notes.problems:
            self.notes.problems.append(problem)
        self.notes.complete = False

    def yaml(self, path: str, scalar: Scalar) -> YamlFile | None:
        """A file of objects or patches. Raises `Refused` for one that is no YAML."""
        absolute = self.file_at(path, scalar)
        if absolute is None:
            return None
        self.notes.used.add(absolute)
        parsed = self.seam.read(absolute)
        if parsed is None or parsed.problems:
            raise Refused(f"`{path}` cannot be read as YAML", scalar.span)
        return parsed

    def text(self, path: str, scalar: Scalar, *, environment: bool = False) -> Source | None:
        """The text of a file; None where there is none, or it is no text."""
        absolute = self.file_at(path, scalar)
        if absolute is None:
            return None
        if environment:
            self.notes.used.add(absolute)
        source = self.seam.text(absolute)
        if source is None:
            self.notes.note(scalar, f"`{path}` is no text: the hash of its content is not computed")
        return source
