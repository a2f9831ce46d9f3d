"""The door: finds the command that a line names."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from wslint.cli.declaring import Declared
from wslint.cli.refusal import IMPOSSIBLE, Refusal
from wslint.cli.terminal import write
from wslint.cli.version import CONTEXT, show_version

# Kept apart from the commands, so that `wslint --help` and a misspelt command import none of them.
COMMANDS = {
    "check": ("wslint.cli.check", "check", "Check files and what lies between them."),
    "explain": ("wslint.cli.explain", "explain", "Say what a rule demands, why, and what to write."),
    "why": ("wslint.cli.why", "why", "Say what is read at a line, and why each rule is quiet there or not."),
    "baseline": ("wslint.cli.baseline", "baseline", "Keep what is known, so that check reports what is new."),
    "rules": ("wslint.cli.rules", "rules", "List the rules, or test their examples."),
    "config": ("wslint.cli.config", "config", "Show the settings in force, or their schema."),
    "completions": ("wslint.cli.completions", "completions", "Print the completion script of a shell."),
}


class Commands(click.Group):
    """A group that names the command that was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or one line that says that there is none of that name."""
        name = args[0]
        known = self.list_commands(ctx)
        if name.startswith("-") or name in known:
            return super().resolve_command(ctx, args)
        raise Refusal(f"{ctx.command_path}: no such command: {name}{self.guess(name, known)}")

    def guess(self, name: str, known: Sequence[str]) -> str:
        """The end of the line: what was probably meant."""
        from wslint.settings.mistakes import did_you_mean

        return did_you_mean(name, known)


class Door(Commands):
    """The top command. Sub-commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module, attribute, _ = COMMANDS[cmd_name]
        found = getattr(import_module(module), attribute)
        command: click.Command = found.command() if isinstance(found, Declared) else found
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, _, help_) in COMMANDS.items()])

    def guess(self, name: str, known: Sequence[str]) -> str:
        """A path is most likely something to check."""
        if os.path.exists(name):
            return f"; did you mean `wslint check {name}`?"
        return super().guess(name, known)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """As click's, with our own words for what goes wrong."""
        del rest, more
        sys.exit(self.run(sys.argv[1:] if args is None else list(args)))

    def run(self, args: Sequence[str]) -> int:
        """Run a command line, or answer what the completion of a shell asks; return the exit code."""
        from wslint.cli.entry import run

        return run(args)

    def invoke_line(self, arguments: list[str]) -> int:
        """Read and run a line; what is wrong with it is raised."""
        from click.exceptions import Abort, Exit

        try:
            with self.make_context("wslint", arguments) as context:
                result = self.invoke(context)
        except Exit as end:
            return end.exit_code
        except Abort:
            raise KeyboardInterrupt from None
        return result if isinstance(result, int) else 0


@click.group(
    cls=Door,
    context_settings=CONTEXT,
    invoke_without_command=True,
    subcommand_metavar="COMMAND …",
    epilog="Exit codes: 0 nothing to report, 1 findings, 2 asked for something impossible, 3 a bug in wslint.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version.",
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show where a bug in wslint happened.")
@click.pass_context
def door(context: click.Context) -> int:
    """Find the faults between the files that say how a container is built, run and stopped."""
    if context.invoked_subcommand is not None:
        return 0
    write([context.get_help() + "\n"])
    # Asked for nothing: a CI job that forgot the command must not be green.
    return IMPOSSIBLE
