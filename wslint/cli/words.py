"""Lists on the command line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def words(values: Iterable[str]) -> tuple[str, ...]:
    """Repeated options with comma lists as one tuple; empty parts are left out."""
    return tuple(word for value in values for part in value.split(",") if (word := part.strip()))
