"""Which files can bear on each other: units that are judged each by itself.

Manifests of Kubernetes that name the same ConfigMap, or of which one selects or names the other, are one unit;
each guide is one; all else, with the manifests that it may have to do with, is one: the rest. Besides its own files a unit may
need others, on which what is found in it depends, but not the other way round. So what a unit was found to be
holds for as long as these files are the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping

from wslint.model.images import parse_reference
from wslint.project.faces import GUIDE, MANIFEST, REST, Face
from wslint.project.nearest import Nearest
from wslint.text.record import NamedTuple

Speaks = Callable[[str], Iterable[str]]
"""The files (absolute paths) in whose text a name stands."""


_MOST_SPOKEN = 150
"""Of more names than so many nobody asks who speaks of them: whoever wants one needs all files."""


class Units(NamedTuple):
    """Absolute paths, sorted: the rest, the groups of manifests, the guides.

    `around`: the sets of files (itself maybe among them) that a file needs; many files need the same one, which
    is then the same object.
    """

    rest: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    guides: tuple[str, ...]
    around: Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def needs(self) -> dict[str, frozenset[str]]:
        """The other files that a file needs."""
        found = {path: frozenset().union(*sets) - {path} for path, sets in self.around.items()}
        return {path: others for path, others in found.items() if others}


def units_of(
    faces: Mapping[str, Face], speaks: Speaks, *, built: Iterable[str] = (), used: Collection[str] = ()
) -> Units:
    """The units of all files, by their absolute paths.

    `built` are words by which the images that the tree builds may be called, `used` files that the rest makes
    use of, whatever they are.
    """
    paths = [path for path, face in faces.items() if face.role in (MANIFEST, REST) or path in used]
    binding = _Binding(paths)
    some = {path: faces[path] for path in paths}
    for path, face in some.items():
        if face.role == REST or path in used:
            binding.to_rest(path)
    _by_name(binding, some)
    _by_kustomization(binding, some)
    _by_selector(binding, some)
    _by_route(binding, some)
    _by_config(binding, some, speaks)
    _by_image(binding, some, built)
    rest, groups = binding.groups()
    guides = tuple(sorted(path for path, face in faces.items() if face.role == GUIDE and path not in used))
    return Units(rest, groups, guides, {path: tuple(sorted(sets)) for path, sets in binding.around.items()})


class _Binding:
    """Sets that grow together (a disjoint-set forest); the empty path stands for the rest."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._above = {path: path for path in paths}
        self._above[""] = ""
        self.around: dict[str, list[tuple[str, ...]]] = {}
        self._sets: dict[int, tuple[Collection[str], tuple[str, ...]]] = {}

    def _top(self, path: str) -> str:
        above = self._above
        while above[path] != path:
            above[path] = above[above[path]]
            path = above[path]
        return path

    def bind(self, one: str, other: str) -> None:
        """Put two files into one unit."""
        first, second = self._top(one), self._top(other)
        if first != second:
            self._above[max(first, second)] = min(first, second)

    def need(self, path: str, others: Collection[str]) -> None:
        """Let what is found in a file depend on others: a collection that does not change any more."""
        if others:
            # The collection is kept, so that no other one gets its identity.
            _, kept = self._sets.setdefault(id(others), (others, tuple(sorted(others))))
            self.around.setdefault(path, []).append(kept)

    def to_rest(self, path: str) -> None:
        """Put a file to the rest."""
        self.bind(path, "")

    def is_rest(self, path: str) -> bool:
        """Whether a file is known to be of the rest by now."""
        return not self._top(path)

    def groups(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The rest, and all other groups; each sorted."""
        found: dict[str, list[str]] = {}
        for path in sorted(self._above):
            if path:
                found.setdefault(self._top(path), []).append(path)
        rest = found.pop("", [])
        return tuple(rest), tuple(tuple(group) for group in found.values())


def _by_name(binding: _Binding, faces: Mapping[str, Face]) -> None:
    """Pods name ConfigMaps; two pods that name the same one share it."""
    first: dict[str, str] = {}
    for path, face in faces.items():
        for name in face.names:
            binding.bind(first.setdefault(name, path), path)


def _by_kustomization(binding: _Binding, faces: Mapping[str, Face]) -> None:
    """What a kustomization may build is with it: all below its folder, and what it lists elsewhere."""
    folders: set[str] = set()
    for path, face in faces.items():
        if face.lists or os.path.basename(path).startswith(("kustomization.", "Kustomization")):
            here = os.path.dirname(path)
            folders.add(here)
            folders |= {os.path.normpath(os.path.join(here, one)) for one in face.lists}
    if not folders:
        return
    for path in faces:
        if any(one in folders for one in (path, *_upwards(os.path.dirname(path)))):
            binding.to_rest(path)


def _by_selector(binding: _Binding, faces: Mapping[str, Face]) -> None:
    """Services and the nearest pods that they select; or what lies where these should be."""
    having: dict[tuple[str, str], list[tuple[str, frozenset[str]]]] = {}
    anywhere: dict[str, list[str]] = {}
    for path, face in faces.items():
        for namespace, labels in face.pods:
            pod = (path, frozenset(labels))
            for label in labels:
                having.setdefault((namespace, label), []).append(pod)
                anywhere.setdefault(label, []).append(path)
    lonely: dict[str, list[str]] = {}
    selected: dict[tuple[str, tuple[str, ...]], _Candidates] = {}
    for path, face in faces.items():
        for namespace, selector in face.services:
            if (namespace, selector) not in selected:
                wanted = frozenset(selector)
                rarest = min((having.get((namespace, one), []) for one in selector), key=len, default=[])
                found = [other for other, labels in rarest if wanted <= labels]
                selected[namespace, selector] = _Candidates(binding, found)
            if not selected[namespace, selector].bind(path):
                lonely.setdefault(os.path.dirname(path), []).append(path)
                for one in selector:
                    binding.need(path, anywhere.get(one, ()))
    if lonely:
        _by_folder(binding, faces, lonely)


def _by_route(binding: _Binding, faces: Mapping[str, Face]) -> None:
    """Routes, the nearest Services to which they lead, and the routes beside these that lead to the same name."""
    serving: dict[tuple[str, str], list[str]] = {}
    leading: dict[tuple[str, str], list[str]] = {}
    for path, face in faces.items():
        for one in face.serves:
            serving.setdefault(one, []).append(path)
        for _, name in face.routes:
            leading.setdefault((os.path.dirname(path), name), []).append(path)
    candidates: dict[tuple[str, str], _Candidates] = {}
    for path, face in faces.items():
        for one in face.routes:
            if one not in candidates:
                candidates[one] = _Candidates(binding, serving.get(one, ()))
            for folder in dict.fromkeys(map(os.path.dirname, candidates[one].bind(path))):
                for other in leading.get((folder, one[1]), ()):
                    binding.bind(path, other)


class _Candidates:
    """Files that a link may lead to: of those that stand alone only the nearest are meant (`nearest.py`).

    What a kustomization builds is deployed elsewhere than it lies, so which of the rest is meant is not told here.
    """

    def __init__(self, binding: _Binding, paths: Iterable[str]) -> None:
        paths = tuple(dict.fromkeys(paths))
        self._binding = binding
        self._built = tuple(path for path in paths if binding.is_rest(path))
        self._nearest = Nearest((path, path) for path in paths if not binding.is_rest(path))
        self._bound: set[int] = set()

    def bind(self, path: str) -> tuple[str, ...]:
        """Bind a file to those that it may mean, and say which they are."""
        nearest = self._nearest.to(path)
        for found in (self._built, nearest):
            if found:
                self._binding.bind(path, found[0])
            # Many ask for the same ones, which are then the same object, kept by `Nearest`.
            if id(found) not in self._bound:
                self._bound.add(id(found))
                for other in found:
                    self._binding.bind(found[0], other)
        return (*self._built, *nearest)


def _by_folder(binding: _Binding, faces: Mapping[str, Face], lonely: Mapping[str, list[str]]) -> None:
    """A Service without pods is judged by all pods below its folder, unless something there is unclear."""
    if any(face.unclear and face.lists for face in faces.values()):
        for services in lonely.values():
            for path in services:
                binding.to_rest(path)
    below: dict[str, list[str]] = {}
    for path, face in faces.items():
        if face.pods or face.unclear:
            for folder in _upwards(os.path.dirname(path)):
                if folder in lonely:
                    below.setdefault(folder, []).append(path)
    for folder, services in lonely.items():
        for path in services:
            binding.need(path, below.get(folder, ()))


def _by_config(binding: _Binding, faces: Mapping[str, Face], speaks: Speaks) -> None:
    """A pod that names what nobody declares is judged by what is beside it, and by who else speaks of that."""
    declared = {one for face in faces.values() for one in face.declares}
    beside: dict[tuple[str, str], list[str]] = {}
    for path, face in faces.items():
        for kind, _ in face.declares:
            beside.setdefault((os.path.dirname(path), kind), []).append(path)
    spoken: dict[str, list[str]] = {}
    for path, face in faces.items():
        for kind, name in face.wants:
            place = (os.path.dirname(path), kind)
            if (kind, name) not in declared and place in beside:
                spoken.setdefault(name, []).append(path)
                binding.need(path, beside[place])
    for name, wanting in spoken.items():
        speaking = (
            [other for other in speaks(name) if other in faces] if len(spoken) <= _MOST_SPOKEN else faces
        )
        for path in wanting:
            binding.need(path, speaking)


def _by_image(binding: _Binding, faces: Mapping[str, Face], built: Iterable[str]) -> None:
    """Whoever runs an image that the tree builds, or may build, belongs to the rest."""
    wanted = frozenset(built)
    for path, face in faces.items():
        if face.role == MANIFEST and any(_names(image) & wanted for image in face.images):
            binding.to_rest(path)


def _names(image: str) -> frozenset[str]:
    """All words by which something of the tree might be called that builds an image."""
    reference = parse_reference(image)
    if reference is None:
        return frozenset((image,))
    name = reference.name
    endings = {name[at + 1 :] for at, char in enumerate(name) if char in "-_"}
    return frozenset((name, *endings))


def _upwards(folder: str) -> list[str]:
    found = [folder]
    while (above := os.path.dirname(folder)) != folder:
        found.append(above)
        folder = above
    return found
