"""The last lines of a report: what was found, what was checked, what was not, and what could not be known."""

from collections import Counter
from collections.abc import Iterable, Iterator

from wslint.engine.finding import NotChecked, Outcome, Severity, UnknownValue
from wslint.report.cells import visible, wrapped
from wslint.report.options import RenderOptions
from wslint.report.style import Style

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
    lines: list[str] = [style("title", found(outcome)), checked(outcome)]
    gaps = _gaps(outcome)
    if options.coverage:
        lines.extend(_listed(outcome))
    elif gaps:
        lines.append(f"{gaps} `--coverage` lists them.")
    if options.verbose:
        lines.extend(_suppressed(outcome))
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
    if not total:
        return f"No problems found{silenced}."
    severities = [
        number(count, severity, severity + "s")
        for severity in _SEVERITIES
        if (count := outcome.count(severity))
    ]
    paths = len({finding.span.source.path for finding in outcome.findings})
    files = max(outcome.files, paths)
    return f"Found {number(total, 'problem', 'problems')}: {', '.join(severities)} in {paths} of {number(files, 'file', 'files')}{silenced}."


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
