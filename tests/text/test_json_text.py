"""JSON is read as Python's own package reads it, which need not be imported for it."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.text.json_text import json_list, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.sampled_from(["", " ", "\n\t\r "]), st.booleans())
def test_what_json_writes_is_read_as_it_was(value: object, around: str, ascii_only: bool) -> None:
    assert read_json(around + json.dumps(value, ensure_ascii=ascii_only) + around) == value


@given(st.lists(st.text()))
def test_a_list_is_written_as_by_json(words: list[str]) -> None:
    assert json_list(words) == json.dumps(words, ensure_ascii=False)


@given(st.text(alphabet='{}[]",:0 1eE+-.truefalsn\\"\n'))
def test_a_text_is_read_or_refused_as_by_json(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError):
            read_json(text)
    else:
        assert read_json(text) == expected


@pytest.mark.parametrize("text", ["", " ", "NaN", "[Infinity]", "-Infinity", "1 2", "{", '"\n"', "\ufeff1"])
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_json(text)


def test_without_the_scanner_in_c_the_package_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_json", None)
    assert read_json(' {"a": [1, 2.5]} ') == {"a": [1, 2.5]}
    with pytest.raises(ValueError):
        read_json("NaN")


def test_the_package_is_not_imported() -> None:
    code = "import sys; from wslint.text.json_text import json_list, read_json; read_json('{}'); json_list('a'); print('json' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
