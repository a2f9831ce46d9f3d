"""The text of a scalar as a text of its own, each character of which knows where it is written."""

from __future__ import annotations

from wslint.syntax.patchwork import Patchwork
from wslint.syntax.yaml.tree import Scalar
from wslint.text import Fragment
from wslint.text.late import compile_late

# YAML 1.2 §5.4, and the breaks of YAML 1.1 that both parsers still know; in values the first four are LF.
_BREAK = compile_late("\r\n|[\n\r\x85\u2028\u2029]")
_KEPT = compile_late("[\n\u2028\u2029]")
_BREAKS = "\n\r\x85\u2028\u2029"
_TOKEN = compile_late("[ \t]*(?:\r\n|[\n\r\x85\u2028\u2029])[ \t\n\r\x85\u2028\u2029]*")
# YAML 1.2 §5.7.
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028",
    "P": "\u2029",
}  # fmt: skip
_HEX = {"x": 2, "u": 4, "U": 8}


def fragment_of(scalar: Scalar, **more: object) -> Fragment:
    """The value of a scalar as a fragment of its file: its text is `scalar.value`.

    Literal blocks and one-line values without escapes are exact: every character is the file's. `prefix` of
    a block is its indentation. `more` are further arguments of `Fragment`.
    """
    span = scalar.content_span
    if span.text == scalar.value:
        whole = Patchwork(scalar.source)
        whole.keep(span.start, span.end)
        return whole.fragment(**more)
    prefix = ""
    if scalar.style == "|":
        work, prefix = _literal(scalar, span.start)
    elif scalar.style == ">":
        work, prefix = _folded(scalar, span.start)
    else:
        work = _flow(scalar, span.start, span.end)
    found = work.fragment(prefix=prefix, **more)
    if found.text == scalar.value:
        return found
    # What the parser made of it is not understood: it stands for the whole.
    whole = Patchwork(scalar.source)
    whole.put(scalar.value, span.start, span.end)
    return whole.fragment(**more)


def _literal(scalar: Scalar, at: int) -> tuple[Patchwork, str]:
    """`|`: the lines of the value are those of the file, less their indentation (YAML 1.2 §8.1.2)."""
    text, value = scalar.source.text, scalar.value
    work = Patchwork(scalar.source)
    prefix: str | None = None
    position = 0
    for start, end, after in _block(scalar, at):
        ended = _KEPT.search(value, position)
        stop = len(value) if ended is None else ended.start()
        size = stop - position
        if size:
            work.keep(end - size, end)
            prefix = text[start : end - size] if prefix is None else prefix
        if ended is None or after == end:
            break
        if text[after - 1] == ended[0]:
            work.keep(after - 1, after)
        else:
            work.put(ended[0], end, after)
        position = ended.end()
        if position >= len(value):
            break
    return work, prefix or ""


def _block(scalar: Scalar, at: int) -> list[tuple[int, int, int]]:
    """The lines that a block may have: not more than its value has breaks, and one to be read in vain."""
    text = scalar.source.text
    header = _BREAK.search(text, at)
    if header is None:
        return []
    found: list[tuple[int, int, int]] = []
    start = header.end()
    # Blank lines at the end of a block lie behind `scalar.end`, and only `+` keeps them.
    while start < len(text) and (start <= scalar.end or not text[start : start + 1].strip()):
        ended = _BREAK.search(text, start)
        end, after = (len(text), len(text)) if ended is None else ended.span()
        if start > scalar.end and text[start:end].strip():
            break
        found.append((start, end, after))
        start = after
    return found


def _folded(scalar: Scalar, at: int) -> tuple[Patchwork, str]:
    """`>`: breaks between lines are a space, or as many as there are more of them (YAML 1.2 §8.1.3)."""
    text, value = scalar.source.text, scalar.value
    work = Patchwork(scalar.source)
    work.exact = False
    position, indent, prefix, behind = 0, -1, "", None
    for start, end, after in _block(scalar, at):
        line = text[start:end]
        if indent < 0 and line.strip(" "):
            shown = value.lstrip("\n")
            indent = max(0, len(line) - len(line.lstrip(" ")) - (len(shown) - len(shown.lstrip(" "))))
            prefix = line[:indent]
        own = line[indent:] if indent >= 0 and line.strip(" ") else ""
        if own:
            begins = position
            breaks = "\n" if own[0] in " \t" else " \n"
            while position < len(value) and value[position] in breaks:
                position += 1
            gap = behind if behind is not None else (start, start + 1)
            work.put(value[begins:position], *gap)
            if not value.startswith(own, position):
                break
            work.keep(start + indent, end)
            position += len(own)
        behind = (end, max(after, end + 1))
    if behind is not None and position < len(value):
        work.put(value[position:], behind[0] - 1, behind[0])
    return work, prefix


def _flow(scalar: Scalar, start: int, end: int) -> Patchwork:
    """Plain and quoted values: lines are folded, quotes doubled, characters escaped (YAML 1.2 §7.3)."""
    text = scalar.source.text
    work = Patchwork(scalar.source)
    at = kept = start
    while at < end:
        sign = text[at]
        if sign == "'" and scalar.style == "'":
            work.keep(kept, at)
            work.put("'", at, at + 2)
            at = kept = at + 2
        elif sign == "\\" and scalar.style == '"':
            work.keep(kept, at)
            at = kept = _escape(work, text, at, end)
        elif sign in _BREAKS or sign in " \t":
            blank = at
            while blank < end and text[blank] in " \t":
                blank += 1
            if blank < end and text[blank] in _BREAKS:
                work.keep(kept, at)
                at = kept = _fold(work, text, at, end, first=False)
            else:
                at = max(blank, at + 1)
        else:
            at += 1
    work.keep(kept, end)
    return work


def _fold(work: Patchwork, text: str, at: int, end: int, *, first: bool) -> int:
    """One break is a space, or nothing behind a backslash; each further one a line end. Gives what follows."""
    found = _TOKEN.match(text, at, end)
    after = end if found is None else found.end()
    breaks = _BREAK.findall(text, at, after)
    further = "".join(one if one in "\u2028\u2029" else "\n" for one in breaks[1:])
    work.put(further or ("" if first else " "), at, after)
    return after


def _escape(work: Patchwork, text: str, at: int, end: int) -> int:
    """A backslash and what belongs to it. Gives the offset of what follows."""
    sign = text[at + 1 : at + 2]
    if sign and sign in _BREAKS:
        return _fold(work, text, at + 1, end, first=True)
    size = _HEX.get(sign, 0)
    after = at + 2 + size
    if size:
        try:
            found = chr(int(text[at + 2 : after], 16))
        except (ValueError, OverflowError):
            found = ""
        work.put(found, at, after)
    else:
        work.put(_ESCAPES.get(sign, ""), at, after)
    return after
