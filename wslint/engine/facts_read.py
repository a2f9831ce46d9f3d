"""The facts that wslint reads at a place, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping

from wslint.engine.places import Asked, title_of
from wslint.model.commands import Command
from wslint.model.kubernetes_objects import ConfigObject
from wslint.model.secrets import names_secret, token_in
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Literal, TypeAlias

State: TypeAlias = "Literal['known', 'default', 'unknown']"
HIDDEN = "(not shown)"
_UNTOLD = "not to be told from the files"
_LONGEST = 100
_DEEPEST = 8
_RECORDS = frozenset(
    {"Healthcheck", "Probe", "PreStop", "Build", "Environment", "Declared", "Published", "ImageFacts"}
)
_NO_FACTS = frozenset(
    {"platform", "name", "key", "owner", "extent", "role", "kind", "namespace", "containers", "annotations"}
    | {"number", "stage", "final", "base_span", "shell_runs", "shell", "missing_tools", "parent", "handed"}
    | {"containers_span", "template_labels_span", "disabled_span", "folder", "selector_span"}
)


class Fact(NamedTuple):
    """One fact: of whom, its name, its value for people, and where that comes from.

    "default": nothing is written and `value` is the documented default (empty: there is none). `place` is
    None where nothing is written; `via` are the places on the way, nearest use first.
    """

    subject: str
    name: str
    state: State
    value: str
    origin: str
    place: Span | None
    via: tuple[Span, ...] = ()


class _Found(NamedTuple):
    """A fact before its origin is told. `key` is where its name stands, if it has one."""

    name: str
    state: State
    value: str
    place: Span | None
    via: tuple[Span, ...] = ()
    key: Span | None = None


class FactsRead(NamedTuple):
    """The facts at a place, and those whom they are about although they may lie elsewhere."""

    facts: tuple[Fact, ...]
    about: tuple[Any, ...]


def facts_at(asked: Asked, projects: Sequence[Project]) -> FactsRead:
    """All facts that are read at a place; the documented defaults of what is named there."""
    facts: dict[Fact, None] = {}
    about: dict[int, Any] = {}
    for project in projects:
        origins = _Origins(project)
        for kind, one in _holders(project):
            named = not asked.whole and asked.touches(one.owner)
            further = _in_force(one, project, asked) if kind == "workload" else ()
            for found in (*_own_facts(one), *further):
                here = any(map(asked.touches, (found.place, found.key, *found.via)))
                if not here and not (named and found.state == "default" and found.value):
                    continue
                origin = origins.of(found, one)
                fact = Fact(
                    title_of(kind, one),
                    _plain(found.name),
                    found.state,
                    HIDDEN if origin.startswith("from Secret") else found.value,
                    origin,
                    found.place,
                    found.via,
                )
                facts[fact] = None
                about[id(one)] = one
        told = {(fact.place.path, fact.place.start) for fact in facts if fact.place is not None}
        for file in project.files:
            for one in file.unknown:
                span = one.span.home if one.span is not None else None
                if span is not None and asked.touches(span) and (span.path, span.start) not in told:
                    facts[Fact(title_of("file", file), "value", "unknown", one.reason, _UNTOLD, span)] = None
    ordered = sorted(facts, key=lambda fact: (fact.subject, fact.state == "default"))
    return FactsRead(tuple(ordered), tuple(about.values()))


_PLAIN = {
    "environment.variables": "environment",
    "environment.references": "environment",
    "environment.sources": "environment from",
    "declared.ports": "declared port",
    "published.ports": "published port",
    "image facts.build args": "build argument",
    "image facts.": "",
}


def _plain(name: str) -> str:
    """The name of a fact, without the names of what holds it together."""
    for start, shorter in _PLAIN.items():
        if name.startswith(start):
            return shorter + name[len(start) :]
    return name


def _holders(project: Project) -> Iterator[tuple[str, Any]]:
    yield from (("workload", one) for one in project.workloads)
    yield from (("pod", one) for one in project.pods)
    yield from (("service", one) for one in project.services)
    yield from (("route", one) for one in project.routes)
    yield from (("config", one) for one in project.config)


# -- what a record says -----------------------------------------------------------------------------------


def _own_facts(one: Any) -> Iterator[_Found]:
    """The facts of a workload, a pod, a Service, a route or a config object, field by field."""
    secret = isinstance(one, ConfigObject) and one.kind == "Secret"
    waiting: list[tuple[str, Any, int]] = [("", one, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, Known | Absent | Unknown):
            inner: Any = value.value if isinstance(value, Known) else None
            if isinstance(value, Known) and type(inner).__name__ in _RECORDS:
                yield _Found(name, "known", _text_of(name, inner), inner.span, value.via)
                waiting.append((name, inner, depth + 1))
            elif isinstance(inner, tuple) and inner and hasattr(inner[0], "span"):
                waiting += ((name, item, depth + 1) for item in reversed(inner))
            else:
                yield _of_value(name, value, secret=secret)
        elif isinstance(value, Mapping):
            waiting += ((f"{name}.{key}", item, depth + 1) for key, item in reversed([*value.items()]))
        elif depth == 0 or type(value).__name__ in _RECORDS:
            fields = zip(value._fields, value, strict=True)
            dot = f"{name}." if name else ""
            waiting += [
                (f"{dot}{field.replace('_', ' ')}", item, depth + 1)
                for field, item in reversed([*fields])
                if field not in _NO_FACTS
            ]
        elif hasattr(value, "_fields"):
            yield from _of_record(name, value)
        elif isinstance(value, tuple):
            waiting += ((name, item, depth + 1) for item in reversed(value) if isinstance(item, tuple))


def _of_value(name: str, value: Any, *, secret: bool = False) -> _Found:
    if isinstance(value, Known):
        text = HIDDEN if secret else _text_of(name, value.value)
        return _Found(name, "known", text, value.span, value.via)
    if isinstance(value, Unknown):
        return _Found(name, "unknown", value.reason, value.span)
    default = value.default
    return _Found(name, "default", "" if default in (None, (), "") else _text_of(name, default), None)


def _of_record(name: str, record: Any) -> Iterator[_Found]:
    """A port, a host, a dependency, a copied file, a reference: as it is written."""
    if "value" in record._fields and "name_span" in record._fields:
        found = _of_value(f"{name}.{record.name}", record.value)
        yield found._replace(key=record.name_span)
        return
    span = getattr(record, "span", None)
    if isinstance(span, Span):
        yield _Found(name, "known", _text_of(name, span.text), span)
        for field in ("port", "target"):
            inner = getattr(record, field, None)
            if isinstance(inner, Known | Unknown):
                yield _of_value(f"{name}.{field}", inner)


def _text_of(name: str, value: Any) -> str:
    """A value for people, in one line, without what is secret."""
    if isinstance(value, Command):
        words = ["…" if word is None else word for word in value.argv]
        text = " ".join(words) if value.form == "exec" else value.text or "…"
    elif isinstance(value, Mapping):
        text = ", ".join(f"{key}={item}" for key, item in value.items())
    elif hasattr(value, "action"):
        text = f"{value.action}"
    elif hasattr(value, "disabled"):
        text = "disabled" if value.disabled else "written"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float):
        text = format(value, ".10g")
    elif isinstance(value, tuple):
        text = ", ".join(map(str, value)) if all(isinstance(one, str) for one in value) else "set"
    else:
        text = str(value)
    return _without_secrets(name, " ".join(text.split()))


def _without_secrets(name: str, text: str) -> str:
    if text and (names_secret(name.rpartition(".")[2]) or token_in(text) is not None):
        return HIDDEN
    words = [_without_password(word) for word in text.split(" ")]
    shown = " ".join(HIDDEN if names_secret(_option(words, at)) else word for at, word in enumerate(words))
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _option(words: Sequence[str], at: int) -> str:
    """The name that a word is the value of: `--password X`, `PASSWORD=X`."""
    name, equals, _ = words[at].partition("=")
    if equals:
        return name.lstrip("-")
    before = words[at - 1] if at else ""
    return before.lstrip("-").rstrip(":") if before.startswith("-") or before.endswith(":") else ""


def _without_password(word: str) -> str:
    """`scheme://user:password@host` without the password."""
    scheme, mark, rest = word.partition("://")
    user, at, host = rest.rpartition("@")
    if not mark or not at or ":" not in user or "/" in user:
        return word
    return f"{scheme}://{user.partition(':')[0]}:***@{host}"


# -- what is in force -------------------------------------------------------------------------------------


def _in_force(workload: Workload, project: Project, asked: Asked) -> Iterator[_Found]:
    """What a workload runs, where it listens and what it is told, whoever says so."""
    own = {variable.name for variable in workload.environment.variables}
    told = [
        _of_value(f"environment in force.{name}", setting)
        for name, setting in project.environment(workload).values.items()
        if name not in own
    ]
    yield from told
    stage = project.image_of(workload)
    # The rest takes time, and only a script may say something of it besides these.
    if asked.path in (workload.path, stage.path if stage is not None else "") or not any(
        file.source.path == asked.path and file.kind != "shell" for file in project.files
    ):
        yield from _processes(workload, project)
    elif any(asked.touches(one.place) for one in told):
        yield from _listening(workload, project)


def _processes(workload: Workload, project: Project) -> Iterator[_Found]:
    process = project.process(workload)
    if workload.platform != "image":
        for name, value in (
            ("entrypoint in force", process.entrypoint),
            ("command in force", process.command),
        ):
            if isinstance(value, Known):
                yield _of_value(name, value)
    yield from _listening(workload, project)
    if workload.platform != "kubernetes":
        for command in project.health_commands(workload):
            if command.inherited:
                yield _Found("healthcheck in force", "known", _text_of("", command.span.text), command.span)


def _listening(workload: Workload, project: Project) -> Iterator[_Found]:
    for port in project.listening(workload).ports:
        yield _Found("listens on", "known", f"{port.number} (told from {_CERTAINTY[port.source]})", port.span)


_CERTAINTY = {
    "command": "its command",
    "default": "the default of its program",
    "PORT": "the variable PORT",
    "EXPOSE": "EXPOSE",
    "declared": "what it declares",
}


# -- where it comes from ----------------------------------------------------------------------------------


class _Origins:
    """Tells where a fact comes from, in words."""

    def __init__(self, project: Project) -> None:
        self._kinds = {file.source.path: file.kind for file in project.files}
        self._stages = [one for one in project.workloads if one.platform == "image"]
        self._config = project.config

    def of(self, found: _Found, one: Any) -> str:
        """The words for a fact of a subject."""
        if found.state == "default":
            return "the documented default, as nothing is written"
        if found.place is None:
            return _UNTOLD
        place = found.place.home
        if found.state == "unknown" and _lies_in(place, one.owner):
            return _UNTOLD
        if _lies_in(place, one.extent):
            return "its own, through an alias" if found.via and self._is_aliased(found) else "its own"
        return self._elsewhere(place, one)

    def _is_aliased(self, found: _Found) -> bool:
        return any(span.text.startswith("*") for span in found.via)

    def _elsewhere(self, place: Span, one: Any) -> str:
        path, own = place.source.path, one.extent.source.path
        for config in self._config:
            if _lies_in(place, config.extent):
                return f"from {config.kind} `{config.name}`"
        for stage in self._stages:
            if stage.path == path and _lies_in(place, stage.extent):
                return f"inherited from {stage.name}" + ("" if path == own else f" of {path}")
        kind = self._kinds.get(path)
        if kind == "dockerfile":
            return "set before the first FROM" if path == own else f"from {path}"
        if path == own:
            return "from elsewhere in the file: an alias, a merge key or `extends`"
        if kind == "compose":
            return f"from the Compose file {path}"
        if kind == "kubernetes":
            return f"from the overlay or base {path}"
        return f"from the file {path}"


def _lies_in(place: Span, around: Span) -> bool:
    home = around.home
    return place.source.path == home.source.path and home.start <= place.start and place.end <= home.end
