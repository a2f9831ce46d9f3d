"""Holds every pattern against its baits, in a process whose time is bounded: run by the test of patterns.

Prints a line for each pattern: its place, how many baits it was shown, and the worst one if it is not linear.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from .bait import baits
from .patterns import Pattern, all_patterns

_LENGTHS = (26, 400, 8_000)
_SUSPECT = 0.001
"""Seconds at 8,000 characters: a linear pattern takes a tenth of it, a quadratic one ten times as much."""
_LONG = 64_000
_TOO_SLOW = 0.5
"""Seconds at 64,000 characters."""


def seconds(pattern: Pattern, method: str, text: "str | bytes") -> float:
    """How long it takes to go through a text."""
    run: Callable[..., Any] = getattr(pattern.compiled, method)
    start = time.process_time()
    if method in ("sub", "subn"):
        run(b"" if isinstance(text, bytes) else "", text)
    elif method == "finditer":
        for _ in run(text):
            pass
    else:
        run(text)
    return time.process_time() - start


def worst(pattern: Pattern) -> tuple[int, str]:
    """How many baits there were, and what is wrong; empty if nothing is."""
    count = 0
    for prefix, pump, suffix in baits(pattern.compiled):
        for method in pattern.methods:
            count += 1
            for length in _LENGTHS:
                used = seconds(pattern, method, _text(pattern, prefix, pump, suffix, length))
                if used > _TOO_SLOW:
                    return (
                        count,
                        f"{method} {prefix[:30]!r} {pump[:30]!r} {suffix!r} at {length}: {used:.2f} s",
                    )
            if used > _SUSPECT and pattern.longest > _LENGTHS[-1]:
                used = seconds(pattern, method, _text(pattern, prefix, pump, suffix, _LONG))
                if used > _TOO_SLOW:
                    return (
                        count,
                        f"{method} {prefix[:30]!r} {pump[:30]!r} {suffix!r} at {_LONG}: {used:.2f} s",
                    )
    return count, ""


def _text(pattern: Pattern, prefix: str, pump: str, suffix: str, length: int) -> "str | bytes":
    text = (prefix + pump * (min(length, pattern.longest) // len(pump)) + suffix)[: pattern.longest]
    return text if isinstance(pattern.compiled.pattern, str) else text.encode("utf-8", "replace")


def main() -> None:
    """Run them all."""
    for pattern in all_patterns():
        if len(sys.argv) > 1 and not any(one in pattern.place for one in sys.argv[1:]):
            continue
        sys.stdout.write(f"{pattern.place}\t")
        sys.stdout.flush()  # before: if this one hangs, the last line says which it is
        count, wrong = worst(pattern)
        sys.stdout.write(f"{count}\t{wrong}\n")


if __name__ == "__main__":
    main()
