"""How long a command surely sleeps (GNU coreutils manual, sleep; POSIX sleep)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wslint.model.commands import program_name
from wslint.syntax.shell import SimpleCommand, parse_shell
from wslint.text.record import NamedTuple

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FOREVER = 1e9
_ENDING = frozenset({"exit", "return", "exec", "set", "trap"})
_SUCCEEDING = frozenset({"true", ":", "echo"})
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+,- ;&\n")


class _Step(NamedTuple):
    """A command at the top level of a script, and what joins it to the one before it."""

    joint: str
    command: SimpleCommand


def sleep_seconds(argv: Sequence[str | None]) -> float | None:
    """What `sleep 5`, `/bin/sleep 1.5m` or `sleep 1m 30s` sleeps; None for another command."""
    if len(argv) < 2 or argv[0] is None or program_name(argv[0]) != "sleep":
        return None
    total = 0.0
    for word in argv[1:]:
        if not word:
            return None
        digits, unit = (word[:-1], _UNITS[word[-1]]) if word[-1] in _UNITS else (word, 1)
        if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
            return None
        total += float(digits) * unit
    return total if total < _FOREVER else None


def sequential_sleep(text: str, *, stops_at_failure: bool = False) -> float | None:
    """The sum of the sleeps of a script that surely run one after the other; None where none does.

    It ends at the first thing that is not plainly one command after the other: a condition, a loop, a pipe,
    the background, an `exit`. After `&&`, and everywhere under `sh -e` (`stops_at_failure`), a command is
    sure only behind one that cannot fail.
    """
    total: float | None = None
    sure = succeeded = True
    for joint, command in _steps(text):
        certain = succeeded or not (stops_at_failure or joint == "&&")
        sure = certain and joint != "||" and (sure or joint != "&&")
        words = [word.text for word in command.program]
        seconds = sleep_seconds(words) if sure else None
        if seconds is not None:
            total = (total or 0.0) + seconds
        if command.name in _ENDING:
            break
        harmless = seconds is not None or command.name in _SUCCEEDING
        succeeded = harmless and not command.negated and (succeeded or not stops_at_failure)
    return total


def _steps(text: str) -> Iterator[_Step]:
    """The commands that run in sequence, up to the first that may not."""
    steps = _plain_steps(text)
    if steps is not None:
        yield from steps
        return
    for command in parse_shell(text).commands:
        if command.depth or command.background or "|" in (command.before, command.after):
            return
        if command.before not in ("", ";", "\n", "&&", "||") or command.after == "|&":
            return
        yield _Step(command.before, command)


def _plain_steps(text: str) -> list[_Step] | None:
    """The steps of plain words joined by `;`, `&&` and line ends, without a parser; None for any other text."""
    if not _PLAIN.issuperset(text):
        return None
    steps: list[_Step] = []
    joint = ""
    for line in text.split("\n"):
        for clause in line.split(";"):
            for position, piece in enumerate(clause.split("&&")):
                joint = "&&" if position else joint
                if not piece.strip() or "&" in piece:
                    # An empty clause is a mistake but at the end of a line; either is for the parser to tell.
                    return None
                script = parse_shell(piece)
                if len(script.commands) != 1:
                    return None
                command = script.commands[0]
                if command.within or command.start != len(piece) - len(piece.lstrip()):
                    return None
                steps.append(_Step(joint, command))
            joint = ";"
        joint = "\n"
    return steps
