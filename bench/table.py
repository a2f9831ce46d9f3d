"""Writes what was measured as Markdown: targets, all rows, limits, and what was left out."""

import os
import pathlib
import platform
from collections.abc import Iterator
from typing import NamedTuple

from bench.limits import Limit
from bench.measure import Spread, spread
from bench.rows import Floor, Row, Unit

FLOOR = (
    "The floor is what would stay if wslint itself took no time: Python starts and imports click; for the Kubernetes "
    "files, the YAML parser also gives its events, its work divided among the cores."
)


class Report(NamedTuple):
    """All that one run of the bench found; `about` are sentences on the machine and the tree."""

    about: tuple[str, ...]
    versions: tuple[str, ...]
    rows: tuple[Row, ...]
    limits: tuple[Limit, ...]
    left_out: dict[str, str]
    floors: dict[Floor, float]


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine(python: str, rounds: int) -> tuple[str, ...]:
    """Cores that this process may use, processor, memory, Python, and how busy the machine was before."""
    busy = f"; load average at the start {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    counted = f"Rounds: {rounds} (fewer where the table says so) on {cores()} cores{_described()}"
    return (f"{counted}, {platform.system()}, Python {python}{busy}.",)


def _described() -> str:
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        memory = pathlib.Path("/proc/meminfo").read_text("utf-8").split()[1]
    except OSError:
        return ""
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0] if names else platform.machine()}, {int(memory) / 1024**2:.0f} GiB of memory)"


def markdown(report: Report) -> str:
    """The whole page."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (
        "# Results",
        "",
        "Written by `python3 bench/run.py`; what is measured, and how: `docs/speed.md`.",
        "",
    )
    yield from (*report.about, "", "; ".join(report.versions) + ".", "")
    targets = [row for row in report.rows if row.at_most is not None]
    if targets:
        kept = sum(row.met for row in targets)
        yield from (f"## Targets: {kept} of {len(targets)} met", "")
        yield from (FLOOR, "")
        yield "| load | target | reached (least to greatest) | met | floor |"
        yield "| --- | --- | --- | --- | --- |"
        yield from (_target(row, report.floors.get(row.floor, 0.0)) for row in targets)
        yield ""
    yield from (
        "## All figures",
        "",
        "The median of each, with the least and the greatest of all rounds.",
        "",
    )
    yield "| load | beside | wslint | the other | ratio, pair by pair | rounds |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from (_figures(row) for row in report.rows)
    if report.limits:
        yield from (
            "",
            "## Limits",
            "",
            "What wslint cannot go below, or is measured against, in the same run.",
            "",
        )
        yield from ("| what | figure |", "| --- | --- |")
        yield from (f"| {limit.name} | {limit.figure} |" for limit in report.limits)
    if report.left_out:
        yield from ("", "## Left out", "")
        yield from (f"- {name}: {reason}" for name, reason in report.left_out.items())


def _target(row: Row, floor: float) -> str:
    """A line of the first table; `floor` in seconds, 0 where there is none."""
    if row.unit == "ratio":
        target = f"at most {row.at_most:g} of {row.beside}"
    else:
        target = f"at most {row.at_most:g} {row.unit}"
    least = f"{floor * 1000:.0f} ms" if floor else ""
    if floor and row.theirs is not None:
        least = shown(spread([floor / row.theirs.median]), "ratio")
    met = "yes" if row.met else "**no**"
    return f"| {row.load} | {target} | {shown(row.reached, row.unit)} | {met} | {least} |"


def _figures(row: Row) -> str:
    if row.ours is None or row.theirs is None:
        return f"| {row.load} | | {shown(row.reached, row.unit)} | | | {row.rounds} |"
    cells = (row.load, row.beside, shown(row.ours, "s"), shown(row.theirs, "s"), shown(row.reached, "ratio"))
    return f"| {' | '.join(cells)} | {row.rounds} |"


def shown(figures: Spread, unit: Unit) -> str:
    """The median, and the least and the greatest where they differ: seconds as ms below 10 s (µs below 1 ms)."""
    median, low, high = figures
    if unit == "MB":
        parts, mark = [f"{one:.0f}" for one in figures], " MB"
    elif unit == "ratio":
        parts, mark = [f"{one:.3f}" if median < 0.1 else f"{one:.2f}" for one in figures], ""
    elif median >= 10:
        parts, mark = [f"{one:.1f}" for one in figures], " s"
    elif median >= 0.01:
        parts, mark = [f"{one * 1000:.0f}" for one in figures], " ms"
    else:
        parts, mark = [f"{one * 1_000_000:.0f}" for one in figures], " µs"
    return f"{parts[0]}{mark}" if low == high else f"{parts[0]}{mark} ({parts[1]}–{parts[2]})"
