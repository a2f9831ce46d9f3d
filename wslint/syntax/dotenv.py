""".env and env_file as Compose reads them (compose-go, package dotenv)."""

from __future__ import annotations

from wslint.syntax.interpolation import Lookup, interpolate
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

MAX_GROWTH = 1_000_000
"""By so many characters variables may make the values of a file longer; beyond that values are unknown."""
_KEY_MARKS = frozenset("_.-[]")
_BLANK = " \t\r\v\f\x85\xa0"
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}
_OCTAL = frozenset("01234567")


class EnvEntry(NamedTuple):
    """One variable.

    `value` is None where it is unknown: it hangs on a variable that is not in the file, is too long, or the line
    is a name alone, whose value comes from the environment (`value_span` is then empty). Quotes are outside
    `value_span`.
    """

    name: str
    value: str | None
    key_span: Span
    value_span: Span


class DotEnv(NamedTuple):
    """The entries in order (the last of equal names wins), and what makes Compose refuse the file.

    `open_quote` is the last of the problems, if that is a quote which nothing closes.
    """

    entries: tuple[EnvEntry, ...]
    problems: tuple[Unreadable, ...] = ()
    open_quote: Unreadable | None = None


def parse_dotenv(source: Source, lookup: Lookup | None = None, *, raw: bool = False) -> DotEnv:
    """Parse an env file. Variables see `lookup` first, then earlier lines.

    `raw` is Compose's `format: raw`: no quotes, no variables. Reading goes on after a bad line; an open
    quote ends it.
    """
    return _Reader(source, lookup, raw=raw).read()


class _Reader:
    """A place in a text that moves on."""

    def __init__(self, source: Source, lookup: Lookup | None, *, raw: bool) -> None:
        self.source = source
        self.text = source.text
        self.outer = lookup
        self.raw = raw
        self.at = 0
        self.entries: list[EnvEntry] = []
        self.problems: list[Unreadable] = []
        self.open_quote: Unreadable | None = None
        self.seen: dict[str, str | None] = {}
        self.left = MAX_GROWTH

    def read(self) -> DotEnv:
        while self._next_statement():
            name_span = self._name()
            if name_span is None:
                self.at = self._line_end(self.at) + 1
                continue
            value, span = self._value()
            if value is not None:
                self.left -= max(0, len(value) - (span.end - span.start))
                value = value if self.left >= 0 else None
            name = name_span.text
            self.entries.append(EnvEntry(name, value, name_span, span))
            self.seen[name] = value
        return DotEnv(tuple(self.entries), tuple(self.problems), self.open_quote)

    def _next_statement(self) -> bool:
        """Go to the next character that is neither white space nor in a comment."""
        text = self.text
        while self.at < len(text):
            if text[self.at] == "#":
                self.at = self._line_end(self.at)
            elif text[self.at] != "\n" and text[self.at] not in _BLANK:
                return True
            else:
                self.at += 1
        return False

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _name(self) -> Span | None:
        """The name; leaves `at` at its separator. None and a problem where Compose refuses it."""
        text = self.text
        if text.startswith("export", self.at) and text[self.at + 6 : self.at + 7] in {" ", "\t"}:
            self.at += 6
            while self.at < len(text) and text[self.at] in _BLANK:
                self.at += 1
        start = at = self.at
        line_end = self._line_end(at)
        while at < line_end and text[at] not in "=:":
            char = text[at]
            if char not in _BLANK and char not in _KEY_MARKS and not char.isalpha() and not char.isnumeric():
                return self._refused(at, at + 1, f"unexpected character {char!r} in a name")
            at += 1
        end = at
        while end > start and text[end - 1] in _BLANK:
            end -= 1
        self.at = at
        span = Span(self.source, start, end)
        if any(char in _BLANK for char in span.text):
            return self._refused(start, end, "a name cannot contain a space")
        if start == end:
            return self._refused(start, min(start + 1, line_end), "a name is missing")
        return span

    def _refused(self, start: int, end: int, reason: str) -> Span | None:
        """Note a problem; there is no name then."""
        self.problems.append(Unreadable(Span(self.source, start, end), reason))
        return None

    def _value(self) -> tuple[str | None, Span]:
        """The value after a separator; leaves `at` behind it."""
        text = self.text
        if self.at >= len(text) or text[self.at] == "\n":
            return None, Span(self.source, self.at, self.at)
        self.at += 1
        while self.at < len(text) and text[self.at] in _BLANK:
            self.at += 1
        start = self.at
        if text[start : start + 1] in {'"', "'"} and not self.raw:
            return self._quoted(start)
        end = self.at = self._line_end(start)
        if not self.raw:
            comment = text.find(" #", max(start - 1, 0), end)
            end = end if comment < 0 else max(comment, start)
        while end > start and (text[end - 1] in _BLANK if not self.raw else text[end - 1] == "\r"):
            end -= 1
        value = text[start:end]
        return value if self.raw else self._expanded(value), Span(self.source, start, end)

    def _quoted(self, start: int) -> tuple[str | None, Span]:
        """A quoted value, which may span lines. A backslash keeps the quote; double quotes know escapes."""
        text, quote = self.text, self.text[start]
        at = start + 1
        while at < len(text) and text[at] != quote:
            at += 2 if text[at] == "\\" else 1
        if at >= len(text):
            line = Span(self.source, start, self._line_end(start))
            self.open_quote = Unreadable(line, f"the quote {quote} is not closed")
            self.problems.append(self.open_quote)
            self.at = len(text)
            return None, line
        self.at = at + 1
        span = Span(self.source, start + 1, at)
        inner = _unquote(span.text, quote)
        if quote == "'":
            return inner, span
        return self._expanded(_unescape(inner)), span

    def _expanded(self, value: str) -> str | None:
        return interpolate(value, self._lookup).value if "$" in value else value

    def _lookup(self, name: str) -> str | None:
        outer = self.outer(name) if self.outer is not None else None
        return outer if outer is not None else self.seen.get(name)


def _unquote(text: str, quote: str) -> str:
    """Backslashes before the quote removed, pairs of backslashes kept as they are."""
    parts = []
    at = 0
    while at < len(text):
        slash = text.find("\\", at)
        if slash < 0:
            break
        parts.append(text[at:slash])
        following = text[slash + 1 : slash + 2]
        parts.append(quote if following == quote else "\\" + following)
        at = slash + 2
    return "".join(parts) + text[at:]


def _unescape(text: str) -> str:
    r"""Escapes of double quotes; `\$` becomes the `$$` that interpolation knows for a literal `$`."""
    parts: list[str] = []
    at = 0
    while True:
        slash = text.find("\\", at)
        if slash < 0:
            return "".join(parts) + text[at:]
        parts.append(text[at:slash])
        following = text[slash + 1 : slash + 2]
        at = slash + 2
        if following == "$":
            parts.append("$$")
        elif following == "0":
            end = at
            while end < min(at + 3, len(text)) and text[end] in _OCTAL:
                end += 1
            parts.append(chr(int(text[at:end] or "0", 8)))
            at = end
        else:
            parts.append(_ESCAPES.get(following, "\\" + following))
