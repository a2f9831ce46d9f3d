"""Env files as Compose reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.syntax.dotenv import parse_dotenv
from wslint.text import Source


def read(text, **options):
    return parse_dotenv(Source(".env", text), **options)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("K=V", "V", id="a pair"),
        pytest.param("K: V", "V", id="a colon"),
        pytest.param("export K=V", "V", id="export"),
        pytest.param("  K = V  ", "V", id="spaces around"),
        pytest.param("K=", "", id="an empty value"),
        pytest.param("K=http://h:1/?a=b", "http://h:1/?a=b", id="separators in the value"),
        pytest.param("K=a # b", "a", id="a comment after a space"),
        pytest.param("K=a#b", "a#b", id="a number sign in a word"),
        pytest.param("K= # b", "", id="a comment for a value"),
        pytest.param("K='a # $B'", "a # $B", id="single quotes are literal"),
        pytest.param(r"K='it\'s'", "it's", id="an escaped single quote"),
        pytest.param(r'K="a\tb\"c\\d"', 'a\tb"c\\d', id="escapes in double quotes"),
        pytest.param(r'K="\$A"', "$A", id="an escaped dollar"),
        pytest.param(r'K="\0101"', "A", id="an octal escape"),
        pytest.param('K="a\nb"', "a\nb", id="double quotes span lines"),
        pytest.param("K='a\nb'", "a\nb", id="single quotes span lines"),
        pytest.param("K=a\r\nB=1", "a", id="CRLF"),
        pytest.param("K=${NO:-d}", "d", id="a default"),
        pytest.param("K=$$A", "$A", id="two dollars"),
        pytest.param("K=$NO", None, id="a variable from elsewhere is unknown"),
        pytest.param("K", None, id="a name alone"),
        pytest.param("K\nB=1", None, id="a name alone on its line"),
    ],
)
def test_the_first_value_is_read(text, value):
    found = read(text)
    assert found.problems == ()
    assert (found.entries[0].name, found.entries[0].value) == ("K", value)


@pytest.mark.parametrize("name", ["a.b-c", "1A", "[x]", "ä", "_"])
def test_names_that_compose_takes(name):
    assert [entry.name for entry in read(f"{name}=1").entries] == [name]


def test_variables_see_earlier_lines_and_the_lookup_before_them():
    text = "A=1\nB=x${A}\nC=$D\nD=2\n"
    assert [entry.value for entry in read(text).entries] == ["1", "x1", None, "2"]
    assert [entry.value for entry in read(text, lookup={"A": "9"}.get).entries] == ["1", "x9", None, "2"]


def test_spans_cover_the_name_and_the_value_inside_its_quotes():
    found = read("# c\n\nexport K = 'a b' # d\nB\n")
    assert [(e.key_span.text, e.value_span.text) for e in found.entries] == [("K", "a b"), ("B", "")]
    assert found.entries[0].key_span.line == 3


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        pytest.param("A B=1\nC=2", "A B", "space", id="a name with a space"),
        pytest.param("A!=1\nC=2", "!", "unexpected character", id="an odd character"),
        pytest.param("=1\nC=2", "=", "missing", id="no name"),
    ],
)
def test_a_bad_line_is_a_problem_and_the_rest_is_read(text, at, reason):
    found = read(text)
    assert [(p.span.text, reason in p.reason) for p in found.problems] == [(at, True)]
    assert [entry.name for entry in found.entries] == ["C"]


def test_an_open_quote_is_a_problem_at_its_line():
    found = read("A=1\nB='x\nC=2")
    assert [p.span.text for p in found.problems] == ["'x"]
    assert [(e.name, e.value) for e in found.entries] == [("A", "1"), ("B", None)]


def test_the_raw_format_takes_values_as_they_are():
    found = read("A='x' # $B\r\nC=a  \n", raw=True)
    assert [entry.value for entry in found.entries] == ["'x' # $B", "a  "]


@given(st.text("AB=:'\"\\$# \n\r{}-!0", max_size=40), st.booleans())
def test_any_text_is_read_and_every_span_lies_within_it(text, raw):
    found = read(text, raw=raw)
    for span in [s for e in found.entries for s in (e.key_span, e.value_span)] + [
        p.span for p in found.problems
    ]:
        assert 0 <= span.start <= span.end <= len(text)
