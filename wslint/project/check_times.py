"""The times of the health check in force: a Compose service's own, else its image's, else Docker's defaults."""

from __future__ import annotations

from wslint.model.value import Absent, Known, Unknown, Value
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wslint.model.probes import Healthcheck
    from wslint.model.workload import Workload
    from wslint.project.project import Project

# Dockerfile reference, HEALTHCHECK.
_DEFAULTS: dict[str, Any] = {"interval": 30.0, "timeout": 30.0, "start_period": 0.0, "retries": 3}


class CheckTimes(NamedTuple):
    """Seconds, and the number of retries. A value is absent only where Docker's default is in force."""

    interval: Value[float]
    timeout: Value[float]
    start_period: Value[float]
    retries: Value[int]


def check_times(project: Project, workload: Workload) -> CheckTimes | None:
    """The times of the check that runs in an image stage, a Compose service or a container that is run; None where none is known to.

    A field that a service does not write is the image's, if that has a check (Compose file reference,
    `healthcheck`); of an image outside the tree it is unknown.
    """
    check = workload.healthcheck
    if isinstance(check, Known):
        return None if check.value.disabled else _filled(check.value, _image_check(project, workload))
    if isinstance(check, Absent) and workload.platform in ("compose", "docker-run"):
        image = _image_check(project, workload)
        if isinstance(image, Known) and not image.value.disabled:
            return _filled(image.value, image)
    return None


def _image_check(project: Project, workload: Workload) -> Value[Healthcheck]:
    if workload.platform == "image":
        return workload.healthcheck
    stage = project.image_of(workload)
    return stage.healthcheck if stage is not None else Unknown("an image outside the tree", workload.owner)


def _filled(own: Healthcheck, image: Value[Healthcheck]) -> CheckTimes:
    return CheckTimes(*(_field(own, image, name) for name in CheckTimes._fields))


def _field(own: Healthcheck, image: Value[Healthcheck], name: str) -> Value[Any]:
    value: Value[Any] = getattr(own, name)
    if not isinstance(value, Absent):
        return value
    if value.default is not None:
        return value
    if isinstance(image, Known):
        inherited: Value[Any] = getattr(image.value, name)
        return inherited
    if isinstance(image, Unknown):
        return image
    return Absent(_DEFAULTS[name], value.where)
