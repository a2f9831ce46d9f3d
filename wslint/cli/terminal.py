"""Where the output goes: colours, width, encodings, and pipes that close early."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO

DEFAULT_WIDTH = 80
LEAST_WIDTH = 40


def wants_color(choice: str, *, terminal: bool, environ: Mapping[str, str]) -> bool:
    """Whether to colour. `choice` is auto, always or never; auto asks the environment, then the terminal.

    NO_COLOR as no-color.org says, FORCE_COLOR and CLICOLOR_FORCE as force-color.org and bixense.com/clicolors
    say: set and not empty (CLICOLOR_FORCE: not 0 either).
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environ.get("TERM") != "dumb"


def is_terminal(stream: IO[str]) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def width_of_output(stream: IO[str], environ: Mapping[str, str]) -> int:
    """The cells of a line: COLUMNS, else the terminal's, else 80."""
    columns = environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and len(columns) < 6 else 0
    if not width and is_terminal(stream):
        try:
            width = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            width = 0
    return max(LEAST_WIDTH, width or DEFAULT_WIDTH)


def prepare_streams() -> None:
    """Let no character that a stream cannot encode stop the output, and have all three streams."""
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def machine_readable() -> None:
    """UTF-8 and LF on standard output, whatever the locale says."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write(texts: Iterable[str]) -> bool:
    """Write to standard output; False if the reader has gone, which is no fault.

    Raises Refusal where it takes nothing: a full disk, a stream that was closed before.
    """
    try:
        for text in texts:
            sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as problem:
        silence_stdout()
        if isinstance(problem, BrokenPipeError):
            return False
        from wslint.cli.refusal import Refusal

        raise Refusal(f"cannot write to standard output: {problem.strerror or problem}") from None
    return True


def complain(line: str) -> None:
    """One line on standard error, with nothing in it that acts on the terminal."""
    from wslint.report.cells import visible

    try:
        sys.stderr.write(visible(line) + "\n")
        sys.stderr.flush()
    except OSError:
        return


def _open_what_is_closed() -> None:
    """Put something in the place of a standard stream that was closed (`>&-`).

    Else the next file that is opened gets its number. What is written to a closed standard output fails, and is
    said; complaints that nobody can hear are dropped.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def silence_stdout() -> None:
    """Keep the interpreter from complaining about the closed pipe when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
