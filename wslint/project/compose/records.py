"""A Compose project after merging."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wslint.model.facts import Problem
from wslint.model.value import Known
from wslint.syntax.yaml import Mapping as YamlMapping
from wslint.text import Source
from wslint.text.record import NamedTuple


class FileContext(NamedTuple):
    """What holds for the values that one file of a project writes.

    `variables` fill in its `${…}`; `folder` is the absolute folder that its relative paths start from.
    """

    variables: Mapping[str, Known[str]]
    folder: str


class Composed(NamedTuple):
    """A project as Compose's loader has it before defaults and normalisation (steps 1 to 6 of loading).

    `root` is the merged tree: every part is one that a file wrote, with that file's source and span, or a
    mapping or list that merging made of such. Values are not interpolated; `context_of` says with what to.
    `sources` are all files that took part, the main one first. `problems` are those of putting it together:
    a base that `extends` does not find, a cycle, what cannot be merged. `complete` is false where a part
    could not be read (outside of the root, remote, unknown path), so that what is missing may be there.
    """

    root: YamlMapping
    sources: tuple[Source, ...]
    context_of: Callable[[Source], FileContext]
    problems: tuple[Problem, ...] = ()
    complete: bool = True
