"""What is surely known at a command of a script: a wrong value is worse than none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.syntax.shell import Directories, Values, parse_shell

SEEN = "use"


def words(text: str, number: int = -1) -> list[str | None]:
    """The words of (by default the last) command `use` in a script; None for unknown ones."""
    script = parse_shell(text)
    assert not script.broken, text
    values = Values(script)
    used = [command for command in script.commands if command.name == SEEN]
    return [word.known for word in values.words(used[number])[1:]]


KNOWN = [
    ("A=1\nuse $A", ["1"]),
    ('A="1 2"\nuse $A', ["1", "2"]),
    ('A="1 2"\nuse "$A"', ["1 2"]),
    ("A='1 2'\nuse x$A", ["x1", "2"]),
    ("A=\nuse $A x", ["x"]),
    ('A=\nuse "$A" x', ["", "x"]),
    ("export A=1\nuse $A", ["1"]),
    ("readonly A=1 B=2\nuse $A$B", ["12"]),
    ("declare -r A=1\nuse $A", ["1"]),
    ("A=1\nB=${A}2\nuse $B", ["12"]),
    ("use ${A:-1}", ["1"]),
    ("use ${A:-1 2}", ["1", "2"]),
    ('use "${A:-1 2}"', ["1 2"]),
    ("A=${A:-1}\nuse $A", ["1"]),
    (': "${A:=1}"\nuse $A', ["1"]),
    ("A=1\nuse ${A:-2}", ["1"]),
    ("A=1\nA=2\nuse $A", ["2"]),
    ("A=1\nuse $A\nA=2", ["1"]),
    ("A=1\nif x; then A=1; fi\nuse $A", ["1"]),
    ("if x; then A=1; use $A; fi", ["1"]),
    ("if x; then A=1; else A=2; use $A; fi", ["2"]),
    ("A=1\n(A=2)\nuse $A", ["1"]),
    ("A=1\nX=$(A=2; echo)\nuse $A", ["1"]),
    ("A=1\nf() { use $A; }", ["1"]),
    ("f() { use $A; }\nA=1", ["1"]),
    ("f() { local A=1; use $A; }\nA=2", ["1"]),
    ("f() { local A=1; }\nA=2\nuse $A", ["2"]),
    ("A=(1 '2 3')\nuse \"${A[@]}\"", ["1", "2 3"]),
    ("A=(1)\nA+=(2)\nuse ${A[@]}", ["1", "2"]),
    ('A=(1)\nuse ${A[@]+"${A[@]}"}', ["1"]),
    ("declare -a A=(1 2)\nuse ${A[*]}", ["1", "2"]),
    ('A=1\nA+=" 2"\nuse $A', ["1", "2"]),
    ('A=1\nA="$A 2"\nuse $A', ["1", "2"]),
    ("for i in 1 2; do A=1; use $A; done", ["1"]),
    ("case $x in a) A=1; use $A;; esac", ["1"]),
    ("A=1; B=2 other\nuse $A", ["1"]),
    (". ./venv/bin/activate\nuse ${A:-1}", ["1"]),
]


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_a_value_is_known_where_nothing_else_can_be_there(text: str, expected: list[str]) -> None:
    assert words(text) == expected


UNKNOWN = [
    "use $A",
    "use $1",
    'use "$@"',
    "use $(x)",
    "use `x`",
    "use $((1 + 1))",
    "use ~/x",
    "use {a,b}",
    "A=1\nif x; then A=2; fi\nuse $A",
    "if x; then A=1; fi\nuse $A",
    "if x; then A=1; else A=2; fi\nuse $A",
    "if x; then A=1; else use $A; fi",
    "x && A=1\nuse $A",
    "A=1\nx || A=2\nuse $A",
    "A=1 | x\nuse $A",
    "A=1 &\nuse $A",
    "A=1\nf() { A=2; }\nf\nuse $A",
    "f() { use $A; }\nA=1\nA=2",
    "for A in 1; do use $A; done",
    "A=1\nfor i in 1 2; do use $A; A=2; done",
    "A=1\nread A\nuse $A",
    "A=1\nunset A\nuse $A",
    "A=1\n. ./env.sh\nuse $A",
    ". ./env.sh\nuse ${A:-1}",
    "A=1\neval x\nuse $A",
    "A=1\n((A++))\nuse $A",
    "A=1\nprintf -v A x\nuse $A",
    "A[0]=1\nuse $A",
    "A=$(x)\nuse $A",
    "A=1 use $A",
    "A=1\nuse ${A%1}",
    "A=abc\nuse ${A:0:1}",
    "A=1\nuse ${!A}",
    "case $x in a) A=1;; b) use $A;; esac",
    "select A in 1 2; do use $A; done",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_value_is_unknown_where_anything_else_may_be_there(text: str) -> None:
    assert words(text) == [None]


def test_what_is_added_in_a_branch_leaves_the_rest_known() -> None:
    assert words('A=(1 2)\nif x; then A+=(3); fi\nuse "${A[@]}" 4') == ["1", "2", None, "4"]
    assert words('A="1 2"\nif x; then A="$A 3"; fi\nuse $A 4') == ["1", "2", None, "4"]


def test_a_part_that_is_unknown_leaves_the_other_parts_in_place() -> None:
    script = parse_shell('A=web\nuse "http://$A:$B/x"')
    (word,) = Values(script).words(script.commands[-1])[1:]
    at = word.text.index("web")
    start, end = word.place(at, at + 3)
    assert script.text[start:end] == "$A"
    start, end = word.place(word.text.index("/x"), len(word.text))
    assert script.text[start:end] == "/x"
    assert word.names == ("B",)


def test_doubling_values_end_somewhere() -> None:
    lines = ["A=aaaaaaaaaa", *(["A=$A$A"] * 60), "use $A"]
    assert words("\n".join(lines)) == [None]
    lines = ["A=(a b)", *(['A=("${A[@]}" "${A[@]}")'] * 60), 'use "${A[@]}"']
    assert set(words("\n".join(lines))) == {None}


MOVES = [
    ("use", ""),
    ("cd a\nuse", "a"),
    ("cd a\ncd b\nuse", "a/b"),
    ("mkdir a && cd a && use", "a"),
    ("cd a || exit 1\nuse", "a"),
    ("cd -- a\nuse", "a"),
    ("A=a\ncd $A\nuse", "a"),
    ("(cd a)\nuse", ""),
    ("X=$(cd a && pwd)\nuse", ""),
    ("pushd a >/dev/null\nuse", "a"),
    ("pushd a\npopd\nuse", ""),
    ("cd -\nuse", None),
    ("cd\nuse", None),
    ("cd ~\nuse", None),
    ("cd $1\nuse", None),
    ("x || cd a\nuse", None),
    ("for i in 1 2; do use; cd a; done", None),
    ("f() { cd a; }\nf\nuse", None),
    ("f() { use; }\ncd a\nf", None),
    ("cd a\nf() { use; }\nf", "a"),
    ('cd "$(dirname "$(readlink -f "$0")")"\nuse', "<script>"),
    ('cd "$( cd "$( dirname "${BASH_SOURCE[0]}" )" >/dev/null 2>&1 && pwd )/../x"\nuse', "<script>/../x"),
    ('HERE="$(cd -- "$(dirname -- "$0")" && pwd -P)"\ncd "$HERE"\nuse', "<script>"),
    ("cd ${0%/*}\nuse", "<script>"),
]


@pytest.mark.parametrize(("text", "folder"), MOVES)
def test_the_folder_follows_moves_that_are_sure(text: str, folder: str | None) -> None:
    script = parse_shell(text)
    used = [command for command in script.commands if command.name == SEEN]
    assert Directories(Values(script)).of(used[-1]) == folder


LINES = [
    *("A=1", "A=2", "A=$B", "B=$A", 'A="$A x"', "A+=y", "A=(1 2)", 'A+=("$B")', "if x; then", "else", "fi"),
    *(
        "for i in 1; do",
        "done",
        "f() {",
        "}",
        "(",
        ")",
        "use $A",
        'use "${A[@]}" $B',
        "cd a",
        "cd ..",
        "unset A",
    ),
    *("cat <<EOF", "$A", "EOF", "export A=3", ': "${A:=4}"', "x && A=5", "local A=6", ". y"),
]


@given(st.lists(st.sampled_from(LINES), max_size=14))
@settings(max_examples=200)
def test_no_script_makes_the_evaluation_fail_and_all_places_lie_in_it(lines: list[str]) -> None:
    script = parse_shell("\n".join(lines))
    values = Values(script)
    folders = Directories(values)
    for command in script.commands:
        folders.of(command)
        for word in values.words(command):
            assert 0 <= word.start <= word.end <= len(script.text)
            start, end = word.place(0, len(word.text))
            assert 0 <= start <= end <= len(script.text)
