"""`wslint` and `python -m wslint`."""

import gc
import sys


def main() -> int:
    """Run the command line and return the exit code (see `wslint --help`)."""
    # Documents and facts are trees that die by reference count; looking for cycles in them costs a tenth of a run.
    gc.disable()
    try:
        from wslint.cli.door import door

        return door.run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before the door could say so itself: while it was being imported.
        sys.stderr.write("wslint: interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
