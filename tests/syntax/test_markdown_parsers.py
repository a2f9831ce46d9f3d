"""The blocks of a text are the same by the block parser alone and by the whole of markdown-it-py."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.syntax.markdown import load, parse_markdown
from wslint.syntax.markdown.block_parser import BlockParser, WholeParser
from wslint.syntax.markdown.records import MarkdownFile
from wslint.text import Source

ROOT = Path(__file__).resolve().parents[2]
_BLOCKS = ["# a", "> ", "- ", "1. ", "    ", "\t", "```", "~~~", "``` yaml", "[a]: /b", "<!-- c -->", "<div>"]
_PARTS = ["***", "---", "===", "a | b", "", "\0", "word", "&amp;", "\\", "[x] ", "  ", "</div>", "<script>"]
PIECES = st.sampled_from([*_BLOCKS, *_PARTS])
TEXTS = st.lists(st.lists(PIECES, max_size=4).map("".join), max_size=12).map("\n".join)


def told(tokens: list[Any]) -> list[tuple[Any, ...]]:
    return [
        (one.type, one.tag, one.nesting, one.map, one.level, one.info, one.markup, one.content, one.hidden)
        for one in tokens
    ]


@pytest.mark.parametrize("without", [(), ("code",)], ids=["markdown", "mdx"])
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_any_text_has_the_same_blocks_by_both(without: tuple[str, ...], text: str) -> None:
    assert told(BlockParser(without=without).parse(text)) == told(WholeParser(without=without).parse(text))


def test_the_pages_of_this_project_have_the_same_blocks_by_both() -> None:
    alone, whole = BlockParser(), WholeParser()
    pages = sorted((ROOT / "docs").glob("*.md"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert told(alone.parse(text)) == told(whole.parse(text)), page.name


GUIDE = "# A\n\n> ```sh\n> docker run a\n> ```\n"


def test_where_the_blocks_want_more_the_whole_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(*_: object, **__: object) -> None:
        raise AttributeError("helpers")

    monkeypatch.setattr(load, "_PARSERS", {})
    expected = parse_markdown(Source("a.md", GUIDE))
    monkeypatch.setattr(load, "_PARSERS", {})
    monkeypatch.setattr(BlockParser, "parse", other)
    found = parse_markdown(Source("a.md", GUIDE))
    assert _contents(found) == _contents(expected) == ["docker run a\n"]
    assert not found.problems


def _contents(found: MarkdownFile) -> list[str]:
    return [fence.text.text for fence in found.fences]


def test_nothing_that_renders_comes_with_the_blocks() -> None:
    program = f"""
import sys
from wslint.syntax.markdown import parse_markdown
from wslint.text import Source
assert parse_markdown(Source("a.md", {GUIDE!r})).fences
print([one for one in sys.modules if one in ("markdown_it.main", "mdurl", "markdown_it.renderer")])
import markdown_it
print(markdown_it.MarkdownIt().render("*a*"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "<p><em>a</em></p>"]
