"""`ports:` in both forms, and `expose:`.

The short form is that of `docker run -p`; the long form is a mapping (Compose file reference, `ports`).
"""

from __future__ import annotations

from wslint.model.ports import Declared, DeclaredPort, Published, PublishedPort
from wslint.model.value import Known, Unknown
from wslint.readers.compose.reading import Place, Reading, hole_reason
from wslint.readers.compose.text import HOLE, Text
from wslint.syntax.ports import PROTOCOLS, PortRange, parse_range, split_short
from wslint.syntax.yaml import Mapping, Scalar, Sequence
from wslint.text import Span


def read_published(reading: Reading, place: Place | None, *, inherits: bool) -> Published:
    """The published ports. An entry that Compose would refuse, or with variables unknown, makes it incomplete.

    Where only the host side is unknown the entry is kept, as if the engine chose the host's port.
    """
    if place is None:
        return Published((), not inherits)
    ports: list[PublishedPort] = []
    complete = isinstance(place.value, Sequence) and not inherits
    for item in reading.items(place):
        port, certain = _long(reading, item) if isinstance(item.value, Mapping) else _short(reading, item)
        if port is not None:
            ports.append(port)
        if not certain:
            complete = False
    return Published(tuple(ports), complete)


def _short(reading: Reading, place: Place) -> tuple[PublishedPort | None, bool]:
    value = reading.plain(place)
    if isinstance(value, int) and not isinstance(value, bool):
        known = 1 <= value <= 65535
        port = PublishedPort(None, None, None, value, value, "tcp", place.span, place.span) if known else None
        return port, known
    if not isinstance(value, Text):
        return None, False
    if value.holes:
        reading.cannot_know(hole_reason(value), value.span)
    parts = split_short(value.value)
    if parts is None:
        return None, False
    container = parse_range(parts.container, lowest=1)
    if container is None:
        return None, False
    container_span = value.part(parts.container_start, parts.container_start + len(parts.container))
    if HOLE in parts.address or HOLE in parts.host:
        return _from(None, container, None, parts.protocol, value.span, container_span, None), False
    host = parse_range(parts.host, lowest=0) if parts.host else PortRange(0, 0)
    address = _address(parts.address)
    if host is None or address is None:
        return None, False
    if parts.host and container.length not in (0, host.length):
        return None, False
    host_span = value.part(parts.host_start, parts.host_start + len(parts.host)) if parts.host else None
    chosen = host if host.first else None
    return _from(address, container, chosen, parts.protocol, value.span, container_span, host_span), True


def _from(
    address: str | None,
    container: PortRange,
    host: PortRange | None,
    protocol: str,
    span: Span,
    container_span: Span,
    host_span: Span | None,
) -> PublishedPort:
    first, last = (None, None) if host is None else host
    return PublishedPort(
        address or None,
        first,
        last,
        container.first,
        container.last,
        protocol,
        span,
        container_span,
        host_span,
    )


def _address(text: str) -> str | None:
    """An IP address, without brackets; empty for none; None for what is no address."""
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    if not text:
        return ""
    from ipaddress import ip_address

    try:
        ip_address(text)
    except ValueError:
        return None
    return text


def _long(reading: Reading, place: Place) -> tuple[PublishedPort | None, bool]:
    target_place = reading.child(place, "target")
    target = None if target_place is None else reading.integer(target_place)
    if not isinstance(target, Known) or not 1 <= target.value <= 65535:
        return None, False
    protocol, protocol_known = _protocol(reading, place)
    if not protocol_known:
        return None, False
    container = PortRange(target.value, target.value)
    published = reading.child(place, "published")
    host, host_span = (PortRange(0, 0), None) if published is None else _published(reading, published)
    address = _host_address(reading, place)
    if host is None or address is None:
        return _from(None, container, None, protocol, place.use, target.span, None), False
    chosen = host if host.first else None
    return _from(address, container, chosen, protocol, place.use, target.span, host_span), True


def _protocol(reading: Reading, place: Place) -> tuple[str, bool]:
    written = reading.child(place, "protocol")
    protocol = Known("tcp", place.use) if written is None else reading.string(written)
    if isinstance(protocol, Unknown):
        return "", False
    return protocol.value.lower(), protocol.value.lower() in PROTOCOLS


def _published(reading: Reading, place: Place) -> tuple[PortRange | None, Span]:
    """The host's side of the long form: a number or a string, which may be a range or empty."""
    value = reading.plain(place)
    if isinstance(value, Text):
        known = reading.whole(value)
        if isinstance(known, Unknown):
            return None, value.span
        return (parse_range(known.value, lowest=0) if known.value else PortRange(0, 0)), value.span
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 65535:
        return PortRange(value, value), place.span
    return None, place.span


def _host_address(reading: Reading, place: Place) -> str | None:
    written = reading.child(place, "host_ip")
    if written is None:
        return ""
    value = reading.string(written)
    return None if isinstance(value, Unknown) or value.value.startswith("[") else _address(value.value)


def read_exposed(reading: Reading, place: Place | None, *, inherits: bool) -> Declared:
    """`expose:`, a list of `PORT[-PORT][/PROTOCOL]`; numbers may stand without quotes."""
    if place is None:
        return Declared((), not inherits)
    ports: list[DeclaredPort] = []
    complete = isinstance(place.value, Sequence) and not inherits
    for item in reading.items(place):
        port = _exposed(reading, item)
        if port is None:
            complete = False
        else:
            ports.append(port)
    return Declared(tuple(ports), complete)


def _exposed(reading: Reading, place: Place) -> DeclaredPort | None:
    if not isinstance(place.value, Scalar):
        return None
    value = reading.plain(place)
    if isinstance(value, int) and not isinstance(value, bool):
        return DeclaredPort(value, value, "tcp", None, place.span) if 1 <= value <= 65535 else None
    if not isinstance(value, Text):
        return None
    if value.holes:
        reading.cannot_know(hole_reason(value), value.span)
        return None
    number, _, protocol = value.value.partition("/")
    ends = parse_range(number, lowest=1)
    if ends is None or (protocol and protocol.lower() not in PROTOCOLS):
        return None
    return DeclaredPort(ends.first, ends.last, protocol.lower() or "tcp", None, value.part(0, len(number)))
