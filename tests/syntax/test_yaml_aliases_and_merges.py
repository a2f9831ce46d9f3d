"""Anchors, aliases, `<<`, repeated keys; and that none of them can be used for an attack."""

import pytest
from yaml_texts import parse, plain_data, reasons, root

from wslint.syntax.yaml import walk
from wslint.syntax.yaml.merging import MERGE_LIMIT


def test_an_alias_leads_to_the_same_object() -> None:
    tree = root("a: &x {b: 1}\nc: *x\n")
    assert tree.get("a") is tree.get("c")


def test_an_alias_may_be_a_key() -> None:
    assert plain_data(root("a: &x k\n*x : v\n")) == {"a": "k", "k": "v"}


def test_an_anchor_may_be_given_again() -> None:
    assert plain_data(root("[&x 1, *x, &x 2, *x]")) == [1, 1, 2, 2]


def test_anchors_do_not_reach_the_next_document() -> None:
    file = parse("a: &x 1\n---\nb: *x\n")
    (problem,) = file.problems
    assert problem.span.text == "*x"
    assert problem.reason == "`*x` has no anchor: nothing before it is marked `&x`"
    assert [plain_data(document.root) for document in file.documents] == [{"a": 1}, {"b": None}]


@pytest.mark.parametrize("text", ["a: &x [*x]", "&x {a: {b: *x}}", "x: &x\n  <<: *x\n  a: 1\n"])
def test_a_loop_is_a_problem_and_its_value_null(text: str) -> None:
    ((_, _, reason),) = reasons(text)
    assert reason == "`*x` stands inside the value that `&x` marks: a loop"
    assert "None" in str(plain_data(parse(text).documents[0].root)) or "<<" in text


def test_own_keys_win_over_merged_ones_wherever_the_merge_stands() -> None:
    text = "base: &b {x: 1, y: 2}\none: {<<: *b, x: 3}\ntwo: {x: 3, <<: *b}\n"
    tree = root(text)
    assert plain_data(tree.get("one")) == plain_data(tree.get("two")) == {"x": 3, "y": 2}


def test_the_first_in_a_list_of_merges_wins() -> None:
    text = "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b, {x: 3, z: 3}]\n"
    assert plain_data(root(text).get("c")) == {"x": 1, "y": 2, "z": 3}


def test_merging_is_shallow_and_passes_on_what_was_merged_before() -> None:
    text = "a: &a {e: {k: 1}, x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, e: {l: 2}}\n"
    assert plain_data(root(text).get("c")) == {"e": {"l": 2}, "y": 2, "x": 1}


def test_a_merged_entry_knows_the_place_it_came_through() -> None:
    tree = root("a: &a {x: 1}\nb: &b {<<: *a}\nc:\n  <<: [*b]\n  y: 2\n")
    merged, own = tree.get("c").entry("x"), tree.get("c").entry("y")
    assert (merged.merged.text, merged.merged.line) == ("*b", 4)
    assert (merged.use.text, merged.use.line) == ("1", 1)
    assert own.merged is None
    assert [entry.key_text for entry in tree.get("c").entries] == ["<<", "y"]
    assert [entry.key_text for entry in tree.get("c").items()] == ["y", "x"]
    assert tree.get("c").get("<<") is None


@pytest.mark.parametrize("key", ['"<<"', "'<<'", "!!str <<"])
def test_a_quoted_merge_key_is_an_ordinary_key(key: str) -> None:
    assert plain_data(root(f"{key}: {{a: 1}}\n")) == {"<<": {"a": 1}}


@pytest.mark.parametrize("value", ["3", "[1]", "[[{a: 1}]]"])
def test_only_mappings_can_be_merged(value: str) -> None:
    ((_, _, reason),) = reasons(f"a: 1\n<<: {value}\n")
    assert reason == "`<<` takes a mapping or a list of mappings"


def test_repeated_keys_are_paired_with_the_first_and_the_last_is_in_force() -> None:
    tree = root('a: 1\nb: 2\na: 3\n"a": 4\n<<: {c: 5}\n<<: {d: 6}\n')
    pairs = [(first.key.span.line, again.key.span.line) for first, again in tree.duplicates]
    assert pairs == [(1, 3), (1, 4), (5, 6)]
    assert plain_data(tree) == {"a": 4, "b": 2, "c": 5, "d": 6}


def test_a_merged_key_does_not_repeat_an_own_one() -> None:
    assert root("a: &a {x: 1}\nb: {<<: *a, x: 1}\n").get("b").duplicates == ()


def test_keys_that_are_no_scalars_have_no_text() -> None:
    tree = root("? [a]\n: 1\n? {b: c}\n: 2\nd: 3\n")
    assert [entry.key_text for entry in tree.items()] == [None, None, "d"]
    assert tree.duplicates == ()
    assert tree.entry("d").value.value == "3"


def test_an_alias_bomb_costs_no_more_than_its_text() -> None:
    lines = ["l0: &l0 [x, x]"] + [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]" for i in range(1, 60)]
    tree = root("\n".join(lines))
    assert len(list(walk(tree))) == 1 + 60 + 2


def test_a_merge_bomb_is_cut_off_with_one_problem() -> None:
    keys = ", ".join(f"k{i}: 1" for i in range(1000))
    lines = [f"a: &a {{{keys}}}"] + [f"b{i}: {{<<: *a}}" for i in range(300)]
    file = parse("\n".join(lines))
    assert len(file.problems) == 1
    assert f"more than {MERGE_LIMIT} entries" in file.problems[0].reason
    tree = file.documents[0].root
    assert sum(len(entry.value.items()) for entry in tree.entries[1:]) == MERGE_LIMIT


def test_a_long_chain_of_merges_needs_no_recursion() -> None:
    lines = ["a0: &a0 {k: 1}"] + [f"a{i}: &a{i} {{<<: *a{i - 1}}}" for i in range(1, 20_000)]
    assert plain_data(root("\n".join(lines)).get("a19999")) == {"k": 1}


def test_a_walk_goes_in_the_order_of_the_text_and_can_be_bounded() -> None:
    tree = root("a: [1, {b: 2}]\nc: 3\n")
    assert [getattr(node, "value", "") for node in walk(tree)] == ["", "", "1", "", "2", "3"]
    assert len(list(walk(tree, 3))) == 3
