"""`primaryLocationLineHash`, held against a slow one written from its description, and computed by hand."""

from hypothesis import given
from hypothesis import strategies as st

from wslint.report.line_hash import line_hashes

TEXTS = st.lists(
    st.sampled_from(
        ["\n", "\r", "\r\n", " ", "\t", "a", "b", "abc", "é", "😀", "\ufeff", "\uffff", "x" * 99]
    ),
    max_size=40,
).map("".join)


def by_the_description(text):
    """Each line from its start: 100 units without blanks, one line end for all kinds, 65535, zeros."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    hashes = []
    for line in range(one_kind.count("\n") + 1):
        rest = "\n".join(one_kind.split("\n")[line:])
        data = "".join(character for character in rest if character not in " \t").encode(
            "utf-16-be", "surrogatepass"
        )
        units = [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
        block = [*units, 65535, *[0] * 100][:100]
        value = sum(unit * 37 ** (99 - at) for at, unit in enumerate(block)) % 2**64
        same = sum(1 for known in hashes if known.split(":")[0] == f"{value:x}")
        hashes.append(f"{value:x}:{same + 1}")
    return hashes


@given(TEXTS)
def test_the_rolling_hash_is_the_one_described(text):
    assert line_hashes(text) == by_the_description(text)


def test_an_empty_file_has_one_line_whose_hash_is_that_of_its_end():
    # 65535 × 37^99 modulo 2^64, the 99 characters behind it being zeros
    assert line_hashes("") == [f"{65535 * pow(37, 99, 2**64) % 2**64:x}:1"] == ["c129715d7a2bc9a3:1"]


def test_equal_lines_are_told_apart_by_their_number():
    same = line_hashes("- name: a\n" * 30)
    assert same[0].split(":")[0] == same[1].split(":")[0]
    assert [one.split(":")[1] for one in same[:3]] == ["1", "2", "3"]


def test_blanks_and_the_kind_of_line_end_do_not_matter():
    assert line_hashes("a: 1\n  b: 2\n") == line_hashes("a:1\r\n\tb:  2\r\n") == line_hashes("a: 1\rb: 2\r")


def test_a_line_far_below_does_not_change_the_hash_of_one_above():
    before = line_hashes("first line\n" + "x" * 200 + "\nlast\n")
    after = line_hashes("first line\n" + "x" * 200 + "\nchanged\n")
    assert before[0] == after[0]
    assert before[2] != after[2]


def test_characters_beyond_the_first_plane_are_two_units():
    assert line_hashes("😀") == by_the_description("\ud83d\ude00")
