"""What a YAML text is made of. Every part knows the characters that it was written with.

Anchored values are shared, not copied: an alias leads to the same object, and the place of the alias is
the `use` of the entry or item that holds it.
"""

from __future__ import annotations

from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MERGE = "<<"


class Scalar:
    """A single value. `value` is its text after unescaping and folding; `resolve` gives it a type.

    `style` is None for plain, else one of `'`, `"`, `|`, `>`. `tag` is as in the text with handles
    resolved and YAML's own shortened: `!reset`, `!!str`, `!` for "a string, whatever it looks like".
    """

    __slots__ = ("anchor", "end", "source", "start", "style", "tag", "value")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        value: str,
        style: str | None = None,
        tag: str | None = None,
        anchor: str | None = None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.value = value
        self.style = style
        self.tag = tag
        self.anchor = anchor

    def __repr__(self) -> str:
        return f"Scalar({self.value!r})"

    @property
    def plain(self) -> bool:
        """Neither quoted nor a block."""
        return self.style is None

    @property
    def span(self) -> Span:
        """All of it, with tag, anchor and quotes; a block without the blank lines that follow it."""
        return Span(self.source, self.start, self.end)

    @property
    def content_span(self) -> Span:
        """Without tag, anchor and quotes; of a block all with its header."""
        start, end = self.start, self.end
        text = self.source.text
        if text[start : start + 1] in ("&", "!") and (self.tag is not None or self.anchor is not None):
            start = _after_properties(text, start, end)
        if self.style in ("'", '"'):
            start, end = start + 1, end - 1
        return Span(self.source, start, end)


class Entry:
    """A key and its value. `key_text` is None for a key that is no scalar.

    `merged` is the span of the `<<` value through which the entry came, None for the mapping's own.
    """

    __slots__ = ("_alias", "key", "key_text", "merged", "value")

    def __init__(self, key: Node, value: Node, alias: Span | None = None, merged: Span | None = None) -> None:
        self.key = key
        self.value = value
        self.key_text = key.value if key.__class__ is Scalar else None
        self._alias = alias
        self.merged = merged

    def __repr__(self) -> str:
        return f"Entry({self.key_text!r}, {self.value!r})"

    @property
    def use(self) -> Span:
        """The value as written here: the alias, or the value's own span."""
        return self.value.span if self._alias is None else self._alias

    def merged_through(self, span: Span) -> Entry:
        """The same entry as another mapping gets it through `<<`."""
        return Entry(self.key, self.value, self._alias, span)


class Item:
    """A value in a sequence, and its use: the alias, or the value's own span."""

    __slots__ = ("_alias", "value")

    def __init__(self, value: Node, alias: Span | None = None) -> None:
        self.value = value
        self._alias = alias

    def __repr__(self) -> str:
        return f"Item({self.value!r})"

    @property
    def use(self) -> Span:
        """The value as written here."""
        return self.value.span if self._alias is None else self._alias


class Mapping:
    """Keys and values. `entries` are those written here, in order, also `<<` and repeated keys.

    `duplicates` pairs the first entry of a repeated key with each later one. Lookups and `items` see what
    is in force: `<<` resolved (own keys win, then the first in a list), of repeated keys the last.
    A block ends with its last value.
    """

    __slots__ = (
        "_in_force", "_index", "anchor", "duplicates", "end", "entries", "flow", "source", "start", "tag",
    )  # fmt: skip

    def __init__(self, source: Source, start: int, tag: str | None, anchor: str | None, flow: bool) -> None:
        self.source = source
        self.start = start
        self.end = -1
        self.tag = tag
        self.anchor = anchor
        self.flow = flow
        self.entries: tuple[Entry, ...] = ()
        self.duplicates: tuple[tuple[Entry, Entry], ...] = ()
        self._in_force: tuple[Entry, ...] = ()
        self._index: dict[str | None, Entry] = {}

    def __repr__(self) -> str:
        return f"Mapping({', '.join(str(entry.key_text) for entry in self.entries)})"

    @property
    def span(self) -> Span:
        """From the first key (or the tag, the anchor, the brace) to the end of the last value."""
        return Span(self.source, self.start, self.end)

    def items(self) -> tuple[Entry, ...]:
        """The entries in force: one for each key, merged ones last."""
        return self._in_force

    def entry(self, key: str) -> Entry | None:
        """The entry in force of a key."""
        return self._index.get(key)

    def get(self, key: str) -> Node | None:
        """The value in force of a key."""
        entry = self._index.get(key)
        return None if entry is None else entry.value

    def get_scalar(self, key: str) -> Scalar | None:
        """The value of a key; None if there is none, or it is no scalar."""
        value = self.get(key)
        return value if isinstance(value, Scalar) else None

    def get_mapping(self, key: str) -> Mapping | None:
        """The value of a key; None if there is none, or it is no mapping."""
        value = self.get(key)
        return value if isinstance(value, Mapping) else None

    def get_sequence(self, key: str) -> Sequence | None:
        """The value of a key; None if there is none, or it is no sequence."""
        value = self.get(key)
        return value if isinstance(value, Sequence) else None

    def adopt(self, entries: tuple[Entry, ...], index: dict[str | None, Entry] | None = None) -> bool:
        """Take the entries; true if they are plain to see: no key is repeated, merged or no scalar.

        `index` are the last entries of each key, for whoever has them.
        """
        if index is None:
            index = {entry.key_text: entry for entry in entries}
        self.entries = self._in_force = entries
        self._index = index
        return len(index) == len(entries) and MERGE not in index and None not in index

    def settle(self, in_force: tuple[Entry, ...], duplicates: tuple[tuple[Entry, Entry], ...]) -> None:
        """Say which entries are in force, where `adopt` could not."""
        self.duplicates = duplicates
        self._in_force = in_force
        self._index = {entry.key_text: entry for entry in in_force if entry.key_text is not None}


class Sequence:
    """Values in order."""

    __slots__ = ("anchor", "end", "flow", "items", "source", "start", "tag")

    def __init__(self, source: Source, start: int, tag: str | None, anchor: str | None, flow: bool) -> None:
        self.source = source
        self.start = start
        self.end = -1
        self.tag = tag
        self.anchor = anchor
        self.flow = flow
        self.items: tuple[Item, ...] = ()

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)})"

    @property
    def span(self) -> Span:
        """From the first dash (or the tag, the anchor, the bracket) to the end of the last value."""
        return Span(self.source, self.start, self.end)


Node = Scalar | Mapping | Sequence


class Document(NamedTuple):
    """One document: its value, None if it is empty; and its text from `---` or the value to the end."""

    root: Node | None
    span: Span


class YamlFile(NamedTuple):
    """The documents of a text that could be parsed, and what was wrong with the others.

    Where `plain`, no mapping in them has a repeated key, a merge, or a key that is no scalar.
    """

    source: Source
    documents: tuple[Document, ...]
    problems: tuple[Unreadable, ...]
    plain: bool = False


def walk(node: Node, limit: int = 100_000) -> Iterator[Node]:
    """A value and all values in it, keys apart, in the order of the text; each once, at most `limit`."""
    seen: set[int] = set()
    waiting = [node]
    while waiting and limit > 0:
        current = waiting.pop()
        if current.anchor is not None:
            if id(current) in seen:
                continue
            seen.add(id(current))
        limit -= 1
        yield current
        if isinstance(current, Mapping):
            waiting.extend([entry.value for entry in reversed(current.entries)])
        elif isinstance(current, Sequence):
            waiting.extend([item.value for item in reversed(current.items)])


def _after_properties(text: str, at: int, end: int) -> int:
    """The offset of what follows tags, anchors and the white space and comments after them."""
    while at < end and text[at] in "&!":
        while at < end and not text[at].isspace():
            at += 1
        while at < end and (text[at].isspace() or text[at] == "#"):
            if text[at] == "#":
                newline = text.find("\n", at, end)
                at = end if newline < 0 else newline
            else:
                at += 1
    return at
