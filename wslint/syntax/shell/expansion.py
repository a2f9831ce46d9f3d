"""What words become where the values of variables are known: texts in which each character has a place."""

from __future__ import annotations

from wslint.syntax.shell.script import Elements, LiteralPart, Part, ShellWord, Unset, Variable
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

HOLE = "\ue000"
"""Stands in a text for what cannot be known; a private character that no file means."""
SCRIPT = "\ue001"
"""Stands in a text for the folder of the script itself, as `$(dirname "$0")` gives it."""

_WHITE = " \t\n"
_DEFAULTS = frozenset({"-", "=", ":-", ":="})


class Stretch(NamedTuple):
    """The characters `[start, end)` of an expanded text, written at `[begin, stop)` of the script."""

    start: int
    end: int
    begin: int
    stop: int

    @property
    def literal(self) -> bool:
        """Whether they are written there character for character."""
        return self.end - self.start == self.stop - self.begin


class Expanded(NamedTuple):
    """One word as the program gets it, with a `HOLE` for each part that is unknown.

    `start` and `end` are where it is written, or where the variable is used that it comes from. `several`
    says that it may as well be no word, or some: an unquoted value that is unknown, `"$@"`. `names` are the
    variables that are unknown.
    """

    text: str
    start: int
    end: int
    stretches: tuple[Stretch, ...] = ()
    several: bool = False
    names: tuple[str, ...] = ()

    @property
    def known(self) -> str | None:
        """The text; None where a part of it is unknown."""
        return None if HOLE in self.text or SCRIPT in self.text else self.text

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `[start, end)` are written; all of the word where that cannot be told."""
        first = last = None
        for stretch in self.stretches:
            if stretch.start <= start < stretch.end:
                first = stretch.begin + (start - stretch.start if stretch.literal else 0)
            if stretch.start < end <= stretch.end:
                last = stretch.stop - (stretch.end - end if stretch.literal else 0)
        return (
            (first, last)
            if first is not None and last is not None and first <= last
            else (self.start, self.end)
        )

    def offset(self, at: int) -> int:
        """Where the character at an offset is written; for the end, just behind the last one."""
        for stretch in self.stretches:
            if at < stretch.end:
                return stretch.begin + (at - stretch.start if stretch.literal else 0)
        return self.stretches[-1].stop if self.stretches else self.end


class Scalar(NamedTuple):
    """A variable's value, with holes; `names` has a name for each."""

    text: str
    names: tuple[str, ...] = ()


class Array(NamedTuple):
    """The elements of an array."""

    words: tuple[Expanded, ...]


# The value of a variable; UNSET for one that the script never sets, None for one that is unknown.
Lookup: TypeAlias = "Callable[[str], 'Scalar | Array | Unset | None']"


class _Chunk(NamedTuple):
    """A stretch of a word before splitting; `splits` where the shell splits it at white space."""

    text: str
    begin: int
    stop: int
    splits: bool
    names: tuple[str, ...] = ()


def expand(word: ShellWord, text: str, lookup: Lookup) -> tuple[Expanded, ...]:
    """The words that one becomes (POSIX shell, "Word Expansions"; bash, "Arrays"). `text` is the script's."""
    if len(word.parts) == 1 and isinstance(word.parts[0], Elements):
        part = word.parts[0]
        value = lookup(part.name)
        if isinstance(value, Array) and part.apart:
            return value.words
        return (_unknown(part.start, part.end, (part.name,)),)
    chunks = [chunk for part in word.parts for chunk in _chunks(part, text, lookup)]
    if len(chunks) == 1 and chunks[0].text == HOLE and (chunks[0].splits or "@" in chunks[0].names):
        return (_unknown(word.start, word.end, chunks[0].names),)
    return tuple(_fields(word, chunks))


def joined(parts: Iterable[Part], text: str, lookup: Lookup, start: int, end: int) -> Expanded:
    """The same without splitting: the value of an assignment, a here-document."""
    chunks = [chunk for part in parts for chunk in _chunks(part, text, lookup)]
    return _word([chunk._replace(splits=False) for chunk in chunks], start, end)


def _unknown(start: int, end: int, names: tuple[str, ...]) -> Expanded:
    return Expanded(HOLE, start, end, (Stretch(0, 1, start, end),), True, names)


def _chunks(part: Part, text: str, lookup: Lookup) -> Sequence[_Chunk]:
    if isinstance(part, LiteralPart):
        return (_Chunk(part.text, part.start, part.end, not part.quoted),)
    written = text[part.start : part.end]
    folder = own_folder(written) if "0" in written or "BASH_SOURCE" in written or "{(%)" in written else None
    if folder is not None:
        return (_Chunk(SCRIPT + folder, part.start, part.end, False),)
    if not isinstance(part, Variable):
        name = getattr(part, "name", "")
        return (_Chunk(HOLE, part.start, part.end, not _is_quoted(part, text), (name,) if name else ()),)
    value = lookup(part.name) if part.name.isidentifier() else None
    if part.operator in _DEFAULTS and part.default is not None:
        if isinstance(value, Unset) or (value == Scalar("") and part.operator.startswith(":")):
            inner = [chunk for one in part.default.parts for chunk in _chunks(one, text, lookup)]
            return [chunk._replace(splits=chunk.splits and not part.quoted) for chunk in inner]
    elif part.operator.lstrip(":") not in ("", "?") or (part.operator == ":" and part.default is not None):
        value = None
    if not isinstance(value, Scalar):
        return (_Chunk(HOLE, part.start, part.end, not part.quoted, (part.name,)),)
    return (_Chunk(value.text, part.start, part.end, not part.quoted, value.names),)


def _is_quoted(part: Part, text: str) -> bool:
    """Whether a substitution or array stands between double quotes, as far as the characters around it tell."""
    if isinstance(part, Elements):
        return part.quoted
    return text[part.start - 1 : part.start] == '"' or text[part.end : part.end + 1] == '"'


def _fields(word: ShellWord, chunks: list[_Chunk]) -> list[Expanded]:
    """Split what is not quoted at white space."""
    fields: list[list[_Chunk]] = [[]]
    for chunk in chunks:
        if not chunk.splits or not any(char in _WHITE for char in chunk.text):
            if chunk.text or not chunk.splits:
                fields[-1].append(chunk)
            continue
        if chunk.text[0] in _WHITE:
            fields.append([])
        literal = len(chunk.text) == chunk.stop - chunk.begin
        names = chunk.names
        at = 0
        # Not at all that Unicode takes for white space: to a shell, a no-break space is a letter.
        for piece in chunk.text.replace("\t", " ").replace("\n", " ").split(" "):
            if not piece:
                continue
            at = chunk.text.index(piece, at)
            begin, stop = chunk.begin, chunk.stop
            if literal:
                begin, stop = chunk.begin + at, chunk.begin + at + len(piece)
            holes = piece.count(HOLE)
            fields[-1].append(_Chunk(piece, begin, stop, True, names[:holes]))
            names = names[holes:]
            fields.append([])
            at += len(piece)
        if chunk.text[-1] not in _WHITE:
            fields.pop()
    made = [field for field in fields if field]
    if len(made) == 1:
        return [_word(made[0], word.start, word.end)]
    return [_word(field, field[0].begin, field[-1].stop) for field in made]


def _word(chunks: list[_Chunk], start: int, end: int) -> Expanded:
    stretches = []
    length = 0
    for chunk in chunks:
        if chunk.text:
            stretches.append(Stretch(length, length + len(chunk.text), chunk.begin, chunk.stop))
            length += len(chunk.text)
    text = "".join(chunk.text for chunk in chunks)
    names = tuple(name for chunk in chunks for name in chunk.names)
    several = text == HOLE and any(chunk.splits for chunk in chunks)
    return Expanded(text, start, end, tuple(stretches), several, names)


def own_folder(written: str) -> str | None:
    """What follows the script's own folder in one of the ways to find it out; None for anything else.

    `$(dirname "$0")`, `${BASH_SOURCE[0]%/*}`, `$(cd "$(dirname "$0")/.." && pwd)`.
    """
    import re

    if len(written) > 200:
        return None
    plain = written
    for noise in ('"', "&>/dev/null", ">/dev/null", "2>&1", "1>&2", "> /dev/null", " -- ", " -P", "CDPATH= "):
        plain = plain.replace(noise, " " if noise == " -- " else "")
    plain = " ".join(plain.split())
    own = r"\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?(?::-\$0)?\}|\{\(%\):-%[xN]\})"
    file = rf"(?:{own}|\$\( ?(?:readlink -f|realpath) {own} ?\))"
    folder = rf"(?:\$\( ?dirname {file} ?\)|\$\{{(?:0|BASH_SOURCE(?:\[0\])?)%/\*\}})"
    found = re.fullmatch(rf"{folder}|\$\( ?(?:cd|pushd) {folder}(/[\w./-]*)? ?(?:&&|;) ?pwd ?\)", plain)
    return None if found is None else found.group(1) or ""
