"""Where the characters of a text are written that does not stand in its source as one piece."""

from __future__ import annotations

from bisect import bisect_right

from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Places(NamedTuple):
    """From an offset in a text to the offset of that character in a source: called like a function.

    Piece `i` begins at `starts[i]` in the text and at `offsets[i]` in the source; the first one at 0. `length`
    is that of the text; `end` the place of all that is not before it. It is data, so that it can be kept.
    """

    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    length: int
    end: int

    def __call__(self, at: int) -> int:
        """The place of the character at an offset of the text."""
        if at >= self.length:
            return self.end
        piece = bisect_right(self.starts, at) - 1
        return self.offsets[piece] + at - self.starts[piece]


def places_of(offsets: Sequence[int], end: int) -> Places:
    """The same from the place of every character, in order."""
    starts = [at for at, place in enumerate(offsets) if not at or place != offsets[at - 1] + 1]
    return Places(tuple(starts), tuple(offsets[at] for at in starts), len(offsets), end)
