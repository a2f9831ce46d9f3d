"""Comments and annotations that silence linters: ours, and those of others.

Sources: hadolint's README ("Inline ignores"), the Dockerfile reference ("check"), dclint's "Using
Configuration Comments", KubeLinter's "Ignoring violations", Checkov's "Suppressing and skipping policies".
"""

from __future__ import annotations

from wslint.model.facts import Annotated, FileKind, Remark
from wslint.model.value import Known
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal, TypeAlias

Fault: TypeAlias = "Literal['', 'bare', 'unclosed', 'word', 'date']"


class Word(NamedTuple):
    """A rule as a suppression names it, and where."""

    text: str
    span: Span


class Directive(NamedTuple):
    """One suppression as written.

    `everything` is for dialects that can silence all rules of their linter. `covers` is None for the whole
    file. `until` is a date (YYYY-MM-DD) and `until_span` its place. `fault` says why one of ours cannot be
    read: it states no rule, has no closing bracket, has another word than ignore, or a date that is none.
    """

    dialect: str
    by: Literal["comment", "annotation"]
    words: tuple[Word, ...]
    span: Span
    covers: Span | None
    reason: str = ""
    everything: bool = False
    until: str = ""
    until_span: Span | None = None
    fault: Fault = ""


def read_remark(remark: Remark, kind: FileKind) -> Directive | None:
    """What a comment silences; None where it is no suppression, or not one for this kind of file."""
    text = remark.text.strip()
    at = remark.span.text.find(text)
    place = _Place(remark.span, text, max(at, 0))
    if text.startswith("wslint:"):
        return _ours(remark, place)
    if text.startswith("hadolint"):
        return _hadolint(remark, place) if kind == "dockerfile" else None
    if text.startswith("dclint"):
        return _dclint(remark, place) if kind == "compose" else None
    if text.startswith("checkov:skip="):
        return _checkov(remark, place, kind)
    if text[:5].lower() == "check" and kind == "dockerfile":
        return _buildkit(remark, place)
    return None


class _Place(NamedTuple):
    """The text of a comment without its sign, at an offset in the comment's span."""

    span: Span
    text: str
    at: int

    def part(self, start: int, end: int) -> Span:
        """The span of a part of the text."""
        begin = self.span.start + self.at
        return Span(self.span.source, begin + start, begin + end)

    def words(self, start: int, end: int, separators: str) -> tuple[Word, ...]:
        """The words between two offsets; white space around them is none of theirs."""
        found = []
        begin = start
        for offset in range(start, end + 1):
            if offset == end or self.text[offset] in separators:
                raw = self.text[begin:offset]
                word = raw.strip()
                if word:
                    first = begin + len(raw) - len(raw.lstrip())
                    found.append(Word(word, self.part(first, first + len(word))))
                begin = offset + 1
        return tuple(found)


def _ours(remark: Remark, place: _Place) -> Directive | None:
    """`wslint: ignore[name, …] reason until=2027-03-01`, `wslint: file-ignore[…]`."""
    text = place.text
    start = len("wslint:")
    while start < len(text) and text[start].isspace():
        start += 1
    end = start
    while end < len(text) and (text[end].isalpha() or text[end] in "-_"):
        end += 1
    word = text[start:end]
    opening = end
    while opening < len(text) and text[opening].isspace():
        opening += 1
    bracket = text[opening : opening + 1] == "["
    if bracket and not word:
        word, start, end = "[", opening, opening + 1
    faulty = Directive("wslint", "comment", (Word(word, place.part(start, end)),), remark.span, remark.covers)
    if word not in ("ignore", "file-ignore"):
        # Prose may begin with our name; what looks like an order must not be passed over in silence.
        return faulty._replace(fault="word") if bracket or _resembles(word) else None
    closing = text.find("]", opening)
    if not bracket:
        return faulty._replace(fault="bare")
    if closing < 0:
        return faulty._replace(fault="unclosed")
    words = place.words(opening + 1, closing, ",")
    if not words:
        return faulty._replace(fault="bare")
    directive = Directive(
        "wslint", "comment", words, remark.span, None if word == "file-ignore" else remark.covers
    )
    return _with_reason(directive, place, closing + 1)


def _resembles(word: str) -> bool:
    if not 3 <= len(word) <= 20:
        return False
    from difflib import get_close_matches

    return bool(
        get_close_matches(word.lower(), ("ignore", "file-ignore", "disable", "skip"), n=1, cutoff=0.75)
    )


def _with_reason(directive: Directive, place: _Place, start: int) -> Directive:
    """Take the reason, and the date in it."""
    reason: list[str] = []
    for word in place.words(start, len(place.text), " \t"):
        if not word.text.startswith("until="):
            reason.append(word.text)
            continue
        date = word.text.removeprefix("until=").rstrip(".,;")
        first = word.span.start + len("until=")
        span = Span(word.span.source, first, first + len(date))
        if not is_date(date):
            return directive._replace(fault="date", words=(Word(date, span),))
        directive = directive._replace(until=date, until_span=span)
    return directive._replace(reason=" ".join(reason).lstrip("-–—: ").strip())


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, as YYYY-MM-DD."""
    year, month, day = text[:4], text[5:7], text[8:]
    if (
        len(text) != 10
        or text[4] != "-"
        or text[7] != "-"
        or not (text.isascii() and (year + month + day).isdigit())
    ):
        return False
    last = (31, 28 + _is_leap(int(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return int(year) > 0 and 1 <= int(month) <= 12 and 1 <= int(day) <= last[int(month) - 1]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _hadolint(remark: Remark, place: _Place) -> Directive | None:
    """`hadolint ignore=DL3008,SC2086` for the next instruction, `hadolint global ignore=…` for the file."""
    key, equals, _ = place.text.partition("=")
    order = key.split()
    if not equals or order not in (["hadolint", "ignore"], ["hadolint", "global", "ignore"]):
        return None
    words = place.words(len(key) + 1, len(place.text), ",")
    codes, reason = _without_trailing_text(words)
    covers = None if "global" in order else remark.covers
    return Directive("hadolint", "comment", codes, remark.span, covers, reason)


def _without_trailing_text(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], str]:
    """Codes end at the first word that has something behind it: the rest is the reason."""
    codes: list[Word] = []
    for word in words:
        first, _, rest = word.text.partition(" ")
        codes.append(Word(first, Span(word.span.source, word.span.start, word.span.start + len(first))))
        if rest:
            return tuple(codes), rest.strip()
    return tuple(codes), ""


def _buildkit(remark: Remark, place: _Place) -> Directive | None:
    """`check=skip=Name,…;error=true` or `check=skip=all`: a directive, so only at the top of the file."""
    key, _, value = place.text.partition("=")
    if key.strip().lower() != "check" or not _only_directives(remark.span.source.text[: remark.span.start]):
        return None
    at = len(key) + 1
    for option in value.split(";"):
        name, equals, _ = option.partition("=")
        if equals and name.strip() == "skip":
            words = place.words(at + len(name) + 1, at + len(option), ",")
            everything = any(word.text == "all" for word in words)
            return Directive("buildkit", "comment", words, remark.span, None, everything=everything)
        at += len(option) + 1
    return None


def _only_directives(before: str) -> bool:
    return all(line.startswith("#") and "=" in line for line in before.splitlines())


def _dclint(remark: Remark, place: _Place) -> Directive | None:
    """`dclint disable-line`, `disable-next-line`, `disable`, `disable-file`; rules behind it, else all."""
    words = place.words(0, len(place.text), " \t,")
    if len(words) < 2 or words[0].text != "dclint":
        return None
    order, rules = words[1].text, words[2:]
    source = remark.span.source
    covers: Span | None
    if order in ("disable", "disable-file"):
        if not _at_top(source.text[: remark.span.start]):
            return None
        covers = None
    elif order in ("disable-line", "disable-next-line"):
        covers = _line_meant(remark.span, below=order == "disable-next-line")
    else:
        return None
    return Directive("dclint", "comment", rules, remark.span, covers, everything=not rules)


def _at_top(before: str) -> bool:
    return all(line.strip() in ("", "---") for line in before.splitlines())


def _line_meant(comment: Span, *, below: bool) -> Span:
    """The comment's own line; the next one where it is asked for, or where nothing else is in its line."""
    source: Source = comment.source
    line = comment.line
    alone = not source.text[source.starts[line - 1] : comment.start].strip()
    if (below or alone) and line < source.line_count():
        return source.line_span(line + 1)
    return source.line_span(line)


def _checkov(remark: Remark, place: _Place, kind: FileKind) -> Directive | None:
    """`checkov:skip=CKV_K8S_8:reason`: in a Dockerfile for all of it, else for what the comment speaks of."""
    start = len("checkov:skip=")
    colon = place.text.find(":", start)
    end = colon if colon >= 0 else len(place.text)
    words = tuple(Word(w.text.split()[0], w.span) for w in place.words(start, end, ","))
    if kind not in ("dockerfile", "kubernetes"):
        return None
    reason = place.text[end + 1 :].strip()
    covers = None if kind == "dockerfile" else remark.covers
    return Directive("checkov", "comment", words, remark.span, covers, reason)


_KUBE_LINTER = "ignore-check.kube-linter.io/"
_CHECKOV = "checkov.io/skip"


def read_annotations(annotated: Annotated) -> Iterator[Directive]:
    """What the annotations of an object silence, for all of the object.

    `ignore-check.kube-linter.io/CHECK: reason` and `checkov.io/skipN: CODE=reason`.
    """
    annotations: Mapping[str, Known[str]] = annotated.annotations
    for key, value in annotations.items():
        if key.startswith(_KUBE_LINTER):
            dialect, word, reason = "kube-linter", key.removeprefix(_KUBE_LINTER), value.value
        elif key.startswith(_CHECKOV):
            dialect = "checkov"
            word, _, reason = value.value.partition("=")
        else:
            continue
        words = (Word(word.strip(), value.span),)
        yield Directive(dialect, "annotation", words, value.span, annotated.extent, reason.strip())
