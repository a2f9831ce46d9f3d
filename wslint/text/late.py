"""Regular expressions that are compiled when they are first used.

A run imports many patterns and needs few of them; to compile one takes as long as to read a small file.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any


class _Late:
    """Has the methods of its pattern from the first call of one of them."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        import re

        found = getattr(re.compile(self._text, self._flags), name)
        # From now on it is an attribute like any other.
        setattr(self, name, found)
        return found


def compile_late(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, as far as its methods and attributes go. A bad pattern shows when it is first used."""
    late: Any = _Late(text, flags)
    pattern: re.Pattern[str] = late
    return pattern
