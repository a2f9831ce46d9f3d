"""What a report may take into account besides the outcome."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.packs.rule import RuleSet


class RenderOptions(NamedTuple):
    """How a report looks.

    `width` is in terminal cells. `wrap` breaks long messages at it, which only a terminal wants. `expand`
    shows every finding in full. `quiet` leaves out the ledger; `coverage` lists all of it; `verbose` lists
    what was suppressed and which settings were in force (`about`: ready lines). `strict` says in the ledger
    that gaps count.

    For machine formats: `root` is the absolute folder in which their paths begin, `cwd` the one in which those of
    findings do (both empty: as they are); `rules` describe themselves in SARIF; `suppressed` keeps silenced
    findings in a report that can tell them apart; `browse` is the address of the root's files, ending with `/`.
    """

    width: int = 80
    wrap: bool = False
    color: bool = False
    expand: bool = False
    quiet: bool = False
    coverage: bool = False
    verbose: bool = False
    strict: bool = False
    about: tuple[str, ...] = ()
    root: str = ""
    cwd: str = ""
    rules: RuleSet | None = None
    suppressed: bool = True
    browse: str = ""
