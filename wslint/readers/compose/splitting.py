"""How Compose splits a `command:` that is one string into words.

Compose runs no shell for it: compose-go splits the string (types/command.go, go-shellwords) and hands the
words to the engine. It differs from a POSIX shell: a backslash takes the next character also between double
quotes, no variable is expanded, and an unquoted operator ends the command; what follows it is dropped.
"""

from __future__ import annotations

from wslint.text.record import NamedTuple

SPACE = " \t\r\n"
_OPERATORS = ";&|<>"
_ESCAPES = {"t": "\t", "n": "\n"}


class SplitWord(NamedTuple):
    """A word and the characters `[start, end)` of the string that it is written in, outer quotes apart."""

    text: str
    start: int
    end: int


def split_command(text: str) -> tuple[SplitWord, ...] | None:
    """The words that Compose makes of a string; None where it refuses it (open quote, bare parenthesis)."""
    words: list[SplitWord] = []
    at = 0
    length = len(text)
    while True:
        while at < length and text[at] in SPACE:
            at += 1
        if at >= length:
            return tuple(words)
        read = _word(text, at)
        if read is None:
            return None
        word, end, stopped = read
        if word is not None:
            words.append(_placed(text, word, at, end))
        if stopped:
            return tuple(words)
        at = end


def _placed(text: str, word: str, start: int, end: int) -> SplitWord:
    """Leave out the quotes around a word that is quoted as a whole."""
    if (
        end - start >= 2
        and text[start] == text[end - 1]
        and text[start] in "'\""
        and word == text[start + 1 : end - 1]
    ):
        return SplitWord(word, start + 1, end - 1)
    return SplitWord(word, start, end)


def _word(text: str, start: int) -> tuple[str | None, int, bool] | None:
    """One word from `start`: its text (None where there is none), its end, and whether an operator follows."""
    parts: list[str] = []
    inside = ""  # the quote that is open: ' " ` or ( for $(…)
    some = False
    at = start
    length = len(text)
    while at < length:
        char = text[at]
        if char == "\\" and inside != "'":
            at += 2
            if at > length:
                return None
            taken = text[at - 1]
            parts.append("\\" + taken if inside in ("`", "(") else _ESCAPES.get(taken, taken))
            some = True
            continue
        if not inside and char in SPACE:
            break
        if not inside and char in _OPERATORS:
            descriptor = char == ">" and parts and "".join(parts).isdigit()
            return ("".join(parts) if some and not descriptor else None), at, True
        change = _quoting(char, inside, parts)
        if change is None:
            return None
        inside, kept = change
        some = True
        if kept:
            parts.append(char)
        at += 1
    return None if inside else ("".join(parts) if some else None, at, False)


def _quoting(char: str, inside: str, parts: list[str]) -> tuple[str, bool] | None:
    """What is open after a character, and whether the character stays in the word; None: refused."""
    if char in "'\"":
        if not inside:
            return char, False
        return ("", False) if inside == char else (inside, True)
    if char == "`" and inside in ("", "`"):
        return ("" if inside else "`"), True
    if char == "(" and inside in ("", "("):
        return ("(", True) if not inside and parts and parts[-1].endswith("$") else None
    if char == ")" and inside in ("", "("):
        return ("", True) if inside else None
    return inside, True
