"""The recipes of a Makefile, as make gives them to a shell."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.syntax.makefile import MakeFile, parse_makefile
from wslint.syntax.makefile.parse import LONGEST
from wslint.text import Fragment, Source, Span


def read(text: str) -> MakeFile:
    return parse_makefile(Source("Makefile", text))


def texts(text: str) -> list[str]:
    return [recipe.text for recipe in read(text).recipes]


CASES = {
    "a line of a recipe": ("a:\n\tdocker ps\n", ["docker ps"]),
    "each line is a shell of its own": ("a:\n\tcd x\n\tdocker ps\n", ["cd x", "docker ps"]),
    "signs of make": ("a:\n\t@echo 1\n\t-@echo 2\n", ["echo 1", "echo 2"]),
    "signs and blanks": ("a:\n\t@ + echo 3\n", ["echo 3"]),
    "a continued line": ("a:\n\techo a \\\n\t  b\n", ["echo a \\\n  b"]),
    "a continued line without a tab": ("a:\n\techo a \\\n  b\n", ["echo a \\\n  b"]),
    "two backslashes": ("a:\n\techo a\\\\\n\techo b\n", ["echo a\\\\", "echo b"]),
    "behind a semicolon": ("a: b ; echo 1\n\techo 2\nb:\n", ["echo 1", "echo 2"]),
    "dollars": ("a:\n\techo $$HOME $$(pwd)\n", ["echo $HOME $(pwd)"]),
    "a variable": ("P = 80\na:\n\techo $(P) ${P} $P\n", ["echo 80 80 80"]),
    "a variable set at once": ("P := 80\nQ := x$(P)\na:\n\techo $(Q)\n", ["echo x80"]),
    "a variable set later": ("a:\n\techo $(P)\nP ::= 80\n", ["echo 80"]),
    "a default": ("P ?= 80\na:\n\techo $(P)\n", ["echo 80"]),
    "a variable added to": ("P = 80\nP += 81\na:\n\techo $(P)\n", ["echo 80 81"]),
    "an empty variable added to": ("P =\nP += 81\nP +=\na:\n\techo $(P)$(P)\n", ["echo 8181"]),
    "a comment behind a value": ("P = 80# port\na:\n\techo $(P)\n", ["echo 80"]),
    "an exported one": ("export P = 80\na:\n\techo $(P)\n", ["echo 80"]),
    "both branches": (
        "a:\nifeq ($(X),1)\n\techo 1\nelse\n\techo 2\nendif\n\techo 3\n",
        ["echo 1", "echo 2", "echo 3"],
    ),
    "blank lines and comments": ("a:\n\n# x\n\techo 1\n\n\t# y\n\techo 2\n", ["echo 1", "echo 2"]),
    "another prefix": (".RECIPEPREFIX = >\na:\n>echo 1\n", ["echo 1"]),
    "no recipe": ("define X\na:\n\techo 1\nendef\nb:\n\techo 2\n", ["echo 2"]),
    "one shell": (".ONESHELL:\na:\n\tcd x\n\t@echo 1\nb:\n\techo 2\n", ["cd x\necho 1", "echo 2"]),
    "a variable of a target": ("a: P = 1\na:\n\techo 1\n", ["echo 1"]),
    "two colons": ("a::\n\techo 1\n", ["echo 1"]),
    "a colon in a reference": ("X = a.o\n$(X:.o=): b\n\techo 1\nb:\n", ["echo 1"]),
    "a rule in two lines": ("a: b \\\n  c\n\techo 1\nb c:\n", ["echo 1"]),
    "line ends of Windows": ("a:\r\n\techo 1 \\\r\n\t2\r\n", ["echo 1 \\\r\n2"]),
    "signs in a variable": ("Q = @\na:\n\t$(Q)echo 1\n", ["echo 1"]),
    "signs in a variable that is set twice": (
        "ifeq ($(V),1)\nQ =\nelse\nQ = @\nendif\na:\n\t$(Q)echo 1\n",
        ["echo 1"],
    ),
    "the last line has no end": ("a:\n\techo 1", ["echo 1"]),
    "a tab before any rule": ("\techo 1\nX = 1\n\techo 2\n", []),
    "a directive ends a rule": ("a:\n\techo 1\nunexport P\n\techo 2\n", ["echo 1"]),
    "nothing but signs": ("Q = @\na:\n\t$(Q)\n\t@-\n\techo 1\n", ["", "", "echo 1"]),
    "a reference without an end": ("a:\n\techo 1 $(P\n", ["echo 1 $(P"]),
    "nothing": ("", []),
}
# What only a parser for linting does, or what make calls an error.
NOT_MAKE = {"signs and blanks", "blank lines and comments", "both branches", "a tab before any rule", "signs in a variable that is set twice",
            "line ends of Windows", "another prefix", "no recipe",
            "a directive ends a rule", "nothing but signs", "a reference without an end"}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_recipes_are_what_a_shell_is_given(name: str) -> None:
    text, expected = CASES[name]
    assert texts(text) == expected


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here to compare with")
@pytest.mark.parametrize("name", sorted(set(CASES) - NOT_MAKE))
def test_make_itself_prints_the_same_recipes(name: str, tmp_path: Path) -> None:
    text, _ = CASES[name]
    (tmp_path / "Makefile").write_text(text)
    goals = [goal for goal in ("a", "b") if f"\n{goal}:" in "\n" + text and "\na:" in "\n" + text]
    done = subprocess.run(["make", "-n", *goals], cwd=tmp_path, capture_output=True, text=True, check=False)
    said = [line for line in done.stdout.split("\n") if line and not line.startswith("make: ")]
    assert said == [line for recipe in texts(text) for line in recipe.split("\n")]


PARTS = ["x", "8080", " ", "$$y", "$(A)", "$(B)", "${C}", "\\#", "-p 1:2", '"q"', "'s'"]
WORDS = ["echo ", "a ", "$(A)", "$B ", "${C}", " \\\n\t z", " \\\n  w", "$$h ", "'k $(A)' ", "; "]
VALUES = st.lists(st.sampled_from(PARTS), max_size=3).map("".join)
SETS = st.tuples(
    st.sampled_from(["", "export "]),
    st.sampled_from("ABC"),
    st.sampled_from(["=", ":=", "?=", "::=", "+="]),
    VALUES,
    st.sampled_from(["", " # c"]),
).map(lambda found: f"{found[0]}{found[1]} {found[2]} {found[3]}{found[4]}\n")
COMMANDS = st.tuples(
    st.sampled_from(["", "@", "-", "@-"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("".join),
).map(lambda found: f"\t{found[0]}echo {found[1]}\n")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here to compare with")
@settings(max_examples=60, deadline=None)
@given(
    sets=st.lists(SETS, max_size=4),
    head=st.sampled_from(["all:\n", "all: ; echo 0\n", "all: ; @echo 0 \\\n  more\n"]),
    commands=st.lists(COMMANDS, min_size=1, max_size=4),
)
def test_make_itself_prints_the_same_for_any_small_file(
    sets: list[str], head: str, commands: list[str]
) -> None:
    text = "".join(sets) + head + "".join(commands)
    done = subprocess.run(
        ["make", "-n", "-f", "-"], input=text, env={"PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    mine = "\n".join(texts(text))
    # What make refuses, and what it takes from variables that are not set: nothing is claimed about those.
    if done.returncode == 0 and "${" not in mine:
        assert shown(mine) == shown(done.stdout)


def shown(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\techo $(P)\n", ["echo ${P}"]),
        ("P = $(shell id)\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("P = 1\nP = 2\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("ifdef X\nP = 1\nendif\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("a: P = 1\nP = 2\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("P ?= 1\ninclude x.mk\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("-include x.mk\nP ?= 1\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("-include x.mk\nP = 1\na:\n\techo $(P)\n", ["echo 1"]),
        ("P = $(Q)\nQ = $(P)\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("Q := $(P)\nP = 1\na:\n\techo $(Q)\n", ["echo ${Q}"]),
        ("define P\nx\nendef\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("define P =\nx\nendef\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("P != id\na:\n\techo $(P)\n", ["echo ${P}"]),
        ("a:\n\techo $@ $< $(@D) $(shell id (1)) $(X:a=b)\n", ["echo " + " ".join(["${__}"] * 5)]),
        ("a:\n\tdocker run -e P=$(P) x\n", ["docker run -e P=${P} x"]),
        ("a:\n\tdocker build --build-arg=P='$(P)' x\n", ["docker build --build-arg=P=''\"${P}\"'' x"]),
        ("a:\n\texport P=1; echo $(P)\n", ["export P=1; echo ${__}"]),
        ("a:\n\tP=1; echo $(P)\n", ["P=1; echo ${__}"]),
        ("a:\n\tfor P in 1 2; do echo $(P); done\n", ["for P in 1 2; do echo ${__}; done"]),
        ("a:\n\techo '$(P):80' \"it's $(P)\"\n", ["echo ''\"${P}\"':80' \"it's ${P}\""]),
        ("a:\n\techo $(P\n", ["echo $(P"]),
        ("a:\n\techo $\n", ["echo $"]),
    ],
)
def test_what_the_file_does_not_tell_is_a_variable_that_nobody_knows(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("shell", "is_read"),
    [("/bin/bash", True), ("/usr/bin/env bash", True), ("$(shell which bash)", True), ("bash -e", True),
     ("pwsh.exe", False), ("/usr/bin/python3", False)],
)  # fmt: skip
def test_recipes_for_another_shell_are_not_read(shell: str, is_read: bool) -> None:
    assert bool(texts(f"SHELL := {shell}\na:\n\techo 1\n")) is is_read


def home(fragment: Fragment, word: str) -> str:
    at = fragment.text.index(word)
    span = Span(fragment, at, at + len(word)).home
    assert span.source.path == "Makefile"
    return span.text


def test_every_word_is_at_home_in_the_file() -> None:
    text = "PORT = 8080\na:\n\t@docker run -p $(PORT):80 \\\n\t  -e A=$$B $(SHELL_ARGS) img\n"
    (recipe,) = read(text).recipes
    assert recipe.text == "docker run -p 8080:80 \\\n  -e A=$B ${SHELL_ARGS} img"
    assert home(recipe, "docker run") == "docker run"
    assert home(recipe, "8080") == "$(PORT)"
    assert home(recipe, "$B") == "$$B"
    assert home(recipe, "${SHELL_ARGS}") == "$(SHELL_ARGS)"
    assert home(recipe, "img") == "img"
    at = recipe.text.index("img")
    assert tuple(Span(recipe, at, at + 3).first) == (4, 27)
    assert not recipe.exact


def test_a_recipe_without_references_is_exact() -> None:
    (recipe,) = read("a:\n\t@docker run \\\n\t  img\n").recipes
    assert recipe.exact
    assert recipe.prefix == "\t"


def test_rules_end_with_their_recipes() -> None:
    made = read("# x\na: b\n\techo 1\n\n\techo 2\n\nb:\n\techo 3\n")
    assert [span.text for span in made.rules] == ["a: b\n\techo 1\n\n\techo 2", "b:\n\techo 3"]
    assert [span.text for span in made.comments] == ["# x"]


HOSTILE = st.text(alphabet="aP:=;#\t\n\\$(){}?+@'\" ", max_size=60)


@settings(max_examples=500, deadline=None)
@given(text=HOSTILE)
def test_nothing_is_raised_and_every_recipe_lies_in_the_file(text: str) -> None:
    made = read(text)
    for recipe in made.recipes:
        homes = [recipe.home_of(at) for at in range(len(recipe.text))]
        assert homes == sorted(homes)
        assert not homes or 0 <= homes[0] <= homes[-1] < len(text)
    for span in made.rules + made.comments:
        assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n\t" + "$(" * 100_000,
        "a:\n\t" + "$(A)" * 100_000,
        "a:\n" + "\t$(\n" * 50_000,
        "A = " + "x" * 500_000 + "\na:\n" + "\t$(A)\n" * 50_000,
        "".join(f"A{n} = $(A{n + 1})\n" for n in range(30_000)) + "a:\n\t$(A0)\n",
        "".join(f"A{n} = $(A{n + 1})$(A{n + 1})\n" for n in range(100)) + "A100 = x\na:\n\t$(A0)\n",
        "a: " + "\\\n" * 100_000,
        "a:\n\t" + "x \\\n\t" * 50_000,
        "a:\n\t" + "a" * 500_000 + "$(A)",
        "A := $(A)\n" * 50_000,
        "\\" * 500_000,
    ],
)
def test_a_hostile_file_is_read_in_bounded_steps(text: str) -> None:
    assert len(read(text).recipes) <= 50_000


def test_variables_that_double_at_each_line_are_unknown() -> None:
    doubling = "".join(
        f"{later} = $({name})$({name})\n" for name, later in zip("ABCDEFGHIJKL", "BCDEFGHIJKLM", strict=True)
    )
    assert texts(f"A = {'x' * 64}\n{doubling}a:\n\techo $(M) $(A)\n") == [f"echo ${{M}} {'x' * 64}"]


def test_a_makefile_that_is_too_long_has_no_recipes() -> None:
    assert texts("a:\n\techo 1\n" + "#" * LONGEST) == []
