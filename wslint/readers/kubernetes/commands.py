"""Lists of words that Kubernetes runs: `command`, `args`, and `exec` of probes and hooks."""

from __future__ import annotations

from wslint.model.commands import Command, Word
from wslint.model.value import Absent, Known, Unknown
from wslint.readers.kubernetes.references import Scope, expand
from wslint.readers.kubernetes.section import Section, is_null
from wslint.syntax.yaml import Item, Scalar, Sequence


def read_command(section: Section, key: str, scope: Scope) -> Known[Command] | Absent[Command] | Unknown:
    """A command in exec form; an empty list is one that is not written (Kubernetes API, Container)."""
    entry = section.mapping.entry(key)
    if entry is None or is_null(entry.value):
        return Absent(None, section.owner)
    if not isinstance(entry.value, Sequence):
        return section.reading.cannot_know(f"`{key}` wants a list", entry.key.span)
    words = tuple(_word(item, scope) for item in entry.value.items)
    if not words:
        return Absent(None, section.owner)
    span = entry.value.span
    return Known(Command("exec", words, span), span, section.via_of(entry))


def _word(item: Item, scope: Scope) -> Word:
    """One word. Numbers stay as they are written: Kubernetes refuses them, but what was meant is plain."""
    value = item.value
    if not isinstance(value, Scalar):
        return Word(None, item.use)
    text: str | None = value.value
    if "{{" in value.value or is_null(value):
        text = None
    elif "$" in value.value:
        text = expand(value.value, scope)
    return Word(text, value.content_span)
