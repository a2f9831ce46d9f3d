"""`wslint check --fix`, `--unsafe-fixes`, `--diff`, `--fix-only`: options, and what is said and written."""

from __future__ import annotations

import os
import sys

from wslint.cli import declaring as click
from wslint.cli.terminal import complain, is_terminal, machine_readable, wants_color, write
from wslint.engine.finding import Fixing, Outcome
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias

    from wslint.cli.reports import Output
    from wslint.fixing import Failed, Fixed, Unwritten

Look: TypeAlias = "Callable[[], Outcome]"


class Fixes(NamedTuple):
    """What was asked for."""

    fix: bool
    unsafe_fixes: bool
    diff: bool
    fix_only: bool

    @property
    def asked(self) -> bool:
        """Whether anything is to be fixed or shown as fixed."""
        return self.fix or self.diff or self.fix_only


def fix_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options about fixes."""
    options = (
        click.option("--fix", is_flag=True, help="Make the safe fixes, and report what remains."),
        click.option(
            "--unsafe-fixes",
            is_flag=True,
            help="Count, show and make fixes that need a decision too.",
        ),
        click.option(
            "--diff",
            is_flag=True,
            help="Change nothing; print what --fix would do, and exit with 1 if it would.",
        ),
        click.option("--fix-only", is_flag=True, help="Make fixes, and do not report what remains."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def fixes_of(given: dict[str, Any]) -> Fixes:
    """Take the options out of `given`."""
    return Fixes(**{name: given.pop(name) for name in Fixes._fields})


def mend(
    fixes: Fixes, outcome: Outcome, look: Look, paths: Sequence[str], settings: Settings, output: Output
) -> tuple[Outcome, int | None]:
    """Fix what was reported; the outcome to report then, and the exit code if it is decided.

    `look` reports once more, as `outcome` was, from what is in the files then.
    """
    if not fixes.asked:
        return outcome._replace(fixing=Fixing(fixes.unsafe_fixes)), None
    from wslint.fixing import fix_all, write_all
    from wslint.report.cells import visible
    from wslint.report.mended import fixable

    place = _Place(paths, settings)
    fixed = fix_all(place.job(outcome, unsafe=fixes.unsafe_fixes))
    if fixes.diff:
        _show(fixed, output)
        _say_failed(fixed.failed, fixed.waiting)
        return outcome, int(bool(fixed.drafts))
    unwritten = write_all(fixed.drafts, fixed.groups, place.absolute, settings.root)
    lines = _lines(fixed, unwritten, fixes)
    _say_failed(fixed.failed, fixed.waiting)
    for one in unwritten:
        complain(f"wslint: not written: {one.path}: {one.reason}")
    if fixes.fix_only:
        if not output.quiet:
            hidden = fixable(outcome._replace(fixing=Fixing(fixes.unsafe_fixes, lines)))
            write(f"{visible(line)}\n" for line in (*lines, hidden) if line)
        return outcome, int(bool(fixed.failed or unwritten or fixed.waiting))
    if fixed.drafts:
        outcome = look()
    if output.destinations()[0].format not in ("text", "concise"):
        first = lines[0].rstrip(":.")
        complain(f"wslint: {first[:1].lower()}{first[1:]}")
    return outcome._replace(fixing=Fixing(fixes.unsafe_fixes, lines)), None


class _Place:
    """The files of a run: where they are, and running once more over other texts."""

    def __init__(self, paths: Sequence[str], settings: Settings) -> None:
        from wslint.project.memory import Memory

        self.cwd = os.getcwd()
        self.paths = tuple(paths)
        self.settings = settings
        self._given = tuple(map(self.absolute, paths))
        self._refused: dict[str, str] = {}
        self._memory = Memory()

    def absolute(self, path: str) -> str:
        """The absolute path of a shown or given one."""
        return os.path.normpath(os.path.join(self.cwd, path))

    def job(self, outcome: Outcome, *, unsafe: bool) -> Any:
        """What to fix."""
        from wslint.fixing import Job

        # With --select, only findings of these rules are fixed, not those that their fixes bring.
        joint = not self.settings.select or "ALL" in self.settings.select
        return Job(outcome.findings, self.judge, self.is_given, self.refused, unsafe, joint)

    def judge(self, texts: Mapping[str, str], more: Sequence[str]) -> Outcome:
        """Run with other texts: all rules that are on, also those that --select leaves out this time."""
        from wslint.app import run

        settings = self.settings
        every = settings._replace(select=(), extend_select=(*settings.extend_select, *settings.select))
        overlay = {self.absolute(path): text for path, text in texts.items()}
        return run([*self.paths, *more], every, overlay=overlay, cwd=self.cwd, memory=self._memory)

    def is_given(self, path: str) -> bool:
        """Whether a file is, or lies in, what was given."""
        file = self.absolute(path)
        return any(file == one or file.startswith(one.rstrip(os.sep) + os.sep) for one in self._given)

    def refused(self, path: str) -> str:
        """Why a file cannot be written to; empty if it can."""
        from wslint.fixing.writing import refused

        if path not in self._refused:
            self._refused[path] = refused(self.absolute(path), self.settings.root)
        return self._refused[path]


def _show(fixed: Fixed, output: Output) -> None:
    """Print the diff, or write it to the file that reports go to."""
    from wslint.cli.output_file import write_file
    from wslint.report.patch import unified
    from wslint.report.style import Style

    drafts = sorted(fixed.drafts.items())
    if output.output_file is not None:
        write_file(output.output_file, "".join(unified(drafts)))
        return
    terminal = is_terminal(sys.stdout)
    color = wants_color(output.color, terminal=terminal, environ=os.environ)
    if not terminal:
        machine_readable()
    write(unified(drafts, Style(color=color) if terminal or color else None))


def _lines(fixed: Fixed, unwritten: Sequence[Unwritten], fixes: Fixes) -> tuple[str, ...]:
    """What was done, for people: the first line says how much."""
    from wslint.report.ledger import number
    from wslint.report.snippet import where

    left = {one.path for one in unwritten}
    made = [
        finding for finding, paths in zip(fixed.made, fixed.groups, strict=True) if left.isdisjoint(paths)
    ]
    files = len({path for path in fixed.drafts if path not in left})
    if not made:
        kind = "" if fixes.unsafe_fixes else "safe "
        return (
            "Nothing fixed."
            if fixed.failed or unwritten
            else f"Nothing fixed: there is no {kind}fix to make.",
        )
    head = f"Fixed {number(len(made), 'problem', 'problems')} in {number(files, 'file', 'files')}:"
    return (
        head,
        *(
            f"  {where(finding.span)}: {finding.name}: {finding.fix.description if finding.fix else ''}"
            for finding in made
        ),
    )


def _say_failed(failed: Sequence[Failed], waiting: int) -> None:
    """Say which fixes were not made and why, and what the rounds have left."""
    from wslint.report.snippet import where

    for one in failed:
        complain(f"wslint: not fixed: {where(one.finding.span)}: {one.finding.name}: {one.reason}")
    if waiting:
        from wslint.fixing.rounds import MOST_ROUNDS

        complain(f"wslint: after {MOST_ROUNDS} rounds {waiting} fixes are left: run it once more")
