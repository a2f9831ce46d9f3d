"""Findings for people: the consequence, the source line with a caret, the other ends, and what to write.

The first FULL findings of a rule are shown in full, and its source page with the first of them; the rest of
that rule is one line each, unless `expand`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wslint.engine.finding import Finding, Outcome
from wslint.report.cells import visible, width_of, wrapped
from wslint.report.ledger import ledger, number
from wslint.report.mended import mended
from wslint.report.options import RenderOptions
from wslint.report.snippet import Frame, Mark, snippet, where
from wslint.report.style import Style
from wslint.text import Source

FULL = 3
MOST_ALSO = 5


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The findings, then the ledger."""
    style = Style(color=options.color)
    seen: Counter[str] = Counter()
    short = 0
    after_line = False
    for finding in outcome.findings:
        seen[finding.name] += 1
        if seen[finding.name] > FULL and not options.expand:
            short += 1
            from wslint.report.concise import one_line

            yield one_line(finding, style, outcome.fixing) + "\n"
            after_line = True
            continue
        if after_line:
            yield "\n"
            after_line = False
        marked = outcome.fixing.marks(finding)
        for line in full(finding, options, style, docs=seen[finding.name] == 1, marked=marked):
            yield line + "\n"
        yield "\n"
    if after_line:
        yield "\n"
    if options.quiet:
        return
    yield from mended(outcome, options)
    lines = ledger(outcome, options)
    yield next(lines)
    if short:
        yield f"{number(short, 'finding is', 'findings are')} shown in one line; `--expand` shows all in full.\n"
    yield from lines


def full(
    finding: Finding, options: RenderOptions, style: Style, *, docs: bool, marked: bool = False
) -> Iterator[str]:
    """A finding with its source lines; `docs` adds the page that documents the rule, `marked` the `[*]`."""
    secret = finding.span if finding.secret else None
    frame = Frame(_digits(finding), options.width, options.wrap, style, secret)
    yield from _title(finding, options, style, " [*]" if marked else "")
    groups = _groups(finding)
    arrow = "-->"
    for marks in groups.values():
        yield f"{style('gutter', ' ' * frame.digits + arrow)} {where(marks[0].span)}"
        yield from snippet(marks, frame)
        arrow = ":::"
    yield from _advice(finding, frame)
    if finding.also:
        places = [where(span) for span in finding.also[:MOST_ALSO]]
        more = len(finding.also) - MOST_ALSO
        rest = f" and {more} more" if more > 0 else ""
        yield from _remark("note", f"also reached from {', '.join(places)}{rest}", frame)
    for words in finding.because:
        yield from _remark("note", words, frame)
    if docs and finding.source:
        yield from _remark("docs", finding.source, frame)


def _title(finding: Finding, options: RenderOptions, style: Style, mark: str) -> Iterator[str]:
    """`severity[name]: message`, with the code and the mark at the right edge where there is room for them."""
    head = f"{finding.severity}[{finding.name}]"
    code = finding.code + mark
    message = visible(finding.message)
    free = options.width - width_of(f"{head}: {message}{code}")
    if free >= 3:
        yield f"{style(finding.severity, head)}{style('title', f': {message}')}{' ' * free}{code}"
        return
    text = f"{head} {code}: {message}"
    first, *others = wrapped(text, options.width, "    ") if options.wrap else [text]
    start = f"{head} {code}"
    yield f"{style(finding.severity, head)} {code}{style('title', first.removeprefix(start))}"
    for line in others:
        yield style("title", line)


def _groups(finding: Finding) -> dict[Source, list[Mark]]:
    """The marks by source, the finding's own first."""
    groups: dict[Source, list[Mark]] = {
        finding.span.source: [Mark(finding.span, "^", finding.severity, finding.label)]
    }
    for related in finding.related:
        mark = Mark(related.span, "-", "related", related.message)
        groups.setdefault(related.span.source, []).append(mark)
    return groups


def _digits(finding: Finding) -> int:
    lines = [finding.span.line, *(related.span.line for related in finding.related)]
    if finding.fix:
        from wslint.report.changes import last_line

        lines.append(last_line(finding.fix))
    return len(str(max(lines)))


def _advice(finding: Finding, frame: Frame) -> Iterator[str]:
    """What to write, and the fix as a diff."""
    fix = finding.fix
    advice = finding.help or (fix.description if fix else "")
    if advice:
        yield from _remark("help", advice, frame)
    if fix is None:
        return
    from wslint.report.changes import diff

    if not fix.safe:
        yield from _remark("note", "this fix may change what works: look at it before you use it", frame)
    yield from diff(fix, frame, finding.span.source)


def _remark(kind: str, text: str, frame: Frame) -> Iterator[str]:
    """`= kind: text`, hanging below itself on a terminal."""
    margin = " " * (frame.digits + 1)
    role = "help" if kind == "help" else "title"
    shown = visible(text)
    indent = " " * (len(kind) + 4)
    lines = (
        wrapped(f"= {kind}: {shown}", frame.room + 2, indent)
        if frame.wrap and kind != "docs"
        else [f"= {kind}: {shown}"]
    )
    for at, line in enumerate(lines):
        if at == 0:
            head = f"= {kind}:"
            yield f"{margin}{frame.style('gutter', '=')} {frame.style(role, head[2:])}{line.removeprefix(head)}"
        else:
            yield margin + line
