"""Making fixes in memory, round by round, each verified by another run over the texts as they would be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wslint.engine.finding import Finding, Outcome
from wslint.fixing.choosing import Fixable, Identity, apart, fixable
from wslint.fixing.draft import Draft, Shift, fitted
from wslint.fixing.second_reading import lost_to_a_second_reader
from wslint.fixing.verifying import Comparison, Key, compare, key
from wslint.text import Edit
from wslint.text.record import NamedTuple

MOST_ROUNDS = 10
MOST_RUNS = 200

Judge = Callable[[Mapping[str, str], Sequence[str]], Outcome]
"""A run with other texts in place of files' (by shown path), over these files too (shown paths)."""


class Job(NamedTuple):
    """What to fix and how to judge it.

    `reported` are the findings that may be fixed, `judge` runs everything (also what the reported ones leave
    out, such as what is in a baseline), `given` says whether a file (shown path) is one of those judged anyway,
    and `refused` why a file cannot be written to (empty: it can). `unsafe`: make unsafe fixes too. `joint`: a fix that brings other problems, and all of these
    have fixes, is made together with them.
    """

    reported: tuple[Finding, ...]
    judge: Judge
    given: Callable[[str], bool]
    refused: Callable[[str], str]
    unsafe: bool = False
    joint: bool = False


class Failed(NamedTuple):
    """A fix that was not made, and why."""

    finding: Finding
    reason: str


class Fixed(NamedTuple):
    """What fixing came to.

    `drafts` by shown path; only texts that have changed. `made` are the findings that are gone by a fix, in the
    words and at the places of the round that fixed them; `groups` the files that each fix edits. `waiting` is
    the number of fixes that the last round allowed left over.
    """

    drafts: Mapping[str, Draft]
    made: tuple[Finding, ...]
    failed: tuple[Failed, ...]
    groups: tuple[frozenset[str], ...]
    rounds: int
    waiting: int = 0


def paths_of(finding: Finding) -> frozenset[str]:
    """The files that the fix of a finding edits (shown paths)."""
    return frozenset(edit.span.path for edit in finding.fix.edits) if finding.fix else frozenset()


def fix_all(job: Job) -> Fixed:
    """Make the fixes that hold: in rounds, until none is left, and at most MOST_ROUNDS.

    Of fixes whose places touch the first is made, and the others wait for what the next round finds. Where a
    batch does not hold it is halved until the fixes are found that do not, and these are left out alone.
    """
    return _Rounds(job).run()


class _Rounds:
    """The state between rounds."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.drafts: dict[str, Draft] = {}
        self.made: list[tuple[Finding, frozenset[str]]] = []
        self.failed: dict[Identity, Failed] = {}
        self.watched: tuple[str, ...] = ()
        self.unwanted: set[Key] = set()
        self.runs = 0
        self.joints = 0

    def run(self) -> Fixed:
        """All rounds."""
        if not fixable(self.job.reported, unsafe=self.job.unsafe):
            return Fixed({}, (), (), (), 0)
        before = self.judge({})
        self.unwanted = set(map(key, before.findings)) - set(map(key, self.job.reported))
        rounds = 0
        while rounds < MOST_ROUNDS + self.joints:
            batch = apart(self.left(before))
            before = self.widened(before, batch)
            if not batch:
                break
            rounds += 1
            # After widening, the texts are new objects: the same fixes are chosen again.
            before = self.settle(before, apart(self.left(before)))
        waiting = len(self.left(before)) if rounds == MOST_ROUNDS + self.joints else 0
        return Fixed(
            {path: draft for path, draft in self.drafts.items() if draft.text != draft.original.text},
            tuple(finding for finding, _ in self.made),
            tuple(self.failed.values()),
            tuple(paths for _, paths in self.made),
            rounds,
            waiting,
        )

    def judge(self, more: Mapping[str, Draft]) -> Outcome:
        """Run over the texts as they are now, with some of them still further changed."""
        self.runs += 1
        texts = {path: draft.text for path, draft in {**self.drafts, **more}.items()}
        return self.job.judge(texts, self.watched)

    def left(self, outcome: Outcome) -> list[Fixable]:
        """The fixes that an outcome still has for what was reported, and that were not tried in vain on these texts."""
        found: list[Fixable] = []
        for one in fixable(outcome.findings, unsafe=self.job.unsafe):
            if key(one.finding) in self.unwanted or one.identity in self.failed:
                continue
            reason = next(filter(None, map(self.job.refused, sorted(one.paths))), "")
            if reason:
                self.failed[one.identity] = Failed(one.finding, reason)
            else:
                found.append(one)
        return found

    def widened(self, before: Outcome, batch: Sequence[Fixable]) -> Outcome:
        """The outcome with the files in it that are edited without being given: faults may come there too."""
        edited = {path for one in batch for path in one.paths if not self.job.given(path)}
        if edited.issubset(self.watched):
            return before
        self.watched = tuple(sorted(edited.union(self.watched)))
        wide = self.judge({})
        self.unwanted |= set(map(key, wide.findings)) - set(map(key, before.findings))
        return wide

    def settle(self, before: Outcome, batch: list[Fixable]) -> Outcome:
        """Make those of a batch that hold; the outcome after them."""
        accepted: list[Fixable] = []
        outcome, held = before, Comparison("")
        stack = [batch]
        while stack:
            group = stack.pop()
            tried = [*accepted, *group]
            drafts, shifts = self.drafted(tried)
            if self.runs >= MOST_RUNS:
                reason = f"{MOST_RUNS} attempts were not enough to tell which fixes hold"
                self.failed.update({one.identity: Failed(one.finding, reason) for one in group})
                continue
            after = self.judge(drafts)
            compared = compare(before, after, [one.finding for one in tried], shifts)
            complaint = compared.complaint or lost_to_a_second_reader(drafts)
            if not complaint:
                accepted, outcome, held = tried, after, compared
                continue
            # Once for all of them: nested faults would take a round each.
            joint = not accepted and (len(group) == 1 or group is batch)
            joined = self.joined(before, group, compared.brought) if joint else None
            if joined is not None:
                return joined
            if len(group) == 1:
                self.failed[group[0].identity] = Failed(group[0].finding, complaint)
            else:
                half = len(group) // 2
                stack += (group[half:], group[:half])
        self.drafts.update(self.drafted(accepted)[0])
        self.made += ((one.finding, one.paths) for one in accepted)
        if accepted and self.runs < MOST_RUNS:
            # What failed may hold now that something else has changed.
            self.failed.clear()
        self.unwanted |= {new for old, new in held.renamed if old in self.unwanted}
        return outcome

    def joined(self, before: Outcome, group: list[Fixable], brought: Sequence[Finding]) -> Outcome | None:
        """Make fixes together with those of all that they bring, which may only have been hidden by their faults.

        The outcome then; None where that cannot be done, or would tie several fixes to more than one file. The
        round ends with it.
        """
        others = apart(fixable(brought, unsafe=self.job.unsafe)) if self.job.joint else []
        paths = frozenset().union(*(one.paths for one in (*group, *others)))
        if len(group) > 1 and len(paths) > 1:
            return None
        known = all(self.job.given(path) or path in self.watched for path in paths)
        whole = known and len(others) == len(brought) and not any(map(self.job.refused, paths))
        if not others or not whole or self.runs >= MOST_RUNS:
            return None
        drafts, shifts = self.drafted(group, others)
        after = self.judge(drafts)
        compared = compare(before, after, [one.finding for one in group], shifts)
        if compared.complaint or lost_to_a_second_reader(drafts):
            return None
        self.joints += 1
        self.drafts.update(drafts)
        self.made += ((one.finding, paths) for one in (*group, *others))
        self.failed.clear()
        self.unwanted |= {new for old, new in compared.renamed if old in self.unwanted}
        return after

    def drafted(self, *steps: Sequence[Fixable]) -> tuple[dict[str, Draft], dict[str, Shift]]:
        """The texts after some fixes, and after others that were found in what these made of them, and so on.

        With it, where the places of the texts as they are now have gone.
        """
        drafts: dict[str, Draft] = {}
        local: dict[str, Draft] = {}
        for fixes in steps:
            for path, edits in _by_path(fixes).items():
                source = edits[0].span.source
                changes = fitted(edits, source)
                drafts[path] = (drafts.get(path) or self.drafts.get(path) or Draft(source)).then(changes)
                local[path] = (local.get(path) or Draft(source)).then(changes)
        return drafts, {path: Shift(draft.changes) for path, draft in local.items()}


def _by_path(fixes: Sequence[Fixable]) -> dict[str, list[Edit]]:
    """The edits of fixes by file. Those at one place are the same edit, or they were not chosen together."""
    found: dict[str, dict[tuple[int, int], Edit]] = {}
    for one in fixes:
        for edit in one.fix.edits:
            found.setdefault(edit.span.path, {})[edit.span.start, edit.span.end] = edit
    return {path: list(edits.values()) for path, edits in found.items()}
