"""`wslint why PATH[:LINE] [RULE]`."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from wslint.cli.check import settings_for
from wslint.cli.completing import rule_lists, rules
from wslint.cli.refusal import BUG, Refusal, must_exist
from wslint.cli.rule_words import ruleset_of
from wslint.cli.terminal import (
    complain,
    is_terminal,
    machine_readable,
    wants_color,
    width_of_output,
    write,
)
from wslint.cli.values import OneOf
from wslint.cli.version import CONTEXT
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.engine.why import Why


class Place(NamedTuple):
    """A path as given, and a 1-based line; None for all of the file."""

    path: str
    line: int | None


@click.command("why", context_settings={**CONTEXT, "auto_envvar_prefix": "WSLINT"})
@click.argument("place", metavar="PATH[:LINE]", type=click.Path())
@click.argument("rule", metavar="[RULE]", required=False, shell_complete=rules)
@click.option(
    "--select", multiple=True, metavar="RULES", shell_complete=rule_lists, help="As if only these rules ran."
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar="RULES",
    shell_complete=rule_lists,
    help="As if these rules ran too.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    shell_complete=rule_lists,
    help="As if these rules did not run.",
)
@click.option(
    "--platform",
    type=OneOf("linux", "desktop"),
    help="Where the containers run: a Linux host (default), or Docker Desktop.",
)
@click.option("--exclude", multiple=True, metavar="PATTERNS", help="As if these files were not there.")
@click.option(
    "--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what git ignores (default)."
)
@click.option("--helm", is_flag=True, help="Render Helm charts by the helm on your PATH (no network).")
@click.option("--config", type=click.Path(), metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file; the file's folder is the project.")
@click.option(
    "--output-format",
    type=OneOf("text", "json"),
    default="text",
    allow_from_autoenv=False,
    help="How to print it (default: text).",
)
@click.option(
    "--color",
    type=OneOf("auto", "always", "never"),
    default="auto",
    help="Colour the answer (default: auto).",
)
@click.pass_context
def why(
    context: click.Context,
    /,
    place: str,
    rule: str | None,
    output_format: str,
    color: str,
    **given: Any,
) -> int:
    """Say what is read at a line of a file, and why each rule reports something there, or nothing.

    Without a line: of the whole file. With RULE, a name or a code: of that rule only, with its parameters.
    """
    where = place_of(place)
    settings = settings_for(context, [_start(where.path, isolated=given["isolated"])], given)
    answer = _ask(where, _name_of(rule, settings), settings)
    if output_format == "json":
        from wslint.report import why_json

        machine_readable()
        write(why_json.render(answer))
    else:
        from wslint.report import why as why_text
        from wslint.report.options import RenderOptions

        terminal = is_terminal(sys.stdout)
        options = RenderOptions(
            width=width_of_output(sys.stdout, os.environ),
            wrap=terminal,
            color=wants_color(color, terminal=terminal, environ=os.environ),
        )
        write(why_text.render(answer, options))
    for bug in answer.internal:
        complain(f"wslint: a bug in wslint: {bug.where}: {bug.message} (all other checks ran)")
    return BUG if answer.internal else 0


def place_of(text: str) -> Place:
    """What `PATH`, `PATH:LINE` or `PATH:LINE:COLUMN` means. Raises Refusal for what is no file, or no line."""
    path, line = text, ""
    for _ in range(2):
        if os.path.lexists(path):
            break
        before, colon, after = path.rpartition(":")
        if not colon or not before:
            break
        if not (after.isascii() and after.isdigit()):
            if os.path.lexists(before):
                raise Refusal(f"`{after}` is no line number: give {before}:LINE")
            break
        path, line = before, after
    if not os.path.lexists(path):
        must_exist(path if line else text)
    if os.path.isdir(path):
        raise Refusal(f"{path} is a folder: name a file in it, or a line of one as PATH:LINE")
    if not os.path.isfile(path):
        raise Refusal(f"{path} is no file that can be read")
    # No file has a line number of more digits, and Python reads no endless ones.
    return Place(path, int(line[:18]) if line else None)


def _start(path: str, *, isolated: bool) -> str:
    """The folder whose project is asked about: as `wslint check` takes it where it is run here.

    Without a repository that is where one stands, if the path leads down from there; of a path from the
    root of the disk, or out of the folder, only the file's own folder is meant.
    """
    from wslint.project.paths import repository_root

    absolute = os.path.abspath(path)
    below = not os.path.isabs(path) and absolute.startswith(os.getcwd().rstrip(os.sep) + os.sep)
    if below and not isolated and repository_root(absolute) is None:
        return os.getcwd()
    return os.path.dirname(absolute)


def _name_of(rule: str | None, settings: Settings) -> str | None:
    """The name of the rule that a word means. Raises Refusal."""
    if rule is None:
        return None
    ruleset = ruleset_of(settings)
    found = ruleset.find(rule) or ruleset.find(rule.upper()) or ruleset.find(rule.lower())
    if found is None:
        from wslint.settings.mistakes import did_you_mean

        guess = did_you_mean(rule, ruleset.words())
        raise Refusal(f"no such rule: {rule}{guess or '; `wslint rules` lists them'}")
    return found.name


def _ask(where: Place, rule: str | None, settings: Settings) -> Why:
    from wslint.app import Impossible, why
    from wslint.engine.selection import UnknownRule
    from wslint.packs import PackError
    from wslint.project.paths import within

    if not within(where.path, settings.root):
        raise Refusal(f"{where.path} is a link that leads out of the project")
    try:
        return why(where.path, where.line, rule, settings)
    except (Impossible, PackError, UnknownRule) as impossible:
        raise Refusal(str(impossible), several=isinstance(impossible, PackError)) from None
