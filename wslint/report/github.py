"""For a step of a GitHub workflow: the report for people, then annotations as workflow commands.

The commands are described in GitHub's "Workflow commands for GitHub Actions"; of a step it shows ten annotations of
each severity and drops the rest without a word, so that no more are written, and what is left out is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from wslint.engine.finding import Finding, Outcome, Severity
from wslint.report.cells import visible
from wslint.report.options import RenderOptions
from wslint.report.places import Places, in_the_change
from wslint.report.text import render as text_of

MOST = 10
SUMMARY_BYTES = 1024 * 1024
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_MOST_MESSAGE = 4000


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The text, in which nothing is taken for a command, and the annotations, the worst first."""
    text = "".join(text_of(outcome, options))
    if text:
        yield from _unheard(text)
    yield from _annotations(outcome, Places(options))


def _unheard(text: str) -> Iterator[str]:
    """A text between `stop-commands` and its end mark: it quotes files that may be a stranger's.

    The mark is made of the text, which therefore cannot contain it.
    """
    from hashlib import sha256

    mark = sha256(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:32]
    yield f"::stop-commands::{mark}\n"
    yield text if text.endswith("\n") else text + "\n"
    yield f"::{mark}::\n"


def _annotations(outcome: Outcome, places: Places) -> Iterator[str]:
    by_severity: dict[Severity, list[Finding]] = {"error": [], "warning": [], "note": []}
    for finding in outcome.findings:
        by_severity[finding.severity].append(in_the_change(finding, outcome.since))
    some_left = any(len(found) > MOST for found in by_severity.values())
    left = 0
    for severity, found in by_severity.items():
        # What is said of the rest is a notice too.
        room = MOST - 1 if severity == "note" and some_left else MOST
        for finding in found[:room]:
            yield _annotation(finding, places)
        left += max(0, len(found) - room)
    if left:
        yield f"::notice title=wslint::and {left} more: the log of this step has all of them\n"


def _annotation(finding: Finding, places: Places) -> str:
    first, last = finding.span.first, finding.span.last
    path = places.path(finding.span.source.path)
    properties = {"file": path, "line": str(first.line), "endLine": str(last.line)}
    if first.line == last.line:
        # GitHub takes columns for those of one line.
        properties |= {"col": str(first.column), "endColumn": str(last.column)}
    properties["title"] = f"wslint ({finding.name})"
    head = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [f"{visible(path)}:{first.line}:{first.column}: {visible(finding.message)}"]
    lines += [
        f"{visible(places.path(place.span.source.path))}:{place.span.line}: {visible(place.message)}"
        for place in finding.related
    ]
    lines += [visible(line) for line in finding.because]
    if finding.help:
        lines.append(f"help: {visible(finding.help)}")
    message = "\n".join(lines)
    if len(message) > _MOST_MESSAGE:
        message = message[: _MOST_MESSAGE - 1] + "…"
    return f"::{_COMMANDS[finding.severity]} {head}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
