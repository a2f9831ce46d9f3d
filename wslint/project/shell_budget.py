"""How much shell text of one file is read: the grammar takes long for texts that may mean many things."""

from __future__ import annotations

from wslint.model.value import Unknown
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.facts import Embedded

MOST = 300_000
"""Characters of all commands in a guide, in a CI file or in a Makefile: some seconds at the worst."""


class ShellBudget:
    """What is left of it. By length, not by time: a file is read alike on every machine."""

    __slots__ = ("_left", "cut")

    def __init__(self) -> None:
        self._left = MOST
        self.cut: Unknown | None = None
        """The ledger line about the first text that was too much."""

    def takes(self, embedded: Embedded) -> bool:
        """Whether a text is read; any that is no shell text is."""
        if embedded.kind != "shell":
            return True
        self._left -= len(embedded.source.text)
        if self._left < 0 and self.cut is None:
            reason = f"more than {MOST} characters of commands: the rest is not read"
            self.cut = Unknown(reason, Span(embedded.source, 0, 0))
        return self._left >= 0
