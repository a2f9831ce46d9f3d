"""Draws what a command prints on a coloured terminal, as SVG."""

import re
from collections.abc import Iterator
from html import escape

WIDTH, LINE, SIZE, MARGIN, BAR = 8.4, 20, 14, 20, 34
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#f2cc60", "34": "#79c0ff", "36": "#76e3ea"}
PLAIN, FAINT, BACK, EDGE = "#e6edf3", "#8b949e", "#0d1117", "#30363d"
_ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def shortened(output: str, most: int) -> list[str]:
    """Whole findings, in their order and about `most` lines in all, and the ledger.

    Where there is no room for all, those with ends in different files come first, then an error of each file.
    """
    *findings, ledger = output.strip("\n").split("\n\n")
    blocks = [finding.split("\n") for finding in findings]
    room = most - len(ledger.split("\n"))
    kept: set[int] = set()
    for at in sorted(range(len(blocks)), key=lambda at: (_rank(findings, at), at)):
        room -= len(blocks[at]) + 1
        if room >= 0 or not kept:
            kept.add(at)
    lines: list[str] = []
    hidden = 0
    for at, block in enumerate([*blocks, ledger.split("\n")]):
        if at < len(blocks) and at not in kept:
            hidden += 1
            continue
        if hidden:
            lines += [f"\x1b[2m... {hidden} more ...\x1b[0m", ""]
        hidden = 0
        lines += [*block, ""]
    return lines[:-1]


def _rank(findings: list[str], at: int) -> int:
    """0 for two ends in different files, 1 for the first error of a file, 2 for any other one, 3 for the rest."""
    if ":::" in findings[at]:
        return 0
    if not _is_error(findings[at]):
        return 3
    file = _file(findings[at])
    return 2 if any(_is_error(each) and _file(each) == file for each in findings[:at]) else 1


def _is_error(finding: str) -> bool:
    return _ESCAPE.sub("", finding).startswith("error")


def _file(finding: str) -> str:
    arrow = _ESCAPE.sub("", finding).partition("--> ")[2]
    return arrow.partition(":")[0]


def pieces(line: str) -> Iterator[tuple[int, str, str]]:
    """The parts of a line that look alike: column, text, SVG attributes."""
    column, at, look = 0, 0, ""
    for found in [*_ESCAPE.finditer(line), None]:
        text = line[at : found.start() if found else len(line)]
        if text.strip():
            yield column, text, look
        column += len(text)
        if found:
            at, look = found.end(), _look(found[1].split(";"))


def _look(codes: list[str]) -> str:
    parts = [f' fill="{COLOURS[code]}"' for code in codes if code in COLOURS]
    if "2" in codes:
        parts.append(f' fill="{FAINT}"')
    if "1" in codes:
        parts.append(' font-weight="bold"')
    return "".join(parts)


def picture(command: str, output: str, *, most: int) -> str:
    """The picture of a terminal in which the command was called. The same output gives the same bytes."""
    lines = [
        f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m",
        *shortened(output, most),
    ]
    columns = max(len(_ESCAPE.sub("", line)) for line in lines)
    width, height = round(columns * WIDTH) + 2 * MARGIN, len(lines) * LINE + BAR + MARGIN
    made = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(command)}</title>",
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" fill="{BACK}" stroke="{EDGE}"/>',
        *(
            f'<circle cx="{MARGIN + 16 * at}" cy="17" r="5" fill="{colour}"/>'
            for at, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        ),
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="{SIZE}" fill="{PLAIN}" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        y = BAR + LINE * number + SIZE
        # Each part has its own place and length: columns stay in line in any font.
        for column, text, look in pieces(line):
            start = len(text) - len(text.lstrip())
            word = text.strip()
            x, length = MARGIN + (column + start) * WIDTH, len(word) * WIDTH
            made.append(
                f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"{look}>{escape(word)}</text>'
            )
    return "\n".join([*made, "</g>", "</svg>"]) + "\n"
