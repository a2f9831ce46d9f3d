"""The key of each unit: as long as it is the same, what was found in its files holds."""

from __future__ import annotations

from wslint.incremental.index import Seen
from wslint.incremental.results import part_of
from wslint.project import disk
from wslint.project.units import Units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Keys:
    """The key of its unit for each file, by its absolute path."""

    def __init__(self, units: Units, seen: Mapping[str, Seen], used: frozenset[str]) -> None:
        """`used` are files that the rest makes use of, whatever they are."""
        self.units = units
        self.by_path: dict[str, str] = {}
        self.is_as_before = False
        self._seen = seen
        self._used = used
        self._sets: dict[int, str] = {}

    def of_all(self) -> Keys:
        """Make all keys."""
        self._put_all(None)
        return self

    def of_changed(self, before: Mapping[str, str], changed: Collection[str]) -> Keys:
        """Make the keys of units in which something has changed; the units, and all else, are as they were."""
        self.is_as_before = True
        self.by_path.update(before)
        self._put_all(frozenset(changed))
        return self

    def _put_all(self, changed: frozenset[str] | None) -> None:
        units = self.units
        touched = changed
        if changed is not None:
            sets = {id(one): one for found in units.around.values() for one in found}
            stale = {key for key, one in sets.items() if not changed.isdisjoint(one)}
            touched = changed.union(
                path for path, found in units.around.items() if any(id(one) in stale for one in found)
            )
        told: set[str] = set()
        for group in (units.rest, *units.groups):
            told.update(group)
            if touched is None or not touched.isdisjoint(group):
                self._put(group)
        built = [path for path, one in self._seen.items() if one.face.dockerfile or path in self._used]
        is_built_anew = changed is not None and not changed.isdisjoint(built)
        with_builds = "".join(self._seen[path].digest for path in built) if units.guides else ""
        for guide in units.guides:
            told.add(guide)
            if changed is None or is_built_anew or guide in changed:
                self._put((guide,), with_builds)
        for path in self._seen if changed is None else changed:
            if path not in told:
                self._put((path,))

    def _put(self, members: Sequence[str], more: str = "") -> None:
        sets = {id(one): one for path in members for one in self.units.around.get(path, ())}
        told = "\n".join((self._listed(members), *sorted({self._around(one) for one in sets.values()}), more))
        self.by_path.update(dict.fromkeys(members, disk.digest(told.encode("utf-8", "surrogatepass"))))

    def _around(self, paths: Sequence[str]) -> str:
        if id(paths) not in self._sets:
            self._sets[id(paths)] = disk.digest(self._listed(paths).encode("utf-8", "surrogatepass"))
        return self._sets[id(paths)]

    def _listed(self, paths: Sequence[str]) -> str:
        return "\n".join(f"{path}\0{self._seen[path].digest}" for path in paths)


def part_by_path(
    shown: Iterable[str], keys: Keys, names: Mapping[str, str], before: Mapping[str, int]
) -> dict[str, int]:
    """The part in which the results of each file are, by shown path: the rest and what is nobody's in the first.

    `names` are the absolute paths of the files by shown path; `before` are parts of an earlier run that
    are known to be the same.
    """
    units = keys.units
    first = {path: group[0] for group in units.groups if len(group) > 1 for path in group}
    rest = frozenset(units.rest)
    found: dict[str, int] = {}
    for name in shown:
        part = before.get(name)
        if part is None:
            path = names.get(name)
            part = 0 if path is None or path in rest else part_of(first.get(path, path))
        found[name] = part
    return found
