"""Shell texts: words, places, joints, and the questions that syntax can answer."""

import pathlib

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from wslint.syntax.shell import (
    UNSET,
    LiteralPart,
    Variable,
    always_succeeds,
    is_simple,
    last_command,
    last_commands,
    parse_shell,
    plain_words,
    runs_in_background,
    traps,
)
from wslint.syntax.shell.tree import parse_with_grammar

CORPUS = pathlib.Path(__file__).parents[2] / ".." / "shared" / "corpus"


def texts(text):
    return [[word.text for word in command.words] for command in parse_shell(text).commands]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", [], id="an empty text has no commands"),
        pytest.param("uvicorn app:app --port 80", [["uvicorn", "app:app", "--port", "80"]], id="plain words"),
        pytest.param("  a   b ", [["a", "b"]], id="spaces around and between"),
        pytest.param("a 'b c' \"d e\"f", [["a", "b c", "d ef"]], id="quotes are removed"),
        pytest.param(
            r'a b\ c "x\"y\\\z" \$X', [["a", "b c", 'x"y\\\\z', "$X"]], id="backslashes are removed"
        ),
        pytest.param("a '' \"\"", [["a", "", ""]], id="empty words stay"),
        pytest.param("a \\\n  b", [["a", "b"]], id="a line may be continued"),
        pytest.param("a \\\r\n  b\r\nc", [["a", "b"], ["c"]], id="CRLF is a line end"),
        pytest.param("a # b\nc", [["a"], ["c"]], id="comments are left out"),
        pytest.param("a > f b", [["a", "b"]], id="words after a redirection belong to the command"),
        pytest.param("> f a b", [["a", "b"]], id="a redirection may come first"),
        pytest.param("cat <<E x\ny\nE\nb", [["cat", "x"], ["b"]], id="a here-document is no command"),
        pytest.param("--bind=[::]:80 -w 2", [["--bind=[::]:80", "-w", "2"]], id="an option is no assignment"),
        pytest.param("ä 'ö' é", [["ä", "ö", "é"]], id="letters beyond ASCII"),
        pytest.param("a %{x} b{c", [["a", "%{x}", "b{c"]], id="braces without a comma are literal"),
        pytest.param("a {b,c} {1..2}", [["a", None, None]], id="braces that expand are unknown"),
        pytest.param("~/x a~b", [[None, "a~b"]], id="a leading tilde is unknown"),
        pytest.param(
            "a $'x' $\"y\" $(b) `c` $((1))", [["a"] + [None] * 5, ["b"], ["c"]], id="what only a shell knows"
        ),
        pytest.param("[ -f x ] && y", [["[", "-f", "x", "]"], ["y"]], id="a test is a command"),
        pytest.param("A=1", [[]], id="an assignment alone is a command without words"),
        pytest.param("export A=1 B", [["export", "A=1", "B"]], id="a declaration is a command"),
        pytest.param("curl a?b=c", [["curl", "a?b=c"]], id="an unquoted question mark"),
    ],
)
def test_words_are_read_as_a_shell_reads_them(text, words):
    assert texts(text) == words


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a 'b", id="an open quote"),
        pytest.param("a && ", id="an operator without a right side"),
        pytest.param("if a; then b", id="an open if"),
        pytest.param("a )", id="a stray parenthesis"),
        pytest.param("a\0b", id="a NUL"),
        pytest.param("a;" * 600_000, id="more than a million characters"),
        pytest.param("(" * 600 + "a" + ")" * 600, id="a tree too deep"),
        pytest.param("a | " * 20_000, id="thousands of pipes"),
        pytest.param("a()" * 20_000, id="errors without end"),
    ],
)
def test_what_cannot_be_parsed_is_broken_and_has_no_commands(text):
    script = parse_shell(text)
    assert script.broken
    assert script.commands == ()


ENVIRONMENT = {"PORT": "9000", "EMPTY": "", "SPACED": "a b", "NONE": UNSET}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        pytest.param("$PORT", "9000", id="a variable"),
        pytest.param("--port=$PORT", "--port=9000", id="a variable in a word"),
        pytest.param('"0.0.0.0:${PORT}"', "0.0.0.0:9000", id="a variable in quotes"),
        pytest.param("'$PORT'", "$PORT", id="single quotes keep it"),
        pytest.param(r"\$PORT", "$PORT", id="a backslash keeps it"),
        pytest.param("${PORT:-8000}", "9000", id="a default is not used where there is a value"),
        pytest.param("${NONE:-8000}", "8000", id="a default"),
        pytest.param("${NONE-8000}", "8000", id="a default without a colon"),
        pytest.param("${EMPTY:-8000}", "8000", id="a default for the empty value"),
        pytest.param('"${EMPTY-8000}"', "", id="the empty value is a value without the colon"),
        pytest.param("${NONE:=8000}", "8000", id="an assigned default"),
        pytest.param("${NONE:-${PORT:-1}}", "9000", id="a default in a default"),
        pytest.param('"${NONE:-${NONE:-a b}}"', "a b", id="a default with a space"),
        pytest.param('${NONE:-"a b"}', None, id="a quoted default is split outside of quotes, so unknown"),
        pytest.param("x${NONE}", None, id="an unquoted variable that vanishes is left unknown"),
        pytest.param('"x$NONE"', "x", id="an unset variable is empty"),
        pytest.param("$SPACED", None, id="an unquoted value with spaces is more than one word"),
        pytest.param('"$SPACED"', "a b", id="a quoted value with spaces"),
        pytest.param("${OTHER}", None, id="an unknown variable"),
        pytest.param("${OTHER:-8000}", None, id="an unknown variable with a default"),
        pytest.param("${NONE:?no}", None, id="an error"),
        pytest.param("${PORT:?no}", "9000", id="no error"),
        pytest.param("${PORT:+x}", "x", id="a replacement"),
        pytest.param('"${NONE+x}"', "", id="no replacement"),
        pytest.param("${PORT%0}", None, id="an operator on the text"),
        pytest.param("${#PORT}", None, id="a length"),
        pytest.param('"$@"', None, id="all arguments"),
        pytest.param("$(cat port)", None, id="a substitution"),
    ],
)
def test_words_resolve_through_a_lookup(word, value):
    command = parse_shell("a " + word).commands[0]
    assert command.words[1].resolve(ENVIRONMENT.get) == value


def test_variables_in_defaults_are_named():
    (command,) = parse_shell('a "${A:-$B}$C"').commands
    assert command.words[1].variables == ("A", "B", "C")


def test_parts_say_where_they_stand():
    text = 'a --x="${A:-b}"c'
    (command,) = parse_shell(text).commands
    parts = command.words[1].parts
    assert [type(part) for part in parts] == [LiteralPart, Variable, LiteralPart]
    assert [text[part.start : part.end] for part in parts] == ["--x=", "${A:-b}", "c"]


def test_offsets_hold_beyond_ascii():
    text = "ü 'é' | ñ"
    words = [word for command in parse_shell(text).commands for word in command.words]
    assert [text[word.start : word.end] for word in words] == ["ü", "'é'", "ñ"]


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        pytest.param("a && b || c", [("", "&&"), ("&&", "||"), ("||", "")], id="a list"),
        pytest.param("a; b\nc", [("", ";"), (";", "\n"), ("\n", "")], id="statements"),
        pytest.param("a | b |& c", [("", "|"), ("|", "|&"), ("|&", "")], id="a pipeline"),
        pytest.param("a && b 2>&1 | c", [("", "&&"), ("&&", "|"), ("|", "")], id="a redirection in a list"),
        pytest.param("a & b", [("", "&"), ("&", "")], id="background"),
        pytest.param("cat <<E | b\nx\nE", [("", "|"), ("|", "")], id="a here-document into a pipe"),
        pytest.param("cat <<E && b\nx\nE", [("", "&&"), ("&&", "")], id="a here-document in a list"),
        pytest.param("{ a; b; }; c", [("", ";"), (";", ""), (";", "")], id="the edges of a group"),
    ],
)
def test_commands_know_how_they_are_joined(text, joints):
    assert [(command.before, command.after) for command in parse_shell(text).commands] == joints


@pytest.mark.parametrize(
    ("text", "within"),
    [
        pytest.param("a", [()], id="the top level"),
        pytest.param("if a; then b; else c; fi", [("if", "condition"), ("if",), ("if",)], id="if"),
        pytest.param("while a; do b; done", [("loop", "condition"), ("loop",)], id="while"),
        pytest.param("for x in 1; do b; done", [("loop",)], id="for"),
        pytest.param("case x in y) b;; esac", [("case",)], id="case"),
        pytest.param("f() { b; }", [("function", "group")], id="a function"),
        pytest.param("(a)", [("subshell",)], id="a subshell"),
        pytest.param('a "$(b)"', [(), ("substitution",)], id="a substitution in quotes"),
        pytest.param("A=$(b) c", [(), ("substitution",)], id="a substitution in an assignment"),
        pytest.param("[ $(a) = b ]", [(), ("substitution",)], id="a substitution in a test"),
        pytest.param("a <<E\n$(b)\nE", [(), ("substitution",)], id="a substitution in a here-document"),
        pytest.param("a < <(b)", [(), ("substitution",)], id="a process substitution"),
    ],
)
def test_commands_know_what_is_around_them(text, within):
    assert [command.within for command in parse_shell(text).commands] == within


def test_background_and_negation_hold_for_all_of_a_construct():
    assert [c.background for c in parse_shell("(a; b) & c").commands] == [True, True, False]
    assert [c.background for c in parse_shell("a && b & c").commands] == [True, True, False]
    assert [c.negated for c in parse_shell("! a; b").commands] == [True, False]


def test_assignments_and_redirections_stand_apart_from_words():
    (command,) = parse_shell("A=1 B='x y' app 2>&1 >/dev/null").commands
    assert [(a.name, a.value.text) for a in command.assignments] == [("A", "1"), ("B", "x y")]
    assert [(r.operator, r.descriptor, r.target.text) for r in command.redirects] == [
        (">&", "2", "1"),
        (">", None, "/dev/null"),
    ]


@pytest.mark.parametrize(
    ("text", "program", "replaces"),
    [
        pytest.param("exec app x", ["app", "x"], True, id="exec"),
        pytest.param("exec -a name app", ["app"], True, id="exec with a name"),
        pytest.param("exec -cl -- app", ["app"], True, id="exec with options"),
        pytest.param("exec > log", [], False, id="exec that only redirects"),
        pytest.param('exec "$@"', [None], True, id="exec of the arguments"),
        pytest.param("app", ["app"], False, id="no exec"),
    ],
)
def test_exec_is_looked_through(text, program, replaces):
    (command,) = parse_shell(text).commands
    assert ([word.text for word in command.program], command.replaces_shell) == (program, replaces)


@pytest.mark.parametrize(
    ("text", "simple", "plain"),
    [
        pytest.param("a b", True, ("a", "b"), id="plain words"),
        pytest.param("exec a 'b c'", True, ("a", "b c"), id="exec and quotes"),
        pytest.param("a $B", True, None, id="a variable needs a shell"),
        pytest.param("A=1 b", True, None, id="an assignment needs a shell"),
        pytest.param("a > b", True, None, id="a redirection needs a shell"),
        pytest.param("a *.py", True, None, id="a pattern needs a shell"),
        pytest.param("a '*.py'", True, ("a", "*.py"), id="a quoted pattern needs none"),
        pytest.param("cd x", True, None, id="a builtin needs a shell"),
        pytest.param("a; b", False, None, id="two commands"),
        pytest.param("a &", False, None, id="background"),
        pytest.param("! a", False, None, id="a negation"),
        pytest.param("(a)", False, None, id="a subshell"),
        pytest.param("a $(b)", False, None, id="a substitution"),
        pytest.param("a '", False, None, id="a broken text"),
    ],
)
def test_simple_commands_and_those_that_need_no_shell(text, simple, plain):
    script = parse_shell(text)
    assert (is_simple(script), plain_words(script)) == (simple, plain)


@pytest.mark.parametrize(
    ("text", "names", "last"),
    [
        pytest.param("a; b", ["b"], "b", id="the last statement"),
        pytest.param("a; b $(c)", ["b"], "b", id="not what is substituted"),
        pytest.param("a && b", ["a", "b"], "b", id="all of a list"),
        pytest.param("if x; then a; else b; fi", ["a", "b"], None, id="both branches"),
        pytest.param("if x; then a; fi; b", ["b"], "b", id="a statement after the branches"),
        pytest.param("case x in y) a;; *) b; c; esac", ["a", "c"], None, id="each case"),
        pytest.param("while x; do a; done", [], None, id="nothing after a loop"),
        pytest.param("a & wait", ["wait"], "wait", id="not what runs in the background"),
        pytest.param("f() { a; }\nf", ["f"], "f", id="the call, not the function"),
    ],
)
def test_the_commands_that_end_a_script_are_found(text, names, last):
    script = parse_shell(text)
    final = last_command(script)
    assert [command.name for command in last_commands(script)] == names
    assert (final and final.name) == last


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        pytest.param("trap 'kill $p' TERM INT", {"TERM", "INT"}, id="names"),
        pytest.param("trap stop SIGTERM 2", {"TERM", "INT"}, id="SIG and a number"),
        pytest.param("trap -- stop term", {"TERM"}, id="lower case after --"),
        pytest.param("f() { trap x EXIT; }", {"EXIT"}, id="in a function"),
        pytest.param("trap '' TERM", set(), id="ignoring handles nothing"),
        pytest.param("trap - TERM", set(), id="a reset handles nothing"),
        pytest.param("trap x $S", {"?"}, id="an unknown signal"),
        pytest.param("echo trap x TERM", set(), id="another command"),
    ],
)
def test_traps_are_collected(text, signals):
    assert traps(parse_shell(text)) == signals


@pytest.mark.parametrize(
    "text",
    [
        "curl x || true",
        "curl x || :",
        "curl x || exit 0",
        "curl x; exit 0",
        "curl x; true",
        "curl x\ntrue",
        "curl x | grep y || true",
        "a && b || true",
        "curl x | true",
        "true",
        "curl x &",
    ],
)
def test_commands_that_cannot_fail(text):
    assert always_succeeds(parse_shell(text))


@pytest.mark.parametrize(
    "text",
    [
        "curl x",
        "curl x || exit 1",
        "curl x || exit 1; true",
        "curl x && true",
        "a || b && true",
        "curl x || ! true",
        "set -e; curl x; true",
        "set -o pipefail; curl x | true",
        "if curl x; then exit 0; else exit 1; fi",
        "if curl x; then true; fi",
        "f() { exit 1; }; f; true",
        "exec curl x || true",
        "$X; true",
        "curl x || true > $F",
        "curl x || true && y",
        "curl '",
        "",
    ],
)
def test_commands_that_may_fail(text):
    assert not always_succeeds(parse_shell(text))


def test_a_shell_started_with_e_fails_at_the_first_statement():
    assert not always_succeeds(parse_shell("curl x; true"), errexit=True)
    assert always_succeeds(parse_shell("curl x || true"), errexit=True)


def test_what_runs_in_the_background_is_listed():
    assert [c.name for c in runs_in_background(parse_shell("a & b; (c; d) &"))] == ["a", "c", "d"]


plain = st.text("ab1_./:@%+=,~ -", max_size=30)


@given(plain)
@example("=a b")
@example("a =")
@example("a=b c")
@example("~ a")
@example("exec a -1 --x=1,2")
@example("if a")
@settings(deadline=None, max_examples=400)
def test_plain_words_are_read_as_the_grammar_reads_them(text):
    # No program has such a name, and the grammar loses the sign.
    assume(text.lstrip(" ")[:1] not in {"-", "+", "="})
    slow = parse_with_grammar(text)
    # The grammar refuses a few words that every shell takes, such as `1@`.
    assert slow.broken or parse_shell(text) == slow


@given(
    st.lists(
        st.sampled_from(
            ["exec", "time", "in", "do", "fi", "if", "then", "set", "export", "a", "-x", "1", "A=1"]
        )
    )
)
@settings(deadline=None)
def test_keywords_are_left_to_the_grammar(words):
    text = " ".join(words)
    assert parse_shell(text) == parse_with_grammar(text)


@given(st.text("ab 1'\"$(){}`|&;<>\\\n=:-~*#é!", max_size=40))
@settings(deadline=None)
def test_any_text_gives_a_script_whose_places_lie_within_it(text):
    script = parse_shell(text)
    for command in script.commands:
        assert 0 <= command.start <= command.end <= len(text)
        for word in command.words:
            assert command.start <= word.start <= word.end <= command.end
            word.resolve(lambda _: "x")
    always_succeeds(script)
    plain_words(script)
    last_command(script)
    traps(script)


def test_real_scripts_are_read_whole():
    scripts = sorted(CORPUS.rglob("*.sh")) if CORPUS.is_dir() else []
    if not scripts:
        pytest.skip("no corpus at ../shared/corpus")
    broken = [path.name for path in scripts if parse_shell(path.read_text(encoding="utf-8")).broken]
    assert broken == []
