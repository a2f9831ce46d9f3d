"""What is in force in a mapping with `<<`, repeated keys, or keys that are no scalars.

The merge key is that of YAML 1.1 (yaml.org/type/merge.html) as go-yaml reads it: own keys win, the first
in a list wins, values are replaced whole.
"""

from __future__ import annotations

from wslint.syntax.unreadable import Unreadable
from wslint.syntax.yaml.tree import MERGE, Entry, Mapping, Node, Scalar, Sequence
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MERGE_LIMIT = 100_000
"""How many entries all merges of a document may bring in together; what is beyond is an attack."""
MOST_REPEATED = 2_000
"""So many repeated keys of a mapping are kept: more than are ever reported."""


class Merging:
    """Settles the mappings of one document, within one limit for all of them."""

    __slots__ = ("left", "problems")

    def __init__(self, problems: list[Unreadable]) -> None:
        self.left = MERGE_LIMIT
        self.problems = problems

    def settle(self, mapping: Mapping) -> None:
        """Find repeated keys and resolve `<<`. What is merged must be complete, as it is before its alias."""
        merges: list[Entry] = []
        in_force: dict[str | Entry, Entry] = {}
        firsts: dict[str, Entry] = {}
        duplicates: list[tuple[Entry, Entry]] = []
        for entry in mapping.entries:
            text = entry.key_text
            if text is None:
                in_force[entry] = entry
            elif text == MERGE and _is_merge(entry.key):
                if merges:
                    duplicates.append((merges[0], entry))
                merges.append(entry)
            elif text in firsts:
                if len(duplicates) < MOST_REPEATED:
                    duplicates.append((firsts[text], entry))
                in_force[text] = entry
            else:
                firsts[text] = in_force[text] = entry
        for merge in merges:
            for target, use in self._targets(merge):
                self._take(target, use, in_force)
        mapping.settle(tuple(in_force.values()), tuple(duplicates))

    def _take(self, target: Mapping, use: Span, in_force: dict[str | Entry, Entry]) -> None:
        coming = target.items()
        if self.left < len(coming):
            if self.left >= 0:
                reason = f"the merges of this document add up to more than {MERGE_LIMIT} entries"
                self.problems.append(Unreadable(use, reason))
            self.left = -1
            return
        self.left -= len(coming)
        for entry in coming:
            key = entry if entry.key_text is None else entry.key_text
            if key not in in_force:
                in_force[key] = entry.merged_through(use)

    def _targets(self, merge: Entry) -> Iterator[tuple[Mapping, Span]]:
        value = merge.value
        if isinstance(value, Mapping):
            yield value, merge.use
        elif isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item.value, Mapping):
                    yield item.value, item.use
                else:
                    self._refuse(item.value, item.use)
        else:
            self._refuse(value, merge.use)

    def _refuse(self, value: Node, use: Span) -> None:
        # Null may stand for an alias that is already a problem of its own.
        if isinstance(value, Sequence) or (isinstance(value, Scalar) and value.value):
            self.problems.append(Unreadable(use, "`<<` takes a mapping or a list of mappings"))


def _is_merge(key: Node) -> bool:
    """Whether a key with the text `<<` is the merge key: a quoted one is an ordinary key."""
    return isinstance(key, Scalar) and (key.tag == "!!merge" or (key.plain and key.tag is None))
