"""What a report may take into account besides the outcome."""

from wslint.text.record import NamedTuple


class RenderOptions(NamedTuple):
    """How a report looks.

    `width` is in terminal cells. `wrap` breaks long messages at it, which only a terminal wants. `expand`
    shows every finding in full. `quiet` leaves out the ledger; `coverage` lists all of it; `verbose` lists
    what was suppressed and which settings were in force (`about`: ready lines). `strict` says in the ledger
    that gaps count.
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
