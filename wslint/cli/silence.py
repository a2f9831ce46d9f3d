"""`wslint check --add-ignore`: comments that silence what is found, written into the files."""

from __future__ import annotations

import os

from wslint.cli import declaring as click
from wslint.cli.refusal import Refusal
from wslint.cli.terminal import complain
from wslint.engine.finding import Finding, Outcome
from wslint.settings.record import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from wslint.fixing import Fixed, Job, Unwritten

OPTION = "--add-ignore"
NO_REASON = "not looked at yet"
_IN_CONFIGURATION = "`ignore:` in the configuration silences what no comment can"


def silence_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option to `check`."""
    return click.option(
        OPTION, metavar="[=REASON]", help="Write comments into the files that silence all that is found."
    )(command)


def reason_of(given: dict[str, Any], *, writes_nothing: bool) -> str | None:
    """Take the reason out of `given`; None where the option was not used. Raises Refusal."""
    reason: str | None = given.pop("add_ignore")
    if reason is None:
        return None
    if writes_nothing:
        raise Refusal(f"{OPTION} writes and reports, which --diff and --fix-only do not")
    if any(not character.isprintable() for character in reason):
        raise Refusal(f"{OPTION}: a reason is one line of printable characters")
    return reason


def silence(
    reason: str | None,
    outcome: Outcome,
    look: Callable[[], Outcome],
    paths: Sequence[str],
    settings: Settings,
) -> Outcome:
    """Silence what was reported, if `reason` is not None; the outcome to report then.

    `look` reports once more, as `outcome` was, from what is in the files then.
    """
    if reason is None or not outcome.findings:
        return outcome
    from wslint.fixing import fix_all, write_all

    silencer = _Silencer(reason, paths, settings)
    fixed = fix_all(silencer.job(outcome))
    unwritten = write_all(fixed.drafts, fixed.groups, silencer.absolute, settings.root)
    for path, why in [(one.path, one.reason) for one in unwritten]:
        complain(f"wslint: not written: {path}: {why}")
    left = look()._replace(fixing=outcome.fixing) if fixed.drafts else outcome
    _say(fixed, unwritten, len(outcome.findings) - len(left.findings))
    silencer.say_left(left.findings, fixed)
    return left


class _Silencer:
    """One use of the option: what is to be silenced, and how it is tried."""

    def __init__(self, reason: str, paths: Sequence[str], settings: Settings) -> None:
        from wslint.silencing import Proposals

        self.cwd = os.getcwd()
        self._paths = tuple(paths)
        self._settings = settings
        self._given = tuple(map(self.absolute, paths))
        self._proposals = Proposals(reason, self.absolute)
        self._wanted: frozenset[tuple[str, ...]] = frozenset()
        self._refused: dict[str, str] = {}

    def absolute(self, path: str) -> str:
        """The absolute path of a shown or given one."""
        return os.path.normpath(os.path.join(self.cwd, path))

    def job(self, outcome: Outcome) -> Job:
        """What to write, as fixes that are made and verified like any other."""
        from wslint.fixing import Job
        from wslint.fixing.verifying import key

        wanted = [one for one in outcome.findings if self._is_given(one.span.path)]
        self._wanted = frozenset(map(key, wanted))
        proposed, _ = self._proposals.of(wanted)
        return Job(tuple(proposed), self._judge, self._is_given, self._is_refused)

    def say_left(self, findings: Sequence[Finding], fixed: Fixed) -> None:
        """Say of what is still reported why no comment silences it."""
        from wslint.report.snippet import where

        failed = {one.finding.sort_key()[:1] + one.finding.sort_key()[3:]: one.reason for one in fixed.failed}
        _, nowhere = self._proposals.of(findings)
        said = False
        reasons = {id(finding): reason for finding, reason in nowhere}
        for finding in findings:
            key = finding.sort_key()[:1] + finding.sort_key()[3:]
            reason = reasons.get(id(finding)) or failed.get(key, "")
            if not self._is_given(finding.span.path):
                reason = "it lies outside of what was given"
            if reason:
                said = True
                complain(f"wslint: not silenced: {where(finding.span)}: {finding.name}: {reason}")
        if said:
            complain(f"wslint: {_IN_CONFIGURATION}")

    def _judge(self, texts: Mapping[str, str], more: Sequence[str]) -> Outcome:
        """Run with other texts; what was to be silenced and is still found has a comment as its fix."""
        from wslint.app import run
        from wslint.fixing.verifying import key

        settings = self._settings
        every = settings._replace(select=(), extend_select=(*settings.extend_select, *settings.select))
        overlay = {self.absolute(path): text for path, text in texts.items()}
        outcome = run([*self._paths, *more], every, overlay=overlay, cwd=self.cwd)
        proposed, _ = self._proposals.of(one for one in outcome.findings if key(one) in self._wanted)
        others = [one._replace(fix=None) for one in outcome.findings if key(one) not in self._wanted]
        return outcome._replace(findings=tuple(sorted([*proposed, *others], key=Finding.sort_key)))

    def _is_given(self, path: str) -> bool:
        file = self.absolute(path)
        return any(file == one or file.startswith(one.rstrip(os.sep) + os.sep) for one in self._given)

    def _is_refused(self, path: str) -> str:
        from wslint.fixing.writing import refused

        if path not in self._refused:
            self._refused[path] = refused(self.absolute(path), self._settings.root)
        return self._refused[path]


def _say(fixed: Fixed, unwritten: Sequence[Unwritten], silenced: int) -> None:
    from wslint.report.ledger import number

    files = len(fixed.drafts) - len({one.path for one in unwritten} & set(fixed.drafts))
    if not files:
        complain("wslint: no comment written")
        return
    complain(
        f"wslint: {number(silenced, 'finding', 'findings')} silenced by comments in {number(files, 'file', 'files')}"
    )
