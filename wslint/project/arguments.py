"""Words of a command line that know where each of their characters is written."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.value import Absent, Known
from wslint.project.environment import EffectiveEnvironment
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wslint.syntax.shell import Script, ShellWord, SimpleCommand, Unset


class Argument(NamedTuple):
    """One word. `text` is None where it cannot be known, `span` where it is not written.

    `offsets` translates an offset in `text` to one in the span's source; None where the text is not
    written there character for character (a variable, an escape).
    """

    text: str | None
    span: Span | None
    offsets: Callable[[int], int] | None = None

    def part(self, start: int, end: int) -> Span | None:
        """The place of the characters `[start, end)` of the text; all of the word where that cannot be told."""
        if self.span is None or self.text is None or start >= end:
            return self.span
        if self.offsets is not None:
            return Span(self.span.source, self.offsets(start), self.offsets(end - 1) + 1)
        if self.span.text == self.text:
            return Span(self.span.source, self.span.start + start, self.span.start + end)
        return self.span


UNKNOWN_ARGUMENT = Argument(None, None)


def command_arguments(command: Command) -> tuple[Argument, ...]:
    """A command as words; a shell form becomes `/bin/sh -c TEXT`."""
    if command.form == "exec":
        return tuple(Argument(word.text, word.span) for word in command.words)
    places = command.offsets
    text = Argument(command.text, command.span, None if places is None else places.__call__)
    return (Argument("/bin/sh", None), Argument("-c", None), text)


def shell_arguments(
    words: tuple[ShellWord, ...], text: Argument, environment: EffectiveEnvironment
) -> tuple[Argument, ...]:
    """The words of a command in a shell text, variables resolved as far as the environment is known."""
    arguments = []
    for word in words:
        if word.text is None and [part for part in word.parts if getattr(part, "name", "") in ("@", "*")]:
            arguments.append(UNKNOWN_ARGUMENT)
            continue
        value = word.resolve(lookup_in(environment))
        plain = value is not None and (text.text or "")[word.start : word.end] == value
        span = text.part(word.start, word.end)
        arguments.append(Argument(value, span, _shifted(text, word.start) if plain else None))
    return tuple(arguments)


def _shifted(text: Argument, start: int) -> Callable[[int], int] | None:
    offsets = text.offsets
    if offsets is not None:
        return lambda at: offsets(start + at)
    if text.span is not None and text.span.text == text.text:
        begin = text.span.start + start
        return lambda at: begin + at
    return None


def lookup_in(environment: EffectiveEnvironment) -> Callable[[str], str | Unset | None]:
    """Variables for a shell: the value, UNSET where nothing in the tree sets it, None where unknown."""
    from wslint.syntax.shell import UNSET

    def lookup(name: str) -> str | Unset | None:
        value = environment.lookup(name)
        if isinstance(value, Known):
            text: str = value.value
            return text
        return UNSET if isinstance(value, Absent) else None

    return lookup


def staying_command(script: Script) -> SimpleCommand | None:
    """The one command that a script ends with and that stays; None where there are several or it is unsure.

    Something in the background may serve as well, so then nothing is said.
    """
    if script.broken or not script.commands or any(command.background for command in script.commands):
        return None
    final = [command for command in script.commands if command.last]
    if len(final) == 1:
        return final[0]
    # `a && exec b`: what is joined by && comes before; the last of the list stays.
    if final and all(c.after == "&&" for c in final[:-1]) and not any(c.within for c in final):
        return final[-1]
    return None
