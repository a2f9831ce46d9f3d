"""The command line with a cache: the same exit codes and reports, and at most one line about the cache itself."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from everything import lay_out
from ways import replaced

from wslint import incremental
from wslint.cli.door import door

PROJECT = Path(__file__).resolve().parents[2]


class Said:
    """What a command line said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{self.code}: {self.err!r}, {len(self.out)} characters"


class Line:
    """Runs commands in a small project."""

    def __init__(self, root: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.root, self.cache, self._capfd = root, folder, capfd

    def __call__(self, *words: str) -> Said:
        code = door.run(list(words))
        told = self._capfd.readouterr()
        return Said(code, told.out, told.err)

    def files(self) -> list[str]:
        """What lies in the cache's folder."""
        return sorted(one.name for one in self.cache.iterdir()) if self.cache.exists() else []


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Line:
    root = lay_out(tmp_path / "shop")
    monkeypatch.setattr(incremental, "FEW", 1)
    monkeypatch.chdir(root)
    monkeypatch.setattr(incremental, "problems", [])
    monkeypatch.delenv("WSLINT_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    return Line(root, tmp_path / "cache", capfd)


def given(line: Line) -> tuple[str, str]:
    return "--cache-dir", str(line.cache)


def test_the_reports_are_the_same_with_and_without(line: Line) -> None:
    for form in ("text", "json", "sarif"):
        words = ("check", "--select=ALL", "--output-format", form, ".")
        whole = line(*words, "--no-cache")
        assert whole.code == 1
        assert line(*words, *given(line)) == line(*words, *given(line)) == whole
    assert len(line.files()) == 1


def test_without_a_cache_nothing_is_written(line: Line, tmp_path: Path) -> None:
    line("check", "--no-cache", "--cache-dir", str(line.cache), ".")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["shop"]


def test_a_variable_names_the_folder(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSLINT_CACHE_DIR", str(tmp_path / "named"))
    line("check", ".")
    assert len(list((tmp_path / "named").iterdir())) == 1
    assert not (tmp_path / "xdg").exists()


def test_the_users_own_folder_is_taken_where_none_is_named(line: Line, tmp_path: Path) -> None:
    line("check", ".")
    assert len(list((tmp_path / "xdg" / "wslint").iterdir())) == 1


def test_no_folder_at_all_is_no_fault(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = line("check", "--no-cache", ".")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    assert line("check", ".") == whole


def test_a_folder_that_cannot_be_made_is_told_if_it_was_asked_for(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = line("check", "--no-cache", ".")
    (tmp_path / "file").write_text("")
    said = line("check", "--cache-dir", str(tmp_path / "file" / "below"), ".")
    assert (said.code, said.out) == (whole.code, whole.out)
    (told,) = said.err.splitlines()
    assert told.startswith("wslint: no cache: ")
    assert str(tmp_path / "file") in told
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert line("check", ".") == whole


# Root stays the owner of what pytest made, and is held to its permissions as anybody is.
BOUND = ("--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search")


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere")
def test_a_folder_that_must_not_be_written_to_is_told(line: Line) -> None:
    whole = line("check", "--no-cache", ".")
    line.cache.mkdir(mode=0o555)
    script = f"""
import sys
from wslint import incremental
from wslint.cli.door import door
incremental.FEW = 1
sys.exit(door.run(["check", "--cache-dir", {str(line.cache)!r}, "."]))
"""
    command = [sys.executable, "-c", script]
    if os.geteuid() == 0:
        command = ["setpriv", *BOUND, "--", *command]
    done = said_by(command, line.root)
    assert (done.returncode, done.stdout) == (whole.code, whole.out)
    assert done.stderr.startswith("wslint: no cache: ")
    assert len(done.stderr.splitlines()) == 1
    assert line.files() == []


def said_by(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, env=own, capture_output=True, text=True, check=False)


def test_a_full_disk_is_told_and_changes_nothing_else(line: Line) -> None:
    whole = line("check", "--no-cache", ".")
    script = f"""
import resource, signal, sys
from wslint import incremental
from wslint.cli.door import door
incremental.FEW = 1
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, {resource.RLIM_INFINITY}))
sys.exit(door.run(["check", "--cache-dir", {str(line.cache)!r}, "."]))
"""
    for _ in range(2):
        done = said_by([sys.executable, "-c", script], line.root)
        assert (done.returncode, done.stdout) == (whole.code, whole.out)
        assert done.stderr.startswith("wslint: no cache: ")
        assert len(done.stderr.splitlines()) == 1
    assert line("check", *given(line), ".") == whole


def test_a_baseline_knows_what_a_cached_run_finds(line: Line) -> None:
    first = ("check", "--baseline", "known.json")
    line("check", *given(line), ".")
    line("baseline", "write", "--file", "known.json")
    assert line(*first, *given(line), ".").code == 0
    replaced(line.root / "k8s/cache.yaml", "port: 6380", "port: 6399")
    replaced(line.root / "web/Dockerfile", "localhost:8082", "localhost:9082")
    whole = line(*first, "--no-cache", ".")
    assert whole.code == 1
    assert line(*first, *given(line), ".") == line(*first, *given(line), ".") == whole


def test_fixes_are_made_from_what_was_kept(line: Line, tmp_path: Path) -> None:
    shutil.copytree(line.root, tmp_path / "other")
    line("check", *given(line), ".")
    kept = line("check", "--fix", "--unsafe-fixes", *given(line), ".")
    texts = {one.relative_to(line.root): one.read_text() for one in line.root.rglob("*") if one.is_file()}
    after = line("check", *given(line), ".")
    assert after == line("check", "--no-cache", ".")
    shutil.rmtree(line.root)
    shutil.copytree(tmp_path / "other", line.root)
    os.chdir(line.root)
    assert line("check", "--fix", "--unsafe-fixes", "--no-cache", ".") == kept
    assert {
        one.relative_to(line.root): one.read_text() for one in line.root.rglob("*") if one.is_file()
    } == texts


def test_a_hook_reports_what_concerns_its_files(line: Line) -> None:
    words = ("check", "--focus", "k8s/web.yaml", "web/Dockerfile")
    for port in ("8081", "8082", "8083"):
        text = (
            (line.root / "k8s/web.yaml").read_text().replace("containerPort: 8080", f"containerPort: {port}")
        )
        (line.root / "k8s/web.yaml").write_text(text)
        assert line(*words, *given(line)) == line(*words, "--no-cache")


def test_damage_between_two_runs_is_healed(line: Line) -> None:
    whole = line("check", *given(line), ".")
    (name,) = line.files()
    sound = (line.cache / name).read_bytes()
    for damaged in (
        sound[: len(sound) // 2],
        sound[:4000] + b"x" * 9000 + sound[13000:],
        b"text",
        bytes(9000),
    ):
        (line.cache / name).write_bytes(damaged)
        said = line("check", *given(line), ".")
        assert (said.code, said.out) == (whole.code, whole.out)
        assert line("check", *given(line), ".").out == whole.out
    assert line("check", *given(line), ".") == whole
