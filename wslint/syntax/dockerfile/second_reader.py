"""A second reader of Dockerfiles: dockerfile-parse, which shares nothing with ours.

It knows no heredocs, ends an instruction at a blank line, and takes two escapes at the end of a line for one. So it is
asked only whether what it reads in one place of a text is still what it reads there in another text.
"""

from __future__ import annotations

from wslint.text.record import NamedTuple

MAX_CHARACTERS = 100_000
MAX_LINES = 5_000
"""Its time grows with the square of a continuation's lines: so many take a tenth of a second."""


class Told(NamedTuple):
    """An instruction as dockerfile-parse reads it.

    `value` is what follows the keyword, lines joined. `start` and `end` are the offsets of its lines, without the last
    line end.
    """

    keyword: str
    value: str
    start: int
    end: int


def told(text: str) -> tuple[Told, ...] | None:
    """The instructions of a text, in order; None for one that is too long to be read a second time."""
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        return None
    from io import BytesIO

    from dockerfile_parse import DockerfileParser

    # Offsets do not change: what UTF-8 cannot write becomes one character.
    parser = DockerfileParser(fileobj=BytesIO(text.encode("utf-8", "replace")))
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return tuple(
        Told(one["instruction"], one["value"], start, start + len(text[start:end].rstrip("\r\n")))
        for one in parser.structure
        if one["instruction"] != "COMMENT"
        for start, end in ((starts[one["startline"]], starts[one["endline"] + 1]),)
    )
