"""Running a target on input after input; what goes wrong is kept, made small, and told once for each place."""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from .looking import look
from .seeding import Seeds, Tree
from .targets import TEXT, Target

LONGEST = 20.0
SLOW = 1.0
"""In seconds of CPU: an answer that takes longer than the first is given up, than the second is told."""
_AGAIN = 8
"""Each so many-th input is run twice, to compare the answers."""


class TooSlow(BaseException):  # not to be caught by what it interrupts
    """An answer took longer than LONGEST."""


class Unlike(AssertionError):  # noqa: N818
    """Two answers to one input differ."""


class Fault(NamedTuple):
    """What went wrong: its kind and place (`file.py:function`), which tell faults apart, and words about it."""

    kind: str
    place: str
    message: str


class Met(NamedTuple):
    """A fault, the number of the first input that has it, and that input."""

    fault: Fault
    number: int
    files: Tree


class Total(NamedTuple):
    """What a target came to. `slowest` is the longest time in seconds of CPU, and the number of the input."""

    target: str
    inputs: int
    seconds: float
    faults: tuple[Met, ...]
    slowest: tuple[float, int]
    slow: tuple[Met, ...] = ()


def input_of(target: Target, seeds: Seeds, seed: int, number: int) -> Tree:
    """The input of a number: the same for the same seeds and seed."""
    return target.make(Random(f"{seed}/{target.name}/{number}"), seeds)  # noqa: S311


def fuzz(
    target: Target, seeds: Seeds, *, seed: int, first: int = 0, wants_more: Callable[[int, float], bool]
) -> Total:
    """Run inputs from the number `first` on, as long as `wants_more` says so of their count and seconds."""
    faults: dict[tuple[str, str], Met] = {}
    slow: list[Met] = []
    slowest = (0.0, first)
    done, begun = 0, time.process_time()
    while wants_more(done, time.process_time() - begun):
        number = first + done
        files = input_of(target, seeds, seed, number)
        fault, spent = tried(target, files, twice=number % _AGAIN == 0)
        slowest = max(slowest, (spent, number))
        if fault is not None:
            faults.setdefault(fault[:2], Met(fault, number, files))
        elif spent > SLOW and len(slow) < 20:
            slow.append(Met(Fault("slow", target.name, f"{spent:.1f} s"), number, files))
        done += 1
    return Total(target.name, done, time.process_time() - begun, tuple(faults.values()), slowest, tuple(slow))


def tried(target: Target, files: Tree, *, twice: bool = True) -> tuple[Fault | None, float]:
    """What is wrong with the answer to an input, if anything, and how long it took."""
    begun = time.process_time()
    spent = 0.0
    try:
        with _bounded(LONGEST):
            answer = look(target.run(files))
            spent = time.process_time() - begun
            if twice:
                _compare(answer, look(target.run(files)))
    except BaseException as error:
        # Also TooSlow, and the panic of a library in Rust.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        return _fault(error), time.process_time() - begun
    return None, spent


def _compare(answer: int, again: int) -> None:
    if answer != again:
        raise Unlike("another answer to the same input")


def _fault(error: BaseException) -> Fault:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if f"{os.sep}wslint{os.sep}" in one.filename] or list(frames)
    inner = ours[-1]
    place = f"{os.path.basename(inner.filename)}:{inner.name}"
    if isinstance(error, AssertionError):
        # What is amiss is in the words, digits apart.
        place = "".join(char for char in str(error) if not char.isdigit())[:80]
    return Fault(type(error).__name__, place, "".join(traceback.format_exception(error))[-6000:])


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Raise TooSlow after so much time of CPU, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlow(f"longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def smaller(target: Target, met: Met, *, seconds: float = 20.0) -> Tree:
    """The input with as much left out as can be, so that the fault is the same."""
    end = time.process_time() + seconds

    def shows(files: Tree) -> bool:
        fault, spent = tried(target, files)
        if met.fault.kind == "slow":
            return fault is None and spent > SLOW
        return fault is not None and fault[:2] == met.fault[:2]

    files = dict(met.files)
    for path in sorted(files) if TEXT not in files else ():
        without = {other: text for other, text in files.items() if other != path}
        if time.process_time() < end and without and shows(without):
            files = without
    for path in sorted(files):
        for parts in (_lines, list):
            kept = parts(files[path])
            size = max(1, len(kept) // 2)
            while size and time.process_time() < end:
                at = 0
                while at < len(kept) and time.process_time() < end:
                    tried_ = kept[:at] + kept[at + size :]
                    if shows({**files, path: "".join(tried_)}):
                        kept = tried_
                    else:
                        at += size
                size //= 2
            files[path] = "".join(kept)
    return files


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def save(target: Target, met: Met, folder: Path) -> Path:
    """Keep an input with what is wrong with it; where it is then."""
    name = "".join(char if char.isalnum() else "-" for char in f"{met.fault.kind}-{met.fault.place}")[:80]
    into = folder / target.name / name
    into.mkdir(parents=True, exist_ok=True)
    kept = {"target": target.name, "number": met.number, "files": dict(met.files), "fault": met.fault.message}
    text = json.dumps(kept, indent=1)
    (into / "input.json").write_text(text + "\n", encoding="utf-8")
    return into


def replayed(target: Target, path: Path) -> Fault | None:
    """What is wrong with an input that was kept, now."""
    sys.setrecursionlimit(1000)
    return tried(target, json.loads(path.read_text(encoding="utf-8"))["files"])[0]
