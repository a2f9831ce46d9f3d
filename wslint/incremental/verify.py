"""Whether what a run asked of the file system, beside the files that it found, would be answered the same now."""

from __future__ import annotations

import os
from collections.abc import Container

from wslint.project import disk
from wslint.project.disk import Journal


def still_holds(journal: Journal, *, but_for: Container[str] = ()) -> bool:
    """Ask again; the content of files in `but_for` is looked after by others."""
    return (
        all(disk.kind_of(path) == kind for path, kind in journal.asked.items())
        and all(_same_names(folder, *listed) for folder, listed in journal.listed.items())
        and all(_same_content(path, *read) for path, read in journal.read.items() if path not in but_for)
    )


def _same_names(folder: str, state: disk.State, digest: str) -> bool:
    try:
        if disk.state_of(os.stat(folder)) == state and not digest:
            return True
        return bool(digest) and disk.names_digest(disk.entries(folder)) == digest
    except OSError:
        return False


def _same_content(path: str, state: disk.State, digest: str, limit: int) -> bool:
    try:
        if disk.state_of(os.stat(path)) == state and not digest:
            return True
        return bool(digest) and disk.digest(disk.content(path, limit)[0]) == digest
    except OSError:
        return False


def merged(old: Journal, new: Journal, *, but_for: Container[str]) -> Journal:
    """Both journals, the newer answers first, without the content of files that others look after."""
    both = Journal()
    for journal in (old, new):
        both.read.update((path, one) for path, one in journal.read.items() if path not in but_for)
        both.listed.update(journal.listed)
        both.asked.update(journal.asked)
        both.searched |= journal.searched
    return both
