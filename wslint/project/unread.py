"""Why a file is not among those that are read."""

from __future__ import annotations

import os

from wslint.project.discovery import discover
from wslint.project.load import Request
from wslint.project.paths import shown, within


def line_count(path: str) -> int:
    """The number of lines of a file, which need not be a text; an empty one has one. 0 where it cannot be read."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return 0
    return max(1, content.count(b"\n") + (not content.endswith(b"\n")))


def why_not_looked_at(path: str, request: Request) -> str:
    """One line about a file, by its absolute path, of which a run for the request reads nothing."""
    if os.path.islink(path) and within(path, request.root):
        return (
            f"a link to {shown(os.path.realpath(path), os.path.realpath(request.cwd))}: ask about that file"
        )

    def is_found(*, exclude: tuple[str, ...], respect_gitignore: bool) -> bool:
        found = discover(request.root, [request.root], exclude=exclude, respect_gitignore=respect_gitignore)
        return any(one.path == path for one in found.files)

    if is_found(exclude=request.exclude, respect_gitignore=request.respect_gitignore):
        return "it was looked at, and nothing in it is of a deployment kind"
    if is_found(exclude=request.exclude, respect_gitignore=False):
        return "git ignores it (`--no-respect-gitignore` reads it)"
    if is_found(exclude=(), respect_gitignore=False):
        return "an `exclude` pattern leaves it out"
    return "neither its name nor its folder is one in which wslint looks for deployment files"
