"""What is measured: a row holds a figure and, where the project has set itself one, the target."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bench.measure import Spread, ratios, spread

Unit = Literal["ratio", "s", "MB"]
Floor = Literal["", "start", "parser"]


class Row(NamedTuple):
    """One measured load.

    `reached` is in `unit`; for a ratio, `ours` and `theirs` are the seconds of both sides, `beside` names theirs.
    `at_most` is the target in the same unit, None where the row is only of interest. `rounds` counts the runs.
    `floor` says what no work on wslint can go below: the start of Python with click, or that and the YAML parser.
    """

    load: str
    beside: str
    unit: Unit
    reached: Spread
    rounds: int
    ours: Spread | None = None
    theirs: Spread | None = None
    at_most: float | None = None
    floor: Floor = ""

    @property
    def met(self) -> bool:
        """Whether the median keeps to the target; true where there is none."""
        return self.at_most is None or self.reached.median <= self.at_most


def compared(
    load: str,
    beside: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    at_most: float | None = None,
    floor: Floor = "start",
) -> Row:
    """A ratio, pair by pair: the seconds of both sides by round."""
    found = spread(ratios(ours, theirs))
    return Row(load, beside, "ratio", found, len(ours), spread(ours), spread(theirs), at_most, floor)


def alone(load: str, unit: Unit, figures: Sequence[float], at_most: float | None = None) -> Row:
    """A figure that is not compared with another one."""
    floor: Floor = "start" if unit == "s" else ""
    return Row(load, "", unit, spread(figures), len(figures), at_most=at_most, floor=floor)


def summed(*sides: Sequence[float]) -> list[float]:
    """The seconds of several programs in turn, round by round."""
    return [sum(one) for one in zip(*sides, strict=True)]
