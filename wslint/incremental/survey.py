"""The first look at every file: which have not changed since an earlier run, and what the others are."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence

from wslint.incremental.index import Seen
from wslint.project import disk
from wslint.project.classify import is_chart_data, is_in_chart
from wslint.project.faces import MANIFEST, NOTHING, Face, face_of
from wslint.project.files import Files, NotRead
from wslint.project.load import Request, WhatIsRead
from wslint.project.reading import ChartTemplate, ComposeText, Reading, read_facts
from wslint.text import Source
from wslint.text.lazy import LazySource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.cache.store import Store

_NAMED = "!"


class ChangedMeanwhile(Exception):  # noqa: N818
    """A file is not as it was a moment ago: nothing kept of it can be used in this run."""


class Survey:
    """Looks at files and reads them, each once. What was read before is taken from the store."""

    def __init__(self, request: Request, old: Mapping[str, Seen], store: Store, stamp: str) -> None:
        """`old` are the files of an earlier run by absolute path, `stamp` tells versions of wslint apart."""
        self.seen: dict[str, Seen] = {}
        self.unchanged: set[str] = set()
        self.fresh: dict[str, bytes] = {}
        self.used: set[str] = set()
        self.is_over = False
        self.files = Files(request.root, request.cwd, known=self._known, others=lambda: self.seen)
        self._old = old
        self._store = store
        self._stamp = stamp
        self._jobs = request.jobs
        self._ahead: dict[str, bytes] = {}
        self._readings: dict[tuple[str, bool], WhatIsRead] = {}

    def look(self, paths: Iterable[str], given: frozenset[str]) -> None:
        """Look at files by their absolute paths; those in `given` were named by somebody."""
        paths = list(paths)
        self._read_ahead(paths)
        for path in paths:
            seen = self._look(path, named=False)
            if seen.face.role == NOTHING and path in given:
                seen = self._look(path, named=True)
            self.seen[path] = seen

    def _read_ahead(self, paths: Sequence[str]) -> None:
        """Read over several processes what has changed and is not kept, if there is much of it."""
        if self._jobs == 1:
            return
        from wslint.project.ahead import readings

        texts: list[tuple[str, Source]] = []
        for path in paths:
            old = self._old.get(path)
            if old is None or old.state is None or old.state != _state(path):
                source = self.files.own(path)
                if isinstance(source, Source) and not self._store.has(
                    "facts", self._key(path, source, named=False)
                ):
                    texts.append((path, source))
        is_file = self.files.is_file
        self._ahead = readings(
            texts,
            lambda path, source: read_facts(source, path, named=False, is_file=is_file),
            self._jobs,
        )

    def _look(self, path: str, *, named: bool) -> Seen:
        old = self._old.get(path)
        if old is not None and old.digest.endswith(_NAMED) != named:
            old = None
        state = _state(path)
        if old is not None and old.state is not None and old.state == state:
            self.unchanged.add(path)
            return old
        if state is not None and disk.is_recent(state, time.time_ns()):
            state = None
        # Looked at once more, since it was named: not as the last time then.
        self.unchanged.discard(path)
        source = self.files.own(path)
        if isinstance(source, NotRead):
            reason = f"{source.reason} {source.binary}"
            return Seen(None, disk.digest(reason.encode()), False, self._face(path, named=named))
        digest = digest_of(source) + (_NAMED if named else "")
        if old is not None and old.digest == digest:
            return Seen(state, digest, source.bom, old.face)
        self.seen[path] = Seen(state, digest, source.bom, Face(NOTHING))
        return Seen(state, digest, source.bom, self._face(path, named=named))

    def _face(self, path: str, *, named: bool) -> Face:
        reading = self.read(path, named)
        if isinstance(reading, NotRead):
            return Face(MANIFEST, unclear=True) if reading.binary else Face(NOTHING)
        return face_of(reading, path)

    def _known(self, path: str) -> Source | None:
        """The source of a file that has not changed, unread."""
        if path not in self.unchanged:
            return None
        seen = self.seen.get(path) or self._old[path]
        return LazySource(self.files.shown(path), lambda: self._text(path, seen), bom=seen.bom)

    def _text(self, path: str, seen: Seen) -> str | None:
        """The text of a file that had not changed. None where it has now, and the run is over."""
        source = self.files.load(path)
        if isinstance(source, NotRead) or digest_of(source) != seen.digest.removesuffix(_NAMED):
            if self.is_over:
                return None
            raise ChangedMeanwhile(path)
        return source.text

    # -- reading ------------------------------------------------------------------------------------

    def read(self, path: str, named: bool) -> WhatIsRead:
        """What is in a file: as it was kept, or as it is read now."""
        key = (path, named)
        if key not in self._readings:
            self._readings[key] = self._read(path, named=named)
        return self._readings[key]

    def _read(self, path: str, *, named: bool) -> WhatIsRead:
        from wslint.cache.codec import Damaged, NotData, decode, encode

        source = self.files.own(path)
        if isinstance(source, NotRead):
            return source
        key = self._key(path, source, named=named)
        kept = self._store.get("facts", key)
        if kept is not None:
            try:
                found: WhatIsRead = decode(kept, [source])
            except Damaged:
                kept = None
            else:
                self.used.add(key)
                return found
        ahead = self._ahead.pop(path, None) if not named else None
        if ahead is not None:
            self.fresh[key] = ahead
            read_ahead: WhatIsRead = decode(ahead, [source])
            return read_ahead
        reading = read_facts(source, path, named=named, is_file=self.files.is_file)
        if not isinstance(reading, ComposeText | ChartTemplate):
            try:
                self.fresh[key] = encode(reading, [source])
            except NotData:
                return reading
        return reading

    def _key(self, path: str, source: Source, *, named: bool) -> str:
        """What decides all that is read out of a file: its text, its name, and whether a chart is around it."""
        seen = self.seen.get(path)
        text = seen.digest.removesuffix(_NAMED) if seen is not None else digest_of(source)
        chart = is_in_chart(path, self.files.is_file), is_chart_data(path, self.files.is_file)
        parts = (self._stamp, path, source.path, text, source.bom, named, *chart)
        return disk.digest("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"))


def _state(path: str) -> disk.State | None:
    try:
        return disk.state_of(os.stat(path))
    except OSError:
        return None


def digest_of(source: Source) -> str:
    """What stands for a text and its byte order mark."""
    return disk.digest(source.text.encode("utf-8", "surrogatepass") + (b"\0" if source.bom else b""))


__all__ = ["ChangedMeanwhile", "Reading", "Survey", "digest_of"]
