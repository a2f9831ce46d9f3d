"""How Compose cuts a string command into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.readers.compose.splitting import split_command


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("uvicorn app:app --port 8000", ["uvicorn", "app:app", "--port", "8000"]),
        ("  a \t b\n c ", ["a", "b", "c"]),
        ("", []),
        ("   ", []),
        ("sh -c 'a && b'", ["sh", "-c", "a && b"]),
        ('sh -c "exec app $HOME"', ["sh", "-c", "exec app $HOME"]),
        ("a '' b", ["a", "", "b"]),
        ('a""b', ["ab"]),
        ("a\\ b", ["a b"]),
        ('"a\\"b"', ['a"b']),
        ("'a\\b'", ["a\\b"]),
        ("a\\tb", ["a\tb"]),
        ("migrate && serve", ["migrate"]),
        ("serve > log", ["serve"]),
        ("serve 2> log", ["serve"]),
        ("serve two> log", ["serve", "two"]),
        ("echo $(date +%s) end", ["echo", "$(date +%s)", "end"]),
        ("echo `date +%s` end", ["echo", "`date +%s`", "end"]),
        ("--x='a b'c", ["--x=a bc"]),
    ],
)
def test_a_string_command_is_split_as_compose_splits_it(text: str, words: list[str]) -> None:
    split = split_command(text)
    assert split is not None
    assert [word.text for word in split] == words


@pytest.mark.parametrize("text", ["a 'b", 'a "b', "a\\", "echo (x)", "a )", "echo `x", "echo $(x"])
def test_what_compose_refuses_to_split_is_none(text: str) -> None:
    assert split_command(text) is None


def test_a_quoted_word_lies_between_its_quotes() -> None:
    text = "sh -c 'exec app'"
    split = split_command(text)
    assert split is not None
    assert text[split[2].start : split[2].end] == "exec app"


@given(st.text(alphabet="ab '\"\\$()`;&|<>\n\t2é", max_size=40))
def test_any_text_is_split_or_refused_with_places_in_order(text: str) -> None:
    split = split_command(text)
    at = 0
    for word in split or ():
        assert at <= word.start <= word.end <= len(text)
        at = word.end


@given(st.lists(st.text(alphabet="abz-=/.:09é", min_size=1, max_size=8), max_size=6))
def test_words_without_quotes_lie_where_they_are_written(words: list[str]) -> None:
    text = "  ".join(words)
    split = split_command(text)
    assert split is not None
    assert [text[word.start : word.end] for word in split] == words == [word.text for word in split]
