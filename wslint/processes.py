"""Work over several processes: the same answers as in one, whatever happens to a process.

Processes are forked, so that they have all that was read before, and give bytes back. Where there is no fork
(Windows), everything is done in one.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

MOST = 8
"""So many processes by default, at most: more of them wait for the one that puts the answers together."""
_TOGETHER = 24
"""How many tasks a process takes at once."""
_HEAD = 4


def usable_cores() -> int:
    """How many processors this process may use: of its machine, its affinity, and its control group.

    Source: Linux kernel documentation, "Control Group v2", cpu.max: microseconds of each period.
    """
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:
        cores = os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read(100).split()
        cores = min(cores, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError, ZeroDivisionError):
        pass
    return max(1, cores)


def can_fork() -> bool:
    """Whether processes can be made here."""
    return hasattr(os, "fork")


def spread(count: int, work: Callable[[int], bytes], jobs: int) -> dict[int, bytes | None]:
    """What `work` gives for the numbers below `count`, over `jobs` processes.

    None for a number whose process died on it, again and alone; a number is left out where `work` raised: who
    does it again here meets the same.
    """
    return _Spread(count, work, jobs).run()


class _Worker:
    """A process, our end of the line to it, and the numbers that it is at work on."""

    def __init__(self, context: Any, work: Callable[[int], bytes]) -> None:
        import signal

        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.line, work), daemon=True)
        # An interrupt in the first moments of a process would be told by Python, at length.
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        theirs.close()
        self.numbers: tuple[int, ...] = ()

    def give(self, numbers: tuple[int, ...]) -> None:
        self.numbers = numbers
        self.line.send_bytes(b"".join(number.to_bytes(_HEAD, "big") for number in numbers))

    def end(self) -> None:
        self.line.close()
        self.process.join(timeout=1)
        if self.process.is_alive():
            self.process.kill()


class _Spread:
    def __init__(self, count: int, work: Callable[[int], bytes], jobs: int) -> None:
        import multiprocessing

        self.context = multiprocessing.get_context("fork")
        self.work = work
        self.jobs = jobs
        self.waiting = [
            tuple(range(start, min(start + _TOGETHER, count))) for start in range(0, count, _TOGETHER)
        ]
        self.waiting.reverse()
        self.found: dict[int, bytes | None] = {}
        self.workers: dict[Any, _Worker] = {}

    def run(self) -> dict[int, bytes | None]:
        from multiprocessing.connection import wait

        try:
            self._staff()
            while self.workers:
                for line in wait(list(self.workers)):
                    self._answer(self.workers[line])
                self._staff()
        finally:
            for worker in self.workers.values():
                worker.process.kill()
        return self.found

    def _staff(self) -> None:
        """Let there be as many processes as there is work for."""
        while self.waiting and len(self.workers) < self.jobs:
            try:
                worker = _Worker(self.context, self.work)
            except OSError:
                # No more processes: those that there are go on, and what is left undone is done by whoever asked.
                if not self.workers:
                    self.waiting.clear()
                return
            self.workers[worker.line] = worker
            self._next(worker)

    def _next(self, worker: _Worker) -> None:
        if self.waiting:
            try:
                worker.give(self.waiting.pop())
            except OSError:
                self._died(worker)
        else:
            del self.workers[worker.line]
            worker.end()

    def _answer(self, worker: _Worker) -> None:
        try:
            data = worker.line.recv_bytes()
        except (EOFError, OSError):
            self._died(worker)
            return
        self.found.update(_unpacked(worker.numbers, data))
        worker.numbers = ()
        self._next(worker)

    def _died(self, worker: _Worker) -> None:
        """What it was at work on is tried again, each task by itself, to find the one that kills."""
        del self.workers[worker.line]
        worker.end()
        if len(worker.numbers) == 1:
            self.found[worker.numbers[0]] = None
        else:
            self.waiting += [(number,) for number in reversed(worker.numbers)]


def _unpacked(numbers: Sequence[int], data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    for number in numbers:
        size = int.from_bytes(data[at : at + _HEAD], "big")
        at += _HEAD
        if size:
            found[number] = data[at : at + size - 1]
            at += size - 1
    return found


def _serve(line: Any, other_end: Any, work: Callable[[int], bytes]) -> None:
    """A process: take numbers, give answers, until nobody asks any more. It says nothing and leaves at once."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
    other_end.close()
    code = 1
    try:
        while True:
            data = line.recv_bytes()
            numbers = [int.from_bytes(data[at : at + _HEAD], "big") for at in range(0, len(data), _HEAD)]
            line.send_bytes(b"".join(map(_packed, map(_safely(work), numbers))))
    except EOFError:
        code = 0
    except BaseException:  # noqa: BLE001, S110 (whoever asked sees that nobody answers)
        pass
    finally:
        os._exit(code)


def _safely(work: Callable[[int], bytes]) -> Callable[[int], bytes | None]:
    def safe(number: int) -> bytes | None:
        try:
            return work(number)
        except Exception:  # noqa: BLE001 (it is raised again where somebody can say it)
            return None

    return safe


def _packed(answer: bytes | None) -> bytes:
    """Its length and one more, so that none at all is told from an empty one."""
    if answer is None:
        return bytes(_HEAD)
    return (len(answer) + 1).to_bytes(_HEAD, "big") + answer
