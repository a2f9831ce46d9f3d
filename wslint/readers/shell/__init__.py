"""Shell texts: what their command lines build, run and stop."""

from wslint.readers.shell.reader import partly_known, read_shell

__all__ = ["partly_known", "read_shell"]
