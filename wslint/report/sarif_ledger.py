"""The ledger of a run as notifications of SARIF: what was not checked, what could not be known, what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from wslint.engine.finding import Outcome
from wslint.report.cells import visible
from wslint.report.places import Places

MOST_NOTIFICATIONS = 1000
_TEXTS = {
    "not-checked": "Something that was recognised was not checked",
    "unknown-value": "A value could not be known, so that nothing is said about it",
    "bug": "A check failed because of a bug in wslint",
    "left-out": "Results were left out of this file",
}
DESCRIPTORS = [{"id": name, "shortDescription": {"text": text}} for name, text in _TEXTS.items()]


def invocation(outcome: Outcome, places: Places, cut: int) -> dict[str, Any]:
    """How the run went. `cut` is the number of findings that are not in the results."""
    every = _notifications(outcome, places)
    first = list(islice(every, MOST_NOTIFICATIONS))
    rest = sum(1 for _ in every)
    if rest:
        first.append(_notification("left-out", "note", f"{rest} more notifications"))
    if cut:
        first.append(_notification("left-out", "warning", f"{cut} more findings, the least severe"))
    return {"executionSuccessful": not outcome.internal, "toolExecutionNotifications": first}


def _notifications(outcome: Outcome, places: Places) -> Iterator[dict[str, Any]]:
    for bug in outcome.internal:
        text = f"{visible(bug.where)}: {visible(bug.message)}"
        yield _notification("bug", "error", text)
    for gap in outcome.coverage.not_checked:
        yield _notification("not-checked", "warning", visible(gap.reason), places.uri(gap.path), gap.line)
    for value in outcome.coverage.unknown:
        yield _notification(
            "unknown-value", "note", visible(value.reason), places.uri(value.path), value.line
        )


def _notification(name: str, level: str, text: str, uri: str = "", line: int | None = None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "descriptor": {"id": name},
        "level": level,
        "message": {"text": text or _TEXTS[name]},
    }
    if uri:
        place: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
        if line is not None:
            place["region"] = {"startLine": line}
        record["locations"] = [{"physicalLocation": place}]
    return record
