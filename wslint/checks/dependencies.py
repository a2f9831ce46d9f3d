"""What one part of a deployment waits for, mounts or reads from another."""

from __future__ import annotations

from wslint.checks.check import NoParameters, check
from wslint.checks.pieces import is_piece
from wslint.checks.violation import Field, Related, Violation
from wslint.model.facts import FileFacts
from wslint.model.images import ImageReference, parse_reference
from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Value
from wslint.model.workload import Dependency, ObjectReference, Pod, Workload
from wslint.project.config_objects import ConfigObjects
from wslint.project.neighbours import name_of
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEALTHY = "service_healthy"
_MOST_RELATED = 3
_MOST_COMPARED = 200
_LIKENESS = 0.85


class WithoutChecks(NamedTuple):
    """`images`: images that are known to bring no HEALTHCHECK, by the last part of their name.

    The official images bring none on purpose (docker-library, FAQ, "HEALTHCHECK"); these are the ones that
    are also known to keep to it. With a slash it is a name with its registry; `*` at the end stands for
    whatever follows.
    """

    images: tuple[str, ...] = ()


@check("workload", WithoutChecks)
def healthy_means_checked(
    workload: Workload, project: Project, parameters: WithoutChecks
) -> Iterator[Violation]:
    """A service that another one waits for to be healthy has a check that can say so.

    Source: Compose file reference, `depends_on`: service_healthy.
    """
    if not any(one.condition == HEALTHY for one in workload.depends_on):
        return
    if workload.platform != "compose" or project.file_of(workload).partial or is_piece(workload.owner):
        return
    services = {name_of(one): one for one in project.compose_services(workload)}
    for dependency in workload.depends_on:
        target = services.get(dependency.service)
        if dependency.condition != HEALTHY or not dependency.required or target is None or target.partial:
            continue
        found = _unchecked(project, target, parameters)
        if found is not None:
            variant, related = found
            yield _never_healthy(workload, dependency, variant, related)


def _never_healthy(
    workload: Workload, dependency: Dependency, variant: str, related: tuple[Related, ...]
) -> Violation:
    fields: dict[str, Field] = {"service": dependency.service, "dependent": name_of(workload)}
    span = dependency.condition_span or dependency.span
    return Violation(span, fields, related, variant, workload=workload.name)


def _unchecked(
    project: Project, service: Workload, parameters: WithoutChecks
) -> tuple[str, tuple[Related, ...]] | None:
    """Why a service can never be healthy, and the places that say so; None where it can, or may."""
    own = service.healthcheck
    if _is_off(own):
        return "disabled", (Related(_place(own, service), "disabled"),)
    if not _is_silent(own):
        return None
    if service.build is None and isinstance(service.image, Known) and project.image_of(service) is None:
        reference = parse_reference(service.image.value)
        if reference is None or not _has_none(reference, parameters):
            return None
        return "", (Related(service.owner, "service"),)
    stage = project.image_of(service)
    facts = stage.image_facts if stage is not None else None
    if stage is None or facts is None or facts.onbuild_unknown:
        return None
    related = (Related(service.owner, "service"), Related(stage.owner, "stage"))
    if _is_off(stage.healthcheck):
        return "disabled", (Related(_place(stage.healthcheck, stage), "disabled"), related[0])
    if not isinstance(stage.healthcheck, Absent) or facts.base is None:
        return None
    base = parse_reference(facts.base)
    if facts.base == "scratch" or (base is not None and _has_none(base, parameters)):
        return "built", related
    return None


def _is_off(value: Value[Healthcheck]) -> bool:
    return isinstance(value, Known) and value.value.disabled


def _is_silent(value: Value[Healthcheck]) -> bool:
    """Whether a service says nothing of a test: no check, or one that only tunes the image's."""
    return isinstance(value, Absent) or (isinstance(value, Known) and isinstance(value.value.test, Absent))


def _place(value: Value[Healthcheck], owner: Workload) -> Span:
    if isinstance(value, Known):
        written: Healthcheck = value.value
        return written.disabled_span or written.span
    return owner.owner


def _has_none(reference: ImageReference, parameters: WithoutChecks) -> bool:
    whole = f"{reference.registry}/{reference.repository}" if reference.registry else reference.repository
    official = whole.removeprefix("docker.io/").removeprefix("library/")
    for name in parameters.images:
        if name.endswith("*") and official.startswith(name[:-1]):
            return True
        if name == official:
            return True
    return False


# -- Kubernetes -------------------------------------------------------------------------------------


@check("project", NoParameters)
def references_lead_somewhere(
    subject: None, project: Project, parameters: NoParameters
) -> Iterator[Violation]:
    """What a pod mounts it declares, and what it names of the tree's own objects is there.

    Source: Kubernetes documentation, "ConfigMaps" and "Secrets" (a pod whose reference leads nowhere does
    not start); API reference, VolumeMount.
    """
    objects = ConfigObjects(project)
    for file in project.files:
        for pod in file.pods:
            if pod.partial or is_piece(pod.owner):
                continue
            yield from _mounts_nothing(pod)
            for use in pod.uses:
                if not use.optional:
                    yield from _leads_nowhere(file, pod, use, objects)


def _mounts_nothing(pod: Pod) -> Iterator[Violation]:
    for container in pod.containers if pod.volumes is not None else ():
        for mount in container.mounts:
            if pod.volumes is not None and mount.value not in pod.volumes:
                there = ", ".join(f"`{name}`" for name in sorted(pod.volumes)[:6])
                fields: dict[str, Field] = {"name": mount.value, "there": there, "pod": pod.title}
                variant = "volume" if pod.volumes else "no-volumes"
                fix = _other_word(mount.span, mount.value, pod.volumes)
                yield Violation(mount.span, fields, variant=variant, fix=fix, workload=container.name)


def _leads_nowhere(
    file: FileFacts, pod: Pod, use: ObjectReference, objects: ConfigObjects
) -> Iterator[Violation]:
    fields: dict[str, Field] = {"kind": use.kind, "name": use.name, "pod": pod.title}
    if use.key is None or use.key_span is None:
        beside = objects.beside(file, pod, use)
        if beside:
            fields["there"] = ", ".join(f"`{one.name}`" for one in beside[:6])
            related = tuple(Related(one.owner, "sibling") for one in beside[:_MOST_RELATED])
            fix = _other_word(use.span, use.name, (one.name for one in beside))
            yield Violation(use.span, fields, related, fix=fix, workload=pod.title)
        return
    found = objects.named(file, pod, use)
    if found is None or use.key in found.data or found.filled or not found.complete or not found.data:
        return
    fields["key"] = use.key
    fields["there"] = ", ".join(f"`{key}`" for key in sorted(found.data)[:6])
    fix = _other_word(use.key_span, use.key, found.data)
    related = (Related(found.owner, "object"),)
    yield Violation(use.key_span, fields, related, "key", fix=fix, workload=pod.title)


def _other_word(span: Span, word: str, known: Iterable[str]) -> Fix | None:
    """The one of the known words that is surely meant: the only one that is much like it."""
    from difflib import get_close_matches

    words = {_plain(one): one for one in sorted(known)[:_MOST_COMPARED]}
    close = get_close_matches(_plain(word), words, 2, _LIKENESS)
    if len(close) != 1 or span.text != word:
        return None
    meant = words[close[0]]
    return Fix(f"write `{meant}`", (Edit(span, meant),), safe=False)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
