"""reviewdog's Diagnostic Format, `rdjson`: what it turns into comments of a review.

Described in reviewdog's proto/rdf/reviewdog.proto: lines and columns from 1, columns in bytes of UTF-8, ends
exclusive. Paths stay relative to the working directory, where reviewdog is run too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.engine.finding import Finding, Outcome
from wslint.report.cells import visible
from wslint.report.options import RenderOptions
from wslint.text import Fix, Span

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
# A suggestion replaces one range: edits of a fix that lie further apart (in lines) are not offered as one.
_MOST_LINES = 20


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """A DiagnosticResult, one diagnostic a line."""
    del options
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    yield '{"source": {"name": "wslint"},\n "diagnostics": ['
    separator = "\n  "
    for finding in outcome.findings:
        yield separator + encode(_record(finding))
        separator = ",\n  "
    yield "]}\n"


def _record(finding: Finding) -> dict[str, Any]:
    record: dict[str, Any] = {
        "message": _message(finding),
        "location": {"path": finding.span.source.path, "range": _range(finding.span)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.name, **({"url": finding.source} if finding.source else {})},
    }
    suggestion = finding.fix and _suggestion(finding.fix, finding)
    if suggestion:
        record["suggestions"] = [suggestion]
    return record


def _message(finding: Finding) -> str:
    """The message, the other ends (which the format has no place for) and what to write, a line each."""
    lines = [visible(finding.message)]
    for place in finding.related:
        at = f"{visible(place.span.source.path)}:{place.span.line}"
        lines.append(f"{at}: {visible(place.message)}" if place.message else at)
    lines += [visible(line) for line in finding.because]
    if finding.help:
        lines.append(f"help: {visible(finding.help)}")
    return "\n".join(lines)


def _suggestion(fix: Fix, finding: Finding) -> dict[str, Any] | None:
    """The fix as one replacement in the finding's own file; None where it is not to be had so."""
    edits = sorted(fix.edits, key=lambda edit: (edit.span.start, edit.span.end))
    source = finding.span.source
    if not edits or any(edit.span.source is not source for edit in edits):
        return None
    start, end = edits[0].span.start, max(edit.span.end for edit in edits)
    whole = Span(source, start, end)
    if whole.last.line - whole.first.line > _MOST_LINES:
        return None
    parts: list[str] = []
    at = start
    for edit in edits:
        if edit.span.start < at:
            return None
        parts += [source.text[at : edit.span.start], edit.text]
        at = edit.span.end
    return {"range": _range(whole), "text": "".join(parts)}


def _range(span: Span) -> dict[str, Any]:
    return {"start": _position(span, span.start), "end": _position(span, span.end)}


def _position(span: Span, offset: int) -> dict[str, int]:
    source = span.source
    line = source.position(offset).line
    before = source.text[source.starts[line - 1] : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
