"""Suppressions that do nothing, no longer hold, name no rule, or give no reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from wslint.checks.check import NoParameters, check
from wslint.checks.violation import Violation
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple


class StatedRule(NamedTuple):
    """A rule as a suppression names it.

    `near` is the word that was probably meant by an unknown one. `used` is None where it cannot be told
    whether the suppression is needed: the rule did not run, or could not look at all of the file.
    """

    word: str
    span: Span
    known: bool
    near: str = ""
    used: bool | None = None


class Suppression(NamedTuple):
    """One of wslint's own suppressions, after the run. `span` is the whole comment, with its sign.

    `fault` is empty for one that could be read; `until` is empty where no date is given.
    """

    span: Span
    stated: tuple[StatedRule, ...]
    reason: str
    until: str = ""
    until_span: Span | None = None
    expired: bool = False
    fault: Literal["", "bare", "unclosed", "word", "date"] = ""


@check("suppression")
def unused_suppression(
    subject: Suppression, project: object, parameters: NoParameters
) -> Iterator[Violation]:
    """Stated rules that silence nothing. With the last of them the comment goes."""
    if subject.expired or subject.fault:
        return
    unused = [stated for stated in subject.stated if stated.used is False]
    for stated in unused:
        fix = None
        if len(unused) == len(subject.stated):
            fix = _without_comment(subject.span) if stated is unused[0] else None
        elif len(unused) == 1:
            fix = _without_word(subject.stated, stated)
        yield Violation(stated.span, {"rule": stated.word}, fix=fix)


@check("suppression")
def expired_suppression(
    subject: Suppression, project: object, parameters: NoParameters
) -> Iterator[Violation]:
    """A date that has passed: the suppression no longer holds."""
    if subject.expired:
        rules = ", ".join(stated.word for stated in subject.stated)
        yield Violation(subject.until_span or subject.span, {"until": subject.until, "rules": rules})


@check("suppression")
def unknown_suppression(
    subject: Suppression, project: object, parameters: NoParameters
) -> Iterator[Violation]:
    """Names of no rule, and comments that are meant as a suppression and are none."""
    if subject.fault:
        word = subject.stated[0]
        span = subject.span if subject.fault in ("bare", "unclosed") else word.span
        yield Violation(span, {"word": word.word}, variant=subject.fault)
        return
    for stated in subject.stated:
        if not stated.known:
            variant = "near" if stated.near else ""
            fix = None
            if stated.near and stated.span.text == stated.word:
                fix = Fix(f"write `{stated.near}`", (Edit(stated.span, stated.near),))
            yield Violation(stated.span, {"word": stated.word, "near": stated.near}, variant=variant, fix=fix)


@check("suppression")
def suppression_without_reason(
    subject: Suppression, project: object, parameters: NoParameters
) -> Iterator[Violation]:
    """No word on why."""
    if not subject.reason and not subject.fault:
        yield Violation(subject.span, {"rules": ", ".join(stated.word for stated in subject.stated)})


def _without_comment(comment: Span) -> Fix:
    """Delete the comment, and its line where nothing else is in it."""
    source = comment.source
    line = source.position(comment.start).line
    start = comment.start
    begin = source.starts[line - 1]
    while start > begin and source.text[start - 1] in " \t":
        start -= 1
    end = comment.end
    if start == begin and line < source.line_count():
        end = source.starts[line]
    return Fix("remove the suppression", (Edit(Span(source, start, end), ""),))


def _without_word(stated: tuple[StatedRule, ...], unused: StatedRule) -> Fix:
    at = stated.index(unused)
    source = unused.span.source
    if at + 1 < len(stated):
        span = Span(source, unused.span.start, stated[at + 1].span.start)
    else:
        span = Span(source, stated[at - 1].span.end, unused.span.end)
    return Fix(f"remove `{unused.word}` from the suppression", (Edit(span, ""),))
