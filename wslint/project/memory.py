"""What runs over almost the same files share: the facts of each text that is the same in both.

A run of its own reads each file once; two revisions of a project, or the rounds of a fix, have most of it in common.
"""

from __future__ import annotations

from wslint.text import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import TypeVar

    Found = TypeVar("Found")


class Memory:
    """Texts by their shown path and what is in them, and what was read out of each."""

    __slots__ = ("_facts", "_texts")

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str, bool], Source] = {}
        self._facts: dict[Hashable, object] = {}

    def text(self, source: Source) -> Source:
        """The source that an earlier run had of the same text; this one, if there was none."""
        return self._texts.setdefault((source.path, source.text, source.bom), source)

    def facts(self, source: Source, circumstances: Hashable, make: Callable[[], Found]) -> Found:
        """What `make` gives for a source that `text` has returned, made once for the same circumstances."""
        key = (id(source), circumstances)
        if key not in self._facts:
            self._facts[key] = make()
        return self._facts[key]  # type: ignore[return-value]
