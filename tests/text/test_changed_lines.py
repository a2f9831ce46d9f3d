"""Which lines of a text are not those of an earlier one."""

from hypothesis import given
from hypothesis import strategies as st

from wslint.text.changed_lines import MOST_COMPARED, changed_lines

TEXTS = st.lists(st.sampled_from(["a", "b", "  c", "d: 1", ""]), max_size=12).map("\n".join)


def test_a_line_that_is_changed_says_what_it_was():
    found = changed_lines("a\nEXPOSE 3000\nb\n", "a\nEXPOSE 3001\nb\n")
    assert dict(found.was) == {2: "EXPOSE 3000"}
    assert found.removed == {2}


def test_lines_that_are_added_or_taken_out_were_nothing_before():
    assert dict(changed_lines("a\nb\n", "a\nx\ny\nb\n").was) == {2: None, 3: None}
    taken = changed_lines("a\nx\nb\n", "a\nb\n")
    assert dict(taken.was) == {}
    assert taken.removed == {2}


def test_line_ends_and_blanks_behind_a_line_are_no_change():
    assert not changed_lines("a\r\nb \r\n", "a\nb\n").was


def test_a_text_with_too_many_differences_is_changed_from_the_first_to_the_last():
    before = "".join(f"{number}\n" for number in range(MOST_COMPARED + 10))
    found = changed_lines(before, before.replace("\n", " x\n"))
    assert found.in_range(1, 1) == 1
    assert len(found.was) == MOST_COMPARED + 10


@given(TEXTS, TEXTS)
def test_the_lines_that_are_not_changed_are_those_of_the_earlier_text_in_their_order(before, after):
    found = changed_lines(before, after)
    old = [line.rstrip() for line in before.split("\n")]
    new = [line.rstrip() for line in after.split("\n")]
    assert [line for at, line in enumerate(old, 1) if at not in found.removed] == [
        line for at, line in enumerate(new, 1) if at not in found.was
    ]
    for at, was in found.was.items():
        assert was is None or was in old
        assert found.in_range(at, at) == at


@given(TEXTS)
def test_a_text_has_no_changes_against_itself(text):
    assert not changed_lines(text, text).was
    assert not changed_lines(text, text).removed
