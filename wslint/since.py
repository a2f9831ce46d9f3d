"""A run that reports only what is new since an earlier revision of the project.

Both revisions are laid out in one private folder, one after the other, and checked whole; nothing is checked
out, and the repository is only read. Files that git does not know are left out, as they are missing in CI.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence

from wslint import app
from wslint.app import Impossible
from wslint.engine.changed import Change, Run, compare, explained, spans_of, touched
from wslint.engine.finding import Coverage, Finding, NotChecked, Outcome, Since, UnknownValue
from wslint.project.files import MAX_BYTES
from wslint.project.git import Blobs, Git, GitProblem
from wslint.project.laid_out import CONFIGURATIONS, LaidOut, is_read
from wslint.project.memory import Memory
from wslint.project.paths import shown
from wslint.project.revisions import (
    Base,
    Entry,
    Tree,
    UnknownRevision,
    base_since,
    base_staged,
    files_of_commit,
    files_of_index,
    files_of_work_tree,
    on_disk,
    renamed,
    untracked,
)
from wslint.settings.mistakes import did_you_mean
from wslint.settings.record import Settings
from wslint.text import Source
from wslint.text.changed_lines import NOTHING_CHANGED, ChangedLines, changed_lines
from wslint.text.decode import decode
from wslint.text.record import NamedTuple

MOST_UNTRACKED = 5_000
_MOST_NAMED = 3
_NOTHING = Outcome((), (), Coverage({}, 0, 0))


class Revisions(NamedTuple):
    """Two trees below the root, what was renamed between them, and the files that are in neither."""

    base: Base
    staged: bool
    old: Tree
    new: Tree
    renamed: Mapping[str, str]
    untracked: tuple[str, ...]


def run_since(paths: Sequence[str], settings: Settings, revision: str | None) -> Outcome:
    """Check the files below `paths` as `wslint.app.run` does, and keep what is new.

    `revision` names a commit: the work tree is compared with the place where HEAD and it went apart. None: the
    index is compared with HEAD. Raises as `run` does, and Impossible where git cannot tell the two trees.
    """
    from tempfile import TemporaryDirectory

    try:
        git = Git(settings.root)
        revisions = _revisions(git, settings.root, revision)
        with TemporaryDirectory(prefix="wslint-") as folder, git.blobs() as blobs:
            return _Comparison(paths, settings, revisions, blobs, os.path.realpath(folder)).outcome()
    except UnknownRevision as unknown:
        raise Impossible(f"{unknown}{did_you_mean(revision or '', unknown.names)}") from None
    except GitProblem as problem:
        raise Impossible(f"{_option(revision)}: {problem}") from None
    except OSError as problem:
        text = (problem.strerror or str(problem)).lower()
        raise Impossible(f"{_option(revision)}: no folder to compare in: {text}") from None


def run_as_in_ci(
    paths: Sequence[str], settings: Settings, *, cache: str | None = None, jobs: int = 1
) -> Outcome:
    """Check files as `wslint.app.run` does, for a hook: what git does not know is left out unless it is given.

    A file that only one machine has would make a fault there look mended. Without a repository, or where git
    cannot tell, all that is there counts.
    """
    from tempfile import TemporaryDirectory

    try:
        git = Git(settings.root)
        prefix = _prefix(git, settings.root)
        given = [os.path.relpath(os.path.realpath(path), git.top).replace(os.sep, "/") for path in paths]
        unknown = [path for path in untracked(git) if path.startswith(prefix)]
        left_out = tuple(path[len(prefix) :] for path in unknown if not _is_below(path, given))
        if left_out and len(left_out) <= MOST_UNTRACKED:
            work_tree = files_of_work_tree(git)
            more = {path: on_disk(os.path.join(git.top, path)) for path in unknown if _is_below(path, given)}
            work_tree |= {path: entry for path, entry in more.items() if entry is not None}
            tree = _own(work_tree, prefix)
            revisions = Revisions(Base("", ""), False, {}, tree, {}, left_out)
            with TemporaryDirectory(prefix="wslint-") as folder, git.blobs() as blobs:
                return _Comparison(paths, settings, revisions, blobs, os.path.realpath(folder)).as_in_ci()
    except (GitProblem, OSError):
        return app.run(paths, settings, cache=cache, jobs=jobs)
    return app.run(paths, settings, cache=cache, jobs=jobs)


def _is_below(path: str, given: Sequence[str]) -> bool:
    return any(one in (".", path) or path.startswith(one + "/") for one in given)


def _prefix(git: Git, root: str) -> str:
    """What the paths of a root begin with, seen from the top of the work tree."""
    below = os.path.relpath(os.path.realpath(root), git.top).replace(os.sep, "/")
    return "" if below == "." else below + "/"


def _own(tree: Tree, prefix: str) -> Tree:
    return {path[len(prefix) :]: entry for path, entry in tree.items() if path.startswith(prefix)}


def _option(revision: str | None) -> str:
    return "--staged" if revision is None else f"--since {revision}"


def _revisions(git: Git, root: str, revision: str | None) -> Revisions:
    base = base_staged(git) if revision is None else base_since(git, revision)
    prefix = _prefix(git, root)
    return Revisions(
        base=base,
        staged=revision is None,
        old=_own(files_of_commit(git, base.commit), prefix),
        new=_own(files_of_index(git) if revision is None else files_of_work_tree(git), prefix),
        renamed={
            old[len(prefix) :]: new[len(prefix) :]
            for old, new in renamed(git, base).items()
            if old.startswith(prefix) and new.startswith(prefix)
        },
        untracked=tuple(path[len(prefix) :] for path in untracked(git) if path.startswith(prefix)),
    )


class _Comparison:
    """The runs, in the order that writes least: what is there now, that with untracked files, what was."""

    def __init__(
        self, paths: Sequence[str], settings: Settings, revisions: Revisions, blobs: Blobs, folder: str
    ) -> None:
        self.revisions = revisions
        self.blobs = blobs
        self.real_root = settings.root
        repository = os.path.isdir(os.path.join(settings.root, ".git"))
        self.laid = LaidOut(folder, settings.root, blobs, repository=repository)
        self.root = self.laid.root
        self.cwd = self.laid.folder_for(os.getcwd())
        self.settings = settings._replace(root=self.root)
        self.given = [self.laid.folder_for(path) for path in paths]
        self.before = {new: old for old, new in revisions.renamed.items()}
        self.memory = Memory()
        self._lines: dict[str, ChangedLines | None] = {}

    def outcome(self) -> Outcome:
        """What is new."""
        self._lay_new()
        revisions = self.revisions
        now = self._now()
        with_more = self._with_untracked()
        before = self.laid.state()
        self.laid.lay(revisions.old)
        old = now if self._is_whole() and self.laid.state() == before else self._old()
        change = self._change()
        compared = compare(self._run(now.findings), self._run(old.findings), change)
        known = (*(one.finding for one in old.suppressed), *old.findings)
        silenced = compare(self._run([one.finding for one in now.suppressed]), self._run(known), change)
        fresh = {id(finding) for finding in silenced.new}
        coverage, gaps = self._coverage(now.coverage, old.coverage)
        notes = [*gaps, *self._configuration()]
        if with_more is not None:
            notes += self._untracked(with_more.findings, compared.new, (*now.findings, *old.findings), change)
        new = tuple(explained(finding, change) for finding in compared.new)
        return now._replace(
            findings=new,
            suppressed=tuple(one for one in now.suppressed if id(one.finding) in fresh),
            coverage=coverage,
            internal=tuple(dict.fromkeys((*now.internal, *old.internal))),
            since=Since(
                revisions.base.words,
                revisions.base.commit,
                revisions.staged,
                compared.known,
                sum(map(self._concerns, compared.gone)),
                touched(new, change),
            ),
            notes=tuple(notes),
        )

    def as_in_ci(self) -> Outcome:
        """What there is without untracked files, and a note where they would make a difference."""
        self._lay_new()
        now = self._now()
        with_more = self._with_untracked()
        if with_more is None:
            return now
        change = Change("", {}, frozenset(), frozenset(), frozenset(), lambda _path: NOTHING_CHANGED)
        return now._replace(
            notes=tuple(self._untracked(with_more.findings, now.findings, now.findings, change))
        )

    def _lay_new(self) -> None:
        self.laid.lay(self.revisions.new)
        self.revisions = self.revisions._replace(new=self.laid.resolved(self.revisions.new))

    # -- the runs -----------------------------------------------------------------------------------

    def _now(self) -> Outcome:
        there = [path for path in self.given if os.path.lexists(path)]
        if there:
            return app.run(there, self.settings, cwd=self.cwd, memory=self.memory)
        if self.settings.focus or self.settings.allow_empty:
            return _NOTHING
        names = ", ".join(shown(path, self.cwd) for path in self.given[:_MOST_NAMED])
        raise Impossible(f"git knows nothing of {names}: only what is committed or added is compared")

    def _with_untracked(self) -> Outcome | None:
        """The run as it would be if the untracked files were there; None where that is not to be told."""
        names = self.revisions.untracked
        if not names or len(names) > MOST_UNTRACKED:
            return None
        more: Tree = {}
        for name in names:
            path = os.path.join(self.real_root, *name.split("/"))
            entry = on_disk(path) if is_read(name) or os.path.islink(path) else Entry("file", "", b"")
            if entry is not None:
                more[name] = entry
        if not any(name not in self.revisions.new for name in more):
            return None
        self.laid.lay({**more, **self.revisions.new})
        there = [path for path in self.given if os.path.lexists(path)]
        outcome = app.run(there, self.settings, cwd=self.cwd, memory=self.memory) if there else None
        self.laid.lay(self.revisions.new)
        return outcome

    def _is_whole(self) -> bool:
        """Whether all of the earlier tree is run in the same way."""
        return all(os.path.isdir(path) for path in self.given) and not self._came_from_outside()

    def _old(self) -> Outcome:
        """The earlier tree: all of it where files were given, as these are read with all that is around them."""
        there = [path for path in self.given if os.path.isdir(path)]
        if not self._is_whole():
            there = [self.root]
        return app.run(there, self.settings, cwd=self.cwd, memory=self.memory) if there else _NOTHING

    def _came_from_outside(self) -> bool:
        """Whether a file was renamed into the given folders from elsewhere."""
        renamed = self.revisions.renamed.items()
        return any(self._is_given(new) and not self._is_given(old) for old, new in renamed)

    def _is_given(self, path: str) -> bool:
        """Whether a path below the root is, or lies in, what was given."""
        place = os.path.join(self.root, path)
        return any(place == one or place.startswith(one.rstrip(os.sep) + os.sep) for one in self.given)

    def _concerns(self, finding: Finding) -> bool:
        """Whether a finding of the earlier tree touches what was given, by its path of now."""
        for span in spans_of(finding):
            path = os.path.relpath(os.path.join(self.cwd, span.source.path), self.root).replace(os.sep, "/")
            if self._is_given(self.revisions.renamed.get(path, path)):
                return True
        return False

    def _run(self, findings: Sequence[Finding]) -> Run:
        return Run(findings, self.root, self.cwd)

    # -- what was changed ---------------------------------------------------------------------------

    def _change(self) -> Change:
        old, new, moved = self.revisions.old, self.revisions.new, self.revisions.renamed
        both = old.keys() & new.keys()
        changed = [path for path in both if old[path] != new[path]]
        edited = [path for path in changed if self.laid.was_read(path) and _base(path) not in CONFIGURATIONS]
        return Change(
            since=self.revisions.base.words,
            renamed={self._shown(before): self._shown(after) for before, after in moved.items()},
            added=frozenset(map(self._shown, new.keys() - old.keys() - set(moved.values()))),
            deleted=frozenset(map(self._shown, old.keys() - new.keys() - moved.keys())),
            edited=frozenset(map(self._shown, edited)),
            lines=self._changed_lines,
        )

    def _shown(self, path: str) -> str:
        return shown(os.path.join(self.root, *path.split("/")), self.cwd)

    def _changed_lines(self, path: str) -> ChangedLines | None:
        """What was changed in a file, by its shown path; None where it is new."""
        if path not in self._lines:
            absolute = os.path.join(self.cwd, path)
            self._lines[path] = self._compare(os.path.relpath(absolute, self.root).replace(os.sep, "/"))
        return self._lines[path]

    def _compare(self, path: str) -> ChangedLines | None:
        new, old = self.revisions.new.get(path), self.revisions.old.get(self.before.get(path, path))
        if old is None:
            return None
        if new is None or new == old:
            return NOTHING_CHANGED
        return changed_lines(self._text(old), self._text(new))

    def _text(self, entry: Entry) -> str:
        if entry.kind == "module":
            return ""
        data = entry.data if entry.data is not None else self.blobs.read(entry.content, MAX_BYTES)
        source = decode(data, "") if isinstance(data, bytes) else None
        return source.text if isinstance(source, Source) else ""

    # -- the ledger ---------------------------------------------------------------------------------

    def _coverage(self, now: Coverage, old: Coverage) -> tuple[Coverage, list[str]]:
        """The gaps that are new, and a line about the others."""
        names = {self._shown(before): self._shown(after) for before, after in self.revisions.renamed.items()}
        not_checked: list[NotChecked] = []
        known = Counter((names.get(one.path, one.path), one.reason) for one in old.not_checked)
        for gap in now.not_checked:
            if known[gap.path, gap.reason] > 0:
                known[gap.path, gap.reason] -= 1
            else:
                not_checked.append(gap)
        unknown: list[UnknownValue] = []
        known = Counter((names.get(one.path, one.path), one.reason) for one in old.unknown)
        for value in now.unknown:
            if known[value.path, value.reason] > 0:
                known[value.path, value.reason] -= 1
            else:
                unknown.append(value)
        before = len(now.not_checked) + len(now.unknown) - len(not_checked) - len(unknown)
        kept = now._replace(not_checked=tuple(not_checked), unknown=tuple(unknown))
        if not before:
            return kept, []
        what = "gap was" if before == 1 else "gaps were"
        return kept, [f"{before} {what} there before: places not checked, values not known."]

    def _configuration(self) -> list[str]:
        """A line about settings that were changed."""
        origin = self.settings.origin
        if origin is None:
            return []
        path = os.path.relpath(os.path.abspath(origin), self.real_root).replace(os.sep, "/")
        if self.revisions.new.get(path) == self.revisions.old.get(path):
            return []
        return [f"{origin} was changed: both revisions are judged by what it says now."]

    def _untracked(
        self,
        with_more: Sequence[Finding],
        reported: Sequence[Finding],
        known: Sequence[Finding],
        change: Change,
    ) -> list[str]:
        """Where files that git does not know would make a difference to what is reported, or known."""
        hidden = compare(self._run(reported), self._run(with_more), change).new
        more = compare(self._run(with_more), self._run(known), change).new
        if not hidden and not more:
            return []
        names = self.revisions.untracked
        listed = ", ".join(map(self._shown, names[:_MOST_NAMED]))
        rest = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        lines = [f"Not in git, and left out as in CI: {listed}{rest}."]
        if hidden:
            lines.append(f"With them, this would not be found: {_places(hidden)}.")
        if more:
            lines.append(f"With them, this would be found as well: {_places(more)}.")
        return lines


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _places(findings: Sequence[Finding]) -> str:
    texts = [f"{one.span.path}:{one.span.line} {one.name}" for one in findings[:_MOST_NAMED]]
    rest = len(findings) - len(texts)
    return ", ".join(texts) + (f" and {rest} more" if rest else "")
