"""Reading files: inside the root only, bounded, and never an exception."""

from __future__ import annotations

import os

from wslint.project import disk
from wslint.project.paths import shown, within
from wslint.text import Source
from wslint.text.decode import Undecodable, decode
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wslint.project.memory import Memory
    from wslint.syntax.dotenv import DotEnv

MAX_BYTES = 20 * 1024 * 1024


class NotRead(NamedTuple):
    """Why a file could not be read. `binary` is true where it could, but is no text."""

    path: str
    reason: str
    binary: bool = False


class Files:
    """Reads files below a root, each once. `root` and `cwd` are absolute.

    `overlay` are texts that stand for those of files (absolute paths), as a fix would leave them. With a `memory`,
    the source of a text is the one that an earlier run had. `known` gives sources that need not be read, `others`
    further paths whose texts count as read.
    """

    def __init__(
        self,
        root: str,
        cwd: str,
        overlay: Mapping[str, str] | None = None,
        memory: Memory | None = None,
        known: Callable[[str], Source | None] | None = None,
        others: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self.root = root
        self.cwd = cwd
        self._memory = memory
        self._overlay = overlay or {}
        self._known = known
        self._others = others
        self._read: dict[str, Source | NotRead] = {}
        self._inside: dict[str, bool] = {}
        self.env_files: dict[tuple[str, bool], DotEnv] = {}
        """Env files that were parsed, by path and whether they are raw."""

    def shown(self, path: str) -> str:
        """The path for people."""
        return shown(path, self.cwd)

    def read(self, path: str) -> Source | NotRead:
        """The text of a file by its absolute path, for the sake of another file."""
        disk.used(path)
        return self.own(path)

    def own(self, path: str) -> Source | NotRead:
        """The text of a file by its absolute path, for its own sake."""
        if path not in self._read:
            read = self._load(path)
            if isinstance(read, Source):
                if self._memory is not None:
                    read = self._memory.text(read)
                else:
                    read.put_away_later()
            self._read[path] = read
        return self._read[path]

    def texts(self) -> tuple[Source, ...]:
        """All texts that were read so far, whatever they are, guides and scripts as well; and those of others."""
        for path in self._others():
            self.own(path)
        return tuple(one for one in self._read.values() if isinstance(one, Source))

    def is_file(self, path: str) -> bool:
        """Whether a regular file is there, inside the root."""
        return disk.is_file(path) and self._is_inside(path)

    def is_folder(self, path: str) -> bool:
        """Whether a folder is there, inside the root."""
        return disk.is_folder(path) and within(path, self.root)

    def text(self, path: str) -> Source | None:
        """The text of a file; None where there is none, or it cannot be read."""
        source = self.read(path) if self.is_file(path) else None
        return source if isinstance(source, Source) else None

    def inside(self, path: str) -> bool:
        """Whether a path lies in the root, whether or not something is there."""
        return within(path, self.root)

    def _is_inside(self, path: str) -> bool:
        """Whether a path's real place lies in the root."""
        return self._place(path) is not None

    def _place(self, path: str) -> str | None:
        """Where a path is opened, which is no link; None outside of the root. Each folder is asked for once."""
        # Not by way of `disk`: that a file has become a link shows in its state.
        if os.path.islink(path):
            real = disk.real(path)
            return real if within(real, self.root) else None
        folder = os.path.dirname(path)
        if folder not in self._inside:
            self._inside[folder] = within(folder, self.root)
        return path if self._inside[folder] else None

    def _load(self, path: str) -> Source | NotRead:
        source = self._known(path) if self._known is not None else None
        return source if source is not None else self.load(path)

    def load(self, path: str) -> Source | NotRead:
        """Read a file now, whatever was known of it."""
        name = self.shown(path)
        place = self._place(path)
        if place is None:
            return NotRead(name, "a link that leads out of the root")
        try:
            data, size = disk.content(place, MAX_BYTES + 1)
        except disk.NoFile:
            return NotRead(name, "not a regular file")
        except OSError as problem:
            return NotRead(name, _reason(problem))
        if max(size, len(data)) > MAX_BYTES:
            return NotRead(name, f"larger than {MAX_BYTES // 1024 // 1024} MB")
        decoded = decode(data, name)
        if isinstance(decoded, Undecodable):
            return NotRead(name, decoded.reason, binary=True)
        if path in self._overlay:
            return Source(name, self._overlay[path], bom=decoded.bom)
        return decoded


def _reason(problem: OSError) -> str:
    text = (problem.strerror or str(problem)).lower()
    return f"cannot be read: {text}"
