"""Whoever reads below the root reads through one door, so that a run can be asked again."""

import ast
import os
from pathlib import Path

import pytest

from wslint.project import disk

ROOT = Path(__file__).resolve().parent.parent.parent / "wslint"
# What they ask decides no finding of a plain run: git's own objects, another revision, charts rendered on demand.
APART = {"disk", "git", "revisions", "laid_out", "helm", "helm_process", "unread", "paths", "published"}
ASKING = {"isfile", "isdir", "islink", "exists", "lexists", "realpath", "getsize", "getmtime"}
READING = {"stat", "lstat", "listdir", "scandir", "walk", "readlink", "access"}


def asked(path: Path) -> list[str]:
    found = []
    for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(one, ast.Call):
            continue
        name = ast.unparse(one.func)
        if name == "open" or (name.startswith("os.path.") and name[8:] in ASKING):
            found.append(f"{path.name}:{one.lineno} {name}")
        if (path.stem, name) == ("files", "os.path.islink"):
            found.pop()
        if name.startswith("os.") and name[3:] in READING | {"open"}:
            found.append(f"{path.name}:{one.lineno} {name}")
    return found


@pytest.mark.parametrize("layer", ["text", "model", "syntax", "readers", "project", "checks"])
def test_files_are_read_through_the_one_door(layer: str) -> None:
    paths = [path for path in sorted((ROOT / layer).rglob("*.py")) if path.stem not in APART]
    assert paths
    assert [line for path in paths for line in asked(path)] == []


def test_a_journal_holds_what_was_asked_and_answered(tmp_path: Path) -> None:
    text, missing, link = tmp_path / "a.yaml", tmp_path / "none", tmp_path / "link"
    text.write_text("a: 1\n")
    link.symlink_to("a.yaml")
    with disk.recording() as journal:
        assert disk.content(str(text), 100) == (b"a: 1\n", 5)
        assert disk.names(str(tmp_path)) == ["a.yaml", "link"]
        assert disk.is_file(str(link))
        assert not disk.is_there(str(missing))
    assert journal.read[str(text)] == (disk.state_of(text.stat()), disk.digest(b"a: 1\n"), 100)
    assert set(journal.listed) == {str(tmp_path)}
    assert journal.asked[str(missing)] is None
    assert journal.asked[str(link)] == disk.kind_of(str(link)) != disk.kind_of(str(text))


def test_what_was_changed_long_ago_needs_no_digest(tmp_path: Path) -> None:
    now = 10 * disk.COARSE
    old, new = (1, now - 2 * disk.COARSE, now - 2 * disk.COARSE, 7), (1, now - 10, 0, 7)
    assert not disk.is_recent(old, now)
    assert disk.is_recent(new, now)
    assert disk.is_recent((1, 0, now - 10, 7), now), "a time can be set back; that it was, shows"


def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(disk.NoFile):
        disk.content(str(tmp_path / "pipe"), 10)


def test_no_more_is_read_than_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 1000)
    assert disk.content(str(tmp_path / "large"), 10) == (b"x" * 10, 1000)
