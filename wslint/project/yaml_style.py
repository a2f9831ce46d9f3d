"""How the author of a YAML text writes it, and how something new is written in the same manner."""

from __future__ import annotations

from collections.abc import Mapping as Table

from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence, resolve, walk
from wslint.text import Source
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

New: TypeAlias = "int | str | tuple[New, ...] | Table[str, New] | None"
"""A value to write: strings get quotes where they need them, None is a key without a value. Mappings and lists are never empty."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-")
_LOOK_AT = 5_000
_NOWHERE = Source("", "")


class Style(NamedTuple):
    """The habits of a text.

    `step`: columns from a key to the keys below it. `dash`: columns from a key to the dashes below it.
    `quote`: the quotes of strings. `flow_maps`, `flow_lists`: whether what holds only scalars is written in
    brackets. `line_end`: how lines end.
    """

    step: int = 2
    dash: int = 2
    quote: str = '"'
    flow_maps: bool = False
    flow_lists: bool = False
    line_end: str = "\n"


def style_of(source: Source, root: Node) -> Style:
    """The habits that a document shows; two columns and double quotes where it shows none."""
    step = dash = None
    quotes: dict[str, int] = {'"': 0, "'": 0}
    balance = {Mapping: 0, Sequence: 0}
    for node in walk(root, _LOOK_AT):
        if isinstance(node, Scalar):
            if node.style in quotes:
                quotes[node.style] += 1
            continue
        inner = _values(node)
        if inner and all(isinstance(one, Scalar) for one in inner):
            balance[type(node)] += 1 if node.flow else -1
        if isinstance(node, Mapping) and not node.flow:
            for entry in node.entries:
                below = entry.value
                if isinstance(below, Scalar) or below.flow or below.start < entry.key.end:
                    continue
                deeper = column(source, below.start) - column(source, entry.key.start)
                if isinstance(below, Mapping) and step is None and deeper > 0:
                    step = deeper
                elif isinstance(below, Sequence) and dash is None and deeper >= 0:
                    dash = deeper
    step = 2 if step is None else step
    return Style(
        step=step,
        dash=step if dash is None else dash,
        quote="'" if quotes["'"] > quotes['"'] else '"',
        flow_maps=balance[Mapping] > 0,
        flow_lists=balance[Sequence] > 0,
        line_end=line_end_of(source),
    )


def line_end_of(source: Source) -> str:
    """How the lines of a text end."""
    first = source.text.find("\n")
    return "\r\n" if first > 0 and source.text[first - 1] == "\r" else "\n"


def column(source: Source, offset: int) -> int:
    """The number of characters before an offset in its line."""
    return offset - (source.text.rfind("\n", 0, offset) + 1)


def in_flow(value: New, style: Style, quoted: str | None = None) -> str:
    """A value in brackets, on one line. `quoted`: the quotes that keys have there."""
    if value is None:
        return "null"
    if isinstance(value, int | str):
        return scalar(value, style, quoted)
    if isinstance(value, tuple):
        return f"[{', '.join(in_flow(one, style, quoted) for one in value)}]"
    return (
        "{"
        + ", ".join(f"{name(key, quoted)}: {in_flow(one, style, quoted)}" for key, one in value.items())
        + "}"
    )


def in_block(key: str, value: New, indent: int, style: Style, quoted: str | None = None) -> list[str]:
    """The lines of an entry whose key stands at a column; the first one comes without its indentation."""
    lines = _entry(key, value, style, quoted)
    return [line if not at else " " * indent + line for at, line in enumerate(lines)]


def _entry(key: str, value: New, style: Style, quoted: str | None) -> list[str]:
    """The lines of an entry, relative to its key."""
    head = f"{name(key, quoted)}:"
    if value is None:
        return [head]
    if isinstance(value, int | str) or _is_short(value, style):
        return [f"{head} {in_flow(value, style)}"]
    if isinstance(value, tuple):
        dash = " " * style.dash
        lines = [head]
        for item in value:
            lines += [f"{dash}{line}" for line in item_lines(item, style)]
        return lines
    step = " " * style.step
    return [
        head,
        *(step + line for inner, one in value.items() for line in _entry(inner, one, style, quoted)),
    ]


def item_lines(value: New, style: Style, quoted: str | None = None) -> list[str]:
    """The lines of an item of a list, relative to its dash. `quoted`: the quotes that its neighbours have."""
    if not isinstance(value, Table) or _is_short(value, style):
        return [f"- {in_flow(value, style, quoted)}"]
    lines = [line for key, one in value.items() for line in _entry(key, one, style, None)]
    return [f"{'  ' if at else '- '}{line}" for at, line in enumerate(lines)]


def _is_short(value: tuple[New, ...] | Table[str, New], style: Style) -> bool:
    """Whether the author would write it in brackets."""
    inner = value if isinstance(value, tuple) else tuple(value.values())
    usual = style.flow_lists if isinstance(value, tuple) else style.flow_maps
    return usual and all(isinstance(one, int | str) for one in inner)


def name(key: str, quoted: str | None) -> str:
    """A key, in the quotes that its neighbours have."""
    return f"{quoted}{key}{quoted}" if quoted else key


def scalar(value: int | str, style: Style, quoted: str | None = None) -> str:
    """A number, or a string with quotes where it needs them or its neighbours have them."""
    if isinstance(value, int):
        return str(value)
    if not quoted and _is_plain(value):
        return value
    quote = quoted or style.quote
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    import json

    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether a string is one to every reader of YAML without quotes."""
    if (
        not _PLAIN.issuperset(text)
        or text[:1] in ("-", ".", "")
        or not any(c.isalpha() or c == "/" for c in text)
    ):
        return False
    node = Scalar(_NOWHERE, 0, 0, text)
    return resolve(node, "compose") == text and resolve(node, "kubernetes") == text


def _values(node: Mapping | Sequence) -> list[Node]:
    if isinstance(node, Mapping):
        return [entry.value for entry in node.entries]
    return [item.value for item in node.items]
