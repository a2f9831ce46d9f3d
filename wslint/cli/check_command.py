"""How `wslint check` reads its line."""

from __future__ import annotations

import click

from wslint.cli.silence import NO_REASON, OPTION


class CheckCommand(click.Command):
    """A command in which the value of OPTION can be left out, and else stands behind `=`.

    To click, the word behind an option whose value can be left out is that value, even if it is a path.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's, after the value that was left out was put in."""
        end = args.index("--") if "--" in args else len(args)
        full = [f"{OPTION}={NO_REASON}" if word == OPTION else word for word in args[:end]]
        return super().parse_args(ctx, full + args[end:])
