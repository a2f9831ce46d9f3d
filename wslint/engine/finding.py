"""A finding: a violation dressed with its rule's words."""

from __future__ import annotations

from wslint.text import Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Severity: TypeAlias = "Literal['error', 'warning', 'note']"

RANK: dict[str, int] = {"error": 0, "warning": 1, "note": 2}


class RelatedPlace(NamedTuple):
    """Another place that takes part, and what it says."""

    span: Span
    message: str


class Finding(NamedTuple):
    """One reported problem at one primary place.

    `label` are the words beside the caret (may be empty); `help` says what to write; `source` is the page
    that documents the rule; `also` are further places from which the same problem is reached. `secret`: no
    report may show the characters of the span. `because` says which changes bring it that none of its places shows.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    label: str = ""
    related: tuple[RelatedPlace, ...] = ()
    workload: str | None = None
    aliases: tuple[str, ...] = ()
    help: str = ""
    source: str = ""
    fix: Fix | None = None
    also: tuple[Span, ...] = ()
    secret: bool = False
    because: tuple[str, ...] = ()

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, code: the order of every report."""
        first = self.span.first
        return (self.span.source.path, first.line, first.column, self.code, self.message)


class Suppressed(NamedTuple):
    """A finding that was silenced, by what, with which reason, and where that is written ("path:line")."""

    finding: Finding
    by: Literal["comment", "annotation", "configuration"]
    dialect: str
    reason: str
    place: str = ""


class NotChecked(NamedTuple):
    """A line of the ledger: something recognised that was not looked at, and why."""

    path: str
    reason: str
    line: int | None = None


class UnknownValue(NamedTuple):
    """A line of the ledger: a value that could not be known. The line is 1-based."""

    path: str
    line: int
    reason: str


class Coverage(NamedTuple):
    """The honest ledger of a run.

    `checked` counts files by kind, and "fragments": texts inside them. `quiet` are files of no deployment kind.
    `paths` are the files checked, sorted.
    """

    checked: dict[str, int]
    workloads: int
    links: int
    not_checked: tuple[NotChecked, ...] = ()
    unknown: tuple[UnknownValue, ...] = ()
    quiet: tuple[NotChecked, ...] = ()
    paths: tuple[str, ...] = ()


class Internal(NamedTuple):
    """A bug in wslint that was met: where, and one line about it."""

    where: str
    message: str


class Remembered(NamedTuple):
    """A finding that a baseline remembers: `path` is relative to the root; `workload` may be empty.

    `fingerprint`, `anywhere` and `place` are those of `wslint.engine.fingerprints`.
    """

    path: str
    rule: str
    workload: str
    severity: str
    fingerprint: str
    anywhere: str
    place: str


class Debt(NamedTuple):
    """What a baseline (its path for people) accounts for.

    `known` were found and are not among the findings; `stale` are its entries that are found no more, with
    paths for people.
    """

    baseline: str
    known: tuple[Finding, ...]
    stale: tuple[Remembered, ...] = ()


class Fixing(NamedTuple):
    """What a report says of fixes: `unsafe` ones count as well; `lines` say what was fixed (None: not asked for)."""

    unsafe: bool = False
    lines: tuple[str, ...] | None = None

    def marks(self, finding: Finding) -> bool:
        """Whether `--fix`, with the options as they are, makes the finding's fix."""
        return finding.fix is not None and (finding.fix.safe or self.unsafe)


class Since(NamedTuple):
    """What a run was compared with: only what is new since then is among the findings, and in the ledger.

    `revision` names it in a sentence, `commit` is its name in hexadecimal (empty: there was none yet). `known`
    findings were there before, `gone` ones are there no more.
    `touched` are the places of the new ones (shown path, 1-based line) that were changed themselves.
    """

    revision: str
    commit: str
    staged: bool
    known: tuple[Finding, ...]
    gone: int
    touched: frozenset[tuple[str, int]] = frozenset()


class Outcome(NamedTuple):
    """All that a run found. Findings are sorted. `files` is the number of files checked.

    `debt` is None where no baseline was used, `since` where nothing was compared with an earlier revision.
    `notes` are further lines for the ledger.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    coverage: Coverage
    internal: tuple[Internal, ...] = ()
    debt: Debt | None = None
    fixing: Fixing = Fixing()
    since: Since | None = None
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> int:
        """The number of files checked; a fenced block is not a file."""
        return sum(count for kind, count in self.coverage.checked.items() if kind != "fragments")

    def count(self, severity: Severity) -> int:
        """How many findings have the severity."""
        return sum(1 for finding in self.findings if finding.severity == severity)
