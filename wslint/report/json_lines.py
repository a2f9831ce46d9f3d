"""JSON Lines: an object a line, for programs that read as it comes. `type` says what a line is; the last is a summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.engine.finding import Outcome
from wslint.report.json import VERSION, finding_record, head
from wslint.report.options import RenderOptions


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """Findings, in the order and with the fields of `json`; then the ledger; then the summary."""
    del options
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    for record in _records(outcome):
        yield encode(record) + "\n"


def _records(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for finding in outcome.findings:
        yield {"type": "finding", **finding_record(finding)}
    for one in outcome.suppressed:
        yield {
            "type": "suppressed",
            "by": one.by,
            "dialect": one.dialect,
            "reason": one.reason,
            **finding_record(one.finding),
        }
    for gap in outcome.coverage.not_checked:
        yield {"type": "not_checked", "path": gap.path, "line": gap.line, "reason": gap.reason}
    for value in outcome.coverage.unknown:
        yield {"type": "unknown", "path": value.path, "line": value.line, "reason": value.reason}
    for bug in outcome.internal:
        yield {"type": "error", "where": bug.where, "message": bug.message}
    whole = head(outcome)
    checked = whole.pop("coverage")["checked"]
    yield {"type": "summary", "version": VERSION, **whole, "checked": checked}
