"""The places of characters as data."""

from hypothesis import given
from hypothesis import strategies as st

from wslint.text import Places
from wslint.text.places import places_of


@given(st.lists(st.integers(0, 1000), max_size=40), st.integers(0, 1000))
def test_places_made_of_every_single_one_lead_to_every_single_one(offsets: list[int], end: int) -> None:
    places = places_of(offsets, end)
    assert [places(at) for at in range(len(offsets))] == offsets
    assert {places(len(offsets)), places(len(offsets) + 7)} == {end}


def test_a_text_that_stands_there_as_it_is_has_one_piece() -> None:
    assert places_of(range(7, 12), 12) == Places((0,), (7,), 5, 12)
