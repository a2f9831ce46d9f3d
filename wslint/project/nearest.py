"""The nearest of many things: sorted by their paths once, what lies in a folder is one stretch of them."""

from __future__ import annotations

import os
from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_LAST = "\U0010ffff"


class Nearest:
    """Things, each with the absolute path of its file; asked for those that are nearest to a file.

    An answer takes the logarithm of their number for each folder; comparing with each of them would cost a
    tree of repeated names and labels the square of its size.
    """

    __slots__ = ("_answers", "_places")

    def __init__(self, things: Iterable[tuple[str, Any]]) -> None:
        """Sort the things, (absolute path, thing)."""
        self._places = sorted((_slashed(path), at, thing) for at, (path, thing) in enumerate(things))
        self._answers: dict[tuple[int, int], tuple[Any, ...]] = {}

    def to(self, path: str) -> tuple[Any, ...]:
        """The things of that very file, else of the deepest folder around it that holds any, in their order."""
        if not self._places:
            return ()
        origin = _slashed(path)
        found = self._stretch((origin,), (origin, len(self._places)))
        while not found and origin:
            origin = origin[: max(origin.rfind("/"), 0)]
            # All that begins with "folder/" stands together, and "0" is the character after "/".
            found = self._stretch((f"{origin}/",), (f"{origin}0",))
        return found or self._stretch(("",), (_LAST,))

    def _stretch(self, first: tuple[Any, ...], last: tuple[Any, ...]) -> tuple[Any, ...]:
        key = bisect_left(self._places, first), bisect_left(self._places, last)
        if key[0] == key[1]:
            return ()
        found = self._answers.get(key)
        if found is None:
            # Kept, since many ask from one folder: the answers of all may be much larger than the tree.
            stretch = sorted(self._places[slice(*key)], key=_order)
            found = self._answers[key] = tuple([thing for _, _, thing in stretch])
        return found


def _order(place: tuple[str, int, Any]) -> int:
    return place[1]


def _slashed(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")
