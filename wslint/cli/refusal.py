"""What cannot be done, in one line, with the word that was probably meant."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click

    from wslint.settings.mistakes import SettingsError

IMPOSSIBLE = 2
BUG = 3
INTERRUPTED = 130


class Refusal(Exception):  # noqa: N818  # an answer to the user, not a fault
    """The command cannot do what was asked (exit code 2). The message has no `wslint:` before it.

    `placed`: lines of the message that begin with a place, `path:line:column:`, and stay as they are. `several`: the
    message is a line for each mistake; else it is one line, whatever the words of the user's that it quotes.
    """

    def __init__(self, message: str, placed: tuple[str, ...] = (), *, several: bool = False) -> None:
        super().__init__(message)
        self.placed = placed
        self.several = several

    def lines(self) -> list[str]:
        """What to print on standard error."""
        lines = str(self).split("\n") if self.several else [str(self)]
        own = [line if line.startswith("wslint") else f"wslint: {line}" for line in lines if line]
        return [*self.placed, *own]


def refusal_of(error: SettingsError) -> Refusal:
    """What to say of settings that cannot be used: a line for each mistake."""
    placed = tuple(str(mistake) for mistake in error.mistakes if mistake.path)
    others = (" ".join(str(mistake).split()) for mistake in error.mistakes if not mistake.path)
    return Refusal("\n".join(others), placed, several=True)


def must_exist(path: str) -> None:
    """Raise Refusal for a path that is not there, with the name beside it that was probably meant."""
    if os.path.lexists(path):
        return
    folder, name = os.path.split(path.rstrip("/"))
    try:
        beside = os.listdir(folder or ".")
    except OSError:
        beside = []
    from wslint.settings.mistakes import did_you_mean

    raise Refusal(f"no such file or folder: {path}{did_you_mean(name, beside)}")


def one_line(error: click.ClickException) -> str:
    """A usage error of click's, with the command it is about and without the usage text."""
    import click

    from wslint.settings.mistakes import did_you_mean

    context = getattr(error, "ctx", None)
    command = (
        f"{context.command_path}: " if context is not None and context.parent is not None else "wslint: "
    )
    if isinstance(error, click.NoSuchOption):
        known = (
            [name for parameter in context.command.get_params(context) for name in parameter.opts]
            if context
            else []
        )
        return f"{command}no such option: {error.option_name}{did_you_mean(error.option_name, known)}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"{command}{error.param.human_readable_name} is missing"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{command}{max(error.param.opts, key=len)}: {_in_one_line(error.message)}"
    return f"{command}{_in_one_line(error.format_message())}"


def _in_one_line(message: str) -> str:
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]
