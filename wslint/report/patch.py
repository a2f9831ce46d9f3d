"""Changed texts as a unified diff, which `patch -p0` and `git apply -p0` take.

The format is that of GNU diff ("Detailed Description of Unified Format" in its manual).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wslint.fixing import Draft
from wslint.report.cells import visible
from wslint.report.style import Style
from wslint.text.record import NamedTuple

CONTEXT = 3


class Block(NamedTuple):
    """The lines `[first, first + len(removed))` of a text, 0-based, and what stands there instead.

    Lines keep their line ends.
    """

    first: int
    removed: tuple[str, ...]
    added: tuple[str, ...]


def unified(drafts: Iterable[tuple[str, Draft]], style: Style | None = None) -> Iterator[str]:
    """The diff, line by line, of texts by path. With a style it is for a terminal, else byte for byte."""
    for path, draft in drafts:
        # A tab ends a name that has blanks in it.
        name = visible(path) + ("\t" if " " in path else "")
        yield from _shown(((" ", f"--- {name}\n"), (" ", f"+++ {name}\n")), style)
        for lines in _hunks(draft):
            yield from _shown(lines, style)


def blocks(draft: Draft) -> list[Block]:
    """What has changed, by whole lines, in order and apart from each other."""
    source = draft.original
    text, starts = source.text, source.starts
    groups: list[
        list[int]
    ] = []  # first line, last line, index of the first change, of the one after the last
    for at, change in enumerate(draft.changes):
        first, last = source.position(change.start).line - 1, source.position(change.end).line - 1
        if groups and first <= groups[-1][1] + 1:
            groups[-1][1] = max(last, groups[-1][1])
            groups[-1][3] = at + 1
        else:
            groups.append([first, last, at, at + 1])
    found: list[Block] = []
    for first, last, low, high in groups:
        start = starts[first]
        end = starts[last + 1] if last + 1 < len(starts) else len(text)
        parts: list[str] = []
        at = start
        for change in draft.changes[low:high]:
            parts += (text[at : change.start], change.text)
            at = change.end
        parts.append(text[at:end])
        block = _trimmed(first, _lines(text[start:end]), _lines("".join(parts)))
        if block.removed or block.added:
            found.append(block)
    return found


def _trimmed(first: int, old: Sequence[str], new: Sequence[str]) -> Block:
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return Block(first + head, tuple(old[head : len(old) - tail]), tuple(new[head : len(new) - tail]))


def _hunks(draft: Draft) -> Iterator[list[tuple[str, str]]]:
    """The hunks, each as pairs of sign and line."""
    lines = _lines(draft.original.text)
    shift = 0
    hunk: list[Block] = []
    for block in blocks(draft):
        if hunk and block.first - _end(hunk[-1]) > 2 * CONTEXT:
            yield _hunk(lines, hunk, shift)
            shift += sum(len(one.added) - len(one.removed) for one in hunk)
            hunk = []
        hunk.append(block)
    if hunk:
        yield _hunk(lines, hunk, shift)


def _hunk(lines: Sequence[str], hunk: Sequence[Block], shift: int) -> list[tuple[str, str]]:
    low = max(0, hunk[0].first - CONTEXT)
    high = min(len(lines), _end(hunk[-1]) + CONTEXT)
    body: list[tuple[str, str]] = []
    at = low
    for block in hunk:
        body += ((" ", line) for line in lines[at : block.first])
        body += (("-", line) for line in block.removed)
        body += (("+", line) for line in block.added)
        at = _end(block)
    body += ((" ", line) for line in lines[at:high])
    new = high - low + sum(len(one.added) - len(one.removed) for one in hunk)
    head = f"@@ -{_range(low, high - low)} +{_range(low + shift, new)} @@\n"
    return [("@", head), *((sign, _ended(sign + line)) for sign, line in body)]


def _end(block: Block) -> int:
    return block.first + len(block.removed)


def _range(start: int, count: int) -> str:
    """The numbers of a hunk: 1-based; of no lines, the line before them."""
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _shown(lines: Iterable[tuple[str, str]], style: Style | None) -> Iterator[str]:
    roles = {"-": "removed", "+": "added", "@": "gutter"}
    for sign, line in lines:
        if style is None:
            yield line
            continue
        for part in line.rstrip("\r\n").split("\n"):
            text = visible(part.removesuffix("\r"))
            yield (style(roles[sign], text) if sign in roles else text) + "\n"
