"""Services (Kubernetes API reference, Service and ServicePort)."""

from __future__ import annotations

from wslint.model.kubernetes_objects import KubernetesService, ServicePort
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.readers.kubernetes.objects import ManifestObject
from wslint.readers.kubernetes.pods import label_map
from wslint.readers.kubernetes.section import Section, is_null, is_template
from wslint.syntax.yaml import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as Table


def read_service(found: ManifestObject) -> KubernetesService | None:
    """A Service; None where it has no spec."""
    spec = found.root.section("spec")
    if spec is None:
        return None
    spec.owner = found.owner
    ports, complete = _ports(spec)
    kind = spec.text("type", "ClusterIP")
    return KubernetesService(
        name=found.name,
        namespace=found.namespace,
        selector=_selector(spec),
        ports=ports,
        external=isinstance(kind, Known) and kind.value == "ExternalName",
        owner=found.owner,
        extent=found.extent,
        annotations=found.annotations,
        complete=complete and found.placed and not isinstance(kind, Unknown) and not is_template(found.name),
        headless=spec.word("clusterIP") == "None",
    )


def _selector(spec: Section) -> Value[Table[str, str]]:
    """The selector. Its span is the pairs'; an empty one is as good as none."""
    entry = spec.mapping.entry("selector")
    if entry is None or is_null(entry.value):
        return Absent(None, spec.owner)
    pairs = spec.section("selector")
    if pairs is None:
        return spec.reading.cannot_know("`selector` wants a mapping", entry.use)
    selector: dict[str, str] = {}
    for key, value in label_map(pairs).items():
        if isinstance(value, Unknown):
            return value
        selector[key] = value.value
    if not selector:
        return Absent(None, spec.owner)
    known: Table[str, str] = selector
    return Known(known, pairs.mapping.span, pairs.via)


def _ports(spec: Section) -> tuple[tuple[ServicePort, ...], bool]:
    """The ports, and whether all of them are known."""
    entry = spec.mapping.entry("ports")
    if entry is None or is_null(entry.value):
        return (), True
    if not isinstance(entry.value, Sequence):
        spec.reading.cannot_know("`ports` wants a list", entry.use)
        return (), False
    found = tuple(_port(item) for item in spec.items("ports"))
    known = len(found) == len(entry.value.items)
    return found, known and not any(
        isinstance(p.port, Unknown) or isinstance(p.target, Unknown) for p in found
    )


def _port(item: Section) -> ServicePort:
    port = item.whole("port", None, 1, 65535)
    if isinstance(port, Known):
        # Where something is missing from the entry, its number is the place to point at.
        item.owner = port.span
    target = item.port("targetPort")
    if isinstance(target, Absent):
        target = Absent(port.value if isinstance(port, Known) else None, item.owner)
    name = item.scalar("name")
    return ServicePort(
        name=name.value if name is not None else None,
        port=port,
        target=target,
        protocol=(item.word("protocol") or "TCP").lower(),
        span=item.owner,
    )
