"""Why rules report what they report at a place, and why they report nothing."""

from __future__ import annotations

from wslint.checks.check import Check
from wslint.engine.facts_read import Fact, facts_at
from wslint.engine.finding import Finding, Internal, NotChecked, Suppressed
from wslint.engine.membership import Membership
from wslint.engine.places import Asked, Subject, subjects_at
from wslint.engine.rendering import dress
from wslint.engine.run import GENERAL, Ran, run_rules
from wslint.engine.selection import Chosen, choose
from wslint.engine.switched_off import off_in_layer, off_reason, parameters_of
from wslint.engine.verdict import STATES, Reason, Verdict, judged, mismatch, platforms_of
from wslint.engine.watching import Watch, watching
from wslint.packs.lookup import fill, find_check
from wslint.packs.rule import Layer, Rule, RuleSet
from wslint.project.project import Project
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

_NO_SUBJECT = {
    "workload": "no workload",
    "pod": "no pod",
    "service": "no Kubernetes Service",
    "route": "no Ingress or route",
    "file": "no file that rules judge",
    "project": "no project",
    "suppression": "no suppression of wslint's own",
}


_UNREADABLE = "syntax-error"


class Why(NamedTuple):
    """The answer for a line, or for a file (`line` is None). `rule` is the only one that was asked about.

    `concerns` names what lies there, or takes something from there. `verdicts` are in the order of states;
    what points at the line comes first. `gaps` are lines of the ledger about the place; `read` is false for
    a file of which wslint reads nothing.
    """

    path: str
    line: int | None
    rule: Rule | None
    concerns: tuple[str, ...]
    facts: tuple[Fact, ...]
    verdicts: tuple[Verdict, ...]
    gaps: tuple[NotChecked, ...]
    read: bool = True
    internal: tuple[Internal, ...] = ()


def why_at(
    asked: Asked, projects: Sequence[Project], ruleset: RuleSet, settings: Settings, only: Rule | None = None
) -> Why:
    """What is read at a place, and what each rule (or `only` one) says of it.

    Raises as run_rules does.
    """
    chosen = {one.rule.name: one for one in choose(ruleset, settings)}
    tree, *guides = projects
    near = [tree, *(one for one in guides if one.files[0].source.path == asked.path)]
    for one in near:
        one.forget()
    with watching() as watch:
        read = facts_at(asked, near)
        subjects = subjects_at(asked, near, read.about)
        judge = _Judge(asked, subjects, near, ruleset, settings, watch)
        for rule in ruleset.rules if only is None else (only,):
            judge.rule(rule, chosen.get(rule.name))
    ran = run_rules(tree, ruleset, settings, documents=guides)
    verdicts = judge.verdicts(ran, only)
    return Why(
        asked.path,
        None if asked.whole else asked.first,
        only,
        tuple(dict.fromkeys(one.title for one in subjects if one.kind != "project")),
        read.facts,
        tuple(sorted(verdicts, key=judge.order)),
        (),
        bool(subjects),
        ran.internal,
    )


class _Found(NamedTuple):
    """What a check yielded for one subject, not yet held against what silences it."""

    rule: Rule
    subject: Subject
    base: Verdict
    findings: tuple[Finding, ...]


class _Judge:
    """Runs checks on what lies at a place, watched."""

    def __init__(
        self,
        asked: Asked,
        subjects: Sequence[Subject],
        projects: Sequence[Project],
        ruleset: RuleSet,
        settings: Settings,
        watch: Watch,
    ) -> None:
        self._asked = asked
        self._subjects = subjects
        self._settings = settings
        self._watch = watch
        self._members = {
            id(one): Membership(one, ruleset.packs, settings.selectors, settings.root) for one in projects
        }
        self._here = frozenset(one for subject in subjects for one in platforms_of(subject))
        self._decided: list[Verdict] = []
        self._found: list[_Found] = []

    def rule(self, rule: Rule, chosen: Chosen | None) -> None:
        """Judge all that lies here by one rule."""
        if chosen is None:
            self._not_applied(rule, "", off_reason(rule, self._settings))
            return
        try:
            checks = {pack: find_check(layer.check) for pack, layer in chosen.layers.items()}
        except LookupError:
            return  # the run says so
        kind = next(iter(checks.values())).subject
        subjects = [one for one in self._subjects if one.kind == kind]
        if not subjects:
            other = mismatch(rule, None, self._here)
            self._not_applied(rule, "", other or f"{_NO_SUBJECT[kind]} lies here")
        for subject in subjects:
            if kind == "suppression":
                # What becomes of a suppression shows only when all rules have run.
                base = Verdict(rule.code, rule.name, "passed", subject.title)
                self._found.append(_Found(rule, subject, base, ()))
            else:
                self._subject(chosen, checks, subject)

    def _not_applied(self, rule: Rule, subject: str, reason: str) -> None:
        self._decided.append(Verdict(rule.code, rule.name, "not-applied", subject, (Reason(reason),)))

    def _subject(self, chosen: Chosen, checks: Mapping[str, Check], subject: Subject) -> None:
        rule = chosen.rule
        if subject.project.is_document and not rule.in_documents:
            self._not_applied(
                rule, subject.title, "it asks for something to be added, and guides leave out much"
            )
            return
        other = mismatch(rule, subject, self._here)
        if other:
            self._not_applied(rule, subject.title, other)
            return
        layer = self._layer(chosen, subject)
        if layer is None:
            packs = ", ".join(f"`{pack}`" for pack in chosen.layers)
            self._not_applied(rule, subject.title, f"it is for what the pack {packs} selects")
            return
        if not layer.enabled:
            self._not_applied(rule, subject.title, off_in_layer(rule, layer, self._settings))
            return
        check = checks[layer.pack]
        try:
            self._run(rule, layer, check, subject)
        except Exception:  # noqa: BLE001 (a bug in one check is told by the run, and costs only itself)
            self._not_applied(rule, subject.title, "a bug in wslint was met")

    def _layer(self, chosen: Chosen, subject: Subject) -> Layer | None:
        """The most specific layer that a rule has for a subject."""
        for pack in self._members[id(subject.project)].packs_of(subject.kind, subject.one):
            if pack in chosen.layers:
                return chosen.layers[pack]
        return chosen.layers.get(GENERAL)

    def _run(self, rule: Rule, layer: Layer, check: Check, subject: Subject) -> None:
        self._watch.begin()
        violations = list(check.run(subject.one, subject.project, fill(check, layer.params)))
        state, reasons = judged(self._watch.readings, subject, self._asked)
        parameters = parameters_of(rule, layer, check, self._settings)
        base = Verdict(rule.code, rule.name, state, subject.title, reasons, layer.pack, parameters)
        findings = tuple(dress(rule, layer, violation) for violation in violations)
        self._found.append(_Found(rule, subject, base, findings))

    # -- what became of it --------------------------------------------------------------------------------

    def verdicts(self, ran: Ran, only: Rule | None) -> list[Verdict]:
        """All verdicts, by what the whole run reports and what it silences."""
        left = {_key(finding): finding for finding in ran.findings}
        silenced = {_key(one.finding): one for one in ran.suppressed}
        verdicts = list(self._decided)
        told: set[Any] = set()
        for found in self._found:
            verdicts += self._outcome(found, left, silenced, told)
        verdicts += self._others(left, silenced, told, only)
        return _without_contradiction(verdicts)

    def _outcome(
        self,
        found: _Found,
        left: Mapping[Any, Finding],
        silenced: Mapping[Any, Suppressed],
        told: set[Any],
    ) -> list[Verdict]:
        findings: Iterable[Finding] = found.findings
        if found.subject.kind == "suppression":
            every = (*left.values(), *(one.finding for one in silenced.values()))
            findings = [one for one in every if one.name == found.rule.name and self._touches(one)]
        keys = dict.fromkeys(map(_key, findings))
        reported = [left[key] for key in keys if key in left]
        hidden = [silenced[key] for key in keys if key in silenced]
        here = [one for one in reported if self._concerns(one, found.subject)]
        hidden = [one for one in hidden if self._concerns(one.finding, found.subject)]
        told |= {_key(one) for one in here} | {_key(one.finding) for one in hidden}
        verdicts = []
        if here:
            verdicts.append(found.base._replace(state="failed", reasons=(), findings=tuple(here)))
        if hidden:
            verdicts.append(found.base._replace(state="silenced", reasons=(), silenced=tuple(hidden)))
        if verdicts:
            return verdicts
        beside = [one.span for one in reported if one.span.source.path == self._asked.path]
        elsewhere = tuple(Reason("found elsewhere in the file", span) for span in beside[:3])
        return [found.base._replace(state="passed", reasons=elsewhere) if reported else found.base]

    def _concerns(self, finding: Finding, subject: Subject) -> bool:
        """Whether a finding about a subject is about the place: one of a whole file or project need not be.

        What cannot be parsed concerns all of its file, as nothing else is said of it.
        """
        if subject.kind not in ("file", "project") or finding.name == _UNREADABLE:
            return True
        return self._touches(finding)

    def order(self, verdict: Verdict) -> tuple[int, bool, str, str]:
        """By state; what points at the place itself first; by code and subject."""
        far = not any(map(self._touches, verdict.findings))
        return (STATES.index(verdict.state), far, verdict.code, verdict.subject)

    def _touches(self, finding: Finding) -> bool:
        places = (finding.span, *(place.span for place in finding.related), *finding.also)
        return any(map(self._asked.touches, places))

    def _others(
        self,
        left: Mapping[Any, Finding],
        silenced: Mapping[Any, Suppressed],
        told: set[Any],
        only: Rule | None,
    ) -> Iterable[Verdict]:
        """What is found about others, with a place that lies here."""
        for key, finding in left.items():
            if key not in told and self._touches(finding) and (only is None or only.name == finding.name):
                who = finding.workload or finding.span.path
                yield Verdict(finding.code, finding.name, "failed", who, findings=(finding,))
        for key, one in silenced.items():
            finding = one.finding
            if key not in told and self._touches(finding) and (only is None or only.name == finding.name):
                who = finding.workload or finding.span.path
                yield Verdict(finding.code, finding.name, "silenced", who, silenced=(one,))


def _key(finding: Finding) -> tuple[str, str, int, int, str]:
    span = finding.span
    return (finding.name, span.source.path, span.start, span.end, finding.message)


def _without_contradiction(verdicts: list[Verdict]) -> list[Verdict]:
    """A rule that failed or was silenced for nothing in particular did not also fail to apply."""
    seen = {one.name for one in verdicts if one.state in ("failed", "silenced")}
    return [one for one in verdicts if one.subject or one.state != "not-applied" or one.name not in seen]


__all__ = ["Why", "why_at"]
