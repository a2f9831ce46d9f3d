"""The end of a run that is asked to end: temporary folders are removed and helpers ended before."""

from __future__ import annotations

TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """SIGTERM came. It ends a run as Ctrl-C does."""


def end_in_order() -> None:
    """Let SIGTERM raise Terminated from now on, unless somebody else takes care of it.

    For runs that leave something behind when they just end. The others do, as the system has it: importing
    `signal` costs them more than it gives.
    """
    from signal import SIG_DFL, SIGTERM, getsignal, signal

    def terminate(number: int, _frame: object) -> None:
        signal(number, SIG_DFL)
        raise Terminated

    try:
        if getsignal(SIGTERM) is SIG_DFL:
            signal(SIGTERM, terminate)
    except ValueError:
        # Only the main thread may say so.
        return
