"""Markdown (GitHub's), for the summary of a CI step or a comment: a table of the findings, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.engine.finding import RANK, Finding, Outcome
from wslint.report.cells import visible
from wslint.report.ledger import found, ledger
from wslint.report.options import RenderOptions
from wslint.report.places import Places
from wslint.text import Span

_HEAD = "| severity | rule | place | what is wrong |\n| --- | --- | --- | --- |\n"
_MOST_LEDGER = 100
_MOST_CELL = 2000
_SPECIAL = str.maketrans({character: "\\" + character for character in "\\`*_[]<>|~&$#"})


def render(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The whole report."""
    return render_within(outcome, options, None)


def render_within(outcome: Outcome, options: RenderOptions, room: int | None) -> Iterator[str]:
    """The report in at most `room` bytes of UTF-8 (None: any number): the worst findings come first."""
    places = Places(options)
    title = f"## wslint\n\n{_prose(found(outcome))}\n"
    tail = "" if options.quiet else "".join(_ledger(outcome, options))
    left_out = "\n{} more findings are in the log: there is no room for them here.\n"
    free = None if room is None else room - _size(title + _HEAD + left_out + tail) - 20
    if free is not None and free < 0:
        if room is not None and room >= _size(title):
            yield title
        return
    yield title
    shown = 0
    ordered = sorted(outcome.findings, key=lambda finding: RANK[finding.severity])
    for finding in ordered:
        row = _row(finding, places, options.browse)
        if free is not None:
            free -= _size(row)
            if free < 0:
                break
        if not shown:
            yield "\n" + _HEAD
        yield row
        shown += 1
    if shown < len(ordered):
        yield left_out.format(len(ordered) - shown)
    yield tail


def _row(finding: Finding, places: Places, browse: str) -> str:
    cells = [_prose(finding.message)]
    cells += [
        f"{_place(place.span, places, browse)}: {_prose(place.message)}" for place in finding.related[:10]
    ]
    cells += [_prose(line) for line in finding.because]
    if finding.help:
        cells.append(f"*{_prose(finding.help)}*" if "`" not in finding.help else _prose(finding.help))
    rule = _code(finding.name)
    if finding.source.startswith("https://"):
        rule = f"[{rule}]({_address(finding.source)})"
    place = _place(finding.span, places, browse)
    return f"| {finding.severity} | {rule} | {place} | {'<br>'.join(cells)} |\n"


def _place(span: Span, places: Places, browse: str) -> str:
    """`path:line`, with a link to the line where the files can be looked at."""
    path = places.path(span.source.path)
    line = span.line
    text = _code(f"{visible(path)}:{line}")
    if not browse:
        return text
    from urllib.parse import quote

    plain = "?plain=1" if path.endswith(".md") else ""
    where = quote(path.encode("utf-8", "backslashreplace"), safe="/")
    return f"[{text}]({_address(browse)}{where}{plain}#L{line})"


def _ledger(outcome: Outcome, options: RenderOptions) -> Iterator[str]:
    """The ledger without its first line, which is the title."""
    plain = options._replace(color=False, wrap=False)
    lines = list(ledger(outcome, plain))[1:]
    if lines:
        yield "\n"
    for line in lines[:_MOST_LEDGER]:
        yield f"- {_prose(line.strip())}\n"
    if len(lines) > _MOST_LEDGER:
        yield f"- … {len(lines) - _MOST_LEDGER} more lines\n"


def _prose(text: str) -> str:
    """A text in one line in which only what stands in backticks is more than plain text."""
    text = visible(text)
    if len(text) > _MOST_CELL:
        text = text[: _MOST_CELL - 1] + "…"
    parts = text.split("`")
    if len(parts) % 2 == 0:
        # A backtick without its partner is one to be seen.
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return "".join(_code(part) if at % 2 else _plain(part) for at, part in enumerate(parts))


def _plain(text: str) -> str:
    """Text without any meaning in Markdown; nobody is mentioned by it."""
    text = text.translate(_SPECIAL)
    return text if "@" not in text else text.replace("@", "@\u200b")


def _code(text: str) -> str:
    """A code span. What would end it, or the cell of the table it is in, is written as HTML."""
    if not text:
        return "\\`\\`"
    if not any(character in text for character in "`|\\") and text.strip() == text:
        return f"`{text}`"
    plain = (character.isalnum() or character == " " or not character.isascii() for character in text)
    body = "".join(
        character if as_is else f"&#{ord(character)};" for character, as_is in zip(text, plain, strict=True)
    )
    return f"<code>{body}</code>"


def _address(url: str) -> str:
    """An address in which nothing ends the link it is in."""
    from urllib.parse import quote

    return quote(url.encode("utf-8", "backslashreplace"), safe="/:?#@!$&'*+,;=%-._~")


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
