"""What could not be parsed is a value."""

from __future__ import annotations

from wslint.text import Span
from wslint.text.record import NamedTuple


class Unreadable(NamedTuple):
    """Why a text, or a part of it, could not be parsed, and where."""

    span: Span
    reason: str
