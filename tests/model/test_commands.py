"""Commands: wrappers in front of a program, and shells that run a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.commands import Command, Word, interpreted_file, shell_call, strip_wrappers, unwrap_shell
from wslint.text import Source, Span

SPAN = Span(Source("Dockerfile", ""), 0, 0)


@pytest.mark.parametrize(
    ("words", "rest", "signals"),
    [
        pytest.param("app --x", "app --x", [], id="a program without a wrapper is itself"),
        pytest.param("tini -- app", "app", ["child"], id="tini signals its child"),
        pytest.param("/sbin/tini -g -- app", "app", ["group"], id="tini -g signals the group"),
        pytest.param("tini -sg app", "app", ["group"], id="a cluster of tini options that ends in g"),
        pytest.param("tini -e 143 -- app", "app", ["child"], id="tini's -e takes a value"),
        pytest.param("dumb-init app", "app", ["group"], id="dumb-init signals the group"),
        pytest.param("dumb-init --single-child -- app", "app", ["child"], id="dumb-init for one child"),
        pytest.param(
            "dumb-init --rewrite 15:3 -- app", "app", ["group"], id="dumb-init's rewrite takes a value"
        ),
        pytest.param("gosu app:app server -p 1", "server -p 1", ["replaced"], id="gosu takes a user"),
        pytest.param("su-exec nobody server", "server", ["replaced"], id="su-exec takes a user"),
        pytest.param("setpriv --reuid=1 --init-groups app", "app", ["replaced"], id="setpriv with ="),
        pytest.param(
            "setpriv --reuid 1 --clear-groups app", "app", ["replaced"], id="setpriv with a value apart"
        ),
        pytest.param("env A=b C= app", "app", ["replaced"], id="env with assignments"),
        pytest.param("/usr/bin/env -i -u X A=b app", "app", ["replaced"], id="env with options"),
        pytest.param("nice -n 5 app", "app", ["replaced"], id="nice with a value"),
        pytest.param("nice -n5 app", "app", ["replaced"], id="nice with a value joined"),
        pytest.param("timeout -s TERM 30 app", "app", ["group"], id="timeout takes a duration"),
        pytest.param("exec app", "app", ["replaced"], id="exec"),
        pytest.param(
            "tini -- gosu me env A=1 app x", "app x", ["child", "replaced", "replaced"], id="a chain"
        ),
        pytest.param("tini --version", "tini --version", [], id="a wrapper alone is the program"),
        pytest.param("env -S app", "env -S app", [], id="env -S is left alone"),
    ],
)
def test_wrappers_are_stripped(words, rest, signals):
    split = words.split()
    found = strip_wrappers(split)
    assert (" ".join(split[found.start :]), [w.signals for w in found.wrappers]) == (rest, signals)


def test_an_unknown_word_after_a_wrapper_is_the_program():
    assert strip_wrappers(["tini", None, "x"]).start == 1
    assert strip_wrappers(["gosu", None, "app"]).start == 2


@pytest.mark.parametrize(
    ("words", "shell", "text", "position", "options"),
    [
        pytest.param(["sh", "-c", "a b"], "sh", "a b", 2, "c", id="sh -c"),
        pytest.param(["/bin/bash", "-lc", "a"], "bash", "a", 2, "cl", id="a cluster"),
        pytest.param(["/usr/bin/env", "bash", "-c", "a"], "bash", "a", 3, "c", id="env bash -c"),
        pytest.param(["tini", "--", "sh", "-c", "a"], "sh", "a", 4, "c", id="behind tini"),
        pytest.param(["bash", "-eo", "pipefail", "-c", "a"], "bash", "a", 4, "ceo", id="-o takes a name"),
        pytest.param(["bash", "--login", "-c", "a"], "bash", "a", 3, "c", id="a long option"),
        pytest.param(
            ["bash", "--rcfile", "f", "-c", "a"], "bash", "a", 4, "c", id="a long option with a value"
        ),
        pytest.param(["sh", "-c", "--", "a"], "sh", "a", 3, "c", id="-- before the text"),
        pytest.param(["busybox", "sh", "-c", "a"], "sh", "a", 3, "c", id="busybox sh"),
        pytest.param(["sh", "-c", None], "sh", None, 2, "c", id="an unknown text"),
    ],
)
def test_shells_that_run_a_text_are_seen(words, shell, text, position, options):
    call = shell_call(words)
    assert call is not None
    assert (call.shell, call.text, call.position) == (shell, text, position)
    assert set(options) <= call.options


def test_option_names_given_with_o_are_kept():
    call = shell_call(["bash", "-o", "pipefail", "-o", "errexit", "-c", "a"])
    assert call is not None
    assert {"pipefail", "e"} <= call.options


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["app", "-c", "x"], id="another program with -c"),
        pytest.param(["sh", "/entrypoint.sh", "-c"], id="a script with an argument -c"),
        pytest.param(["sh"], id="a shell alone"),
        pytest.param(["sh", "-c"], id="-c without a text"),
        pytest.param([None, "-c", "x"], id="an unknown program"),
        pytest.param([], id="no words"),
    ],
)
def test_other_commands_are_no_shell_call(words):
    assert shell_call(words) is None


def test_a_script_run_by_a_shell_is_found():
    assert interpreted_file(["bash", "-e", "/entrypoint.sh", "x"]) == 2
    assert interpreted_file(["tini", "--", "/bin/sh", "run.sh"]) == 3
    assert interpreted_file(["sh", "-c", "x"]) is None
    assert interpreted_file(["python", "x.py"]) is None


def test_shell_form_is_a_shell_that_runs_its_text():
    command = Command("shell", (), SPAN, "exec app")
    call = unwrap_shell(command)
    assert call is not None
    assert (call.text, call.position) == ("exec app", None)


def test_exec_form_is_looked_through():
    command = Command("exec", (Word("sh", SPAN), Word("-c", SPAN), Word("a", SPAN)), SPAN)
    call = unwrap_shell(command)
    assert call is not None
    assert call.position == 2


words = st.sampled_from(
    ["tini", "--", "-g", "-e", "env", "A=b", "sh", "-c", "-o", "gosu", "app", "", "-", None, "timeout"]
)


@given(st.lists(words, max_size=8))
def test_any_list_of_words_has_an_answer_inside_it(argv):
    assert 0 <= strip_wrappers(argv).start <= len(argv)
    call = shell_call(argv)
    assert call is None or argv[call.position] == call.text
