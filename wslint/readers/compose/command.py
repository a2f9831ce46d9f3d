"""`command:`, `entrypoint:` and the test of a health check."""

from __future__ import annotations

from wslint.model.commands import Command, Word
from wslint.model.value import Known, Unknown
from wslint.readers.compose.reading import Place, Reading, hole_reason, is_null
from wslint.readers.compose.splitting import split_command
from wslint.readers.compose.text import HOLE, Text
from wslint.syntax.yaml import Sequence


def read_command(reading: Reading, place: Place) -> Known[Command] | Unknown:
    """The words that the engine gets; always exec form, for Compose runs no shell for a string.

    An empty list or string is a command without words: it takes the image's own away (Compose file
    reference, `entrypoint` and `command`).
    """
    if isinstance(place.value, Sequence):
        words = tuple(_word(reading, item) for item in reading.items(place))
        return Known(Command("exec", words, place.value.span, None), place.value.span, place.via)
    value = reading.plain(place)
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, Text):
        return reading.cannot_know("a command is a string or a list of strings", place.span)
    split = split_command(value.value)
    if split is None:
        reason = hole_reason(value) or "Compose cannot split this command: a quote or parenthesis stays open"
        return reading.cannot_know(reason, value.span)
    words = tuple(
        Word(None if HOLE in word.text else word.text, value.part(word.start, word.end)) for word in split
    )
    if value.holes and all(word.text is None for word in words):
        return reading.cannot_know(hole_reason(value), value.span)
    if value.holes:
        reading.cannot_know(hole_reason(value), value.span)
    return Known(Command("exec", words, value.span, None), value.span, reading.reached(value))


def read_test(reading: Reading, place: Place) -> Known[Command] | Unknown | None:
    """The command of a health check; None for an empty list, which is as if it were absent.

    A string is for a shell, a list begins with CMD or CMD-SHELL (Compose file reference, `healthcheck`).
    `["NONE"]` is not read here.
    """
    if not isinstance(place.value, Sequence):
        value = reading.plain(place)
        if isinstance(value, Unknown):
            return value
        if not isinstance(value, Text):
            return reading.cannot_know("a test is a string or a list of strings", place.span)
        return _shell(reading, value)
    items = reading.items(place)
    if not items:
        return None
    kind = first_word(reading, place)
    if kind == "CMD":
        words = tuple(_word(reading, item) for item in items[1:])
        return Known(Command("exec", words, place.value.span, None), place.value.span, place.via)
    if kind == "CMD-SHELL" and len(items) > 1:
        text = reading.text(items[1])
        return text if isinstance(text, Unknown) else _shell(reading, text)
    return reading.cannot_know("the list of a test begins with CMD, CMD-SHELL or NONE", place.value.span)


def first_word(reading: Reading, place: Place) -> str | None:
    """The first word of a test in list form; None where it is another form, or not known."""
    items = reading.items(place)
    if not items:
        return None
    text = reading.text(items[0])
    return None if isinstance(text, Unknown) or text.holes else text.value


def _shell(reading: Reading, text: Text) -> Known[Command] | Unknown:
    known = reading.whole(text)
    if isinstance(known, Unknown):
        return known
    command = Command("shell", (), text.span, text.value, text.offsets())
    return Known(command, text.span, known.via)


def _word(reading: Reading, place: Place) -> Word:
    if is_null(place.value):
        return Word(None, place.span)
    text = reading.text(place)
    if isinstance(text, Unknown):
        return Word(None, place.span)
    if text.holes:
        reading.cannot_know(hole_reason(text), text.span)
        return Word(None, text.span)
    return Word(text.value, text.span)
