"""Which tests reach a line, quickest first: from the contexts of one run under coverage."""

import json
import os
from pathlib import Path

from coverage import CoverageData


class Selection:
    """Tests by line. `items` are pytest's."""

    def __init__(self, work: Path, items: list) -> None:
        self._known = {item.nodeid: at for at, item in enumerate(items)}
        self._took = json.loads((work / "durations.json").read_text("utf-8"))
        self._groups = _groups(items)
        self._data = CoverageData(str(work / "coverage"))
        self._data.read()
        self._files: dict[str, dict[int, list[str]]] = {}
        self._folders: dict[str, set[str]] = {}

    def of(self, mutant: dict, most: float, killers: set[str]) -> tuple[list[str], float]:
        """The tests of a mutant, `killers` first, and the seconds that they take: in all at most `most`."""
        path = str(Path(mutant["path"]).resolve())
        lines = self._files.get(path)
        if lines is None:
            lines = self._files[path] = self._data.contexts_by_lineno(path)
        own = {context.rpartition("|")[0] for found in lines.values() for context in found}
        contexts = {context for line in mutant["tested"] for context in lines.get(line, ())}
        if mutant["at_import"] or contexts <= {""}:
            # no test's own: whatever reaches the files of the folder, where its tables are used
            contexts = self._beside(os.path.dirname(path))
        chosen = set()
        for context in contexts - {""}:
            name, _, phase = context.rpartition("|")
            chosen.add(name)
            if phase == "setup":
                chosen.update(self._groups.get(name, ()))
        tests, taken = [], 0.0
        passing = [one for one in chosen if self._passes(one)]
        for name in sorted(passing, key=lambda one: (one not in killers, one not in own, *self._rank(one))):
            taken += self._took[name]
            if taken > most:
                break
            tests.append(name)
        return tests, taken

    def _beside(self, folder: str) -> set[str]:
        found = self._folders.get(folder)
        if found is None:
            paths = [path for path in self._data.measured_files() if os.path.dirname(path) == folder]
            found = self._folders[folder] = {
                context
                for path in paths
                for contexts in self._data.contexts_by_lineno(path).values()
                for context in contexts
            }
        return found

    def _rank(self, name: str) -> tuple[int, int]:
        """Quick ones first, but those of a file together, so that fixtures are made once."""
        return sum(self._took[name] > limit for limit in (0.03, 0.1, 0.3, 1, 3)), self._known[name]

    def _passes(self, name: str) -> bool:
        return name in self._known and name in self._took


def _groups(items: list) -> dict[str, set[str]]:
    """For each test that uses a fixture which others share, all of these."""
    sharing: dict[tuple[str, str], set[str]] = {}
    for item in items:
        for name, found in item._fixtureinfo.name2fixturedefs.items():
            if found[-1].scope != "function" and found[-1].baseid:
                sharing.setdefault((name, found[-1].baseid), set()).add(item.nodeid)
    groups: dict[str, set[str]] = {}
    for names in sharing.values():
        for name in names:
            groups.setdefault(name, set()).update(names)
    return groups
