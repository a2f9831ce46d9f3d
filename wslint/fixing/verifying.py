"""Whether fixes hold: the texts are checked again, and only what they promised has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from wslint.engine.finding import Coverage, Finding, Outcome
from wslint.fixing.draft import Shift
from wslint.text.record import NamedTuple

Key = tuple[str, str, str, str]
Place = tuple[str, str, int]


def key(finding: Finding) -> Key:
    """What a finding is known by when lines have moved: rule, path, message, and the text of its span."""
    return (finding.name, finding.span.path, finding.message, finding.span.text)


class Comparison(NamedTuple):
    """Two runs, before and after fixes.

    `complaint` says why the fixes do not hold, in words for people; empty if they do. `renamed` are pairs of
    keys of findings that are there before and after, but in other words. `brought` are the findings that have
    come, if that is all that is wrong.
    """

    complaint: str
    renamed: tuple[tuple[Key, Key], ...] = ()
    brought: tuple[Finding, ...] = ()


def compare(
    before: Outcome, after: Outcome, fixed: Sequence[Finding], shifts: Mapping[str, Shift]
) -> Comparison:
    """Compare the runs before and after fixes of the findings `fixed`, which are among those before.

    Fixes hold if all that was read is still read, the findings are gone, and none has come. `shifts` say by path
    how the texts changed: a finding whose words have changed is the one that was there before if the rule is the
    same and it begins at the same place.
    """
    if after.internal and not before.internal:
        return Comparison(f"a bug in wslint: {after.internal[0].where}")
    unread = _unread(before.coverage, after.coverage)
    return Comparison(unread) if unread else _compared(before, after, fixed, shifts)


def _unread(before: Coverage, after: Coverage) -> str:
    """What can no longer be read."""
    for path, reason in Counter(_reasons(after)) - Counter(_reasons(before)):
        return f"{path} could not be read any more: {reason}"
    if before.checked != after.checked or before.workloads != after.workloads:
        return "not all that was there would be found again"
    return ""


def _reasons(coverage: Coverage) -> list[tuple[str, str]]:
    """Path and reason of what was not checked, without numbers: lines move."""
    return [(one.path, "".join(c for c in one.reason if not c.isdecimal())) for one in coverage.not_checked]


def _compared(
    before: Outcome, after: Outcome, fixed: Sequence[Finding], shifts: Mapping[str, Shift]
) -> Comparison:
    due = Counter(map(key, before.findings)) - Counter(map(key, fixed))
    now = Counter(map(key, after.findings))
    # Findings that are there under other words, by the places that they could have moved to.
    missing = due - now
    moved: dict[Place, list[Key]] = {}
    for finding in before.findings:
        if missing[key(finding)] > 0:
            missing[key(finding)] -= 1
            for place in _places(finding, shifts):
                moved.setdefault(place, []).append(key(finding))
    extra = now - due
    renamed: list[tuple[Key, Key]] = []
    brought: list[Finding] = []
    for finding in after.findings:
        if extra[key(finding)] <= 0:
            continue
        extra[key(finding)] -= 1
        known = moved.get((finding.name, finding.span.path, finding.span.start))
        if known:
            renamed.append((known.pop(0), key(finding)))
        elif _is_one_of(finding, fixed, shifts):
            return Comparison("the problem would still be there")
        else:
            brought.append(finding)
    if brought:
        return Comparison(_words(brought[0]), brought=tuple(brought))
    return Comparison("", tuple(renamed))


def _is_one_of(finding: Finding, fixed: Iterable[Finding], shifts: Mapping[str, Shift]) -> bool:
    """Whether a finding after the fixes is one of those that they should have ended."""
    place = (finding.name, finding.span.path, finding.span.start)
    return any(key(one) == key(finding) or place in _places(one, shifts) for one in fixed)


def _words(finding: Finding) -> str:
    """What to say of a finding that has come."""
    where = f"{finding.span.path}:{finding.span.line}"
    return f"it would bring another problem: {finding.name} at {where}: {finding.message}"


def _places(finding: Finding, shifts: Mapping[str, Shift]) -> set[Place]:
    path = finding.span.path
    shift = shifts.get(path)
    offsets = shift.places(finding.span.start) if shift else (finding.span.start,)
    return {(finding.name, path, offset) for offset in offsets}
