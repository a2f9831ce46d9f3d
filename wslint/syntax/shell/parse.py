"""Shell text to script: plain words without a parser, everything else by tree-sitter's bash grammar."""

from __future__ import annotations

from wslint.syntax.shell.script import LiteralPart, Script, ShellWord, SimpleCommand

# Longer texts are not read as a whole. Nobody writes so much shell that speaks of containers.
LONGEST = 300_000

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=,- ")
# Words that begin something else than a simple command. `exec` and `time` do not.
# fmt: off
_KEYWORDS = frozenset({
    "case", "coproc", "declare", "do", "done", "elif", "else", "esac", "export", "fi", "for", "function",
    "if", "in", "local", "readonly", "select", "then", "typeset", "unset", "unsetenv", "until", "while",
})
# fmt: on


def parse_shell(text: str) -> Script:
    """Parse a command line or a script (POSIX sh or bash)."""
    if len(text) > LONGEST or "\0" in text:
        return Script(text, (), broken=True)
    command = _plain_command(text) if _PLAIN.issuperset(text) else None
    if command is not None:
        return Script(text, (command,))
    from wslint.syntax.shell.tree import parse_with_grammar

    return parse_with_grammar(text)


def _plain_command(text: str) -> SimpleCommand | None:
    """A command of plain words, as most are; None where it may be something else, or is none."""
    words: list[ShellWord] = []
    at = 0
    for piece in text.split(" "):
        end = at + len(piece)
        if piece:
            words.append(ShellWord(at, end, piece, (LiteralPart(piece, at, end, quoted=False),)))
        at = end + 1
    if not words or words[0].text in _KEYWORDS or "=" in (words[0].text or ""):
        return None
    return SimpleCommand(tuple(words), (), (), words[0].start, words[-1].end, last=True)
