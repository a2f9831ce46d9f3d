"""Shell texts that are of no interest, and those that no parser takes as a whole."""

from __future__ import annotations

from wslint.syntax.shell import Script, parse_shell

_WORDS = ("docker", "podman", "nerdctl", "<<", "wslint:")
_TOOLS = ("docker", "podman", "nerdctl")
_MOST_LINES = 2_000
# A line that cannot be parsed costs the grammar up to 0.1 ms a character, and the more the longer it is.
_LONGEST_LINE = 4_000
_MOST_BROKEN = 40_000


def speaks_of_containers(text: str) -> bool:
    """Whether a text has any of the words without which there is nothing to read in it."""
    return any(word in text for word in _WORDS)


def without_errors(text: str) -> Script:
    """A broken text as far as its command lines can be read each by itself.

    All other lines are blank, offsets stay. Where here-documents stand in it, nothing is sure; nor where many of
    its lines are broken. Lines of more than some thousand characters are not tried.
    """
    nothing = Script(text, (), broken=True)
    if "<<" in text or text.count("\n") > _MOST_LINES:
        return nothing
    kept: list[str] = []
    some = False
    broken = 0
    for line in _logical_lines(text):
        speaks = len(line) <= _LONGEST_LINE and any(tool in line for tool in _TOOLS)
        if speaks and not parse_shell(line).broken:
            kept.append(line)
            some = True
        else:
            broken += len(line) if speaks else 0
            if broken > _MOST_BROKEN:
                return nothing
            kept.append("".join("\n" if char == "\n" else " " for char in line))
    script = parse_shell("".join(kept)) if some else nothing
    return nothing if script.broken else script


def _logical_lines(text: str) -> list[str]:
    """Lines, those that a backslash continues joined, line ends kept."""
    lines: list[str] = []
    goes_on = False
    for line in text.splitlines(keepends=True):
        if goes_on:
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.rstrip("\r\n").endswith("\\")
    return lines
