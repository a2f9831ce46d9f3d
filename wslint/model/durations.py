"""Durations as Docker and Compose write them; seconds everywhere else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

_GO = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_COMPOSE = {**_GO, "d": 86400.0, "w": 604800.0}
_DIGITS = frozenset("0123456789")
# Go keeps a duration in 64 bits of nanoseconds (package time, Duration).
_LARGEST = (2**63 - 1) / 1e9


def parse_duration(text: str, units: Literal["go", "compose"] = "go") -> float | None:
    """Seconds of `1m30s`, `1.5h`, `0`; None where it is no duration.

    "go": Go's time.ParseDuration, for flags of HEALTHCHECK and of docker. "compose" has days and weeks, too
    (compose-go, types.Duration). A unit is required except after a lone 0; lower case, no spaces.
    """
    known = _GO if units == "go" else _COMPOSE
    body = text[1:] if text[:1] in {"-", "+"} else text
    if body == "0":
        return 0.0
    if not body or len(body) > 200:
        return None
    total = 0.0
    at = 0
    while at < len(body):
        start = at
        while at < len(body) and (body[at] in _DIGITS or body[at] == "."):
            at += 1
        number = body[start:at]
        start = at
        while at < len(body) and body[at] not in _DIGITS and body[at] != ".":
            at += 1
        factor = known.get(body[start:at])
        if factor is None or number.count(".") > 1 or number in {"", "."}:
            return None
        total += float(number) * factor
    if total > _LARGEST:
        return None
    # Whole nanoseconds: 0.1 + 0.2 is 0.3 here.
    total = round(total, 9)
    return -total if text.startswith("-") else total


def format_seconds(seconds: float) -> str:
    """`90 s`, `1.5 s`: for people, without an exponent or zeros at the end."""
    digits = f"{seconds:.9f}".rstrip("0").rstrip(".")
    return f"{'0' if digits == '-0' else digits} s"


def round_up_grace(seconds: float, *, exceed: bool = True) -> int:
    """The smallest round number of seconds above `seconds` (not below it, if it need not `exceed`).

    Round are multiples of 5 up to 30, of 10 up to 60, of 30 from there: 89 gives 90, 90 gives 120.
    """
    if seconds < 0:
        return 0
    for step, limit in ((5, 30), (10, 60), (30, None)):
        value = int(seconds // step) * step
        while value < seconds or (exceed and value == seconds):
            value += step
        if limit is None or value <= limit:
            break
    return value
