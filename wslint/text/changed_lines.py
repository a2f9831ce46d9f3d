"""Which lines of a text are not those of an earlier one, and what they were."""

from __future__ import annotations

from collections.abc import Mapping

from wslint.text.record import NamedTuple

MOST_COMPARED = 4_000
"""Between the first and the last line that differ; more of them count as changed, all together."""


class ChangedLines(NamedTuple):
    """The changed lines of a text, 1-based, each with what stood there before; None where it was added.

    `removed` are the 1-based lines of the earlier text that are gone.
    """

    was: Mapping[int, str | None]
    removed: frozenset[int]

    def in_range(self, first: int, last: int) -> int | None:
        """The first changed line from `first` to `last`; None where there is none."""
        if not self.was:
            return None
        return next((line for line in range(first, last + 1) if line in self.was), None)


NOTHING_CHANGED = ChangedLines({}, frozenset())


def changed_lines(before: str, after: str) -> ChangedLines:
    """Compare two texts by lines; white space at their ends does not count, nor does the kind of line end."""
    old = [line.rstrip() for line in before.split("\n")]
    new = [line.rstrip() for line in after.split("\n")]
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    was: dict[int, str | None] = {}
    removed: set[int] = set()
    for first, last, new_first, new_last in _differences(old, new, start, tail):
        removed.update(range(first + 1, last + 1))
        same = last - first == new_last - new_first
        for at in range(new_first, new_last):
            was[at + 1] = old[first + at - new_first] if same else None
    return ChangedLines(was, frozenset(removed))


def _differences(old: list[str], new: list[str], start: int, tail: int) -> list[tuple[int, int, int, int]]:
    """Stretches `[first, last)` of both that differ, 0-based."""
    end, new_end = len(old) - tail, len(new) - tail
    if end - start > MOST_COMPARED or new_end - start > MOST_COMPARED:
        return [(start, end, start, new_end)]
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old[start:end], new[start:new_end], autojunk=True)
    return [
        (start + a, start + b, start + c, start + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
