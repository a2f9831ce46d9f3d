"""What is kept of a run over one tree: each file as it was seen, and what else the run depended on. All JSON."""

from __future__ import annotations

from wslint.project.disk import Journal, Kind, State
from wslint.project.faces import Face
from wslint.project.units import Units
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Seen(NamedTuple):
    """A file as a run saw it.

    `state` is None where a later change might leave it as it is: then only the digest of the text tells.
    """

    state: State | None
    digest: str
    bom: bool
    face: Face


class Index(NamedTuple):
    """A run over one tree.

    `seen` is by absolute path. `keys` has the key under which the results of a file hold, `units` are those
    for which the keys were made; `parts` has the part that results are in, by shown path. `others` are shown
    paths with results that are none of the files that were found. `words` are names of images that the tree
    builds, `used` the files that the rest makes use of. `spoken` are words that all texts were searched for,
    and the files that have them. `day` is that of the run, where suppressions hold until some day. `ran` are
    the rules that ran; `silencing` as in `Ran`.
    """

    seen: Mapping[str, Seen]
    keys: Mapping[str, str]
    units: Units
    parts: Mapping[str, int]
    others: tuple[str, ...]
    words: frozenset[str]
    used: frozenset[str]
    spoken: Mapping[str, tuple[str, ...]]
    day: str | None
    ran: frozenset[str]
    silencing: bool
    journal: Journal


def dump(index: Index) -> bytes:
    """The index as JSON."""
    from json import dumps

    numbers: dict[Face, int] = {}
    files = [
        (
            path,
            seen.state,
            seen.digest,
            int(seen.bom),
            numbers.setdefault(seen.face, len(numbers)),
            index.keys.get(path, ""),
        )
        for path, seen in index.seen.items()
    ]
    journal = index.journal
    data = {
        "faces": list(numbers),
        "files": files,
        "units": _numbered(index.units, {path: number for number, path in enumerate(index.seen)}),
        "parts": index.parts,
        "others": index.others,
        "words": sorted(index.words),
        "used": sorted(index.used),
        "spoken": index.spoken,
        "day": index.day,
        "ran": sorted(index.ran),
        "silencing": index.silencing,
        "journal": [journal.read, journal.listed, journal.asked, sorted(journal.searched)],
    }
    return dumps(data, separators=(",", ":"), check_circular=False).encode("ascii")


def load(data: bytes) -> Index | None:
    """The index again; None where the data is not of this form."""
    from json import loads

    try:
        return _index(loads(data))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _index(data: Mapping[str, Any]) -> Index:
    faces = [_face(one) for one in data["faces"]]
    journal = Journal()
    read, listed, asked, searched = data["journal"]
    journal.read = {path: (tuple(state), digest, limit) for path, (state, digest, limit) in read.items()}
    journal.listed = {path: (tuple(state), digest) for path, (state, digest) in listed.items()}
    journal.asked = {path: _kind(kind) for path, kind in asked.items()}
    journal.searched = set(searched)
    seen: dict[str, Seen] = {}
    keys: dict[str, str] = {}
    for path, state, digest, bom, face, key in data["files"]:
        seen[path] = Seen(tuple(state) if state is not None else None, digest, bool(bom), faces[face])
        keys[path] = key
    return Index(
        seen,
        keys,
        _units(*data["units"], paths=list(seen)),
        data["parts"],
        tuple(data["others"]),
        frozenset(data["words"]),
        frozenset(data["used"]),
        {word: tuple(paths) for word, paths in data["spoken"].items()},
        data["day"],
        frozenset(data["ran"]),
        data["silencing"],
        journal,
    )


def _numbered(units: Units, number: Mapping[str, int]) -> list[Any]:
    """Units with a number in place of each path, and each set of needed files once."""
    sets = {id(one): one for found in units.around.values() for one in found}
    place = {key: at for at, key in enumerate(sets)}
    return [
        [number[path] for path in units.rest],
        [[number[path] for path in group] for group in units.groups],
        [number[path] for path in units.guides],
        [[number[path], [place[id(one)] for one in found]] for path, found in units.around.items()],
        [[number[path] for path in one] for one in sets.values()],
    ]


def _units(
    rest: list[int],
    groups: list[list[int]],
    guides: list[int],
    around: list[tuple[int, list[int]]],
    sets: list[list[int]],
    *,
    paths: list[str],
) -> Units:
    path_of = paths.__getitem__
    kept = [tuple(map(path_of, one)) for one in sets]
    return Units(
        tuple(map(path_of, rest)),
        tuple([tuple(map(path_of, group)) for group in groups]),
        tuple(map(path_of, guides)),
        {paths[path]: tuple([kept[one] for one in found]) for path, found in around},
    )


def _face(fields: list[Any]) -> Face:
    role, pods, services, serves, routes, names, declares, wants, images, lists, unclear, dockerfile = fields
    return Face(
        role,
        tuple((namespace, tuple(labels)) for namespace, labels in pods),
        tuple((namespace, tuple(labels)) for namespace, labels in services),
        tuple((namespace, name) for namespace, name in serves),
        tuple((namespace, name) for namespace, name in routes),
        tuple(names),
        tuple((kind, name) for kind, name in declares),
        tuple((kind, name) for kind, name in wants),
        tuple(images),
        tuple(lists),
        unclear,
        dockerfile,
    )


def _kind(kind: list[Any] | None) -> Kind:
    return None if kind is None else (kind[0], kind[1], kind[2])
