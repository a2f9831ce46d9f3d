"""A file of one project in the cache: what was kept, by key. Data only, and never needed: it heals by being lost.

SQLite makes every write whole or none, for many processes at once. Each value has a checksum, since a cache is
written without waiting for the disk. Whatever is wrong with the file, nothing is raised: what is damaged is
thrown away, and what cannot be written is not kept.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from zlib import crc32

FORMAT = 1
"""Raised whenever the tables change."""
MAX_BYTES = 256 * 1024 * 1024
"""A file above this size is thrown away; one that nears it forgets what was not used for longest."""
MAX_FOLDER_BYTES = 1024 * 1024 * 1024
# A name in a damaged file may be no text, and then sqlite3's own message is none.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
_WAIT = 2.0
"""Seconds to wait for another process that writes."""
_TABLES = ("facts", "outcomes")
_SQL = {
    name: {table: words.replace("@", table) for table in _TABLES}
    for name, words in {
        "make": "CREATE TABLE IF NOT EXISTS @ (key TEXT PRIMARY KEY, day INTEGER, sum INTEGER, data BLOB)",
        "get": "SELECT sum, data FROM @ WHERE key = ?",
        "has": "SELECT 1 FROM @ WHERE key = ?",
        "put": "INSERT OR REPLACE INTO @ VALUES (?, ?, ?, ?)",
        "older": "SELECT 1 FROM @ WHERE key = ? AND day < ?",
        "used": "UPDATE @ SET day = ? WHERE key = ? AND day < ?",
        "prune": "DELETE FROM @ WHERE day < ?",
    }.items()
}


class Store:
    """Tables of bytes by key."""

    def __init__(self, path: str) -> None:
        """Open the file at an absolute path, made if it is not there."""
        self.path = path
        self._problem = ""
        self._connection: sqlite3.Connection | None = None
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            self._open()
        except (OSError, *_FAULTS) as error:
            self._give_up(error)

    def _open(self) -> None:
        for _ in range(2):
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            try:
                if self._prepared(connection):
                    self._connection = connection
                    return
            except _FAULTS as error:
                connection.close()
                if not _is_damage(error):
                    raise
            else:
                connection.close()
            _remove(self.path)
        raise OSError("the file is damaged and cannot be made anew")

    def _prepared(self, connection: sqlite3.Connection) -> bool:
        """Make the tables; whether the file is of this format, and no larger than may be."""
        # What a power cut may do to it the checksums find; a killed process is what the journal is for.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA trusted_schema=OFF")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, FORMAT) or os.path.getsize(self.path) > MAX_BYTES:
            return False
        if version == 0:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return False
            connection.execute("BEGIN IMMEDIATE")
            for table in _TABLES:
                connection.execute(_SQL["make"][table])
            connection.execute(f"PRAGMA user_version={FORMAT}")
            connection.execute("COMMIT")
        return True

    def problem(self) -> str:
        """Why nothing can be kept, in a few words; empty where all is well."""
        return self._problem

    def get(self, table: str, key: str) -> bytes | None:
        """What is kept under a key."""
        found = self._ask(_SQL["get"][table], (key,))
        return self._sound(key, found[0]) if found else None

    def has(self, table: str, key: str) -> bool:
        """Whether something is kept under a key."""
        return bool(self._ask(_SQL["has"][table], (key,)))

    def put(self, table: str, kept: Iterable[tuple[str, bytes]], *, day: int) -> None:
        """Keep all of them or none; `day` is when (days of any era)."""
        self._write(_SQL["put"][table], [(key, day, _sum(key, data), data) for key, data in kept])

    def used(self, table: str, keys: Iterable[str], *, day: int) -> None:
        """Note that these were of use, so that they are forgotten later than others."""
        # Most were of use today: then nobody has to wait for a process that writes.
        older = [key for key in keys if self._ask(_SQL["older"][table], (key, day))]
        self._write(_SQL["used"][table], [(day, key, day) for key in older])

    def prune(self, table: str, *, before: int) -> None:
        """Forget what was last of use before a day."""
        self._write(_SQL["prune"][table], [(before,)])

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, question: str, values: Sequence[object]) -> list[Sequence[object]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(question, values).fetchall()
        except _FAULTS as error:
            self._give_up(error)
            return []

    def _write(self, change: str, rows: Sequence[Sequence[object]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(change, rows)
            self._connection.execute("COMMIT")
        except _FAULTS as error:
            self._give_up(error)

    def _sound(self, key: str, row: Sequence[object]) -> bytes | None:
        total, data = row
        if isinstance(data, bytes) and _sum(key, data) == total:
            return data
        self._give_up(sqlite3.DatabaseError("a checksum is wrong"))
        return None

    def _give_up(self, error: Exception) -> None:
        """Use the file no more in this run; damaged, it is thrown away for the next one."""
        self.close()
        self._problem = _words(error)
        if _is_damage(error):
            _remove(self.path)


def _sum(key: str, data: bytes) -> int:
    """Over the key as well: a damaged index may lead to the data of another one."""
    return crc32(data, crc32(key.encode("utf-8", "surrogatepass")))


def _is_damage(error: Exception) -> bool:
    """Whether the file itself is at fault, not its folder, the disk, or another process."""
    if not isinstance(error, sqlite3.OperationalError):
        return isinstance(error, (sqlite3.DatabaseError, ValueError))
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_FORMAT"))


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return " ".join(str(error).split()) or type(error).__name__


def _remove(path: str) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        try:
            os.remove(path + ending)
        except OSError:
            continue


def bound_folder(folder: str, keep: str) -> None:
    """Remove the files used longest ago until a cache folder is no larger than it may be; never `keep`."""
    try:
        with os.scandir(folder) as entries:
            found = [
                (one.stat().st_mtime_ns, one.stat().st_size, one.path) for one in entries if one.is_file()
            ]
    except OSError:
        return
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= MAX_FOLDER_BYTES:
            return
        if path != keep and path.endswith(".sqlite"):
            _remove(path)
            total -= size
