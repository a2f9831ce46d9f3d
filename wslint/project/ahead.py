"""Reading many files at once, before anybody asks for one."""

from __future__ import annotations

from wslint.model.facts import FileFacts, Problem
from wslint.processes import MOST as MOST_PROCESSES
from wslint.processes import can_fork, share, usable_cores
from wslint.project.reading import ChartTemplate, ComposeText, Reading
from wslint.text import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias, TypeVar

    T = TypeVar("T")
    Text: TypeAlias = tuple[str, Source]
    """Absolute path and text of a file."""
    WhatTextsAre: TypeAlias = FileFacts | Reading | ComposeText | ChartTemplate
    Read: TypeAlias = Callable[[str, Source], WhatTextsAre]

PAYS = 400_000
"""So many characters, some 450 manifests, and another process pays: what it reads it has to make data of, and the first
one has to read those (bench/, load `workers`: at 200 manifests nothing is won, at 500 a sixth)."""


def read_together(texts: Sequence[Text], read: Read, jobs: int) -> dict[str, WhatTextsAre]:
    """What `read` makes of texts, by absolute path; empty where there is too little.

    `jobs`: how many processes; 0 for as many as can be used. A path is left out where another process cannot give
    back what it reads, or met a bug: it has to be read again by whoever asks.
    """
    wanted = _processes(texts, jobs)
    if wanted < 2:
        return {}
    from wslint.cache.codec import decode

    def work(number: int) -> WhatTextsAre:
        return read(*texts[number])

    def unpack(number: int, data: bytes) -> WhatTextsAre:
        found: WhatTextsAre = decode(data, [texts[number][1]])
        return found

    answers = share(len(texts), work, lambda number, found: _data(found, texts[number][1]), unpack, wanted)
    return {
        path: _killed(source) if (found := answers[number]) is None else found
        for number, (path, source) in enumerate(texts)
        if number in answers
    }


def readings(texts: Sequence[Text], read: Read, jobs: int) -> dict[str, bytes]:
    """The same as data of `wslint.cache.codec`, for whoever keeps it."""
    wanted = _processes(texts, jobs)
    if wanted < 2:
        return {}

    def work(number: int) -> bytes:
        path, source = texts[number]
        return _data(read(path, source), source)

    answers = share(len(texts), work, lambda _, data: data, lambda _, data: data, wanted)
    return {
        path: _data(_killed(source), source) if (data := answers[number]) is None else data
        for number, (path, source) in enumerate(texts)
        if number in answers
    }


def _processes(texts: Sequence[Text], jobs: int) -> int:
    """How many processes are to read; what they would else import each for itself is imported."""
    wanted = jobs or min(usable_cores(), MOST_PROCESSES)
    if wanted < 2 or not can_fork() or sum(source.length() for _, source in texts) < PAYS * (not jobs):
        return 1
    import wslint.cache.codec
    import wslint.cache.encoding
    import wslint.readers.kubernetes
    import wslint.syntax.yaml  # noqa: F401

    return wanted


def _data(found: WhatTextsAre, source: Source) -> bytes:
    """Raises `wslint.cache.codec.NotData` for what is to be read by the process that needs it."""
    from wslint.cache.codec import NotData, encode

    if isinstance(found, ComposeText | ChartTemplate):
        raise NotData
    return encode(found, [source])


def _killed(source: Source) -> FileFacts:
    reason = "wslint cannot read it: the process that did so died of it"
    fault = Problem("syntax-error", Span(source, 0, 0), {"reason": reason})
    return FileFacts(source, "other", problems=(fault,))


__all__ = ["PAYS", "Reading", "read_together", "readings"]
