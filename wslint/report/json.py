"""One JSON object for machines: every field is always there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint import __version__
from wslint.engine.finding import Debt, Finding, Outcome, Since
from wslint.report.options import RenderOptions
from wslint.text import Fix, Span

VERSION = 1
_KINDS = ("dockerfile", "compose", "kubernetes", "shell", "document", "fragments")


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The object, one finding a line. Options do not change it: the same outcome gives the same bytes."""
    del options
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    yield f'{{"version": {VERSION},\n'
    for key, value in head(outcome).items():
        yield f' "{key}": {encode(value)},\n'
    yield ' "findings": ['
    separator = "\n  "
    for finding in outcome.findings:
        yield separator + encode(finding_record(finding))
        separator = ",\n  "
    errors = [{"where": item.where, "message": item.message} for item in outcome.internal]
    yield f'],\n "errors": {encode(errors)}}}\n'


def head(outcome: Outcome) -> dict[str, Any]:
    """All but the findings: the tool, the numbers, the ledger, and what the run was compared with."""
    coverage = outcome.coverage
    return {
        "tool": {"name": "wslint", "version": __version__},
        "summary": {
            "files": outcome.files,
            "workloads": coverage.workloads,
            "error": outcome.count("error"),
            "warning": outcome.count("warning"),
            "note": outcome.count("note"),
            "suppressed": len(outcome.suppressed),
            "known": len(outcome.debt.known) if outcome.debt else 0,
        },
        "baseline": _baseline(outcome.debt) if outcome.debt else None,
        "since": _since(outcome.since) if outcome.since else None,
        "notes": list(outcome.notes),
        "coverage": {
            "checked": {**dict.fromkeys(_KINDS, 0), **coverage.checked},
            "not_checked": [{"path": item.path, "reason": item.reason} for item in coverage.not_checked],
            "unknown": [
                {"path": item.path, "line": item.line, "reason": item.reason} for item in coverage.unknown
            ],
        },
    }


def _baseline(debt: Debt) -> dict[str, Any]:
    return {
        "path": debt.baseline,
        "stale": [
            {"path": entry.path, "name": entry.rule, "workload": entry.workload or None}
            for entry in debt.stale
        ],
    }


def _since(since: Since) -> dict[str, Any]:
    return {
        "revision": since.revision,
        "commit": since.commit or None,
        "staged": since.staged,
        "known": len(since.known),
        "gone": since.gone,
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as plain data. Lines and columns count from 1; the end column is after the last character."""
    return {
        "code": finding.code,
        "name": finding.name,
        "aliases": list(finding.aliases),
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.span),
        "workload": finding.workload,
        "related": [
            *({**_place(related.span), "message": related.message} for related in finding.related),
            *({**_place(span), "message": "also reached from here"} for span in finding.also),
        ],
        "because": list(finding.because),
        "fix": _fix(finding.fix) if finding.fix else None,
    }


def _place(span: Span) -> dict[str, Any]:
    first, last = span.first, span.last
    return {
        "path": span.source.path,
        "line": first.line,
        "column": first.column,
        "end_line": last.line,
        "end_column": last.column,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "description": fix.description,
        "safe": fix.safe,
        "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
    }
