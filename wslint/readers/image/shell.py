"""Which shell reads the shell form (Dockerfile reference, SHELL)."""

from __future__ import annotations

from wslint.model.commands import SHELLS, program_name

WINDOWS = ("cmd", "/S", "/C")
"""The default of Windows images, as Docker's reference gives it."""


def other_shell(shell: tuple[str, ...] | None) -> str | None:
    """The name of a shell whose language is not sh's; None for sh and its like, and for the default."""
    if not shell:
        return None
    name = program_name(shell[0])
    return (
        None
        if name in SHELLS or (name == "busybox" and shell[1:2] == ("sh",))
        else name or "an unnamed shell"
    )


def is_windows(base: str | None, escape: str) -> bool:
    """Whether an image is for Windows, by its base's name or by the escape that only Windows needs."""
    if escape == "`":
        return True
    lower = (base or "").lower()
    return any(mark in lower for mark in ("windows", "nanoserver", "servercore"))
