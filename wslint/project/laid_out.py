"""Trees of git laid out in a private folder, as far as wslint reads them.

What is read gets its contents; of other files at most the names matter (to COPY, to bind mounts), and they are
empty. One folder serves several trees, one after the other: what they have in common is written once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

from wslint.project.classify import classify_name
from wslint.project.files import MAX_BYTES
from wslint.project.git import Blobs, GitProblem
from wslint.project.revisions import Entry, Tree, on_disk, resolved
from wslint.text.record import NamedTuple

MAX_TOTAL = 1024 * 1024 * 1024
"""In bytes, of all contents together."""
_ROUNDS = 4
CONFIGURATIONS = frozenset((".wslint.yaml", ".wslint.yml", "pyproject.toml"))
"""Where wslint's own settings may be."""
_WORD = re.compile(rb"[^\s/\\\"'`=:,;()\[\]{}<>|&$*?!-][^\s/\\\"'`=:,;()\[\]{}<>|&$*?!]*")
_BUILDING = frozenset(("dockerfile", "compose"))
_BESIDE = (".dockerignore", ".env")
_SPEAKING = frozenset(("dockerfile", "compose", "yaml", "shell", "makefile", "ci", "template", None))
_READ_BY_NAME = frozenset(
    (".gitignore", ".gitmodules", ".dockerignore", ".containerignore", ".helmignore", *CONFIGURATIONS)
)


class _Laid(NamedTuple):
    entry: Entry
    full: bool


class LaidOut:
    """A folder that holds one tree at a time.

    `root` stands for the real root (absolute), and `folder_for` any other place as seen from it, so that the
    paths that people see are those of the real files.
    """

    def __init__(self, folder: str, root: str, blobs: Blobs, *, repository: bool) -> None:
        """`folder` is empty and real. `repository`: the root has a `.git` folder, so this one gets an index."""
        self._base = folder
        self.root = self.folder_for(root)
        self._blobs = blobs
        self._repository = repository
        self._laid: dict[str, _Laid] = {}
        self._words: set[bytes] = set()
        self._spoken: set[bytes] = set()
        self._folders: set[str] = set()
        self._read: set[str] = set()
        self._total = 0
        os.makedirs(self.root, exist_ok=True)

    def folder_for(self, path: str) -> str:
        """The place that stands for an absolute path."""
        return os.path.join(self._base, os.path.abspath(path).lstrip(os.sep))

    def lay(self, tree: Tree) -> None:
        """Make the folder hold a tree (paths below the root). Raises GitProblem, also for a full disk."""
        try:
            for path, laid in list(self._laid.items()):
                wanted = tree.get(path)
                if wanted is None or not _is_same(laid, wanted):
                    self._remove(path)
            self._fill(tree)
            self._name(tree)
            if self._repository:
                self._write_index(tree)
        except OSError as problem:
            raise GitProblem(f"cannot lay out a tree: {(problem.strerror or str(problem)).lower()}") from None

    def _name(self, tree: Tree) -> None:
        """Make the files and folders empty whose names something may ask for.

        These are the ones that are spoken of, and all that lie in the folders of builds, or in one spoken of:
        a name that is missing there is compared with them. In a large tree that leaves most out.
        """
        folders = _folders(tree)
        near = {folder for folder in folders if os.fsencode(folder.rpartition("/")[2]) in self._spoken}
        near |= {""}
        for path in tree:
            if classify_name(path) in _BUILDING or path.endswith(_BESIDE):
                above = path.rpartition("/")[0]
                while above and above not in near:
                    near.add(above)
                    above = above.rpartition("/")[0]
        for path, entry in tree.items():
            folder, _, name = path.rpartition("/")
            if path not in self._laid and (folder in near or os.fsencode(name) in self._words):
                self._write(path, entry, None)
        for folder in self._folders - near:
            _remove_empty(os.path.join(self.root, *folder.split("/")))
        self._folders = near & folders
        for folder in self._folders:
            os.makedirs(os.path.join(self.root, *folder.split("/")), exist_ok=True)

    def resolved(self, tree: Tree) -> Tree:
        """The tree by what was read of it; of a file on the disk that was not read, as git knows it."""
        return {
            path: self._laid[path].entry if self.has_contents(path) else entry._replace(disk="")
            for path, entry in tree.items()
        }

    def state(self) -> tuple[frozenset[tuple[str, Entry | str]], frozenset[str]]:
        """All that a run can see: files with their contents or their kinds, and folders."""
        files = {(path, laid.entry if laid.full else laid.entry.kind) for path, laid in self._laid.items()}
        return frozenset(files), frozenset(self._folders)

    def has_contents(self, path: str) -> bool:
        """Whether a file is laid out with its contents."""
        known = self._laid.get(path)
        return known is not None and known.full

    def was_read(self, path: str) -> bool:
        """Whether the contents of a file mattered in one of the trees."""
        return path in self._read

    def _fill(self, tree: Tree) -> None:
        """Write what is read: by its name, or because what is read speaks of it."""
        charts = {path.rpartition("/")[0] for path in tree if path.rpartition("/")[2] == "Chart.yaml"}
        names: dict[bytes, list[str]] = {}
        wanted: list[str] = []
        for path in tree:
            if is_read(path) or _is_below(path, charts):
                wanted.append(path)
            else:
                names.setdefault(os.fsencode(path.rpartition("/")[2]), []).append(path)
        for _ in range(_ROUNDS):
            for path in wanted:
                self._write_full(path, tree[path])
            spoken_of = [name for name in names if name in self._words or not _WORD.fullmatch(name)]
            wanted = [path for name in spoken_of for path in names.pop(name)]
            if not wanted:
                return

    def _write_full(self, path: str, entry: Entry) -> None:
        self._read.add(path)
        known = self._laid.get(path)
        if known is not None and known.full:
            return
        if known is not None:
            self._remove(path)
        if entry.kind == "module":
            self._write(path, entry, None)
            return
        entry, data = self._contents(entry)
        if isinstance(data, bytes):
            self._total += len(data)
            if self._total > MAX_TOTAL:
                raise GitProblem(f"more than {MAX_TOTAL // 1024 // 1024} MB to read")
            words = _WORD.findall(data)
            self._words.update(words)
            if classify_name(path) in _SPEAKING:
                self._spoken.update(words)
        self._write(path, entry, data)

    def _contents(self, entry: Entry) -> tuple[Entry, bytes | int]:
        """The contents of a file, and the file by the name of its blob where it has one."""
        data: bytes | None = None
        if entry.disk:
            found = on_disk(entry.disk) or Entry(entry.kind, "", b"")
            data, entry = found.data, resolved(found, entry.content)
        elif entry.data is not None:
            data = entry.data
        if data is None:
            return entry, self._blobs.read(entry.content, MAX_BYTES)
        return entry, entry.size or data

    def _write(self, path: str, entry: Entry, data: bytes | int | None) -> None:
        """Write a file: its bytes, so many zeros, or (None) nothing but its name."""
        target = os.path.join(self.root, *path.split("/"))
        os.makedirs(target if entry.kind == "module" else os.path.dirname(target), exist_ok=True)
        self._laid[path] = _Laid(entry, data is not None)
        if entry.kind == "module":
            return
        if entry.kind == "link":
            if data is None:
                data = entry.data if entry.data is not None else self._blobs.read(entry.content, MAX_BYTES)
            if isinstance(data, bytes) and data and b"\0" not in data:
                os.symlink(data, os.fsencode(target))
            return
        mode = 0o700 if entry.kind == "program" else 0o600
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as stream:
            if isinstance(data, bytes):
                stream.write(data)
            elif data is not None:
                stream.truncate(data)

    def _remove(self, path: str) -> None:
        entry = self._laid.pop(path).entry
        target = os.path.join(self.root, *path.split("/"))
        folder = target if entry.kind == "module" else os.path.dirname(target)
        if entry.kind != "module" and os.path.lexists(target):
            os.unlink(target)
        while folder != self.root:
            try:
                os.rmdir(folder)
            except OSError:
                return
            folder = os.path.dirname(folder)

    def _write_index(self, tree: Mapping[str, Entry]) -> None:
        """An index with the paths of the tree (gitformat-index(5), version 2), which tells what git knows."""
        from hashlib import sha1

        parts = [b"DIRC", (2).to_bytes(4, "big"), len(tree).to_bytes(4, "big")]
        for name in sorted(os.fsencode(path) for path in tree):
            entry = bytes(60) + min(len(name), 0xFFF).to_bytes(2, "big") + name
            parts.append(entry + bytes(8 - len(entry) % 8))
        data = b"".join(parts)
        folder = os.path.join(self.root, ".git")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "index"), "wb") as stream:
            stream.write(data + sha1(data, usedforsecurity=False).digest())


def _is_same(laid: _Laid, wanted: Entry) -> bool:
    """Whether a file that is laid out is as wanted; without contents, its kind is all there is."""
    if not laid.full:
        return laid.entry.kind == wanted.kind
    return not wanted.disk and laid.entry == wanted


def _folders(tree: Tree) -> set[str]:
    """All folders of a tree."""
    found: set[str] = {""}
    for path in tree:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _remove_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError:
        return


def is_read(path: str) -> bool:
    """Whether a file is read because of its name: a script may have none that tells."""
    name = path.rpartition("/")[2]
    return (
        "." not in name
        or name in _READ_BY_NAME
        or name.endswith(".dockerignore")
        or classify_name(path) is not None
    )


def _is_below(path: str, folders: Iterable[str]) -> bool:
    at = path
    while folders and at:
        at = at.rpartition("/")[0]
        if at in folders:
            return True
    return False
