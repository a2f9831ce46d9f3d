"""A configuration as it was written: plain data, and where each key and value stands."""

from __future__ import annotations

from wslint.settings.mistakes import Mistake
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Steps = tuple[str | int, ...]
Place = tuple[int, int]


class Written(NamedTuple):
    """Plain data (dict, list, str, int, float, bool, None) and places (1-based line and column) by path in it.

    `keys` has the place of each key, `values` of each value. `path` is as people read it.
    """

    path: str
    data: Any
    keys: dict[Steps, Place]
    values: dict[Steps, Place]

    def mistake(self, steps: Steps, message: str, *, at_key: bool = False) -> Mistake:
        """A mistake at a value or its key; at the nearest thing around it whose place is known."""
        first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
        while steps:
            place = first.get(steps) or second.get(steps)
            if place is not None:
                return Mistake(self.path, *place, message)
            steps = steps[:-1]
        return Mistake(self.path, *self.values.get((), (1, 1)), message)

    def place(self, steps: Steps) -> str:
        """The path and line of a value or key, as `path:line`."""
        found = self.mistake(steps, "", at_key=True)
        return f"{found.path}:{found.line}"
