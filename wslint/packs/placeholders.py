"""The names in braces that the texts of a rule leave to be filled."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.packs.rule import Layer

# What the names of facts begin with (wslint/packs/vocabulary.py), and parameters.
_ROOTS = frozenset({"workload", "pod", "service", "project", "params"})


def placeholders(text: str) -> frozenset[str]:
    """The names in braces that the engine fills: `{grace}`; not `${PORT}` and not `{A}`."""
    names = set()
    before, *pieces = text.split("{")
    for piece in pieces:
        name, brace, _ = piece.partition("}")
        if brace and not before.endswith("$") and is_placeholder(name):
            names.add(name)
        before = piece
    return frozenset(names)


def is_placeholder(name: str) -> bool:
    """Whether a name in braces is one to be filled: small letters, digits and `_`, or a fact: `workload.grace`."""
    if name.partition(".")[0] in _ROOTS and "." in name:
        return name.isascii() and all(part.isidentifier() for part in name.split("."))
    return name.isidentifier() and name.isascii() and name == name.lower()


def texts_of(layer: Layer) -> Iterator[str]:
    """All texts of a layer that are shown with a finding."""
    yield from layer.messages.values()
    yield from layer.labels.values()
    yield from layer.helps.values()
