"""Events of ruamel.yaml's parsers, the C one or the plain one, to documents."""

from collections.abc import Callable
from typing import Any

from wslint.syntax.unreadable import Unreadable
from wslint.syntax.yaml.merging import Merging
from wslint.syntax.yaml.tree import Document, Entry, Item, Mapping, Node, Scalar, Sequence
from wslint.text import Source, Span

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
    included; all documents before it are in `documents`, at most `room`.
    """

    __slots__ = ("_aliased", "_anchors", "_base", "_first", "_merging", "begun", "documents", "max_depth",
                 "problems", "room", "source")  # fmt: skip

    def __init__(self, source: Source, base: int, max_depth: int, room: int) -> None:
        self.source = source
        self.max_depth = max_depth
        self.room = room
        self.begun = base
        self.documents: list[Document] = []
        self.problems: list[Unreadable] = []
        self._base = base
        self._first = base
        self._anchors: dict[str, Node] = {}
        self._aliased: set[int] = set()
        self._merging = Merging(self.problems)

    def run(self, next_event: Callable[[], Any]) -> None:
        """Take events until there is none. Raises `TooDeep`, `TooMany`, and what `next_event` raises."""
        from ruamel.yaml.events import (
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
        )

        source, base = self.source, self._base
        stack: list[list[Any]] = []
        children: list[Any] = []
        # The hot loop: two microseconds for each event, most of them the parser's.
        while (event := next_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                style, tag, anchor = event.style, event.ctag, event.anchor
                node = Scalar(
                    source,
                    event.start_mark.index + base,
                    event.end_mark.index + base,
                    event.value,
                    style or None,
                )
                children.append(node)
                if style:
                    if tag is not None or anchor is not None or style == "|" or style == ">":  # noqa: PLR1714
                        self._finish(node, tag, anchor)
                elif tag is not None or anchor is not None or not event.implicit[0]:
                    self._finish(node, tag if tag is not None or event.implicit[0] else "!", anchor)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                children.append(
                    self._opened(event, Mapping if kind is MappingStartEvent else Sequence, len(stack))
                )
                stack.append(children)
                children = []
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                inner, children = children, stack.pop()
                self._close(children[-1], inner, event, len(stack))
            else:
                children = self._other(event, children, len(stack))

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

    def _opened(self, event: Any, kind: type[Mapping] | type[Sequence], depth: int) -> "Mapping | Sequence":
        start = event.start_mark.index + self._base
        if depth >= self.max_depth:
            raise TooDeep(start)
        anchor = event.anchor
        node = kind(self.source, start, _short(event.ctag), anchor, bool(event.flow_style))
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _close(self, node: "Mapping | Sequence", inner: list[Any], event: Any, depth: int) -> None:
        """Give a collection its parts: of a mapping keys and values in turn."""
        node.end = inner[-1].end if inner and not node.flow else event.end_mark.index + self._base
        aliased = depth in self._aliased
        if isinstance(node, Sequence):
            if aliased:
                node.items = self._items_with_aliases(inner, depth)
            else:
                node.items = tuple([Item(value) for value in inner])
            return
        if aliased:
            entries = self._entries_with_aliases(inner, depth)
        else:
            parts = iter(inner)
            entries = tuple([Entry(key, value) for key, value in zip(parts, parts, strict=True)])
        if not node.adopt(entries):
            self._merging.settle(node)

    def _other(self, event: Any, children: list[Any], depth: int) -> list[Any]:
        """Aliases and the borders of documents. Returns the list that takes the next value."""
        from ruamel.yaml.events import AliasEvent, DocumentEndEvent, DocumentStartEvent

        start, end = event.start_mark.index + self._base, event.end_mark.index + self._base
        if isinstance(event, AliasEvent):
            children.append(self._alias(event.anchor, start, end, depth))
        elif isinstance(event, DocumentStartEvent):
            if len(self.documents) >= self.room:
                raise TooMany(start)
            self._anchors.clear()
            self._aliased.clear()
            self._merging = Merging(self.problems)
            self._first = start
            return []
        elif isinstance(event, DocumentEndEvent):
            self.documents.append(Document(_root(children), Span(self.source, self._first, end)))
            self.begun = end
        return children

    def _alias(self, name: str, start: int, end: int, depth: int) -> "Alias | Scalar":
        node = self._anchors.get(name)
        if node is not None and node.end >= 0:
            # Entries live one level above the collection that holds them.
            self._aliased.add(depth - 1)
            return Alias(node, start, end)
        if node is None:
            reason = f"`*{name}` has no anchor: nothing before it is marked `&{name}`"
        else:
            reason = f"`*{name}` stands inside the value that `&{name}` marks: a loop"
        self.problems.append(Unreadable(Span(self.source, start, end), reason))
        return Scalar(self.source, start, start, "")

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

    def _used(self, part: "Node | Alias") -> tuple[Node, Span | None]:
        if isinstance(part, Alias):
            return part.node, Span(self.source, part.start, part.end)
        return part, None


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
