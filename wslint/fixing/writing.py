"""Writing the fixed texts: each file in one step, and the files of one fix all or none."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from wslint.fixing.draft import Draft
from wslint.text.decode import decode, mark_of
from wslint.text.record import NamedTuple
from wslint.text.source import Source


class Unwritten(NamedTuple):
    """A file that was left as it is, and why."""

    path: str
    reason: str


class _Ready(NamedTuple):
    """A file whose new text lies beside it: where it really is, what was in it and when, and its permissions."""

    path: str
    real: str
    beside: str
    old: bytes
    status: os.stat_result


def refused(path: str, root: str) -> str:
    """Why a file (absolute path) must not or cannot be written to; empty if it can."""
    real = os.path.realpath(path)
    inside = os.path.realpath(root).rstrip(os.sep) + os.sep
    if not real.startswith(inside):
        return "it is a link that leads out of the root"
    try:
        if not stat.S_ISREG(os.stat(real).st_mode):
            return "it is not a regular file"
    except OSError as problem:
        return _words(problem)
    if not os.access(real, os.W_OK) or not os.access(os.path.dirname(real), os.W_OK):
        return "it may not be written to"
    return ""


def write_all(
    drafts: Mapping[str, Draft],
    groups: Iterable[frozenset[str]],
    absolute: Callable[[str], str],
    root: str,
) -> tuple[Unwritten, ...]:
    """Write the drafts to their files; what was left alone, with the reason.

    `groups` are files that are written all or none, `absolute` turns shown paths into absolute ones, and `root`
    is the folder that nothing is written outside of. A new text is written beside the old one, with its
    permissions, and takes its place in one step. A file that is not as it was read is left alone.
    """
    found: list[Unwritten] = []
    for group in _together(drafts, groups):
        found += _write_group({path: drafts[path] for path in group}, absolute, root)
    return tuple(found)


def _together(drafts: Mapping[str, Draft], groups: Iterable[frozenset[str]]) -> list[list[str]]:
    """The files, put together where some fix edits both."""
    parent = {path: path for path in drafts}

    def top(path: str) -> str:
        while parent[path] != path:
            path = parent[path]
        return path

    for group in groups:
        first, *others = sorted(path for path in group if path in parent) or [""]
        for path in others:
            parent[top(path)] = top(first)
    found: dict[str, list[str]] = {}
    for path in drafts:
        found.setdefault(top(path), []).append(path)
    return list(found.values())


def _write_group(drafts: Mapping[str, Draft], absolute: Callable[[str], str], root: str) -> list[Unwritten]:
    ready: list[_Ready] = []
    replaced: list[_Ready] = []
    problem: Unwritten | None = None
    try:
        for path, draft in drafts.items():
            one = _prepare(path, absolute(path), draft, root)
            if isinstance(one, Unwritten):
                problem = one
                break
            ready.append(one)
        for one in ready if problem is None else ():
            problem = _replace(one)
            if problem is not None:
                break
            replaced.append(one)
    finally:
        if len(replaced) < len(drafts):
            for one in replaced:
                _put_back(one)
        for one in ready:
            _remove(one.beside)
    if problem is None:
        return []
    others = (path for path in drafts if path != problem.path)
    return [problem, *(Unwritten(path, f"its fix also edits {problem.path}") for path in others)]


def _prepare(path: str, target: str, draft: Draft, root: str) -> _Ready | Unwritten:
    """Put the new text beside the old one, if the old one is still what was read."""
    reason = refused(target, root)
    if reason:
        return Unwritten(path, reason)
    real = os.path.realpath(target)
    beside = ""
    try:
        status = os.stat(real)
        with open(real, "rb") as file:
            old = file.read()
        new = _encoded(old, draft)
        if new is None:
            return Unwritten(path, "it has changed since it was read")
        beside = _write_beside(real, new, status)
    except OSError as problem:
        return Unwritten(path, _words(problem))
    return _Ready(path, real, beside, old, status)


def _encoded(old: bytes, draft: Draft) -> bytes | None:
    """The new text in the encoding of the old bytes; None where these are not the text that was fixed."""
    source = decode(old, draft.original.path)
    if not isinstance(source, Source) or source.text != draft.original.text:
        return None
    mark, codec, _ = mark_of(old)
    return mark + draft.text.encode(codec)


def _write_beside(real: str, data: bytes, status: os.stat_result) -> str:
    """Write bytes to a new file in the folder of another one, with its permissions. Raises OSError."""
    from tempfile import mkstemp

    descriptor, beside = mkstemp(prefix=".wslint-", suffix=".tmp", dir=os.path.dirname(real))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            _own(descriptor, status)
    except BaseException:
        _remove(beside)
        raise
    return beside


def _own(descriptor: int, status: os.stat_result) -> None:
    """Give a file the mode of another one, and its owner where the system lets us."""
    if hasattr(os, "fchown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        # Another's file in a folder of ours: its text is ours to write, its owner may not be.
        with suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _replace(one: _Ready) -> Unwritten | None:
    """Put a new text in the place of the old one, unless that has just changed."""
    try:
        now = os.stat(one.real)
        was = one.status
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (was.st_ino, was.st_size, was.st_mtime_ns):
            return Unwritten(one.path, "it has changed since it was read")
        os.replace(one.beside, one.real)
    except OSError as problem:
        return Unwritten(one.path, _words(problem))
    return None


def _put_back(one: _Ready) -> None:
    """Write what was in a file before: another file of the same fix could not be written."""
    try:
        os.replace(_write_beside(one.real, one.old, one.status), one.real)
    except OSError:
        return


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def _words(problem: OSError) -> str:
    return f"it cannot be written: {(problem.strerror or str(problem)).lower()}"
