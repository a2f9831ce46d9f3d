"""A rule that is an expression instead of a function: the check that an `assert:` makes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from wslint.checks.check import Check, TooSlow
from wslint.checks.violation import Field, Related, Violation
from wslint.packs.cel import UNKNOWN
from wslint.packs.expression import Expression, Use, read_expression, read_name
from wslint.packs.fact import MAX_ITEMS, MAX_TEXT, NOTHING, Answer, Entries, Fact
from wslint.packs.facts import Around, answer
from wslint.packs.rule import Assertion, assertion_of
from wslint.packs.tokens import Mistake
from wslint.project.project import Project
from wslint.text import Span

_SECONDS = 10.0
"""Of processor time for one assertion in one project. A real one takes a thousandth of it; some take seconds for a
single subject, within all the limits on their length, and a project has any number of subjects."""


def parameter_name(kebab: str) -> str:
    """How CEL names a parameter: `max-seconds` is `params.maxSeconds`."""
    first, *rest = kebab.replace("_", "-").split("-")
    return "".join([first, *(word.capitalize() for word in rest)])


def like(own: Any, value: Any) -> Any:
    """A parameter as CEL gets it: a list, and a whole number with a point where the rule's own has one."""
    if isinstance(value, list | tuple):
        first = own[0] if isinstance(own, list | tuple) and own else None
        fractions = any(isinstance(item, float) for item in own) if isinstance(own, list | tuple) else False
        return [like(0.0 if fractions else first, item) for item in value]
    if isinstance(own, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


@lru_cache(maxsize=256)
def check_of(reference: str) -> Check:
    """The check of an assertion. Raises LookupError where it is not sound."""
    assertion = assertion_of(reference)
    if assertion is None:
        raise LookupError(f"`{reference}` is no assertion")
    try:
        judge = _Judge(assertion)
    except Mistake as mistake:
        raise LookupError(f"the assertion {mistake}") from None
    return Check(assertion.subject, _parameters(assertion.params), judge)  # type: ignore[arg-type]


def _parameters(params: Mapping[str, Any]) -> type[Any]:
    """A record for the parameters, each of the type of its value."""
    import typing

    fields = [(_snake(name), _type_of(value)) for name, value in params.items()]
    made: Any = typing.NamedTuple("Parameters", fields)  # type: ignore[misc]  # its fields are data
    record: type[Any] = made
    return record


def _snake(camel: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in camel)


def _type_of(value: Any) -> Any:
    if isinstance(value, bool):
        return bool
    if isinstance(value, list | tuple):
        kinds = {_type_of(item) for item in value}
        return tuple[float, ...] if float in kinds else tuple[int, ...] if int in kinds else tuple[str, ...]
    return type(value)


class _Judge:
    """Called as a check is: `judge(subject, project, parameters)`."""

    def __init__(self, assertion: Assertion) -> None:
        def read(text: str) -> Expression:
            return read_expression(text, assertion.subject, assertion.params)

        self._about = 0
        self._left = _SECONDS
        self.subject = assertion.subject
        self.params = assertion.params
        self.expression = read(assertion.text)
        self.where = read(assertion.where) if assertion.where else None
        self.fields = {name: read(text) for name, text in assertion.fields.items()}
        self.shown = {path: _named(path, assertion.subject) for path in assertion.shows}
        self.at = read_name(assertion.at, assertion.subject) if assertion.at else None
        self.places = {path: read_name(path, assertion.subject) for path in assertion.places}

    def __call__(self, subject: Any, project: Project, parameters: Any) -> Iterator[Violation]:
        given = {parameter_name(name): value for name, value in parameters._asdict().items()}
        params = {name: like(self.params[name], value) for name, value in given.items()}
        facts = _Facts(_around(self.subject, subject, project), params)
        if self._about != id(project):
            self._about, self._left = id(project), _SECONDS
        if self._left <= 0:
            raise TooSlow(f"has taken more than {_SECONDS:g} seconds")
        begun = time.thread_time()
        yield from self._judged(facts, subject, project)
        self._left -= time.thread_time() - begun

    def _judged(self, facts: _Facts, subject: Any, project: Project) -> Iterator[Violation]:
        if self.where is not None and self.where.value(facts.given) is not True:
            return
        if self.expression.value(facts.given) is not False:
            return
        owner = _owner(subject, project)
        if owner is None:
            return
        span, label = self._place(facts, owner)
        fields: dict[str, Field] = {name: in_words(facts.given(use)) for name, use in self.shown.items()}
        fields |= {name: in_words(one.value(facts.given)) for name, one in self.fields.items()}
        name = _title(subject)
        related = tuple(self._related(facts, span))
        yield Violation(span, fields, related, label=label, workload=name or None)

    def _place(self, facts: _Facts, owner: Span) -> tuple[Span, str]:
        """The place of `at`, else of the first fact of the assertion that is written, and its label."""
        for use in (self.at,) if self.at is not None else self.expression.uses:
            span = self._span(facts, use)
            if span is not None:
                return span, next((path for path, one in self.places.items() if one == use), "")
        return owner, ""

    def _related(self, facts: _Facts, primary: Span) -> Iterator[Related]:
        for path, use in self.places.items():
            span = self._span(facts, use)
            if span is not None and span != primary:
                yield Related(span, path)

    def _span(self, facts: _Facts, use: Use) -> Span | None:
        """Where a fact is written; of a list, the first item that breaks the assertion by itself."""
        fact = facts.fact(use)
        if fact is None or len(fact.places) < 2:
            return fact.span if fact is not None else None
        for item, place in zip(fact.value, fact.places, strict=True):
            alone = facts.with_only(use, item)
            if self.expression.value(alone) is False:
                return place
        return fact.span


class _Facts:
    """The facts around one subject, each asked for once."""

    def __init__(self, around: Around, params: Mapping[str, Any]) -> None:
        self._around = around
        self._params = params
        self._answers: dict[str, Answer] = {}

    def given(self, use: Use) -> Any:
        """A fact as CEL gets it; UNKNOWN where it is not known, or larger than an expression may handle."""
        if use.path.startswith("params."):
            return self._params[use.path.partition(".")[2]]
        fact = self.fact(use)
        return UNKNOWN if fact is None or not _is_small(fact.value) else fact.value

    def with_only(self, use: Use, item: Any) -> Callable[[Use], Any]:
        """The same facts, but for one list, which has but one item."""
        return lambda one: [item] if one == use else self.given(one)

    def fact(self, use: Use) -> Fact | None:
        """What is known of a fact; None for nothing."""
        if use.path.startswith("params."):
            return None
        if use.path not in self._answers:
            self._answers[use.path] = answer(use.path, self._around)
        found = self._answers[use.path]
        if isinstance(found, Entries):
            return _of_map(found, use)
        if isinstance(found, Fact):
            if found.value is None and use.way in ("has", "names", "lookup"):
                return Fact({} if use.way == "lookup" else [])  # of a pod that is not there
            return found
        if found is None:
            return None
        whole = found.get("")
        known = {name: fact.value for name, fact in found.items() if name and fact is not None}
        return Fact(known, whole.span if whole is not None else None)


def _of_map(entries: Entries, use: Use) -> Fact | None:
    facts = entries.facts
    if use.way == "key":
        return facts.get(use.key, NOTHING if entries.complete else None)
    if use.way == "has":
        if use.key in facts:
            return Fact([use.key], entries.place(use.key))
        return Fact([]) if entries.complete else None
    if use.way == "names":
        places = tuple(span for span in map(entries.place, facts) if span is not None)
        if not entries.complete:
            return None
        return Fact(list(facts), places[0] if places else None, places if len(places) == len(facts) else ())
    return Fact({name: fact.value for name, fact in facts.items() if fact is not None})


def _is_small(value: Any) -> bool:
    """Whether a value is within the bounds that keep every expression short to evaluate."""
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    if isinstance(value, dict):
        return len(value) <= MAX_ITEMS and all(map(_is_small, value.values())) and all(map(_is_small, value))
    if isinstance(value, list):
        return len(value) <= MAX_ITEMS and all(map(_is_small, value))
    return True


def in_words(value: Any) -> Field:
    """A value in a message: lists with commas, nothing as `none`, numbers as they are."""
    if value is UNKNOWN:
        return "unknown"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return ", ".join(str(in_words(item)) for item in value[:10]) + (", …" if len(value) > 10 else "")
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_words(item)}" for name, item in list(value.items())[:10])
    return " ".join(str(value).split())[:200]


def _named(path: str, subject: str) -> Use:
    return Use(path, "value") if path.startswith("params.") else read_name(path, subject)


def _around(kind: str, subject: Any, project: Project) -> Around:
    if kind == "workload":
        return Around(project, workload=subject, pod=project.pod_of(subject))
    return Around(
        project, pod=subject if kind == "pod" else None, service=subject if kind == "service" else None
    )


def _owner(subject: Any, project: Project) -> Span | None:
    """Where a finding points at the least; of the project, its first workload."""
    if subject is not None:
        owner: Span = subject.owner
        return owner
    return next((workload.owner for workload in project.workloads), None)


def _title(subject: Any) -> str:
    """The subject's name for people."""
    return getattr(subject, "title", "") or getattr(subject, "name", "")
