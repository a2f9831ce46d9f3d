"""Ports as they are declared, published and listened on. Numbers are 1 to 65535."""

from __future__ import annotations

from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal


def port_number(text: str) -> int | None:
    """The port that a text is: 1 to 65535 in ASCII digits, of which there are at most five; else None."""
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        return None
    return int(text) if 0 < int(text) < 65536 else None


class DeclaredPort(NamedTuple):
    """EXPOSE, containerPort or Compose `expose:`; documentation of where a container listens.

    `first` and `last` are equal but for ranges. `span` covers the number as written.
    """

    first: int
    last: int
    protocol: str
    name: str | None
    span: Span
    name_span: Span | None = None
    host_port: int | None = None

    def covers(self, port: int) -> bool:
        """Whether the port is this one or lies in this range."""
        return self.first <= port <= self.last


class PublishedPort(NamedTuple):
    """Compose `ports:` or `docker run -p`: a way from the host into the container.

    `host_ip` is None where none is written (every address). `host_first` is None where the engine picks a
    port. `container_span` covers the container side as written, `host_span` the host side, `span` the entry.
    """

    host_ip: str | None
    host_first: int | None
    host_last: int | None
    container_first: int
    container_last: int
    protocol: str
    span: Span
    container_span: Span
    host_span: Span | None = None


class Declared(NamedTuple):
    """The declared ports of a workload; incomplete when some could not be known."""

    ports: tuple[DeclaredPort, ...] = ()
    complete: bool = True


class Published(NamedTuple):
    """The published ports of a workload; incomplete when some could not be known."""

    ports: tuple[PublishedPort, ...] = ()
    complete: bool = True


class ListeningPort(NamedTuple):
    """A port on which the process of a workload listens, how that is known, and where it says so.

    `loopback` is true where the process binds 127.0.0.1 only, so that nothing outside reaches it.
    """

    number: int
    source: Literal["command", "default", "PORT", "EXPOSE", "declared"]
    span: Span
    loopback: bool = False
