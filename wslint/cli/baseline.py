"""`wslint baseline write`, `show` and `prune`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from wslint.cli.door import Commands
from wslint.cli.known import (
    debt_of,
    matched_with,
    paths_below_root,
    read_baseline,
    shown,
)
from wslint.cli.refusal import BUG, IMPOSSIBLE, Refusal, must_exist
from wslint.cli.terminal import complain, machine_readable, write
from wslint.cli.values import FileName, OneOf
from wslint.cli.version import CONTEXT
from wslint.engine.finding import Debt, Finding, Outcome, Remembered
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.engine.baseline import Baseline, Matched

_HERE: dict[str, Any] = {**CONTEXT, "auto_envvar_prefix": "WSLINT"}


@click.group(
    "baseline",
    cls=Commands,
    invoke_without_command=True,
    context_settings=CONTEXT,
    subcommand_metavar="COMMAND …",
)
@click.pass_context
def baseline(context: click.Context) -> int:
    """Keep what is known today in a file, so that `check` reports only what is new."""
    if context.invoked_subcommand is not None:
        return 0
    write([context.get_help() + "\n"])
    return IMPOSSIBLE


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What the three commands have in common."""
    options = (
        click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]…"),
        click.option(
            "--file",
            type=FileName(),
            metavar="FILE",
            envvar="WSLINT_BASELINE",
            help="The baseline (default: that of the configuration, else .wslint-baseline.json at the root).",
        ),
        click.option("--config", type=click.Path(), metavar="FILE", help="Use this configuration file."),
        click.option("--isolated", is_flag=True, help="Use no configuration file."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@baseline.command("write", context_settings=_HERE, short_help="Write all that is found now.")
@_options
def write_command(paths: tuple[str, ...], file: str | None, config: str | None, isolated: bool) -> int:
    """Check PATHS (default: here) and write all findings to the baseline."""
    from wslint.engine.baseline import remember

    place = _place(paths, file, config, isolated=isolated)
    outcome = _run(paths or (".",), place.settings)
    if not outcome.files and not outcome.findings and not place.settings.allow_empty:
        raise Refusal(f"nothing to check in {', '.join(paths) or '.'}, so there is nothing to remember")
    below = paths_below_root(paths or (".",), place.settings)
    made = remember(outcome.findings, below, place.settings.root, cwd=os.getcwd())
    _store(place.path, made)
    write([f"{_count(outcome.findings)} written to {shown(place.path)}.\n"])
    return _code(outcome)


@baseline.command("show", context_settings=_HERE, short_help="List what is known, and what of it is stale.")
@_options
@click.option(
    "--output-format", type=OneOf("text", "json"), default="text", help="How to print it (default: text)."
)
def show_command(
    paths: tuple[str, ...], file: str | None, config: str | None, isolated: bool, output_format: str
) -> int:
    """List what the baseline knows: where it is now, and what of it is found no more.

    With PATHS, only what lies at or below them.
    """
    held = _hold(paths, file, config, isolated=isolated)
    if output_format == "json":
        machine_readable()
        write(_as_json(held.debt))
    else:
        write(_as_text(held.debt))
    return _code(held.outcome)


@baseline.command("prune", context_settings=_HERE, short_help="Take out what is found no more.")
@_options
def prune_command(paths: tuple[str, ...], file: str | None, config: str | None, isolated: bool) -> int:
    """Take out of the baseline what is found no more, and write down what was renamed. Adds nothing.

    With PATHS, only what lies at or below them.
    """
    from wslint.engine.baseline import prune

    held = _hold(paths, file, config, isolated=isolated)
    pruned = prune(held.baseline, held.matched, held.debt)
    moved = sum(1 for _, entry, now in held.matched.pairs if entry.fingerprint != now.fingerprint)
    if pruned.entries != held.baseline.entries:
        _store(held.path, pruned)
    stale = len(held.debt.stale)
    text = f"{stale} {'entry' if stale == 1 else 'entries'} taken out"
    if moved:
        text += f", {moved} moved to {'its new place' if moved == 1 else 'their new places'}"
    write([f"{text}; {len(pruned.entries)} left in {shown(held.path)}.\n"])
    return _code(held.outcome)


class _Place(NamedTuple):
    """Where the baseline is (absolute path), and the settings in force."""

    path: str
    settings: Settings


class _Held(NamedTuple):
    """A baseline held against a run; `debt` is limited to the paths that were asked for."""

    path: str
    baseline: Baseline
    outcome: Outcome
    matched: Matched
    debt: Debt


def _place(paths: Sequence[str], file: str | None, config: str | None, *, isolated: bool) -> _Place:
    from wslint.cli.check import common_folder
    from wslint.cli.rule_words import local_settings
    from wslint.engine.baseline import NAME
    from wslint.project.paths import within

    for path in paths:
        must_exist(path)
    settings = local_settings(config, isolated=isolated, path=common_folder(paths or (".",)))
    path = os.path.abspath(file) if file else os.path.join(settings.root, settings.baseline or NAME)
    if not file and not settings.baseline and not within(path, settings.root):
        # Nobody named it: a link of that name may be a stranger's, and what is behind it would be written over.
        raise Refusal(f"{shown(path)} is a link that leads out of the project (--file names another one)")
    return _Place(os.path.normpath(path), settings)


def _hold(paths: Sequence[str], file: str | None, config: str | None, *, isolated: bool) -> _Held:
    """Check what the baseline was written for: less would not see what lies between the files."""
    place = _place(paths, file, config, isolated=isolated)
    settings = place.settings
    known = read_baseline(place.path)
    checked = [os.path.join(settings.root, path) for path in known.paths]
    checked = [os.path.relpath(path) for path in checked if os.path.lexists(path)]
    outcome = _run(checked or (os.path.relpath(settings.root),), settings)
    matched = matched_with(known, outcome, settings)
    debt = debt_of(matched, place.path, outcome, settings)
    if paths:
        debt = _limited(debt, paths)
    return _Held(place.path, known, outcome, matched, debt)


def _limited(debt: Debt, paths: Sequence[str]) -> Debt:
    """Only what lies at or below the paths."""
    wanted = [os.path.abspath(path) for path in paths]

    def lies_below(path: str) -> bool:
        return any(path == one or path.startswith(one.rstrip(os.sep) + os.sep) for one in wanted)

    known = (one for one in debt.known if lies_below(os.path.abspath(one.span.source.path)))
    stale = (one for one in debt.stale if lies_below(os.path.abspath(one.path)))
    return debt._replace(known=tuple(known), stale=tuple(stale))


def _run(paths: Sequence[str], settings: Settings) -> Outcome:
    from wslint.app import Impossible, run
    from wslint.engine.selection import UnknownRule
    from wslint.packs import PackError

    try:
        return run(paths, settings)
    except (Impossible, PackError, UnknownRule) as impossible:
        raise Refusal(str(impossible), several=isinstance(impossible, PackError)) from None


def _store(path: str, made: Baseline) -> None:
    """Write the file in one step. Raises Refusal."""
    from wslint.cli.output_file import write_file
    from wslint.engine.baseline import text_of

    write_file(path, text_of(made), shown=shown(path))


def _code(outcome: Outcome) -> int:
    for bug in outcome.internal:
        complain(f"wslint: a bug in wslint: {bug.where}: {bug.message} (all other checks ran)")
    return BUG if outcome.internal else 0


def _count(findings: Sequence[Finding]) -> str:
    from wslint.report.ledger import by_severity, number

    counted = f" ({by_severity(findings)})" if findings else ""
    return f"{number(len(findings), 'finding', 'findings')}{counted}"


def _as_text(debt: Debt) -> Iterator[str]:
    from wslint.report.concise import one_line
    from wslint.report.ledger import number, remembered
    from wslint.report.style import Style

    style = Style(color=False)
    for finding in debt.known:
        yield one_line(finding, style) + "\n"
    for entry in debt.stale:
        yield f"stale: {remembered(entry)}\n"
    stale = number(len(debt.stale), "stale entry", "stale entries")
    yield f"{debt.baseline}: {_count(debt.known)} known, {stale}.\n"


def _as_json(debt: Debt) -> Iterator[str]:
    from json import dumps

    from wslint.report.json import finding_record

    record = {
        "version": 1,
        "path": debt.baseline,
        "known": [finding_record(finding) for finding in debt.known],
        "stale": [_stale(entry) for entry in debt.stale],
    }
    yield dumps(record, ensure_ascii=False, indent=1) + "\n"


def _stale(entry: Remembered) -> dict[str, str | None]:
    return {
        "path": entry.path,
        "name": entry.rule,
        "severity": entry.severity,
        "workload": entry.workload or None,
    }
