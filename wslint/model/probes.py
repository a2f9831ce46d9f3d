"""Docker's and Compose's healthcheck; Kubernetes' probes. Times are in seconds."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.value import Value
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

ProbeKind: TypeAlias = "Literal['liveness', 'readiness', 'startup']"


class Healthcheck(NamedTuple):
    """HEALTHCHECK or `healthcheck:`.

    `test` is absent where a Compose service only tunes the image's check. Defaults (Dockerfile reference,
    HEALTHCHECK): interval 30, timeout 30, start period 0, retries 3. In Compose an absent field falls back
    to the image's, so its default is None there.
    """

    disabled: bool
    test: Value[Command]
    interval: Value[float]
    timeout: Value[float]
    start_period: Value[float]
    retries: Value[int]
    span: Span
    disabled_span: Span | None = None


class Probe(NamedTuple):
    """A container probe.

    Defaults (Kubernetes API, Probe): initialDelaySeconds 0, periodSeconds 10, timeoutSeconds 1,
    failureThreshold 3, successThreshold 1. `port` is a number or a name. `span` is the probe's key.
    `grace` is the probe's own terminationGracePeriodSeconds. `plain` is false where it asks by a scheme that is
    written out, or with headers of its own.
    """

    kind: ProbeKind
    action: Literal["http", "tcp", "grpc", "exec", "none"]
    port: Value[int | str]
    path: Value[str]
    host: Value[str]
    command: Value[Command]
    initial_delay: Value[float]
    period: Value[float]
    timeout: Value[float]
    failures: Value[int]
    grace: Value[float]
    span: Span
    plain: bool = True
