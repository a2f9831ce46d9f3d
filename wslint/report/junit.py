"""JUnit's XML, as CI systems read it. There is no standard; testmoapp/junitxml writes down what is common.

A suite for each file, with a failure for each finding, and `skipped` for what is silenced or was not checked (an error
where gaps make the run fail); a file without any of these is one test that passes, since a report without tests counts
as a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslint.engine.finding import Finding, Outcome
from wslint.report.cells import visible
from wslint.report.options import RenderOptions
from wslint.report.places import Places
from wslint.text.record import NamedTuple

# What XML 1.0 (section 2.2) has no way to write, and lone surrogates.
_NOT_XML = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


class _Case(NamedTuple):
    """A test: its attributes, and the element in it (with its attributes and text) unless it passed."""

    name: str
    line: int | None = None
    element: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The document."""
    suites = _suites(outcome, Places(options), options)
    every = [case for cases in suites.values() for case in cases]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites{_attributes(('name', 'wslint'), *_counts(every), ('time', 0))}>\n"
    for path, cases in suites.items():
        yield f"  <testsuite{_attributes(('name', path), *_counts(cases), ('time', 0))}>\n"
        for case in cases:
            yield from _element(path, case)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _suites(outcome: Outcome, places: Places, options: RenderOptions) -> dict[str, list[_Case]]:
    """The tests by path, sorted; bugs and a run without files have a suite of their own at the end."""
    found: dict[str, list[_Case]] = {places.path(path): [] for path in outcome.coverage.paths}
    for finding in outcome.findings:
        case = _Case(
            finding.name,
            finding.span.line,
            "failure",
            finding.severity,
            visible(finding.message),
            "\n".join(_lines(finding, options)),
        )
        found.setdefault(places.path(finding.span.source.path), []).append(case)
    for one in outcome.suppressed:
        silenced = one.finding
        why = visible(one.reason) or f"silenced by {one.by}, no reason given"
        case = _Case(silenced.name, silenced.span.line, "skipped", "", why)
        found.setdefault(places.path(silenced.span.source.path), []).append(case)
    for gap in outcome.coverage.not_checked:
        kind = ("error", "not-checked") if options.strict else ("skipped", "")
        case = _Case("not-checked", gap.line, *kind, f"not checked: {visible(gap.reason)}")
        found.setdefault(places.path(gap.path), []).append(case)
    suites = {path: found[path] or [_Case("no problems")] for path in sorted(found)}
    bugs = [_Case(bug.where, None, "error", "bug", visible(bug.message)) for bug in outcome.internal]
    if bugs or not suites:
        suites["wslint"] = bugs or [_Case("nothing to check")]
    return suites


def _lines(finding: Finding, options: RenderOptions) -> Iterator[str]:
    """The finding as people read it."""
    from wslint.report.style import Style
    from wslint.report.text import full

    return full(finding, options._replace(wrap=False), Style(color=False), docs=True)


def _counts(cases: list[_Case]) -> Iterator[tuple[str, int]]:
    yield "tests", len(cases)
    for name, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        yield name, sum(1 for case in cases if case.element == element)


def _element(path: str, case: _Case) -> Iterator[str]:
    line = () if case.line is None else (("line", case.line),)
    head = _attributes(("name", case.name), ("classname", path), ("file", path), *line, ("time", 0))
    if not case.element:
        yield f"    <testcase{head}/>\n"
        return
    kind = (("type", case.kind),) if case.kind else ()
    inside = f"{case.element}{_attributes(*kind, ('message', case.message))}"
    yield f"    <testcase{head}>\n"
    if case.text:
        yield f"      <{inside}>{_escaped(case.text)}</{case.element}>\n"
    else:
        yield f"      <{inside}/>\n"
    yield "    </testcase>\n"


def _attributes(*pairs: tuple[str, str | int]) -> str:
    """Attributes; line ends and tabs in them are written so that a parser keeps them (XML 1.0, section 3.3.3)."""
    written = {
        name: _escaped(str(value)).replace("\n", "&#10;").replace("\t", "&#9;") for name, value in pairs
    }
    return "".join(f' {name}="{value}"' for name, value in written.items())


def _escaped(text: str) -> str:
    """Text for XML: its own characters escaped, those that it has no way to write as `�`."""
    text = re.sub(_NOT_XML, "\ufffd", text)
    for character, written in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("\r", "&#13;"),
    ):
        text = text.replace(character, written)
    return text
