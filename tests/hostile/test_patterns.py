"""No regular expression of the program can be baited: each is shown texts that are made to slow it down."""

import sys
from pathlib import Path

from .harness import ROOT, run
from .patterns import all_patterns

_SECONDS = 120


def test_every_pattern_is_found_and_takes_time_in_proportion_to_the_text(tmp_path: Path) -> None:
    places = [pattern.place for pattern in all_patterns()]
    assert len(places) > 50
    found = run([sys.executable, "-m", "tests.hostile.bait_runner"], ROOT, tmp_path, _SECONDS)
    lines = [line.split("\t") for line in found.out.decode().splitlines()]
    assert found.code == 0, f"{found.complaints.decode()[-500:]}\nat {lines[-1]}"
    assert [place for place, *_ in lines] == places
    assert {place: wrong for place, _, wrong in lines if wrong} == {}


def test_a_pattern_that_is_not_linear_is_found() -> None:
    import re

    from .bait_runner import worst
    from .patterns import Pattern

    assert worst(Pattern("", re.compile(r"^\s+x:", re.MULTILINE), ("search",), 1_000_000))[1]
    assert worst(Pattern("", re.compile(r"(?:a+)+b"), ("match",), 1_000_000))[1]
    assert worst(Pattern("", re.compile(r"a+b+$"), ("match",), 1_000_000))[1] == ""
