"""What a fix adds to a YAML text: it is there, nothing else has changed, and it looks like its surroundings."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from wslint.project.insertions import (
    find_entry,
    instruction_after,
    put_after,
    put_before,
    put_behind,
    put_inside,
    put_last,
    words_after,
)
from wslint.project.removals import remove_entry, remove_item
from wslint.syntax.yaml import Mapping, Scalar, Sequence, comments, parse_yaml, walk
from wslint.text import Edit, Source, Span


def after(text: str, edit: Edit | None) -> str:
    assert edit is not None
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def at(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(Source("a.yaml", text), start, start + len(word))


NAMES = ["web", "image", "ports", "name", "healthcheck", "x-y", "env", "http"]
WORDS = [
    "a",
    "registry/web:1.2",
    "8080",
    "true",
    "no",
    "it's",
    "a b",
    "# no comment",
    "host:gateway",
    "",
    "é",
]
Tree = dict[str, Any] | list[Any] | str | int | None
TREES = st.recursive(
    st.one_of(st.sampled_from(WORDS), st.integers(0, 99999), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=12,
)
ROOTS = st.dictionaries(st.sampled_from(NAMES), TREES, min_size=1, max_size=4)


class Author:
    """Writes a tree as YAML, each collection as the dice fall."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.step = draw(st.sampled_from([1, 2, 4]))
        self.dash = draw(st.sampled_from([0, 2]))
        self.json = draw(st.booleans()) and draw(st.booleans())

    def dice(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def text(self, tree: dict[str, Any]) -> str:
        if self.json:
            return json.dumps(tree, indent=self.dice(None, 2, 4)) + "\n"
        return "\n".join([*self.preface(), *self.block(tree, 0)]) + self.dice("\n", "", "\n\n", "\n# end\n")

    def preface(self) -> list[str]:
        return self.dice([], ["---"], ["# top", ""])  # type: ignore[no-any-return]

    def scalar(self, value: Any, *, flow: bool) -> str:
        if value is None:
            return "null" if flow else self.dice("null", "", "~")
        if isinstance(value, int):
            return str(value)
        style = self.dice("'", '"')
        plain = value.isalpha() and value not in ("true", "no")
        if plain and self.dice(True, False):
            return str(value)
        return "'" + value.replace("'", "''") + "'" if style == "'" else json.dumps(value, ensure_ascii=False)

    def flow(self, tree: Any, indent: int) -> str:
        if not isinstance(tree, dict | list):
            return self.scalar(tree, flow=True)
        if isinstance(tree, dict):
            parts = [f"{key}: {self.flow(one, indent + 2)}" for key, one in tree.items()]
            left, right = "{}"
        else:
            parts = [self.flow(one, indent + 2) for one in tree]
            left, right = "[]"
        if parts and self.dice(True, False, False):
            gap = "\n" + " " * (indent + 2)
            return (
                left + gap + ("," + gap).join(parts) + self.dice("", ",") + "\n" + " " * (indent + 1) + right
            )
        return left + ", ".join(parts) + right

    def remark(self, indent: int) -> list[str]:
        return self.dice([], [], [" " * indent + "# above"], ["", " " * indent + "# above"], [""])  # type: ignore[no-any-return]

    def block(self, tree: Any, indent: int) -> list[str]:
        lines: list[str] = []
        pad = " " * indent
        items = tree.items() if isinstance(tree, dict) else [("-", one) for one in tree]
        for key, value in items:
            lines += self.remark(indent) if lines else []
            head = pad + (f"{key}:" if isinstance(tree, dict) else "-")
            tail = self.dice("", "", "  # beside")
            if isinstance(value, dict | list) and value and self.dice(True, True, False):
                deeper = indent + (self.step if isinstance(value, dict) else self.dash)
                if isinstance(tree, list):
                    inner = self.block(value, indent + 2)
                    if inner[0].startswith(pad + "  ") and self.dice(True, False):
                        lines += [f"{head} {inner[0][indent + 2 :]}", *inner[1:]]
                    else:
                        lines += [head + tail, *inner]
                else:
                    lines += [head + tail, *self.remark(deeper), *self.block(value, deeper)]
            elif (
                isinstance(value, str)
                and value.strip()
                and " #" not in value
                and self.dice(True, False, False)
            ):
                lines += [f"{head} |-", " " * (indent + 2) + value]
            elif isinstance(value, dict | list):
                lines.append(f"{head} {self.flow(value, indent)}{tail}")
            else:
                lines.append(f"{head} {self.scalar(value, flow=False)}".rstrip(" ") + tail)
        return lines


@st.composite
def texts(draw: Callable[[Any], Any]) -> tuple[dict[str, Any], str]:
    tree = draw(ROOTS)
    text = Author(draw).text(tree)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return tree, text


def loaded(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    return yaml.load(text)


def keys(source: Source) -> Iterator[tuple[tuple[Any, ...], Span]]:
    """The path and the place of every key."""
    root = parse_yaml(source).documents[0].root
    assert root is not None
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), root)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, Mapping):
            for entry in part.entries:
                yield (*path, entry.key_text), entry.key.span
                waiting.append(((*path, entry.key_text), entry.value))
        elif isinstance(part, Sequence):
            waiting += [((*path, index), item.value) for index, item in enumerate(part.items)]


def remarks(source: Source) -> list[str]:
    return [one.span.text.rstrip() for one in comments(source, parse_yaml(source))]


def below(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def with_entry(tree: dict[str, Any], where: str | None, new: str, value: Any, *, before: bool) -> None:
    pairs = list(tree.items())
    index = next((i for i, (key, _) in enumerate(pairs) if key == where), 0)
    pairs.insert(index if before else index + 1, (new, value))
    tree.clear()
    tree.update(pairs)


VALUES: list[Any] = [
    90,
    "30s",
    "host.docker.internal:host-gateway",
    ("a:b",),
    {"httpGet": {"path": "/health", "port": 8080}},
    {"test": ("CMD", "curl", "-f", "http://localhost/"), "retries": 3},
    ({"name": "http", "containerPort": 80},),
    "no",
    "it's",
]


def as_loaded(value: Any) -> Any:
    if isinstance(value, tuple):
        return [as_loaded(one) for one in value]
    return {key: as_loaded(one) for key, one in value.items()} if isinstance(value, dict) else value


@given(texts(), st.data())
def test_what_is_added_is_there_and_all_else_is_as_it_was(
    written: tuple[Any, str], data: st.DataObject
) -> None:
    _, text = written
    source = Source("a.yaml", text)
    wanted = loaded(text)
    path, key = data.draw(st.sampled_from(list(keys(source))))
    value = data.draw(st.sampled_from(VALUES))
    kind = data.draw(st.sampled_from(["before", "after", "inside", "as the last inside", "last"]))
    under = below(wanted, path)
    if kind == "before":
        edit = put_before(key, "new", value)
        with_entry(below(wanted, path[:-1]), path[-1], "new", as_loaded(value), before=True)
    elif kind == "after":
        edit = put_after(key, "new", value)
        with_entry(below(wanted, path[:-1]), path[-1], "new", as_loaded(value), before=False)
    elif "inside" in kind:
        last = kind != "inside"
        edit = put_inside(key, "new", value, last=last)
        if not isinstance(under, dict):
            assert edit is None
            return
        with_entry(
            under, list(under)[-1] if last and under else None, "new", as_loaded(value), before=not last
        )
    else:
        edit = put_last(key, value)
        if not isinstance(under, list):
            assert edit is None
            return
        under.append(as_loaded(value))
    result = after(text, edit)
    assert loaded(result) == wanted
    assert list(below(loaded(result), path[:-1])) == list(below(wanted, path[:-1]))
    assert remarks(source) == remarks(Source("a.yaml", result))
    assert ("\r\n" in text) == ("\r\n" in result)
    if "\r\n" in text:
        assert result.count("\n") == result.count("\r\n")


def items(source: Source) -> Iterator[tuple[tuple[Any, ...], Span]]:
    """The path and the place of every item of a list."""
    root = parse_yaml(source).documents[0].root
    assert root is not None
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), root)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, Mapping):
            waiting += [((*path, entry.key_text), entry.value) for entry in part.entries]
        elif isinstance(part, Sequence):
            for index, item in enumerate(part.items):
                yield (*path, index), item.use
                waiting.append(((*path, index), item.value))


@given(texts(), st.data())
def test_what_is_taken_out_is_gone_and_all_else_is_as_it_was(
    written: tuple[Any, str], data: st.DataObject
) -> None:
    _, text = written
    source = Source("a.yaml", text)
    wanted = loaded(text)
    path, key = data.draw(st.sampled_from(list(keys(source))))
    edit = remove_entry(key)
    if edit is None:
        return
    del below(wanted, path[:-1])[path[-1]]
    result = after(text, edit)
    assert loaded(result) == wanted
    assert remarks(source) == remarks(Source("a.yaml", result))


@given(texts(), st.data())
def test_items_are_added_and_taken_out_one_by_one(written: tuple[Any, str], data: st.DataObject) -> None:
    _, text = written
    source = Source("a.yaml", text)
    wanted = loaded(text)
    places = [one for one in items(source) if one[1].text]
    if not places:
        return
    path, place = data.draw(st.sampled_from(places))
    row = below(wanted, path[:-1])
    if data.draw(st.booleans()):
        edit = remove_item(place)
        del row[path[-1]]
    else:
        edit = put_behind(place, "-f")
        row.insert(path[-1] + 1, "-f")
    if edit is None:
        return
    result = after(text, edit)
    assert loaded(result) == wanted
    assert remarks(source) == remarks(Source("a.yaml", result))


STYLES = [
    pytest.param("a:\n  b: 1\n", "a:\n  new:\n    - x:y\n  b: 1\n", id="two columns"),
    pytest.param("a:\n    b: 1\n", "a:\n    new:\n        - x:y\n    b: 1\n", id="four columns"),
    pytest.param("a:\n  b:\n  - 1\n", "a:\n  new:\n  - x:y\n  b:\n  - 1\n", id="dashes below their key"),
    pytest.param("a: {b: 1}\n", "a: {new: [x:y], b: 1}\n", id="braces"),
    pytest.param('{"a": {"b": 1}}', '{"a": {"new": ["x:y"], "b": 1}}', id="JSON"),
    pytest.param(
        '{\n  "a": {\n    "b": 1\n  }\n}',
        '{\n  "a": {\n    "new": ["x:y"],\n    "b": 1\n  }\n}',
        id="JSON in lines",
    ),
    pytest.param("a:\n  b: ['1']\n", "a:\n  new: ['x:y']\n  b: ['1']\n", id="lists in brackets"),
    pytest.param(
        "a: # one\n  # two\n  b: 1\n", "a: # one\n  new:\n    - x:y\n  # two\n  b: 1\n", id="comments"
    ),
    pytest.param("a: {}\n", "a: {new: [x:y]}\n", id="empty"),
    pytest.param('"a":\n  "b": 1\n', '"a":\n  "new":\n    - "x:y"\n  "b": 1\n', id="keys in quotes"),
]


@pytest.mark.parametrize(("text", "wanted"), STYLES)
def test_what_is_added_is_written_as_the_rest(text: str, wanted: str) -> None:
    assert after(text, put_inside(at(text, "a"), "new", ("x:y",))).replace('"x:y"', "x:y") == wanted.replace(
        '"x:y"', "x:y"
    )


def test_a_new_item_has_the_quotes_of_its_neighbours() -> None:
    text = "hosts:\n- 'a:1'\n- 'b:2'  # second\n"
    assert after(text, put_last(at(text, "hosts"), "c:3")) == "hosts:\n- 'a:1'\n- 'b:2'  # second\n- 'c:3'\n"


def test_an_entry_goes_before_the_first_key_of_an_item() -> None:
    text = "pods:\n  - containers: []\n    other: 1\n"
    wanted = "pods:\n  - grace: 60\n    containers: []\n    other: 1\n"
    assert after(text, put_before(at(text, "containers"), "grace", 60)) == wanted


def test_an_entry_can_be_placed_by_a_value_beside_it() -> None:
    text = "ports:\n  - containerPort: 80\n"
    assert after(text, put_after(at(text, "80"), "name", "http")) == text + "    name: http\n"


def test_a_list_can_be_named_by_its_own_place() -> None:
    text = "a:\n  b:\n    - 1\n    - 2\n"
    source = Source("a.yaml", text)
    row = Span(source, text.index("- 1"), text.index("2") + 1)
    assert after(text, put_last(row, 3)) == text + "    - 3\n"


REFUSED = [
    pytest.param("x: &x\n  a:\n    b: 1\ny: *x\n", "a", id="an alias shares it"),
    pytest.param("a: *nothing\n", "a", id="an alias without an anchor"),
    pytest.param("a:\n  new: 1\n", "a", id="it is there"),
    pytest.param("a: [b\n", "a", id="no YAML"),
    pytest.param("a:\n", "a", id="nothing below it"),
    pytest.param("a: text\n", "a", id="a text below it"),
    pytest.param("", "", id="nothing at all"),
]


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_nothing_is_added_where_it_would_be_a_guess(text: str, word: str) -> None:
    assert put_inside(at(text, word), "new", 1) is None


def test_nothing_is_added_behind_a_text_that_keeps_its_blank_lines() -> None:
    text = "a: |+\n  text\n\nb: 1\n"
    assert put_after(at(text, "a"), "new", 1) is None
    assert loaded(after(text, put_before(at(text, "b"), "new", 1))) == {"a": "text\n\n", "new": 1, "b": 1}


def test_the_entry_of_a_place_is_found() -> None:
    text = "a:\n  b: [1, {c: 2}]\n"
    found = find_entry(at(text, "c"))
    assert found is not None
    assert isinstance(found.entry.value, Scalar)
    assert found.entry.value.value == "2"
    assert len(list(walk(found.mapping))) == 2


def test_an_instruction_goes_on_a_line_of_its_own_with_the_line_end_of_the_file() -> None:
    text = "FROM a\r\nCMD b   \r\n"
    assert after(text, instruction_after(at(text, "CMD b"), "STOPSIGNAL SIGINT")) == (
        "FROM a\r\nCMD b   \r\nSTOPSIGNAL SIGINT\r\n"
    )


def test_words_go_behind_other_words() -> None:
    text = "docker run web"
    assert after(text, words_after(at(text, "docker run"), "--init")) == "docker run --init web"
