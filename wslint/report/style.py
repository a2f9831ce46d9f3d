"""Colours of a terminal, or none."""

from __future__ import annotations

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "gutter": "1;34",
    "help": "1;36",
    "title": "1",
    "related": "1;34",
    "removed": "31",
    "added": "32",
    "faint": "2",
}


class Style:
    """Puts the escape codes of a role around a text; with `color` false it leaves the text alone."""

    __slots__ = ("color",)

    def __init__(self, *, color: bool) -> None:
        self.color = color

    def __call__(self, role: str, text: str) -> str:
        """The text, coloured if colours are on."""
        if not self.color or not text:
            return text
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"
