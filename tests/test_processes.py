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
    make(tmp_path, 30)
    ours = os.getpid()
    real = ahead.FileFacts
    from wslint.project import load

    def read(source, path, **more):  # type: ignore[no-untyped-def]
        if path.endswith("007.yaml") and os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(source, path, **more)

    original = load.read_facts
    monkeypatch.setattr(load, "read_facts", read)
    found = app.run([str(tmp_path)], Settings(root=str(tmp_path)), jobs=2)
    said = [one for one in found.findings if one.name == "syntax-error"]
    assert [(one.span.path.rsplit("/", 1)[-1], one.span.line) for one in said] == [("007.yaml", 1)]
    assert "process" in said[0].message
    assert real is ahead.FileFacts


def test_few_files_are_read_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, 30)
    monkeypatch.setattr(ahead, "spread", lambda *_: pytest.fail("no process is worth its while here"))
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
