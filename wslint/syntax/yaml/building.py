"""Events of ruamel.yaml's parsers, the C one or the plain one, to documents."""

from __future__ import annotations

from wslint.syntax.unreadable import Unreadable
from wslint.syntax.yaml.merging import Merging
from wslint.syntax.yaml.tree import Document, Entry, Item, Mapping, Node, Scalar, Sequence
from wslint.text import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_YAML_TAGS = "tag:yaml.org,2002:"


class TooDeep(Exception):  # noqa: N818  # a place, not an error to report
    """Nesting went beyond the limit at this offset of the source."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooMany(TooDeep):
    """There is no room for another document; the next one would begin at this offset."""


class Alias:
    """Stands among the parts of a collection for a value that is written elsewhere."""

    __slots__ = ("end", "node", "start")

    def __init__(self, node: Node, start: int, end: int) -> None:
        self.node = node
        self.start = start
        self.end = end


class Builder:
    """Builds the documents of one stretch of a source.

    `begun` is the offset at which the document in progress begins, comments and directives before it
    included; all documents before it are in `documents`, at most `room`. `plain`: see `YamlFile`.
    """

    __slots__ = ("_aliased", "_anchors", "_base", "_first", "_merging", "_open", "_parts", "begun",
                 "documents", "max_depth", "plain", "problems", "room", "source")  # fmt: skip

    def __init__(self, source: Source, base: int, max_depth: int, room: int) -> None:
        self.source = source
        self.max_depth = max_depth
        self.room = room
        self.plain = True
        self.begun = base
        self.documents: list[Document] = []
        self.problems: list[Unreadable] = []
        self._base = base
        self._first = base
        self._anchors: dict[str, Node] = {}
        self._aliased: set[int] = set()
        # The values of all open collections in turn; each collection with the place where its own begin.
        self._parts: list[Any] = []
        self._open: list[tuple[Any, int]] = []
        self._merging = Merging(self.problems)

    def handlers(self) -> dict[str, Callable[..., bool]]:
        """What a parser is to call (see `wslint.syntax.yaml.parsers`). They raise `TooDeep` and `TooMany`."""
        ended = self._ended()
        return {
            "ScalarEvent": self._scalars(),
            "MappingStartEvent": self._started(Mapping),
            "SequenceStartEvent": self._started(Sequence),
            "MappingEndEvent": ended,
            "SequenceEndEvent": ended,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
            "DocumentEndEvent": self._document_ended,
            "StreamStartEvent": _nothing,
            "StreamEndEvent": _nothing,
        }

    def _scalars(self) -> Callable[..., bool]:
        source, base, append, new = self.source, self._base, self._parts.append, object.__new__

        # The hot spot: two of three events are scalars.
        def scalar(
            anchor: str | None,
            tag: object,
            implicit: Any,
            value: str,
            start: Any,
            end: Any,
            style: str | None,
            *_: object,
        ) -> bool:
            node = new(Scalar)
            node.source = source
            node.start = start.index + base
            node.end = end.index + base
            node.value = value
            node.tag = node.anchor = None
            if style:
                node.style = style
                if tag is not None or anchor is not None or style == "|" or style == ">":  # noqa: PLR1714
                    self._finish(node, tag, anchor)
            else:
                node.style = None
                if tag is not None or anchor is not None or not implicit[0]:
                    self._finish(node, tag if tag is not None or implicit[0] else "!", anchor)
            append(node)
            return True

        return scalar

    def _started(self, kind: type[Mapping | Sequence]) -> Callable[..., bool]:
        source, base, parts, opened = self.source, self._base, self._parts, self._open
        max_depth, anchors = self.max_depth, self._anchors

        def started(
            anchor: str | None,
            tag: object,
            _implicit: object,
            start: Any,
            _end: Any,
            flow: object,
            *_: object,
        ) -> bool:
            at = start.index + base
            if len(opened) >= max_depth:
                raise TooDeep(at)
            node = kind(source, at, None if tag is None else _short(tag), anchor, bool(flow))
            if anchor is not None:
                anchors[anchor] = node
            parts.append(node)
            opened.append((node, len(parts)))
            return True

        return started

    def _ended(self) -> Callable[..., bool]:
        """Gives a collection its parts: of a mapping keys and values in turn."""
        parts, opened, aliased, base, new = self._parts, self._open, self._aliased, self._base, object.__new__

        def ended(_start: Any, end: Any, *_: object) -> bool:
            node, first = opened.pop()
            inner = parts[first:]
            del parts[first:]
            node.end = inner[-1].end if inner and not node.flow else end.index + base
            if aliased and len(opened) in aliased:
                return self._with_aliases(node, inner)
            if node.__class__ is Sequence:
                items = []
                for value in inner:
                    item = new(Item)
                    item.value = value
                    item._alias = None  # noqa: SLF001 (what its own constructor does, without the call)
                    items.append(item)
                node.items = tuple(items)
                return True
            entries = []
            index = {}
            at = iter(inner)
            for key in at:
                entry = new(Entry)
                entry.key = key
                entry.value = next(at)
                text = entry.key_text = key.value if key.__class__ is Scalar else None
                entry._alias = entry.merged = None  # noqa: SLF001 (as above)
                entries.append(entry)
                index[text] = entry
            if not node.adopt(tuple(entries), index):
                self.plain = False
                self._merging.settle(node)
            return True

        return ended

    def _with_aliases(self, node: Any, inner: list[Any]) -> bool:
        depth = len(self._open)
        if node.__class__ is Sequence:
            node.items = self._items_with_aliases(inner, depth)
            return True
        entries = self._entries_with_aliases(inner, depth)
        if not node.adopt(entries):
            self.plain = False
            self._merging.settle(node)
        return True

    def _document(self, start: Any, _end: Any, *_: object) -> bool:
        self._first = start.index + self._base
        if len(self.documents) >= self.room:
            raise TooMany(self._first)
        self._anchors.clear()
        self._aliased.clear()
        self._parts.clear()
        self._merging = Merging(self.problems)
        return True

    def _document_ended(self, _start: Any, end: Any, *_: object) -> bool:
        self.begun = end.index + self._base
        self.documents.append(Document(_root(self._parts), Span(self.source, self._first, self.begun)))
        return True

    def _alias(self, name: str, start: Any, end: Any, *_: object) -> bool:
        begin, stop = start.index + self._base, end.index + self._base
        node = self._anchors.get(name)
        if node is not None and node.end >= 0:
            # Entries live one level above the collection that holds them.
            self._aliased.add(len(self._open) - 1)
            self._parts.append(Alias(node, begin, stop))
            return True
        if node is None:
            reason = f"`*{name}` has no anchor: nothing before it is marked `&{name}`"
        else:
            reason = f"`*{name}` stands inside the value that `&{name}` marks: a loop"
        self.problems.append(Unreadable(Span(self.source, begin, stop), reason))
        self._parts.append(Scalar(self.source, begin, begin, ""))
        return True

    def _finish(self, scalar: Scalar, tag: object, anchor: str | None) -> None:
        if scalar.style in ("|", ">"):
            # The parser ends a block where the next token begins; blank lines between are no use to people.
            text, end = self.source.text, scalar.end
            while end > scalar.start and text[end - 1] in " \t\r\n":
                end -= 1
            scalar.end = end
        scalar.tag = _short(tag)
        if anchor is not None:
            scalar.anchor = anchor
            self._anchors[anchor] = scalar

    def _entries_with_aliases(self, inner: list[Any], depth: int) -> tuple[Entry, ...]:
        self._aliased.discard(depth)
        parts = iter(inner)
        return tuple(
            Entry(key.node if isinstance(key, Alias) else key, *self._used(value))
            for key, value in zip(parts, parts, strict=True)
        )

    def _items_with_aliases(self, inner: list[Any], depth: int) -> tuple[Item, ...]:
        self._aliased.discard(depth)
        return tuple(Item(*self._used(value)) for value in inner)

    def _used(self, part: Node | Alias) -> tuple[Node, Span | None]:
        if isinstance(part, Alias):
            return part.node, Span(self.source, part.start, part.end)
        return part, None


def _nothing(*_: object) -> bool:
    return True


def _root(children: list[Any]) -> Node | None:
    """The value of a document, None where nothing at all is written."""
    if not children or isinstance(children[0], Alias):
        return None
    root: Node = children[0]
    if isinstance(root, Scalar) and root.plain and root.start == root.end:
        return None
    return root


def _short(tag: object) -> str | None:
    """A tag with YAML's own prefix written `!!`; the plain parser gives objects, not strings."""
    if tag is None:
        return None
    text = str(tag)
    return "!!" + text[len(_YAML_TAGS) :] if text.startswith(_YAML_TAGS) else text
