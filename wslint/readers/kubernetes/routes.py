"""Ingresses and Gateway API routes: which port of which Service they name.

Source: Kubernetes API reference, Ingress (v1; v1beta1 before 1.22); Gateway API, BackendRef.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from wslint.model.kubernetes_objects import Backend, Route
from wslint.model.value import Value
from wslint.readers.kubernetes.objects import ManifestObject
from wslint.readers.kubernetes.section import Section, is_template

RouteKind = Literal["Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"]
GATEWAY = "gateway.networking.k8s.io"
_ROUTES: dict[tuple[str, str], RouteKind] = {
    ("networking.k8s.io", "Ingress"): "Ingress",
    ("extensions", "Ingress"): "Ingress",
    (GATEWAY, "HTTPRoute"): "HTTPRoute",
    (GATEWAY, "GRPCRoute"): "GRPCRoute",
    (GATEWAY, "TCPRoute"): "TCPRoute",
    (GATEWAY, "TLSRoute"): "TLSRoute",
}


def route_kind(found: ManifestObject) -> RouteKind | None:
    """Which kind of route an object is; None for others."""
    return _ROUTES.get((found.group, found.kind))


def read_route(found: ManifestObject, kind: RouteKind) -> Route | None:
    """A route; None where it has no spec."""
    spec = found.root.section("spec")
    if spec is None:
        return None
    backends = _ingress(spec) if kind == "Ingress" else _gateway(spec)
    return Route(
        kind=kind,
        name=found.name,
        namespace=found.namespace,
        backends=tuple(backends) if found.placed else (),
        owner=found.owner,
        extent=found.extent,
        annotations=found.annotations,
    )


def _ingress(spec: Section) -> Iterator[Backend]:
    places = [(spec, "defaultBackend"), (spec, "backend")]
    for rule in spec.items("rules"):
        http = rule.section("http")
        if http is not None:
            places.extend((path, "backend") for path in http.items("paths"))
    for holder, key in places:
        backend = holder.section(key)
        if backend is None:
            continue
        found = _ingress_backend(backend)
        if found is not None:
            yield found


def _ingress_backend(backend: Section) -> Backend | None:
    service = backend.section("service")
    if service is None:
        return _backend(backend, "serviceName", backend, "servicePort", None)
    port = service.section("port")
    if port is None:
        return _backend(service, "name", service, "port", None)
    return _backend(service, "name", port, "number" if port.is_set("number") else "name", None)


def _gateway(spec: Section) -> Iterator[Backend]:
    for rule in spec.items("rules"):
        references = list(rule.items("backendRefs"))
        for extra in rule.items("filters"):
            mirror = extra.down("requestMirror", "backendRef")
            if mirror is not None:
                references.append(mirror)
        for reference in references:
            if reference.word("kind") not in (None, "Service") or reference.word("group") not in (
                None,
                "",
                "core",
            ):
                continue
            namespace = reference.word("namespace")
            if namespace is not None and is_template(namespace):
                continue
            found = _backend(reference, "name", reference, "port", namespace)
            if found is not None:
                yield found


def _backend(
    named: Section, name_key: str, ported: Section, port_key: str, namespace: str | None
) -> Backend | None:
    """A backend; None where its Service cannot be told."""
    name = named.scalar(name_key)
    if name is None or not name.value:
        return None
    span = name.content_span
    if is_template(name.value):
        named.reading.cannot_know("the name of a backend's Service is a template", span)
        return None
    ported.owner = span
    port: Value[int | str] = ported.port(port_key)
    place = getattr(port, "span", None) or span
    return Backend(name.value, namespace, port, place, span)
