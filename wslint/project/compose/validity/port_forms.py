"""The short form of a port, as docker/go-connections (package nat) takes it apart."""

from __future__ import annotations

_DIGITS = frozenset("0123456789")
_HIGHEST = 65535


def port_fault(text: str) -> str:
    """What is wrong with `[[IP:]HOST:]CONTAINER[/PROTOCOL]`; "" for nothing.

    "address", "missing-host" (an address where the host's port should be), "container", "host", "order" (a
    range from high to low), "lengths" (ranges of unlike lengths), "protocol", "zero".
    """
    before, _, container = text.rpartition(":")
    address, _, host = before.rpartition(":")
    number, _, protocol = container.partition("/")
    if address not in ("", "[]") and not is_address(_without_brackets(address)):
        return "address"
    inner = _range(number)
    if inner is None:
        return _why(number, "container")
    outer = _range(host) if host else inner
    if outer is None:
        return "missing-host" if host.count(".") == 3 and is_address(host) else _why(host, "host")
    if inner[0] != inner[1] and inner[1] - inner[0] != outer[1] - outer[0]:
        return "lengths"
    if protocol.lower() not in ("", "tcp", "udp", "sctp"):
        return "protocol"
    return "" if inner[0] else "zero"


def _without_brackets(address: str) -> str:
    return address[1:-1] if address[0] == "[" and address[-1] == "]" else address


def _why(text: str, otherwise: str) -> str:
    first, dash, last = text.partition("-")
    low, high = _number(first), _number(last)
    return "order" if dash and low is not None and high is not None and high < low else otherwise


def _range(text: str) -> tuple[int, int] | None:
    # What follows a second dash is not looked at.
    first, *others = text.split("-", 2)
    low = _number(first)
    high = _number(others[0]) if others else low
    if low is None or high is None or high < low:
        return None
    return low, high


def _number(text: str) -> int | None:
    if not text or len(text) > 20 or not _DIGITS.issuperset(text):  # of any number of zeros
        return None
    value = int(text)
    return value if value <= _HIGHEST else None


def is_address(text: str) -> bool:
    """Whether a text is an IP address as Go's net.ParseIP reads it: no zone, no brackets."""
    from ipaddress import ip_address

    if "%" in text or "/" in text:
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
