"""One line per finding: `path:line:column: severity code name: message [other places]`."""

from __future__ import annotations

from wslint.engine.finding import Finding, Fixing, Outcome
from wslint.report.cells import visible
from wslint.report.ledger import ledger
from wslint.report.mended import mended
from wslint.report.options import RenderOptions
from wslint.report.snippet import where
from wslint.report.style import Style
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL = Fixing()


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The findings, then the ledger. `[*]` marks a finding that `--fix` mends."""
    style = Style(color=options.color)
    for finding in outcome.findings:
        yield one_line(finding, style, outcome.fixing) + "\n"
    if not options.quiet:
        yield from mended(outcome, options)
        yield from ledger(outcome, options)


def one_line(finding: Finding, style: Style, fixing: Fixing = _USUAL) -> str:
    """A finding in one line, which is never broken."""
    severity = style(finding.severity, finding.severity)
    fix = " [*]" if fixing.marks(finding) else ""
    return f"{where(finding.span)}: {severity} {finding.code}{fix} {finding.name}: {visible(finding.message)}{_others(finding)}"


def _others(finding: Finding) -> str:
    """The other places, each once: `path:line`, or only the line in the finding's own file."""
    spans: list[Span] = [related.span for related in finding.related] + list(finding.also)
    places: dict[str, None] = {}
    for span in spans:
        own = span.source.path == finding.span.source.path
        if not own or span.line != finding.span.line:
            places[f"{span.line}" if own else f"{visible(span.source.path)}:{span.line}"] = None
    return f" [{', '.join(places)}]" if places else ""
