"""What one rule says of one subject, and how that is told from what its check read."""

from __future__ import annotations

from wslint.engine.finding import Finding, Suppressed
from wslint.engine.places import Asked, Subject
from wslint.engine.watching import INCOMPLETE, Reading
from wslint.model.value import Unknown
from wslint.packs.rule import Rule
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal, TypeAlias

State: TypeAlias = "Literal['failed', 'silenced', 'unknown', 'passed', 'not-applied']"
STATES: tuple[State, ...] = ("failed", "silenced", "unknown", "passed", "not-applied")
PLATFORMS = {
    "image": "Dockerfiles",
    "compose": "Compose",
    "kubernetes": "Kubernetes",
    "docker-run": "`docker run`",
}
_OF_KIND = {
    "dockerfile": "image",
    "compose": "compose",
    "kubernetes": "kubernetes",
    "shell": "docker-run",
}
MOST_REASONS = 5
_SAID_OF_THE_IMAGE = frozenset({"set by an image outside the tree", "an image outside the tree"})


class Reason(NamedTuple):
    """Why, and where that is written if it is."""

    text: str
    place: Span | None = None


class Parameter(NamedTuple):
    """A parameter in force, and who gave it its value."""

    name: str
    value: Any
    origin: str


class Verdict(NamedTuple):
    """What a rule says of a subject (empty: of nothing here).

    "failed" has `findings`, "silenced" has `silenced`, the others may have `reasons`. `pack` is the layer
    in force.
    """

    code: str
    name: str
    state: State
    subject: str
    reasons: tuple[Reason, ...] = ()
    pack: str = ""
    parameters: tuple[Parameter, ...] = ()
    findings: tuple[Finding, ...] = ()
    silenced: tuple[Suppressed, ...] = ()


def platforms_of(subject: Subject) -> frozenset[str]:
    """The platforms, as rules name them, of what a subject is."""
    if subject.kind == "workload":
        return frozenset({subject.one.platform})
    if subject.kind == "file":
        own = _OF_KIND.get(subject.one.kind)
        platforms = {one.platform for one in subject.one.workloads} | ({own} if own is not None else set())
        return frozenset(platforms)
    return frozenset({"kubernetes"}) if subject.kind in ("pod", "service", "route") else frozenset()


def mismatch(rule: Rule, subject: Subject | None, here: frozenset[str]) -> str:
    """Why a rule is not for a subject; empty where it is.

    `here` are the platforms of all that lies at the place, which the whole project (or None) stands for.
    """
    meant = [one for one in rule.applies if one != "any"]
    platforms = here if subject is None or subject.kind == "project" else platforms_of(subject)
    if "any" in rule.applies and (not meant or not platforms or subject is None or subject.kind != "file"):
        return ""
    return "" if platforms & set(meant) else f"it is for {_listed([PLATFORMS[one] for one in meant])}"


def judged(readings: Sequence[Reading], subject: Subject, asked: Asked) -> tuple[State, tuple[Reason, ...]]:
    """The state of a subject for which a check yielded nothing, and why."""
    unused = [one for one in readings if one.state == "unused" and one.place == subject.extent]
    if any(one.state == "unused" and one.place == _owner(subject) for one in readings) or unused:
        return "not-applied", (
            Reason("nothing runs this stage: it only serves others of its file", _owner(subject)),
        )
    gaps = [one for one in readings if one.state == "unknown" and _is_near(one.place, subject, asked)]
    if gaps:
        return "unknown", _reasons(gaps, subject)
    if subject.kind in ("file", "project") or any(one.state == "known" for one in readings):
        return "passed", ()
    outside = [one for one in readings if one.state == "outside"]
    if outside:
        return "unknown", _reasons(outside, subject)
    absent = list(dict.fromkeys(one.what for one in readings if one.state == "absent"))
    if absent:
        return "not-applied", (Reason(f"not there: {', '.join(absent[:4])}"),)
    return "not-applied", (Reason("there is nothing of what it looks at"),)


def _reasons(gaps: Sequence[Reading], subject: Subject) -> tuple[Reason, ...]:
    """Each reason once, those of the subject itself first; what is incomplete is what the file could not tell."""
    named = [Reason(one.reason, one.place.home if one.place is not None else None) for one in gaps]
    found = dict.fromkeys(one for one in named if one.text != INCOMPLETE)
    if len(found) < len(set(named)):
        found |= dict.fromkeys(_untold(subject) or [Reason(INCOMPLETE, _owner(subject))])
    if any(one.what == "image" for one in gaps):
        found = {one: None for one in found if one.text not in _SAID_OF_THE_IMAGE}
    ordered = sorted(found, key=lambda one: not _lies_in(one.place, subject.extent))
    shown = tuple(ordered[:MOST_REASONS])
    more = len(ordered) - len(shown)
    return (*shown, Reason(f"and {more} more")) if more else shown


def _untold(subject: Subject) -> list[Reason]:
    """The values in a subject that its file could not tell, but for those that are a field's by themselves."""
    fields = {
        value.span.start
        for workload in subject.project.workloads
        if subject.extent is not None and workload.path == subject.extent.path
        for value in workload
        if isinstance(value, Unknown) and value.span is not None
    }
    return [
        Reason(one.reason, one.span.home)
        for file in subject.project.files
        for one in file.unknown
        if one.span is not None and one.span.start not in fields and _lies_in(one.span.home, subject.extent)
    ]


def _is_near(place: Span | None, subject: Subject, asked: Asked) -> bool:
    """Whether what is not known may be about the subject: a check may look at a whole tree."""
    if place is None or place.path == asked.path:
        return True
    one, project = subject.one, subject.project
    near = {subject.extent.path} if subject.extent is not None else set()
    if subject.kind == "workload":
        stage = project.image_of(one)
        near |= {stage.path} if stage is not None else set()
        near |= {user.path for user in project.users_of(one)}
    # What is no file of the project is an env file, which is somebody's own.
    return place.path in near or all(file.source.path != place.path for file in project.files)


def _lies_in(place: Span | None, extent: Span | None) -> bool:
    if place is None or extent is None:
        return False
    home = extent.home
    return place.path == home.path and home.start <= place.start and place.end <= home.end


def _owner(subject: Subject) -> Span | None:
    owner: Span | None = getattr(subject.one, "owner", None)
    return owner


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
