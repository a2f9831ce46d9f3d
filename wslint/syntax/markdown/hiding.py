"""What the Markdown parser must not see: front matter, and the lines of MDX that are program text.

A line that is hidden is given to the parser as a blank one, so that all others keep their numbers.
"""

from __future__ import annotations

import re

from wslint.text.late import compile_late

_IMPORT = compile_late(
    r"[ \t]*(?:import\s.*\sfrom\s*['\"]|import\s*['\"]|export\s+(?:default|const|let|function)\b)"
)
_TAG = compile_late(r"[ \t]*</?[A-Za-z][\w.:-]*(?=[\s/>]|$)")
_COMPONENT = compile_late(r"^[ \t]*<(?:Tabs|TabItem|Tab|Steps|CodeGroup)\b", re.MULTILINE)
_BLOCK = compile_late(r"( *)(?:===[!+]?(?= +\")|!!!|\?\?\?\+?)( +[\w\"].*)$")
_LONGEST_TAG = 50
_LONGEST_FRONT_MATTER = 2_000


def is_mdx(path: str, text: str) -> bool:
    """Whether components may stand around fences: by the ending, or because such components are there."""
    return path.lower().endswith(".mdx") or _COMPONENT.search(text) is not None


def front_matter(lines: list[str]) -> int:
    """How many lines the front matter has, its marks included; 0 where there is none."""
    if not lines or lines[0].rstrip() not in ("---", "+++"):
        return 0
    ends = ("---", "...") if lines[0].rstrip() == "---" else ("+++",)
    for number, line in enumerate(lines[1:_LONGEST_FRONT_MATTER], start=2):
        if line.rstrip() in ends:
            return number
    return 0


def without_mdx(lines: list[str]) -> list[str]:
    """The lines with imports, exports, comments and lines of nothing but tags made blank; not inside fences."""
    kept: list[str] = []
    closing = ""
    tag = 0
    comment = False
    for line in lines:
        bare = line.strip(" \t>")
        if closing:
            kept.append(line)
            if bare.startswith(closing) and not bare.strip(closing[0]):
                closing = ""
            continue
        hidden = True
        if comment:
            comment = "*/}" not in line
        elif tag:
            tag = 0 if bare.endswith(">") or _is_over(line, "") else tag - 1
            hidden = not bare or line.rstrip().endswith(">") or tag > 0
        elif bare.startswith("{/*"):
            comment = "*/}" not in line
        elif _TAG.match(line) and "`" not in line:
            tag = 0 if line.rstrip().endswith(">") else _LONGEST_TAG
            hidden = not tag or line.count("<") == 1
            tag = tag if hidden else 0
        else:
            hidden = _IMPORT.match(line) is not None
            closing = _fence_mark(bare)
        kept.append("" if hidden else line)
    return kept


def with_blocks(lines: list[str]) -> list[str]:
    """The lines with `=== "Tab"`, `!!! note` and `??? note` made items of lists.

    What belongs to such a line is indented by four (Python-Markdown, "Admonition"; PyMdown Extensions,
    "Tabbed" and "Details"); to CommonMark that would be indented code, but as an item's content it is read.
    """
    kept: list[str] = []
    closing = ""
    for line in lines:
        bare = line.strip(" \t>")
        block = None
        if closing:
            if bare.startswith(closing) and not bare.strip(closing[0]):
                closing = ""
        else:
            block = _BLOCK.match(line)
            closing = _fence_mark(bare)
        kept.append(line if block is None else f"{block.group(1)}-   {block.group(2).strip()}")
    return kept


def _is_over(line: str, rest: str) -> bool:
    """Whether a line cannot belong to a tag: it is blank."""
    return not line.strip() and not rest


def _fence_mark(bare: str) -> str:
    """The run of backticks or tildes that opens a fence on a line, list marks passed by; else empty."""
    bare = bare.lstrip("-*+0123456789.) \t")
    for char in "`~":
        if bare.startswith(char * 3):
            mark = bare[: len(bare) - len(bare.lstrip(char))]
            return mark if char == "~" or "`" not in bare[len(mark) :] else ""
    return ""
