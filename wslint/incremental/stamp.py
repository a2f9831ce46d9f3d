"""What tells one state of wslint itself from another."""

from __future__ import annotations

import os

from wslint import __version__
from wslint.packs.compiled import compiled_path
from wslint.packs.folders import rules_folder, stamp_of


def stamp(packs: tuple[str, ...] = ()) -> str:
    """The version, the state of the built-in rules, and that of the files of a team's own packs.

    In a source checkout also the state of each module, for there the version says nothing.
    """
    folder, installed = rules_folder()
    parts = [__version__]
    if installed:
        parts.append(_state(compiled_path()))
    else:
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        # The compiled rules say what the rules say, and may be written in this very run.
        modules = [path for path in _files(package, (".py", ".json")) if path != compiled_path()]
        parts += [stamp_of(folder), *map(_state, modules)]
    for pack in packs:
        parts += [f"{path} {_state(path)}" for path in _files(pack, (".yaml", ".yml"))]
    return "\n".join(parts)


def _state(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _files(folder: str, endings: tuple[str, ...]) -> list[str]:
    found = [
        os.path.join(where, name)
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith(endings)
    ]
    return sorted(found)
