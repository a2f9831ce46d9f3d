"""Comments of a document outside of its code."""

from __future__ import annotations

from wslint.syntax.markdown.records import HtmlComment
from wslint.text import Source, Span
from wslint.text.late import compile_late

_MARKS = compile_late(r"`+|<!--|\{/\*")


def comments_of(source: Source, code: list[tuple[int, int]]) -> tuple[HtmlComment, ...]:
    """The comments between stretches of code (`[start, end)`, in order); code spans are passed by."""
    found: list[HtmlComment] = []
    text = source.text
    if "<!--" not in text and "{/*" not in text:
        return ()
    at = 0
    for start, end in [*code, (len(text), len(text))]:
        if at < start:
            _search(source, at, start, found)
        at = max(at, end)
    return tuple(found)


def _search(source: Source, at: int, end: int, found: list[HtmlComment]) -> None:
    text = source.text
    unclosed: set[str] = set()
    while True:
        mark = _MARKS.search(text, at, end)
        if mark is None:
            return
        opening, at = mark.group(), mark.end()
        if opening[0] == "`":
            # A code span ends in its own paragraph (CommonMark, "Code spans"); here, in its own line.
            line_end = text.find("\n", at, end)
            closing = text.find(opening, at, end if line_end < 0 else line_end)
            at = closing + len(opening) if closing >= 0 else at
            continue
        ending = "-->" if opening == "<!--" else "*/}"
        closing = -1 if ending in unclosed else text.find(ending, at, end)
        if closing < 0:
            unclosed.add(ending)
            continue
        span = Span(source, mark.start(), closing + len(ending))
        found.append(HtmlComment(text[at:closing].strip(), span))
        at = span.end
