"""Work over several processes: the same answers as in one, whatever happens to a process.

Processes are forked, so that they have all that was read before, and give bytes back. Where there is no fork
(Windows), everything is done in one. `share` takes part in the work itself, and is what a run uses; `spread` only has
it done, where it may kill who does it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")

MOST = 8
"""So many processes by default, at most: more of them wait for the one that puts the answers together."""
_TOGETHER = 24
"""How many tasks a process takes at once."""
_HEAD = 4
_MOST_TICKETS = 1_000
"""So many of them, 4 bytes each, are in a pipe at once, even in the smallest that there is (a page)."""
_LEAST_OF_A_TICKET = 8
_AT_ONCE = 1 << 20


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


def share(
    count: int,
    work: Callable[[int], T],
    pack: Callable[[int, T], bytes],
    unpack: Callable[[int, bytes], T],
    jobs: int,
) -> dict[int, T | None]:
    """What `work` gives for the numbers below `count`, by this process and `jobs - 1` others.

    What another process finds is made bytes there by `pack`, and that again here by `unpack`. None for a number
    whose process died on it, again and alone; a number is left out where `work` or `pack` raised: who does it again
    here meets the same.
    """
    return _Sharing(count, work, pack, unpack, jobs).run()


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


class _Sharing:
    """Tickets for stretches of the work lie in a pipe, from which every process takes the next one."""

    def __init__(
        self,
        count: int,
        work: Callable[[int], Any],
        pack: Callable[[int, Any], bytes],
        unpack: Callable[[int, bytes], Any],
        jobs: int,
    ) -> None:
        self.count, self.work, self.pack, self.unpack, self.jobs = count, work, pack, unpack, jobs
        self.size = max(_LEAST_OF_A_TICKET, -(-count // _MOST_TICKETS))
        self.found: dict[int, Any] = {}
        self.answered: set[int] = set()
        self.helpers: dict[int, _Helper] = {}

    def run(self) -> dict[int, Any]:
        tickets, ours = os.pipe()
        try:
            try:
                os.write(ours, b"".join(map(_number, range(-(-self.count // self.size)))))
            finally:
                os.close(ours)
            self._hire(tickets)
            while ticket := os.read(tickets, _HEAD):
                self._do(int.from_bytes(ticket, "big"))
                self._listen(0)
            while self.helpers:
                self._listen(None)
        finally:
            os.close(tickets)
            for helper in self.helpers.values():
                helper.end()
        self._again([n for at in self._tickets() if at not in self.answered for n in self._numbers(at)])
        return self.found

    def _tickets(self) -> range:
        return range(-(-self.count // self.size))

    def _numbers(self, ticket: int) -> range:
        return range(ticket * self.size, min((ticket + 1) * self.size, self.count))

    def _hire(self, tickets: int) -> None:
        """Make the other processes, or as many of them as there can be."""
        for _ in range(min(self.jobs, len(self._tickets())) - 1):
            try:
                helper = _Helper(tickets, self._serve)
            except OSError:
                return
            self.helpers[helper.line] = helper

    def _serve(self, ticket: int) -> bytes:
        """In another process: the answers for a ticket."""
        return b"".join(map(_packed, map(_safely(self._pack), self._numbers(ticket))))

    def _pack(self, number: int) -> bytes:
        return self.pack(number, self.work(number))

    def _do(self, ticket: int) -> None:
        self.answered.add(ticket)
        for number in self._numbers(ticket):
            try:
                self.found[number] = self.work(number)
            except Exception:  # noqa: BLE001, S112 (it is raised again where somebody can say it)
                continue

    def _listen(self, seconds: float | None) -> None:
        """Take what the others have found; wait for that until there is something (None), or not at all (0)."""
        from select import select

        for line in select(list(self.helpers), (), (), seconds)[0]:
            helper = self.helpers[line]
            for ticket, data in helper.answers():
                self.answered.add(ticket)
                for number, answer in _unpacked(self._numbers(ticket), data).items():
                    self.found[number] = self.unpack(number, answer)
            if helper.is_done:
                del self.helpers[line]
                helper.end()

    def _again(self, numbers: list[int]) -> None:
        """What processes were at work on when they died: once more, in processes that may die as well."""
        answers = spread(len(numbers), lambda at: self._pack(numbers[at]), 1) if numbers else {}
        for at, data in answers.items():
            self.found[numbers[at]] = None if data is None else self.unpack(numbers[at], data)


class _Helper:
    """Another process that takes tickets, and our end of the line on which it answers."""

    def __init__(self, tickets: int, serve: Callable[[int], bytes]) -> None:
        import signal

        self.line, theirs = os.pipe()
        self.is_done = False
        self._data = bytearray()
        # An interrupt in the first moments of a process would be told by Python, at length.
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _help(tickets, theirs, self.line, serve)
        except OSError:
            os.close(self.line)
            raise
        finally:
            os.close(theirs)
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)

    def answers(self) -> list[tuple[int, bytes]]:
        """The tickets for which the answers are here whole, with those. Waits until there is something."""
        piece = os.read(self.line, _AT_ONCE)
        self.is_done = not piece
        data = self._data
        data += piece
        found = []
        while len(data) >= 2 * _HEAD:
            end = 2 * _HEAD + int.from_bytes(data[_HEAD : 2 * _HEAD], "big")
            if len(data) < end:
                break
            found.append((int.from_bytes(data[:_HEAD], "big"), bytes(data[2 * _HEAD : end])))
            del data[:end]
        return found

    def end(self) -> None:
        import signal

        os.close(self.line)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _help(tickets: int, line: int, other_end: int, serve: Callable[[int], bytes]) -> None:
    """Another process: take tickets and answer, until there is none left. It says nothing and leaves at once."""
    import signal

    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
        os.close(other_end)
        while ticket := os.read(tickets, _HEAD):
            answers = serve(int.from_bytes(ticket, "big"))
            rest = memoryview(ticket + _number(len(answers)) + answers)
            while rest:
                rest = rest[os.write(line, rest) :]
        code = 0
    except BaseException:  # noqa: BLE001, S110 (whoever asked sees that nobody answers)
        pass
    finally:
        os._exit(code)


def _number(number: int) -> bytes:
    return number.to_bytes(_HEAD, "big")
