"""GitLab's code quality report: a JSON array, as its documentation ("Code Quality report format") says.

GitLab shows equal fingerprints once, so they are unique in a report; and without line numbers, so that it knows a
finding again after lines have moved. The merge request shows no `check_name`: the description begins with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint.engine.finding import Finding, Outcome
from wslint.report.cells import visible
from wslint.report.options import RenderOptions
from wslint.report.places import Places, marks

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The array, one finding a line; without findings it is empty, which GitLab needs to see what is mended."""
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    places = Places(options)
    known = marks(outcome, options)
    yield "["
    separator = "\n "
    for finding in outcome.findings:
        yield separator + encode(_record(finding, places, known[id(finding)]))
        separator = ",\n "
    yield "\n]\n" if outcome.findings else "]\n"


def _record(finding: Finding, places: Places, mark: str) -> dict[str, Any]:
    first, last = finding.span.first, finding.span.last
    return {
        "description": visible(f"{finding.name}: {finding.message}"),
        "check_name": finding.name,
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": places.path(finding.span.source.path),
            "lines": {"begin": first.line, "end": last.line},
        },
    }
