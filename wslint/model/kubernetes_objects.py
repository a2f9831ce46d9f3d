"""Kubernetes objects that speak of workloads without being one."""

from __future__ import annotations

from wslint.model.value import Known, Unknown, Value
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal


class ServicePort(NamedTuple):
    """One port of a Service. `target` is a number or a name; absent means: equal to `port`."""

    name: str | None
    port: Value[int]
    target: Value[int | str]
    protocol: str
    span: Span


class KubernetesService(NamedTuple):
    """A Service. `selector` is absent for one without (its endpoints are made by hand).

    `external` is type ExternalName. `headless` is `clusterIP: None`: clients reach the pods themselves.
    `complete` is false where a port or the namespace cannot be known.
    """

    name: str
    namespace: str | None
    selector: Value[Mapping[str, str]]
    ports: tuple[ServicePort, ...]
    external: bool
    owner: Span
    extent: Span
    annotations: Mapping[str, Known[str]]
    complete: bool = True
    headless: bool = False


class Backend(NamedTuple):
    """A reference to a port of a Service: a number or a name. `span` covers the port as written."""

    service: str
    namespace: str | None
    port: Value[int | str]
    span: Span
    service_span: Span


class Route(NamedTuple):
    """An Ingress or an HTTPRoute."""

    kind: Literal["Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"]
    name: str
    namespace: str | None
    backends: tuple[Backend, ...]
    owner: Span
    extent: Span
    annotations: Mapping[str, Known[str]]


class ConfigObject(NamedTuple):
    """A ConfigMap, a Secret, or a claim of a volume, which has no data.

    Values of a Secret's `data` are unknown (encoded); `stringData` is known. `filled` is true where a
    controller adds keys: a token of a service account.
    """

    kind: Literal["ConfigMap", "Secret", "PersistentVolumeClaim"]
    name: str
    namespace: str | None
    data: Mapping[str, Known[str] | Unknown]
    owner: Span
    extent: Span
    complete: bool = True
    filled: bool = False
