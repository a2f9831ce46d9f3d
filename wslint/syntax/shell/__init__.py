"""Shell command lines and scripts: a flat list of simple commands, and what follows from their syntax."""

from wslint.syntax.shell.expansion import HOLE, SCRIPT, Expanded
from wslint.syntax.shell.parse import parse_shell
from wslint.syntax.shell.questions import (
    always_succeeds,
    is_simple,
    last_command,
    last_commands,
    plain_words,
    runs_in_background,
    traps,
)
from wslint.syntax.shell.script import (
    UNSET,
    Assignment,
    Block,
    Elements,
    HereDocument,
    LiteralPart,
    Lookup,
    Redirect,
    Script,
    ShellWord,
    SimpleCommand,
    Substitution,
    Unset,
    Variable,
)
from wslint.syntax.shell.values import Directories, Values, below

__all__ = [
    "HOLE",
    "SCRIPT",
    "UNSET",
    "Assignment",
    "Block",
    "Directories",
    "Elements",
    "Expanded",
    "HereDocument",
    "LiteralPart",
    "Lookup",
    "Redirect",
    "Script",
    "ShellWord",
    "SimpleCommand",
    "Substitution",
    "Unset",
    "Values",
    "Variable",
    "always_succeeds",
    "below",
    "is_simple",
    "last_command",
    "last_commands",
    "parse_shell",
    "plain_words",
    "runs_in_background",
    "traps",
]
