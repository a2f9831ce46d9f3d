"""Guides in Markdown that take long to read."""

from collections.abc import Callable

from .case import Hostile, lazily

_FENCE = "\n```yaml\nservices: {a: {image: b}}\n```\n"


def _guide(name: str, says: str, text: Callable[[], str], **more: object) -> Hostile:
    return Hostile(name, lazily("guide.md", text), says, **more)  # type: ignore[arg-type]


INPUTS = (
    _guide("49,000 list items", " 1 document", lambda: "- x\n" * 49_000 + _FENCE, seconds=9, megabytes=400),
    _guide(
        "49,000 numbered list items",
        " 1 document",
        lambda: "1. x\n" * 49_000 + _FENCE,
        slow=True,
        seconds=9,
        megabytes=400,
    ),
    _guide(
        "200,000 list items",
        "guide.md:1:1: error WS001 syntax-error: more than 50000 lines: not read",
        lambda: "- x\n" * 200_000 + _FENCE,
    ),
    _guide("quotes 10,000 deep", " 1 document", lambda: "> " * 10_000 + "x\n" + _FENCE, seconds=7),
    _guide("lists 10,000 deep", " 1 document", lambda: "- " * 10_000 + "x\n" + _FENCE, seconds=7, slow=True),
    _guide(
        "2,000 lines of quotes 100 deep",
        " 1 document",
        lambda: ("> " * 100 + "x\n") * 2_000 + _FENCE,
        seconds=7,
    ),
    _guide(
        "2,000 lines of lists 100 deep",
        " 1 document",
        lambda: ("- " * 100 + "x\n") * 2_000 + _FENCE,
        seconds=7,
        slow=True,
    ),
    _guide(
        "lists by indentation, 1,000 deep",
        " 1 document",
        lambda: "".join("  " * n + "- x\n" for n in range(1_000)) + _FENCE,
        seconds=7,
    ),
    _guide(
        "20 fences of commands that are slow to read",
        "more than 300000 characters of commands: the rest is not read",
        lambda: ("\n```bash\n" + "docker run a\ncase a in a) (( \n" * 1_000 + "```\n") * 20 + _FENCE,
        slow=True,
        seconds=12,
    ),
    _guide("a line of 4 MB in a guide", " 1 document", lambda: "x" * 4_000_000 + _FENCE, seconds=7),
    _guide(
        "a line of 10 MB in a guide",
        "longer than 5000000 characters: not read",
        lambda: "x" * 10_000_000 + _FENCE,
    ),
    _guide(
        "a line of 4 MB of brackets",
        " 1 document",
        lambda: "[" * 2_000_000 + "](" * 1_000_000 + _FENCE,
        seconds=7,
    ),
    _guide(
        "a line of 4 MB of stars", " 1 document", lambda: "*a **b " * 500_000 + _FENCE, seconds=7, slow=True
    ),
    _guide(
        "a line of 4 MB of backticks",
        " 1 document",
        lambda: "".join("`" * (n % 1000) + " " for n in range(8_000)) + _FENCE,
        seconds=7,
        slow=True,
    ),
    _guide("50,000 fences", "guide.md", lambda: "```\n" * 49_000),
    _guide("10,000 fences of Compose files", "guide.md", lambda: _FENCE * 9_000, seconds=6),
    _guide(
        "a fence of 4 MB",
        "longer than 300000 characters: not read",
        lambda: "```yaml\nservices:\n" + "".join(f"  s{n}: {{image: a}}\n" for n in range(40_000)) + "```\n",
        seconds=7,
    ),
    _guide(
        "100,000 comments in HTML",
        "guide.md",
        lambda: "<!-- wslint: ignore[latest-tag] x -->\n" * 49_000 + _FENCE,
        seconds=11,
        megabytes=300,
        slow=True,
    ),
    _guide("comments that are not closed", " 1 document", lambda: "<!-- " * 500_000 + _FENCE, seconds=7),
    _guide("49,000 open tags", " 1 document", lambda: "<div>\n\n" * 24_000 + _FENCE, seconds=7),
    _guide(
        "24,000 headings over one fence",
        "guide.md",
        lambda: "# before\n\n" * 24_000 + _FENCE,
        seconds=7,
        megabytes=200,
        slow=True,
    ),
    _guide(
        "a table of 49,000 rows",
        " 1 document",
        lambda: "| a | b |\n| - | - |\n" + "| x | y |\n" * 49_000 + _FENCE,
        seconds=7,
        slow=True,
    ),
    _guide(
        "a paragraph of 49,000 lines",
        " 1 document",
        lambda: "for example: not\n" * 49_000 + _FENCE,
        seconds=7,
        slow=True,
    ),
    _guide(
        "49,000 link definitions",
        " 1 document",
        lambda: "".join(f"[a{n}]: http://b\n" for n in range(49_000)) + _FENCE,
        seconds=7,
        slow=True,
    ),
    _guide(
        "4 MB of a console",
        "guide.md",
        lambda: "```console\n" + "$ docker run -p 80:80 a\nout\n" * 20_000 + "```\n",
        slow=True,
        seconds=20,
        megabytes=400,
    ),
)
