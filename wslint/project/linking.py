"""Who builds what, who runs what, who reaches whom. Ambiguous means no link."""

from __future__ import annotations

import os

from wslint.model.images import image_key
from wslint.model.value import Absent, Known, Value
from wslint.model.workload import Workload
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

DEFAULT_NAMESPACE = "default"


class ImageLinks(NamedTuple):
    """`image_of`: workload to the stage it runs, by identity; `users_of`: stage to those who run it."""

    image_of: Mapping[int, Workload]
    users_of: Mapping[int, tuple[Workload, ...]]
    names: Mapping[tuple[str, str], tuple[Workload, ...]]


def dockerfile_path(workload: Workload, folder: str) -> str | None:
    """The absolute path of the Dockerfile that a Compose service builds; None where unknown or remote.

    Source: Compose build specification: `dockerfile` is relative to the context, the context to the
    project's folder.
    """
    build = workload.build
    if build is None or build.inline or build.context is None or build.dockerfile is None:
        return None
    return os.path.normpath(os.path.join(build.folder or folder, build.context, build.dockerfile))


def select_stage(stages: Sequence[Workload], target: Value[str]) -> Workload | None:
    """The stage of a Dockerfile that a target names, the last where none is written (docker build --target)."""
    if not stages:
        return None
    if isinstance(target, Absent):
        return stages[-1]
    if not isinstance(target, Known):
        return None
    for stage in reversed(stages):
        facts = stage.image_facts
        if facts is not None and facts.stage is not None and facts.stage.lower() == target.value.lower():
            return stage
    number = target.value
    if number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(stages):
        return stages[int(target.value)]
    return None


def link_images(
    workloads: Iterable[Workload],
    stages_of: Mapping[str, Sequence[Workload]],
    folder_of: Mapping[str, str],
    configured: Iterable[tuple[str, str, str | None]],
    built: Iterable[tuple[str, Workload]] = (),
) -> ImageLinks:
    """Link every workload to the stage it runs.

    `stages_of`: absolute path of a Dockerfile to its stages; `folder_of`: shown path of a file to its
    absolute folder; `configured`: (image, absolute path of a Dockerfile, target); `built`: names that
    command lines give to stages.
    """
    running = [workload for workload in workloads if workload.platform != "image"]
    image_of: dict[int, Workload] = {}
    names: dict[tuple[str, str, str], dict[int, Workload]] = {}
    for image, path, target in configured:
        stage = select_stage(stages_of.get(path, ()), _target(target, stages_of.get(path, ())))
        if stage is not None:
            _name(names, image, stage)
    for image, stage in built:
        _name(names, image, stage)
    for workload in running:
        path_built = dockerfile_path(workload, folder_of.get(workload.path, ""))
        if path_built is None or workload.build is None:
            continue
        stage = select_stage(stages_of.get(path_built, ()), workload.build.target)
        if stage is not None:
            image_of[id(workload)] = stage
            if isinstance(workload.image, Known):
                _name(names, workload.image.value, stage)
    by_repository = _by_repository(names)
    last = {id(stages[-1]) for stages in stages_of.values() if stages}
    _link_by_name(running, names, by_repository, last, image_of)
    users: dict[int, list[Workload]] = {}
    for workload in running:
        stage = image_of.get(id(workload))
        if stage is not None:
            users.setdefault(id(stage), []).append(workload)
    shown_names = {key: tuple(found.values()) for key, found in by_repository.items()}
    return ImageLinks(image_of, {key: tuple(value) for key, value in users.items()}, shown_names)


def _link_by_name(
    running: Sequence[Workload],
    names: Mapping[tuple[str, str, str], Mapping[int, Workload]],
    by_repository: Mapping[tuple[str, str], Mapping[int, Workload]],
    last: Collection[int],
    image_of: dict[int, Workload],
) -> None:
    """Link those who run an image by a name that the tree gives."""
    for workload in running:
        if workload.build is None and isinstance(workload.image, Known):
            stage = _named(names, by_repository, workload.image.value, last)
            if stage is not None:
                image_of[id(workload)] = stage


def _target(target: str | None, stages: Sequence[Workload]) -> Value[str]:
    if target is None or not stages:
        return Absent(None, stages[0].owner) if stages else Absent(None, None)  # type: ignore[arg-type]
    return Known(target, stages[0].owner)


def _name(names: dict[tuple[str, str, str], dict[int, Workload]], image: str, stage: Workload) -> None:
    key = image_key(image)
    if key is not None:
        names.setdefault(key, {})[id(stage)] = stage


def _by_repository(
    names: Mapping[tuple[str, str, str], Mapping[int, Workload]],
) -> dict[tuple[str, str], dict[int, Workload]]:
    repositories: dict[tuple[str, str], dict[int, Workload]] = {}
    for (registry, repository, _tag), stages in names.items():
        repositories.setdefault((registry, repository), {}).update(stages)
    return repositories


def _named(
    names: Mapping[tuple[str, str, str], Mapping[int, Workload]],
    repositories: Mapping[tuple[str, str], Mapping[int, Workload]],
    image: str,
    last: Collection[int],
) -> Workload | None:
    """The one stage of that name; by the whole reference first, then without the tag.

    A stage that is not the last one (`last`, by identity) is an image for its own tag only, such as a
    `target: dev` of Compose: other tags may well be of another stage.
    """
    key = image_key(image)
    if key is None:
        return None
    found = names.get(key)
    if found is None:
        found = repositories.get(key[:2], {})
        if not all(stage in last for stage in found):
            return None
    return next(iter(found.values())) if len(found) == 1 else None


def local_base(names: Mapping[tuple[str, str], tuple[Workload, ...]], image: str) -> bool:
    """Whether an image name is one that the tree itself builds."""
    return bool(named_stages(names, image))


def named_stages(names: Mapping[tuple[str, str], tuple[Workload, ...]], image: str) -> tuple[Workload, ...]:
    """The stages that the tree builds under the name of an image, tags apart."""
    key = image_key(image)
    return names.get(key[:2], ()) if key is not None else ()


def same_namespace(one: str | None, other: str | None) -> bool:
    """Whether two objects are in one namespace, where none written means `default`."""
    return namespace_of(one) == namespace_of(other)


def namespace_of(written: str | None) -> str:
    """The namespace that an object is in, where none written means `default`."""
    return written or DEFAULT_NAMESPACE


def selects(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """Whether an equality selector matches (Kubernetes, Labels and Selectors); an empty one selects nothing here."""
    return bool(selector) and all(labels.get(key) == value for key, value in selector.items())
