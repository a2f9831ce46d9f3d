"""Reading many files at once, before anybody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wslint.model.facts import FileFacts, Problem
from wslint.processes import MOST as MOST_PROCESSES
from wslint.processes import can_fork, spread, usable_cores
from wslint.project.reading import ChartTemplate, ComposeText, Reading
from wslint.text import Source, Span

PAYS = 5_000_000
"""So many characters, and more processes than one pay: on two cores a tenth at 10,000 manifests, nothing below 2,000,
since facts have to be made data and back (bench/, load `workers`)."""

Text = tuple[str, Source]
"""Absolute path and text of a file."""
_NOT_DATA = b""


def readings(texts: Sequence[Text], read: Callable[[str, Source], object], jobs: int) -> dict[str, bytes]:
    """What `read` makes of texts, as data of `wslint.cache.codec`, by absolute path; empty where there is too little.

    `jobs`: how many processes; 0 for as many as can be used. A path is left out where data cannot hold what is
    read, and has to be read again by whoever asks.
    """
    wanted = jobs or min(usable_cores(), MOST_PROCESSES)
    if wanted < 2 or not can_fork() or sum(len(source.text) for _, source in texts) < PAYS * (not jobs):
        return {}

    def work(number: int) -> bytes:
        from wslint.cache.codec import NotData, encode

        path, source = texts[number]
        found = read(path, source)
        if isinstance(found, ComposeText | ChartTemplate):
            return _NOT_DATA
        try:
            return encode(found, [source])
        except NotData:
            return _NOT_DATA

    _import_readers()
    answers = spread(len(texts), work, wanted)
    found: dict[str, bytes] = {}
    for number, data in answers.items():
        path, source = texts[number]
        if data is None:
            found[path] = _killed(source)
        elif data:
            found[path] = data
    return found


def _killed(source: Source) -> bytes:
    from wslint.cache.codec import encode

    reason = "wslint cannot read it: the process that did so died of it"
    fault = Problem("syntax-error", Span(source, 0, 0), {"reason": reason})
    return encode(FileFacts(source, "other", problems=(fault,)), [source])


def _import_readers() -> None:
    """What processes would else import each for itself."""
    import wslint.cache.codec
    import wslint.cache.encoding
    import wslint.readers.kubernetes
    import wslint.syntax.yaml  # noqa: F401


__all__ = ["PAYS", "Reading", "readings"]
