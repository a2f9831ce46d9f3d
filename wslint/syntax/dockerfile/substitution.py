r"""Variables and quotes in the words of an instruction, as Docker's reference and BuildKit's lexer define them.

Docker's reference, "Environment replacement": `$x`, `${x}`, `${x:-word}`, `${x:+word}`, `${x#pattern}`,
`${x##pattern}`, `${x%pattern}`, `${x%%pattern}`, `${x/pattern/word}`, `${x//pattern/word}`, `\$`. BuildKit
also takes `-`, `+`, `?` without the colon.
"""

from __future__ import annotations

from wslint.syntax.dockerfile.joined import SPACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

_DEPTH = 50
# How many characters variables may bring into one word: `ENV B=$A$A`, `ENV C=$B$B` … doubles at each line.
_BROUGHT = 4096
_SPECIAL_PARAMETERS = "@*#?-$!"


class Missing:
    """Why a variable has no value although this is known about it.

    UNSET: it is surely not set. NOT_GIVEN: an ARG without default, which is empty unless the build gives it, so that
    plain uses are unknown.
    """

    UNSET: Missing
    NOT_GIVEN: Missing


# No Enum: to import that takes as long as to read a Dockerfile.
Missing.UNSET, Missing.NOT_GIVEN = Missing(), Missing()

Lookup: TypeAlias = "Callable[[str], str | Missing | None]"


class MalformedError(Exception):
    """The word is none that BuildKit takes."""


def substitute(text: str, lookup: Lookup, *, escape: str = "\\") -> str | None:
    """Put variables in and take quotes away; None where that hangs on an unknown value or cannot be done.

    More than a few thousand characters out of variables count as unknown.

    `lookup` returns the value, None where it is not known, or a `Missing`.
    """
    if "$" not in text and '"' not in text and "'" not in text and escape not in text:
        return text
    try:
        return _Lexer(text, lookup, escape).read(None, raw=False)
    except MalformedError:
        return None


def unquote(text: str, *, escape: str = "\\") -> str:
    """Take quotes and escapes away and leave variables as they are; the text itself if it is malformed."""
    if '"' not in text and "'" not in text and escape not in text:
        return text
    lexer = _Lexer(text, None, escape)
    try:
        result = lexer.read(None, raw=False)
    except MalformedError:
        return text
    return text if result is None else result


def raw_words(text: str) -> list[tuple[int, int]]:
    r"""Where the words of a line are; white space in quotes or after `\\` does not separate.

    BuildKit looks for heredocs in these words. Raises MalformedError for open quotes and substitutions that it
    does not know.
    """
    lexer = _Lexer(text, None, "\\")
    ranges: list[tuple[int, int]] = []
    start = -1
    size = len(text)
    while lexer.at < size:
        here = lexer.at
        ch = text[here]
        if ch in SPACES:
            if start >= 0:
                ranges.append((start, here))
                start = -1
            lexer.at += 1
            continue
        if start < 0:
            start = here
        lexer.skip(ch)
        if ch == "$":
            # White space in an expansion separates, too.
            for index in range(here, lexer.at):
                blank = text[index] in SPACES
                if blank and start >= 0:
                    ranges.append((start, index))
                    start = -1
                elif not blank and start < 0:
                    start = index
    if start >= 0:
        ranges.append((start, size))
    return ranges


class _Lexer:
    """A walk over one word; `lookup` None leaves variables as they are written."""

    __slots__ = ("at", "depth", "escape", "left", "lookup", "text")

    def __init__(self, text: str, lookup: Lookup | None, escape: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.left = _BROUGHT
        self.lookup = lookup
        self.escape = escape

    def skip(self, ch: str) -> None:
        """Go past the character `ch`, or all of what it begins."""
        if ch == "$":
            self.dollar()
        elif ch == "'":
            self.single_quoted()
        elif ch == '"':
            self.double_quoted()
        else:
            self.at += 2 if ch == self.escape else 1
            self.at = min(self.at, len(self.text))

    def read(self, stop: str | None, *, raw: bool) -> str | None:
        """Up to `stop`, which is consumed, or the end; None where a part is unknown. `raw` keeps escapes."""
        text = self.text
        size = len(text)
        parts: list[str | None] = []
        while self.at < size:
            ch = text[self.at]
            if ch == stop:
                self.at += 1
                return _joined(parts)
            if ch == "$":
                parts.append(self.dollar())
            elif ch == "'":
                parts.append(self.single_quoted())
            elif ch == '"':
                parts.append(self.double_quoted())
            elif ch == self.escape:
                parts.append(text[self.at : self.at + 2] if raw else text[self.at + 1 : self.at + 2])
                self.at += 2
            else:
                parts.append(ch)
                self.at += 1
        if stop is not None:
            raise MalformedError
        return _joined(parts)

    def single_quoted(self) -> str:
        end = self.text.find("'", self.at + 1)
        if end < 0:
            raise MalformedError
        value = self.text[self.at + 1 : end]
        self.at = end + 1
        return value

    def double_quoted(self) -> str | None:
        text = self.text
        size = len(text)
        parts: list[str | None] = []
        self.at += 1
        while self.at < size:
            ch = text[self.at]
            if ch == '"':
                self.at += 1
                return _joined(parts)
            if ch == "$":
                parts.append(self.dollar())
                continue
            if ch == self.escape:
                after = text[self.at + 1 : self.at + 2]
                if after == "":
                    break
                if after in ('"', "$", self.escape):
                    self.at += 1
                    ch = after
            parts.append(ch)
            self.at += 1
        raise MalformedError

    def name(self) -> str:
        text = self.text
        start = self.at
        first = text[start : start + 1]
        if first.isdigit():
            while self.at < len(text) and text[self.at].isdigit():
                self.at += 1
        elif first and first in _SPECIAL_PARAMETERS:
            self.at += 1
        else:
            while self.at < len(text) and (text[self.at].isalnum() or text[self.at] == "_"):
                self.at += 1
        return text[start : self.at]

    def dollar(self) -> str | None:
        start = self.at
        self.at += 1
        if self.text[self.at : self.at + 1] == "{":
            self.depth += 1
            if self.depth > _DEPTH:
                raise MalformedError
            value = self.braced()
            self.depth -= 1
        else:
            name = self.name()
            value = self.plain(name) if name else "$"
        return self.text[start : self.at] if self.lookup is None else value

    def plain(self, name: str) -> str | None:
        found = self.find(name)
        if found is Missing.UNSET:
            return ""
        return found if isinstance(found, str) else None

    def find(self, name: str) -> str | Missing | None:
        value = None if self.lookup is None else self.lookup(name)
        if isinstance(value, str):
            self.left -= len(value)
        return value if self.left >= 0 else None

    def braced(self) -> str | None:
        self.at += 1
        if self.text[self.at : self.at + 1] in ("", "{", "}", ":"):
            raise MalformedError
        name = self.name()
        modifier = self.text[self.at : self.at + 1]
        self.at += 1
        if modifier == "}":
            return self.plain(name)
        if modifier == "/":
            return self.replaced(name)
        colon = modifier == ":"
        if colon:
            modifier = self.text[self.at : self.at + 1]
            self.at += 1
        if modifier == "" or modifier not in "-+?#%":
            raise MalformedError
        word = self.read("}", raw=modifier in "#%")
        found = self.find(name)
        if modifier in "#%":
            return _trimmed(modifier, word, found)
        return _chosen(modifier, word, found, empty_counts=not colon)

    def replaced(self, name: str) -> str | None:
        from wslint.syntax.dockerfile.patterns import replace

        every = self.text[self.at : self.at + 1] == "/"
        if every:
            self.at += 1
        pattern = self.read("/", raw=True)
        word = self.read("}", raw=True)
        value = self.plain(name)
        if value is None or pattern is None or word is None:
            return None
        return replace(value, pattern, word, every=every)


def _joined(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _chosen(
    modifier: str, word: str | None, found: str | Missing | None, *, empty_counts: bool
) -> str | None:
    """The value of `${x-word}`, `${x+word}`, `${x?word}`; with a colon the empty value counts as none."""
    if found is None:
        return None
    is_set = isinstance(found, str) and (empty_counts or found != "")
    if modifier == "+":
        if found is Missing.NOT_GIVEN:
            return None
        return word if is_set else ""
    if is_set:
        return found if isinstance(found, str) else None
    return word if modifier == "-" else None


def _trimmed(modifier: str, word: str | None, found: str | Missing | None) -> str | None:
    """The value of `${x#word}` and `${x%word}`; a doubled sign takes the longest match."""
    from wslint.syntax.dockerfile.patterns import without_prefix, without_suffix

    value = "" if found is Missing.UNSET else found
    if word is None or not isinstance(value, str):
        return None
    longest = word.startswith(modifier)
    pattern = word[1:] if longest else word
    if modifier == "#":
        return without_prefix(value, pattern, longest=longest)
    return without_suffix(value, pattern, longest=longest)
