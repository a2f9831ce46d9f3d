"""Trees that a build may change: copies of what files wrote, with values put in and taken out."""

from __future__ import annotations

from wslint.project.kustomize.records import Refused
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence
from wslint.text import Span

MAX_DEPTH = 120
"""How many levels a tree that is copied may have; merging takes three calls for each."""
MAX_PATH = 60
"""How many levels a path may lead down, and so make a tree deeper."""
MAX_PARTS = 400_000
"""How many values all copies of one build may have together; what is beyond is an attack."""
STRING = "!!str"


class Copier:
    """Copies trees within one limit for the whole build; aliases become values of their own."""

    __slots__ = ("left",)

    def __init__(self, limit: int = MAX_PARTS) -> None:
        self.left = limit

    def copy(self, node: Node, depth: int = 0) -> Node:
        """A tree of the same scalars in mappings and lists that are free to change. Raises `Refused`."""
        if isinstance(node, Scalar):
            return node
        self.left -= 1 + len(node.items() if isinstance(node, Mapping) else node.items)
        if self.left < 0 or depth > MAX_DEPTH:
            raise Refused("the built result would be too large")
        if isinstance(node, Sequence):
            sequence = Sequence(node.source, node.start, node.tag, node.anchor, node.flow)
            sequence.end = node.end
            sequence.items = tuple(
                Item(self.copy(item.value, depth + 1), _alias(item)) for item in node.items
            )
            return sequence
        return self._mapping(node, depth)

    def mapping(self, node: Mapping) -> Mapping:
        """A copy of a mapping."""
        return self._mapping(node, 0)

    def _mapping(self, node: Mapping, depth: int) -> Mapping:
        if node.duplicates:
            again = node.duplicates[0][1]
            raise Refused(f"`{again.key_text}` is given twice", again.key.span)
        copied = Mapping(node.source, node.start, node.tag, node.anchor, node.flow)
        copied.end = node.end
        copied.adopt(
            tuple(
                Entry(entry.key, self.copy(entry.value, depth + 1), _alias(entry), entry.merged)
                for entry in node.items()
                if entry.key_text is not None
            )
        )
        return copied


def _alias(part: Entry | Item) -> Span | None:
    return part.use if part.value.anchor is not None and part.use != part.value.span else None


def made(value: str, place: Span, tag: str | None = STRING) -> Scalar:
    """A scalar that no file wrote, at the place that caused it."""
    return Scalar(place.source, place.start, place.end, value, None, tag)


def changed(scalar: Scalar, value: str) -> Scalar:
    """A string in place of another one, still at the place of that one."""
    if scalar.value == value:
        return scalar
    tag = STRING if scalar.style is None else scalar.tag
    return Scalar(scalar.source, scalar.start, scalar.end, value, scalar.style, tag, scalar.anchor)


def new_mapping(place: Span, *pairs: tuple[str, Node]) -> Mapping:
    """A mapping that no file wrote."""
    mapping = Mapping(place.source, place.start, None, None, flow=True)
    mapping.end = place.end
    mapping.adopt(tuple(Entry(made(key, place), value) for key, value in pairs))
    return mapping


def put(mapping: Mapping, key: Scalar, value: Node) -> None:
    """Set the value of a key; a new one comes last, an old one keeps its key."""
    entries = list(mapping.items())
    for at, entry in enumerate(entries):
        if entry.key_text == key.value:
            entries[at] = Entry(entry.key, value)
            break
    else:
        entries.append(Entry(key, value))
    mapping.adopt(tuple(entries))


def drop(mapping: Mapping, key: str) -> None:
    """Take a key out, if it is there."""
    if mapping.entry(key) is not None:
        mapping.adopt(tuple(entry for entry in mapping.items() if entry.key_text != key))


def child(mapping: Mapping, key: str, place: Span) -> Mapping:
    """The mapping under a key; a new one where there is none or null. Raises `Refused` for anything else."""
    value = mapping.get(key)
    if isinstance(value, Mapping):
        return value
    if value is not None and not is_null(value):
        raise Refused(f"`{key}` wants a mapping", value.span)
    created = new_mapping(place)
    put(mapping, made(key, place), created)
    return created


def text_at(mapping: Mapping, *keys: str) -> str:
    """The text at the end of a path of keys; empty where there is none, or null."""
    holder: Mapping | None = mapping
    for key in keys[:-1]:
        holder = holder.get_mapping(key) if holder is not None else None
    found = holder.get_scalar(keys[-1]) if holder is not None else None
    return "" if found is None or is_null(found) else found.value


def scalar_at(mapping: Mapping, key: str) -> Scalar | None:
    """The scalar under a key; None where there is none, or null."""
    found = mapping.get_scalar(key)
    return None if found is None or is_null(found) else found


def texts(mapping: Mapping, key: str) -> list[Scalar]:
    """The scalars in the list under a key."""
    listed = mapping.get(key)
    if not isinstance(listed, Sequence):
        return []
    values = [item.value for item in listed.items]
    return [one for one in values if isinstance(one, Scalar) and not is_null(one)]


def mappings(mapping: Mapping, key: str) -> list[Mapping]:
    """The mappings in the list under a key."""
    listed = mapping.get(key)
    if not isinstance(listed, Sequence):
        return []
    return [item.value for item in listed.items if isinstance(item.value, Mapping)]


def pairs(mapping: Mapping | None) -> list[tuple[Scalar, Scalar]]:
    """The keys of a mapping and their values, as far as both are scalars, by the names of the keys."""
    if mapping is None:
        return []
    found = [
        (entry.key, entry.value)
        for entry in mapping.items()
        if isinstance(entry.key, Scalar) and isinstance(entry.value, Scalar)
    ]
    return sorted(found, key=lambda pair: pair[0].value)
