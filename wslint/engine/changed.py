"""What is new between two runs, and which changed place brings it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from wslint.engine.finding import RANK, Finding, RelatedPlace
from wslint.engine.fingerprints import Identity, identities
from wslint.text import Span
from wslint.text.changed_lines import ChangedLines
from wslint.text.record import NamedTuple

_MOST_SHOWN = 60
_MOST_NAMED = 3


class Change(NamedTuple):
    """What was changed between two runs. Paths are as shown in findings; `since` names the earlier revision.

    `renamed` gives the new path of a file by its old one; `added`, `deleted` and `edited` are those of the files
    that may matter. `lines` compares a file with what it was (None: it was not there).
    """

    since: str
    renamed: Mapping[str, str]
    added: frozenset[str]
    deleted: frozenset[str]
    edited: frozenset[str]
    lines: Callable[[str], ChangedLines | None]


class Run(NamedTuple):
    """The findings of a run, and where it was: absolute root and working directory."""

    findings: Sequence[Finding]
    root: str
    cwd: str


class Compared(NamedTuple):
    """Findings of the new run that the old one has not got, those that it had already, and the old ones now gone."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def compare(new: Run, old: Run, change: Change) -> Compared:
    """Tell the findings that are new. A finding that has become more severe is new.

    Lines do not matter, but text does (see fingerprints); of several that look alike, those on changed lines
    are the new ones. A finding is followed to where its file was renamed to, or its lines were moved to.
    """
    renamed = {
        os.path.relpath(os.path.join(new.cwd, before), new.root).replace(os.sep, "/"): os.path.relpath(
            os.path.join(new.cwd, after), new.root
        ).replace(os.sep, "/")
        for before, after in change.renamed.items()
    }
    left: dict[tuple[str, str], list[Finding]] = {}
    for finding, identity in zip(old.findings, _each(old), strict=True):
        path = renamed.get(identity.path, identity.path)
        left.setdefault((path, identity.anywhere), []).append(finding)
    unmatched: list[tuple[Finding, str]] = []
    waiting: dict[tuple[str, str], list[Finding]] = {}
    for finding, identity in zip(new.findings, _each(new), strict=True):
        waiting.setdefault((identity.path, identity.anywhere), []).append(finding)
    for key, findings in waiting.items():
        unmatched += [(one, key[1]) for one in _without(findings, left.get(key, []), change)]
    moved = _Moved(left, change)
    found = [finding for finding, anywhere in unmatched if not moved.takes(finding, anywhere)]
    gone = tuple(finding for findings in left.values() for finding in findings)
    found.sort(key=Finding.sort_key)
    fresh = {id(finding) for finding in found}
    known = tuple(finding for finding in new.findings if id(finding) not in fresh)
    return Compared(tuple(found), known, gone)


def _each(run: Run) -> list[Identity]:
    """The identity of each finding by itself: those that look alike have the same."""
    return [identities((finding,), run.root, cwd=run.cwd)[0] for finding in run.findings]


def _without(findings: list[Finding], known: list[Finding], change: Change) -> list[Finding]:
    """Those that are new among findings that look alike; takes from `known` what the others were."""
    ordered = sorted(findings, key=lambda one: _touches(one, change))
    new: list[Finding] = []
    for finding in ordered:
        rank = RANK[finding.severity]
        at = next((at for at, one in enumerate(known) if RANK[one.severity] <= rank), None)
        if at is None:
            new.append(finding)
        else:
            del known[at]
    return new


def _touches(finding: Finding, change: Change) -> bool:
    return any(_changed_line(span, change) is not None for span in spans_of(finding))


def spans_of(finding: Finding) -> list[Span]:
    """All places of a finding, the primary one first."""
    return [finding.span.home, *(place.span.home for place in finding.related), *finding.also]


def touched(findings: Sequence[Finding], change: Change) -> frozenset[tuple[str, int]]:
    """The places of findings whose first line was changed: shown path and line."""
    spans = [span for finding in findings for span in spans_of(finding)]
    found: set[tuple[str, int]] = set()
    for span in spans:
        lines = change.lines(span.source.path)
        if lines is None or lines.in_range(span.line, span.line) is not None:
            found.add((span.source.path, span.line))
    return frozenset(found)


def _changed_line(span: Span, change: Change) -> int | None:
    """The first line of a span that the change touched; of a new file, the span's first line."""
    lines = change.lines(span.source.path)
    if lines is None:
        return span.line
    first = span.line
    return lines.in_range(first, min(max(first, span.last.line), first + 200))


class _Moved:
    """Findings whose lines were taken out of one file and put into another."""

    def __init__(self, left: dict[tuple[str, str], list[Finding]], change: Change) -> None:
        self._change = change
        self._left = left
        self._by_text: dict[str, list[tuple[str, str]]] = {}
        for key, findings in left.items():
            if findings:
                self._by_text.setdefault(key[1], []).append(key)

    def takes(self, finding: Finding, anywhere: str) -> bool:
        """Whether a finding was there before, in a file that has lost the lines in which it was."""
        if finding.workload is None or _changed_line(finding.span.home, self._change) is None:
            return False
        for key in self._by_text.get(anywhere, ()):
            for at, before in enumerate(self._left[key]):
                if RANK[before.severity] <= RANK[finding.severity] and self._is_lost(before, finding):
                    del self._left[key][at]
                    return True
        return False

    def _is_lost(self, before: Finding, after: Finding) -> bool:
        path = before.span.home.source.path
        if path in self._change.deleted:
            return _around(before) == _around(after)
        path = self._change.renamed.get(path, path)
        if path == after.span.home.source.path:
            return False
        lines = self._change.lines(path)
        return lines is not None and before.span.line in lines.removed and _around(before) == _around(after)


def _around(finding: Finding) -> tuple[str, ...]:
    """The lines before, at and after the place of a finding, without their indentation and blank ones."""
    span = finding.span.home
    source, line = span.source, span.line
    found = [source.line_span(line).text.strip()]
    for step, end in ((-1, 0), (1, source.line_count() + 1)):
        at = line + step
        while at != end and not source.line_span(at).text.strip():
            at += step
        found.append(source.line_span(at).text.strip() if at != end else "")
    return tuple(found)


def explained(finding: Finding, change: Change) -> Finding:
    """The finding with words about the changed places that bring it, at these places, or in `because`."""
    label = finding.label
    because: list[str] = []
    words = _words(finding.span.home, finding, change)
    if words:
        label = f"{label}; {words}" if label else words
    related = []
    for place in finding.related:
        more = _words(place.span.home, finding, change)
        text = place.message
        related.append(RelatedPlace(place.span, (f"{text}; {more}" if text else more) if more else text))
        words = words or more
    for span in finding.also:
        line = _changed_line(span, change)
        if line is not None and not words:
            because.append(f"{span.source.path}:{line} was changed since {change.since}")
    if not words and not because:
        because = _elsewhere(finding, change)
    return finding._replace(label=label, related=tuple(related), because=tuple(because))


def _words(span: Span, finding: Finding, change: Change) -> str:
    """What the change did to the place; nothing where it did nothing."""
    lines = change.lines(span.source.path)
    if lines is None:
        return f"new since {change.since}"
    line = _changed_line(span, change)
    if line is None:
        return ""
    was = lines.was.get(line)
    if was is None:
        return f"added since {change.since}"
    source = span.source
    around = [source.line_span(at).text for at in range(max(1, line - 1), line + 1)]
    shown = "" if finding.secret else _what_it_was(was, around)
    return f"changed since {change.since}{shown}"


def _what_it_was(was: str, around: Sequence[str]) -> str:
    """What a line was; of a long one, what is different. Nothing where there may be a secret in it.

    `around` are the line before it and itself, as they are now.
    """
    from wslint.model.secrets import names_secret, token_in

    words = "".join(char if char.isalnum() or char in "_-" else " " for char in " ".join((was, *around)))
    if token_in(was) or any(map(names_secret, words.split())):
        return ""
    text = was.strip()
    if len(text) > _MOST_SHOWN:
        text = _difference(was, around[-1])
    return f", was `{text}`" if 0 < len(text) <= _MOST_SHOWN else ""


def _difference(was: str, now: str) -> str:
    """The part of a line that is not in another one, by whole words."""
    most = min(len(was), len(now))
    start = 0
    while start < most and was[start] == now[start]:
        start += 1
    end = 0
    while end < most - start and was[-1 - end] == now[-1 - end]:
        end += 1
    last = len(was) - end
    while start > 0 and was[start - 1].isalnum():
        start -= 1
    while last < len(was) and was[last].isalnum():
        last += 1
    return was[start:last].strip()


def _elsewhere(finding: Finding, change: Change) -> list[str]:
    """The changed files in which the cause lies, where no place of the finding was changed."""
    since = change.since
    own = {span.source.path for span in spans_of(finding)}
    what = {path: f"`{path}` was deleted since {since}" for path in change.deleted}
    what |= {
        before: f"`{before}` was renamed to `{after}` since {since}"
        for before, after in change.renamed.items()
    }
    what |= {path: f"`{path}` was changed since {since}" for path in change.edited}
    what |= {path: f"`{path}` is new since {since}" for path in change.added}
    spoken = finding.message + "\n" + "\n".join(_line_of(span) for span in spans_of(finding))
    near = [path for path in sorted(what) if path not in own and _is_named(path, spoken)]
    chosen = near or [path for path in sorted(what) if path not in own] or sorted(what)
    if len(chosen) <= _MOST_NAMED:
        return [what[path] for path in chosen]
    return [f"its cause is one of the {len(chosen)} files that were changed since {since}"]


def _line_of(span: Span) -> str:
    return span.source.line_span(span.line).text


def _is_named(path: str, text: str) -> bool:
    """Whether a text names the file, or the folder that it is in."""
    folder, name = os.path.split(path)
    words = [name, os.path.basename(folder)]
    return any(word and word in text for word in words)
