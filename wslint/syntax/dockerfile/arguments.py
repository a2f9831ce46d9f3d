"""The arguments of an instruction: flags, and words as each keyword splits them."""

from __future__ import annotations

from wslint.syntax.dockerfile.joined import SPACES, JoinedText
from wslint.syntax.dockerfile.records import Flag, Pair, Word
from wslint.syntax.dockerfile.substitution import MalformedError, unquote
from wslint.text.json_text import read_json

BLANKS = "\t\v\f\r "


class RefusedError(Exception):
    """BuildKit refuses the arguments; the text says why, `start` and `end` where in the joined text."""

    def __init__(self, reason: str, start: int = 0, end: int | None = None) -> None:
        self.reason = reason
        self.start = start
        self.end = end
        super().__init__(reason)


def word_end(text: str, blanks: str = BLANKS) -> int:
    """Where the first word of a text that begins with one ends."""
    for at, ch in enumerate(text):
        if ch in blanks:
            return at
    return len(text)


def split_flags(text: JoinedText, escape: str) -> tuple[tuple[Flag, ...], JoinedText]:
    """Leading `--name=value` words, and the rest (BuildKit's extractBuilderFlags)."""
    flags: list[Flag] = []
    at = 0
    whole = text.text
    while True:
        while at < len(whole) and whole[at] in SPACES:
            at += 1
        if not whole.startswith("--", at):
            break
        end = _flag_end(whole, at, escape)
        if whole[at:end] == "--":
            at = end
            break
        name, equals, value = whole[at + 2 : end].partition("=")
        value_start = at + 2 + len(name) + len(equals)
        flags.append(
            Flag(name, _plain(value) if equals else None, text.span(at, end), text.span(value_start, end))
        )
        at = end
    return tuple(flags), (text.part(at, len(whole)) if at else text).stripped()


def _plain(value: str) -> str:
    try:
        return unquote(value)
    except MalformedError:
        return value


def _flag_end(text: str, at: int, escape: str) -> int:
    quote = ""
    while at < len(text):
        ch = text[at]
        if quote:
            if ch == quote:
                quote = ""
            elif ch == escape:
                at += 1
        elif ch in "\"'":
            quote = ch
        elif ch == escape:
            at += 1
        elif ch in SPACES:
            return at
        at += 1
    return min(at, len(text))


def json_words(text: JoinedText) -> tuple[Word, ...] | None:
    """The strings of a JSON array; None where the text is none, so that shell form holds.

    Raises RefusedError for an array that holds anything but strings.
    """
    stripped = text.stripped()
    if not stripped.text.startswith("["):
        return None
    try:
        values = read_json(stripped.text)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(value, str) for value in values):
        raise RefusedError("an array in JSON form holds strings only")
    return tuple(
        _json_word(stripped, value, place)
        for value, place in zip(values, _strings(stripped.text), strict=True)
    )


def _strings(text: str) -> list[tuple[int, int]]:
    """The places of the string literals of a valid JSON array of strings, with their quotes."""
    places = []
    at = text.find('"')
    while at >= 0:
        end = at + 1
        while text[end] != '"':
            end += 2 if text[end] == "\\" else 1
        places.append((at, end + 1))
        at = text.find('"', end + 1)
    return places


def _json_word(text: JoinedText, value: str, place: tuple[int, int]) -> Word:
    start, end = place
    if text.text[start + 1 : end - 1] == value:
        return Word(value, text.span(start + 1, end - 1))
    # Half of a surrogate pair becomes the replacement character, as in Go.
    clean = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Word(clean, text.span(start, end))


def blank_words(text: JoinedText) -> tuple[Word, ...]:
    """Words between white space; quotes mean nothing (FROM, EXPOSE, COPY …)."""
    words = []
    end = 0
    whole = text.text
    for blank in BLANKS[:-1]:
        whole = whole.replace(blank, " ")
    for word in whole.split(" "):
        if word:
            words.append(Word(word, text.span(end, end + len(word))))
        end += len(word) + 1
    return tuple(words)


def quoted_words(text: JoinedText, escape: str) -> list[tuple[int, int]]:
    """Where the words of ENV, LABEL and ARG are: white space in quotes or after the escape is theirs."""
    places: list[tuple[int, int]] = []
    whole = text.text
    start = -1
    quote = ""
    at = 0
    while at < len(whole):
        ch = whole[at]
        if start < 0:
            if ch in SPACES:
                at += 1
                continue
            start = at
        if quote:
            if ch == quote:
                quote = ""
            elif ch == escape and quote != "'":
                at += 1
        elif ch in SPACES:
            places.append((start, at))
            start = -1
        elif ch in "\"'":
            quote = ch
        elif ch == escape:
            at += 1
        at += 1
    if start >= 0:
        places.append((start, len(whole)))
    return places


def name_value_words(text: JoinedText, keyword: str, escape: str) -> tuple[Word, ...]:
    """Keys and values in turn, for `K=V …` and for the old `K V`. Raises RefusedError."""
    places = quoted_words(text, escape)
    if not places:
        return ()
    first_start, first_end = places[0]
    whole = text.text
    if "=" not in whole[first_start:first_end]:
        if len(places) < 2:
            raise RefusedError(
                f"{keyword} must have two arguments: a name and a value", first_start, first_end
            )
        value_start = first_end
        while whole[value_start] in SPACES:
            value_start += 1
        return (
            Word(whole[first_start:first_end], text.span(first_start, first_end)),
            Word(whole[value_start:], text.span(value_start, len(whole))),
        )
    words: list[Word] = []
    for start, end in places:
        key, equals, value = whole[start:end].partition("=")
        if not equals:
            raise RefusedError(f"`{whole[start:end]}` must be of the form name=value", start, end)
        if not key:
            raise RefusedError(f"`{whole[start:end]}` has no name before the `=`", start, end)
        cut = start + len(key)
        words.append(Word(key, text.span(start, cut)))
        words.append(Word(value, text.span(cut + 1, end)))
    return tuple(words)


def argument_words(text: JoinedText, escape: str) -> tuple[Word, ...]:
    """The words of ARG: `NAME` or `NAME=default` each."""
    return tuple(
        Word(text.text[start:end], text.span(start, end)) for start, end in quoted_words(text, escape)
    )


def argument_pairs(words: tuple[Word, ...]) -> tuple[Pair, ...]:
    """The pairs of an ARG."""
    pairs = []
    for word in words:
        key, equals, value = word.text.partition("=")
        _source, start, end = word.span
        cut = start + len(key)
        if word.span.text != word.text:
            pairs.append(Pair(key, word.span, value if equals else None, word.span))
            continue
        value_span = word.span._replace(start=cut + 1 if equals else end)
        pairs.append(Pair(key, word.span._replace(end=cut), value if equals else None, value_span))
    return tuple(pairs)
