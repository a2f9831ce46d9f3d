"""What a build asks of the outside, and what it gives."""

from __future__ import annotations

from collections.abc import Callable

from wslint.model.facts import FileFacts
from wslint.syntax.yaml import YamlFile
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""The names of a kustomization, of which a folder may have one (Kustomize, "The Kustomization File")."""


class Seam(NamedTuple):
    """What a build asks of the outside; all paths are absolute, nothing outside the root is ever given.

    `read` parses a file, `text` gives it as it is; None for what is not there or is no text. `inside` says
    whether a path lies below the root at all, `is_ignored` whether version control is told to leave it out:
    such a file may well be there where the kustomization is applied.
    """

    read: Callable[[str], YamlFile | None]
    text: Callable[[str], Source | None]
    is_file: Callable[[str], bool]
    is_dir: Callable[[str], bool]
    inside: Callable[[str], bool]
    shown: Callable[[str], str]
    is_ignored: Callable[[str], bool] = lambda _: False


class Line(NamedTuple):
    """A ledger line: the shown path, why, and the 1-based line of that file if there is one."""

    path: str
    reason: str
    line: int | None = None


class Result(NamedTuple):
    """The built result of one kustomization: its absolute path, and its facts under a scope of their own.

    `complete` is false where something that it would take in could not be.
    """

    path: str
    facts: FileFacts
    complete: bool


class Built(NamedTuple):
    """All results; `used` are the absolute paths of the files that took part, which do not stand alone."""

    results: tuple[Result, ...]
    used: frozenset[str]
    ledger: tuple[Line, ...]


class Refused(Exception):  # noqa: N818  # a verdict on the input, caught where a build begins
    """Kustomize refuses to build this, or the build grew out of bounds."""

    def __init__(self, reason: str, span: Span | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span
