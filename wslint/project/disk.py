"""The one door to the file system below a root: what a run asks of it can be written down, and asked again.

`recording` keeps a journal of every answer. A later run that gets the same answers finds the same, so nobody
reads below the root but through here.
"""

from __future__ import annotations

import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable

State = tuple[int, int, int, int]
"""Size in bytes, times of the last change of content and of anything (nanoseconds), number of the inode."""
Kind = tuple[int, str, int] | None
"""What has a name: its type (stat.S_IFMT), where it leads if it is a link, the type there. None: nothing."""

COARSE = 2_000_000_000
"""Nanoseconds within which two changes may have one time: FAT keeps it in steps of two seconds."""


class Journal:
    """What was asked and answered, by absolute path.

    `read` and `listed` hold the state of a file or folder from before its content was looked at, and a digest
    of that content where it was changed so lately that another change might not show; `read` also how many
    bytes were wanted. `asked` holds kinds. `searched` are the words that all texts were searched for, `used` the
    files whose text was wanted for the sake of another one.
    """

    __slots__ = ("asked", "listed", "read", "searched", "used")

    def __init__(self) -> None:
        self.read: dict[str, tuple[State, str, int]] = {}
        self.listed: dict[str, tuple[State, str]] = {}
        self.asked: dict[str, Kind] = {}
        self.searched: set[str] = set()
        self.used: set[str] = set()


_journal: Journal | None = None


class recording:  # noqa: N801 (read as what it does: `with recording() as journal`)
    """All that is asked from here on, in this process and by these functions."""

    __slots__ = ("_before",)

    def __enter__(self) -> Journal:
        """Begin a journal."""
        global _journal
        self._before, _journal = _journal, Journal()
        return _journal

    def __exit__(self, *_raised: object) -> None:
        """End it."""
        global _journal  # noqa: PLW0603
        _journal = self._before


def state_of(status: os.stat_result) -> State:
    """What tells one state of a file or folder from another, without a look at its content."""
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _blake2b() -> Callable[..., hashlib.blake2b]:
    """The function itself: `hashlib` would load all of OpenSSL with it."""
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b


def digest(data: bytes) -> str:
    """32 hexadecimal digits that stand for a content."""
    blake2b = _blake2b()
    return blake2b(data, digest_size=16).hexdigest()


def is_recent(state: State, now: int) -> bool:
    """Whether a further change might leave the state as it is."""
    return max(state[1], state[2]) > now - COARSE


def kind_of(path: str) -> Kind:
    """What has a name, links told from where they lead."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return None
    if not stat.S_ISLNK(mode):
        return (stat.S_IFMT(mode), "", 0)
    try:
        target = os.readlink(path)
        return (stat.S_IFLNK, target, stat.S_IFMT(os.stat(path).st_mode))
    except OSError:
        return (stat.S_IFLNK, "", 0)


def searched(word: str) -> None:
    """Whether a word stands in any text of the tree decides something."""
    if _journal is not None:
        _journal.searched.add(word)


def used(path: str) -> None:
    """The text of a file decides something about another one."""
    if _journal is not None:
        _journal.used.add(path)


def _kind(path: str) -> Kind:
    if _journal is None:
        return kind_of(path)
    if path not in _journal.asked:
        _journal.asked[path] = kind_of(path)
    return _journal.asked[path]


def is_there(path: str) -> bool:
    """Whether anything has that name, even a link that leads nowhere."""
    return _kind(path) is not None


def is_file(path: str) -> bool:
    """Whether a regular file is there, or a link to one."""
    kind = _kind(path)
    return kind is not None and stat.S_IFREG in (kind[0], kind[2])


def is_folder(path: str) -> bool:
    """Whether a folder is there, or a link to one."""
    kind = _kind(path)
    return kind is not None and stat.S_IFDIR in (kind[0], kind[2])


def is_link(path: str) -> bool:
    """Whether the name is that of a link."""
    kind = _kind(path)
    return kind is not None and kind[0] == stat.S_IFLNK


def real(path: str) -> str:
    """The path without links in it."""
    _kind(path)
    return os.path.realpath(path)


def status(path: str) -> os.stat_result:
    """What is there, links followed. Raises OSError."""
    _kind(path)
    return os.stat(path)


def names(folder: str) -> list[str]:
    """The names in a folder, sorted. Raises OSError."""
    return [entry.name for entry in entries(folder)]


def entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, sorted by name. Raises OSError."""
    journal = _journal
    state = None if journal is None else state_of(os.stat(folder))
    with os.scandir(folder) as found:
        listed = sorted(found, key=lambda entry: entry.name)
    if journal is not None and state is not None and folder not in journal.listed:
        recent = is_recent(state, time.time_ns())
        journal.listed[folder] = (state, names_digest(listed) if recent else "")
    return listed


def names_digest(listed: list[os.DirEntry[str]]) -> str:
    """What stands for the names in a folder and their types."""
    told = [f"{entry.name}\0{entry.is_dir(follow_symlinks=False)}{entry.is_symlink()}" for entry in listed]
    return digest("\0\0".join(told).encode("utf-8", "surrogatepass"))


class NoFile(OSError):  # noqa: N818
    """What is there is no regular file."""


def content(path: str, limit: int) -> tuple[bytes, int]:
    """The first `limit` bytes of a regular file, and its size.

    Raises OSError, and NoFile for a FIFO, a device and the like, which are never waited for; and for a link: whoever
    may follow it gives the place that it leads to, so that nobody can make it lead elsewhere in between.
    """
    descriptor = -1
    journal = _journal
    try:
        # Opening a FIFO for reading would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise NoFile(path)
        data = _all(descriptor, min(limit, found.st_size + 1))
    except OSError as problem:
        _kind(path)
        if _is_about_a_link(problem):
            raise NoFile(path) from None
        raise
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    if journal is not None and path not in journal.read:
        state = state_of(found)
        journal.read[path] = (state, digest(data) if is_recent(state, time.time_ns()) else "", limit)
    return data, found.st_size


def _is_about_a_link(problem: OSError) -> bool:
    """Whether it is what opening a link without following it says; FreeBSD has its own word for it."""
    from errno import ELOOP, EMLINK

    return problem.errno in (ELOOP, EMLINK)


def _all(descriptor: int, limit: int) -> bytes:
    data = os.read(descriptor, limit)
    if not data or len(data) == limit:
        return data
    parts = [data]
    left = limit - len(data)
    while left > 0 and (data := os.read(descriptor, left)):
        parts.append(data)
        left -= len(data)
    return b"".join(parts)
