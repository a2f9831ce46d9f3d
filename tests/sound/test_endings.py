"""How the program ends: streams that are closed or full, disks without room, signals. One line, and nothing halved."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wslint.cli.check import check
from wslint.report import REPORTERS

resource = pytest.importorskip("resource", reason="no limits here: HOW THE PROGRAM ENDS IS NOT TESTED")
if not Path("/dev/full").exists():
    pytest.skip("no /dev/full here: HOW THE PROGRAM ENDS IS NOT TESTED", allow_module_level=True)
PROJECT = Path(__file__).resolve().parents[2]
HAS_CACHE = any("--cache-dir" in parameter.opts for parameter in check.params)
RUN = [sys.executable, "-m", "wslint"]
BAD = "FROM debian\nSTOPSIGNAL KILL\nENV A B\nCMD serve a\n"
COMMANDS = {
    "check": 1,
    "check -h": 0,
    "check --fix --diff": 1,
    "why Dockerfile:2": 0,
    "explain WS201": 0,
    "explain WS201 --output-format json": 0,
    "rules": 0,
    "rules --output-format json": 0,
    "config show": 0,
    "config schema": 0,
    "baseline": 2,
    "baseline show": 0,
    "completions bash": 0,
    "--version": 0,
    "": 2,
}
"""What prints to standard output, with the exit code that it has anyway."""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with something to find and a baseline that knows nothing; one stands in it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "Dockerfile").write_text(BAD)
    (tmp_path / ".wslint-baseline.json").write_text('{"version": 1, "paths": ["."], "findings": []}\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    return tmp_path


def shell(script: str) -> tuple[int, str]:
    """The exit code and the standard error of a script; `$W` is wslint."""
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "W": f"{sys.executable} -m wslint"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def limited(size: int, *words: str) -> "subprocess.CompletedProcess[str]":
    """A run that may write files of so many bytes only, as on a disk that is full."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    # Python's own files do not count.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*RUN, *words], capture_output=True, text=True, check=False, preexec_fn=limit, env=environment
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_output_on_a_full_disk_is_said_in_one_line(command: str) -> None:
    said = "wslint: cannot write to standard output: No space left on device\n"
    assert shell(f"$W {command} >/dev/full") == (2, said)


@pytest.mark.parametrize("command", ["check", "rules", "-h", "check -h", "--version"])
def test_standard_output_that_is_closed_is_said_in_one_line(command: str) -> None:
    assert shell(f"$W {command} >&-") == (2, "wslint: cannot write to standard output: Bad file descriptor\n")


def to_nobody(*words: str) -> tuple[int, str]:
    """The exit code and the standard error of a run whose reader has gone before it says anything."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([*RUN, *words], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", [*REPORTERS, "auto"])
def test_a_reader_that_has_gone_is_no_fault_in_any_format(name: str) -> None:
    assert to_nobody("check", "--output-format", name) == (1, "")


@pytest.mark.parametrize("command", [one for one in COMMANDS if not one.startswith("check ")])
def test_a_reader_that_has_gone_is_no_fault_of_any_command(command: str) -> None:
    assert to_nobody(*command.split()) == (COMMANDS[command], "")


def test_a_reader_that_goes_after_the_first_line_of_many_is_no_fault(place: Path) -> None:
    # More than a pipe holds, so that the reader is gone before the end.
    for at in range(60):
        (place / f"Dockerfile.{at}").write_text(BAD * 12)
    assert shell("$W check --expand | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}") == (1, "")


def test_the_exit_code_holds_where_nobody_hears() -> None:
    assert shell("$W check >/dev/null 2>&-") == (1, "")
    assert shell("$W check nothing >/dev/null 2>&-") == (2, "")
    assert shell("$W check nothing 2>/dev/full") == (2, "")
    assert shell("$W check <&- >/dev/null") == (1, "")
    assert shell("$W check --quiet --fail-on never --select host-port-collision >&- 2>&- <&-") == (0, "")
    assert shell("$W check -o report >&- <&-") == (1, "")


def test_no_file_takes_the_number_of_a_stream_that_was_closed(place: Path) -> None:
    # `lsof` in small: what is behind 0, 1 and 2 while a report is written.
    code = "from wslint.cli.door import door; import os; door.run(['rules', '--output-format', 'json']); "
    code += "open('seen', 'w').write(' '.join(os.readlink(f'/proc/self/fd/{n}') for n in range(3)))"
    shell(f'{sys.executable} -c "{code}" <&- >&- 2>&-')
    if not (place / "seen").exists():
        pytest.skip("no /proc here: THE NUMBERS OF CLOSED STREAMS ARE NOT LOOKED AT")
    assert set((place / "seen").read_text().split()) == {os.devnull}


WRITING = {
    "-o": (["check", "-o", "target"], 2, "wslint: cannot write target: {why}\n"),
    "--report": (["check", "-q", "--report", "json=target"], 2, "wslint: cannot write target: {why}\n"),
    "--diff": (["check", "--fix", "--diff", "-o", "target"], 2, "wslint: cannot write target: {why}\n"),
    "baseline write": (["baseline", "write", "--file", "target"], 2, "wslint: cannot write target: {why}\n"),
    "--fix": (["check", "-q", "--fix", "--unsafe-fixes"], 1, "wslint: not written: Dockerfile: {why}\n"),
    "--add-ignore": (["check", "-q", "--add-ignore"], 1, "wslint: not written: Dockerfile: {why}\n"),
}
"""What writes files: words, exit code, and the line."""


@pytest.mark.parametrize(("words", "code", "says"), WRITING.values(), ids=WRITING)
def test_a_file_that_has_no_room_stays_as_it_was(words: list[str], code: int, says: str, place: Path) -> None:
    before = "an old report\n"
    (place / "target").write_text(before)
    (place / "target").chmod(0o640)
    names = sorted(os.listdir())
    done = limited(10, *words)
    assert done.returncode == code
    first = done.stderr.splitlines(keepends=True)[0]
    assert first.lower() == says.format(why="file too large").lower() or first == says.format(
        why="it cannot be written: file too large"
    )
    assert "Traceback" not in done.stderr
    assert sorted(os.listdir()) == names
    assert ((place / "target").read_text(), (place / "Dockerfile").read_text()) == (before, BAD)


def test_the_same_on_a_disk_that_is_full(place: Path) -> None:
    disk = place / "disk"
    disk.mkdir()
    if shutil.which("mount") is None or shutil.which("unshare") is None:
        pytest.skip("no mount: NO DISK IS FILLED")
    # In a name space of its own the disk is gone with the last process that is in it.
    script = """
        mount -t tmpfs -o size=64k none disk || exit 99
        cp Dockerfile disk; mkdir disk/.git; cd disk
        echo old > report; echo old > baseline; cp Dockerfile ../before
        cat /dev/zero > full 2>/dev/null
        for words in "-q -o report" "-q --report json=report" "-q --fix --unsafe-fixes" "-q --add-ignore"; do
            $W check $words >../printed 2>>../errors; echo "$words: $?"
        done
        $W baseline write --file baseline 2>>../errors; echo "baseline: $?"
        cmp Dockerfile ../before && cat report baseline && ls -A
    """
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = subprocess.run(
        ["unshare", *user, "--mount", "bash", "-c", script],
        env={**os.environ, "W": f"{sys.executable} -m wslint"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip(f"mounting is not allowed here: NO DISK IS FILLED ({done.stderr.strip()[:80]})")
    assert done.stdout == (
        "-q -o report: 2\n-q --report json=report: 2\n-q --fix --unsafe-fixes: 1\n-q --add-ignore: 1\nbaseline: 2\n"
        "old\nold\n.git\nDockerfile\nbaseline\nfull\nreport\n"
    )
    lines = (place / "errors").read_text().splitlines()
    assert sum("no space left on device" in line.lower() for line in lines) == 5
    assert all(line.startswith("wslint: ") for line in lines)


def test_a_report_that_is_written_keeps_mode_and_link_and_goes_into_what_is_no_file(place: Path) -> None:
    (place / "real").write_text("x" * 10_000)
    (place / "real").chmod(0o604)
    (place / "link").symlink_to("real")
    assert shell(
        "$W check -o link --report json=/dev/stdout > printed; echo after >> printed; test -L link"
    ) == (0, "")
    assert "Found " in (place / "real").read_text()
    assert (place / "real").stat().st_mode & 0o777 == 0o604
    assert (place / "printed").read_text().endswith("}\nafter\n")
    assert (
        shell(
            "umask 027; $W check -o new; $W check -o >(cat > piped); sleep 0.2; exit $(stat -c %a new | tail -c 3)"
        )[0]
        == 40 % 256
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: NO FOLDER IS PROTECTED")
@pytest.mark.parametrize("words", [["check", "-o", "shut/x"], ["baseline", "write", "--file", "shut/x"]])
def test_a_folder_that_takes_no_file_is_one_line(words: list[str], place: Path) -> None:
    (place / "shut").mkdir(mode=0o500)
    done = subprocess.run([*RUN, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "wslint: cannot write shut/x: Permission denied\n")


@pytest.mark.parametrize(
    "command", ["check", "check -q ..", "baseline write", "config show", "rules", "rules test"]
)
def test_a_working_directory_that_is_gone_is_one_line(command: str) -> None:
    assert shell(f"mkdir gone; cd gone; rmdir ../gone; $W {command}") == (
        2,
        "wslint: the working directory cannot be used: No such file or directory\n",
    )


def test_without_home_locale_and_path_it_runs(place: Path) -> None:
    for environment in (
        {},
        {"HOME": "/nonexistent", "LC_ALL": "xx_YY.nothing", "LANG": "\udcff"},
        {"HOME": ""},
    ):
        done = subprocess.run(
            [*RUN, "check"], env={"PYTHONPATH": str(PROJECT), **environment}, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (1, b"")


# A checker that is in the middle of something: it says so by a file, and goes on for a long time.
SLOW = """
import sys, time
import wslint.project.reading as reading
def slow(*arguments, **options):
    open("begun", "w").close()
    time.sleep(60)
import wslint.project.load as load
load.read_facts = slow
from wslint.__main__ import main
sys.argv = ["wslint", *sys.argv[1:]]
sys.exit(main())
"""


def ended(place: Path, number: signal.Signals, *words: str) -> tuple[int, str]:
    """The exit code and the standard error of a run that gets a signal while it reads a file."""
    (place / "begun").unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(place / "temporary")},
        # Test programs in the background are started deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (one thread)
    )
    for _ in range(600):
        if (place / "begun").exists() or process.poll() is not None:
            break
        time.sleep(0.05)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    return process.returncode, said


def repository(place: Path) -> None:
    (place / ".git").rmdir()
    own = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
    for words in (["init", "-q"], ["add", "Dockerfile"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *own, *words], check=True, capture_output=True, cwd=place)
    (place / "Dockerfile").write_text(BAD + "ENV C D\n")


@pytest.mark.parametrize(
    "words", [("check",), ("check", "--since", "HEAD"), ("baseline", "write"), ("why", "Dockerfile")]
)
def test_ctrl_c_ends_at_once_with_one_line_and_leaves_nothing_behind(
    words: tuple[str, ...], place: Path
) -> None:
    if "--since" in words and shutil.which("git") is None:
        pytest.skip("no git: NOT INTERRUPTED WITH --since")
    (place / "temporary").mkdir()
    if "--since" in words:
        repository(place)
    assert ended(place, signal.SIGINT, *words) == (130, "wslint: interrupted\n")
    assert os.listdir(place / "temporary") == []


@pytest.mark.skipif(shutil.which("git") is None, reason="no git: NOT TERMINATED WITH --since")
def test_sigterm_removes_what_was_laid_out_and_says_so(place: Path) -> None:
    (place / "temporary").mkdir()
    repository(place)
    assert ended(place, signal.SIGTERM, "check", "--since", "HEAD") == (143, "wslint: terminated\n")
    assert os.listdir(place / "temporary") == []


def test_sigterm_ends_a_run_that_has_nothing_to_remove_as_the_system_has_it(place: Path) -> None:
    (place / "temporary").mkdir()
    code, said = ended(place, signal.SIGTERM, "check")
    # Where the run takes care of its own end, it says so.
    assert (code, said) in {(-signal.SIGTERM, ""), (143, "wslint: terminated\n")}
    assert os.listdir(place / "temporary") == []


CACHES = {
    "a file": "touch cache",
    "below a file": "touch file; ln -s file/cache cache",
    "a link to nowhere": "ln -s no/where cache",
    "a device": "ln -s /dev/full cache",
    "shut": "mkdir -m 0 cache",
    "of a system's own": "ln -s /proc/self cache",
}
"""What may be in the place of the folder of the cache."""


@pytest.mark.skipif(not HAS_CACHE, reason="check has no --cache-dir: NO CACHE IS WITHOUT ROOM")
@pytest.mark.parametrize("made", CACHES.values(), ids=CACHES)
def test_a_cache_that_cannot_be_written_changes_nothing_of_the_report(made: str, place: Path) -> None:
    assert shell("$W check --no-cache -o .git/without")[0] == 1
    # Where no walk comes by.
    code, said = shell(f"cd .git; {made}; cd ..; $W check --cache-dir .git/cache -o .git/with")
    # What can be no folder is a bad value of the option. Else it may be said, in one line, and no more.
    assert said.count("\n") <= 1
    if code == 2:
        assert said.startswith("wslint")
        assert not (place / ".git" / "with").exists()
    else:
        assert code == 1
        assert (place / ".git" / "with").read_bytes() == (place / ".git" / "without").read_bytes()


@pytest.mark.skipif(not HAS_CACHE, reason="check has no --cache-dir: NO CACHE IS WITHOUT ROOM")
@pytest.mark.parametrize("size", [0, 1, 100, 1000])
def test_a_cache_without_room_changes_nothing_of_the_report(size: int, place: Path) -> None:
    plain = subprocess.run([*RUN, "check", "--no-cache"], capture_output=True, text=True, check=False)
    for _ in range(2):
        done = limited(size, "check", "--cache-dir", ".git/cache")
        assert (done.returncode, done.stdout) == (1, plain.stdout)
        assert done.stderr.count("\n") <= 1
    # Nor does what was half written then.
    done = subprocess.run(
        [*RUN, "check", "--cache-dir", ".git/cache"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, plain.stdout, "")
