"""What a report says of fixes: what could be fixed, and what was."""

from __future__ import annotations

from wslint.engine.finding import Outcome
from wslint.report.cells import visible, wrapped
from wslint.report.options import RenderOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def fixable(outcome: Outcome) -> str:
    """How many findings `--fix` would mend, and how many only with `--unsafe-fixes`; empty if none.

    After fixing only the unsafe ones are left to speak of.
    """
    fixes = [finding.fix for finding in outcome.findings if finding.fix is not None]
    safe = sum(1 for fix in fixes if fix.safe)
    unsafe = len(fixes) - safe
    fixing = outcome.fixing
    if fixing.lines is not None:
        return f"{unsafe} more fixable with `--unsafe-fixes`." if unsafe and not fixing.unsafe else ""
    if fixing.unsafe:
        return f"[*] {len(fixes)} fixable with `--fix --unsafe-fixes`." if fixes else ""
    if safe:
        more = f" ({unsafe} more with `--unsafe-fixes`)" if unsafe else ""
        return f"[*] {safe} fixable with `--fix`{more}."
    return f"No safe fixes; {unsafe} with `--fix --unsafe-fixes`." if unsafe else ""


def mended(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """What was fixed, line by line (with line ends), if fixing was asked for."""
    for line in outcome.fixing.lines or ():
        shown = visible(line)
        for part in wrapped(shown, options.width, "    ") if options.wrap else (shown,):
            yield part + "\n"
