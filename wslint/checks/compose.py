"""What Docker Compose refuses to load, as wslint/project/compose/validity found it: a check for each rule."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.checks.check import NoParameters, check
from wslint.checks.file import problems_named
from wslint.checks.violation import Violation
from wslint.model.facts import FileFacts


@check("file")
def unknown_key(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A key that Compose does not know."""
    yield from problems_named(file, "compose-unknown-key")


@check("file")
def invalid_value(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A value of the wrong type, or one that Compose cannot read."""
    yield from problems_named(file, "compose-invalid-value")


@check("file")
def missing_image(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A service with nothing to run."""
    yield from problems_named(file, "compose-missing-image")


@check("file")
def undefined_dependency(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A service that another one waits for, and that is not there."""
    yield from problems_named(file, "compose-undefined-dependency")


@check("file")
def dependency_cycle(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """Services that wait for each other."""
    yield from problems_named(file, "compose-dependency-cycle")


@check("file")
def undefined_network(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A network that nothing declares."""
    yield from problems_named(file, "compose-undefined-network")


@check("file")
def undefined_volume(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A volume that nothing declares."""
    yield from problems_named(file, "compose-undefined-volume")


@check("file")
def undefined_secret(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A secret that nothing declares."""
    yield from problems_named(file, "compose-undefined-secret")


@check("file")
def undefined_config(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A config that nothing declares."""
    yield from problems_named(file, "compose-undefined-config")


@check("file")
def undefined_model(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A model that nothing declares."""
    yield from problems_named(file, "compose-undefined-model")


@check("file")
def invalid_port(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A port that Compose cannot read."""
    yield from problems_named(file, "compose-invalid-port")


@check("file")
def invalid_duration(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A duration that Compose cannot read."""
    yield from problems_named(file, "compose-invalid-duration")


@check("file")
def invalid_size(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A size that Compose cannot read."""
    yield from problems_named(file, "compose-invalid-size")


@check("file")
def conflict(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """Keys that cannot stand together."""
    yield from problems_named(file, "compose-conflict")


@check("file")
def extends(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A base that a service extends, and that cannot be had."""
    yield from problems_named(file, "compose-extends")


@check("file")
def include(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """An included file that cannot be had."""
    yield from problems_named(file, "compose-include")


@check("file")
def merge(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """Values of two files that cannot be merged."""
    yield from problems_named(file, "compose-merge")
