"""Running rules over a project."""

from __future__ import annotations

from wslint.checks.check import Check, TooSlow
from wslint.checks.violation import Violation
from wslint.engine.finding import Finding, Internal, NotChecked, Suppressed
from wslint.engine.membership import Membership
from wslint.engine.rendering import dress, merge
from wslint.engine.selection import Chosen, choose
from wslint.model.facts import FileFacts
from wslint.model.workload import Workload
from wslint.packs.rule import Layer, Rule, RuleSet
from wslint.project.project import Project
from wslint.settings.record import Settings
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from wslint.engine.suppression import Suppressions

GENERAL = "general"
MOST_FOUND = 1_000
"""At so many places of one file a rule is reported; a file with more is made to be reported, or wholly wrong."""


class Focus(NamedTuple):
    """Whose findings are reported: those whose primary place is in one of the files (shown paths).

    With `by_any_span` a related place, or one from which it is also reached, is enough.
    """

    paths: frozenset[str]
    by_any_span: bool = False

    def wants(self, finding: Finding) -> bool:
        """Whether the finding concerns the files."""
        if finding.span.source.path in self.paths:
            return True
        if not self.by_any_span:
            return False
        return any(place.span.source.path in self.paths for place in finding.related) or any(
            span.source.path in self.paths for span in finding.also
        )


class Ran(NamedTuple):
    """What a run found. Findings are sorted; `not_checked` are further lines for the ledger.

    `unused` are those of them about what silences nothing in the configuration. `ran` are the names of the rules that ran
    without a bug; `silencing` says that something anywhere silences, so that they matter, and `dated` that some
    of it does so until a day.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    internal: tuple[Internal, ...]
    not_checked: tuple[NotChecked, ...]
    unused: tuple[NotChecked, ...] = ()
    ran: frozenset[str] = frozenset()
    silencing: bool = False
    dated: bool = False


def run_rules(
    project: Project,
    ruleset: RuleSet,
    settings: Settings,
    focus: Focus | None = None,
    *,
    documents: Sequence[Project] = (),
    today: str | None = None,
    ran_before: frozenset[str] = frozenset(),
) -> Ran:
    """Run all rules that the settings choose, on all that they apply to.

    Each of `documents` is a guide, which is judged by itself and by the rules that hold in guides.

    `today` (YYYY-MM-DD) decides which suppressions have expired. `ran_before` are rules that have run over the
    rest of the same tree. Raises UnknownRule for a word in the
    settings that names no rule, and PackError for parameters in them that do not fit; a check that raises
    costs one Internal.
    """
    chosen = choose(ruleset, settings)
    projects = (project, *documents)
    suppressions = _suppressions(projects, ruleset, settings, today)
    run, *guides = (
        _Run(one, Membership(one, ruleset.packs, settings.selectors, settings.root)) for one in projects
    )
    for guide in guides:
        guide.share(run)
    last: list[tuple[Chosen, _Plan]] = []
    for one in chosen:
        runs = [each for each in (run, *guides) if each.has_facts_for(one.rule)]
        if not runs or (suppressions is None and _is_about_suppressions(one)):
            continue
        plan = run.plan(one)
        if plan is None:
            continue
        if plan.subject == "suppression":
            last.append((one, plan))
            continue
        for each in runs:
            each.rule(one, plan, each.subjects(plan.subject, one.rule.applies))
    findings = merge(run.findings)
    suppressions = suppressions or _suppressions(projects, ruleset, settings, today, findings)
    silenced: list[Suppressed] = []
    unused: tuple[NotChecked, ...] = ()
    cut: tuple[NotChecked, ...] = ()
    ran = frozenset(run.ran) | ran_before
    if suppressions is not None:
        # On another platform rules are silent on purpose: nothing of what they would find is unused there.
        sure = settings.platform == "linux"
        first = suppressions.apply(findings)
        run.findings = []
        written = suppressions.after_the_run(ran, sure=sure) if last else ()
        for one, plan in last:
            run.rule(one, plan, written)
        second = suppressions.apply(merge(run.findings))
        findings = [*first.left, *second.left]
        silenced = [*first.suppressed, *second.suppressed]
        unused = suppressions.unused_entries(ran, sure=sure)
        cut = suppressions.cut()
    if focus is not None:
        findings = [finding for finding in findings if focus.wants(finding)]
        silenced = [one for one in silenced if focus.wants(one.finding)]
    return Ran(
        tuple(sorted(findings, key=Finding.sort_key)),
        tuple(sorted(silenced, key=lambda one: one.finding.sort_key())),
        tuple(run.internal.values()),
        (*run.not_checked(focus), *cut, *unused),
        unused,
        ran,
        suppressions is not None,
        suppressions is not None and suppressions.dated,
    )


def _suppressions(
    projects: Sequence[Project],
    ruleset: RuleSet,
    settings: Settings,
    today: str | None,
    findings: Sequence[Finding] = (),
) -> Suppressions | None:
    """What silences something; None where nothing in the tree, at the findings, or in the settings does."""
    sources = {id(finding.span.source): finding.span.source for finding in findings}
    if (
        not settings.ignored
        and not any(facts.remarks or facts.annotated for project in projects for facts in project.files)
        and not any("wslint:" in source.text for source in sources.values())
    ):
        return None
    from wslint.engine.suppression import Suppressions

    return Suppressions(projects, ruleset, settings, today or _today())


def _is_about_suppressions(chosen: Chosen) -> bool:
    return all(layer.check.startswith("suppressions.") for layer in chosen.layers.values())


def _today() -> str:
    """The day in UTC: a suppression ends at one moment, wherever wslint runs."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime())


class _Plan(NamedTuple):
    """What a rule needs to run: its layers' checks with their parameters, by pack. All have one subject."""

    subject: str
    layers: Mapping[str, tuple[Layer, Check, Any]]


class _Run:
    """The state of one run: the subjects, and what was found so far."""

    def __init__(self, project: Project, membership: Membership) -> None:
        self.project = project
        self.membership = membership
        self.findings: list[Finding] = []
        self.internal: dict[tuple[str, str], Internal] = {}
        self.ran: set[str] = set()
        self.places: dict[tuple[str, str], set[int]] = {}
        self.full: dict[tuple[str, str], None] = {}
        self.slow: dict[str, NotChecked] = {}
        # What only completes something else is never judged as if it stood alone.
        self.pods = [pod for pod in project.pods if not pod.partial]
        partial = {id(one) for pod in project.pods if pod.partial for one in pod.containers}
        self.workloads = [one for one in project.workloads if id(one) not in partial]
        self.platforms = {workload.platform for workload in self.workloads}
        self._by_place: dict[tuple[str, Span, str], tuple[str, str]] = {}
        self._by_applies: dict[tuple[str, ...], list[Any]] = {}

    def share(self, other: _Run) -> None:
        """Put what is found from here on to what another run finds."""
        self.findings, self.internal, self.ran = other.findings, other.internal, other.ran
        self.places, self.full, self.slow = other.places, other.full, other.slow

    def has_facts_for(self, rule: Rule) -> bool:
        """Whether the project has anything that a rule looks at; else its check is not even imported."""
        if self.project.is_document and not rule.in_documents:
            return False
        if "any" in rule.applies or not self.platforms.isdisjoint(rule.applies):
            return True
        project = self.project
        objects = project.services or project.routes or project.config or self.pods
        return "kubernetes" in rule.applies and bool(objects)

    def plan(self, chosen: Chosen) -> _Plan | None:
        """Find the checks of a rule; a rule that has none is a bug."""
        from wslint.packs.lookup import fill, find_check

        layers: dict[str, tuple[Layer, Check, Any]] = {}
        try:
            for pack, layer in chosen.layers.items():
                check = find_check(layer.check)
                layers[pack] = (layer, check, fill(check, layer.params))
        except Exception as error:  # noqa: BLE001 (a broken rule costs itself, not the run)
            self._bug(chosen.rule, "", error)
            return None
        return _Plan(next(iter(layers.values()))[1].subject, layers)

    def subjects(self, kind: str, applies: tuple[str, ...]) -> Sequence[Any]:
        """All that a check of this kind looks at."""
        if kind == "workload":
            if "any" in applies:
                return self.workloads
            found = self._by_applies.get(applies)
            if found is None:
                found = [one for one in self.workloads if one.platform in applies]
                self._by_applies[applies] = found
            return found
        if kind == "project":
            return (None,)
        by_kind: dict[str, Sequence[Any]] = {
            "pod": self.pods,
            "service": self.project.services,
            "route": self.project.routes,
            "file": self.project.files,
        }
        return by_kind[kind]

    def rule(self, chosen: Chosen, plan: _Plan, subjects: Iterable[Any]) -> None:
        """Run one rule on its subjects, each in the most specific layer that it has there."""
        rule, layers, findings = chosen.rule, plan.layers, self.findings
        # Files of the tree that a guide builds are judged with the tree.
        guide = self.project.files[0].source.path if self.project.is_document else None
        only = layers.get(GENERAL) if len(layers) == 1 else None
        sound = True
        for subject in subjects:
            entry = only or self._entry(plan, subject)
            if entry is None or not entry[0].enabled:
                continue
            layer, check, parameters = entry
            try:
                for violation in check.run(subject, self.project, parameters):
                    if (guide is None or violation.span.path == guide) and self._has_room(rule, violation):
                        finding = dress(rule, layer, violation)
                        findings.append(self._as_elsewhere(finding, violation.variant, subject))
            except TooSlow as slow:
                path, _, line = _place_of(subject).rpartition(":")
                reason = f"from here on not checked for {rule.name}, which {slow}"
                self.slow.setdefault(
                    rule.name, NotChecked(path, reason, int(line)) if path else NotChecked(line, reason)
                )
                return
            except Exception as error:  # noqa: BLE001 (a bug in one check must not hide what others find)
                self._bug(rule, _place_of(subject), error)
                sound = False
        if sound:
            self.ran.add(rule.name)

    def _has_room(self, rule: Rule, violation: Violation) -> bool:
        """Whether a finding stands at one of the first places of its rule in its file."""
        key = (rule.name, violation.span.path)
        places = self.places.get(key)
        if places is None:
            places = self.places[key] = set()
        if violation.span.start not in places:
            if len(places) >= MOST_FOUND:
                self.full[key] = None
                return False
            places.add(violation.span.start)
        return True

    def _as_elsewhere(self, finding: Finding, variant: str, subject: Any) -> Finding:
        """The finding in the words of another build's, where the same place is wrong in both."""
        scope = _scope_of(self.project, subject)
        if not scope:
            return finding
        key = (finding.name, finding.span, variant)
        first, message = self._by_place.setdefault(key, (scope, finding.message))
        return finding if first == scope else finding._replace(message=message)

    def _entry(self, plan: _Plan, subject: Any) -> tuple[Layer, Check, Any] | None:
        for pack in self.membership.packs_of(plan.subject, subject):
            entry = plan.layers.get(pack)
            if entry is not None:
                return entry
        return plan.layers.get(GENERAL)

    def _bug(self, rule: Rule, place: str, error: Exception) -> None:
        """One for each rule and kind of failure, however many subjects meet it."""
        text = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        where = f"{rule.name} at {place}" if place else rule.name
        self.internal.setdefault((rule.name, type(error).__name__), Internal(where, text))

    def not_checked(self, focus: Focus | None) -> list[NotChecked]:
        """Ledger lines for pods that only complete another one, and for findings beyond what is reported."""
        more = [
            NotChecked(path, f"more than {MOST_FOUND} findings of {name}: the rest is not reported")
            for name, path in self.full
            if focus is None or path in focus.paths
        ]
        return [
            *more,
            *self.slow.values(),
            *(
                NotChecked(
                    pod.owner.source.path,
                    f"{pod.title} completes another object, so it is not checked alone",
                    pod.owner.line,
                )
                for pod in self.project.pods
                if pod.partial and (focus is None or pod.owner.source.path in focus.paths)
            ),
        ]


def _scope_of(project: Project, subject: Any) -> str:
    """What a subject is deployed with: empty for what is not built."""
    if isinstance(subject, FileFacts):
        return subject.scope
    thing = project.pod_of(subject) if isinstance(subject, Workload) else subject
    return project.scope_of(thing) if thing is not None else ""


def _place_of(subject: Any) -> str:
    span = getattr(subject, "owner", None) or getattr(subject, "span", None)
    if span is not None:
        return f"{span.source.path}:{span.line}"
    source = getattr(subject, "source", None)
    return source.path if source is not None else ""
