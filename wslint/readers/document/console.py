"""Commands in fences: prompts, output, and synopses that no one runs."""

from __future__ import annotations

import re
from bisect import bisect_left

from wslint.readers.document.elisions import without_placeholders
from wslint.text import Fragment, Piece
from wslint.text.fragment import lines_of
from wslint.text.late import compile_late

PROMPTS = frozenset("console shell-session shellsession sh-session bash-session terminal term".split())
_PROMPT = compile_late(
    r"[ \t]*(?:(?:\([\w.-]{1,40}\) ?)?(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>\n]{0,80})?[$%❯➜])[ \t]"
)
_ROOT = compile_late(r"[ \t]*(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>\n]{0,80})?#[ \t]")
_CONTINUED = compile_late(r"[ \t]*>[ \t]?")
_HEREDOC = compile_late(r"<<-?[ \t]*[\"']?([A-Za-z_]\w{0,60})")
_SYNOPSIS = compile_late(
    r"\[[A-Z][A-Z_]*(?:\.\.\.)?\]|(?<!\S)(?:\.\.\.|…)(?!\S)|\[(?:OPTIONS|flags|options)\]"
)
_FAILED = compile_late(
    r"connection refused|ECONNREFUSED|could(?: not|n['’]t) (?:connect|resolve)|error response from daemon|no such host"
    r"|name or service not known|temporary failure in name|WARNING: Published ports",
    re.IGNORECASE,
)
_LONGEST = 500
_PROGRAMS = ("docker ", "podman ", "nerdctl ", "docker-compose ")


def commands_of(fence: Fragment, language: str, *, name: str | None) -> Fragment | None:
    """The commands of a fence as a text of its own; None where there are none.

    With prompts (`$ `, `user@host:~$ `; `# ` in a console without other ones), the prompts and the output are
    left out. Without a language, only lines that begin with a container program count. Commands that are a
    synopsis (`docker run [OPTIONS] IMAGE`) or shortened (`docker run ... web`) are left out. `<name>` becomes
    a variable of the same length, so that it is unknown and not a redirection.
    """
    text = fence.text
    lines = [fence.line_span(number) for number in range(1, fence.line_count() + 1)]
    bounds = [(span.start, span.end) for span in lines]
    prompt = _prompt_of(text, bounds, language)
    words = _words(text, bounds)
    kept: list[tuple[int, int]] = []
    at = 0
    while at < len(bounds):
        start, end = bounds[at]
        begun = prompt.match(text, start, end) if prompt is not None else None
        if (prompt is not None and begun is None) or (
            not language and prompt is None and not text.startswith(_PROGRAMS, start, end)
        ):
            at += 1
            continue
        stop = _end_of_command(text, bounds, at, words)
        first = (begun.end() if begun is not None else start, _with_break(text, end))
        command = [first]
        for low, high in bounds[at + 1 : stop]:
            mark = _CONTINUED.match(text, low, high) if prompt is not None else None
            command.append((mark.end() if mark is not None else low, _with_break(text, high)))
        fails = prompt is not None and _fails(text, bounds, stop, prompt)
        if not fails and not any(_SYNOPSIS.search(text, low, high) for low, high in command[:_LONGEST]):
            kept += command
        at = stop
    if not any(text[low:high].strip() for low, high in kept):
        return None
    found = lines_of(fence, kept, name=name, whole=name is not None)
    shown = without_placeholders(found.text)
    if shown == found.text:
        return found
    pieces: list[Piece] = []
    length = 0
    for low, high in kept:
        pieces.append(Piece(length, low, high - low))
        length += high - low
    return Fragment(fence, shown, tuple(pieces), name=name, whole=name is not None)


def _fails(text: str, bounds: list[tuple[int, int]], at: int, prompt: re.Pattern[str]) -> bool:
    """Whether what a command prints, up to the next prompt, tells that it is a failure to show."""
    for start, end in bounds[at : at + _LONGEST]:
        if prompt.match(text, start, end):
            return False
        if _FAILED.search(text, start, end):
            return True
    return False


def _prompt_of(text: str, bounds: list[tuple[int, int]], language: str) -> re.Pattern[str] | None:
    """The prompt that the commands of a fence have, if they have one."""
    console = language in PROMPTS
    for start, end in bounds:
        bare = text[start:end].strip()
        if not bare or (bare.startswith("#") and not console):
            continue
        if _PROMPT.match(text, start, end):
            return _PROMPT
        if not console and language:
            return None
    return _ROOT if console and any(_ROOT.match(text, start, end) for start, end in bounds) else None


def _end_of_command(text: str, bounds: list[tuple[int, int]], at: int, words: dict[str, list[int]]) -> int:
    """The number of the line after a command: continuations and here-documents belong to it."""
    while True:
        start, end = bounds[at]
        document = _HEREDOC.search(text, start, end)
        at += 1
        if document is not None:
            lines = words.get(document.group(1), [])
            closing = bisect_left(lines, at)
            return lines[closing] + 1 if closing < len(lines) else at
        if at == len(bounds) or not text[start:end].rstrip(" \t").endswith("\\"):
            return at


def _words(text: str, bounds: list[tuple[int, int]]) -> dict[str, list[int]]:
    """The lines that are one word, by the word: a here-document ends at such a line."""
    found: dict[str, list[int]] = {}
    if "<<" in text:
        for number, (start, end) in enumerate(bounds):
            word = text[start:end].strip(" \t>")
            if word.isidentifier():
                found.setdefault(word, []).append(number)
    return found


def _with_break(text: str, end: int) -> int:
    """The end of a line with its line end."""
    if text.startswith("\r\n", end):
        return end + 2
    return end + 1 if text.startswith("\n", end) else end
