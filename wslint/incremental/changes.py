"""What is not as it was in an earlier run, and whether anything of that run may be used."""

from __future__ import annotations

from wslint.incremental.index import Index, Seen
from wslint.incremental.survey import Survey
from wslint.incremental.verify import still_holds
from wslint.text import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Changes:
    """The files of a survey beside those of an earlier run, which there may not have been."""

    def __init__(self, survey: Survey, old: Index | None, today: str) -> None:
        """To be made when all files have been looked at. `today` is YYYY-MM-DD."""
        self.seen: Mapping[str, Seen] = survey.seen
        before: Mapping[str, Seen] = old.seen if old is not None else {}
        self.gone = before.keys() - self.seen.keys()
        self.changed = [path for path, seen in self.seen.items() if not _is_same(before.get(path), seen)]
        self.spoken: dict[str, tuple[str, ...]] = {}
        self.usable = old if old is not None and self._is_usable(survey, old, today) else None
        self._survey = survey
        self._old = old

    def is_nothing(self) -> bool:
        """Whether every file, and all else that was asked for, is as it was."""
        return self.usable is not None and not self.changed and not self.gone

    def keep_faces(self) -> bool:
        """Whether the files are those of the earlier run, and others may see of them what they saw then."""
        old = self.usable
        if old is None or self.gone or len(self.seen) != len(old.seen):
            return False
        return all(self.seen[path].face == old.seen[path].face for path in self.changed) and all(
            set(self.speaking(word)) == set(paths) for word, paths in old.spoken.items()
        )

    def speaking(self, word: str) -> tuple[str, ...]:
        """The files in which a word stands. Those that are as they were are not looked through again."""
        found = self.spoken.get(word)
        if found is None:
            before = self._old.spoken.get(word) if self._old is not None else None
            looked = self.seen if before is None else self.changed
            had = {*(before or ())}.difference(self.gone, looked)
            now = {path for path in looked if _says(self._survey, path, word)}
            found = self.spoken[word] = tuple(sorted(had | now))
        return found

    def _is_usable(self, survey: Survey, old: Index, today: str) -> bool:
        """Whether it depended on nothing else that is otherwise now."""
        return (
            old.day in (None, today)
            and still_holds(old.journal, but_for=self.seen)
            and not self._is_spoken_of_anew(survey, old)
        )

    def _is_spoken_of_anew(self, survey: Survey, old: Index) -> bool:
        """Whether a word that all texts were searched for came into a text, or may have gone from one."""
        words = old.journal.searched
        had = {path for word in words for path in old.spoken.get(word, ())}
        if had & self.gone or had.intersection(self.changed):
            return True
        return any(_says(survey, path, word) for path in self.changed for word in words)


def text_of(survey: Survey, path: str) -> str:
    """The text of a file; empty where it is not read."""
    source = survey.files.own(path)
    return source.text if isinstance(source, Source) else ""


def _says(survey: Survey, path: str, word: str) -> bool:
    source = survey.files.own(path)
    return isinstance(source, Source) and source.says(word)


def _is_same(before: Seen | None, now: Seen) -> bool:
    return before is now or (before is not None and before.digest == now.digest)
