"""Texts inside texts: every character of a fragment knows where it stands in the file."""

from hypothesis import given
from hypothesis import strategies as st

from wslint.text import Edit, Fix, Fragment, Piece, Source, Span, at_home
from wslint.text.fragment import lines_of

GUIDE = Source("guide.md", "- Run:\n\n  ```yaml\n  grace: 30\n  image: web\n  ```\n")


def fence() -> Fragment:
    start = GUIDE.text.index("grace")
    second = GUIDE.text.index("image")
    end = GUIDE.text.index("\n", second) + 1
    return lines_of(GUIDE, [(start, start + 10), (second, end)], prefix="  ")


def test_a_span_in_a_fence_has_its_line_and_column_in_the_guide() -> None:
    found = fence()
    assert found.text == "grace: 30\nimage: web\n"
    span = Span(found, found.text.index("30"), found.text.index("30") + 2)
    assert (span.line, span.first.column) == (4, 10)
    assert span.home.text == "30"
    assert found.position(span.start).line == 1


def test_a_span_over_two_lines_takes_in_the_indentation_between_them() -> None:
    found = fence()
    assert Span(found, 0, len(found.text) - 1).home.text == "grace: 30\n  image: web"


def test_an_edit_that_adds_a_line_gives_it_the_indentation_of_the_fence() -> None:
    found = fence()
    at = found.text.index("\nimage")
    fix = at_home(Fix("add", (Edit(Span(found, at, at), "\nports: []"),)))
    assert fix is not None
    (edit,) = fix.edits
    assert edit.span.source is GUIDE
    assert edit.text == "\n  ports: []"


def test_a_text_that_is_not_written_so_takes_no_edits() -> None:
    host = Source("ci.yaml", '"a\\nb"')
    found = Fragment(host, "a\nb", (Piece(0, 1, 1), Piece(2, 4, 1)), exact=False)
    assert at_home(Fix("change", (Edit(Span(found, 2, 3), "c"),))) is None
    assert Span(found, 2, 3).home.text == "b"


def test_a_fix_of_whole_files_stays_as_it_is() -> None:
    fix = Fix("change", (Edit(Span(GUIDE, 0, 1), "*"),))
    assert at_home(fix) is fix


def test_a_fragment_in_a_fragment_is_placed_in_the_file_itself() -> None:
    outer = fence()
    start = outer.text.index("image")
    inner = lines_of(outer, [(start, start + 5)])
    assert inner.host is GUIDE
    assert Span(inner, 0, 5).home.text == "image"
    assert inner.prefix == "  "


@given(st.lists(st.tuples(st.integers(0, 5), st.text("abc", min_size=0, max_size=6)), max_size=8))
def test_each_character_is_at_home_where_it_stands(lines: list[tuple[int, str]]) -> None:
    text = ""
    stretches = []
    for indent, words in lines:
        start = len(text) + indent
        text += " " * indent + words + "\n"
        stretches.append((start, len(text)))
    host = Source("x", text)
    found = lines_of(host, stretches)
    assert found.text == "".join(words + "\n" for _, words in lines)
    for at, character in enumerate(found.text):
        assert Span(found, at, at + 1).home.text == character
