"""`wslint completions SHELL`, and the answers to what its scripts ask."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from wslint.cli.door import door
from wslint.cli.terminal import machine_readable, write
from wslint.cli.values import OneOf
from wslint.cli.version import CONTEXT

VARIABLE = "_WSLINT_COMPLETE"
_WHERE = """\b
bash  eval "$(wslint completions bash)" in ~/.bashrc
zsh   eval "$(wslint completions zsh)" in ~/.zshrc, behind compinit
fish  wslint completions fish > ~/.config/fish/completions/wslint.fish
"""


class _WithEquals(ShellComplete):
    """Completes `--option=value` also where the shell takes it for one word, as zsh and fish do."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The completions of a word, from its beginning."""
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not (equals and option.startswith("--")):
            return items
        return [
            CompletionItem(f"{option}={item.value}", item.type, item.help) if item.type == "plain" else item
            for item in items
        ]


class _Bash(_WithEquals, BashComplete):
    """bash takes the `=` of `--option=value` for a word of its own (COMP_WORDBREAKS)."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being written, and that one."""
        words, incomplete = super().get_completion_args()
        kept = [
            word
            for at, word in enumerate(words)
            if word != "=" or not words[at - 1].startswith("--") or not at
        ]
        return kept, incomplete

    def source(self) -> str:
        """The script. Click's own also looks for the bash that is installed, which need not be the one asked for."""
        return ShellComplete.source(self)


class _Zsh(_WithEquals, ZshComplete):
    pass


class _Fish(_WithEquals, FishComplete):
    pass


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


@click.command("completions", context_settings=CONTEXT, epilog=_WHERE)
@click.argument("shell", type=OneOf(*SHELLS), metavar="SHELL")
def completions(shell: str) -> None:
    """Print the completion script for SHELL: bash, zsh or fish."""
    machine_readable()
    write([SHELLS[shell](door, {}, "wslint", VARIABLE).source() + "\n"])


def answer(instruction: str) -> int:
    """What a script asks by the variable: `bash_complete` prints completions, `bash_source` the script."""
    shell, _, what = instruction.partition("_")
    if shell not in SHELLS or what not in {"complete", "source"}:
        return 1
    asked = SHELLS[shell](door, {}, "wslint", VARIABLE)
    machine_readable()
    write([(asked.complete() if what == "complete" else asked.source()) + "\n"])
    return 0
