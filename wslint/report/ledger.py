"""The last lines of a report: what was found, what was checked, what was not, and what could not be known."""

from __future__ import annotations

from collections import Counter

from wslint.engine.finding import (
    Finding,
    NotChecked,
    Outcome,
    Remembered,
    Severity,
    UnknownValue,
)
from wslint.report.cells import visible, wrapped
from wslint.report.mended import fixable
from wslint.report.options import RenderOptions
from wslint.report.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KINDS = {
    "dockerfile": ("Dockerfile", "Dockerfiles"),
    "compose": ("Compose file", "Compose files"),
    "kubernetes": ("Kubernetes file", "Kubernetes files"),
    "shell": ("script or CI file", "scripts and CI files"),
    "document": ("document", "documents"),
    "fragments": ("text inside them", "texts inside them"),
}
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_REASONS = 3


def ledger(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The ledger, line by line (with line ends)."""
    style = Style(color=options.color)
    lines: list[str] = [style("title", found(outcome)), *filter(None, [fixable(outcome)]), checked(outcome)]
    lines.extend(_since(outcome))
    lines.extend(_debt(outcome))
    gaps = _gaps(outcome)
    if options.coverage:
        lines.extend(_listed(outcome))
    elif gaps:
        lines.append(f"{gaps} `--coverage` lists them.")
    if options.verbose:
        lines.extend(_suppressed(outcome))
        lines.extend(_known(outcome))
        lines.extend(options.about)
    if options.strict and (outcome.coverage.not_checked or outcome.coverage.unknown):
        lines.append("With `--strict`, what was not checked and not known makes the run fail.")
    for line in lines:
        for part in wrapped(line, options.width, "  ") if options.wrap else (line,):
            yield part + "\n"


def found(outcome: Outcome) -> str:
    """How many problems, by severity, and in how many of the files."""
    silenced = _silenced(outcome)
    total = len(outcome.findings)
    new = "new " if outcome.since is not None or (outcome.debt is not None and outcome.debt.known) else ""
    if not total:
        return f"No {new}problems found{silenced}."
    severities = by_severity(outcome.findings)
    paths = len({finding.span.source.path for finding in outcome.findings})
    files = max(outcome.files, paths)
    return f"Found {number(total, f'{new}problem', f'{new}problems')}: {severities} in {paths} of {number(files, 'file', 'files')}{silenced}."


def checked(outcome: Outcome) -> str:
    """Which files were checked and what was in them."""
    coverage = outcome.coverage
    files = [
        number(count, *_KINDS.get(kind, (f"{kind} file", f"{kind} files")))
        for kind, count in coverage.checked.items()
        if count
    ]
    if not files:
        return "Checked no files."
    workloads = number(coverage.workloads, "workload", "workloads")
    links = number(coverage.links, "link", "links")
    return f"Checked {', '.join(files)}: {workloads}, {links}."


def by_severity(findings: Iterable[Finding]) -> str:
    """Counts with their severities, the worst first: `1 error, 2 notes`."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(
        number(counts[severity], severity, severity + "s") for severity in _SEVERITIES if counts[severity]
    )


def _since(outcome: Outcome) -> Iterator[str]:
    """What the run was compared with, and what that left out."""
    since = outcome.since
    if since is None:
        yield from map(visible, outcome.notes)
        return
    what = "Staged" if since.staged else f"Since {visible(since.revision)}"
    at = (
        f" ({since.revision} at {since.commit[:10]})"
        if since.staged
        else f" (went apart at {since.commit[:10]})"
    )
    if not since.commit:
        at = " (nothing was committed before)"
    yield (
        f"{what}{visible(at)}: {len(outcome.findings)} new, "
        f"{len(since.known)} {'was' if len(since.known) == 1 else 'were'} there before, {since.gone} gone."
    )
    yield from map(visible, outcome.notes)


def _debt(outcome: Outcome) -> Iterator[str]:
    """What a baseline accounts for, and what it need no longer hold."""
    debt = outcome.debt
    if debt is None:
        return
    path = visible(debt.baseline)
    known = f" ({by_severity(debt.known)})" if debt.known else ""
    yield f"Known by {path}: {number(len(debt.known), 'problem', 'problems')}{known}."
    if debt.stale:
        entries = number(len(debt.stale), "entry of it is", "entries of it are")
        yield f"{entries} stale: `wslint baseline prune` takes {'it' if len(debt.stale) == 1 else 'them'} out."


def number(count: int, one: str, several: str) -> str:
    """A count and its noun: `1 file`, `2 files`."""
    return f"{count} {one if count == 1 else several}"


def _silenced(outcome: Outcome) -> str:
    if not outcome.suppressed:
        return ""
    foreign = Counter(item.dialect for item in outcome.suppressed if item.dialect not in {"", "wslint"})
    text = f" ({len(outcome.suppressed)} suppressed"
    if foreign:
        by = ", ".join(f"{count} by a comment for {dialect}" for dialect, count in sorted(foreign.items()))
        text += f": {by}"
    return text + ")"


def _gaps(outcome: Outcome) -> str:
    """The parts that were not checked or not known, counted by reason."""
    coverage = outcome.coverage
    parts: list[str] = []
    if coverage.not_checked:
        reasons = _reasons(item.reason for item in coverage.not_checked)
        parts.append(f"Not checked: {number(len(coverage.not_checked), 'place', 'places')} ({reasons}).")
    if coverage.unknown:
        reasons = _reasons(item.reason for item in coverage.unknown)
        parts.append(f"Unknown: {number(len(coverage.unknown), 'value', 'values')} ({reasons}).")
    return " ".join(parts)


def _reasons(reasons: Iterable[str]) -> str:
    counts = Counter(visible(reason) for reason in reasons)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == 1:
        return ordered[0][0]
    texts = [f"{count} × {reason}" for reason, count in ordered[:_REASONS]]
    rest = sum(count for _, count in ordered[_REASONS:])
    return ", ".join([*texts, *([f"{rest} for other reasons"] if rest else [])])


def _listed(outcome: Outcome) -> Iterator[str]:
    coverage = outcome.coverage
    yield from _section("Not checked", coverage.not_checked)
    yield from _section("Unknown", coverage.unknown)
    yield from _section("Not of a deployment kind", coverage.quiet)
    if outcome.debt is not None and outcome.debt.stale:
        yield f"Stale in {visible(outcome.debt.baseline)} ({len(outcome.debt.stale)}):"
        for entry in outcome.debt.stale:
            yield "  " + remembered(entry)


def remembered(entry: Remembered) -> str:
    """An entry of a baseline in one line."""
    workload = f" ({visible(entry.workload)})" if entry.workload else ""
    return f"{visible(entry.path)}: {entry.severity} {visible(entry.rule)}{workload}"


def _section(title: str, items: Iterable[NotChecked | UnknownValue]) -> Iterator[str]:
    ordered = sorted(items, key=lambda item: (item.path, item.line or 0, item.reason))
    if not ordered:
        yield f"{title}: nothing."
        return
    yield f"{title} ({len(ordered)}):"
    for item in ordered:
        place = visible(item.path) if item.line is None else f"{visible(item.path)}:{item.line}"
        yield f"  {place}: {visible(item.reason)}"


def _suppressed(outcome: Outcome) -> Iterator[str]:
    if outcome.suppressed:
        yield f"Suppressed ({len(outcome.suppressed)}):"
    for item in sorted(outcome.suppressed, key=lambda item: item.finding.sort_key()):
        finding = item.finding
        reason = f": {visible(item.reason)}" if item.reason else ", no reason given"
        dialect = f" for {item.dialect}" if item.dialect not in {"", "wslint"} else ""
        place = f"{visible(finding.span.source.path)}:{finding.span.line}"
        yield f"  {place}: {finding.name} by {item.by}{dialect}{reason}"


def _known(outcome: Outcome) -> Iterator[str]:
    if outcome.debt is not None and outcome.debt.known:
        yield f"Known ({len(outcome.debt.known)}):"
        for finding in outcome.debt.known:
            place = f"{visible(finding.span.source.path)}:{finding.span.line}"
            yield f"  {place}: {finding.severity} {finding.name}"
