"""Edits that add something to a file, written as its author writes: one place for all fixes that add.

Each takes the place of a key, or of its value, that is in a file already, and gives None where nothing can be added
there without a doubt: the text is not YAML, an alias shares it with another place, the key is there.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from wslint.project.yaml_style import (
    New,
    Style,
    column,
    in_block,
    in_flow,
    item_lines,
    line_end_of,
    name,
    scalar,
    style_of,
)
from wslint.syntax.yaml import Entry, Item, Mapping, Node, Scalar, Sequence, YamlFile, parse_yaml
from wslint.text import Edit, Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Found(NamedTuple):
    """An entry, the mapping that it is written in, and the value of the document that these are in."""

    source: Source
    mapping: Mapping
    entry: Entry
    root: Node

    @property
    def style(self) -> Style:
        """The habits of the text around it."""
        return _style(self.source, self.root)

    @property
    def quoted(self) -> str | None:
        """The quotes of the key."""
        key = self.entry.key
        return key.style if isinstance(key, Scalar) and key.style in ("'", '"') else None

    def value(self) -> Node | None:
        """What is under the key, if it is written there and only there."""
        value = self.entry.value
        here = self.entry.use == value.span
        return value if here and not _is_shared(self.source, value) else None


@lru_cache(maxsize=4)
def _parsed(source: Source) -> YamlFile:
    return parse_yaml(source)


@lru_cache(maxsize=4)
def _style(source: Source, root: Node) -> Style:
    return style_of(source, root)


def find_entry(key: Span) -> Found | None:
    """The entry whose key is written at a place, or whose single value, or all of whose mapping or list.

    None where there is none, or where an alias repeats it elsewhere.
    """
    source = key.source
    root = _root_at(key)
    for part, one in _way_to(root, key.start):
        if root is None or _is_shared(source, part):
            return None
        if not isinstance(part, Mapping) or not isinstance(one, Entry):
            continue
        if one.key.start <= key.start < one.key.end or _covers(one, key):
            return Found(source, part, one, root)
    return None


def find_row(place: Span) -> Sequence | None:
    """The list that has an item at a place; None where there is none, or an alias repeats it elsewhere."""
    for part, one in _way_to(_root_at(place), place.start):
        if _is_shared(place.source, part):
            return None
        if isinstance(part, Sequence) and _covers(one, place):
            return part
    return None


def _root_at(place: Span) -> Node | None:
    """The value of the document that a place is in."""
    documents = _parsed(place.source).documents
    at = bisect_right(documents, place.start, key=lambda document: document.span.start) - 1
    return documents[at].root if at >= 0 else None


def _way_to(root: Node | None, at: int) -> Iterator[tuple[Mapping | Sequence, Entry | Item]]:
    """From a document's value down to a place: each mapping and list, with its part that begins last before that.

    Logarithmic in what they hold: a file may have as many findings as entries.
    """
    part = root
    while part is not None and not isinstance(part, Scalar) and part.start <= at < part.end:
        inner: Any = part.entries if isinstance(part, Mapping) else part.items
        index = bisect_right(inner, at, key=_begin) - 1
        if index < 0:
            return
        one = inner[index]
        yield part, one
        part = one.value if one.use == one.value.span else None


def _begin(one: Entry | Item) -> int:
    return one.key.start if isinstance(one, Entry) else one.use.start


def _covers(one: Entry | Item, place: Span) -> bool:
    """Whether a place is in the single value of an entry or an item, or is all of its mapping or list."""
    use = one.use
    return use.start <= place.start < use.end if isinstance(one.value, Scalar) else use == place


def _is_shared(source: Source, part: Node) -> bool:
    """Whether an alias takes a value to another place: what is added would be added there, too."""
    return part.anchor is not None and f"*{part.anchor}" in source.text


def put_among(place: Span, behind: tuple[str, ...], new: str, value: New) -> Edit | None:
    """Add an entry to the mapping of the entry that a place is in: behind the first of some keys that is there.

    Where none of them is, it becomes the last one.
    """
    found = find_entry(place)
    if found is None:
        return None
    entries = {entry.key_text: entry for entry in found.mapping.entries}
    entry = next((entries[key] for key in behind if key in entries), found.mapping.entries[-1])
    return _after(found._replace(entry=entry), new, value)


def beside(place: Span, key: str) -> Span | None:
    """The value of a key, quotes apart, in the mapping of the entry that a place is in."""
    found = find_entry(place)
    entry = None if found is None else found.mapping.entry(key)
    if entry is None or entry.merged is not None or entry.use != entry.value.span:
        return None
    return entry.value.content_span if isinstance(entry.value, Scalar) else entry.value.span


def key_inside(key: Span, name: str) -> Span | None:
    """The place of a key that is written in the mapping under another one."""
    found = find_entry(key)
    inner = None if found is None else found.value()
    if not isinstance(inner, Mapping):
        return None
    return next((entry.key.span for entry in inner.entries if entry.key_text == name), None)


def put_value(place: Span, value: New) -> Edit | None:
    """Write another value over the one of an entry."""
    found = find_entry(place)
    old = None if found is None else found.value()
    if found is None or old is None or "#" in found.entry.use.text:
        return None
    if isinstance(old, Sequence) and old.items:
        old = old.items[0].value
    quoted = old.style if isinstance(old, Scalar) and old.style in ("'", '"') else found.quoted
    return Edit(found.entry.use, in_flow(value, found.style, quoted))


def put_instead(place: Span, key: str, value: int | str) -> Edit | None:
    """Write another key and a single value over the entry that a place is in."""
    found = find_entry(place)
    if found is None or not isinstance(found.entry.value, Scalar):
        return None
    span = Span(found.source, found.entry.key.start, found.entry.use.end)
    if "\n" in span.text or found.mapping.entry(key) not in (None, found.entry):
        return None
    return Edit(span, f"{name(key, found.quoted)}: {in_flow(value, found.style, found.quoted)}")


def put_before(key: Span, new: str, value: New) -> Edit | None:
    """Add an entry above the one whose key is given, in its mapping; comments right above that stay its own."""
    found = find_entry(key)
    return None if found is None else _before(found, new, value)


def put_after(key: Span, new: str, value: New) -> Edit | None:
    """Add an entry below the one whose key is given, in its mapping."""
    found = find_entry(key)
    return None if found is None else _after(found, new, value)


def _after(found: Found, new: str, value: New) -> Edit | None:
    if found.mapping.entry(new) is not None:
        return None
    if found.mapping.flow:
        return _after_in_flow(found, new, value)
    indent = _indent_of(found)
    at = None if indent is None else _line_end_after(found.source, found.entry)
    if indent is None or at is None:
        return None
    return _new_lines(found, at, in_block(new, value, indent, found.style, found.quoted), indent)


def _after_in_flow(found: Found, new: str, value: New) -> Edit:
    source, start, at = found.source, found.entry.key.start, _end_of_value(found.entry) or found.entry.use.end
    end = source.text.find("\n", at)
    alone = end >= 0 and source.text[at:end].strip() in ("", ",") and only_blank_before(source, start)
    gap = f",{found.style.line_end}{' ' * column(source, start)}" if alone else ", "
    return _insertion(
        source, at, f"{gap}{name(new, found.quoted)}: {in_flow(value, found.style, found.quoted)}"
    )


def put_inside(key: Span, new: str, value: New, *, last: bool = False) -> Edit | None:
    """Add an entry to the mapping under a key, as its first or its last one."""
    found = find_entry(key)
    inner = None if found is None else found.value()
    if found is None or not isinstance(inner, Mapping):
        return None
    if inner.entries:
        entry = inner.entries[-1 if last else 0]
        return (_after if last else _before)(found._replace(mapping=inner, entry=entry), new, value)
    text = f"{name(new, found.quoted)}: {in_flow(value, found.style, found.quoted)}"
    return _insertion(found.source, inner.end - 1, text)


def put_at_top(place: Span, section: str, new: str) -> Edit | None:
    """Add a key without a value to a section of the top level; the section too, where it is not there."""
    source, root = place.source, _root_at(place)
    if not isinstance(root, Mapping) or not root.entries:
        return None
    entry = root.entry(section)
    if entry is None:
        return _after(Found(source, root, root.entries[-1], root), section, {new: None})
    found = Found(source, root, entry, root)
    if isinstance(entry.value, Mapping):
        return put_inside(entry.key.span, new, None, last=True)
    empty = isinstance(entry.value, Scalar) and entry.value.start == entry.value.end
    at = _line_end_after(source, entry) if empty and not root.flow else None
    indent = column(source, entry.key.start) + found.style.step
    return None if at is None else _new_lines(found, at, [f"{new}:"], indent)


def put_last(key: Span, value: New) -> Edit | None:
    """Add an item to the list under a key, as its last one."""
    found = find_entry(key)
    row = None if found is None else found.value()
    if found is None or not isinstance(row, Sequence):
        return None
    source = found.source
    if not row.items:
        return _insertion(source, row.end - 1, in_flow(value, found.style, found.quoted))
    last = row.items[-1]
    quoted = last.value.style if isinstance(last.value, Scalar) else None
    quoted = quoted if quoted in ("'", '"') else found.quoted
    if row.flow:
        own_line = only_blank_before(source, last.use.start)
        gap = f",{found.style.line_end}{' ' * column(source, last.use.start)}" if own_line else ", "
        return _insertion(source, last.use.end, gap + in_flow(value, found.style, quoted))
    at = _line_end_after(source, last)
    if at is None or source.text[row.start] != "-" or not only_blank_before(source, row.start):
        return None
    indent = column(source, row.start)
    lines = item_lines(value, found.style, quoted)
    return _new_lines(found, at, [lines[0], *(" " * indent + line for line in lines[1:])], indent)


def put_behind(place: Span, value: int | str) -> Edit | None:
    """Add an item to a list, behind the one that is written at a place."""
    row = find_row(place)
    if row is None:
        return None
    source = place.source
    item = next(item for item in row.items if item.use.start <= place.start < item.use.end)
    quoted = item.value.style if isinstance(item.value, Scalar) and item.value.style in ("'", '"') else None
    text = scalar(value, Style(), quoted)
    if row.flow:
        return _insertion(source, item.use.end, f", {text}")
    at = _line_end_after(source, item)
    if at is None or source.text[row.start] != "-" or not only_blank_before(source, row.start):
        return None
    margin = " " * column(source, row.start)
    return _insertion(source, at, f"{line_end_of(source)}{margin}- {text}")


def _before(found: Found, new: str, value: New) -> Edit | None:
    if found.mapping.entry(new) is not None:
        return None
    source, key, style = found.source, found.entry.key, found.style
    if found.mapping.flow:
        own_line = only_blank_before(source, key.start)
        gap = f",{style.line_end}{' ' * column(source, key.start)}" if own_line else ", "
        text = f"{name(new, found.quoted)}: {in_flow(value, style, found.quoted)}{gap}"
        return _insertion(source, key.start, text)
    indent = _indent_of(found)
    if indent is None:
        return None
    lines = in_block(new, value, indent, style, found.quoted)
    above = _above_comments(source, key.start, indent)
    if above is None:
        end = style.line_end
        return _insertion(source, key.start, end.join(lines) + end + " " * indent)
    return _new_lines(found, above, lines, indent)


def _indent_of(found: Found) -> int | None:
    """The column of a block's keys; None where something other than dashes stands before the one."""
    source, start = found.source, found.entry.key.start
    begin = source.text.rfind("\n", 0, start) + 1
    before = source.text[begin:start]
    first = begin == 0 or "--" not in before
    return len(before) if first and not before.strip(" -") and "--" not in before else None


def _above_comments(source: Source, start: int, indent: int) -> int | None:
    """The end of the line above a key and the comments on it; None where the key's line is the first."""
    text = source.text
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip(" "):
        return None
    while begin:
        above = text.rfind("\n", 0, begin - 1) + 1
        line = text[above : begin - 1]
        if not line.startswith(" " * indent + "#"):
            break
        begin = above
    if not begin:
        return None
    end = begin - 1
    return end - 1 if text[end - 1 : end] == "\r" else end


def _end_of_value(part: Entry | Item) -> int | None:
    """The offset at which a value ends; None where blank lines behind it belong to it, or it cannot be told."""
    value, use = part.value, part.use
    while not isinstance(value, Scalar) and use == value.span and not value.flow:
        part = value.entries[-1] if isinstance(value, Mapping) else value.items[-1]
        value, use = part.value, part.use
    if not isinstance(value, Scalar) or use != value.span:
        return use.end
    if value.style in ("|", ">") and "+" in value.content_span.text.partition("\n")[0]:
        return None
    if use.start < use.end:
        return use.end
    # The parsers differ in where they see an empty value.
    text = value.source.text
    if isinstance(part, Entry):
        return text.find(":", part.key.end) + 1
    return use.end if text[use.end - 1] == "-" else None


def _line_end_after(source: Source, part: Entry | Item) -> int | None:
    """The end of the line on which a value ends; None where more of the text follows there."""
    at = _end_of_value(part)
    if at is None:
        return None
    text = source.text
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    end = end - 1 if text[end - 1 : end] == "\r" else end
    rest = text[at:end].strip()
    return end if not rest or (rest.startswith("#") and rest != text[at:end]) else None


def _new_lines(found: Found, at: int, lines: list[str], indent: int) -> Edit:
    end = found.style.line_end
    return _insertion(found.source, at, end + " " * indent + end.join(lines))


def only_blank_before(source: Source, at: int) -> bool:
    """Whether a place is the first of its line, white space apart."""
    return not source.text[source.text.rfind("\n", 0, at) + 1 : at].strip(" ")


def _insertion(source: Source, at: int, text: str) -> Edit:
    return Edit(Span(source, at, at), text)


def instruction_after(span: Span, line: str) -> Edit:
    """Add an instruction of a Dockerfile below the one that ends where the span does."""
    text = span.source.text
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    end = end - 1 if text[end - 1 : end] == "\r" else end
    if text[span.end : end].strip():
        end = span.end
    return _insertion(span.source, end, line_end_of(span.source) + line)


def words_after(span: Span, words: str) -> Edit:
    """Add words of a command line behind the ones of the span."""
    return _insertion(span.source, span.end, f" {words}")
