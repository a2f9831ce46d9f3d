"""What scalars are to Kubernetes and Compose, and that trees hold what a loader would give."""

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from yaml_texts import parse, plain_data, root

from wslint.syntax.yaml import resolve

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"

# text, Kubernetes (go-yaml v2), Compose (go-yaml v3; ../shared/compose-semantics.md, section 3)
READINGS = [
    ("22:22", "22:22", "22:22"),
    ("12:30:45", "12:30:45", "12:30:45"),
    ("yes", True, "yes"),
    ("NO", False, "NO"),
    ("on", True, "on"),
    ("Off", False, "Off"),
    ("y", True, "y"),
    ("n", False, "n"),
    ("yEs", "yEs", "yEs"),
    ("true", True, True),
    ("TRUE", True, True),
    ("tRUE", "tRUE", "tRUE"),
    ("~", None, None),
    ("Null", None, None),
    ("nULL", "nULL", "nULL"),
    ("017", 15, 15),
    ("0o17", 15, 15),
    ("0b11", 3, 3),
    ("-0b11", -3, -3),
    ("0x1F", 31, 31),
    ("1_000", 1000, 1000),
    ("+12", 12, 12),
    ("08", 8.0, 8.0),
    ("1e3", 1000.0, 1000.0),
    ("1.10", 1.1, 1.1),
    (".5", 0.5, 0.5),
    ("5.", 5.0, 5.0),
    ("1.2.3", "1.2.3", "1.2.3"),
    ("0x", "0x", "0x"),
    ("+", "+", "+"),
    ("1e999", "1e999", "1e999"),
    (".inf", math.inf, math.inf),
    ("-.INF", -math.inf, -math.inf),
    ("inf", "inf", "inf"),
    ("2020-01-01", "2020-01-01", "2020-01-01"),
    ("18446744073709551615", 2**64 - 1, 2**64 - 1),
    ("18446744073709551616", 2.0**64, 2.0**64),
    ("0xFFFFFFFFFFFFFFFFFF", 2**72 - 1, 2**72 - 1),
    ("100m", "100m", "100m"),
    ("１", "１", "１"),
]


@pytest.mark.parametrize(("text", "kubernetes", "compose"), READINGS)
def test_a_plain_scalar_is_what_its_reader_takes_it_for(text: str, kubernetes: Any, compose: Any) -> None:
    scalar = root(f"key: {text}\n").get("key")
    for dialect, wanted in (("kubernetes", kubernetes), ("compose", compose)):
        value = resolve(scalar, dialect)
        assert (value, type(value)) == (wanted, type(wanted))


def test_not_a_number_is_a_float() -> None:
    value = resolve(root("a: .nan").get("a"), "compose")
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize("written", ['"1"', "'true'", "|-\n 1", ">-\n null", "! 12", "!!str 5", "!custom 5"])
def test_quotes_blocks_and_tags_make_a_string(written: str) -> None:
    assert isinstance(resolve(root(f"a: {written}\n").get("a"), "kubernetes"), str)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('!!int "3"', 3),
        ("!!float 3", 3.0),
        ("!!bool true", True),
        ("!!null ''", None),
        ("!!int x", "x"),
        ("!!int true", "true"),
        ("!!float x", "x"),
        ("!!float 0x" + "f" * 300, "0x" + "f" * 300),
        ("!!str", ""),
    ],
)
def test_a_tag_of_yaml_decides_if_the_text_fits(written: str, value: Any) -> None:
    found = resolve(root(f"a: {written}\n").get("a"), "compose")
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["017", "+1", "1.", ".5", "1_0", "0x1", "yes", "True", "~", "1.e5"])
def test_json_knows_no_other_notation(text: str) -> None:
    assert resolve(root(f"[{text}]").items[0].value, "json") == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()))
def test_json_values_are_those_of_a_json_loader(value: Any) -> None:
    found = resolve(root(f"[{json.dumps(value)}]").items[0].value, "json")
    assert (found, type(found)) == (value, type(value))


def test_tags_are_kept_and_never_a_problem() -> None:
    tree = root("a: !reset null\nb: !override [1]\nc: !Ref x\nd: !!map {}\ne: !<tag:x,2000:y> z\n")
    assert [entry.value.tag for entry in tree.entries] == [
        "!reset",
        "!override",
        "!Ref",
        "!!map",
        "tag:x,2000:y",
    ]


def test_lookups_by_type_are_silent_about_other_types() -> None:
    tree = root("a: 1\nb: [1]\nc: {d: 1}\n")
    assert tree.get_scalar("a").value == "1"
    assert tree.get_sequence("b").items[0].value.value == "1"
    assert tree.get_mapping("c").get("d").value == "1"
    assert (tree.get_scalar("b"), tree.get_sequence("c"), tree.get_mapping("a")) == (None, None, None)
    assert (tree.get("z"), tree.entry("z"), tree.get_scalar("z")) == (None, None, None)


characters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")
# In flow style `?` and a leading `:` are signs to libyaml and go-yaml, whatever follows; not to YAML 1.2.
texts = st.text(characters | st.sampled_from("\n\t:#'\"-[]{}&*!|> "), max_size=12).filter(
    lambda t: "?" not in t and t[:1] != ":"
)
numbers = st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
data = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def dumped(value: Any, *, flow: bool) -> str:
    import io

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = flow
    yaml.width = 60
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(data, st.booleans())
def test_a_tree_holds_the_data_that_was_dumped(value: Any, flow: bool) -> None:
    text = dumped(value, flow=flow)
    file = parse(text)
    assert file.problems == ()
    assert plain_data(file.documents[0].root) == value
    assert YAML(typ="safe", pure=True).load(text) == value


@settings(deadline=None)
@given(data)
def test_json_text_is_read_too(value: Any) -> None:
    for indent in (None, "\t"):
        text = json.dumps(value, indent=indent, ensure_ascii=False).replace("\x7f", "x")
        file = parse("\t" + text + "\n\t\n" if text[0] in "{[" else text)
        assert file.problems == ()
        assert plain_data(file.documents[0].root, "json") == json.loads(text)


def test_json_escapes_of_a_character_beyond_the_basic_plane_are_one_character() -> None:
    assert root('{"a": "\\ud83d\\ude00", "b\\/c": "\\u00e9"}').get("a").value == "😀"


def test_every_file_of_the_corpus_holds_what_another_loader_finds() -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not here: nothing real was compared")
    compared = 0
    for path in sorted(CORPUS.rglob("*.y*ml")):
        text = path.read_text(encoding="utf-8-sig")
        try:
            wanted = list(YAML(typ="safe", pure=True).load_all(text))
        except (YAMLError, ValueError):
            continue
        file = parse(text)
        assert not file.problems, path
        found = [plain_data(document.root) for document in file.documents]
        assert found == [_comparable(document) for document in wanted], path
        compared += 1
    assert compared > 350


def _comparable(value: Any) -> Any:
    """Dates are strings to us, and `-` and `_` in front of nothing are the same to both."""
    if isinstance(value, dict):
        return {_comparable(key): _comparable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_comparable(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value
