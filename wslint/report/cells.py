"""Text as it stands on a screen: what is visible, how many cells it takes, and where to cut it."""

from __future__ import annotations

from wslint.text.record import NamedTuple

TAB = "    "
ELLIPSIS = "…"

# Characters that move the cursor, start an escape sequence or turn the direction of writing: a text from
# elsewhere must not do that to a terminal. They are shown as one replacement character.
_DIRECTIONS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff"
)


def is_control(character: str) -> bool:
    """Whether a character would act on the terminal instead of being shown."""
    return character < " " or "\x7f" <= character <= "\x9f" or character in _DIRECTIONS


def visible(text: str) -> str:
    """The text in one line: white space that breaks lines becomes a space, other controls become `�`."""
    if text.isprintable():
        return text
    return "".join(
        " "
        if character in "\t\n\r"
        else "\ufffd"
        if is_control(character) or _is_surrogate(character)
        else character
        for character in text
    )


def _is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def cell_width(character: str) -> int:
    """How many cells a character takes: 0, 1 or 2."""
    if character < "\u0300":
        return 1
    import unicodedata

    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def width_of(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(cell_width, text))


class Row(NamedTuple):
    """A line to be shown, and for each character offset the cell where it begins (one more for the end)."""

    text: str
    cells: list[int]


def row(line: str) -> Row:
    """A source line with tabs expanded and controls made visible."""
    parts: list[str] = []
    cells = [0]
    at = 0
    for character in line:
        shown = TAB if character == "\t" else visible(character)
        parts.append(shown)
        at += len(TAB) if character == "\t" else cell_width(shown)
        cells.append(at)
    return Row("".join(parts), cells)


def clip(text: str, start: int, size: int) -> str:
    """The cells [start, start + size) of a text. A wide character that is cut in two becomes a space."""
    if text.isascii():
        return text[start : start + size]
    parts: list[str] = []
    at = 0
    for character in text:
        width = cell_width(character)
        if at >= start + size:
            break
        if at >= start and at + width <= start + size:
            parts.append(character)
        elif at + width > start and at < start + size:
            parts.append(" ")
        at += width
    return "".join(parts)


class Window(NamedTuple):
    """A part of a line: the text with `…` where something was cut off, and the cell at which it begins."""

    text: str
    start: int
    size: int


def window(text: str, total: int, span: tuple[int, int], room: int, *, more: tuple[bool, bool]) -> Window:
    """The part of a line, `total` cells long, around a span of cells that fits into `room` cells.

    `more` says whether the line goes on to the left and to the right of the text.
    """
    start, end = span
    if total <= room and more == (False, False):
        return Window(text, 0, max(total, end))
    if end < room and not more[0]:
        left = 0
    elif end - start >= room - 4:
        left = max(0, start - 4)
    else:
        left = max(0, min(start - (room - (end - start)) // 2, total - room))
    cut_left = left > 0 or more[0]
    cut_right = left + room < total or more[1]
    body = clip(text, left, room)
    if cut_left:
        body = ELLIPSIS + clip(body, 1, room)
    if cut_right:
        body = clip(body, 0, room - 1) + ELLIPSIS
    return Window(body, left, room)


def wrapped(text: str, width: int, indent: str) -> list[str]:
    """A text in lines of at most `width` cells, all but the first indented; long words are left whole."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line.strip() and width_of(longer) > width:
            lines.append(line)
            longer = indent + word
        line = longer
    lines.append(line)
    return lines
