"""The files of a commit, of the index, or of the work tree as far as git knows it; and what was renamed.

Source: git-ls-tree(1), git-ls-files(1), git-diff-index(1), git-merge-base(1).
"""

from __future__ import annotations

import os
import stat

from wslint.project.files import MAX_BYTES
from wslint.project.git import Git, GitProblem
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

MAX_FILES = 200_000
_NAMES_LISTED = 1_000
_SHA256_DIGITS = 64
_KINDS: dict[bytes, Literal["file", "program", "link", "module"]] = {
    b"100644": "file",
    b"100664": "file",
    b"100755": "program",
    b"120000": "link",
    b"160000": "module",
}


class Entry(NamedTuple):
    """A file of a tree. `content` is the name of its blob; `data` its bytes where they are in no blob.

    A link's contents are its target. `size` is given for a file that is too large to be read. `disk` is the
    absolute path of a file that is read from there when its contents are needed (see `resolved`).
    """

    kind: Literal["file", "program", "link", "module"]
    content: str
    data: bytes | None = None
    size: int = 0
    disk: str = ""


Tree = dict[str, Entry]
"""Files by their paths, relative to the top of the work tree, with `/`."""


class Base(NamedTuple):
    """The commit that is compared with (its name in hexadecimal; empty: nothing was committed yet).

    `words` name it in a sentence: "main", "HEAD".
    """

    commit: str
    words: str


class UnknownRevision(GitProblem):
    """There is no such commit. `names` are those of branches and tags."""

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        super().__init__(text)
        self.names = names


def base_since(git: Git, revision: str) -> Base:
    """Where HEAD and a revision went apart, as in `git diff REVISION...`. Raises GitProblem."""
    there, here = _commit(git, revision), _commit(git, "HEAD")
    shallow = git.ask("rev-parse", "--is-shallow-repository").strip() == b"true"
    if there is None:
        hint = " in this shallow clone" if shallow else ""
        raise UnknownRevision(f"no such revision: {revision}{hint}", _names(git))
    if here is None:
        raise GitProblem("nothing was committed yet")
    found = git.try_to("merge-base", there, here)
    if found is None:
        if shallow:
            raise GitProblem(
                f"this shallow clone does not reach back to where HEAD and {revision} went apart: "
                "fetch all of it (git fetch --unshallow; fetch-depth: 0 for actions/checkout)"
            )
        raise GitProblem(f"HEAD and {revision} have no commit in common")
    return Base(found.split()[0].decode("ascii"), revision)


def base_staged(git: Git) -> Base:
    """HEAD, with which the index is compared. Raises GitProblem."""
    return Base(_commit(git, "HEAD") or "", "HEAD")


def _commit(git: Git, revision: str) -> str | None:
    # No name of a revision begins with a dash (git-check-ref-format(1)).
    if not revision or revision.startswith("-") or "\0" in revision:
        return None
    found = git.try_to("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return None if found is None else found.strip().decode("ascii")


def _names(git: Git) -> tuple[str, ...]:
    listed = git.try_to("for-each-ref", "--format=%(refname:short)", f"--count={_NAMES_LISTED}")
    return tuple((listed or b"").decode("utf-8", "replace").splitlines())


def files_of_commit(git: Git, commit: str) -> Tree:
    """The files of a commit; none of the empty name. Raises GitProblem."""
    if not commit:
        return {}
    listed = git.ask("ls-tree", "-r", "-z", "--full-tree", commit)
    tree: Tree = {}
    for line in _parts(listed):
        head, _, path = line.partition(b"\t")
        mode, _, name = head.split(b" ", 2)
        _add(tree, path, mode, name)
    return _sound(tree)


def files_of_index(git: Git) -> Tree:
    """The files of the index: of a conflict, our side. Raises GitProblem."""
    return _index(git)[0]


def _index(git: Git) -> tuple[Tree, frozenset[str]]:
    """The files of the index, and those among them that a sparse work tree leaves out."""
    tree: Tree = {}
    sparse: set[str] = set()
    for line in _parts(git.ask("ls-files", "-s", "-t", "-z", "--full-name")):
        head, _, name = line.partition(b"\t")
        tag, mode, content, stage = head.split(b" ", 3)
        path = os.fsdecode(name)
        if stage in (b"0", b"2") or path not in tree:
            _add(tree, name, mode, content)
        if tag == b"S":
            sparse.add(path)
    return _sound(tree), frozenset(sparse)


def files_of_work_tree(git: Git) -> Tree:
    """The files of the index as they are on the disk. Raises GitProblem.

    git is not asked which of them differ: it would run the filters that the repository configures.
    """
    index, sparse = _index(git)
    tree: Tree = {}
    for path, entry in index.items():
        if path in sparse or entry.kind == "module":
            tree[path] = entry
            continue
        place = os.path.join(git.top, *path.split("/"))
        try:
            mode = os.lstat(place).st_mode
        except OSError:
            continue
        if stat.S_ISREG(mode):
            kind: Literal["file", "program"] = "program" if mode & stat.S_IXUSR else "file"
            tree[path] = Entry(kind, entry.content, disk=place)
        elif stat.S_ISLNK(mode):
            found = on_disk(place)
            if found is not None:
                tree[path] = resolved(found, entry.content)
    return tree


def resolved(found: Entry, content: str) -> Entry:
    """What was found on the disk, by the name of a blob if it has the contents of that one."""
    algorithm = "sha256" if len(content) == _SHA256_DIGITS else "sha1"
    same = found.data is not None and not found.size and _blob_name(found.data, algorithm) == content
    return Entry(found.kind, content) if same else found


def on_disk(path: str) -> Entry | None:
    """A file as it is on the disk; None where there is none to read."""
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            return Entry("link", "", os.fsencode(os.readlink(path)))
        if not stat.S_ISREG(status.st_mode):
            return None
        kind: Literal["file", "program"] = "program" if status.st_mode & stat.S_IXUSR else "file"
        if status.st_size > MAX_BYTES:
            return Entry(kind, "", b"", status.st_size)
        with open(path, "rb") as stream:
            return Entry(kind, "", stream.read(MAX_BYTES + 1))
    except OSError:
        return None


def untracked(git: Git) -> tuple[str, ...]:
    """The files that git neither knows nor ignores. Raises GitProblem."""
    listed = git.ask("ls-files", "--others", "--exclude-standard", "-z", "--full-name")
    return tuple(path for path in map(os.fsdecode, _parts(listed)) if _is_plain(path))


def renamed(git: Git, base: Base) -> Mapping[str, str]:
    """The new path of each file that was renamed from the base to the index, by its old path."""
    if not base.commit:
        return {}
    listed = git.ask(
        *("diff-index", "--cached", "-M", "-l2000", "-z", "--name-status", "--diff-filter=R"),
        *("--no-ext-diff", "--no-textconv", "--ignore-submodules=all", base.commit, "--"),
    )
    words = [os.fsdecode(part) for part in _parts(listed)]
    return {
        old: new
        for status, old, new in zip(words[::3], words[1::3], words[2::3], strict=False)
        if status.startswith("R")
    }


def _parts(listed: bytes) -> list[bytes]:
    return [part for part in listed.split(b"\0") if part]


def _add(tree: Tree, path: bytes, mode: bytes, name: bytes) -> None:
    kind, text = _KINDS.get(mode), os.fsdecode(path)
    if kind is not None and _is_plain(text):
        tree[text] = Entry(kind, name.decode("ascii"))
    if len(tree) > MAX_FILES:
        raise GitProblem(f"more than {MAX_FILES} files")


def _is_plain(path: str) -> bool:
    """Whether a path stays where it belongs; git makes no others, but whoever writes objects by hand may."""
    return all(part not in ("", ".", "..") and part.lower() != ".git" for part in path.split("/"))


def _sound(tree: Tree) -> Tree:
    """The tree without files below what is itself a file or a link."""
    ends = {path for path, entry in tree.items() if entry.kind != "module"}
    folders: dict[str, bool] = {"": True}

    def is_folder(path: str) -> bool:
        known = folders.get(path)
        if known is None:
            above = path
            known = True
            while above and known:
                known = above not in ends
                above = above.rpartition("/")[0]
            folders[path] = known
        return known

    return {path: entry for path, entry in tree.items() if is_folder(path.rpartition("/")[0])}


def _blob_name(data: bytes, algorithm: str) -> str:
    """The name that git gives to the contents of a file (gitformat-pack(5): a head, a NUL and the bytes, hashed)."""
    from hashlib import new

    return new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
