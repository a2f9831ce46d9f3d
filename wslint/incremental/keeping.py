"""What was found in each file, taken from the store and put back."""

from __future__ import annotations

import time

from wslint.incremental import index as kept_index
from wslint.incremental import results as kept_results
from wslint.incremental.changes import text_of
from wslint.incremental.index import Index
from wslint.incremental.results import PARTS, FileResult
from wslint.incremental.survey import Survey
from wslint.project.paths import shown
from wslint.text import Source
from wslint.text.lazy import LazySource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wslint.cache.store import Store

_DAY = 24 * 60 * 60
_KEEP_DAYS = 14


class Keeping:
    """The results of one run in the store, under a key that tells it from runs over other files."""

    def __init__(self, store: Store, key: str, cwd: str) -> None:
        """`cwd` is the absolute folder from which paths are shown."""
        self._store = store
        self._key = key
        self._cwd = cwd

    def index(self) -> Index | None:
        """What is kept of an earlier run; None where nothing is, or it is damaged."""
        data = self._store.get("outcomes", self._key)
        return kept_index.load(data) if data is not None else None

    def results(self, survey: Survey, names: Mapping[str, str]) -> dict[str, FileResult] | None:
        """What was found in each file, by its shown path; None where some of it is not there.

        `names` are the absolute paths of the files of the survey by shown path.
        """
        from wslint.cache.codec import Damaged

        def source_of(path: str, bom: bool) -> Source:
            known = names.get(path)
            at = known if known is not None else kept_results.absolute(path, self._cwd)
            source = survey.files.own(at) if known is not None else None
            if isinstance(source, Source):
                return source
            return LazySource(path, lambda: text_of(survey, at), bom=bom)

        found: dict[str, FileResult] = {}
        for number in range(PARTS):
            data = self._store.get("outcomes", f"{self._key} {number}")
            try:
                kept = kept_results.load(data or b"", source_of)
            except Damaged:
                return None
            found.update((one.path, one) for one in kept)
        return found

    def write(
        self, index: Index, results: Mapping[str, FileResult], touched: Iterable[int], survey: Survey
    ) -> None:
        """Keep an index, those of the results whose parts were touched, and what was read for the first time."""
        from wslint.cache.codec import NotData

        parts: dict[int, list[FileResult]] = {number: [] for number in touched}
        for path, result in results.items():
            number = index.parts[path]
            if number in parts:
                parts[number].append(result)
        try:
            rows = [(f"{self._key} {number}", kept_results.dump(part)) for number, part in parts.items()]
        except NotData:
            return
        day = _day()
        self._store.put("facts", survey.fresh.items(), day=day)
        self._store.put("outcomes", [*rows, (self._key, kept_index.dump(index))], day=day)
        self.note_use(survey)
        for table in ("facts", "outcomes"):
            self._store.prune(table, before=day - _KEEP_DAYS)

    def note_use(self, survey: Survey) -> None:
        """What a run made use of is kept for longer."""
        self._store.used("facts", survey.used, day=_day())
        self._store.used(
            "outcomes", [self._key, *(f"{self._key} {number}" for number in range(PARTS))], day=_day()
        )

    def names(self, survey: Survey) -> dict[str, str]:
        """The absolute paths of all files by shown path."""
        return {shown(path, self._cwd): path for path in survey.seen}


def _day() -> int:
    return int(time.time()) // _DAY
