"""Patterns that are compiled when they are first used give what `re` gives."""

import re

import pytest

from wslint.text.late import compile_late


def test_a_late_pattern_finds_what_a_pattern_finds() -> None:
    late, early = (
        compile_late(r"(?P<key>\w+)=(\d+)", re.IGNORECASE),
        re.compile(r"(?P<key>\w+)=(\d+)", re.IGNORECASE),
    )
    text = "a=1 B=22 c=x"
    assert [one.span() for one in late.finditer(text)] == [one.span() for one in early.finditer(text)]
    assert late.sub(r"\1", text) == early.sub(r"\1", text)
    found = late.fullmatch("A=7")
    assert found is not None
    assert found["key"] == "A"
    assert late.search("no") is None
    assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)


def test_nothing_is_compiled_before_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def compile_and_tell(text: str, flags: int = 0) -> "re.Pattern[str]":
        compiled.append(text)
        return real(text, flags)

    monkeypatch.setattr(re, "compile", compile_and_tell)
    late = compile_late("a+")
    assert not compiled
    assert late.match("aa")
    assert late.match("aaa")
    assert compiled == ["a+"]


def test_a_pattern_that_is_none_is_told_when_it_is_used() -> None:
    late = compile_late("(")
    with pytest.raises(re.error):
        late.search("a")
