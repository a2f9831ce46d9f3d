"""Template marks (`{{`, `{%`) in YAML: which ones stand where YAML wants a value, and whose they are.

Braces in quoted scalars, comments and block text are data. Those inside a plain scalar are data too, as
long as the file parses (a Prometheus alert says `Instance {{ $labels.instance }} is down`).
"""

from __future__ import annotations

from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Engine: TypeAlias = "Literal['Helm', 'Jinja', 'Go template', 'OpenShift template', 'placeholders in braces']"

_HELM = (".Values", ".Release", ".Chart", ".Capabilities", 'include "', "tpl ")
_GO_WORDS = frozenset(
    "if else range with end define template block break continue printf toYaml index not".split()
)


class Mark(NamedTuple):
    """A template mark. `standing` is true where it begins a line or a value, so that it cannot be a text."""

    offset: int
    standing: bool


def template_mark(text: str, *, broken: bool = False) -> Mark | None:
    """The first mark that makes a text a template rather than data; None where there is none.

    `broken` says that the text does not parse as YAML: then marks inside plain scalars count, too.
    """
    if "{{" not in text and "{%" not in text:
        return None
    scan = _Scan(text)
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        mark = scan.line(at, end)
        if mark is not None and (mark.standing or broken):
            return mark
        at = end + 1
    return None


class _Scan:
    """Goes through YAML line by line, keeping only what tells data from structure."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quote = ""
        self.block: int | None = None

    def line(self, start: int, end: int) -> Mark | None:
        """Read one line; give its first mark outside of quotes, comments and block text."""
        text = self.text
        at = start
        while at < end and text[at] == " ":
            at += 1
        if at == end or text[at] == "\r":
            return None
        if self.block is not None:
            if at - start > self.block:
                return None
            self.block = None
        return self._tokens(start, at, end)

    def _tokens(self, start: int, at: int, end: int) -> Mark | None:
        """Walk over the characters of a line. `fresh` holds where a scalar could begin."""
        text = self.text
        fresh = True
        column = parent = at - start
        found: Mark | None = None
        while at < end:
            if self.quote:
                at = self._quoted(at, end)
                fresh = False
                continue
            char = text[at]
            if self._is_comment(start, at):
                return found
            if char in "\"'" and fresh:
                self.quote = char
                at += 1
                continue
            if char == "{" and text[at + 1 : at + 2] in ("{", "%"):
                found = found or Mark(at, standing=fresh)
                at += 2
                continue
            if char in "|>" and fresh and self._ends_as_header(at, end):
                self.block = parent
                return found
            if self._is_indicator(at, end):
                if char == ":":
                    parent = column
                elif fresh:
                    # `- ` and `? ` may stand before a key of the same line.
                    parent, column = at - start, _next_column(text, start, at + 1, end)
                fresh = True
            elif char in "!&" and fresh:
                at = _word_end(text, at, end)
                continue
            elif char not in " \t":
                fresh = char in "[{,"
            at += 1
        return found

    def _is_indicator(self, at: int, end: int) -> bool:
        text = self.text
        return text[at] in "-?:" and (at + 1 == end or text[at + 1] in " \t\r")

    def _is_comment(self, start: int, at: int) -> bool:
        return self.text[at] == "#" and (at == start or self.text[at - 1] in " \t")

    def _quoted(self, at: int, end: int) -> int:
        """Go on to the end of a quoted scalar, or of the line."""
        text = self.text
        while at < end:
            if text[at] == "\\" and self.quote == '"':
                at += 2
                continue
            if text[at] == self.quote:
                if self.quote == "'" and text[at + 1 : at + 2] == "'":
                    at += 2
                    continue
                self.quote = ""
                return at + 1
            at += 1
        return min(at, end)

    def _ends_as_header(self, at: int, end: int) -> bool:
        """Whether a `|` or `>` is the header of block text: nothing but indicators and a comment after it."""
        rest = self.text[at + 1 : end].split("#", 1)[0].strip()
        return len(rest) <= 2 and all(char in "+-123456789" for char in rest)


def _next_column(text: str, start: int, at: int, end: int) -> int:
    while at < end and text[at] == " ":
        at += 1
    return at - start


def _word_end(text: str, at: int, end: int) -> int:
    while at < end and text[at] not in " \t\r,]}":
        at += 1
    return at


def engine_of(text: str, mark: int) -> Engine:
    """Whose template a text is, by its first mark and what else is in it."""
    if any(word in text for word in _HELM):
        return "Helm"
    if text[mark - 1 : mark] == "$":
        return "OpenShift template"
    if "{%" in text or "{#" in text:
        return "Jinja"
    inside = text[mark + 2 : mark + 80].lstrip("-~ \t")
    word = inside.split("}", 1)[0].split(" ", 1)[0].split("(", 1)[0]
    if not inside[:1].isalpha() or word in _GO_WORDS:
        return "Go template"
    # A name alone may be anyone's, and is filled in by sed as often as by an engine.
    return "Jinja" if "|" in inside.split("}", 1)[0] else "placeholders in braces"


def mark_span(source: Source, offset: int) -> Span:
    """The two characters of a mark."""
    return Span(source, offset, offset + 2)
