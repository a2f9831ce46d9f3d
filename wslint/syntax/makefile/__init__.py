"""Makefiles: the command lines of their recipes, as make gives them to a shell."""

from wslint.syntax.makefile.parse import MakeFile, parse_makefile

__all__ = ["MakeFile", "parse_makefile"]
