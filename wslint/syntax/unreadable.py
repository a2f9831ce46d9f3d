"""What could not be parsed is a value."""

from typing import NamedTuple

from wslint.text import Span


class Unreadable(NamedTuple):
    """Why a text, or a part of it, could not be parsed, and where."""

    span: Span
    reason: str
