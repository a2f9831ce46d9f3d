"""What the readers of command lines share: a script with its values, and what could not be known."""

from __future__ import annotations

from wslint.model.value import Known, Unknown
from wslint.readers.shell.command_line import Given
from wslint.syntax.shell import HOLE, SCRIPT, UNSET, Directories, Script, SimpleCommand, Unset, Values
from wslint.syntax.shell.expansion import Scalar
from wslint.text import Source, Span

_HERE = frozenset({"$PWD", "${PWD}", "$(pwd)", "`pwd`"})


class ShellReading:
    """A script, and the ledger of what it leaves unknown."""

    def __init__(self, source: Source, script: Script, values: Values, directory: str | None) -> None:
        self.source = source
        self.script = script
        self.values = values
        self.unknown: list[Unknown] = []
        self.skipped: list[Unknown] = []
        self.patterns: dict[Span, Known[str]] = {}
        self._directory = directory
        self._directories = Directories(values)

    def span(self, start: int, end: int) -> Span:
        """A stretch of the source."""
        return Span(self.source, start, end)

    def directory(self, command: SimpleCommand) -> str | None:
        """The folder in which a command runs, relative to where the text starts; None where unknown."""
        inner = self._directories.of(command)
        if inner is None or inner.startswith("<script>") or not self._directory:
            return inner if self._directory is not None or (inner or "").startswith("<script>") else None
        return f"{self._directory}/{inner}" if inner else self._directory

    def cannot_know(self, given: Given) -> Unknown:
        """A value of which a part is unknown, noted for the ledger."""
        # What stands for a placeholder or an expression has no name of its own.
        names = [f"${name}" if name.strip("_") else "what is filled in" for name in given.word.names]
        what = " and ".join(dict.fromkeys(names)) or "what a command prints"
        unknown = Unknown(f"{what} is known only when the script runs", given.span)
        self.unknown.append(unknown)
        return unknown

    def string(self, given: Given) -> Known[str] | Unknown:
        """A text as it is."""
        known = given.known
        return self.cannot_know(given) if known is None else self.as_known(known, given)

    def pattern(self, given: Given) -> Known[str] | None:
        """A name with variables as they are written in it, `app:${TAG}`, `${IMAGE}`; None where they have no names.

        Two such names in one script are the same one.
        """
        text, names = given.text, given.word.names
        if not text or text.count(HOLE) != len(names) or SCRIPT in text:
            return None
        if not all(name.isidentifier() for name in names):
            return None
        for name in names:
            text = text.replace(HOLE, f"${{{name}}}", 1)
        return Known(text, given.span)

    def as_known(self, value: str, given: Given) -> Known[str]:
        """A value that is written there, or comes out of a variable that is used there."""
        span = given.span
        return Known(value, span, () if span.text == given.text else (span,))

    def variable(self, name: str, command: SimpleCommand) -> str | Unset | None:
        """A variable of the script at a command; UNSET where the script never sets it, None where unknown."""
        for one in command.assignments:
            if one.name == name:
                return self.values.joined(one.value, command).known
        value = self.values.value(name, command)
        if isinstance(value, Scalar):
            return None if HOLE in value.text or SCRIPT in value.text else value.text
        return UNSET if isinstance(value, Unset) else None

    def path(self, given: Given) -> str | None:
        """A path as written; `<script>/…` where it is relative to the script's own folder, None where unknown."""
        text = given.text
        if text.startswith(SCRIPT):
            text = "<script>" + text[1:]
        elif text.startswith(HOLE) and given.word.stretches:
            first = given.word.stretches[0]
            if given.start == 0 and first.end == 1 and self.source.text[first.begin : first.stop] in _HERE:
                text = "." + text[1:]
        return None if HOLE in text or SCRIPT in text else text
