"""Paths as the project knows them: absolute and normal inside, relative to the working directory for people."""

from __future__ import annotations

import os

from wslint.project import disk

_HIDDEN = f"{os.sep}."
_TWICE = os.sep * 2


def absolute(path: str) -> str:
    """The path as an absolute, normal one; links are not followed."""
    return os.path.normpath(os.path.abspath(path))


def shown(path: str, cwd: str) -> str:
    """A path for people and reports: relative to `cwd`, with `/`."""
    start = cwd + os.sep
    if path.startswith(start) and not _is_odd(path):
        return path[len(start) :].replace(os.sep, "/")
    relative = os.path.relpath(path, cwd)
    return relative.replace(os.sep, "/")


def _is_odd(path: str) -> bool:
    """Whether a path is another than it looks like: that is for `relpath`."""
    if _HIDDEN not in path and _TWICE not in path:
        return False
    return any(odd in path + os.sep for odd in (f"{_HIDDEN}{os.sep}", f"{_HIDDEN}.", _TWICE))


def within(path: str, root: str) -> bool:
    """Whether the real place of a path lies in the real root: links out of it do not count as inside.

    What no path can be, one with a NUL or half a surrogate pair in it, lies nowhere.
    """
    try:
        real = disk.real(path)
    except ValueError:
        return False
    real_root = disk.real(root)
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def repository_root(start: str) -> str | None:
    """The nearest folder at or above `start` that holds `.git`; None outside a repository."""
    folder = start if os.path.isdir(start) else os.path.dirname(start)
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
