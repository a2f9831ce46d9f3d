"""Fences of Markdown documents: what they hold, and where each character stands in the document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wslint.syntax.markdown import Fence, MarkdownFile, parse_markdown
from wslint.syntax.markdown.load import MAX_LINES, MAX_SIZE
from wslint.text import Edit, Fix, Source, Span, at_home


def parsed(text: str, path: str = "guide.md") -> MarkdownFile:
    return parse_markdown(Source(path, text))


def only(text: str, path: str = "guide.md") -> Fence:
    (fence,) = parsed(text, path).fences
    return fence


def assert_at_home(fence: Fence) -> None:
    text, host = fence.text.text, fence.text.host.text
    for offset, char in enumerate(text):
        assert host[fence.text.home_of(offset)] == char


CONTAINERS = {
    "at the margin": "```yaml\na: 1\n  b: 2\n```\n",
    "with tildes": "~~~yaml\na: 1\n  b: 2\n~~~\n",
    "with a longer mark": "`````yaml\na: 1\n  b: 2\n`````\n",
    "indented by three": "   ```yaml\n   a: 1\n     b: 2\n   ```\n",
    "in a list": "- item\n\n  ```yaml\n  a: 1\n    b: 2\n  ```\n",
    "on the line of the list mark": "1. ```yaml\n   a: 1\n     b: 2\n   ```\n",
    "in a quote": "> ```yaml\n> a: 1\n>   b: 2\n> ```\n",
    "in a quote in a list": "- > ```yaml\n  > a: 1\n  >   b: 2\n  > ```\n",
    "in a list in a quote": "> - item\n>\n>   ```yaml\n>   a: 1\n>     b: 2\n>   ```\n",
    "not closed": "```yaml\na: 1\n  b: 2\n",
    "not closed in a quote": "> ```yaml\n> a: 1\n>   b: 2\n\nafter\n",
    "after a paragraph without a blank line": "text\n```yaml\na: 1\n  b: 2\n```\n",
    "after front matter": "---\ntitle: a\nx: ```\n---\n\n```yaml\na: 1\n  b: 2\n```\n",
}


@pytest.mark.parametrize("text", CONTAINERS.values(), ids=CONTAINERS)
def test_the_content_is_what_a_renderer_shows_wherever_the_fence_stands(text: str) -> None:
    fence = only(text)
    assert fence.text.text == "a: 1\n  b: 2\n"
    assert fence.language == "yaml"
    assert_at_home(fence)


@pytest.mark.parametrize("text", CONTAINERS.values(), ids=CONTAINERS)
def test_lines_and_columns_that_people_see_are_the_documents(text: str) -> None:
    fence = only(text)
    value = Span(fence.text, fence.text.text.index("2"), fence.text.text.index("2") + 1)
    line = next(number for number, one in enumerate(text.split("\n"), 1) if "b: 2" in one)
    assert value.line == line
    assert value.first.column == text.split("\n")[line - 1].index("2") + 1
    assert value.home.text == "2"


def test_the_line_is_that_of_the_opening_mark() -> None:
    text = "a\n\n- b\n\n  ```yaml\n  c: 1\n  ```\n"
    fence = only(text)
    assert fence.line == 5
    assert fence.opening.text == "```yaml"
    assert fence.extent.text == "```yaml\n  c: 1\n  ```"
    assert fence.closed


def test_crlf_is_a_line_end_of_the_document_and_lf_one_of_the_content() -> None:
    fence = only("> ```yaml\r\n> a: 1\r\n> b: 2\r\n> ```\r\n")
    assert fence.text.text == "a: 1\nb: 2\n"
    assert_at_home(fence)
    assert fence.line == 1


def test_a_tab_that_is_cut_into_spaces_makes_the_text_inexact() -> None:
    fence = only("- x\n\n  ~~~\n  a\n\tb\n  ~~~\n")
    assert fence.text.text == "a\n  b\n"
    assert not fence.text.exact
    assert Span(fence.text, 4, 5).home.text == "b"


def test_a_line_that_a_fix_adds_gets_what_the_others_begin_with() -> None:
    text = "> 1. ```yaml\n>    a: 1\n>    ```\n"
    fence = only(text)
    end = fence.text.text.index("1") + 1
    fix = at_home(Fix("add", (Edit(Span(fence.text, end, end), "\nb: 2"),)))
    assert fix is not None
    span, new = fix.edits[0]
    assert text[: span.start] + new + text[span.end :] == "> 1. ```yaml\n>    a: 1\n>    b: 2\n>    ```\n"


@pytest.mark.parametrize(
    ("info", "language", "attributes", "words"),
    [
        ("yaml", "yaml", {}, ()),
        ("YAML", "yaml", {}, ()),
        ('yaml title="compose file.yaml"', "yaml", {"title": "compose file.yaml"}, ()),
        ("yaml title='a.yaml' {1,3-4}", "yaml", {"title": "a.yaml"}, ("1,3-4",)),
        ("yaml:compose.yaml", "yaml", {}, ("compose.yaml",)),
        ("yaml {filename=compose.yaml}", "yaml", {"filename": "compose.yaml"}, ()),
        ("{.yaml file=a.yaml}", "yaml", {"file": "a.yaml"}, ()),
        ("{code-block} yaml", "yaml", {}, ()),
        ("yaml{1,3}", "yaml", {}, ("1,3",)),
        ('title="a.yaml"', "", {"title": "a.yaml"}, ()),
        ("", "", {}, ()),
    ],
)
def test_info_strings_of_all_tools_are_understood(
    info: str, language: str, attributes: dict[str, str], words: tuple[str, ...]
) -> None:
    fence = only(f"~~~ {info}\nx\n~~~\n")
    assert (fence.language, dict(fence.attributes), fence.words) == (language, attributes, words)


def test_an_indented_code_block_is_no_fence() -> None:
    assert parsed("text\n\n    ```yaml\n    a: 1\n    ```\n").fences == ()


def test_headings_and_the_paragraph_before_are_known() -> None:
    text = "# One\n\n## Two\n\nfirst\n\nlast one:\n\n```\nx\n```\n\n```\ny\n```\n\n## Three\n\n~~~\nz\n~~~\n"
    first, second, third = parsed(text).fences
    assert [one.text for one in first.headings] == ["One", "Two"]
    assert first.before is not None
    assert first.before.text == "last one:"
    assert first.before.line == 7
    assert second.before is None
    assert (first.first, second.first, third.first) == (True, False, True)
    assert [one.text for one in third.headings] == ["One", "Three"]


def test_quotes_and_admonitions_around_a_fence_are_known() -> None:
    text = "> **Bad**\n>\n> ```\n> x\n> ```\n\n:::danger Wrong\n\n```\ny\n```\n\n:::\n\n```\nz\n```\n"
    quoted, warned, free = parsed(text).fences
    assert [one.text for one in quoted.around] == ["**Bad**"]
    assert [one.text for one in warned.around] == ["danger Wrong"]
    assert free.around == ()


def test_comments_are_found_outside_of_code_only() -> None:
    text = "<!-- one -->\n\ntext <!-- two --> and `<!-- code -->`\n\n```html\n<!-- fenced -->\n```\n\n<!--\nthree\n-->\n"
    comments = parsed(text).comments
    assert [one.text for one in comments] == ["one", "two", "three"]
    assert comments[0].span.text == "<!-- one -->"


def test_a_fence_inside_a_comment_is_none() -> None:
    assert [f.text.text for f in parsed("<!--\n```\na\n```\n-->\n\n```\nb\n```\n").fences] == ["b\n"]


def test_front_matter_is_known_and_hides_nothing_else() -> None:
    file = parsed("---\ntitle: x\n---\n\n```\na\n```\n")
    assert file.front_matter is not None
    assert file.front_matter.text == "---\ntitle: x\n---"
    assert len(file.fences) == 1


MDX = """\
import Tabs from '@theme/Tabs';
import TabItem from '@theme/TabItem';

export const x = 1;
<Tabs groupId="os">
<TabItem value="a" label="A">
```yaml title="a.yaml"
a: <TabItem>
```
</TabItem>
  <TabItem
    value="b"
    label="B">

    ```yaml
    b: 1
      c: 2
    ```

  </TabItem>
</Tabs>
{/* wslint: ignore[x] why */}
{/*
```yaml
hidden: 1
```
*/}

```yaml
d: 1
```
"""


def test_components_of_mdx_hide_no_fence() -> None:
    fences = parsed(MDX, "guide.mdx").fences
    assert [fence.text.text for fence in fences] == ["a: <TabItem>\n", "b: 1\n  c: 2\n", "d: 1\n"]
    for fence in fences:
        assert_at_home(fence)
    assert [fence.line for fence in fences] == [7, 15, 29]
    assert parsed(MDX, "guide.mdx").comments[0].text == "wslint: ignore[x] why"


def test_tabs_of_docusaurus_are_understood_in_markdown_too() -> None:
    assert len(parsed("<Tabs>\n<TabItem>\n```yaml\na: 1\n```\n</TabItem>\n</Tabs>\n").fences) == 1


def test_tabs_and_admonitions_of_mkdocs_hold_fences_four_columns_in() -> None:
    text = '=== "Docker"\n\n    ```yaml\n    a: 1\n      b: 2\n    ```\n\n=== "Other"\n\n    x\n\n!!! danger "Wrong"\n\n    ```\n    c\n    ```\n\ntext\n\n    ```\n    code\n    ```\n'
    first, second = parsed(text).fences
    assert first.text.text == "a: 1\n  b: 2\n"
    assert second.before is not None
    assert second.before.text == 'danger "Wrong"'
    assert_at_home(first)
    assert first.line == 3


def test_a_document_that_is_too_large_is_a_problem_not_an_exception() -> None:
    assert "characters" in parsed("```\n" + "x" * MAX_SIZE).problems[0].reason
    assert "lines" in parsed("```\n" + "\n" * MAX_LINES).problems[0].reason


def test_deep_nesting_is_bounded() -> None:
    assert parsed("> " * 5000 + "```\n" + "- " * 5000 + "\n```\n").problems == ()


LINES = st.lists(st.text("ab:#- .`>\u00e4", max_size=12), max_size=6)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Markdown of nested lists and quotes, with fences and paragraphs at any depth."""

    def block(depth: int) -> list[str]:
        kind = draw(
            st.sampled_from(["fence", "text", "quote", "list", "ordered"] if depth < 4 else ["fence"])
        )
        if kind == "fence":
            mark = draw(st.sampled_from(["```", "~~~", "`````"]))
            indent = " " * draw(st.integers(0, 3))
            body = [line for line in draw(LINES) if mark not in line]
            return [indent + mark + draw(st.sampled_from(["", "yaml", " sh x=1"])), *body, indent + mark]
        if kind == "text":
            return [draw(st.text("ab *", max_size=10)), ""]
        inner = [line for _ in range(draw(st.integers(1, 3))) for line in [*block(depth + 1), ""]]
        if kind == "quote":
            return [f"> {line}" if line or draw(st.booleans()) else ">" for line in inner]
        first, rest = ("- ", "  ") if kind == "list" else ("1. ", "   ")
        return [(first if at == 0 else rest) + line for at, line in enumerate(inner)]

    lines = [line for _ in range(draw(st.integers(1, 4))) for line in block(0)]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@given(documents())
@settings(max_examples=300, deadline=None)
def test_each_character_of_a_fence_is_the_same_one_in_the_document(text: str) -> None:
    expected = [token.content for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]
    fences = parsed(text).fences
    shown = [fence.text.text for fence in fences]
    assert [one.rstrip("\n") for one in shown] == [one.rstrip("\n") for one in expected]
    for fence in fences:
        assert_at_home(fence)


@given(st.text("`~>-<!{/*}:\t\r\n ab1.#=\"'", max_size=300), st.booleans())
@settings(max_examples=300, deadline=None)
def test_random_text_is_parsed_without_an_exception(text: str, mdx: bool) -> None:
    file = parsed(text, "a.mdx" if mdx else "a.md")
    for fence in file.fences:
        assert 0 <= fence.extent.start <= fence.extent.end <= len(text)
        for offset in range(len(fence.text.text) + 1):
            assert 0 <= fence.text.home_of(offset) <= len(text)
