"""What silences findings: comments, annotations, the configuration; and what of it was needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wslint.checks.suppressions import StatedRule, Suppression
from wslint.engine.dialects import Directive, read_annotations, read_remark
from wslint.engine.finding import Finding, NotChecked, Suppressed
from wslint.engine.globs import matches, path_matches
from wslint.engine.membership import below_root
from wslint.model.facts import FileFacts, Remark
from wslint.packs.mistakes import suggestions
from wslint.packs.rule import RuleSet, aliases_of
from wslint.project.project import Project
from wslint.settings.record import IgnoreEntry, Settings
from wslint.text import Fragment, Source, Span
from wslint.text.record import NamedTuple

OWN_RULES = frozenset(
    {"unused-suppression", "expired-suppression", "unknown-suppression", "suppression-without-reason"}
)
"""The rules about suppressions: they run last, so whether a suppression of them is needed cannot be told."""


_MOST_COMMENTS = 2_000
"""So many comments and annotations of a file silence findings; each is held against each finding there."""


class _Active:
    """A directive, the rules that it means (name → index of its word), and the words that were needed."""

    __slots__ = ("directive", "expired", "rules", "used")

    def __init__(self, directive: Directive, rules: dict[str, int], *, expired: bool) -> None:
        self.directive = directive
        self.rules = rules
        self.expired = expired
        self.used: set[int] = set()


class _Entry:
    """An ignore entry of the configuration, the rules that it means, and whether it was needed."""

    __slots__ = ("entry", "expired", "rules", "used")

    def __init__(self, entry: IgnoreEntry, rules: frozenset[str], *, expired: bool) -> None:
        self.entry = entry
        self.rules = rules
        self.expired = expired
        self.used = False


class Split(NamedTuple):
    """Findings, and those that were silenced."""

    left: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]


class Suppressions:
    """All that silences something in projects, the main one first. `today` is a date as YYYY-MM-DD."""

    def __init__(self, projects: Sequence[Project], ruleset: RuleSet, settings: Settings, today: str) -> None:
        self._project = projects[0]
        self._today = today
        self._ruleset = ruleset
        self._root = settings.root
        self._aliases: dict[str, list[str]] = {}
        self._by_source: dict[int, dict[str, list[_Active]]] = {}
        self._counts: dict[int, int] = {}
        self._full: dict[str, None] = {}
        self._ours: list[tuple[FileFacts, _Active]] = []
        self._entries = _entries(ruleset, settings, today)
        self.dated = any(entry.until is not None for entry in settings.ignored)
        files = {id(file): file for project in projects for file in project.files}
        self._read = {id(_host(file)) for file in files.values()}
        for file in files.values():
            for directive in _directives(file):
                self._add(file, directive, today)

    def apply(self, findings: Iterable[Finding]) -> Split:
        """Take out what is silenced, and remember by what."""
        left: list[Finding] = []
        suppressed: list[Suppressed] = []
        for finding in findings:
            by = self._by_directive(finding) or self._by_configuration(finding)
            if by is None:
                left.append(finding)
            else:
                suppressed.append(by)
        return Split(tuple(left), tuple(suppressed))

    def after_the_run(self, ran: frozenset[str], *, sure: bool) -> tuple[Suppression, ...]:
        """Our own suppressions with what became of them, for the checks that look at them.

        `ran` are the rules that ran without a bug. `sure` is false where rules keep silent for a reason that
        does not lie in the files, so that nothing can be called unused.
        """
        return tuple(self._written(file, active, ran, sure=sure) for file, active in self._ours)

    def unused_entries(self, ran: frozenset[str], *, sure: bool) -> tuple[NotChecked, ...]:
        """Ledger lines for entries of the configuration that have expired, or silenced nothing."""
        return _unused(self._entries, ran, sure=sure)

    def cut(self) -> tuple[NotChecked, ...]:
        """Ledger lines for files with so many suppressions that not all are read."""
        reason = f"more than {_MOST_COMMENTS} suppressions: the rest is not read"
        return tuple(NotChecked(path, reason) for path in self._full)

    # -- reading --------------------------------------------------------------------------------------

    def _add(self, file: FileFacts, directive: Directive, today: str) -> None:
        source = directive.span.source
        self._counts[id(source)] = count = self._counts.get(id(source), 0) + 1
        if count > _MOST_COMMENTS:
            self._full[source.path] = None
            return
        ours = directive.dialect == "wslint"
        rules: dict[str, int] = {}
        if not directive.fault:
            for at, word in enumerate(directive.words):
                name = word.text if ours else f"{directive.dialect}:{word.text}"
                for rule in self._meant(name):
                    rules.setdefault(rule, at)
            if directive.everything:
                for rule in self._with_any_alias(directive.dialect):
                    rules.setdefault(rule, 0)
        self.dated = self.dated or bool(directive.until)
        active = _Active(directive, rules, expired=bool(directive.until) and directive.until < today)
        if ours:
            self._ours.append((file, active))
        if rules and not active.expired:
            known = self._by_source.setdefault(id(source), {})
            for rule in rules:
                known.setdefault(rule, []).append(active)

    def _read_elsewhere(self, source: Source) -> None:
        """Take the comments of a file that only another one leads to, such as the script of an image."""
        self._read.add(id(source))
        if "wslint:" not in source.text:
            return
        from wslint.project.classify import classify_name
        from wslint.readers.shell.remarks import remarks_of
        from wslint.syntax.shell import Script, parse_shell

        # An env file is no shell text: of its comments only those count that have a line of their own.
        is_env = classify_name(source.path) == "env"
        script = (
            Script(source.text, (), comments=_lines_of_comments(source))
            if is_env
            else parse_shell(source.text)
        )
        file = FileFacts(source, "env" if is_env else "shell", remarks=remarks_of(source, script))
        for directive in _directives(file):
            self._add(file, directive, self._today)

    def _meant(self, word: str) -> frozenset[str]:
        """The rules that a name, a code or an alias (in any layer or variant) means."""
        return frozenset(rule.name for rule in self._ruleset.find_all(word))

    def _with_any_alias(self, dialect: str) -> list[str]:
        known = self._aliases.get(dialect)
        if known is None:
            start = f"{dialect}:"
            known = self._aliases[dialect] = [
                rule.name
                for rule in self._ruleset.rules
                if any(alias.startswith(start) for alias in aliases_of(rule))
            ]
        return known

    # -- silencing ------------------------------------------------------------------------------------

    def _by_directive(self, finding: Finding) -> Suppressed | None:
        found: Suppressed | None = None
        source = finding.span.source
        if id(source) not in self._read:
            self._read_elsewhere(source)
        for active in self._by_source.get(id(source), {}).get(finding.name, ()):
            at = active.rules[finding.name]
            directive = active.directive
            if not _covers(directive.covers, finding.span):
                continue
            # All that cover it are needed: taking one away would not show that the others are.
            active.used.add(at)
            if found is None:
                where = f"{directive.span.path}:{directive.span.line}"
                found = Suppressed(finding, directive.by, directive.dialect, directive.reason, where)
        return found

    def _by_configuration(self, finding: Finding) -> Suppressed | None:
        for one in self._entries:
            if one.expired or finding.name not in one.rules:
                continue
            entry = one.entry
            if entry.path is not None and not path_matches(
                entry.path, below_root(self._project, finding.span.path, self._root)
            ):
                continue
            if entry.workload is not None and not _names(entry.workload, finding.workload):
                continue
            one.used = True
            return Suppressed(finding, "configuration", "wslint", entry.reason, entry.place)
        return None

    # -- afterwards -----------------------------------------------------------------------------------

    def _written(self, file: FileFacts, active: _Active, ran: frozenset[str], *, sure: bool) -> Suppression:
        directive = active.directive
        sure = sure and not any(problem.check == "syntax-error" for problem in file.problems)
        sure = sure and not file.skipped and file.kind != "other"
        return Suppression(
            span=directive.span,
            stated=tuple(self._stated(active, at, ran, sure=sure) for at in range(len(directive.words))),
            reason=directive.reason,
            until=directive.until,
            until_span=directive.until_span,
            expired=active.expired,
            fault=directive.fault,
        )

    def _stated(self, active: _Active, at: int, ran: frozenset[str], *, sure: bool) -> StatedRule:
        word, span = active.directive.words[at]
        if active.directive.fault:
            return StatedRule(word, span, known=True)
        meant = self._meant(word)
        if not meant:
            near = suggestions(word, self._ruleset.words())
            return StatedRule(word, span, known=False, near=near[0] if near else "")
        # The same rule under two words: the second is not needed, but it does no harm and is not told.
        first = any(active.rules[rule] == at for rule in meant)
        tellable = sure and first and meant <= ran and not meant & OWN_RULES
        return StatedRule(word, span, known=True, used=at in active.used if tellable else None)


def unused_entries(
    ruleset: RuleSet, settings: Settings, today: str, *, used: frozenset[str], ran: frozenset[str]
) -> tuple[NotChecked, ...]:
    """Ledger lines for the entries of the configuration, all but those at the places `used`, as a run has them."""
    entries = _entries(ruleset, settings, today)
    for one in entries:
        one.used = one.entry.place in used
    return _unused(entries, ran, sure=settings.platform == "linux")


def _entries(ruleset: RuleSet, settings: Settings, today: str) -> list[_Entry]:
    return [
        _Entry(
            entry,
            frozenset(rule.name for rule in ruleset.find_all(entry.rule)),
            expired=entry.until is not None and entry.until < today,
        )
        for entry in settings.ignored
    ]


def _unused(entries: Sequence[_Entry], ran: frozenset[str], *, sure: bool) -> tuple[NotChecked, ...]:
    lines: list[NotChecked] = []
    for one in entries:
        path, _, line = one.entry.place.rpartition(":")
        number = int(line) if path and line.isdigit() else None
        where = path if number is not None else one.entry.place
        rule = one.entry.rule
        if one.expired:
            lines.append(NotChecked(where, f"`ignore` of {rule} expired on {one.entry.until}", number))
        elif sure and not one.used and one.rules <= ran:
            lines.append(NotChecked(where, f"`ignore` of {rule} silences nothing", number))
    return tuple(lines)


def _host(file: FileFacts) -> Source:
    """The whole file that a text is in."""
    return file.source.host if isinstance(file.source, Fragment) else file.source


def _lines_of_comments(source: Source) -> tuple[tuple[int, int], ...]:
    """The lines that begin with `#`."""
    spans = map(source.line_span, range(1, source.line_count() + 1))
    return tuple((span.start, span.end) for span in spans if span.text.startswith("#"))


def _directives(file: FileFacts) -> Iterable[Directive]:
    inside = isinstance(file.source, Fragment)
    for remark in file.remarks:
        directive = read_remark(Remark(remark.text, remark.span.home, remark.covers.home), file.kind)
        if directive is None:
            continue
        if inside and directive.covers is None:
            # What holds for a whole file holds for the fragment here.
            directive = directive._replace(covers=Span(file.source, 0, len(file.source.text)).home)
        yield directive
    for annotated in file.annotated:
        for directive in read_annotations(annotated):
            covers = None if directive.covers is None else directive.covers.home
            yield directive._replace(span=directive.span.home, covers=covers) if inside else directive


def _covers(covers: Span | None, span: Span) -> bool:
    """Whether two spans of one source touch; an empty one touches what it lies in."""
    if covers is None:
        return True
    return (
        span.start < covers.end and covers.start < span.end
    ) or covers.start <= span.start <= span.end <= covers.end


def _names(pattern: str, workload: str | None) -> bool:
    """Whether a glob means a workload: by its name for people, or by one word of that name."""
    if workload is None:
        return False
    name = workload.replace("`", "")
    words: Sequence[str] = name.split()
    return any(matches(pattern, one) for one in (name, *words, *(word.rsplit("/", 1)[-1] for word in words)))
