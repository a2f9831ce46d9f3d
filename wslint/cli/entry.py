"""Where a command line comes in: runs it, and says in one line what went wrong."""

from __future__ import annotations

import os
import sys

from wslint.cli.refusal import BUG, IMPOSSIBLE, INTERRUPTED, Refusal, one_line
from wslint.cli.terminal import complain, prepare_streams, silence_stdout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(args: Sequence[str]) -> int:
    """Run a command line, or answer what the completion of a shell asks; return the exit code."""
    if "_WSLINT_COMPLETE" in os.environ:
        from wslint.cli.completions import answer

        return answer(os.environ["_WSLINT_COMPLETE"])
    arguments, debug = _without_debug(list(args))
    prepare_streams()
    try:
        return _invoke(arguments)
    except KeyboardInterrupt as end:
        return _ended(end)
    except Refusal as refusal:
        for line in refusal.lines():
            complain(line)
        return IMPOSSIBLE
    except OSError as error:
        return _failed(error, debug=debug)
    except Exception as error:  # noqa: BLE001  # the last door: whatever it is, it is one line
        return _wrong_line(error) or _bug(error, debug=debug)


def _invoke(arguments: list[str]) -> int:
    """Run a line; an ordinary one without click, whose import takes longer than to check a file."""
    if arguments[:1] == ["check"]:
        from wslint.cli.check import check
        from wslint.cli.plain_line import read_line

        line = read_line(check, arguments[1:])
        if line is not None:
            return line.call(check)
    from wslint.cli.door import door

    return door.invoke_line(arguments)


def _wrong_line(error: Exception) -> int | None:
    """The exit code for a line that click refuses, once that is said; None for anything else."""
    click = sys.modules.get("click")
    if click is None or not isinstance(error, click.ClickException):
        return None
    complain(one_line(error))
    return IMPOSSIBLE


def _without_debug(args: list[str]) -> tuple[list[str], bool]:
    """`--debug` may stand anywhere before `--`; it is about the program and not about a command."""
    end = args.index("--") if "--" in args else len(args)
    kept = [word for word in args[:end] if word != "--debug"] + args[end:]
    return kept, len(kept) < len(args) or os.environ.get("WSLINT_DEBUG", "0") not in {"", "0"}


def _ended(end: KeyboardInterrupt) -> int:
    from wslint.cli.ending import TERMINATED, Terminated

    terminated = isinstance(end, Terminated)
    complain("wslint: terminated" if terminated else "wslint: interrupted")
    return TERMINATED if terminated else INTERRUPTED


def _failed(error: OSError, *, debug: bool) -> int:
    """What the system refused: to write help, to say where we are. All else is for us to expect."""
    from errno import EBADF, EDQUOT, EFBIG, EIO, ENOSPC

    if isinstance(error, BrokenPipeError):
        silence_stdout()
        return 0
    if error.filename is None and error.errno in (EBADF, EDQUOT, EFBIG, EIO, ENOSPC):
        silence_stdout()
        complain(f"wslint: cannot write to standard output: {error.strerror}")
        return IMPOSSIBLE
    try:
        os.getcwd()
    except OSError as problem:
        complain(f"wslint: the working directory cannot be used: {problem.strerror}")
        return IMPOSSIBLE
    return _bug(error, debug=debug)


def _bug(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    text = " ".join(str(error).split())[:200]
    hint = "" if debug else " (--debug shows where)"
    complain(f"wslint: a bug in wslint: {type(error).__name__}: {text}{hint}")
    return BUG
