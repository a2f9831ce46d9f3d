"""Where the settings are: the root of the project, and the configuration file in force."""

from __future__ import annotations

import os
import stat

from wslint.text.record import NamedTuple

NAMES = (".wslint.yaml", ".wslint.yml", "pyproject.toml")
MAX_BYTES = 1_000_000


class Located(NamedTuple):
    """The root (absolute), and the configuration file in force (absolute) if there is one.

    `trusted`: the file was named by the user, and not just found in a tree that may be a stranger's.
    """

    root: str
    config: str | None
    trusted: bool = False


def folder_of(start: str) -> str:
    """The absolute folder of a path: itself, or where the file lies."""
    path = os.path.abspath(start)
    return path if os.path.isdir(path) else os.path.dirname(path)


def shown(path: str) -> str:
    """A path as people read it: relative to the working directory where it lies below, with `/`."""
    here = os.getcwd()
    if path == here:
        return "."
    prefix = here if here.endswith(os.sep) else here + os.sep
    return path.removeprefix(prefix).replace(os.sep, "/")


def locate(start: str, *, config: str | None, isolated: bool) -> Located:
    """The root and the configuration for a path.

    The root is the nearest ancestor with `.git`. Without a repository it is the path itself, or the working
    directory if that lies above it and has a configuration. `isolated`: the path itself, no configuration.
    Raises SettingsError if `config` is not a file, or one folder has two configurations.
    """
    from wslint.settings.mistakes import Mistake, SettingsError

    folder = folder_of(start)
    if config is not None and not os.path.isfile(config):
        raise SettingsError([Mistake("", 0, 0, f"no such configuration file: {config}")])
    if isolated:
        return Located(folder, None)
    root = _repository(folder)
    if root is None:
        here = os.getcwd()
        root = here if _is_above(here, folder) and _configuration_in(here, here) else folder
    if config is not None:
        return Located(root, os.path.abspath(config), trusted=True)
    at = folder
    while True:
        found = _configuration_in(at, root)
        if found is not None or at == root:
            return Located(root, found)
        at = os.path.dirname(at)


def is_within(path: str, folder: str) -> bool:
    """Whether a path, with all links followed, is the folder or lies in it. What no path can be, does not."""
    try:
        return _is_above(os.path.realpath(folder), os.path.realpath(path))
    except ValueError:
        return False


def _is_above(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _repository(folder: str) -> str | None:
    at = folder
    while True:
        if os.path.exists(os.path.join(at, ".git")):
            return at
        above = os.path.dirname(at)
        if above == at:
            return None
        at = above


def _configuration_in(folder: str, root: str) -> str | None:
    from wslint.settings.mistakes import Mistake, SettingsError

    found = [path for name in NAMES if _is_configuration(path := os.path.join(folder, name), root)]
    if len(found) > 1:
        names = " and ".join(os.path.basename(path) for path in found)
        raise SettingsError(
            [Mistake(shown(found[1]), 0, 0, f"{names} in one folder both configure wslint: keep one")]
        )
    return found[0] if found else None


def _is_configuration(path: str, root: str) -> bool:
    from wslint.settings.mistakes import Mistake, SettingsError

    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
    except OSError:
        return False
    if not is_within(path, root):
        # A tree from elsewhere must not make wslint read (and quote) files outside of it.
        what = "is a link to a file" if os.path.islink(path) else "lies behind a link to a folder"
        raise SettingsError([Mistake(shown(path), 0, 0, f"{what} outside of the project")])
    if not path.endswith(".toml"):
        return True
    try:
        with open(path, "rb") as file:
            return b"wslint" in file.read(MAX_BYTES) and _has_table(path)
    except OSError:
        return False


def _has_table(path: str) -> bool:
    from wslint.settings.toml_file import has_wslint_table

    return has_wslint_table(path)
