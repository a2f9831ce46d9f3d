"""Whether what a run asked of the file system would be answered the same now."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from wslint.incremental import index as kept_index
from wslint.incremental.verify import merged, still_holds
from wslint.project import disk
from wslint.project.disk import Journal


@pytest.fixture(params=[True, False], ids=["by digest", "by state"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a").write_text("a")
    (tmp_path / "link").symlink_to("folder")
    with patch.object(disk, "is_recent", lambda state, now: request.param), disk.recording() as journal:
        disk.names(str(tmp_path / "folder"))
        disk.content(str(tmp_path / "folder/a"), 10)
        disk.is_folder(str(tmp_path / "link"))
        disk.is_file(str(tmp_path / "none"))
    assert still_holds(journal)
    return journal


CHANGES = {
    "another name": lambda root: os.replace(root / "folder/a", root / "folder/b"),
    "a further name": lambda root: (root / "folder/b").write_text(""),
    "another text": lambda root: (root / "folder/a").write_text("b"),
    "a longer text": lambda root: (root / "folder/a").write_text("ab"),
    "no file": lambda root: (root / "folder/a").unlink(),
    "no folder": lambda root: os.replace(root / "folder", root / "other"),
    "a file in place of the folder": lambda root: (
        os.replace(root / "folder", root / "other"),
        (root / "folder").write_text(""),
    ),
    "a folder in place of the file": lambda root: ((root / "folder/a").unlink(), (root / "folder/a").mkdir()),
    "a link elsewhere": lambda root: ((root / "link").unlink(), (root / "link").symlink_to(".")),
    "no link": lambda root: (root / "link").unlink(),
    "a file that was missing": lambda root: (root / "none").write_text(""),
    "a link that leads nowhere": lambda root: (root / "none").symlink_to("nowhere"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_another_answer_is_seen(name: str, journal: Journal, tmp_path: Path) -> None:
    CHANGES[name](tmp_path)
    assert not still_holds(journal)


def test_the_text_of_files_that_others_look_after_does_not_matter(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "folder/a"
    path.write_text("other")
    assert still_holds(journal, but_for={str(path)})
    assert str(path) not in merged(journal, Journal(), but_for={str(path)}).read


def test_newer_answers_come_first(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "none").write_text("")
    with disk.recording() as newer:
        disk.is_file(str(tmp_path / "none"))
    assert still_holds(merged(journal, newer, but_for=()))
    assert not still_holds(merged(newer, journal, but_for=()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"faces": 1}',
        b'{"faces": [], "journal": [[], [], [], 1]}',
    ],
)
def test_an_index_of_another_form_is_none(data: bytes) -> None:
    assert kept_index.load(data) is None
