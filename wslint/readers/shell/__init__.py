"""Shell texts: what their command lines build, run and stop."""

from wslint.readers.shell.reader import read_shell

__all__ = ["read_shell"]
