"""Where the cache lies: the user's own folder for such things."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "wslint"


def default_folder(environment: Mapping[str, str]) -> str | None:
    """The absolute folder for wslint's cache; None where the user has no home.

    Source: XDG Base Directory Specification (XDG_CACHE_HOME); Apple's File System Programming Guide
    (Library/Caches); Microsoft's "Known folders" (LocalAppData).
    """
    given = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(given):
        return os.path.join(given, NAME)
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return os.path.join(local, NAME, "Cache") if os.path.isabs(local) else None
    home = environment.get("HOME", "")
    if not os.path.isabs(home):
        return None
    return os.path.join(home, *(("Library", "Caches") if sys.platform == "darwin" else (".cache",)), NAME)
