"""New results put to those of an earlier run that still hold."""

from __future__ import annotations

from wslint.engine.ledger import ledger_of
from wslint.engine.run import Ran
from wslint.incremental.changes import Changes
from wslint.incremental.index import Index
from wslint.incremental.keys import Keys, part_by_path
from wslint.incremental.results import PARTS, FileResult, results_by_path
from wslint.incremental.verify import merged
from wslint.project import disk
from wslint.project.faces import REST
from wslint.project.load import Loaded
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class OtherRules(Exception):  # noqa: N818
    """Other rules run than the last time: which suppressions are of use has to be asked everywhere."""


class NotOfParts(Exception):  # noqa: N818
    """The outcome cannot be put together of parts."""


class Exposed(NamedTuple):
    """What the rest shows of itself only when it is linked.

    `words`: by which the images that it builds may be called; `used`: files that it makes use of.
    """

    words: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()


class Judged(NamedTuple):
    """What was judged in this run. `stale` are the files (absolute paths) whose results are new."""

    loaded: Loaded
    ran: Ran
    stale: set[str]
    keys: Keys
    links: Exposed
    journal: disk.Journal


class Together(NamedTuple):
    """Results by shown path, the index `kept` with them, and the parts in which something is otherwise."""

    results: dict[str, FileResult]
    kept: Index
    touched: Iterable[int]


def put_together(
    old: Index | None,
    before: Mapping[str, FileResult],
    judged: Judged,
    changes: Changes,
    names: Mapping[str, str],
    today: str,
) -> Together:
    """All results: new ones, and those of before that still hold. Raises OtherRules and NotOfParts.

    `old` is the earlier run, `before` its results, `names` the absolute paths of the files by shown path.
    """
    seen, ran, stale = changes.seen, judged.ran, judged.stale
    whole = old is None or len(stale) == len(seen)
    lines = [line for line in ran.not_checked if line not in ran.unused]
    new = results_by_path(ran.findings, ran.suppressed, ledger_of(judged.loaded, lines))
    others = tuple(sorted(new.keys() - names.keys()))
    shown_of = {path: name for name, path in names.items() if path in stale}
    dropped = {shown_of[path] for path in stale}
    if not whole:
        # What was only needed has been judged without what it needs itself.
        new = {path: one for path, one in new.items() if path in dropped or path not in names}
    if old is not None:
        dropped |= before.keys() - names.keys() - set(old.others)
        if any(seen[path].face.role == REST for path in stale):
            dropped |= set(old.others)
        elif others:
            raise NotOfParts
        else:
            others = old.others
    held = {} if whole else before
    results = {path: one for path, one in held.items() if path not in dropped} | new
    if not whole and _looked_at(before) != _looked_at(results):
        raise OtherRules
    was = old.parts if old is not None else {}
    parts = part_by_path(results, judged.keys, names, was if judged.keys.is_as_before else {})
    touched = {part for path, part in parts.items() if path in new or was.get(path) != part}
    touched |= {part for path, part in was.items() if path in dropped or parts.get(path) != part}
    asked = judged.journal if old is None else merged(old.journal, judged.journal, but_for=())
    index = Index(
        seen,
        judged.keys.by_path,
        judged.keys.units,
        parts,
        others,
        judged.links.words,
        judged.links.used,
        {word: changes.speaking(word) for word in sorted({*changes.spoken, *asked.searched})},
        today if ran.dated or (old is not None and old.day is not None) else None,
        ran.ran,
        ran.silencing or (old is not None and old.silencing),
        merged(disk.Journal(), asked, but_for=seen),
    )
    return Together(results, index, range(PARTS) if old is None else touched)


def _looked_at(results: Mapping[str, FileResult]) -> set[str]:
    """What there is for rules to look at, which decides which rules run."""
    return {one for result in results.values() for one in result.ledger.looked_at}
