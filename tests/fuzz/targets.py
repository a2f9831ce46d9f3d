"""The registry of targets. A new one is a function under a decorator, in a module that `every` imports:

    @texts("dotenv", "env")
    def dotenv(text: str) -> object:
        return parse_dotenv(Source("a.env", text))

Its answer is looked through: every span in it lies in its text, and it is the same each time. What it raises is a
crash, and so is an answer that takes longer than `harness.LONGEST`.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from . import mutating
from .seeding import Seeds, Tree

TEXT = "text"


class Target(NamedTuple):
    """`make` gives an input, files by path (one called `text` for a target of texts); `run` takes one."""

    name: str
    make: Callable[[Random, Seeds], Tree]
    run: Callable[[Tree], object]
    weight: float = 1.0


TARGETS: dict[str, Target] = {}


def texts(
    name: str, *kinds: str, most: int = 500, weight: float = 1.0
) -> Callable[..., Callable[[str], object]]:
    """A target that takes a text of one of some kinds (those of `seeding.kind_of`), cut to `most` characters."""

    def make(random: Random, seeds: Seeds) -> Tree:
        kind = random.choice(kinds)
        if kind not in seeds.texts:
            return {TEXT: ""}
        return {TEXT: mutating.Mutator(random, seeds, kind).text(most)}

    return _adding(name, make, weight)


def words(name: str, kind: str = "word", *, weight: float = 1.0) -> Callable[..., Callable[[str], object]]:
    """A target that takes a short text: a port, an image, a command line."""

    def make(random: Random, seeds: Seeds) -> Tree:
        return {TEXT: mutating.words(random, seeds, kind)}

    return _adding(name, make, weight)


def trees(
    name: str, *, most: int = 8, weight: float = 1.0
) -> Callable[[Callable[[Tree], object]], Callable[[Tree], object]]:
    """A target that takes files by path."""

    def add(run: Callable[[Tree], object]) -> Callable[[Tree], object]:
        TARGETS[name] = Target(name, lambda random, seeds: mutating.tree(random, seeds, most), run, weight)
        return run

    return add


def _adding(
    name: str, make: Callable[[Random, Seeds], Tree], weight: float
) -> Callable[..., Callable[[str], object]]:
    def add(run: Callable[[str], object]) -> Callable[[str], object]:
        TARGETS[name] = Target(name, make, lambda files: run(files[TEXT]), weight)
        return run

    return add


def every() -> Mapping[str, Target]:
    """All targets by name."""
    from . import keeping, kept, merging, parsing, reading, running, valuing  # noqa: F401  # they fill the registry

    return TARGETS
