"""Where the paths of command lines lead: a script may be started in one of several folders."""

from __future__ import annotations

import os

from wslint.project.project import LinkedBuild

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from wslint.model.calls import ComposeCall, ImageBuild

SCRIPT = "<script>"
"""How a directory begins that is relative to the script's own folder, wherever the script is started."""

IsFile: TypeAlias = "Callable[[str], bool]"


def starting_folders(path: str, root: str) -> tuple[str, ...]:
    """The absolute folders that a command's directory may be relative to, the likeliest first.

    Those of a Makefile run beside it, and for CI files the reader has said where; those of a script run
    where someone stands who starts it: its own folder, the one above, or the root.
    """
    from wslint.readers.hosts.names import ci_kind, is_makefile_name

    folder = os.path.dirname(path)
    if is_makefile_name(path) or ci_kind(path) is not None:
        return (folder,)
    return tuple(dict.fromkeys((root, folder, os.path.dirname(folder) if folder != root else root)))


def folders_of(directory: str | None, path: str, starts: Sequence[str]) -> tuple[str, ...]:
    """The absolute folders that a call's `directory` may mean; none where it is unknown."""
    if directory is None:
        return ()
    return tuple(dict.fromkeys(_placed(start, directory, path) for start in starts))


def resolve_build(call: ImageBuild, path: str, starts: Sequence[str], is_file: IsFile) -> LinkedBuild | None:
    """The Dockerfile and the context of a build command; None where they cannot be told."""
    build = call.build
    if build.inline or build.context is None or build.dockerfile is None:
        return None
    found: dict[str, LinkedBuild] = {}
    for folder in folders_of(call.directory, path, starts):
        context = _placed(folder, build.context, path)
        dockerfile = _placed(context, build.dockerfile, path)
        if is_file(dockerfile):
            found.setdefault(dockerfile, LinkedBuild(call, dockerfile, context))
    return next(iter(found.values())) if len(found) == 1 else None


def builds_of(
    calls: Sequence[ImageBuild], path: str, starts: Sequence[str], is_file: IsFile
) -> list[LinkedBuild]:
    """The build commands of a file whose Dockerfiles can be told."""
    found = (resolve_build(call, path, starts, is_file) for call in calls)
    return [one for one in found if one is not None]


def resolve_files(
    call: ComposeCall, path: str, starts: Sequence[str], is_file: IsFile
) -> tuple[str, tuple[str, ...]] | None:
    """The folder in which a Compose call runs and the absolute paths of its files, if all are there."""
    found: dict[tuple[str, ...], str] = {}
    for folder in folders_of(call.directory, path, starts):
        files = tuple(_placed(folder, one.value, path) for one in call.files)
        if all(is_file(one) for one in files):
            found.setdefault(files, folder)
    if len(found) != 1:
        return None
    files, folder = next(iter(found.items()))
    return folder, files


def _placed(folder: str, name: str, script: str) -> str:
    """A path in a folder, or one that is relative to the script's own."""
    if name.startswith(SCRIPT):
        folder, name = os.path.dirname(script), name.removeprefix(SCRIPT).lstrip("/")
    return os.path.normpath(os.path.join(folder, name))
