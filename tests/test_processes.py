"""Work over several processes gives what one would give, whatever happens to a process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wslint import app, processes
from wslint.project import ahead
from wslint.settings.record import Settings

pytestmark = pytest.mark.skipif(not processes.can_fork(), reason="no fork here")

MANIFEST = """\
apiVersion: v1
kind: Pod
metadata: {{name: pod-{0}}}
spec:
  containers:
    - name: main
      image: web
      ports: [{{containerPort: 80}}]
      livenessProbe: {{httpGet: {{port: {0}}}, timeoutSeconds: 20}}
"""


def make(folder: Path, count: int) -> Path:
    for number in range(count):
        (folder / f"{number:03}.yaml").write_text(MANIFEST.format(number + 1000))
    return folder


def square(number: int) -> bytes:
    return str(number * number).encode()


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 24, 25, 200])
def test_every_number_gets_its_answer(jobs: int, count: int) -> None:
    assert processes.spread(count, square, jobs) == {n: square(n) for n in range(count)}


def test_an_empty_answer_is_one_and_no_answer_is_left_out() -> None:
    def work(number: int) -> bytes:
        if number == 3:
            raise RuntimeError("here")
        return b""

    assert processes.spread(6, work, 2) == {n: b"" for n in range(6) if n != 3}


def test_a_process_that_dies_costs_the_one_task_that_kills_it() -> None:
    def work(number: int) -> bytes:
        if number in (7, 50):
            os.kill(os.getpid(), signal.SIGKILL)
        return square(number)

    found = processes.spread(80, work, 2)
    assert {number for number, answer in found.items() if answer is None} == {7, 50}
    assert all(found[number] == square(number) for number in range(80) if number not in (7, 50))


def test_where_no_process_can_be_made_nothing_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(processes._Worker, "__init__", refuse)
    assert processes.spread(30, square, 2) == {}


def test_large_answers_come_through() -> None:
    found = processes.spread(4, lambda number: bytes([number]) * 3_000_000, 2)
    assert found == {n: bytes([n]) * 3_000_000 for n in range(4)}


def outcome(folder: Path, jobs: int) -> object:
    found = app.run([str(folder)], Settings(root=str(folder)), jobs=jobs)
    return [(one.code, one.span.path, one.span.first, one.message) for one in found.findings], found.coverage


def test_the_outcome_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    make(tmp_path, 60)
    (tmp_path / "Dockerfile").write_text("FROM a\nCMD sleep 9\n")
    (tmp_path / "broken.yaml").write_text("apiVersion: v1\nkind: [\n")
    (tmp_path / "binary.yaml").write_bytes(b"\0\1")
    (tmp_path / "compose.yaml").write_text("services: {web: {image: a, ports: ['80:80']}}\n")
    findings, coverage = outcome(tmp_path, 1)
    assert findings
    assert outcome(tmp_path, 2) == outcome(tmp_path, 5) == (findings, coverage)


def test_a_file_that_kills_its_reader_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tree"
    folder.mkdir()
    make(folder, 60)
    ours, marker = os.getpid(), tmp_path / "killed"
    from wslint.project import load

    def read(source, path, **more):  # type: ignore[no-untyped-def]
        if os.getpid() == ours:
            # So the other process gets to the last file.
            wait_for(marker)
        elif path.endswith("059.yaml"):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return original(source, path, **more)

    original = load.read_facts
    monkeypatch.setattr(load, "read_facts", read)
    found = app.run([str(folder)], Settings(root=str(folder)), jobs=2)
    said = [one for one in found.findings if one.name == "syntax-error"]
    assert [(one.span.path.rsplit("/", 1)[-1], one.span.line) for one in said] == [("059.yaml", 1)]
    assert "process" in said[0].message
    assert len(found.findings) >= 60


def wait_for(path: Path) -> None:
    for _ in range(5000):
        if path.exists():
            return
        time.sleep(0.002)


def text_of(number: int, answer: str) -> bytes:
    return f"{number} {answer}".encode()


def from_text(number: int, data: bytes) -> str:
    first, _, answer = data.decode().partition(" ")
    assert int(first) == number
    return answer


def shared(count: int, work, jobs: int) -> dict[int, str | None]:  # type: ignore[no-untyped-def]
    return processes.share(count, work, text_of, from_text, jobs)


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 200, 20_001])
def test_what_is_shared_gets_every_answer(jobs: int, count: int) -> None:
    assert shared(count, str, jobs) == {n: str(n) for n in range(count)}


def test_all_processes_take_part_and_each_number_is_done_once() -> None:
    ours = os.getpid()

    def work(number: int) -> str:
        time.sleep(0.001)
        return "here" if os.getpid() == ours else "there"

    found = shared(160, work, 2)
    assert set(found) == set(range(160))
    assert set(found.values()) == {"here", "there"}


def test_what_raises_in_any_process_is_left_out() -> None:
    def work(number: int) -> str:
        time.sleep(0.001)
        if number % 10 == 3:
            raise RuntimeError("here")
        return ""

    assert shared(160, work, 2) == {n: "" for n in range(160) if n % 10 != 3}


def test_of_what_is_shared_only_what_kills_a_process_is_lost(tmp_path: Path) -> None:
    ours = os.getpid()

    def work(number: int) -> str:
        if os.getpid() == ours:
            wait_for(tmp_path / "killed")
        elif number == 157:
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return str(number)

    assert shared(160, work, 2) == {n: str(n) if n != 157 else None for n in range(160)}


def test_what_is_shared_is_done_here_where_no_process_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", refuse)
    assert shared(30, str, 4) == {n: str(n) for n in range(30)}


def test_large_answers_of_those_who_share_come_through() -> None:
    found = shared(32, lambda number: str(number % 10) * 1_000_000, 2)
    assert found == {n: str(n % 10) * 1_000_000 for n in range(32)}


def test_whoever_shares_leaves_no_process_and_no_file_open() -> None:
    before = set(os.listdir("/dev/fd"))

    def work(number: int) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shared(100, work, 3)
    assert set(os.listdir("/dev/fd")) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_few_files_are_read_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, 30)
    monkeypatch.setattr(ahead, "share", lambda *_: pytest.fail("no process is worth its while here"))
    app.run([str(tmp_path)], Settings(root=str(tmp_path)), jobs=0)


def test_ctrl_c_ends_all_processes_at_once_with_one_line(tmp_path: Path) -> None:
    make(tmp_path, 4000)
    child = subprocess.Popen(
        [sys.executable, "-m", "wslint", "check", "--isolated", "--no-cache", "--jobs", "2", str(tmp_path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell lets what it runs in the background pass over interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads here)
        text=True,
    )
    children = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    if not children.parent.exists():
        child.kill()
        pytest.skip("no /proc here")
    for _ in range(2000):
        if child.poll() is not None or children.read_text().split():
            break
        time.sleep(0.005)
    os.killpg(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert said == "wslint: interrupted\n"


def test_a_control_group_limits_the_cores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    real_open = open
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr("builtins.open", lambda path, **more: real_open(tmp_path / "cpu.max", **more))
    assert processes.usable_cores() == 2
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert processes.usable_cores() == 16
