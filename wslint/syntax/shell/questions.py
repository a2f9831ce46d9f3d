"""What follows from the syntax of a shell text alone. Of a broken script nothing follows."""

from __future__ import annotations

from wslint.syntax.shell.script import Script, SimpleCommand

_SIGNAL_NUMBERS = {"0": "EXIT", "1": "HUP", "2": "INT", "3": "QUIT", "6": "ABRT", "14": "ALRM", "15": "TERM"}
# Commands that only a shell has, or that mean something else outside of one.
# fmt: off
_BUILTINS = frozenset({
    "((", ".", ":", "[[", "alias", "bg", "bind", "break", "builtin", "cd", "command", "continue",
    "coproc", "declare", "dirs", "disown", "enable", "eval", "exit", "export", "fc", "fg", "getopts",
    "hash", "history", "jobs", "let", "local", "logout", "mapfile", "popd", "pushd", "read", "readarray",
    "readonly", "return", "set", "shift", "shopt", "source", "suspend", "time", "times", "trap", "type",
    "typeset", "ulimit", "umask", "unalias", "unset", "wait",
})
# fmt: on


def is_simple(script: Script) -> bool:
    """Whether the text is one simple command: no operators, constructs, substitutions or background."""
    if len(script.commands) != 1:
        return False
    command = script.commands[0]
    return not (command.within or command.before or command.after or command.background or command.negated)


def plain_words(script: Script) -> tuple[str, ...] | None:
    """The words that say the same in exec form, a leading `exec` removed; None where a shell is needed."""
    if not is_simple(script):
        return None
    command = script.commands[0]
    words = command.program
    if command.assignments or command.redirects or not words or words[0].text in _BUILTINS:
        return None
    texts = tuple(word.text for word in words if word.text is not None and not word.glob)
    return texts if len(texts) == len(words) else None


def last_command(script: Script) -> SimpleCommand | None:
    """The command that the script ends with at the top level; None where it ends with a construct."""
    run = [c for c in script.commands if "function" not in c.within and "substitution" not in c.within]
    return run[-1] if run and run[-1].last and not run[-1].within else None


def last_commands(script: Script) -> tuple[SimpleCommand, ...]:
    """The commands that the script may end with: one for each branch, and all that `&&`, `||`, `|` join to it."""
    return tuple(command for command in script.commands if command.last)


def traps(script: Script) -> frozenset[str]:
    """The signals that some `trap` handles, without SIG: TERM, INT, EXIT … "?" stands for one that is unknown.

    `trap '' TERM` (ignore) and `trap - TERM` (reset) handle nothing (POSIX, trap).
    """
    found: set[str] = set()
    for command in script.commands:
        words = [word.text for word in command.words]
        if words[:1] != ["trap"]:
            continue
        words = words[2:] if words[1:2] == ["--"] else words[1:]
        if len(words) < 2 or words[0] in {"", "-", "-l", "-p"}:
            continue
        for word in words[1:]:
            name = "?" if word is None else word.upper()
            found.add(_SIGNAL_NUMBERS.get(name, name.removeprefix("SIG")))
    return frozenset(found)


def runs_in_background(script: Script) -> tuple[SimpleCommand, ...]:
    """The commands started with `&`, alone or as part of a construct."""
    return tuple(command for command in script.commands if command.background)


def always_succeeds(script: Script, *, errexit: bool = False) -> bool:
    """Whether the exit status is surely 0, whatever the commands do.

    `errexit` says that the shell was started with -e. Says no where it is not sure.
    """
    final = last_command(script)
    if final is None:
        return False
    if _gives_zero(final):
        masked = final.before == "||" or (not errexit and final.before in {"", ";", "\n", "&", "|"})
    else:
        masked = (
            final.background and not errexit and final.after == "&" and final.before in {"", ";", "\n", "&"}
        )
    if not masked:
        return False
    others = [command for command in script.commands if command is not final]
    return not any(_may_decide(command, final) for command in others)


def _gives_zero(command: SimpleCommand) -> bool:
    words = [word.text for word in command.words]
    zero = words[:1] in (["true"], [":"], ["/bin/true"], ["echo"]) or words == ["exit", "0"]
    return zero and not command.negated and not command.redirects


def _may_decide(command: SimpleCommand, final: SimpleCommand) -> bool:
    """Whether a command before the last may end the script, with another status or in an unknown way."""
    words = [word.text for word in command.words]
    name = words[0] if words else ""
    if name is None or name in {"return", "exec", "kill", "eval", ".", "source", "set", "trap", "shopt"}:
        return True
    if name == "exit":
        return (
            words != ["exit", "0"]
            and "substitution" not in command.within
            and "subshell" not in command.within
        )
    # `a && b || true` is masked; `a; b || true` is too: the status is that of the last list.
    return "function" in command.within and command is not final
