"""A run that keeps what it found, and judges again only what may be judged otherwise than the last time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence

from wslint.engine.finding import Finding, NotChecked, Outcome
from wslint.engine.ledger import coverage_of, ledger_of, with_lines
from wslint.engine.run import Focus, Ran, run_rules
from wslint.engine.suppression import unused_entries
from wslint.incremental import index as kept_index
from wslint.incremental import results as kept_results
from wslint.incremental.index import Index, Seen
from wslint.incremental.results import PARTS, FileResult, part_of, results_by_path
from wslint.incremental.survey import Survey
from wslint.incremental.verify import merged, still_holds
from wslint.model.facts import FileFacts
from wslint.model.images import parse_reference
from wslint.model.value import Known
from wslint.packs import load_rules
from wslint.packs.rule import RuleSet
from wslint.project import disk
from wslint.project.discovery import Discovered
from wslint.project.faces import GUIDE, REST, Face
from wslint.project.load import Chosen, Loaded, Request, find, is_asked_for, load_part, not_found
from wslint.project.neighbours import name_of
from wslint.project.paths import shown
from wslint.project.project import Project
from wslint.project.units import Units, units_of
from wslint.settings.record import Settings
from wslint.text import Source
from wslint.text.lazy import LazySource
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.cache.store import Store

_DAY = 24 * 60 * 60
_KEEP_DAYS = 14


class Exposed(NamedTuple):
    """What the rest shows of itself only when it is linked.

    `words`: by which the images that it builds may be called; `used`: files that it makes use of.
    """

    words: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()


class _Part:
    """The part in which each unit's results are: the rest and what belongs to nobody in the first."""

    def __init__(self, keys: Mapping[str, str], units: Units) -> None:
        self.keys = keys
        self._first = {path: group[0] for group in units.groups for path in group}
        self._rest = frozenset(units.rest)

    def of(self, path: str | None) -> int:
        """The number of the part for a file by its absolute path."""
        return 0 if path is None or path in self._rest else part_of(self._first.get(path, path))


class _OtherRules(Exception):  # noqa: N818
    """Other rules run than the last time: which suppressions are of use has to be asked everywhere."""


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
        self.store = kept.store
        self.today = time.strftime("%Y-%m-%d")
        self.key = _key(request, settings, kept.stamp)
        data = self.store.get("outcomes", self.key)
        self.old = kept_index.load(data) if data is not None else None
        self.survey = Survey(request, self.old.seen if self.old else {}, self.store, kept.stamp)
        self.results: dict[str, FileResult] = {}
        self.parts: dict[str, int] = {}
        self.spoken: dict[str, tuple[str, ...]] = {}
        self._ruleset: RuleSet | None = None

    def outcome(self) -> Outcome:
        found = find(self.request)
        paths = [candidate.path for candidate in found.files]
        with disk.recording() as journal:
            self.survey.look(paths, frozenset(self.request.given_files))
            if self._is_as_before(paths) and self.old is not None and self._take(range(PARTS)):
                self._note_use()
                return self._summed_up(found, self.old)
            new = self._judged(journal)
        return self._summed_up(found, new)

    # -- what still holds ---------------------------------------------------------------------------

    def _is_as_before(self, paths: Sequence[str]) -> bool:
        """Whether every file, and all else that was asked for, is as it was."""
        return (
            self._is_usable()
            and self.old is not None
            and len(self.survey.unchanged) == len(paths) == len(self.old.seen)
        )

    def _is_usable(self) -> bool:
        """Whether anything of the earlier run may be used: it depended on nothing else that is otherwise now."""
        old = self.old
        return (
            old is not None
            and old.day in (None, self.today)
            and still_holds(old.journal, but_for=self.survey.seen)
            and not self._is_spoken_of_anew(old)
        )

    def _is_spoken_of_anew(self, old: Index) -> bool:
        """Whether a word that all texts were searched for came into a text, or may have gone from one."""
        if not old.journal.searched:
            return False
        gone = old.seen.keys() - self.survey.seen.keys()
        changed = [path for path, seen in self.survey.seen.items() if not _is_same(old.seen, path, seen)]
        words = old.journal.searched
        had = {path for word in words for path in old.spoken.get(word, ())}
        if had & gone or had.intersection(changed):
            return True
        return any(word in self._text(path) for path in changed for word in words)

    def _text(self, path: str) -> str:
        source = self.survey.files.own(path)
        return source.text if isinstance(source, Source) else ""

    # -- judging ------------------------------------------------------------------------------------

    def _judged(self, journal: disk.Journal) -> Index:
        """Judge what has to be, put the results to those that still hold, and keep all of it."""
        faces = {path: seen.face for path, seen in self.survey.seen.items()}
        old = self.old if self._is_usable() else None
        if old is not None:
            links = Exposed(old.words, old.used)
            units = self._units(faces, links)
            keys = self._unit_keys(units, faces, links.used)
            stale = {path for path, key in keys.items() if old.units.get(path) != key}
            if len(stale) < len(faces) and self._take(range(PARTS)):
                loaded, ran = self._judge(stale, units.around, faces, old)
                if units.rest and stale.issuperset(units.rest):
                    # What guides use is known of those that were judged: what they used before counts on.
                    links = self._exposed(loaded.project, journal, links.used)
                    exact = self._units(faces, links)
                    keys = self._unit_keys(exact, faces, links.used) if exact == units else {}
                if keys:
                    try:
                        return self._keep(old, stale, _Part(keys, units), loaded, ran, links, journal)
                    except _OtherRules:
                        self.results = {}
        loaded, ran = self._judge(set(faces), {}, faces, None)
        links = self._exposed(loaded.project, journal, frozenset())
        units = self._units(faces, links)
        parts = _Part(self._unit_keys(units, faces, links.used), units)
        return self._keep(None, set(faces), parts, loaded, ran, links, journal)

    def _units(self, faces: Mapping[str, Face], links: Exposed) -> Units:
        return units_of(faces, self._speaking, built=links.words, used=links.used)

    def _exposed(self, project: Project, journal: disk.Journal, before: frozenset[str]) -> Exposed:
        used = (journal.used | before) & self.survey.seen.keys()
        return Exposed(_words(project, self.settings), frozenset(used))

    def _speaking(self, word: str) -> tuple[str, ...]:
        """The files in which a word stands. Those that are as they were are not looked through again."""
        found = self.spoken.get(word)
        if found is None:
            before = frozenset(self.old.spoken.get(word, ())) if self.old else frozenset()
            known = self.old.seen if self.old and word in self.old.spoken else {}
            found = self.spoken[word] = tuple(
                path
                for path, seen in self.survey.seen.items()
                if (path in before if _is_same(known, path, seen) else word in self._text(path))
            )
        return found

    def _unit_keys(self, units: Units, faces: Mapping[str, Face], used: frozenset[str]) -> dict[str, str]:
        """The key of its unit for each file."""
        keys: dict[str, str] = {}
        seen = self.survey.seen
        known: dict[int, str] = {}

        def listed(paths: Sequence[str]) -> str:
            return "\n".join(f"{path}\0{seen[path].digest}" for path in paths)

        def around(paths: Sequence[str]) -> str:
            if id(paths) not in known:
                known[id(paths)] = disk.digest(listed(paths).encode("utf-8", "surrogatepass"))
            return known[id(paths)]

        def put(members: Sequence[str], more: str = "") -> None:
            sets = {id(one): one for path in members for one in units.around.get(path, ())}
            told = "\n".join((listed(members), *sorted({around(one) for one in sets.values()}), more))
            keys.update(dict.fromkeys(members, disk.digest(told.encode("utf-8", "surrogatepass"))))

        put(units.rest)
        for group in units.groups:
            put(group)
        built = "".join(
            self.survey.seen[path].digest for path, face in faces.items() if face.dockerfile or path in used
        )
        for guide in units.guides:
            put((guide,), built)
        for path in faces:
            if path not in keys:
                put((path,))
        return keys

    def _judge(
        self,
        stale: set[str],
        around: Mapping[str, tuple[tuple[str, ...], ...]],
        faces: Mapping[str, Face],
        old: Index | None,
    ) -> tuple[Loaded, Ran]:
        """Judge files, with those that they need around them."""
        tree: dict[str, FileFacts] = {}
        if any(faces[path].role == GUIDE for path in stale):
            for path, face in faces.items():
                reading = self.survey.read(path, False) if face.dockerfile and path not in stale else None
                if isinstance(reading, FileFacts):
                    tree[path] = reading
        sets = {id(one): one for path in stale for one in around.get(path, ())}
        wanted = stale.union(*sets.values())
        paths = tuple(path for path in faces if path in wanted)
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

    # -- keeping ------------------------------------------------------------------------------------

    def _take(self, parts: Iterable[int]) -> bool:
        """Take what is kept of these parts; whether all of it was there."""
        from wslint.cache.codec import Damaged

        by_shown = {shown(path, self.request.cwd): path for path in self.survey.seen}
        for number in parts:
            data = self.store.get("outcomes", f"{self.key} {number}")
            try:
                kept = kept_results.load(data or b"", lambda path, bom: self._source(by_shown, path, bom=bom))
            except Damaged:
                self.results = {}
                return False
            self.results.update((one.path, one) for one in kept)
        return True

    def _source(self, by_shown: Mapping[str, str], path: str, *, bom: bool) -> Source:
        known = by_shown.get(path)
        at = known if known is not None else kept_results.absolute(path, self.request.cwd)
        source = self.survey.files.own(at) if known is not None else None
        if isinstance(source, Source):
            return source
        return LazySource(path, lambda: self._text(at), bom=bom)

    def _keep(
        self,
        old: Index | None,
        stale: set[str],
        parts: _Part,
        loaded: Loaded,
        ran: Ran,
        links: Exposed,
        journal: disk.Journal,
    ) -> Index:
        """Put new results in place of old ones, and keep them with what they depend on."""
        request = self.request
        names = {shown(path, request.cwd): path for path in self.survey.seen}
        lines = [line for line in ran.not_checked if line not in ran.unused]
        new = results_by_path(ran.findings, ran.suppressed, ledger_of(loaded, lines))
        others = tuple(sorted(new.keys() - names.keys()))
        whole = old is None or len(stale) == len(self.survey.seen)
        dropped = {shown(path, request.cwd) for path in stale}
        if not whole:
            # What was only needed has been judged without what it needs itself.
            new = {path: one for path, one in new.items() if path in dropped or path not in names}
        if old is not None:
            dropped |= {shown(path, request.cwd) for path in old.seen.keys() - self.survey.seen.keys()}
            if any(self.survey.seen[path].face.role == REST for path in stale):
                dropped |= set(old.others)
            elif others:
                raise GiveUp
            else:
                others = old.others
        before = {} if whole else self.results
        self.results = {path: one for path, one in before.items() if path not in dropped} | new
        silencing = ran.silencing or (old is not None and old.silencing)
        if not whole and _looked_at(before.values()) != _looked_at(self.results.values()):
            raise _OtherRules
        self.parts = {path: parts.of(names.get(path)) for path in self.results}
        was = old.parts if old is not None else {}
        touched = {part for path, part in self.parts.items() if path in new or was.get(path) != part}
        touched |= {part for path, part in was.items() if path in dropped or self.parts.get(path) != part}
        asked = journal if old is None else merged(old.journal, journal, but_for=())
        index = Index(
            self.survey.seen,
            parts.keys,
            self.parts,
            others,
            links.words,
            links.used,
            {word: self._speaking(word) for word in sorted({*self.spoken, *asked.searched})},
            self.today if ran.dated or (old is not None and old.day is not None) else None,
            ran.ran,
            silencing,
            merged(disk.Journal(), asked, but_for=self.survey.seen),
        )
        self._write(index, range(PARTS) if old is None else touched)
        return index

    def _write(self, index: Index, touched: Iterable[int]) -> None:
        from wslint.cache.codec import NotData

        day = _day()
        parts: dict[int, list[FileResult]] = {number: [] for number in touched}
        for path, result in self.results.items():
            number = self.parts[path]
            if number in parts:
                parts[number].append(result)
        try:
            rows = [(f"{self.key} {number}", kept_results.dump(part)) for number, part in parts.items()]
        except NotData:
            return
        self.store.put("facts", self.survey.fresh.items(), day=day)
        self.store.put("outcomes", [*rows, (self.key, kept_index.dump(index))], day=day)
        self._note_use()
        for table in ("facts", "outcomes"):
            self.store.prune(table, before=day - _KEEP_DAYS)

    def _note_use(self) -> None:
        """What this run made use of is kept for longer."""
        self.store.used("facts", self.survey.used, day=_day())
        self.store.used("outcomes", [self.key, *(f"{self.key} {n}" for n in range(PARTS))], day=_day())

    # -- the outcome --------------------------------------------------------------------------------

    def _summed_up(self, found: Discovered, index: Index) -> Outcome:
        request = self.request
        asked = frozenset(
            shown(path, request.cwd) for path in self.survey.seen if is_asked_for(request, path)
        )
        given = frozenset(shown(path, request.cwd) for path in request.given_files)
        ledgers = {path: result.ledger for path, result in self.results.items()}
        context = {shown(path, request.cwd) for path in self.survey.seen} - asked
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


def _day() -> int:
    return int(time.time()) // _DAY


def _is_same(before: Mapping[str, Seen], path: str, now: Seen) -> bool:
    known = before.get(path)
    return known is not None and known.digest == now.digest


def _looked_at(results: Iterable[FileResult]) -> set[str]:
    """What there is for rules to look at, which decides which rules run."""
    return {one for result in results for one in result.ledger.looked_at}


def _words(project: Project, settings: Settings) -> frozenset[str]:
    """By which words the images that a tree builds may be called."""
    found: set[str] = set()
    named = [link.image for link in settings.links]
    for workload in project.workloads:
        if workload.build is not None:
            found.add(name_of(workload))
            if isinstance(workload.image, Known):
                named.append(workload.image.value)
    for facts in project.files:
        named += [tag.value for build in facts.builds for tag in build.tags]
        if facts.kind == "dockerfile":
            found.update(project.absolute_folder(facts.source.path).split(os.sep))
            found.update(facts.source.path.split("/")[:-1])
    for image in named:
        reference = parse_reference(image)
        found.add(reference.name if reference is not None else image)
    return frozenset(found - {""})


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
