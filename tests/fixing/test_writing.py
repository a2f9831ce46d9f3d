"""Fixed texts in files: the encoding, the permissions, links, other hands on the file, all files or none."""

import os
import stat

import pytest

from wslint.fixing import Draft, write_all, writing
from wslint.fixing.draft import Change
from wslint.text.decode import decode

TEXT = "services:\n  web:\n    stop_grace_period: 2s\n"


def draft_of(data: bytes, path: str = "f") -> Draft:
    source = decode(data, path)
    at = source.text.index("2s")
    return Draft(source).then([Change(at, at + 2, "30s")])


def write(tree, drafts, groups=()):
    return write_all(drafts, groups, lambda path: os.path.join(tree.folder, path), str(tree.folder))


def leftovers(tree):
    return [path for path in os.listdir(tree.folder) if path.endswith(".tmp")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_keeps_its_encoding_its_mark_and_its_line_ends(tree, codec, end):
    text = ("# gemütlich\n" + TEXT).replace("\n", end)
    mark = "\ufeff" if codec == "utf-16-be" else ""
    data = (mark + text).encode(codec)
    tree.write({"f": data})
    assert write(tree, {"f": draft_of(data)}) == ()
    assert tree.data("f") == (mark + text.replace("2s", "30s")).encode(codec)
    assert leftovers(tree) == []


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_a_file_keeps_its_mode(tree, mode):
    tree.write({"f": TEXT})
    (tree.folder / "f").chmod(mode)
    assert write(tree, {"f": draft_of(TEXT.encode())}) == ()
    assert stat.S_IMODE((tree.folder / "f").stat().st_mode) == mode


def test_a_link_inside_the_root_stays_a_link(tree):
    tree.write({"real/f": TEXT})
    (tree.folder / "f").symlink_to("real/f")
    assert write(tree, {"f": draft_of(TEXT.encode())}) == ()
    assert (tree.folder / "f").is_symlink()
    assert "30s" in tree.text("real/f")


def test_nothing_is_written_through_a_link_out_of_the_root(tree):
    outside = tree.folder.parent / "outside"
    outside.write_text(TEXT)
    (tree.folder / "f").symlink_to(outside)
    (left,) = write(tree, {"f": draft_of(TEXT.encode())})
    assert left.reason == "it is a link that leads out of the root"
    assert outside.read_text() == TEXT


def test_a_file_that_has_changed_meanwhile_is_left_alone(tree):
    tree.write({"f": TEXT + "# more\n"})
    (left,) = write(tree, {"f": draft_of(TEXT.encode())})
    assert left == ("f", "it has changed since it was read")
    assert tree.text("f") == TEXT + "# more\n"
    assert leftovers(tree) == []


def test_a_file_that_changes_at_the_last_moment_is_left_alone(tree, monkeypatch):
    tree.write({"f": TEXT})
    write_beside = writing._write_beside

    def slow(real, data, status):
        beside = write_beside(real, data, status)
        (tree.folder / "f").write_text("other\n")
        return beside

    monkeypatch.setattr(writing, "_write_beside", slow)
    assert [one.reason for one in write(tree, {"f": draft_of(TEXT.encode())})] == [
        "it has changed since it was read"
    ]
    assert tree.text("f") == "other\n"
    assert leftovers(tree) == []


def test_a_file_that_is_gone_or_no_file_is_said(tree):
    (tree.folder / "folder").mkdir()
    left = write(tree, {"gone": draft_of(TEXT.encode()), "folder": draft_of(TEXT.encode())})
    assert [one.path for one in left] == ["gone", "folder"]
    assert "no such file" in left[0].reason
    assert left[1].reason == "it is not a regular file"


def test_the_files_of_one_fix_are_written_all_or_none(tree):
    tree.write({"a": TEXT, "b": TEXT + "changed", "c": TEXT})
    drafts = {path: draft_of(TEXT.encode(), path) for path in ("a", "b", "c")}
    left = write(tree, drafts, [frozenset({"a", "b"}), frozenset({"c"})])
    assert {one.path: one.reason for one in left} == {
        "b": "it has changed since it was read",
        "a": "its fix also edits b",
    }
    assert tree.text("a") == TEXT
    assert "30s" in tree.text("c")


@pytest.mark.parametrize("fails", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_already_written_is_put_back_when_another_one_of_its_fix_fails(tree, monkeypatch, fails):
    tree.write({"a": TEXT, "b": TEXT})
    replace = os.replace
    done = []

    def failing(source, target):
        done.append(target)
        if len(done) == 2:
            raise fails
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    drafts = {path: draft_of(TEXT.encode(), path) for path in ("a", "b")}
    if isinstance(fails, OSError):
        left = write(tree, drafts, [frozenset({"a", "b"})])
        assert left[0] == ("b", "it cannot be written: no space left on device")
    else:
        with pytest.raises(KeyboardInterrupt):
            write(tree, drafts, [frozenset({"a", "b"})])
    assert (tree.text("a"), tree.text("b")) == (TEXT, TEXT)
    assert leftovers(tree) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to everything")
def test_a_file_that_may_not_be_written_to_is_refused(tree):
    tree.write({"f": TEXT})
    (tree.folder / "f").chmod(0o444)
    assert writing.refused(str(tree.folder / "f"), str(tree.folder)) == "it may not be written to"
