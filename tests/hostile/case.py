"""What a hostile input is: how it is made, what wslint has to say, and what it may cost."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Hostile(NamedTuple):
    """One input.

    `make` writes it into an empty folder. `says` must be in the output. `seconds` of CPU and `megabytes` at the
    peak, of the process and those that it starts, are about three times what was measured. `options` are added to
    the command line; `configured` lets configuration files be read; `as_user` is nothing to root. `sound` says that the file beside it must still be checked. `slow` leaves a case to full
    runs (`WSLINT_HOSTILE=all`).
    """

    name: str
    make: Callable[[Path], None]
    says: str
    seconds: float = 4.0
    megabytes: int = 150
    code: int = 1
    options: tuple[str, ...] = ()
    sound: bool = True
    configured: bool = False
    as_user: bool = False
    slow: bool = False


def write(name: str, text: str | bytes) -> Callable[[Path], None]:
    """What writes one file."""

    def make(folder: Path) -> None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    return make


def lazily(name: str, text: Callable[[], str]) -> Callable[[Path], None]:
    """What writes one file whose text is large: it is made when it is needed."""

    def make(folder: Path) -> None:
        write(name, text())(folder)

    return make
