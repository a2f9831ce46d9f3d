"""What a container is told: required variables, secrets written out, env files."""

from __future__ import annotations

import os

from wslint.checks.check import NoParameters, check
from wslint.checks.pieces import is_inside_another, is_piece
from wslint.checks.violation import Violation
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project import disk as asking
from wslint.project.paths import within
from wslint.project.project import Project
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wslint.model.environment import EnvironmentSource, Variable
    from wslint.model.facts import FileFacts
    from wslint.model.kubernetes_objects import ConfigObject

_ENCODED_MOST = 40_000
_NO_PROSE = (".yaml", ".yml", "ignore", ".env")
_DEPLOYED = ("dockerfile", "compose", "kubernetes")


class Required(NamedTuple):
    """`names`: variables that a workload cannot do without. `instead`: other names for the same thing."""

    names: tuple[str, ...] = ()
    instead: Mapping[str, list[str]] = {}


@check("workload", Required)
def required_variables(workload: Workload, project: Project, parameters: Required) -> Iterator[Violation]:
    """A workload that runs has all the variables that it needs; an image alone cannot hold them."""
    if workload.platform == "image" or workload.role not in ("main", "sidecar"):
        return
    pod = project.pod_of(workload)
    if workload.partial or project.file_of(workload).partial or (pod is not None and pod.partial):
        return
    if is_piece(workload.owner):
        return
    environment = project.environment(workload)
    missing = [
        name
        for name in parameters.names
        if all(
            isinstance(environment.lookup(one), Absent) for one in (name, *parameters.instead.get(name, ()))
        )
    ]
    if missing:
        fields = {"names": _listed(missing), "first": missing[0]}
        variant = workload.platform if workload.platform == "kubernetes" else ""
        yield Violation(workload.owner, fields, variant=variant, workload=workload.name)


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join((", ".join(quoted[:-1]), quoted[-1])) if len(quoted) > 1 else quoted[0]


# -- secrets ----------------------------------------------------------------------------------------


@check("file", NoParameters)
def secret_written_out(file: FileFacts, project: Project, parameters: NoParameters) -> Iterator[Violation]:
    """No token, password or key stands in a file that everyone reads who reads the code."""
    seen: set[tuple[int, int, int]] = set()
    for workload in file.workloads:
        for variable in _literals(workload):
            span = variable.value.span
            if span is None or not isinstance(variable.value, Known):
                continue
            place = (id(span.source), span.start, span.end)
            if place in seen:
                continue
            seen.add(place)
            yield from _judged(variable.name, variable.value, workload)
    for config in file.config:
        yield from _in_config(config)


def _literals(workload: Workload) -> Iterator[Variable]:
    """The variables whose value is written out where they are, no variable in it."""
    facts = workload.image_facts
    for variable in (*workload.environment.variables, *(facts.build_args if facts is not None else ())):
        value, name = variable.value, variable.name_span
        if not isinstance(value, Known) or "$" in value.span.text or value.span == name:
            continue
        # A value out of an env file stands elsewhere than its name; that of a base stage is the base's.
        if value.span.source is name.source and not (facts is not None and value.via):
            yield variable


def _judged(name: str, value: Known[str], workload: Workload) -> Iterator[Violation]:
    from wslint.model.secrets import mask, names_secret, strength_of, token_in

    where = "image" if workload.platform == "image" else ""
    token = token_in(value.value)
    if token is not None:
        fields = {"name": name, "shown": mask(value.value)}
        yield Violation(
            _part(value.span, token), fields, variant=where or "token", workload=workload.name, secret=True
        )
        return
    strength = strength_of(name, value.value) if names_secret(name) else None
    # A script that starts a container for a test may as well write `postgres`.
    if strength is not None and (strength != "weak" or workload.platform != "docker-run"):
        weak = strength == "weak"
        variant = (f"weak-{where}" if where else "weak") if weak else where
        yield Violation(
            value.span, {"name": name, "shown": "…"}, variant=variant, workload=workload.name, secret=True
        )


def _in_config(config: ConfigObject) -> Iterator[Violation]:
    """ConfigMaps are read by everyone in the namespace; a Secret in the tree only matters where it is real."""
    from wslint.model.secrets import mask, names_secret, strength_of, token_in

    for name, value in config.data.items():
        if isinstance(value, Unknown):
            found = _decoded(value.span) if config.kind == "Secret" else None
            if found is not None and value.span is not None and token_in(found) is not None:
                yield Violation(
                    value.span, {"name": name, "shown": mask(found)}, variant="object", secret=True
                )
            continue
        token = token_in(value.value)
        if token is not None:
            fields = {"name": name, "shown": mask(value.value)}
            variant = "object" if config.kind == "Secret" else "config"
            yield Violation(_part(value.span, token), fields, variant=variant, secret=True)
        elif config.kind == "ConfigMap" and names_secret(name):
            strength = strength_of(name, value.value)
            if strength is not None:
                variant = "weak-config" if strength == "weak" else "config"
                yield Violation(value.span, {"name": name, "shown": "…"}, variant=variant, secret=True)


def _part(span: Span, token: str) -> Span:
    """The characters of a token in the text that holds it, where they stand there as they are."""
    at = span.text.find(token)
    return span if at < 0 else Span(span.source, span.start + at, span.start + at + len(token))


def _decoded(span: Span | None) -> str | None:
    """What a value of a Secret's `data` stands for (base64); None where it is none."""
    if span is None or span.end - span.start > _ENCODED_MOST:
        return None
    from binascii import Error, a2b_base64

    try:
        return a2b_base64("".join(span.text.split()), strict_mode=True).decode()
    except (Error, ValueError):
        return None


# -- env files --------------------------------------------------------------------------------------


class EnvFiles(NamedTuple):
    """`samples`: endings of the files that show what an env file holds; copying one is the first step."""

    samples: tuple[str, ...] = (".example", ".sample", ".template", ".dist", ".tmpl", ".defaults", ".tpl")


@check("workload", EnvFiles)
def env_files_exist(workload: Workload, project: Project, parameters: EnvFiles) -> Iterator[Violation]:
    """An env file that Compose needs is there, or someone is expected to make it."""
    if workload.platform != "compose" or is_inside_another(workload.owner):
        return
    for source in workload.environment.sources:
        if source.kind != "file" or source.optional or is_inside_another(source.span):
            continue
        path = _surely_missing(project, workload, source, parameters)
        if path is not None:
            yield Violation(source.span, {"file": source.name}, workload=workload.name)


def _surely_missing(
    project: Project, workload: Workload, source: EnvironmentSource, parameters: EnvFiles
) -> str | None:
    """The path of an env file that nothing in the tree makes, shows or keeps out of git."""
    disk, versioned = project.disk, project.versioned()
    if disk is None or versioned is None or "$" in source.span.text or source.span.text != source.name:
        return None
    # The path may be written in a file that another one includes or extends.
    base = source.folder or project.absolute_folder(source.span.source.path)
    path = os.path.normpath(os.path.join(base, source.name))
    folder, name = os.path.split(path)
    if not base or asking.is_there(path) or not within(path, disk.root) or not asking.is_folder(folder):
        return None
    if versioned.ignores(path, folder=False) or versioned.tracks(path) or versioned.in_submodule(path):
        return None
    if _has_sample(folder, name, parameters.samples) or is_spoken_of(project, name):
        return None
    return path


def _has_sample(folder: str, name: str, endings: tuple[str, ...]) -> bool:
    try:
        beside = asking.names(folder)
    except OSError:
        return True
    stem = name.strip(".").lower()
    words = tuple(ending.strip(".") for ending in endings)
    return any(
        any(word in other.lower() for word in words) and ("env" in other.lower() or stem in other.lower())
        for other in beside
    )


def is_spoken_of(project: Project, name: str) -> bool:
    """Whether a script, a CI file or a document of the tree names a file: it may make it, or say how to."""
    asking.searched(name)
    kinds = {id(file.source): file.kind for file in project.files}
    texts = project.disk.texts() if project.disk is not None else ()
    return any(
        name in source.text
        for source in texts
        if kinds.get(id(source)) == "shell"
        or (kinds.get(id(source)) not in _DEPLOYED and not source.path.endswith(_NO_PROSE))
    )
