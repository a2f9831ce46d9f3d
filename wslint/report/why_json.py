"""The answer of `wslint why` for machines: every field is always there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint import __version__
from wslint.engine.finding import Suppressed
from wslint.engine.verdict import STATES, Reason, Verdict
from wslint.engine.why import Why
from wslint.report.json import finding_record
from wslint.text import Span

VERSION = 1


def render(why: Why) -> Iterator[str]:
    """One object. Lines and columns count from 1, columns in characters; an end is exclusive."""
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False, default=str).encode
    yield f'{{"version": {VERSION},\n'
    for key, value in _head(why).items():
        yield f' "{key}": {encode(value)},\n'
    facts = [
        {
            "subject": fact.subject,
            "name": fact.name,
            "state": fact.state,
            "value": fact.value,
            "origin": fact.origin,
            "place": _place(fact.place),
            "via": [_place(span) for span in fact.via],
        }
        for fact in why.facts
    ]
    yield f' "facts": [{_in_lines(map(encode, facts))}],\n'
    yield f' "verdicts": [{_in_lines(encode(_verdict(one)) for one in why.verdicts)}],\n'
    errors = [{"where": one.where, "message": one.message} for one in why.internal]
    yield f' "errors": {encode(errors)}}}\n'


def _in_lines(records: Iterator[str]) -> str:
    return ",".join(f"\n  {record}" for record in records)


def _head(why: Why) -> dict[str, Any]:
    return {
        "tool": {"name": "wslint", "version": __version__},
        "path": why.path,
        "line": why.line,
        "rule": why.rule.name if why.rule is not None else None,
        "read": why.read,
        "concerns": list(why.concerns),
        "gaps": [{"line": one.line, "reason": one.reason} for one in why.gaps],
        "summary": {state: sum(1 for one in why.verdicts if one.state == state) for state in STATES},
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "name": verdict.name,
        "state": verdict.state,
        "subject": verdict.subject or None,
        "pack": verdict.pack or None,
        "reasons": [_reason(one) for one in verdict.reasons],
        "parameters": [
            {"name": one.name, "value": one.value, "from": one.origin} for one in verdict.parameters
        ],
        "findings": [finding_record(one) for one in verdict.findings],
        "silenced": [_silenced(one) for one in verdict.silenced],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"text": reason.text, "place": _place(reason.place)}


def _silenced(one: Suppressed) -> dict[str, Any]:
    return {
        "by": one.by,
        "dialect": one.dialect,
        "reason": one.reason,
        "place": one.place or None,
        "finding": finding_record(one.finding),
    }


def _place(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    first, last = span.first, span.last
    return {
        "path": span.source.path,
        "line": first.line,
        "column": first.column,
        "end_line": last.line,
        "end_column": last.column,
    }
