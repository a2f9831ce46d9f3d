"""What a CI system puts into a script before a shell sees it."""

from __future__ import annotations

from collections.abc import Mapping

from wslint.model.value import Known
from wslint.syntax.patchwork import NOWHERE, Patchwork, set_in_shell
from wslint.text import Fragment
from wslint.text.record import NamedTuple


class Marks(NamedTuple):
    """What an expression begins and ends with, and what its text must begin with to be one (or nothing)."""

    opening: str
    closing: str
    heads: tuple[str, ...] = ("",)


GITHUB = Marks("${{", "}}")
GITLAB = Marks("$[[", "]]")
CIRCLECI = Marks("<<", ">>", ("parameters.", "pipeline.", "matrix.", "inputs."))


def without_expressions(written: Fragment, marks: Marks, variables: Mapping[str, Known[str]]) -> Fragment:
    """The text with a variable that nobody knows for each expression; `env.NAME` is the variable NAME."""
    text = written.text
    at = text.find(marks.opening)
    if at < 0:
        return written
    work = Patchwork(written)
    own = set_in_shell(text)
    kept = 0
    while at >= 0:
        end = _end(text, at + len(marks.opening), marks.closing)
        if end < 0:
            break
        inner = text[at + len(marks.opening) : end - len(marks.closing)].strip()
        if inner.startswith(marks.heads):
            work.keep(kept, at)
            name = inner[4:] if inner.startswith("env.") else ""
            work.unknowable(at, end, name=name if name in variables and name not in own else NOWHERE)
            kept = end
            at = text.find(marks.opening, end)
        else:
            at = text.find(marks.opening, at + len(marks.opening))
    work.keep(kept, len(text))
    return work.fragment()


def _end(text: str, at: int, closing: str) -> int:
    """Behind the mark that ends an expression, those in its strings left aside; -1 if it never ends."""
    while True:
        end = text.find(closing, at)
        quote = text.find("'", at, end) if end >= 0 else -1
        if quote < 0:
            return end + len(closing) if end >= 0 else -1
        at = text.find("'", quote + 1) + 1
        if at == 0:
            return -1
