"""What was found in each file, kept in a few parts, so that a change rewrites one of them only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from wslint.engine.finding import Finding, Suppressed
from wslint.engine.ledger import FileLedger
from wslint.text import Position, Source, Span
from wslint.text.lazy import LazySource
from wslint.text.record import NamedTuple

PARTS = 64
_HEAD = 8


class FileResult(NamedTuple):
    """What was found in one file, by its shown path."""

    path: str
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    ledger: FileLedger = FileLedger()


def part_of(path: str) -> int:
    """The number of the part for a unit, by the absolute path of its first file. The first part is for the rest."""
    return 1 + crc32(path.encode("utf-8", "surrogatepass")) % (PARTS - 1)


def results_by_path(
    findings: Iterable[Finding], suppressed: Iterable[Suppressed], ledgers: Mapping[str, FileLedger]
) -> dict[str, FileResult]:
    """What was found, by the file in which it was."""
    found: dict[str, list[Finding]] = {}
    silenced: dict[str, list[Suppressed]] = {}
    for finding in findings:
        found.setdefault(finding.span.source.path, []).append(finding)
    for one in suppressed:
        silenced.setdefault(one.finding.span.source.path, []).append(one)
    return {
        path: FileResult(
            path, tuple(found.get(path, ())), tuple(silenced.get(path, ())), ledgers.get(path, FileLedger())
        )
        for path in {**found, **silenced, **ledgers}
    }


def dump(results: Sequence[FileResult]) -> bytes:
    """Results as data. Raises `wslint.cache.codec.NotData`."""
    from json import dumps

    from wslint.cache.codec import encode

    spans = [span for result in results for finding in _findings(result) for span in _spans(finding)]
    sources = list({id(span.source): span.source for span in spans}.values())
    offsets: dict[int, set[int]] = {id(source): set() for source in sources}
    for span in spans:
        offsets[id(span.source)].update((span.start, span.end))
    head = [
        [
            source.path,
            source.bom,
            [n for at in sorted(offsets[id(source)]) for n in (at, *source.position(at))],
        ]
        for source in sources
    ]
    text = dumps(head, separators=(",", ":")).encode("ascii")
    return len(text).to_bytes(_HEAD, "big") + text + encode(tuple(results), sources)


def load(data: bytes, source_of: Callable[[str, bool], Source]) -> tuple[FileResult, ...]:
    """The results again. Raises `wslint.cache.codec.Damaged`.

    `source_of` gives the source of a shown path, and is told whether it had a byte order mark.
    """
    from json import loads

    from wslint.cache.codec import Damaged, decode

    end = _HEAD + int.from_bytes(data[:_HEAD], "big")
    try:
        head = loads(data[_HEAD:end])
        sources = [_source(source_of(path, bom), numbers) for path, bom, numbers in head]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as problem:
        raise Damaged(str(problem)) from None
    found: tuple[FileResult, ...] = decode(data[end:], sources)
    return found


def _source(source: Source, numbers: list[int]) -> Source:
    if isinstance(source, LazySource):
        positions = map(Position, numbers[1::3], numbers[2::3])
        source.known_too(dict(zip(numbers[::3], positions, strict=True)))
    return source


def _findings(result: FileResult) -> Iterator[Finding]:
    yield from result.findings
    yield from (one.finding for one in result.suppressed)


def _spans(finding: Finding) -> Iterator[Span]:
    yield finding.span
    yield from (place.span for place in finding.related)
    yield from finding.also
    if finding.fix is not None:
        yield from (edit.span for edit in finding.fix.edits)


def absolute(path: str, cwd: str) -> str:
    """The absolute path of a shown one."""
    return os.path.normpath(os.path.join(cwd, path))
