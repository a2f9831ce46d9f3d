"""Runs programs in turn and measures them as wholes: seconds of wall clock, start of the process included, and memory."""

import os
import pathlib
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

NOT_HANDED_ON = ("WSLINT", "PYTHON", "HADOLINT", "VIRTUAL_ENV")
LONGEST = 1800  # seconds after which a program is stopped
TICK = 0.02  # seconds between two looks at the memory


class BrokenError(Exception):
    """A program did not do what it was timed for; the text says which one, and how it ended."""


class Step(NamedTuple):
    """What is timed under one name: commands one after the other. `before` is called first and not timed."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    before: Callable[[], object] | None = None
    folder: pathlib.Path | None = None


class Spread(NamedTuple):
    """Of some figures: the median, the least and the greatest."""

    median: float
    low: float
    high: float


class Memory(NamedTuple):
    """The greatest sum over all processes of a run, in bytes: shared pages counted once (PSS), or for each (RSS)."""

    shared_once: int
    resident: int


def environment() -> dict[str, str]:
    """The variables of this process less what would change what the programs do."""
    return {name: value for name, value in os.environ.items() if not name.startswith(NOT_HANDED_ON)}


def seconds(step: Step) -> float:
    """How long the commands of a step take together. An exit code above 1 is `BrokenError`: 1 says that there are findings."""
    if step.before is not None:
        step.before()
    variables, taken = environment(), 0.0
    for command in step.commands:
        start = time.perf_counter()
        code = _waited_for(command, step.folder, variables)
        taken += time.perf_counter() - start
        _judge(command, code)
    return taken


def _waited_for(command: Sequence[str], folder: pathlib.Path | None, variables: dict[str, str]) -> int:
    """The exit code. A wait with a time limit would look for it every 50 ms only, so a timer ends what hangs."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=variables,
    )
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        child.kill()

    watch = threading.Timer(LONGEST, stop)
    watch.start()
    try:
        code = child.wait()
    finally:
        watch.cancel()
    if stopped.is_set():
        raise BrokenError(f"{_name(command)} was stopped after {LONGEST} s")
    return code


def _judge(command: Sequence[str], code: int) -> None:
    if code not in (0, 1):
        raise BrokenError(f"{_name(command)} ended with {code}")


def _name(command: Sequence[str]) -> str:
    return pathlib.Path(command[0]).name


def in_turn(steps: Sequence[Step], rounds: int, *, warm: bool = True) -> dict[str, list[float]]:
    """The seconds of each step in each round, by name. A round runs all steps; a first round (`warm`) is not counted."""
    if warm:
        for step in steps:
            seconds(step)
    times: dict[str, list[float]] = {step.name: [] for step in steps}
    for _ in range(rounds):
        for step in steps:
            times[step.name].append(seconds(step))
    return times


def spread(figures: Sequence[float]) -> Spread:
    """Median, least and greatest of at least one figure."""
    return Spread(statistics.median(figures), min(figures), max(figures))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Ours over theirs, round by round, so that what slows a round down slows both."""
    return [a / b for a, b in zip(ours, theirs, strict=True)]


def peak_memory(command: Sequence[str], folder: pathlib.Path | None = None) -> Memory:
    """Watch a command and all that it starts, by /proc, every `TICK` seconds (Linux only)."""
    if not os.path.isdir("/proc/self"):
        raise BrokenError("memory is read from /proc, which is not there")
    shared_once = resident = 0
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment(),
        start_new_session=True,  # its children are then those of its session
    ) as process:
        while process.poll() is None:
            seen = [_memory_of(pid) for pid in _session(process.pid)]
            shared_once = max(shared_once, sum(one.shared_once for one in seen))
            resident = max(resident, sum(one.resident for one in seen))
            time.sleep(TICK)
    _judge(command, process.returncode)
    return Memory(shared_once, resident)


def _session(leader: int) -> Iterator[int]:
    """The processes of a session (proc(5), `stat`: state, parent, group, session behind the name)."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                line = pathlib.Path("/proc", name, "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # it has ended
            if int(line.rpartition(")")[2].split()[3]) == leader:
                yield int(name)


def _memory_of(pid: int) -> Memory:
    """What /proc/PID/smaps_rollup says, given there in kB of 1,024 bytes; nothing for a process that has ended."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return Memory(0, 0)
    fields = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
    return Memory(fields.get("Pss", 0), fields.get("Rss", 0))
