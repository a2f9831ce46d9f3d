"""`wslint` and `python -m wslint`."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line and return the exit code (see `wslint --help`)."""
    # Documents and facts are trees that die by reference count; looking for cycles in them costs a tenth of a run.
    gc.disable()
    try:
        if sys.getfilesystemencoding() != "utf-8":
            _start_anew_with_utf8_names()
        from wslint.cli.entry import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before the door could say so itself: while it was being imported.
        sys.stderr.write("wslint: interrupted\n")
        return 130
    finally:
        # What is left is about to end with the process: Python would look for cycles in it once more.
        gc.freeze()


def _start_anew_with_utf8_names() -> None:
    """Run the same command line in Python's UTF-8 mode, which takes the place of this process.

    Without it, a path that is written in a file, which is UTF-8, is not the same file as in a locale that is not, or
    cannot be asked for at all. What is printed stays in the encoding of the locale (Python's docs, "UTF-8 Mode").
    """
    import os

    if sys.flags.utf8_mode or not sys.orig_argv:
        return
    stream = sys.stdout
    if stream is not None and "PYTHONIOENCODING" not in os.environ:
        os.environ["PYTHONIOENCODING"] = stream.encoding
    program, *words = sys.orig_argv
    try:
        os.execv(sys.executable or program, [program, "-X", "utf8", *words])  # noqa: S606 (what was started, with one option more)
    except OSError:
        # Go on: most trees have plain names.
        return


if __name__ == "__main__":
    sys.exit(main())
