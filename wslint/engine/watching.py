"""What a check reads while it judges one subject: for `wslint why` only, a normal run is not watched.

A check that yields nothing has found the subject sound, or has met a value that is not known, or there was
nothing in it to judge. Its answer does not tell these apart; what it read on the way does.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from wslint.model.environment import Environment
from wslint.model.kubernetes_objects import Backend, KubernetesService, ServicePort
from wslint.model.ports import Declared, Published
from wslint.model.probes import Healthcheck, Probe
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import ImageFacts, Pod, Workload
from wslint.project.check_times import CheckTimes
from wslint.project.environment import EffectiveEnvironment
from wslint.project.process import Process
from wslint.project.project import Project
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Literal, TypeAlias

INCOMPLETE = "some of it cannot be known"
State: TypeAlias = "Literal['known', 'absent', 'unknown', 'outside', 'unused']"


class Reading(NamedTuple):
    """One thing that a check met. `what` names it for people, `reason` says why it is not known.

    "outside": a link leads out of the tree, which a check may or may not need. "unused": a stage that
    nothing runs.
    """

    state: State
    what: str
    reason: str = ""
    place: Span | None = None


class Watch:
    """Collects the readings. `begin` forgets those of the subject before."""

    def __init__(self) -> None:
        self._frames: list[list[Reading]] = [[]]
        self._kept: dict[tuple[Any, ...], list[Reading]] = {}

    def begin(self) -> None:
        """Start with a new subject."""
        self._frames = [[]]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was read since, each once, in order."""
        return tuple(dict.fromkeys(self._frames[0]))

    def note(self, *readings: Reading) -> None:
        """Take readings in."""
        self._frames[-1] += readings

    def ask(self, key: tuple[Any, ...], question: Callable[[], Any]) -> tuple[Any, list[Reading]]:
        """The answer to a question, and what was read to find it, also where the answer had been kept."""
        self._frames.append([])
        try:
            answer = question()
        finally:
            read = self._frames.pop()
        return answer, self._kept.setdefault(key, read)


# Records whose fields are watched, and those of their fields that are no facts by themselves.
_WATCHED: Mapping[type[Any], frozenset[str]] = {
    Workload: frozenset(
        {"owner", "extent", "platform", "name", "key", "role", "networks", "profiles", "image_facts"}
    ),
    Pod: frozenset({"owner", "extent", "kind", "name", "namespace", "containers", "containers_span"}),
    Healthcheck: frozenset({"span", "disabled_span"}),
    Probe: frozenset({"span", "plain"}),
    KubernetesService: frozenset({"owner", "extent", "name", "namespace", "annotations"}),
    ServicePort: frozenset({"span", "name", "protocol"}),
    Backend: frozenset({"span", "service_span", "namespace"}),
    Declared: frozenset(),
    Published: frozenset(),
    Environment: frozenset(),
    ImageFacts: frozenset({"number", "stage", "final", "parent", "base", "base_span", "shell"}),
    CheckTimes: frozenset(),
    Process: frozenset({"argv"}),
}
_FLAGS = frozenset({"disabled", "action"})
_UNKNOWN_WHERE_NONE = frozenset({"labels", "volumes"})


class _Seen:
    """A field of a record that tells when it is read."""

    def __init__(self, field: Any, name: str, record: type[Any], watch: Watch) -> None:
        self._field = field
        self._name = name
        self._at = _place_field(record)
        self._watch = watch

    def __get__(self, one: Any, owner: type[Any] | None = None) -> Any:
        if one is None:
            return self
        value = self._field.__get__(one, owner)
        place = tuple.__getitem__(one, self._at) if self._at is not None else None
        if self._name == "probes":
            return _Entries(
                value, lambda kind, probe: self._watch.note(*_read(f"{kind} probe", probe, place))
            )
        if not _is_made_up_for(self._name, value, one):
            self._watch.note(*_read(self._name, value, place))
        if self._name in ("ports", "variables") and not one.complete:
            self._watch.note(Reading("unknown", self._name, INCOMPLETE))
        return value


def _place_field(record: Any) -> int | None:
    for name in ("owner", "span"):
        if name in record._fields:
            at: int = record._fields.index(name)
            return at
    return None


_WORDS = {
    "backends": "backend",
    "build": "build section",
    "copied": "copied file",
    "depends_on": "dependency on a service",
    "extra_hosts": "extra host",
    "handed": "build argument that ends in an ENV",
    "host_aliases": "host alias",
    "labels": "label",
    "mounts": "volume mount",
    "ports": "port",
    "references": "variable from a ConfigMap or Secret",
    "sources": "env file or other source of variables",
    "uses": "object that it names",
    "variables": "environment variable",
}


def _read(name: str, value: Any, place: Span | None) -> tuple[Reading, ...]:
    """What reading a field tells; nothing for what is no fact."""
    reading = _reading(name, value, place)
    return () if reading is None else (reading,)


def _reading(name: str, value: Any, place: Span | None) -> Reading | None:
    words = _WORDS.get(name) or name.replace("_", " ")
    if isinstance(value, Unknown):
        return Reading("unknown", words, value.reason, value.span or place)
    if isinstance(value, Known):
        return Reading("known", words, place=value.span)
    if isinstance(value, Absent):
        return Reading("absent", words)
    if name == "complete":
        return None if value else Reading("unknown", words, INCOMPLETE, place)
    if name in _FLAGS:
        return Reading("known", words, place=place)
    if value is None and name in _UNKNOWN_WHERE_NONE:
        return Reading("unknown", words, f"{words} that cannot be known", place)
    if isinstance(value, bool | str | int | float) or (hasattr(value, "_fields") and name != "build"):
        return None  # what a record holds is told when that is read
    if value is None or isinstance(value, tuple | Mapping | frozenset):
        return Reading("known" if value else "absent", words, place=place if value else None)
    return None


class _Entries(dict[str, Any]):
    """A map that tells which of its entries are read: whoever asks for one has not read the others."""

    def __init__(self, entries: Mapping[str, Any], note: Callable[[str, Any], None]) -> None:
        super().__init__(entries)
        self._note = note

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key, default)
        self._note(key, found)
        return found

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self._note(key, found)
        return found

    def values(self) -> Any:
        self._note_all()
        return super().values()

    def items(self) -> Any:
        self._note_all()
        return super().items()

    def _note_all(self) -> None:
        for key, value in super().items():
            self._note(key, value)


def _is_made_up_for(name: str, value: Any, one: Any) -> bool:
    """Whether only the entrypoint of an image outside the tree is not known, while a command is written.

    The project takes that command as what runs (see `command_line`), and so does whoever reads it.
    """
    if name != "entrypoint" or not isinstance(value, Unknown) or value.reason not in _OF_THE_BASE:
        return False
    command = tuple.__getitem__(one, type(one)._fields.index("command"))
    return isinstance(command, Known)


_OF_THE_BASE = frozenset({"set by the base image", "set by an image outside the tree"})


# -- questions to the project -----------------------------------------------------------------------------


def _is_gap(reading: Reading) -> bool:
    return reading.state in ("unknown", "outside")


def _told(what: str, workload: Any, read: Sequence[Reading], *, known: bool) -> list[Reading]:
    """The answer itself where it is known; else why it is not."""
    if known:
        return [Reading("known", what)]
    gaps = [one._replace(state="unknown") for one in read if _is_gap(one)]
    return gaps or [Reading("unknown", what, f"{what} cannot be told from the files", workload.owner)]


def _image(workload: Workload, answer: Any) -> list[Reading]:
    if answer is not None or workload.platform == "image":
        return []
    image = workload.image
    if isinstance(image, Known):
        reason, place = f"no one Dockerfile of this tree is known to build `{image.value}`", image.span
    elif workload.build is not None:
        reason, place = "its Dockerfile is not known in this tree", workload.build.span
    else:
        reason, place = "its image is not known in this tree", workload.owner
    return [Reading("outside", "image", reason, place)]


# Methods of Project whose answers tell something; what is read on the way to them does not count by itself.
_QUESTIONS = (
    *("listening", "process", "health_commands", "environment", "missing_tools", "image_of", "ships"),
    *("users_of", "pods_of", "service_of", "is_selected", "probed_images", "stops_of"),
)


def _tells(name: str, of: tuple[Any, ...], answer: Any, read: Sequence[Reading]) -> list[Reading]:
    """What an answer tells; `read` is what was read to find it."""
    if name == "listening":
        return _told("where it listens", of[0], read, known=answer.certainty != "unknown")
    if name == "process":
        return _told("what it runs", of[0], read, known=answer.argv is not None)
    if name == "image_of":
        return _image(of[0], answer)
    if name == "ships" and not answer:
        return [Reading("unused", "stage", place=of[0].owner)]
    if name == "users_of" and not answer:
        return [Reading("absent", "workload that runs it")]
    if name == "service_of" and answer is None:
        reason = f"the Service `{of[1].service}` is not in this tree"
        return [Reading("outside", "Service", reason, of[1].span)]
    if name in _NOUNS:
        if answer:
            return [Reading("known", _NOUNS[name])]
        return [one for one in read if _is_gap(one)] or [Reading("absent", _NOUNS[name])]
    return []


_NOUNS = {
    "health_commands": "health command",
    "missing_tools": "program that is missing in the image",
    "pods_of": "pod that the Service selects",
    "service_of": "Service",
}


def _asked(watch: Watch, name: str, method: Any) -> Any:
    def ask(project: Project, *of: Any) -> Any:
        key = (name, id(project), *map(id, of))
        answer, read = watch.ask(key, lambda: method(project, *of))
        watch.note(*_tells(name, of, answer, read))
        return answer

    return ask


def _looked_up(watch: Watch, lookup: Any) -> Any:
    def look(environment: EffectiveEnvironment, name: str) -> Any:
        value = lookup(environment, name)
        watch.note(*_read(name, value, environment.owner))
        return value

    return look


class _Settings:
    """The map of an environment in force."""

    def __init__(self, field: Any, watch: Watch) -> None:
        self._field = field
        self._watch = watch

    def __get__(self, one: Any, owner: type[Any] | None = None) -> Any:
        if one is None:
            return self
        values = self._field.__get__(one, owner)
        return _Entries(values, lambda name, value: self._watch.note(*_read(name, value, None)))


@contextmanager
def watching() -> Iterator[Watch]:
    """While this lasts, records and projects tell what is read of them; afterwards all is as before."""
    watch = Watch()
    changed: list[tuple[Any, str, Any]] = []

    def put(record: Any, name: str, value: Any) -> None:
        changed.append((record, name, record.__dict__[name]))
        setattr(record, name, value)

    try:
        for record, left_out in _WATCHED.items():
            for name in record._fields:
                if name not in left_out:
                    put(record, name, _Seen(record.__dict__[name], name, record, watch))
        for name in _QUESTIONS:
            put(Project, name, _asked(watch, name, Project.__dict__[name]))
        put(EffectiveEnvironment, "lookup", _looked_up(watch, EffectiveEnvironment.__dict__["lookup"]))
        put(EffectiveEnvironment, "values", _Settings(EffectiveEnvironment.__dict__["values"], watch))
        yield watch
    finally:
        for record, name, value in reversed(changed):
            setattr(record, name, value)
