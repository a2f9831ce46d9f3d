"""Expressions in the targets of patches: they match all of a text, and end."""

import pytest

from wslint.project.kustomize.patterns import Unsupported, matches


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("web", "web", True),
        ("web", "web2", False),
        ("w.*", "web", True),
        ("web|api", "api", True),
        ("(web|api)-[a-z0-9]+", "api-1x", True),
        ("[^a-c]b", "xb", True),
        ("[^a-c]b", "ab", False),
        ("a{2,3}", "aaaa", False),
        ("a{2,3}", "aaa", True),
        (r"\d+\.\w", "12.x", True),
        ("^web$", "web", True),
        ("[a:b]x", ":x", True),
        ("[a:b][xX_]", "aX", True),
        ("(a|b)*c?", "abab", True),
        ("", "", True),
        (".*", "", True),
        ("(?:web|api)x", "apix", True),
        ("a+?b??", "aa", True),
        ("a{2}b{1,}", "aabbb", True),
        ("a{2}", "a", False),
        (r"[\d\.]+", "1.2", True),
        (r"a\+b", "a+b", True),
        ("[a-]", "-", True),
        ("[]a]", "]", True),
    ],
)
def test_expressions_match_all_of_a_text(pattern: str, text: str, wanted: bool) -> None:
    assert matches(pattern, text) is wanted


@pytest.mark.parametrize(
    "pattern",
    [
        "(a",
        "a)",
        "[a",
        "[[:alpha:]]",
        "*",
        "(?i)a",
        r"\bx",
        "a{999999}",
        "a**",
        "((((" * 20,
        "a{b}",
        "a{1",
        "a{,2}",
        "a{3,1}",
        "a{1,x}",
        "x|*",
        r"a\q",
        "a+{2}",
        "." * 5_000,
    ],
)
def test_expressions_that_are_not_understood_are_refused(pattern: str) -> None:
    with pytest.raises(Unsupported):
        matches(pattern, "a")


@pytest.mark.parametrize(
    "pattern", ["(a*)*b", "(a|a)+c", "((a*)*)*" * 20 + "b", "(((a{0,9}){0,9}){0,9}){0,9}b"]
)
def test_an_expression_made_to_take_forever_ends(pattern: str) -> None:
    try:
        assert not matches(pattern, "a" * 1_000)
    except Unsupported:
        # It takes too many steps: no answer is as good as none.
        assert len(pattern) > 10
