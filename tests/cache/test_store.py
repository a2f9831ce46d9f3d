"""The file in which things are kept: whatever happens to it, nothing is raised and nothing false is given."""

import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from wslint.cache import store as module
from wslint.cache.folder import default_folder
from wslint.cache.store import FORMAT, Store, bound_folder

KEPT = {f"key {at}": bytes([at]) * (20 + at * 7) for at in range(12)}


def filled(path: Path) -> Path:
    store = Store(str(path))
    store.put("facts", KEPT.items(), day=10)
    assert store.problem() == ""
    store.close()
    return path


def taken(path: Path) -> dict[str, bytes | None]:
    """All that is found, of each key."""
    store = Store(str(path))
    found = {key: store.get("facts", key) for key in KEPT}
    store.close()
    return found


def is_sound(found: dict[str, bytes | None]) -> bool:
    return all(data is None or data == KEPT[key] for key, data in found.items())


def heals(path: Path) -> bool:
    """Whether after at most two more runs all is kept again."""
    for _ in range(2):
        filled_again = Store(str(path))
        filled_again.put("facts", KEPT.items(), day=10)
        filled_again.close()
        if taken(path) == KEPT:
            return True
    return False


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "a.sqlite")


def test_what_is_put_is_there_for_the_next(path: Path) -> None:
    assert taken(path) == KEPT
    store = Store(str(path))
    assert store.get("facts", "no such key") is None
    assert store.get("outcomes", "key 1") is None
    store.put("facts", [("key 1", b"other")], day=11)
    assert store.get("facts", "key 1") == b"other"
    store.put("facts", [], day=11)
    store.close()
    assert store.get("facts", "key 1") is None, "closed"
    store.put("facts", [("key 1", b"late")], day=11)
    store.close()


def test_each_byte_may_be_another_one(path: Path) -> None:
    sound = path.read_bytes()
    # All that has a meaning of its own, and a part of the empty pages.
    places = [at for at, byte in enumerate(sound) if byte or at % 53 == 0]
    random = Random(1)  # noqa: S311
    for at in random.sample(places, 400) + list(range(100)):
        damaged = bytearray(sound)
        damaged[at] ^= random.choice((1, 0x80, 0xFF))
        path.write_bytes(damaged)
        assert is_sound(taken(path)), at


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:50],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: bytes(len(data)),
        lambda data: data[: len(data) // 2] + bytes(len(data) - len(data) // 2),
        lambda data: data[:100] + b"\xff" * (len(data) - 100),
        lambda data: b"no database at all, but a text\n" * 40,
        lambda data: data + data,
    ],
    ids=["empty", "a head", "half", "a byte less", "zeros", "zeros behind", "ones", "text", "twice"],
)
def test_a_damaged_file_is_thrown_away_and_made_anew(damage, path: Path) -> None:  # type: ignore[no-untyped-def]
    path.write_bytes(damage(path.read_bytes()))
    assert is_sound(taken(path))
    assert heals(path)


def test_data_with_another_checksum_is_not_given_and_the_file_thrown_away(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE facts SET data = ? WHERE key = 'key 3'", (b"false",))
    connection.close()
    store = Store(str(path))
    assert store.get("facts", "key 3") is None
    assert store.problem() == "a checksum is wrong"
    assert not path.exists()
    assert heals(path)


@pytest.mark.parametrize(
    "change", ["DROP TABLE facts", "UPDATE facts SET data = 'a text'", "UPDATE facts SET sum = 'x'"]
)
def test_tables_that_are_not_as_they_were_give_nothing(change: str, path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(change)
    connection.close()
    assert set(taken(path).values()) == {None}
    assert heals(path)


@pytest.mark.parametrize("version", [FORMAT + 1, -1, 0])
def test_a_file_of_another_format_is_made_anew(version: int, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    assert set(taken(path).values()) == {None}
    assert heals(path)


def test_a_folder_in_its_place_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").mkdir()
    store = Store(str(tmp_path / "a.sqlite"))
    store.put("facts", KEPT.items(), day=1)
    assert store.get("facts", "key 1") is None
    assert store.problem()


def test_a_file_in_place_of_its_folder_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    store = Store(str(tmp_path / "a" / "b.sqlite"))
    assert store.problem() in {"file exists", "not a directory"}


def test_a_file_above_its_size_is_begun_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    assert set(taken(path).values()) == {None}


def test_what_was_of_no_use_for_long_is_forgotten(path: Path) -> None:
    store = Store(str(path))
    store.put("facts", [("new", b"n")], day=20)
    store.used("facts", ["key 1", "key 2"], day=20)
    store.used("facts", ["key 2"], day=5)
    store.prune("facts", before=15)
    assert [key for key in KEPT if store.get("facts", key) is not None] == ["key 1", "key 2"]
    assert store.get("facts", "new") == b"n"
    store.close()


def test_the_folder_is_held_to_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at, name in enumerate(("old.sqlite", "kept.sqlite", "new.sqlite", "other.txt")):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (at, at))
    (tmp_path / "folder.sqlite").mkdir()
    monkeypatch.setattr(module, "MAX_FOLDER_BYTES", 400)
    bound_folder(str(tmp_path), str(tmp_path / "kept.sqlite"))
    assert len(list(tmp_path.iterdir())) == 5, "there is room for all"
    monkeypatch.setattr(module, "MAX_FOLDER_BYTES", 300)
    bound_folder(str(tmp_path), str(tmp_path / "kept.sqlite"))
    assert not (tmp_path / "old.sqlite").exists()
    monkeypatch.setattr(module, "MAX_FOLDER_BYTES", 1)
    bound_folder(str(tmp_path), str(tmp_path / "kept.sqlite"))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder.sqlite", "kept.sqlite", "other.txt"]
    bound_folder(str(tmp_path / "none"), "")


def _at_work(path: str, number: int) -> None:
    """Writes and reads as a run does, several times; ends with 1 at the first false word."""
    random = Random(number)  # noqa: S311
    for turn in range(15):
        store = Store(path)
        keys = [random.choice(sorted(KEPT)) for _ in range(4)]
        store.put("facts", [(key, KEPT[key]) for key in keys], day=turn)
        store.put("outcomes", [("whole", bytes([number]) * 3000), (f"part {number}", b"p")], day=turn)
        found = {key: store.get("facts", key) for key in KEPT}
        whole = store.get("outcomes", "whole")
        store.prune("facts", before=turn - 1)
        if not is_sound(found) or (whole is not None and (len(whole) != 3000 or len(set(whole)) != 1)):
            raise SystemExit(1)
        store.close()


@pytest.mark.parametrize("first", ["new", "sound", "damaged"])
def test_many_processes_at_once_find_sound_data_only(first: str, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    if first != "new":
        filled(path)
    if first == "damaged":
        path.write_bytes(path.read_bytes()[:3000] + bytes(9000))
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    workers = [context.Process(target=_at_work, args=(str(path), number)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert is_sound(taken(path))
    assert heals(path)


def test_a_file_that_another_process_holds_is_waited_for_and_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.01)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store = Store(str(path))
    assert store.get("facts", "key 1") is None
    store.put("facts", [("key 1", b"")], day=1)
    assert store.problem() == "database is locked"
    holder.execute("ROLLBACK")
    holder.close()
    assert taken(path) == KEPT


def test_a_full_disk_keeps_what_was_there(path: Path) -> None:
    # In a process of its own: the limit holds for all files.
    script = f"""
import resource, signal
from wslint.cache.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store({str(path)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size}, {resource.RLIM_INFINITY}))
store.put("facts", [("large", b"x" * 1000000)], day=1)
print(store.problem())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.strip()
    assert taken(path) == KEPT


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"HOME": "/home/a"}, "/home/a/.cache/wslint"),
        ("linux", {"HOME": "/home/a", "XDG_CACHE_HOME": "/var/c"}, "/var/c/wslint"),
        ("linux", {"HOME": "/home/a", "XDG_CACHE_HOME": "not/absolute"}, "/home/a/.cache/wslint"),
        ("linux", {}, None),
        ("linux", {"HOME": "here"}, None),
        ("darwin", {"HOME": "/Users/a"}, "/Users/a/Library/Caches/wslint"),
        ("darwin", {"HOME": "/Users/a", "XDG_CACHE_HOME": "/c"}, "/c/wslint"),
        ("win32", {"LOCALAPPDATA": "/local", "HOME": "/home/a"}, "/local/wslint/Cache"),
        ("win32", {"HOME": "/home/a"}, None),
        ("win32", {"LOCALAPPDATA": "local"}, None),
    ],
)
def test_the_folder_is_the_one_for_such_things(
    platform: str, environment: dict[str, str], folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert default_folder(environment) == folder
