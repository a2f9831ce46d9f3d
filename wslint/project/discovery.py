"""Which files there are to check: a walk that honours ignore files, in an order that is always the same."""

from __future__ import annotations

import os
import stat

from wslint.project import disk
from wslint.project.classify import classify_name
from wslint.project.ignoring import IgnoreRules, ignored, read_rules
from wslint.project.paths import within
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEVER_WALKED = frozenset(
    (
        ".git .hg .svn .bzr .jj node_modules bower_components jspm_packages .venv __pycache__ .tox .nox .eggs"
    ).split()
    + ".mypy_cache .ruff_cache .pytest_cache .hypothesis .terraform .direnv .yarn .pnpm-store .gradle".split()
)
"""Folders of tools and of other people's code, which nobody means when they name a project."""


class Candidate(NamedTuple):
    """A file that may be a deployment file. `path` is absolute, `name` relative to the root with `/`."""

    path: str
    name: str


class Discovered(NamedTuple):
    """The files to look at, sorted by path, and what could not be looked at: (absolute path, why)."""

    files: tuple[Candidate, ...]
    not_checked: tuple[tuple[str, str], ...]


def discover(
    root: str,
    paths: Sequence[str],
    *,
    exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    force_exclude: bool = False,
    given: Iterable[str] = (),
) -> Discovered:
    """Find the files below `paths`, all absolute and inside `root`.

    Files in `given`, and paths that are files, are taken whatever their name is and even where ignored;
    with `force_exclude` the `exclude` patterns (gitignore syntax, relative to the root) hold for them too.
    Links are never followed out of the root, and linked folders are not entered: what they hold is found
    where it really is.
    """
    walk = _Walk(root, exclude, respect_gitignore)
    explicit = set(given)
    for path in paths:
        if path in explicit or not disk.is_folder(path):
            walk.take_given(path, force_exclude=force_exclude)
        else:
            walk.walk(path)
    return walk.found()


class _Walk:
    def __init__(self, root: str, exclude: Sequence[str], respect_gitignore: bool) -> None:
        self.root = root
        self.respect_gitignore = respect_gitignore
        self.excluding: tuple[IgnoreRules, ...] = (IgnoreRules(root, exclude),) if exclude else ()
        self.files: dict[str, None] = {}
        self.links: dict[str, None] = {}
        self.not_checked: dict[str, str] = {}
        self.walked: set[str] = set()
        self.rules: dict[str, IgnoreRules] = {}

    def found(self) -> Discovered:
        real = {disk.real(path) for path in self.files} if self.links else set()
        for link in sorted(self.links):
            target = disk.real(link)
            if target not in real:
                real.add(target)
                self.files[link] = None
        self.not_checked |= {path: rules.cut for path, rules in self.rules.items() if rules.cut}
        files = tuple(Candidate(path, self._name(path)) for path in sorted(self.files))
        return Discovered(files, tuple(sorted(self.not_checked.items())))

    def _name(self, path: str) -> str:
        relative = path.removeprefix(self.root.rstrip(os.sep) + os.sep).replace(os.sep, "/")
        # File names are bytes: what is not UTF-8 in them could not be printed.
        return relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

    def take_given(self, path: str, *, force_exclude: bool) -> None:
        if force_exclude and self._excluded(path):
            return
        problem = _unusable(path, self.root)
        if problem:
            self.not_checked[path] = problem
        else:
            self.files[path] = None

    def _excluded(self, path: str) -> bool:
        """Whether an `exclude` pattern holds for a file or a folder above it."""
        at = path
        while self.excluding and len(at) > len(self.root) and at.startswith(self.root):
            if ignored(self.excluding, at, os.path.basename(at), folder=at != path):
                return True
            at = os.path.dirname(at)
        return False

    def walk(self, start: str) -> None:
        if not within(start, self.root):
            self.not_checked[start] = "outside of the root"
            return
        waiting = [(start, self._rules_above(start))]
        while waiting:
            folder, chain = waiting.pop()
            if folder in self.walked:
                continue
            self.walked.add(folder)
            entries = self._entries(folder)
            names = {entry.name for entry in entries}
            if "pyvenv.cfg" in names and folder != start:
                continue
            if self.respect_gitignore and ".gitignore" in names:
                own = list(chain)
                self._add(own, folder, os.path.join(folder, ".gitignore"))
                chain = tuple(own)
            waiting += [(entry.path, chain) for entry in entries if self._look(entry, chain)]

    def _rules_above(self, start: str) -> tuple[IgnoreRules, ...]:
        """The rules that hold in a folder from further up: of the repository, then of each folder above it.

        None where the folder itself is ignored: whoever names it wants what is in it.
        """
        if not self.respect_gitignore:
            return ()
        chain: list[IgnoreRules] = []
        folder = self.root
        below = os.path.relpath(start, self.root)
        self._add_inside(chain, folder, os.path.join(folder, ".git", "info", "exclude"))
        for part in [] if below == os.curdir else below.split(os.sep):
            self._add_inside(chain, folder, os.path.join(folder, ".gitignore"))
            folder = os.path.join(folder, part)
            if ignored(chain, folder, part, folder=True):
                return ()
        return tuple(chain)

    def _add_inside(self, chain: list[IgnoreRules], folder: str, path: str) -> None:
        """Add the rules of a file whose folder may be a link, unless it leads out of the root."""
        if within(path, self.root):
            self._add(chain, folder, path)

    def _add(self, chain: list[IgnoreRules], folder: str, path: str) -> None:
        rules = read_rules(folder, path)
        if rules is not None:
            chain.append(rules)
            self.rules[path] = rules

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            return disk.entries(folder)
        except OSError as problem:
            self.not_checked[folder] = f"cannot be read: {(problem.strerror or str(problem)).lower()}"
            return []

    def _look(self, entry: os.DirEntry[str], chain: tuple[IgnoreRules, ...]) -> bool:
        """Keep an entry if it is a file to look at; say whether it is a folder to walk."""
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            is_link = entry.is_symlink()
            wanted = not is_folder and _is_wanted(entry, is_link=is_link)
        except OSError:
            return False
        if is_folder and entry.name in NEVER_WALKED:
            return False
        if not (is_folder or wanted or is_link):
            return False
        if any(ignored(rules, entry.path, entry.name, folder=is_folder) for rules in (chain, self.excluding)):
            return False
        if is_folder:
            if classify_name(entry.path) == "dockerfile":
                self.not_checked[entry.path] = "a folder, although its name is that of a Dockerfile"
            return True
        if is_link:
            self._look_at_link(entry.path, wanted=wanted)
        elif entry.is_file(follow_symlinks=False):
            self.files[entry.path] = None
        else:
            self.not_checked[entry.path] = "not a regular file"
        return False

    def _look_at_link(self, path: str, *, wanted: bool) -> None:
        if disk.is_folder(path):
            if not within(path, self.root):
                self.not_checked[path] = "a link that leads out of the root"
            return
        if not wanted:
            return
        problem = _unusable(path, self.root)
        if problem:
            self.not_checked[path] = problem
        else:
            self.links[path] = None


def _is_wanted(entry: os.DirEntry[str], *, is_link: bool) -> bool:
    """Whether a file may be one to check: by its name, or as a script without an ending."""
    kind = classify_name(entry.path)
    if kind is not None:
        return kind != "env"
    if "." in entry.name or is_link or not entry.is_file(follow_symlinks=False):
        return False
    try:
        return disk.content(entry.path, 2)[0] == b"#!"
    except OSError:
        return False


def _unusable(path: str, root: str) -> str:
    """Why a path is no file to read; empty where it is one."""
    if not within(path, root):
        # Before it is looked at: whether something is there is no business of ours either.
        return "a link that leads out of the root" if disk.is_link(path) else "outside of the root"
    try:
        status = disk.status(path)
    except FileNotFoundError:
        return "a link that leads nowhere" if disk.is_link(path) else "does not exist"
    except OSError as problem:
        return f"cannot be read: {(problem.strerror or str(problem)).lower()}"
    return "" if stat.S_ISREG(status.st_mode) else "not a regular file"
