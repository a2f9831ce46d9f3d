"""Parts of a tree that merging makes up: each stands where what it came from is written."""

from __future__ import annotations

from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence
from wslint.text import Span


class Cut(Scalar):
    """A part of a longer scalar, or a word that stands for it: it has no quotes of its own."""

    __slots__ = ()

    @property
    def content_span(self) -> Span:
        """All of it."""
        return self.span


def string_at(span: Span, value: str) -> Scalar:
    """A string, whatever it looks like, that stands for the characters of a span."""
    return Cut(span.source, span.start, span.end, value, tag="!!str")


def key_at(span: Span, name: str) -> Scalar:
    """A key that stands for the characters of a span."""
    return Scalar(span.source, span.start, span.end, name)


def nothing_at(span: Span) -> Scalar:
    """Null, behind a span."""
    return Scalar(span.source, span.end, span.end, "")


def mapping_at(span: Span, entries: tuple[Entry, ...]) -> Mapping:
    """A mapping with a place; each key must be there once."""
    made = Mapping(span.source, span.start, None, None, flow=False)
    made.end = span.end
    if not made.adopt(entries):
        made.settle(entries, ())
    return made


def sequence_at(span: Span, items: tuple[Item, ...]) -> Sequence:
    """A list with a place."""
    made = Sequence(span.source, span.start, None, None, flow=False)
    made.end = span.end
    made.items = items
    return made


def list_of(node: Node) -> Sequence | None:
    """A list as it is, a single value as a list of one; None for a mapping."""
    if isinstance(node, Scalar):
        return sequence_at(node.span, (Item(node),))
    return node if isinstance(node, Sequence) else None


def named(node: Node, *, dependencies: bool = False) -> Mapping | None:
    """A list of names as a mapping, by which Compose merges it; a mapping as it is.

    The values are null; with `dependencies` what the short form of `depends_on` stands for (Compose file
    reference, `depends_on`).
    """
    if not isinstance(node, Sequence):
        return node if isinstance(node, Mapping) else None
    entries: dict[str, Entry] = {}
    for item in node.items:
        if not isinstance(item.value, Scalar):
            return None
        span = item.value.content_span
        key = key_at(span, item.value.value)
        value: Node = nothing_at(span)
        if dependencies:
            condition = Entry(key_at(span, "condition"), string_at(span, "service_started"))
            required = Entry(key_at(span, "required"), Scalar(span.source, span.start, span.end, "true"))
            value = mapping_at(span, (condition, required))
        entries[item.value.value] = Entry(key, value)
    return mapping_at(node.span, tuple(entries.values()))


def build_mapping(node: Node) -> Mapping | None:
    """The short form of `build` as the long one."""
    if isinstance(node, Scalar):
        context = Entry(key_at(node.span, "context"), node)
        return mapping_at(node.span, (context,))
    return node if isinstance(node, Mapping) else None


def pairs_mapping(node: Node) -> Mapping | None:
    """A list of `K=V` as a mapping, of equal names the last; None where an item is no string."""
    if not isinstance(node, Sequence):
        return node if isinstance(node, Mapping) else None
    entries: dict[str, Entry] = {}
    for item in node.items:
        if not isinstance(item.value, Scalar):
            return None
        name, found, _ = item.value.value.partition("=")
        entries[name] = _pair(item.value, len(name), 1 if found else 0)
    return mapping_at(node.span, tuple(entries.values()))


def hosts_mapping(node: Node) -> Mapping | None:
    """The list form of `extra_hosts` as a mapping of lists; None where that cannot be told."""
    if not isinstance(node, Sequence):
        return node if isinstance(node, Mapping) else None
    entries: dict[str, Entry] = {}
    for item in node.items:
        if not isinstance(item.value, Scalar):
            return None
        text = item.value.value
        host, found, _ = text.partition("=" if "=" in text else ":")
        if not found or "$" in host:
            return None
        entry = _pair(item.value, len(host), 1)
        before = entries.get(host)
        if before is None:
            entries[host] = entry
        else:
            items = (*addresses(before.value), Item(entry.value))
            entries[host] = Entry(before.key, sequence_at(before.value.span, items))
    return mapping_at(node.span, tuple(entries.values()))


def addresses(node: Node) -> tuple[Item, ...]:
    """The addresses of one host: a list of them, or one."""
    return node.items if isinstance(node, Sequence) else (Item(node),)


def _pair(scalar: Scalar, name_length: int, separator: int) -> Entry:
    """An item `K=V` cut in two; both stand for the whole where it is not written character by character."""
    content, text = scalar.content_span, scalar.value
    at = content.start + name_length
    exact = content.text == text
    source = content.source
    name_span = Span(source, content.start, at) if exact else content
    key = key_at(name_span, text[:name_length])
    if not separator:
        return Entry(key, nothing_at(content))
    value_span = Span(source, at + separator, content.end) if exact else content
    if not text[name_length + separator :]:
        value_span = content
    return Entry(key, string_at(value_span, text[name_length + separator :]))
