"""SARIF 2.1.0, as GitHub's code scanning reads it.

The standard is OASIS sarif-v2.1.0; what GitHub takes of it and up to which sizes is in its documentation, "SARIF
support for code scanning". One result a line. Columns are in characters (`columnKind`), ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wslint import __version__
from wslint.engine.finding import RANK, Finding, Outcome, Suppressed
from wslint.report.cells import visible
from wslint.report.line_hash import line_hashes
from wslint.report.options import RenderOptions
from wslint.report.places import Places, first_line_of, in_the_change, marks
from wslint.report.sarif_ledger import DESCRIPTORS, invocation
from wslint.report.sarif_rules import descriptors
from wslint.text import Edit, Fix, Source, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
MOST_RELATED = 100
_KINDS = {"comment": "inSource", "annotation": "inSource", "configuration": "external"}
_MOST_MESSAGE = 4000


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The log: one run, with a result for each finding and, unless left out, for each silenced one."""
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    shown, silenced, cut = _chosen(outcome, options)
    names = list(dict.fromkeys(finding.name for finding in (*shown, *(one.finding for one in silenced))))
    driver = {
        "name": "wslint",
        "semanticVersion": __version__,
        "rules": descriptors(names, [*shown, *(one.finding for one in silenced)], options.rules),
        "notifications": DESCRIPTORS,
    }
    results = _Results(outcome, options, names)
    yield f'{{"$schema": "{SCHEMA}",\n "version": "2.1.0",\n "runs": [{{\n'
    yield f'  "tool": {encode({"driver": driver})},\n  "columnKind": "unicodeCodePoints",\n'
    yield f'  "invocations": [{encode(invocation(outcome, results.places, cut))}],\n'
    yield f'  "properties": {encode(_summary(outcome))},\n  "results": ['
    separator = "\n   "
    for record in results.records(shown, silenced):
        yield separator + encode(record)
        separator = ",\n   "
    yield "]}]}\n"


def _chosen(outcome: Outcome, options: RenderOptions) -> tuple[list[Finding], list[Suppressed], int]:
    """What becomes a result, and how many findings do not: GitHub refuses a run with more than 25,000."""
    findings = list(outcome.findings)
    cut = len(findings) - MOST_RESULTS
    if cut > 0:
        worst = sorted(findings, key=lambda finding: RANK[finding.severity])[:MOST_RESULTS]
        findings = sorted(worst, key=Finding.sort_key)
    silenced = list(outcome.suppressed) if options.suppressed else []
    return findings, silenced[: MOST_RESULTS - len(findings)], max(0, cut)


def _summary(outcome: Outcome) -> dict[str, Any]:
    """What was checked: the numbers of the ledger."""
    coverage = outcome.coverage
    return {
        "checked": coverage.checked,
        "workloads": coverage.workloads,
        "links": coverage.links,
        "suppressed": len(outcome.suppressed),
    }


class _Results:
    """Makes results; what is the same for many of them is kept."""

    def __init__(self, outcome: Outcome, options: RenderOptions, names: list[str]) -> None:
        self.places = Places(options)
        self._marks = marks(outcome, options)
        self._index = {name: at for at, name in enumerate(names)}
        self._since = outcome.since
        self._hashes: dict[Source, list[str]] = {}

    def records(self, shown: list[Finding], silenced: list[Suppressed]) -> Iterator[dict[str, Any]]:
        """The results, in the order of reports."""
        for finding in shown:
            yield self._result(finding)
        for one in silenced:
            justification = {"justification": visible(one.reason)} if one.reason else {}
            yield {
                **self._result(one.finding),
                "suppressions": [{"kind": _KINDS[one.by], "status": "accepted", **justification}],
            }

    def _result(self, finding: Finding) -> dict[str, Any]:
        mark = self._marks[id(finding)]
        finding = in_the_change(finding, self._since)
        primary = first_line_of(finding.span)
        related = _related(finding)
        record: dict[str, Any] = {
            "ruleId": finding.name,
            "ruleIndex": self._index[finding.name],
            "level": finding.severity,
            "message": {"text": _message(finding, related)},
            "locations": [self._location(primary, workload=finding.workload)],
            "partialFingerprints": {
                **self._line_hash(primary),
                "wslint/v1": mark,
            },
        }
        if related:
            record["relatedLocations"] = [
                {"id": number, **self._location(span), "message": {"text": text}}
                for number, (span, text) in enumerate(related, 1)
            ]
            record["codeFlows"] = [{"threadFlows": [{"locations": list(self._steps(finding))}]}]
        if finding.fix:
            record["fixes"] = [self._fix(finding.fix)]
        return record

    def _steps(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """The other ends, then the place to mend: a flow leads to its last step."""
        for place in finding.related[:MOST_RELATED]:
            yield {"location": {**self._location(place.span), "message": {"text": _words(place.message)}}}
        last = _words(finding.label or finding.message)
        yield {"location": {**self._location(first_line_of(finding.span)), "message": {"text": last}}}

    def _location(self, span: Span, workload: str | None = None) -> dict[str, Any]:
        location: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": self._artifact(span.source.path),
                "region": _region(span),
            }
        }
        if workload:
            location["logicalLocations"] = [{"name": visible(workload), "kind": "resource"}]
        return location

    def _artifact(self, path: str) -> dict[str, str]:
        return {"uri": self.places.uri(path), "uriBaseId": "%SRCROOT%"}

    def _line_hash(self, span: Span) -> dict[str, str]:
        source = span.source
        hashes = self._hashes.get(source)
        if hashes is None:
            hashes = self._hashes[source] = line_hashes("\ufeff" + source.text if source.bom else source.text)
        return {"primaryLocationLineHash": hashes[span.line - 1]}

    def _fix(self, fix: Fix) -> dict[str, Any]:
        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.span.source.path, []).append(edit)
        safety = "safe" if fix.safe else "unsafe"
        return {
            "description": {"text": f"{_words(fix.description)} ({safety})"},
            "artifactChanges": [
                {
                    "artifactLocation": self._artifact(path),
                    "replacements": [
                        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
                        for edit in edits
                    ],
                }
                for path, edits in by_path.items()
            ],
        }


def _related(finding: Finding) -> list[tuple[Span, str]]:
    """The other ends with their words, then the places from which the same is reached."""
    places = [(place.span, _words(place.message)) for place in finding.related]
    places += [(span, "also reached from here") for span in finding.also]
    return places[:MOST_RELATED]


def _message(finding: Finding, related: list[tuple[Span, str]]) -> str:
    """The message with a link to each other end, and what to write.

    A link is `[words](id of a related location)` (SARIF 3.11.6), so brackets in words are escaped.
    """
    # GitHub takes an empty text for a missing one.
    text = visible(finding.message).replace("](", "] (") or finding.name
    others = related[: len(finding.related)]
    if others:
        links = [f"[{_escaped(words)}]({number})" for number, (_, words) in enumerate(others, 1)]
        text += f" (see {', '.join(links)})"
    more = len(related) - len(others)
    if more:
        links = [f"[{number}]({len(others) + number})" for number in range(1, more + 1)]
        text += f" Also reached from {', '.join(links)}."
    for line in finding.because:
        text += f"\n{visible(line).replace('](', '] (')}"
    if finding.help:
        text += f"\nHelp: {visible(finding.help).replace('](', '] (')}"
    return text if len(text) <= _MOST_MESSAGE else text[: _MOST_MESSAGE - 1] + "…"


def _words(text: str) -> str:
    """Words in one line, never none."""
    return visible(text).strip() or "here"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _region(span: Span) -> dict[str, int]:
    first, last = span.first, span.last
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }
