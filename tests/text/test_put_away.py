"""A text that is put away is the same when it is asked for again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.text import Fragment, Piece, Source, Span

short = st.text(st.characters(codec=None) | st.sampled_from("a\n"))
texts = st.builds(lambda text, times: text * times, short, st.sampled_from([1, 1, 1, 900]))


@given(texts, st.data())
def test_a_text_that_is_put_away_is_as_it_was(text: str, data: st.DataObject) -> None:
    source = Source("a", text)
    offsets = range(0, len(text) + 1, 1 + len(text) // 20)
    places = [source.position(at) for at in offsets]
    for _ in range(2):
        source.put_away()
        assert source.length() == len(text)
        assert [source.position(at) for at in offsets] == places
        assert source.text == text
    start = data.draw(st.integers(0, len(text)))
    source.put_away()
    source.put_away()
    assert Span(source, start, len(text)).text == text[start:]


@given(texts, short)
def test_whether_words_stand_in_a_text_is_the_same_where_it_is_put_away(text: str, words: str) -> None:
    source, other = Source("a", text), Source("b", text)
    other.put_away()
    assert source.says(words) == other.says(words) == (words in text)
    assert other.text == text
    other.put_away_later()
    assert other.says(words) == (words in text)


def test_a_fragment_keeps_its_text() -> None:
    host = Source("guide.md", "é: ü\n")
    found = Fragment(host, "ü\n", (Piece(0, 3, 2),))
    found.put_away()
    host.put_away()
    assert Span(found, 0, 1).home.text == found.text[0] == "ü"


def test_what_a_source_has_not_got_is_said_by_its_name() -> None:
    with pytest.raises(AttributeError, match="size"):
        getattr(Source("a", "b"), "size")  # noqa: B009


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), max_size=8))
def test_pieces_that_go_on_are_one_and_every_character_keeps_its_place(
    steps: list[tuple[int, int, int]],
) -> None:
    pieces: list[Piece] = []
    start = host = 0
    for gap, further, length in steps:
        pieces.append(Piece(start + gap, host + further, length))
        start, host = start + gap + length, host + further + length
    found = Fragment(Source("a", "x" * host), "x" * start, tuple(pieces))
    places = {piece.start + at: piece.host + at for piece in pieces for at in range(piece.length)}
    assert {at: found.home_of(at) for at in places} == places
    assert len(found.pieces) <= 1 + sum(bool(gap or further) for gap, further, _ in steps[1:])
    for one, following in zip(found.pieces, found.pieces[1:], strict=False):
        assert (one.start + one.length, one.host + one.length) != (following.start, following.host)


def test_many_texts_that_are_asked_for_again_are_all_as_they_were() -> None:
    sources = [Source(str(at), f"é {at}") for at in range(300)]
    for source in sources:
        source.put_away_later()
    for at in [*range(300), *range(0, 300, 3), *range(0, 300, 7), *range(280, 300), *range(280, 300)]:
        sources[at].put_away()
        sources[at // 2].put_away()
        assert [sources[one].text for one in (at, at // 2, at)] == [f"é {at}", f"é {at // 2}", f"é {at}"]
    assert [one.text for one in sources] == [f"é {at}" for at in range(300)]
    assert all(one.says(f"é {at}") and not one.says("è") for at, one in enumerate(sources))
