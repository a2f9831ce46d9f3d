"""What git knows of a path: whether it is ignored, and whether it is in the index all the same.

Source: gitignore(5), gitmodules(5), gitformat-index(5). git itself is never run.
"""

from __future__ import annotations

import os

from wslint.project import disk
from wslint.project.ignoring import IgnoreRules, ignored, read_rules
from wslint.project.paths import within

MAX_INDEX_BYTES = 64 * 1024 * 1024
MAX_MODULES_BYTES = 1024 * 1024
_HEADER = 8
# From version 4 on, paths are stored as what differs from the path before.
_PLAIN_VERSIONS = (2, 3)


class Versioned:
    """Answers for the paths below a root; nothing outside of it is read."""

    def __init__(self, root: str) -> None:
        """Take an absolute folder."""
        self.root = root
        self._rules: dict[str, IgnoreRules | None] = {}
        self._index: bytes | None = None

    @property
    def is_repository(self) -> bool:
        """Whether the root is a git repository with a folder `.git` of its own (no worktree, no submodule)."""
        folder = os.path.join(self.root, ".git")
        return disk.is_folder(folder) and within(folder, self.root)

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Whether the ignore files from the root down keep a path, or a folder above it, out of git."""
        relative = os.path.relpath(path, self.root)
        if relative == os.curdir or relative.startswith(os.pardir):
            return False
        chain: list[IgnoreRules] = []
        at = self.root
        self._add(chain, at, os.path.join(".git", "info", "exclude"))
        parts = relative.split(os.sep)
        for number, part in enumerate(parts):
            self._add(chain, at, ".gitignore")
            at = os.path.join(at, part)
            if ignored(chain, at, part, folder=folder or number < len(parts) - 1):
                return True
        return False

    def _add(self, chain: list[IgnoreRules], folder: str, name: str) -> None:
        path = os.path.join(folder, name)
        if path not in self._rules:
            self._rules[path] = read_rules(folder, path) if within(path, self.root) else None
        rules = self._rules[path]
        if rules is not None:
            chain.append(rules)

    def tracks(self, path: str) -> bool | None:
        """Whether a path, or something below it, is in the index; None where that cannot be told.

        A path that is the end of another one counts as in it.
        """
        if not self.is_repository:
            return None
        index = self._read_index()
        if index is None:
            return None
        name = os.fsencode(os.path.relpath(path, self.root).replace(os.sep, "/"))
        return name + b"\0" in index or name + b"/" in index

    def _read_index(self) -> bytes | None:
        """The index; empty where nothing was ever added, None where it has a form that is not read here."""
        if self._index is not None:
            return self._index
        folder = os.path.join(self.root, ".git")
        try:
            if any(name.startswith("sharedindex.") for name in disk.names(folder)):
                return None
            data = self._read(os.path.join(folder, "index"), MAX_INDEX_BYTES + 1)
        except FileNotFoundError:
            data = b""
        except OSError:
            return None
        version = int.from_bytes(data[4:_HEADER], "big")
        if data and (len(data) > MAX_INDEX_BYTES or version not in _PLAIN_VERSIONS):
            return None
        self._index = data
        return data

    def _read(self, path: str, most: int) -> bytes:
        """The first bytes of a regular file in the root. Raises OSError for what is none."""
        real = disk.real(path)
        if not within(real, self.root):
            raise OSError(f"{path} leads out of the root")
        return disk.content(real, most)[0]

    def in_submodule(self, path: str) -> bool:
        """Whether a path lies in a submodule, which a checkout may leave empty."""
        try:
            data = self._read(os.path.join(self.root, ".gitmodules"), MAX_MODULES_BYTES)
        except OSError:
            return False
        lines = data.decode("utf-8", "replace").splitlines()
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        for line in lines:
            key, equals, value = line.partition("=")
            if equals and key.strip() == "path" and (relative + "/").startswith(value.strip() + "/"):
                return True
        return False
