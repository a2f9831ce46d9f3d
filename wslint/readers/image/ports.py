"""EXPOSE (Dockerfile reference, EXPOSE; docker/go-connections, nat)."""

from __future__ import annotations

from wslint.model.ports import DeclaredPort
from wslint.readers.image.words import Lookup, expand, plain_part
from wslint.syntax.dockerfile import Instruction
from wslint.text import Span

MAX_PORTS = 1000
"""What a stage may expose one by one. A variable can hold many words."""

_PROTOCOLS = frozenset({"tcp", "udp", "sctp"})


def read_ports(
    instruction: Instruction, lookup: Lookup, escape: str, room: int
) -> tuple[list[DeclaredPort], bool]:
    """The ports of one EXPOSE, no more than `room`, and whether they are all of them and known."""
    ports: list[DeclaredPort] = []
    complete = not instruction.refused
    for word in instruction.words if complete else ():
        text = expand(word.text, lookup, escape)
        if text is None:
            complete = False
            continue
        # A variable may hold several words.
        for part in text.split():
            port = _port(part, word.span)
            if len(ports) >= room:
                return ports, False
            if port is None:
                complete = False
            else:
                ports.append(port)
    return ports, complete


def _port(text: str, span: Span) -> DeclaredPort | None:
    """`80`, `80/udp`, `8000-8010/tcp`; None for anything else."""
    numbers, slash, protocol = text.partition("/")
    protocol = protocol.lower() if slash else "tcp"
    first_text, dash, last_text = numbers.partition("-")
    first = _number(first_text)
    last = _number(last_text) if dash else first
    if first is None or last is None or last < first or protocol not in _PROTOCOLS:
        return None
    return DeclaredPort(first, last, protocol, None, plain_part(span, numbers))


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        return None
    number = int(text)
    return number if 0 < number < 65536 else None
