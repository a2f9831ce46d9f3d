"""A run that keeps what it found, and judges again only what may be judged otherwise than the last time."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from wslint.engine.finding import Finding, NotChecked, Outcome
from wslint.engine.ledger import coverage_of, with_lines
from wslint.engine.run import Focus, Ran, run_rules
from wslint.engine.suppression import unused_entries
from wslint.incremental.changes import Changes
from wslint.incremental.index import Index
from wslint.incremental.keeping import Keeping
from wslint.incremental.keys import Keys
from wslint.incremental.merging import Exposed, Judged, NotOfParts, OtherRules, put_together
from wslint.incremental.results import FileResult
from wslint.incremental.survey import Survey
from wslint.incremental.words import words_of
from wslint.model.facts import FileFacts
from wslint.packs import load_rules
from wslint.packs.rule import RuleSet
from wslint.project import disk
from wslint.project.discovery import Discovered
from wslint.project.faces import GUIDE
from wslint.project.load import Chosen, Loaded, Request, find, is_asked_for, load_part, not_found
from wslint.project.paths import shown
from wslint.project.project import Project
from wslint.project.units import Units, units_of
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.cache.store import Store


class GiveUp(Exception):  # noqa: N818
    """The run cannot be put together of parts: it is made as a whole."""


class Kept(NamedTuple):
    """Where to keep things. `stamp` tells versions of wslint and of its rules apart."""

    store: Store
    stamp: str


def run(request: Request, settings: Settings, kept: Kept) -> Outcome:
    """What a run over the whole request finds. Raises GiveUp, ChangedMeanwhile, and as `wslint.app.run` does."""
    made = _Run(request, settings, kept)
    outcome = made.outcome()
    made.survey.is_over = True
    return outcome


class _Run:
    def __init__(self, request: Request, settings: Settings, kept: Kept) -> None:
        self.request = request
        self.settings = settings
        # In UTC, as `wslint.engine.run` counts days.
        self.today = time.strftime("%Y-%m-%d", time.gmtime())
        self.keeping = Keeping(kept.store, _key(request, settings, kept.stamp), request.cwd)
        self.old = self.keeping.index()
        self.survey = Survey(request, self.old.seen if self.old else {}, kept.store, kept.stamp)
        self.names: dict[str, str] = {}
        self.results: dict[str, FileResult] = {}
        self._ruleset: RuleSet | None = None

    def outcome(self) -> Outcome:
        found = find(self.request)
        paths = [candidate.path for candidate in found.files]
        with disk.recording() as journal:
            self.survey.look(paths, frozenset(self.request.given_files))
            self.names = self.keeping.names(self.survey)
            changes = Changes(self.survey, self.old, self.today)
            old = changes.usable
            kept = self.keeping.results(self.survey, self.names) if old is not None else None
            is_as_before = changes.is_nothing() and len(self.survey.unchanged) == len(paths)
            if old is not None and kept is not None and is_as_before:
                self.keeping.note_use(self.survey)
                self.results = kept
                return self._summed_up(found, old)
            index = self._judged(changes, kept, journal)
        return self._summed_up(found, index)

    # -- judging ------------------------------------------------------------------------------------

    def _judged(
        self, changes: Changes, kept: Mapping[str, FileResult] | None, journal: disk.Journal
    ) -> Index:
        """Judge what has to be, put the results to those that still hold, and keep all of it."""
        old = changes.usable
        if old is not None and kept is not None:
            judged = self._of_the_stale(changes, old, journal)
            if judged is not None:
                try:
                    return self._keep(old, kept, judged, changes)
                except OtherRules:
                    pass
        loaded, ran = self._judge(set(changes.seen), None, None)
        links = self._exposed(loaded.project, journal, frozenset())
        keys = Keys(self._units(changes, links), changes.seen, links.used).of_all()
        return self._keep(None, {}, Judged(loaded, ran, set(changes.seen), keys, links, journal), changes)

    def _of_the_stale(self, changes: Changes, old: Index, journal: disk.Journal) -> Judged | None:
        """Judge the files of units that are not as they were; None where that would be all files, or may not do."""
        links = Exposed(old.words, old.used)
        if changes.keep_faces():
            units = old.units
            keys = Keys(units, changes.seen, links.used).of_changed(old.keys, changes.changed)
        else:
            units = self._units(changes, links)
            keys = Keys(units, changes.seen, links.used).of_all()
        stale = {path for path, key in keys.by_path.items() if old.keys.get(path) != key}
        if len(stale) == len(changes.seen):
            return None
        loaded, ran = self._judge(stale, units, old)
        if units.rest and stale.issuperset(units.rest):
            # What guides use is known of those that were judged: what they used before counts on.
            links = self._exposed(loaded.project, journal, links.used)
            exact = self._units(changes, links)
            if exact != units:
                return None
            keys = Keys(exact, changes.seen, links.used).of_all()
        return Judged(loaded, ran, stale, keys, links, journal)

    def _units(self, changes: Changes, links: Exposed) -> Units:
        faces = {path: seen.face for path, seen in changes.seen.items()}
        return units_of(faces, changes.speaking, built=links.words, used=links.used)

    def _exposed(self, project: Project, journal: disk.Journal, before: frozenset[str]) -> Exposed:
        used = (journal.used | before) & self.survey.seen.keys()
        return Exposed(words_of(project, self.settings), frozenset(used))

    def _judge(self, stale: set[str], units: Units | None, old: Index | None) -> tuple[Loaded, Ran]:
        """Judge files, with those that they need around them."""
        seen = self.survey.seen
        tree: dict[str, FileFacts] = {}
        if any(seen[path].face.role == GUIDE for path in stale):
            for path, one in seen.items():
                reading = self.survey.read(path, False) if one.face.dockerfile and path not in stale else None
                if isinstance(reading, FileFacts):
                    tree[path] = reading
        around = units.around if units is not None else {}
        sets = {id(one): one for path in stale for one in around.get(path, ())}
        wanted = stale.union(*sets.values())
        paths = tuple(path for path in seen if path in wanted)
        loaded = load_part(self.request, Chosen(paths, self.survey.files, self.survey.read, tree))
        ran = run_rules(
            loaded.project,
            self._rules(),
            self.settings,
            documents=loaded.documents,
            today=self.today,
            ran_before=old.ran if old is not None else frozenset(),
        )
        if ran.internal:
            raise GiveUp
        return loaded, ran

    def _rules(self) -> RuleSet:
        if self._ruleset is None:
            self._ruleset = load_rules(self.settings)
        return self._ruleset

    def _keep(
        self, old: Index | None, before: Mapping[str, FileResult], judged: Judged, changes: Changes
    ) -> Index:
        try:
            together = put_together(old, before, judged, changes, self.names, self.today)
        except NotOfParts:
            raise GiveUp from None
        self.results = together.results
        self.keeping.write(together.kept, together.results, together.touched, self.survey)
        return together.kept

    # -- the outcome --------------------------------------------------------------------------------

    def _summed_up(self, found: Discovered, index: Index) -> Outcome:
        request = self.request
        asked = frozenset(name for name, path in self.names.items() if is_asked_for(request, path))
        given = frozenset(shown(path, request.cwd) for path in request.given_files)
        ledgers = {path: result.ledger for path, result in self.results.items()}
        context = self.names.keys() - asked
        context |= {path for path in index.others if ledgers[path].kinds}
        findings = [finding for result in self.results.values() for finding in result.findings]
        silenced = [one for result in self.results.values() for one in result.suppressed]
        more = [NotChecked(*line) for line in not_found(request, found)]
        if self.settings.ignored:
            used = frozenset(one.place for one in silenced if one.by == "configuration")
            more += unused_entries(self._rules(), self.settings, self.today, used=used, ran=index.ran)
        focus = Focus(asked | given, by_any_span=True)
        return Outcome(
            findings=tuple(sorted((one for one in findings if focus.wants(one)), key=Finding.sort_key)),
            suppressed=tuple(
                sorted(
                    (one for one in silenced if focus.wants(one.finding)),
                    key=lambda one: one.finding.sort_key(),
                )
            ),
            coverage=coverage_of(with_lines(ledgers, more), frozenset(context)),
        )


def _key(request: Request, settings: Settings, stamp: str) -> str:
    """What tells this run from one over other files or by other settings."""
    parts = (
        stamp,
        request.root,
        os.path.realpath(request.root),
        request.cwd,
        sorted(request.folders),
        bool(request.given_files),
        settings,
    )
    return disk.digest("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass"))
