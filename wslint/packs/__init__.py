"""Rule files: loading, validating, and running their examples."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wslint.packs.load import load_rules
    from wslint.packs.mistakes import PackError

__all__ = ["PackError", "load_rules"]


def __getattr__(name: str) -> Any:
    """Load what is asked for only then: a record of a rule needs no loader."""
    if name == "load_rules":
        from wslint.packs.load import load_rules

        return load_rules
    if name == "PackError":
        from wslint.packs.mistakes import PackError

        return PackError
    raise AttributeError(name)
