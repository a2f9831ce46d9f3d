"""The short form of a published port, `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, and ranges of ports.

As docker/go-connections reads it (package nat), by which `docker run -p` and Compose's `ports` are read.
"""

from __future__ import annotations

from wslint.text.record import NamedTuple

PROTOCOLS = frozenset(("tcp", "udp", "sctp"))


class PortRange(NamedTuple):
    """The first and the last port; equal for a single one."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many ports there are beside the first."""
        return self.last - self.first


class ShortPort(NamedTuple):
    """The parts of a short form, and the offsets of two of them in it."""

    address: str
    host: str
    host_start: int
    container: str
    container_start: int
    protocol: str


def split_short(text: str) -> ShortPort | None:
    """Cut a short form at its last two colons; None for a protocol that there is not."""
    before, colon, container = text.rpartition(":")
    address, _, host = before.rpartition(":")
    number, slash, protocol = container.partition("/")
    protocol = protocol.lower()
    if slash and protocol and protocol not in PROTOCOLS:
        return None
    start = len(before) + len(colon)
    return ShortPort(address, host, len(before) - len(host), number, start, protocol or "tcp")


def parse_range(text: str, *, lowest: int) -> PortRange | None:
    """`8000` or `8000-8010`, each end from `lowest` to 65535 and in order."""
    first, dash, last = text.partition("-")
    start = _number(first)
    end = _number(last) if dash else start
    if start is None or end is None or not lowest <= start <= end <= 65535:
        return None
    return PortRange(start, end)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
