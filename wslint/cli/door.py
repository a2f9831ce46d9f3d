"""The door: finds the command, runs it, and says in one line what went wrong."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from wslint.cli.refusal import BUG, IMPOSSIBLE, INTERRUPTED, Refusal, one_line
from wslint.cli.terminal import complain, prepare_streams, silence_stdout, write

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
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


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
        command: click.Command = getattr(import_module(module), attribute)
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
        if "_WSLINT_COMPLETE" in os.environ:
            from wslint.cli.completions import answer

            return answer(os.environ["_WSLINT_COMPLETE"])
        arguments, debug = _without_debug(list(args))
        prepare_streams()
        try:
            return self._invoke(arguments)
        except KeyboardInterrupt as end:
            return _ended(end)
        except Refusal as refusal:
            for line in refusal.lines():
                complain(line)
            return IMPOSSIBLE
        except click.ClickException as error:
            complain(one_line(error))
            return IMPOSSIBLE
        except OSError as error:
            return _failed(error, debug=debug)
        except Exception as error:  # noqa: BLE001  # the last door: whatever it is, it is one line
            return _bug(error, debug=debug)

    def _invoke(self, arguments: list[str]) -> int:
        from click.exceptions import Abort, Exit

        try:
            with self.make_context("wslint", arguments) as context:
                result = self.invoke(context)
        except Exit as end:
            return end.exit_code
        except Abort:
            raise KeyboardInterrupt from None
        return result if isinstance(result, int) else 0


def _without_debug(args: list[str]) -> tuple[list[str], bool]:
    """`--debug` may stand anywhere before `--`; it is about the program and not about a command."""
    end = args.index("--") if "--" in args else len(args)
    kept = [word for word in args[:end] if word != "--debug"] + args[end:]
    return kept, len(kept) < len(args) or os.environ.get("WSLINT_DEBUG", "0") not in {"", "0"}


def _ended(end: KeyboardInterrupt) -> int:
    from wslint.cli.ending import TERMINATED, Terminated

    terminated = isinstance(end, Terminated)
    complain("wslint: terminated" if terminated else "wslint: interrupted")
    return TERMINATED if terminated else INTERRUPTED


def _failed(error: OSError, *, debug: bool) -> int:
    """What the system refused: to write help, to say where we are. All else is for us to expect."""
    from errno import EBADF, EDQUOT, EFBIG, EIO, ENOSPC

    if isinstance(error, BrokenPipeError):
        silence_stdout()
        return 0
    if error.filename is None and error.errno in (EBADF, EDQUOT, EFBIG, EIO, ENOSPC):
        silence_stdout()
        complain(f"wslint: cannot write to standard output: {error.strerror}")
        return IMPOSSIBLE
    try:
        os.getcwd()
    except OSError as problem:
        complain(f"wslint: the working directory cannot be used: {problem.strerror}")
        return IMPOSSIBLE
    return _bug(error, debug=debug)


def _bug(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    text = " ".join(str(error).split())[:200]
    hint = "" if debug else " (--debug shows where)"
    complain(f"wslint: a bug in wslint: {type(error).__name__}: {text}{hint}")
    return BUG


def show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """Print the version and end."""
    if value and not context.resilient_parsing:
        from wslint import __version__

        write([f"wslint {__version__}\n"])
        context.exit()


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
