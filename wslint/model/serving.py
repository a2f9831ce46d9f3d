"""Where a command line makes a program listen (invariants.md, "listening ports")."""

from __future__ import annotations

from wslint.model.launchers import launched
from wslint.model.servers import (
    ADDRESS_NAMES,
    CLIENTS,
    CONFIGURED_ELSEWHERE,
    PORT_NAMES,
    PORT_PROPERTIES,
    SERVERS,
    Server,
)
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

__all__ = ["ServedPort", "Serving", "serving"]

_EVERYWHERE = frozenset({"", "*", "+", "0.0.0.0", "::", "[::]"})  # noqa: S104 - read, not bound
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})

# Options of http.server and runserver whose value is no port.
_POSITIONAL_VALUED = frozenset(
    {"-d", "--directory", "-p", "--protocol", "--settings", "--pythonpath", "-v", "--verbosity"}
)


class ServedPort(NamedTuple):
    """A port and where it stands: the word, and the offset of its first digit in it.

    `port` is None where it is written and cannot be known. A default points at the program's first argument
    or, where there is none, at the last word. `loopback` is true where the command itself binds to loopback.
    """

    port: int | None
    word_index: int
    offset: int
    loopback: bool = False


class Serving(NamedTuple):
    """What a command line says of ports.

    "explicit": all of them are written. "default": the program's documented default, which PORT overrides
    where `reads_port_env`. "unknown": it serves, or may serve, and where cannot be told.
    """

    ports: tuple[ServedPort, ...]
    sure: Literal["explicit", "default", "unknown"]
    reads_port_env: bool
    program: str


class _Option(NamedTuple):
    """The value of an option: its text (None: unknown), the word it stands in, its offset there."""

    text: str | None
    word: int
    offset: int


def serving(argv: Sequence[str | None]) -> Serving | None:
    """The ports on which a command line makes a program listen.

    None: the command line says nothing, so PORT or a declaration may. `argv` has None for unknown words.
    """
    found = launched(argv)
    if found is None:
        return None
    if found.program is None:
        return _generic("", argv, found.arguments) or _unknown("")
    name = found.program
    if name in CLIENTS or name.removesuffix(".sh") in CLIENTS:
        return None
    if name in CONFIGURED_ELSEWHERE:
        return _unknown(name)
    if name in SERVERS and not found.through_script:
        return _known(name, SERVERS[name], argv, found.arguments)
    return _generic(name, argv, found.arguments)


def _unknown(name: str) -> Serving:
    return Serving((), "unknown", reads_port_env=False, program=name)


def _known(name: str, server: Server, argv: Sequence[str | None], at: int) -> Serving | None:
    default = server.default
    if server.subcommands is not None:
        subcommand = next((word for word in argv[at:] if word in server.subcommands), None)
        if subcommand is None:
            # `vite build` is another command; `vite --port 80` has none.
            first = next((word for word in argv[at:] if word is None or not word.startswith("-")), "")
            if "" not in server.subcommands or (first != "" and argv[at] == first):
                return _unknown(name) if None in argv[at:] else None
        default = server.subcommands[subcommand or ""]
    ports = _ports(server, argv, at)
    if ports:
        sure: Literal["explicit", "unknown"] = (
            "unknown" if any(port.port is None for port in ports) else "explicit"
        )
        return Serving(tuple(ports), sure, server.env, name)
    if None in argv[at:] or _options(argv, at, server.configured):
        return _unknown(name)
    if server.positional == "file" and at < len(argv) and not (argv[at] or "").startswith("-"):
        return _unknown(name)
    if default is None:
        return None if name in {"php", "artisan"} else _unknown(name)
    place = ServedPort(default, min(at, len(argv) - 1), 0, _on_loopback(_options(argv, at, server.hosts)))
    return Serving((place,), "default", server.env, name)


def _ports(server: Server, argv: Sequence[str | None], at: int) -> list[ServedPort]:
    """All ports that the options of a known server name."""
    found = [_address(option) for option in _options(argv, at, server.addresses)]
    numbers = _options(argv, at, server.ports)
    if numbers:
        # Of a repeated option the last counts.
        found.append(_number(numbers[-1], loopback=_on_loopback(_options(argv, at, server.hosts))))
    if server.positional in {"port", "address"}:
        found.extend(_positional(server, argv, at))
    return found


def _positional(server: Server, argv: Sequence[str | None], at: int) -> list[ServedPort]:
    """`http.server 8000`, `runserver 0.0.0.0:8000`."""
    hosts = _options(argv, at, server.hosts)
    values = {option.word for option in hosts if option.offset == 0}
    for index in range(at, len(argv)):
        word = argv[index]
        if word is None:
            return [ServedPort(None, index, 0)]
        previous = argv[index - 1] or ""
        if word.startswith("-") or index in values or (index > at and previous in _POSITIONAL_VALUED):
            continue
        option = _Option(word, index, 0)
        if server.positional == "port":
            return [_number(option, loopback=_on_loopback(hosts))] if word.isdigit() else []
        return [_address(option)] if word.rpartition(":")[2].isdigit() else []
    return []


def _options(argv: Sequence[str | None], at: int, names: Sequence[str]) -> list[_Option]:
    """The values given to options: `--port 80`, `--port=80`, `-p 80`, `-p80`."""
    found = []
    for index in range(at, len(argv)):
        word = argv[index]
        if word is None or not word.startswith("-"):
            continue
        for name in names:
            if word == name:
                known = index + 1 < len(argv)
                found.append(_Option(argv[index + 1] if known else None, min(index + 1, len(argv) - 1), 0))
            elif word.startswith(name + "="):
                found.append(_Option(word[len(name) + 1 :], index, len(name) + 1))
            elif len(name) == 2 and word.startswith(name) and _looks_bound(word[2:]):
                found.append(_Option(word[2:], index, 2))
    return found


def _looks_bound(value: str) -> bool:
    """Whether what is glued to a short option is a port, an address or a socket rather than more letters."""
    return value[:1] in {":", "[", "/"} or value.isdigit() or ":" in value


def _number(option: _Option, *, loopback: bool) -> ServedPort:
    return ServedPort(_port(option.text), option.word, option.offset, loopback)


def _port(text: str | None) -> int | None:
    """1 to 65535; 0 is a port that the system picks."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 5:
        return None
    return int(text) if 0 < int(text) < 65536 and not text.startswith("0") else None


def _address(option: _Option) -> ServedPort:
    """`8000`, `:8000`, `0.0.0.0:8000`, `[::]:8000`, `tcp://host:8000`. Sockets in files have no port."""
    text = option.text
    if text is None or text.startswith(("unix:", "fd:", "/", "unix://", "fd://")):
        return ServedPort(None, option.word, option.offset)
    begin = text.find("://") + 3 if "://" in text else 0
    end = text.find("/", begin)
    authority = text[begin : end if end >= 0 else len(text)].partition("?")[0].partition(",")[0]
    host, colon, digits = authority.rpartition(":")
    offset = option.offset + begin + len(host) + len(colon)
    rest = text[begin + len(authority) :]
    port = None if rest.startswith(",") else _port(digits)
    return ServedPort(port, option.word, offset, host in _LOOPBACK)


def _on_loopback(hosts: list[_Option]) -> bool:
    return bool(hosts) and hosts[-1].text in _LOOPBACK


def _generic(name: str, argv: Sequence[str | None], at: int) -> Serving | None:
    """A program that is not known here: only options that say port or listen in full."""
    ports: list[ServedPort] = []
    hosts: list[_Option] = []
    doubtful = False
    for index in range(at, len(argv)):
        word = argv[index]
        if word is None or not word.startswith("-"):
            continue
        ports.extend(_property(word, index))
        key, equals, value = word.lstrip("-").partition("=")
        start = len(word) - len(value)
        following = argv[index + 1] if index + 1 < len(argv) else None
        option = (
            _Option(value, index, start) if equals else _Option(following, min(index + 1, len(argv) - 1), 0)
        )
        if key in PORT_NAMES:
            ports.append(_number(option, loopback=False))
        elif key in ADDRESS_NAMES:
            ports.extend(_listening(option))
        elif key in {"host", "hostname"}:
            hosts.append(option)
        elif word == "-p" or (word.startswith("-p") and word[2:].isdigit()):
            doubtful = doubtful or _port(option.text) is not None or word != "-p"
    # With the name of another machine the port is one to connect to.
    if ports and hosts and (hosts[-1].text is None or _is_elsewhere(hosts[-1].text)):
        return _unknown(name)
    if ports:
        sure: Literal["explicit", "unknown"] = (
            "unknown" if any(port.port is None for port in ports) else "explicit"
        )
        loopback = _on_loopback(hosts)
        ports = [port._replace(loopback=port.loopback or loopback) for port in ports]
        return Serving(tuple(ports), sure, reads_port_env=False, program=name)
    return _unknown(name) if doubtful else None


def _is_elsewhere(host: str) -> bool:
    if host in _EVERYWHERE or host in _LOOPBACK:
        return False
    return not all(char in "0123456789." for char in host)


def _listening(option: _Option) -> list[ServedPort]:
    """Addresses of a generic option; one with another machine's name is none to listen on."""
    if option.text is None:
        return [ServedPort(None, option.word, option.offset)]
    served = []
    at = 0
    for piece in option.text.split(";"):
        port = _address(_Option(piece, option.word, option.offset + at))
        at += len(piece) + 1
        host = piece.rpartition("://")[2].rpartition(":")[0]
        if port.port is not None and not _is_elsewhere(host):
            served.append(port)
    return served


def _property(word: str, index: int) -> list[ServedPort]:
    """A Java system property."""
    for name in PORT_PROPERTIES:
        if word.startswith(name):
            return [_number(_Option(word[len(name) :], index, len(name)), loopback=False)]
    return []
