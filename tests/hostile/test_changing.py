"""Files that change while they are read, and git objects that no git would make."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wslint.app import run
from wslint.settings.record import Settings

from .harness import ROOT, SOUND
from .harness import run as run_limited

_MORE = 60 * 1024 * 1024


def _becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _becomes_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _becomes_a_link(path: Path) -> None:
    elsewhere = path.parent.parent / f"outside of {path.parent.name}"
    elsewhere.write_text(SOUND)
    path.unlink()
    path.symlink_to(elsewhere)


def _grows(path: Path) -> None:
    with path.open("ab") as out:
        out.truncate(_MORE)


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "vanishes": (Path.unlink, "cannot be read: no such file or directory"),
    "becomes a pipe": (_becomes_a_pipe, "not a regular file"),
    "becomes a link out of the root": (_becomes_a_link, "not a regular file"),
    "becomes a folder": (_becomes_a_folder, "not a regular file"),
    "grows to 60 MB": (_grows, "larger than 20 MB"),
}


@pytest.mark.parametrize(("change", "reason"), CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_before_it_is_opened_is_a_ledger_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], reason: str
) -> None:
    (tmp_path / "pod.yaml").write_text(SOUND)
    (tmp_path / "other.yaml").write_text(SOUND)
    really_open = os.open
    changed: list[str] = []

    def opened(path: Any, *arguments: Any, **options: Any) -> int:
        if os.path.basename(path) == "other.yaml" and not changed:
            changed.append(path)
            change(tmp_path / "other.yaml")
        return really_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.chdir(tmp_path)
    outcome = run([str(tmp_path)], Settings(root=str(tmp_path)))
    assert changed
    assert [(line.path, line.reason) for line in outcome.coverage.not_checked] == [("other.yaml", reason)]
    assert outcome.coverage.checked["kubernetes"] == 1


def test_a_link_that_is_turned_round_before_it_is_opened_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside.yaml"
    (root / "in").mkdir(parents=True)
    (root / "in" / "real.txt").write_text(SOUND)
    link = root / "pod.yaml"
    link.symlink_to(root / "in" / "real.txt")
    outside.write_text(SOUND.replace("name:", "name: canary #"))
    really_open = os.open
    opened: list[str] = []

    def turned(path: Any, *arguments: Any, **options: Any) -> int:
        if str(path).endswith(("pod.yaml", "real.txt")):
            link.unlink(missing_ok=True)
            link.symlink_to(outside)
            opened.append(os.path.realpath(path))
        return really_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", turned)
    outcome = run([str(root)], Settings(root=str(root)))
    assert opened == [str(root / "in" / "real.txt")]
    assert outcome.coverage.checked["kubernetes"] == 1


def _object(folder: Path, kind: str, data: bytes) -> str:
    made = subprocess.run(
        ["git", "hash-object", "-t", kind, "-w", "--literally", "--stdin"],
        cwd=folder,
        input=data,
        capture_output=True,
        check=True,
    )
    return made.stdout.strip().decode()


def _entry(mode: str, name: str, number: str) -> bytes:
    return f"{mode} {name}\0".encode() + bytes.fromhex(number)


def _evil_repository(folder: Path, *more: bytes) -> None:
    """A commit whose tree has names that lead out of it, a folder twice, and a file below a link."""
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    file = _object(folder, "blob", b"FROM registry.example/a\nSTOPSIGNAL KILL\n")
    link = _object(folder, "blob", str(folder.parent).encode())
    below = _object(folder, "tree", _entry("100644", "Dockerfile", file))
    tree = _object(
        folder,
        "tree",
        b"".join(
            [
                _entry("100644", "../evil.dockerfile", file),
                _entry("100644", f"{folder.parent}/absolute.dockerfile", file),
                _entry("40000", "..", below),
                _entry("40000", ".git", below),
                _entry("100644", "Dockerfile", file),
                _entry("120000", "link", link),
                _entry("100644", "link/Dockerfile", file),
                *more,
            ]
        ),
    )
    people = "author a <a@example.org> 1 +0000\ncommitter a <a@example.org> 1 +0000\n"
    commit = _object(folder, "commit", f"tree {tree}\n{people}\nx\n".encode())
    subprocess.run(["git", "update-ref", "refs/heads/evil", commit], cwd=folder, check=True)


@pytest.mark.parametrize("more", [(), (_entry("100644", "gone.yaml", "12" * 20),)], ids=["names", "lost"])
def test_nothing_is_written_where_a_hostile_tree_of_git_says(tmp_path: Path, more: tuple[bytes, ...]) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    _evil_repository(inside, *more)
    (inside / "Dockerfile").write_text("FROM registry.example/a\n")
    measured = tmp_path / "measured"
    measured.mkdir()
    before = sorted(str(path) for path in tmp_path.rglob("*") if measured not in path.parents)
    command = [sys.executable, "-m", "wslint", "check", "--since", "evil", "--output-format", "concise", "."]
    found = run_limited(command, inside, measured, 10)
    said = (found.out + found.complaints).decode()
    assert found.code in (0, 1, 2), said
    assert "Traceback" not in said
    assert sorted(str(path) for path in tmp_path.rglob("*") if measured not in path.parents) == before
    assert not (ROOT.parent / "evil.dockerfile").exists()
