"""The answer of `wslint why` for people: what is read at the place, and what each rule says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wslint.engine.facts_read import Fact
from wslint.engine.verdict import STATES, Reason, Verdict
from wslint.engine.why import Why
from wslint.report.cells import visible, width_of, wrapped
from wslint.report.concise import one_line
from wslint.report.ledger import number
from wslint.report.options import RenderOptions
from wslint.report.style import Style
from wslint.report.text import full
from wslint.text import Span

TITLES = {
    "failed": "Failed",
    "silenced": "Silenced",
    "unknown": "Unknown: quiet, because something cannot be told from the files",
    "passed": "Passed",
    "not-applied": "Did not apply",
}
_WORDS = {state: state.replace("not-applied", "did not apply") for state in STATES}
_MOST_NAME = 34


def render(why: Why, options: RenderOptions) -> Iterator[str]:
    """The place and what it concerns, the facts, then the verdicts by state."""
    style = Style(color=options.color)
    for line in _lines(why, options, style):
        yield line.rstrip() + "\n"


def _lines(why: Why, options: RenderOptions, style: Style) -> Iterator[str]:
    where = visible(why.path) if why.line is None else f"{visible(why.path)}:{why.line}"
    if not why.read:
        yield f"{style('title', where)} is not checked"
        yield from (f"  {visible(gap.reason)}" for gap in why.gaps)
        return
    yield f"{style('title', where)} concerns"
    yield from _wrapped([", ".join(map(visible, why.concerns))], options, "  ")
    for gap in why.gaps:
        place = "" if gap.line is None or why.line is not None else f"line {gap.line}: "
        yield from _wrapped([f"not looked at: {place}{visible(gap.reason)}"], options, "  ")
    yield ""
    yield from _facts(why, style)
    yield _count(why.verdicts, style)
    for state in STATES:
        found = [one for one in why.verdicts if one.state == state]
        if found:
            count = len(found)
            yield ""
            yield style("title", f"{TITLES[state]} ({count})")
            yield from _of_state(state, found, why, options, style)
    if why.rule is not None:
        yield ""
        yield f"wslint explain {why.rule.name} says what it demands, and why."


def _count(verdicts: Sequence[Verdict], style: Style) -> str:
    counts = {state: sum(1 for one in verdicts if one.state == state) for state in STATES}
    parts = ", ".join(f"{counts[state]} {_WORDS[state]}" for state in STATES)
    return f"{style('title', 'What the rules say')}: {parts}"


# -- facts ------------------------------------------------------------------------------------------------


def _facts(why: Why, style: Style) -> Iterator[str]:
    if not why.facts:
        yield "No fact is read here."
        yield ""
        return
    if why.line is None:
        yield f"{number(len(why.facts), 'fact is', 'facts are')} read in it; `wslint why PATH:LINE` shows those of a line."
        yield ""
        return
    yield style("title", "Read here")
    subject = ""
    width = min(_MOST_NAME, max(width_of(visible(fact.name)) for fact in why.facts))
    for fact in why.facts:
        if fact.subject != subject:
            subject = fact.subject
            yield f"  {visible(subject)}"
        yield from _fact(fact, width, why, style)
    yield ""


def _fact(fact: Fact, width: int, why: Why, style: Style) -> Iterator[str]:
    name = visible(fact.name)
    value = visible(fact.value)
    if fact.state == "unknown":
        value = f"unknown: {value}"
    padding = " " * max(0, width - width_of(name))
    places = [
        _place(span) for span in (fact.place, *fact.via) if span is not None and not _is_here(span, why)
    ]
    beside = f" ({', '.join(dict.fromkeys(places))})" if places else ""
    rest = f"{fact.origin}{beside}"
    yield f"    {name}{padding}  {value}  {style('faint', f'# {visible(rest)}')}"


def _is_here(span: Span, why: Why) -> bool:
    return span.source.path == why.path and span.line == why.line


# -- verdicts ---------------------------------------------------------------------------------------------


def _of_state(
    state: str, verdicts: Sequence[Verdict], why: Why, options: RenderOptions, style: Style
) -> Iterator[str]:
    if state == "failed":
        yield from _failed(verdicts, why, options, style)
    elif state == "silenced":
        for verdict in verdicts:
            for one in verdict.silenced:
                yield f"  {one_line(one.finding, style)}"
                dialect = f" for {one.dialect}" if one.dialect not in ("", "wslint") else ""
                place = f" @ {visible(one.place)}" if one.place else ""
                reason = f": {visible(one.reason)}" if one.reason else ", no reason given"
                yield f"    by {'the ' if one.by == 'configuration' else 'a '}{one.by}{dialect}{place}{reason}"
    elif why.rule is not None:
        for verdict in verdicts:
            yield from _detail(verdict)
    elif state == "unknown":
        for verdict in verdicts:
            yield f"  {verdict.name} ({verdict.code}): {visible(verdict.subject)}"
            yield from (f"    {_reason(reason)}" for reason in verdict.reasons)
    else:
        yield from _grouped(verdicts, options, by_reason=state == "not-applied")


def _failed(verdicts: Sequence[Verdict], why: Why, options: RenderOptions, style: Style) -> Iterator[str]:
    """Each finding once, in full for a line."""
    shown: set[object] = set()
    for verdict in verdicts:
        if why.rule is not None:
            yield from _detail(verdict)
        for finding in verdict.findings:
            key = (finding.name, finding.span.source.path, finding.span.start, finding.message)
            if key in shown:
                continue
            if shown and why.line is not None:
                yield ""
            shown.add(key)
            if why.line is None:
                yield f"  {one_line(finding, style)}"
            else:
                yield from full(finding, options, style, docs=why.rule is not None)


def _detail(verdict: Verdict) -> Iterator[str]:
    """The subject of a verdict, and with what the rule looked at it."""
    layer = f", in the layer `{verdict.pack}`" if verdict.pack else ""
    yield f"  {visible(verdict.subject) or 'nothing here'}{layer}"
    yield from (f"    {_reason(reason)}" for reason in verdict.reasons)
    for one in verdict.parameters:
        yield f"    {one.name}: {visible(_value(one.value))}  # from {visible(one.origin)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)


def _grouped(verdicts: Sequence[Verdict], options: RenderOptions, *, by_reason: bool) -> Iterator[str]:
    """Names of rules below what they have in common, the largest group first."""
    groups: dict[str, dict[str, None]] = {}
    for verdict in verdicts:
        reasons = "; ".join(map(_reason, verdict.reasons))
        head = reasons if by_reason else ": ".join(filter(None, (visible(verdict.subject), reasons)))
        groups.setdefault(head, {})[verdict.name] = None
    for head, names in sorted(groups.items(), key=lambda item: -len(item[1])):
        yield f"  {head}"
        yield from _wrapped([", ".join(names)], options, "    ")


def _wrapped(texts: Sequence[str], options: RenderOptions, indent: str) -> Iterator[str]:
    for text in texts:
        for line in wrapped(text, max(20, options.width - len(indent)), ""):
            yield indent + line


def _reason(reason: Reason) -> str:
    text = visible(reason.text)
    return text if reason.place is None else f"{text} @ {_place(reason.place)}"


def _place(span: Span) -> str:
    return f"{visible(span.source.path)}:{span.line}"
