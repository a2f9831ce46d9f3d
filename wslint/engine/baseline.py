"""What is known today: the findings that a file remembers, by their fingerprints.

The file is JSON with one entry a line, sorted, so that a change of it reads well in a review. It holds no line
numbers and no messages: it changes only when findings come or go.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from wslint.engine.finding import Debt, Finding, Remembered
from wslint.engine.fingerprints import Identity, identities
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

VERSION = 1
NAME = ".wslint-baseline.json"
_MOST_PAIRS = 10_000
_KEYS = ("path", "rule", "workload", "severity", "fingerprint", "anywhere", "place")


class BaselineError(Exception):
    """A baseline that cannot be used; the text is one line for the user."""


class Baseline(NamedTuple):
    """Sorted entries, and the paths (relative to the root) of the run that they come from."""

    paths: tuple[str, ...]
    entries: tuple[Remembered, ...]


class Matched(NamedTuple):
    """Findings held against a baseline.

    `pairs` are the known findings with the entries that know them and what the findings are recognised by now.
    """

    new: tuple[Finding, ...]
    pairs: tuple[tuple[Finding, Remembered, Identity], ...]
    unmatched: tuple[Remembered, ...]

    def debt(
        self, path: str, *, complete: bool, unsure: Callable[[str], bool], show: Callable[[str], str] = str
    ) -> Debt:
        """What to say of it. What a run that is not `complete`, or `unsure` of a path, lacks is not stale.

        `show` turns a path relative to the root into one for people.
        """
        stale = tuple(
            entry._replace(path=show(entry.path))
            for entry in self.unmatched
            if complete and not unsure(entry.path)
        )
        return Debt(path, tuple(finding for finding, _, _ in self.pairs), stale)


def remember(findings: Sequence[Finding], paths: Iterable[str], root: str, *, cwd: str = "") -> Baseline:
    """The baseline that knows all of the findings; `paths` are relative to the root."""
    found = identities(findings, root, cwd=cwd)
    entries = [_entry(finding, identity) for finding, identity in zip(findings, found, strict=True)]
    return Baseline(tuple(sorted(set(paths))), tuple(sorted(entries)))


def match(
    findings: Sequence[Finding],
    baseline: Baseline,
    root: str,
    *,
    cwd: str = "",
    exists: Callable[[str], bool],
) -> Matched:
    """Find out which findings are known. `exists` tells of a path relative to the root whether it is there.

    An entry whose finding is gone also knows one in which its place is the other end. Entries of files that are
    gone also know findings elsewhere that are equal but for the path, if there are enough of them for all.
    """
    found = identities(findings, root, cwd=cwd)
    by_fingerprint = {entry.fingerprint: entry for entry in baseline.entries}
    known: dict[int, Remembered] = {}
    for at, identity in enumerate(found):
        entry = by_fingerprint.pop(identity.fingerprint, None)
        if entry is not None:
            known[at] = entry
    _turn(found, known, by_fingerprint)
    _follow(found, known, by_fingerprint, exists)
    return Matched(
        tuple(finding for at, finding in enumerate(findings) if at not in known),
        tuple((findings[at], entry, found[at]) for at, entry in sorted(known.items())),
        tuple(sorted(by_fingerprint.values())),
    )


def _turn(found: Sequence[Identity], known: dict[int, Remembered], left: dict[str, Remembered]) -> None:
    """Give findings to entries that have the other end as their place: what is first has changed."""
    by_place = {entry.place: entry for entry in left.values()}
    for at, identity in enumerate(found):
        entry = (
            None if at in known else next((by_place[one] for one in identity.others if one in by_place), None)
        )
        if entry is not None:
            known[at] = left.pop(entry.fingerprint)
            del by_place[entry.place]


def _follow(
    found: Sequence[Identity],
    known: dict[int, Remembered],
    left: dict[str, Remembered],
    exists: Callable[[str], bool],
) -> None:
    """Give findings to entries of files that were renamed: first to those of the file most alike."""
    there = {path: exists(path) for path in {entry.path for entry in left.values()}}
    gone: defaultdict[str, list[Remembered]] = defaultdict(list)
    for entry in left.values():
        if not there[entry.path]:
            gone[entry.anywhere].append(entry)
    new: defaultdict[str, list[int]] = defaultdict(list)
    for at, identity in enumerate(found):
        if at not in known and identity.anywhere in gone:
            new[identity.anywhere].append(at)
    # Findings that many files share tell nothing of which file became which.
    new = defaultdict(
        list, {key: ats for key, ats in new.items() if len(ats) * len(gone[key]) <= _MOST_PAIRS}
    )
    alike = Counter(
        (entry.path, found[at].path) for key, ats in new.items() for at in ats for entry in gone[key]
    )
    for key, ats in new.items():
        entries = gone[key]
        if len(ats) > len(entries):
            continue
        for at in ats:
            path = found[at].path
            best = max(entries, key=lambda entry: (alike[entry.path, path], _name(entry.path) == _name(path)))
            entries.remove(best)
            known[at] = left.pop(best.fingerprint)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def prune(baseline: Baseline, matched: Matched, debt: Debt) -> Baseline:
    """Without what is stale, and with what has moved at its new place."""
    moved = {entry.fingerprint: _entry(finding, identity) for finding, entry, identity in matched.pairs}
    stale = {entry.fingerprint for entry in debt.stale}
    entries = (moved.get(e.fingerprint, e) for e in baseline.entries if e.fingerprint not in stale)
    return baseline._replace(entries=tuple(sorted(entries)))


def _entry(finding: Finding, identity: Identity) -> Remembered:
    return Remembered(
        identity.path,
        finding.name,
        finding.workload or "",
        finding.severity,
        identity.fingerprint,
        identity.anywhere,
        identity.place,
    )


def text_of(baseline: Baseline) -> str:
    """The file, with LF at its end."""
    lines = [_encoded(dict(zip(_KEYS, entry, strict=True))) for entry in baseline.entries]
    listed = "".join("\n  " + line + "," for line in lines).removesuffix(",")
    paths = _encoded(list(baseline.paths))
    return f'{{\n "version": {VERSION},\n "paths": {paths},\n "findings": [{listed}\n ]\n}}\n'


def _encoded(value: object) -> str:
    """A value as JSON: as people read it, unless it holds what is no UTF-8, such as a strange file name."""
    from json import dumps

    text = dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return dumps(value)
    return text


def parse(text: str) -> Baseline:
    """The baseline of a text. Raises BaselineError for what is none, and for one of a later wslint."""
    import json

    try:
        data = json.loads(text)
    except json.JSONDecodeError as problem:
        raise BaselineError(f"line {problem.lineno}: it is not JSON: {problem.msg}") from None
    except (RecursionError, ValueError):
        raise BaselineError("it is not JSON that can be read") from None
    if not isinstance(data, dict) or "version" not in data or "findings" not in data:
        raise BaselineError("it is not a baseline of wslint")
    if data["version"] != VERSION or isinstance(data["version"], bool):
        raise BaselineError(f"it has the version {data['version']!r}, and only {VERSION} is known"[:120])
    paths, findings = data.get("paths", ["."]), data["findings"]
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise BaselineError("`paths` must be a list of texts")
    if not isinstance(findings, list):
        raise BaselineError("`findings` must be a list")
    entries = tuple(_parsed(entry, number) for number, entry in enumerate(findings, 1))
    return Baseline(tuple(paths), tuple(sorted(set(entries))))


def _parsed(entry: Any, number: int) -> Remembered:
    if not isinstance(entry, Mapping):
        raise BaselineError(f"entry {number} of `findings` must be a mapping")
    for key in _KEYS:
        if not isinstance(entry.get(key), str):
            raise BaselineError(f"entry {number} of `findings` needs the text `{key}`")
    return Remembered(*(entry[key] for key in _KEYS))
