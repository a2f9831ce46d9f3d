"""Where rules lie, and which files a pack has."""

from __future__ import annotations

import os

from wslint.text.record import NamedTuple

BUILT_IN = ("general", "workspace")
"""The packs that come with wslint, the more specific later. `general` is no pack but the base of all."""


class Found(NamedTuple):
    """A rule file: absolute path, its path below the packs' folder, its pack's folder, its sub-folder there."""

    path: str
    below: str
    pack: str
    folder: str


def rules_folder() -> tuple[str, bool]:
    """The folder of the built-in packs, and whether it is installed (else: a source checkout)."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "rules")
    if os.path.isdir(installed):
        return installed, True
    return os.path.join(os.path.dirname(package), "rules"), False


def files_of(folder: str, pack: str) -> list[Found]:
    """The YAML files of a pack, one level of sub-folders deep, sorted; `pack.yaml` among them."""
    found: list[Found] = []
    for below in ("", *subfolders(folder)):
        inside = os.path.join(folder, below) if below else folder
        prefix = f"{pack}/{below}/" if below else f"{pack}/"
        try:
            names = sorted(os.listdir(inside))
        except OSError:
            continue
        found += [
            Found(os.path.join(inside, name), prefix + name, pack, below)
            for name in names
            if name.endswith((".yaml", ".yml")) and not name.startswith(".")
        ]
    return found


def subfolders(folder: str) -> list[str]:
    """The names of the folders in a pack's, sorted; links to folders among them."""
    try:
        with os.scandir(folder) as entries:
            return sorted(e.name for e in entries if e.is_dir() and not e.name.startswith("."))
    except OSError:
        return []


def stamp_of(folder: str) -> str:
    """What tells one state of the rule files from another: the path, size and time of each."""
    parts: list[str] = []
    for pack in BUILT_IN:
        for file in files_of(os.path.join(folder, pack), pack):
            state = os.stat(file.path)
            parts.append(f"{file.below} {state.st_size} {state.st_mtime_ns}")
    return "\n".join(parts)
