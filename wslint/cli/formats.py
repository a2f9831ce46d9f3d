"""The formats of reports, as types of options."""

from __future__ import annotations

from typing import Any

import click

from wslint.cli.values import OneOf
from wslint.report import REPORTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    _Type = click.ParamType[tuple[str, str]]
else:
    # Before click 8.3 the class takes no type argument.
    _Type = click.ParamType

FORMATS = OneOf(*REPORTERS, "auto", aliases={"full": "text", "jsonl": "json-lines", "md": "markdown"})


class FormatAndPath(_Type):
    """`FORMAT=PATH`, as a pair."""

    name = "FORMAT=PATH"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """The format, checked, and the path."""
        if isinstance(value, tuple):
            return value
        word, equals, path = str(value).partition("=")
        if not equals or not path:
            return self.fail(f"`{value}` is not FORMAT=PATH, such as sarif=wslint.sarif", param, ctx)
        return FORMATS.convert(word, param, ctx), path

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The formats that begin with what is typed, each with its equals sign."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(f"{word}=") for word in FORMATS.choices if word.startswith(incomplete)]
