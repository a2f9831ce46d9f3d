"""Texts in a shell text that are files of their own: here-documents, and what another shell is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wslint.model.commands import SHELLS, program_name, shell_call
from wslint.model.facts import Embedded, EmbeddedKind
from wslint.readers.shell.command_line import Given, find_call, program_at
from wslint.readers.shell.reading import ShellReading
from wslint.syntax.shell import HOLE, Expanded, SimpleCommand, below
from wslint.syntax.shell.expansion import Scalar, joined
from wslint.syntax.shell.script import HereDocument, LiteralPart, Part, Variable
from wslint.text import Fragment
from wslint.text.fragment import Piece
from wslint.text.record import NamedTuple

_WRITING = frozenset({">", ">|", ">>"})
_MOST_DOCUMENTS = 500


class _Use(NamedTuple):
    """What becomes of a here-document: a file of some name, or the input of a program."""

    kind: EmbeddedKind
    name: str | None = None
    whole: bool = True


def embedded_in(reading: ShellReading) -> Iterator[Embedded]:
    """The here-documents that are files, and scripts in quotes."""
    commands = reading.script.commands
    number = 0
    for at, command in enumerate(commands):
        for redirect in command.redirects:
            if redirect.document is None or number >= _MOST_DOCUMENTS:
                continue
            use = _use(reading, commands, at)
            if use is None:
                continue
            number += 1
            fragment = _fragment(reading, command, redirect.document, use)
            here = reading.directory(command) if not _is_far(command) else None
            yield Embedded(fragment, use.kind, here if use.kind == "shell" else "")
        nested = _nested(reading, command)
        if nested is not None:
            yield nested


def _use(reading: ShellReading, commands: Sequence[SimpleCommand], at: int) -> _Use | None:
    """Where a here-document goes; None where it is no file that is read here."""
    command = commands[at]
    words = reading.values.words(command)
    program = _name(words)
    if program in ("cat", "tee"):
        written = _written(reading, command, words)
        if written is not None:
            return _by_name(reading, command, *written)
        following = commands[at + 1] if at + 1 < len(commands) else None
        if command.after != "|" or following is None or program != "cat":
            return None
        command, words = following, reading.values.words(following)
        program = _name(words)
        if program == "tee":
            written = _written(reading, command, words)
            return None if written is None else _by_name(reading, command, *written)
    return _by_program(program, words)


def _name(words: Sequence[Expanded]) -> str:
    at = program_at(words)
    return program_name(words[at].known or "") if at < len(words) else ""


def _written(
    reading: ShellReading, command: SimpleCommand, words: Sequence[Expanded]
) -> tuple[Given, bool] | None:
    """The file that a command writes its input to, and whether it writes all of it."""
    program = _name(words)
    for redirect in command.redirects if program != "tee" else ():
        if (
            redirect.operator in _WRITING
            and redirect.target is not None
            and redirect.descriptor in (None, "1")
        ):
            word = reading.values.joined(redirect.target, command)
            return Given(reading.source, word, 0, len(word.text)), redirect.operator != ">>"
    at = program_at(words)
    if program != "tee":
        return None
    operands = [word for word in words[at + 1 :] if not word.text.startswith("-")]
    appends = any(word.text in ("-a", "--append") for word in words[at + 1 :])
    if not operands:
        return None
    return Given(reading.source, operands[0], 0, len(operands[0].text)), not appends


def _by_name(reading: ShellReading, command: SimpleCommand, target: Given, whole: bool) -> _Use | None:
    name = target.text.rpartition("/")[2]
    kind = kind_by_name(name)
    # What is added to a file is a part of it only.
    if kind is None or not whole:
        return None
    folder = reading.directory(command)
    path = below(folder, target.text)
    return _Use(kind, path or None)


def kind_by_name(name: str) -> EmbeddedKind | None:
    """What a file of this name holds; None for what is not read."""
    lower = name.lower()
    stem, _, ending = lower.rpartition(".")
    if HOLE in ending:
        return None
    if lower.startswith(("dockerfile", "containerfile")) or ending in ("dockerfile", "containerfile"):
        return "dockerfile"
    if ending in ("yaml", "yml"):
        return "compose" if stem.startswith(("compose", "docker-compose")) else "yaml"
    if ending == "env" or lower.startswith(".env"):
        return "env"
    return "shell" if ending in ("sh", "bash") else None


def _by_program(program: str, words: Sequence[Expanded]) -> _Use | None:
    texts = [word.text for word in words]
    reads_input = "-" in texts or any(text in ("-f-", "--file=-", "--filename=-") for text in texts)
    if program == "kubectl" and reads_input:
        return _Use("kubernetes")
    if program in SHELLS or program == "ssh":
        plain = [word for word in words[program_at(words) + 1 :] if not word.text.startswith("-")]
        return _Use("shell", None, False) if not plain or program == "ssh" or "-s" in texts else None
    call = find_call(words)
    if call is None or not reads_input:
        return None
    if call.command == ("compose",):
        return _Use("compose")
    return _Use("dockerfile") if call.command[-1] in ("build", "b") else None


def _is_far(command: SimpleCommand) -> bool:
    """Whether a command runs its input on another machine."""
    return any(word.text == "ssh" for word in command.words)


def _fragment(reading: ShellReading, command: SimpleCommand, document: HereDocument, use: _Use) -> Fragment:
    """The text as the program gets it; what is unknown stays as `${NAME}`."""
    text, pieces, exact = _filled(reading, command, document)
    # To the shell's parser, the first half of a Windows line end is a blank.
    exact = exact and "\r" not in reading.source.text[document.start : document.end]
    if document.indented:
        text, pieces = _without_tabs(text, pieces)
    return Fragment(reading.source, text, tuple(pieces), exact=exact, whole=use.whole, name=use.name)


def _filled(
    reading: ShellReading, command: SimpleCommand, document: HereDocument
) -> tuple[str, list[Piece], bool]:
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    exact = True
    for part in document.parts:
        if isinstance(part, LiteralPart):
            value, at = part.text, part.end - len(part.text)
            exact = exact and part.end - part.start == len(part.text)
        else:
            exact = False
            value, at = _value(reading, command, part), part.start
        if value and (isinstance(part, LiteralPart) or len(value) == part.end - part.start):
            pieces.append(Piece(length, at, len(value)))
        elif value:
            # What the shell fills in stands where it is used: its first character has that place.
            pieces.append(Piece(length, at, 1))
        parts.append(value)
        length += len(value)
    return "".join(parts), pieces, exact


def _value(reading: ShellReading, command: SimpleCommand, part: Part) -> str:
    script = reading.script.text
    made = joined((part,), script, lambda name: reading.values.value(name, command), part.start, part.end)
    if made.known is not None:
        return made.known
    if isinstance(part, Variable) and part.name.isidentifier():
        value = reading.values.value(part.name, command)
        if not isinstance(value, Scalar):
            return f"${{{part.name}}}"
    return "${SUBSTITUTED}"


def _without_tabs(text: str, pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """The same without the tabs that begin its lines."""
    kept: list[str] = []
    gone: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.lstrip("\t")
        if len(bare) < len(line):
            gone.append((at, at + len(line) - len(bare)))
        kept.append(bare)
        at += len(line)
    moved: list[Piece] = []
    removed = index = 0
    for piece in pieces:
        start, end = piece.start, piece.start + piece.length
        while index < len(gone) and gone[index][0] < end:
            first, last = gone[index]
            if start < first:
                moved.append(Piece(start - removed, piece.host + start - piece.start, first - start))
            removed += last - first
            start = last
            index += 1
        if start < end:
            moved.append(Piece(start - removed, piece.host + start - piece.start, end - start))
    return "".join(kept), moved


def _nested(reading: ShellReading, command: SimpleCommand) -> Embedded | None:
    """The text that `bash -c` or `ssh HOST` is given in quotes, where it stands there as it is."""
    words = reading.values.words(command)
    at = program_at(words)
    texts = [word.known for word in words[at:]]
    far = texts[:1] == ["ssh"]
    if far:
        position = len(texts) - 1 if len(texts) > 2 else None
    else:
        call = shell_call(texts)
        position = call.position if call is not None else None
    if position is None:
        return None
    word = words[at + position]
    if word.known is None or not word.stretches or not all(one.literal for one in word.stretches):
        return None
    if " " not in word.text:
        return None
    pieces = tuple(Piece(one.start, one.begin, one.end - one.start) for one in word.stretches)
    fragment = Fragment(reading.source, word.text, pieces, exact=len(pieces) == 1)
    return Embedded(fragment, "shell", None if far else reading.directory(command))
