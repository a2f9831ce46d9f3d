"""What git knows of a path, without running git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from wslint.project.versioned import Versioned

HEAD = b"DIRC\0\0\0"


def repository(root: Path, index: bytes | None = None) -> Versioned:
    (root / ".git").mkdir()
    if index is not None:
        (root / ".git" / "index").write_bytes(index)
    return Versioned(str(root))


def test_nothing_is_tracked_before_something_was_added(tmp_path: Path) -> None:
    assert repository(tmp_path).tracks(str(tmp_path / "a")) is False


@pytest.mark.parametrize("version", [2, 3])
def test_a_path_in_the_index_is_tracked_and_so_is_a_folder_above_it(tmp_path: Path, version: int) -> None:
    found = repository(tmp_path, HEAD + bytes([version]) + b"\0" * 66 + b"a/b.txt\0\0")
    assert [found.tracks(str(tmp_path / name)) for name in ("a/b.txt", "a", "a/b", "c")] == [
        True,
        True,
        False,
        False,
    ]


def test_an_index_of_another_form_tells_nothing(tmp_path: Path) -> None:
    assert repository(tmp_path, HEAD + b"\x04" + b"\0" * 80).tracks(str(tmp_path / "a")) is None


def test_a_split_index_tells_nothing(tmp_path: Path) -> None:
    found = repository(tmp_path, HEAD + b"\x02" + b"\0" * 80)
    (tmp_path / ".git" / "sharedindex.0123").write_bytes(b"")
    assert found.tracks(str(tmp_path / "a")) is None


def test_a_worktree_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /elsewhere\n", encoding="utf-8")
    found = Versioned(str(tmp_path))
    assert not found.is_repository
    assert found.tracks(str(tmp_path / "a")) is None


def test_ignore_files_hold_from_the_root_down_and_the_nearest_wins(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / ".gitignore").write_text("*.env\n/out/\n", encoding="utf-8")
    (tmp_path / "a" / ".gitignore").write_text("!keep.env\n", encoding="utf-8")
    found = Versioned(str(tmp_path))
    told = {
        name: found.ignores(str(tmp_path / name), folder=False)
        for name in ("x.env", "a/x.env", "a/keep.env", "out/deep/file", "a/out/file", "../x.env")
    }
    assert told == {
        "x.env": True,
        "a/x.env": True,
        "a/keep.env": False,
        "out/deep/file": True,
        "a/out/file": False,
        "../x.env": False,
    }


def test_a_path_in_a_submodule_may_be_absent(tmp_path: Path) -> None:
    (tmp_path / ".gitmodules").write_text('[submodule "s"]\n  path = lib/s\n', encoding="utf-8")
    found = Versioned(str(tmp_path))
    assert found.in_submodule(str(tmp_path / "lib/s/file"))
    assert not found.in_submodule(str(tmp_path / "lib/saw"))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here: nothing to hold this against")
def test_the_answers_are_those_of_git_itself(tmp_path: Path) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-C", str(tmp_path), *words], capture_output=True, text=True, check=False, env=environment
        )

    git("init", "-q")
    names = ["kept.txt", "a/forced.log", "a/b/other.log", "made/x", "a/made/y"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.log\n/made\n", encoding="utf-8")
    git("add", "kept.txt")
    git("add", "-f", "a/forced.log")
    found = Versioned(str(tmp_path))
    tracked = set(git("ls-files").stdout.split())
    for name in names:
        path = str(tmp_path / name)
        assert found.tracks(path) == (name in tracked)
        ignored = git("check-ignore", "-q", "--no-index", name).returncode == 0
        assert found.ignores(path, folder=False) == ignored
