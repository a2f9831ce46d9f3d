"""Files that a command writes: all of a new text or, where that fails, all of the old one."""

from __future__ import annotations

import os
import stat

from wslint.cli.refusal import Refusal

_SYSTEM = ("/dev/", "/proc/")


def write_file(path: str, text: str, *, shown: str = "") -> None:
    """Write a text, as UTF-8 with LF. Raises Refusal where that cannot be done; what was there before then stays.

    A device, a pipe, and a file in a folder that takes no new one are written to directly. `shown` is the path for
    people where it is not `path`.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if not _replace(path, data):
            _fill(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), data)
    except OSError as problem:
        raise Refusal(f"cannot write {shown or path}: {problem.strerror or problem}") from None


def _replace(path: str, data: bytes) -> bool:
    """Put a new file in the place of the old one; False where only writing into it will do. Raises OSError."""
    real = os.path.realpath(path)
    # What is behind /dev/stdout may be a file that others go on writing to.
    if os.path.abspath(path).startswith(_SYSTEM):
        return False
    old = os.stat(real) if os.path.exists(real) else None
    if old is not None and (not stat.S_ISREG(old.st_mode) or not os.access(real, os.W_OK)):
        return False
    beside = os.path.join(os.path.dirname(real), f".wslint-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except PermissionError:
        return False
    try:
        if old is not None and hasattr(os, "fchmod"):
            os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
        _fill(descriptor, data)
        os.replace(beside, real)
    except BaseException:
        os.unlink(beside)
        raise
    return True


def _fill(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
