"""The kinds of values that options take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from wslint.settings.mistakes import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    _Base = click.ParamType[str]
    _Count = click.ParamType[int]
else:
    # Before click 8.3 the class takes no type argument.
    _Base = _Count = click.ParamType


class OneOf(_Base):
    """One of a few words; a misspelt one gets the word that was probably meant. Aliases are not listed."""

    name = "choice"

    def __init__(self, *choices: str, aliases: Mapping[str, str] | None = None) -> None:
        self.choices = choices
        self.aliases = dict(aliases or {})

    def get_metavar(self, *_: Any, **__: Any) -> str:
        """The choices, for the usage text."""
        return "|".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The choice itself."""
        word = self.aliases.get(str(value), str(value))
        if word in self.choices:
            return word
        guess = did_you_mean(word, [*self.choices, *self.aliases])
        return self.fail(f"`{word}` is not one of {', '.join(self.choices)}{guess}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The choices that begin with what is typed."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(choice) for choice in self.choices if choice.startswith(incomplete)]


class FileName(click.Path):
    """A path, which is never an empty text: that is a variable which was not set, and not a wish."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path itself."""
        return super().convert(value, param, ctx) if value else self.fail("the name is empty", param, ctx)


class Count(_Count):
    """A whole number, at least 1."""

    name = "integer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number itself."""
        text = str(value)
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text):
            return int(text)
        return self.fail(f"`{text}` is no whole number from 1 on", param, ctx)
