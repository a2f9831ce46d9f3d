"""A Compose file to its facts."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table

from wslint.model.facts import FileFacts, Problem
from wslint.model.value import Known, Unknown
from wslint.model.workload import Workload
from wslint.readers.compose.reading import Place, Reading
from wslint.readers.compose.recognise import runs_something
from wslint.readers.compose.service import read_service
from wslint.readers.yaml_problems import problems_of
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax.interpolation import interpolate
from wslint.syntax.yaml import Mapping, Scalar, YamlFile, walk
from wslint.text import Source, Span

SHARED_LIMIT = 100_000
"""How many values may be reached through aliases; compose-go stops at as many visits."""


def read_compose(file: YamlFile, variables: Table[str, Known[str]]) -> FileFacts:
    """The facts of a Compose file by itself, such as a fence of a document.

    `variables` are those of the project's `.env`; others are not known here. Compose merges further
    documents of a file onto the first: here they are in the ledger, and services that they speak of are
    taken as incomplete, as are those with `extends`.
    """
    reading = Reading(lambda _source: variables)
    problems = problems_of(file)
    if not file.documents:
        return FileFacts(file.source, "compose", problems=problems, remarks=remarks_of(file))
    first, *further = (document.root for document in file.documents)
    skipped = tuple(
        Unknown("a further document completes the first: it is not read by itself", root.span)
        for root in further
        if isinstance(root, Mapping)
    )
    completed = frozenset(name for root in further for name in _service_names(root))
    workloads: tuple[Workload, ...] = ()
    project_name = None
    partial = False
    if isinstance(first, Mapping):
        root = Place(first, first.span, ())
        workloads, partial, beyond = _services(reading, root, completed)
        skipped += beyond
        project_name = _project_name(reading, root)
    return FileFacts(
        file.source,
        "compose",
        workloads=workloads,
        problems=problems + malformed(file, variables),
        remarks=remarks_of(file),
        unknown=tuple(reading.unknown),
        skipped=skipped + tuple(reading.skipped),
        project_name=project_name,
        partial=partial,
    )


def read_project(
    source: Source,
    root: Mapping,
    variables_of: Callable[[Source], Table[str, Known[str]]],
    folder_of: Callable[[Source], str],
) -> FileFacts:
    """The facts of a merged project, of which `source` is the main file.

    The parts of the tree may be of many files; `variables_of` and `folder_of` say what holds in each. A
    service that still has `extends` could not be completed: what it does not write is unknown.
    """
    reading = Reading(variables_of, folder_of)
    top = Place(root, root.span, ())
    workloads, partial, beyond = _services(reading, top, frozenset())
    return FileFacts(
        source,
        "compose",
        workloads=workloads,
        unknown=tuple(reading.unknown),
        skipped=beyond + tuple(reading.skipped),
        project_name=_project_name(reading, top),
        partial=partial,
    )


def _services(
    reading: Reading, root: Place, completed: frozenset[str]
) -> tuple[tuple[Workload, ...], bool, tuple[Unknown, ...]]:
    """The workloads, whether one of the services has nothing to run, and where reading had to stop.

    A service with nothing to run completes one of another file, and says there what it overrides.
    """
    services = reading.child(root, "services")
    if services is None:
        return (), False, ()
    workloads: list[Workload] = []
    partial = False
    for entry in reading.entries(services):
        if reading.shared > SHARED_LIMIT:
            reason = (
                f"aliases repeat more than {SHARED_LIMIT:,} values: the services from here on are not read"
            )
            return tuple(workloads), partial, (Unknown(reason, entry.key.span),)
        place = reading.entered(entry, services.via)
        name = entry.key_text
        if place is None or name is None:
            continue
        if not isinstance(place.value, Mapping):
            partial = True
            continue
        partial = partial or not runs_something(place.value)
        if reading.child(place, "provider") is None:
            inherits = name in completed or reading.child(place, "extends") is not None
            workloads.append(read_service(reading, name, entry.key.span, place, inherits=inherits))
    return tuple(workloads), partial, ()


def _service_names(root: object) -> list[str]:
    services = root.get("services") if isinstance(root, Mapping) else None
    if not isinstance(services, Mapping):
        return []
    return [entry.key_text for entry in services.items() if entry.key_text]


def _project_name(reading: Reading, root: Place) -> str | None:
    """The top-level `name`, as Compose writes it: lower case, odd characters dropped."""
    written = reading.child(root, "name")
    if written is None or not isinstance(written.value, Scalar):
        return None
    name = reading.string(written)
    if isinstance(name, Unknown):
        return None
    kept = "".join(c for c in name.value.lower() if c.isascii() and (c.isalnum() or c in "_-"))
    return kept.lstrip("_-") or None


def malformed(file: YamlFile, variables: Table[str, Known[str]]) -> tuple[Problem, ...]:
    """Values that Compose cannot interpolate: it refuses the file, wherever they stand."""
    if "$" not in file.source.text:
        return ()

    def lookup(name: str) -> str | None:
        known = variables.get(name)
        return None if known is None else known.value

    found: list[Problem] = []
    for document in file.documents:
        for node in () if document.root is None else walk(document.root):
            if isinstance(node, Scalar) and "$" in node.value:
                wrong = interpolate(node.value, lookup).malformed
                if wrong is not None:
                    found.append(_refused(node, wrong.offset, wrong.reason))
    return tuple(found)


def _refused(scalar: Scalar, offset: int, reason: str) -> Problem:
    span = scalar.content_span
    if span.end - span.start == len(scalar.value):
        span = Span(span.source, span.start + offset, span.end)
    return Problem("syntax-error", span, {"reason": reason})
