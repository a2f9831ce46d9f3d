"""`-p`, `--expose`, `--add-host`, `--network`: how a container is reached, and what it can reach.

Source: docs.docker.com/reference/cli/docker/container/run/ (publish, expose, add-host, network).
"""

from __future__ import annotations

from wslint.model.ports import Declared, DeclaredPort, Published, PublishedPort
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import HostEntry
from wslint.readers.shell.command_line import Given, Options
from wslint.readers.shell.reading import ShellReading
from wslint.syntax.ports import PROTOCOLS, PortRange, parse_range, split_short
from wslint.syntax.shell import HOLE
from wslint.text import Span
from wslint.text.record import NamedTuple

_MODES = frozenset({"host", "none", "bridge", "default", "private"})


def published(reading: ShellReading, options: Options) -> Published:
    """`-p [[IP:][HOST]:]CONTAINER[/PROTOCOL]`, each side a port or a range (docker/go-connections, nat).

    `-P` publishes what the image exposes, on ports that the engine picks: it adds nothing here.
    """
    ports: list[PublishedPort] = []
    complete = options.complete
    for given in options.values("publish"):
        port = _published(given)
        if port is not None:
            ports.append(port)
        if port is None or HOLE in given.text:
            complete = False
            if given.known is None:
                reading.cannot_know(given)
    return Published(tuple(ports), complete)


def _published(given: Given) -> PublishedPort | None:
    parts = split_short(given.text)
    inside = None if parts is None else parse_range(parts.container, lowest=1)
    if parts is None or inside is None:
        return None
    address, host = parts.address, parts.host
    container_span = given.part(parts.container_start, parts.container_start + len(parts.container))
    if HOLE in address or HOLE in host:
        return PublishedPort(None, None, None, *inside, parts.protocol, given.span, container_span, None)
    outside = parse_range(host, lowest=0) if host else PortRange(0, 0)
    if outside is None or (host and inside.length not in (0, outside.length)):
        return None
    return PublishedPort(
        address.strip("[]") or None,
        outside.first or None,
        outside.last or None,
        *inside,
        parts.protocol,
        given.span,
        container_span,
        given.part(parts.host_start, parts.host_start + len(host)) if host else None,
    )


def exposed(options: Options) -> Declared:
    """`--expose PORT[-PORT][/PROTOCOL]`."""
    ports: list[DeclaredPort] = []
    complete = options.complete
    for given in options.values("expose"):
        number, slash, protocol = given.text.partition("/")
        ends = parse_range(number, lowest=1)
        if ends is None or (slash and protocol.lower() not in PROTOCOLS):
            complete = False
            continue
        ports.append(DeclaredPort(*ends, protocol.lower() or "tcp", None, given.part(0, len(number))))
    return Declared(tuple(ports), complete)


def hosts(reading: ShellReading, options: Options, owner: Span) -> Value[tuple[HostEntry, ...]]:
    """`--add-host HOST:ADDRESS` or `HOST=ADDRESS`; unknown as soon as one of them is."""
    last = options.last("add-host")
    if not options.complete:
        return Unknown("further options are known only when the script runs", owner)
    if last is None:
        return Absent(None, owner)
    entries: list[HostEntry] = []
    for given in options.values("add-host"):
        text = given.text
        separator = "=" if "=" in text else ":"
        name, colon, address = text.partition(separator)
        if HOLE in name or not colon or not name:
            return reading.cannot_know(given)
        start = len(name) + 1
        if address.startswith("[") and address.endswith("]"):
            start, address = start + 1, address[1:-1]
        # An address that is unknown maps the name all the same.
        entries.append(HostEntry(name, address, given.span, given.part(start, start + len(address))))
    return Known(tuple(entries), last.span)


class Networks(NamedTuple):
    """`mode` as Compose writes `network_mode`; `names` are user-defined networks, `aliases` names in them.

    The mode of a container in a pod is `pod:NAME`: all in it share one network (podman-run(1), `--pod`).
    """

    mode: Value[str]
    names: tuple[str, ...] | None
    aliases: tuple[str, ...]


def networks(reading: ShellReading, options: Options, owner: Span) -> Networks:
    """`--network host`, `container:NAME`, `NAME`, `name=NAME,alias=ALIAS`; `--network-alias`; `--pod`."""
    aliases = [given.known for given in options.values("network-alias", "net-alias")]
    names: list[str] = []
    mode: Value[str] = Absent(None, owner)
    if not options.complete:
        mode = Unknown("further options are known only when the script runs", owner)
    for given in options.values("network", "net"):
        text = given.known
        if text is None:
            mode = reading.cannot_know(given)
            continue
        name = text
        if "=" in text and not text.startswith(("container:", "slirp4netns", "pasta")):
            fields = [field.partition("=")[::2] for field in text.split(",")]
            aliases += [value for key, value in fields if key == "alias"]
            name = next((value for key, value in fields if key == "name"), "")
        if name in _MODES or ":" in name or name in {"slirp4netns", "pasta"}:
            mode = reading.as_known(name, given)
        elif name:
            names.append(name)
            mode = mode if isinstance(mode, Known) else Absent(None, owner)
    for given in options.values("pod"):
        text = given.known
        mode = reading.cannot_know(given) if text is None else reading.as_known(f"pod:{text}", given)
    return Networks(mode, tuple(names) or None, tuple(alias for alias in aliases if alias))
