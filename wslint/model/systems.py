"""Words for the systems that containers run on, in prose and in scripts."""

from __future__ import annotations

from typing import Literal

from wslint.text.late import compile_late

System = Literal["desktop", "linux"]

_DESKTOP = compile_late(
    r"\b(?:Docker Desktop|docker-desktop|[Mm]ac ?OS(?: X)?|macos|OS ?X|Macs?|Darwin|Windows|WSL ?2?|OrbStack|Colima"
    r"|Rancher Desktop)\b"
)
_LINUX = compile_late(r"\b(?:[Ll]inux|[Uu]buntu|Debian|Fedora|CentOS)\b")
_ASKS = compile_late(r"\buname\b(?! +-[mpr]\b)|\bOSTYPE\b|\b[Dd]arwin\b|\bWSL_DISTRO_NAME\b|\$\(OS\)")


def system_named(text: str) -> System | None:
    """The system that a piece of prose is about; "linux" where that is one of several, None where none is."""
    if _LINUX.search(text) is not None:
        return "linux"
    return "desktop" if _DESKTOP.search(text) is not None else None


def asks_for_system(text: str) -> bool:
    """Whether a script or a Makefile looks at the system that it runs on."""
    return _ASKS.search(text) is not None
