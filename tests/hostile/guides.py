"""Guides in Markdown that take long to read."""

from collections.abc import Callable

from .case import Hostile, lazily

_FENCE = "\n```yaml\nservices: {a: {image: b}}\n```\n"


def _guide(name: str, says: str, text: Callable[[], str], **more: object) -> Hostile:
    return Hostile(name, lazily("guide.md", text), says, **more)  # type: ignore[arg-type]


INPUTS = (
    _guide("80,000 list items", "guide.md", lambda: "- x\n" * 49_000 + _FENCE),
    _guide("80,000 numbered list items", "guide.md", lambda: "1. x\n" * 49_000 + _FENCE),
    _guide("200,000 list items", "guide.md", lambda: "- x\n" * 200_000 + _FENCE),
    _guide("quotes 10,000 deep", "guide.md", lambda: "> " * 10_000 + "x\n" + _FENCE),
    _guide("lists 10,000 deep", "guide.md", lambda: "- " * 10_000 + "x\n" + _FENCE),
    _guide("2,000 lines of quotes 100 deep", "guide.md", lambda: ("> " * 100 + "x\n") * 2_000 + _FENCE),
    _guide("2,000 lines of lists 100 deep", "guide.md", lambda: ("- " * 100 + "x\n") * 2_000 + _FENCE),
    _guide(
        "lists by indentation, 1,000 deep",
        "guide.md",
        lambda: "".join("  " * n + "- x\n" for n in range(1_000)) + _FENCE,
    ),
    _guide("a line of 4 MB in a guide", "guide.md", lambda: "x" * 4_000_000 + _FENCE),
    _guide("a line of 10 MB in a guide", "guide.md", lambda: "x" * 10_000_000 + _FENCE),
    _guide("a line of 4 MB of brackets", "guide.md", lambda: "[" * 2_000_000 + "](" * 1_000_000 + _FENCE),
    _guide("a line of 4 MB of stars", "guide.md", lambda: "*a **b " * 500_000 + _FENCE),
    _guide(
        "a line of 4 MB of backticks",
        "guide.md",
        lambda: "".join("`" * (n % 1000) + " " for n in range(8_000)) + _FENCE,
    ),
    _guide("50,000 fences", "guide.md", lambda: "```\n" * 49_000),
    _guide("10,000 fences of Compose files", "guide.md", lambda: _FENCE * 9_000),
    _guide(
        "a fence of 4 MB",
        "guide.md",
        lambda: "```yaml\nservices:\n" + "".join(f"  s{n}: {{image: a}}\n" for n in range(40_000)) + "```\n",
    ),
    _guide(
        "100,000 comments in HTML",
        "guide.md",
        lambda: "<!-- wslint: ignore[latest-tag] x -->\n" * 49_000 + _FENCE,
    ),
    _guide("comments that are not closed", "guide.md", lambda: "<!-- " * 500_000 + _FENCE),
    _guide("49,000 open tags", "guide.md", lambda: "<div>\n\n" * 24_000 + _FENCE),
    _guide("24,000 headings over one fence", "guide.md", lambda: "# before\n\n" * 24_000 + _FENCE),
    _guide(
        "a table of 49,000 rows",
        "guide.md",
        lambda: "| a | b |\n| - | - |\n" + "| x | y |\n" * 49_000 + _FENCE,
    ),
    _guide("a paragraph of 49,000 lines", "guide.md", lambda: "for example: not\n" * 49_000 + _FENCE),
    _guide(
        "49,000 link definitions",
        "guide.md",
        lambda: "".join(f"[a{n}]: http://b\n" for n in range(49_000)) + _FENCE,
    ),
    _guide(
        "4 MB of a console",
        "guide.md",
        lambda: "```console\n" + "$ docker run -p 80:80 a\nout\n" * 20_000 + "```\n",
    ),
)
