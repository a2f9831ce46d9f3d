"""Dockerfiles as documents: places, directives, stages, variables, and what is refused."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.syntax.dockerfile import (
    Dockerfile,
    Instruction,
    Missing,
    pairs,
    parse_dockerfile,
    substitute,
    unquote,
)
from wslint.syntax.dockerfile.load import MAX_SIZE
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source


def parse(text: str) -> Dockerfile:
    parsed = parse_dockerfile(Source("Dockerfile", text))
    assert isinstance(parsed, Dockerfile)
    return parsed


def last(text: str) -> Instruction:
    return parse(f"FROM a\n{text}").instructions[-1]


def reasons(text: str) -> list[str]:
    return [problem.reason for problem in parse(text).problems]


# Places


def test_a_command_over_lines_leads_back_to_each_place() -> None:
    text = "FROM a\nCMD one \\\n# two\n\n  --port 80\n"
    command = parse(text).instructions[1]
    assert command.raw == "one   --port 80"
    offset = command.arguments.offset_of(command.raw.index("80"))
    assert text[offset : offset + 2] == "80"


def test_every_character_of_a_joined_text_is_where_its_offset_says() -> None:
    text = "FROM a\nRUN  a \\\r\n  b\\\n# c\n\\\n d"
    joined = parse(text).instructions[1].arguments
    assert [text[joined.offset_of(at)] for at in range(len(joined.text))] == list(joined.text)
    assert joined.offset_of(len(joined.text)) == len(text)


@given(
    st.lists(st.sampled_from(["x", " \\\n", "\\\n", "é", " ", "# y\n", "\n", "\r\n"]), max_size=30).map(
        "".join
    )
)
def test_parts_of_a_joined_text_keep_their_places(text: str) -> None:
    for instruction in parse("RUN q" + text).instructions:
        whole = instruction.arguments
        for start in range(len(whole.text)):
            part = whole.part(start, len(whole.text))
            assert [part.offset_of(at) for at in range(len(part.text))] == [
                whole.offset_of(start + at) for at in range(len(part.text))
            ]


def test_a_word_of_exec_form_is_covered_without_its_quotes() -> None:
    words = last('CMD ["run", "", "a\\nb"]\n').words
    assert [word.text for word in words] == ["run", "", "a\nb"]
    assert [word.span.text for word in words] == ["run", "", '"a\\nb"']


def test_an_array_with_more_behind_it_is_shell_form() -> None:
    """BuildKit reads the whole argument as JSON or as none; versions before that change stopped at the bracket."""
    command = last('CMD ["a", "b"] && c\n')
    assert not command.json
    assert [word.text for word in command.words] == ['["a", "b"] && c']


def test_half_a_surrogate_pair_in_json_is_the_replacement_character() -> None:
    assert last('CMD ["\\ud800", "\\ud83d\\ude00"]\n').words[0].text == "\ufffd"


def test_a_flag_has_the_place_of_its_value() -> None:
    flag = last("HEALTHCHECK --interval=5s CMD x\n").flag("interval")
    assert flag is not None
    assert (flag.value, flag.value_span.text, flag.span.text) == ("5s", "5s", "--interval=5s")


def test_two_dashes_end_the_flags() -> None:
    copy = last("COPY --chown=1 -- --from=x /y\n")
    assert [flag.name for flag in copy.flags] == ["chown"]
    assert [word.text for word in copy.words] == ["--from=x", "/y"]
    assert copy.flag("from") is None


def test_a_flag_is_found_behind_others_and_may_be_quoted() -> None:
    run = last(r"""RUN --security=insecure --mount="type=cache,target=/a\ \"b" --network=a\ b make""" + "\n")
    mount, network = run.flag("mount"), run.flag("network")
    assert mount is not None
    assert network is not None
    assert (mount.value, network.value) == ('type=cache,target=/a\\ "b', "a b")
    assert run.raw == "make"


def test_a_flag_with_an_open_quote_takes_the_rest_as_it_is_written() -> None:
    run = last("RUN --mount='type=cache make\n")
    assert [(flag.name, flag.value) for flag in run.flags] == [("mount", "'type=cache make")]
    assert run.raw == ""


def test_an_escaped_quote_does_not_end_a_value() -> None:
    assert [(pair.key, pair.value) for pair in pairs(last(r'ENV A="b\" c" D=\"e' + "\n"))] == [
        ("A", r'"b\" c"'),
        ("D", r"\"e"),
    ]


def test_a_pair_over_two_lines_has_the_place_of_all_of_it() -> None:
    (pair,) = pairs(last("ARG A=b\\\nc\n"))
    assert (pair.key, pair.value) == ("A", "bc")
    assert pair.value_span.text == "A=b\\\nc"


def test_pairs_of_env_label_and_arg_have_places() -> None:
    assert [(pair.key_span.text, pair.value_span.text) for pair in pairs(last('ENV A=1 \\\n B="x y"\n'))] == [
        ("A", "1"),
        ("B", '"x y"'),
    ]
    assert [(pair.key, pair.value) for pair in pairs(last("LABEL a b c\n"))] == [("a", "b c")]
    assert [(pair.key, pair.value) for pair in pairs(last("ARG A=1 B C=\n"))] == [
        ("A", "1"),
        ("B", None),
        ("C", ""),
    ]


def test_comments_are_known_outside_heredocs_only() -> None:
    text = "# one\nFROM a # no\nRUN x \\\n  # two\n  y\nRUN <<E\n# not a comment\nE\n"
    assert [span.text for span in parse(text).comments] == ["# one", "# two"]


# Heredocs


def test_a_heredoc_has_its_content_and_its_place() -> None:
    (heredoc,) = last("COPY <<-'EOF' /x\n\ta $b\n\tEOF\n").heredocs
    assert (heredoc.name, heredoc.expand, heredoc.chomp) == ("EOF", False, True)
    assert (heredoc.content, heredoc.body_span.text, heredoc.span.text) == ("a $b\n", "\ta $b\n", "<<-'EOF'")


def test_a_test_in_brackets_is_no_json_so_its_heredoc_counts() -> None:
    parsed = parse("FROM a\nRUN [ -e /x ] || cat <<EOF > /x\nHEALTHCHECK NONE\nEOF\nCMD y\n")
    assert [one.keyword for one in parsed.instructions] == ["FROM", "RUN", "CMD"]
    assert parsed.problems == ()


def test_exec_form_behind_flags_opens_no_heredoc() -> None:
    parsed = parse('FROM a\nRUN --network=none ["cat", "<<EOF"]\nCMD y\n')
    assert [one.keyword for one in parsed.instructions] == ["FROM", "RUN", "CMD"]


@pytest.mark.parametrize("line", ['RUN ["<<EOF", 1]', 'RUN cat <<""', "RUN cat << EOF", "RUN cat <<<EOF"])
def test_what_opens_no_heredoc_leaves_the_next_line_an_instruction(line: str) -> None:
    assert [one.keyword for one in parse(f"FROM a\n{line}\nWORKDIR /b\n").instructions] == [
        "FROM",
        "RUN",
        "WORKDIR",
    ]


def test_an_open_quote_hides_a_heredoc_as_in_buildkit() -> None:
    assert last("RUN echo it's <<EOF\n").heredocs == ()


def test_a_pattern_that_would_take_long_is_unknown() -> None:
    def long(_: str) -> str:
        return "a" * 4000

    assert substitute("${L#??}", long) == substitute("${L%??}", long) == "a" * 3998
    assert substitute("${L#" + "?" * 60 + "}", long) is None
    assert substitute("${L%" + "?" * 60 + "}", long) is None
    assert substitute("${L/b/c}", long) is None


def test_what_stands_under_onbuild_has_its_heredoc() -> None:
    inner = parse("FROM a\nONBUILD COPY <<A /x\nENV a=b\nA\nCMD y\n").instructions[1].onbuild
    assert inner is not None
    assert (inner.keyword, inner.heredocs[0].content) == ("COPY", "ENV a=b\n")


# Directives


def test_directives_have_values_and_places() -> None:
    parsed = parse("# Syntax = docker/dockerfile:1\n#check=skip=all;error=true\n# escape=`\nFROM a\n")
    assert {name: one.span.text for name, one in parsed.directives.items()} == {
        "syntax": "docker/dockerfile:1",
        "check": "skip=all;error=true",
        "escape": "`",
    }
    assert parsed.escape == "`"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# escape=x\nFROM a\n", "the escape is a backslash or a backtick"),
        ("# syntax=a\n# syntax=b\nFROM a\n", "a second syntax directive"),
    ],
)
def test_a_wrong_directive_is_refused(text: str, reason: str) -> None:
    assert reasons(text) == [reason]


# Stages


def test_a_stage_is_found_by_name_whatever_its_case() -> None:
    parsed = parse("FROM a AS Build\nFROM build\nFROM other AS build\nFROM BUILD\n")
    assert [stage.base_stage for stage in parsed.stages] == [None, 0, None, 2]
    assert parsed.stages[0].name == "build"


def test_scratch_is_neither_an_image_nor_a_stage() -> None:
    parsed = parse("FROM a AS scratch\nFROM scratch\n")
    assert parsed.stages[1].base_stage is None
    assert not parsed.stages[1].is_external


@pytest.mark.parametrize(
    ("args", "image", "base"),
    [
        ("ARG V=3.12", "python:${V}-slim", "python:3.12-slim"),
        ("ARG V=1\nARG W=$V.2", "a:$W", "a:1.2"),
        ("ARG V", "a:$V", None),
        ("ARG V", "a:${V:-2}", "a:2"),
        ("ARG V=", "a${V:+:}b", "ab"),
        ("ARG A='b c'", '"$A"', "b c"),
    ],
)
def test_the_base_of_a_stage_has_global_args_put_in(args: str, image: str, base: str | None) -> None:
    assert parse(f"{args}\nFROM {image}\n").stages[0].base == base


def test_instructions_belong_to_the_stage_before_them() -> None:
    parsed = parse("ARG A\nFROM a\nRUN x\nFROM b\nRUN y\nCMD z\n")
    assert [[one.raw for one in stage.instructions] for stage in parsed.stages] == [["x"], ["y", "z"]]
    assert [one.raw for one in parsed.global_args] == ["A"]


# Substitution (Dockerfile reference, "Environment replacement")


def look(name: str) -> str | Missing | None:
    known = {"A": "a b", "E": "", "V": "v1.2.3", "P": "/x/y/z.tar.gz"}
    special: dict[str, Missing | None] = {"GIVEN": Missing.NOT_GIVEN, "BASE": None}
    return special[name] if name in special else known.get(name, Missing.UNSET)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("$A", "a b"),
        ("${A}x", "a bx"),
        ("$A.b", "a b.b"),
        ("$U", ""),
        ("\\$A", "$A"),
        ("'$A'", "$A"),
        ('"$A"', "a b"),
        ('"\\$A \\x"', "$A \\x"),
        ("a\\ b", "a b"),
        ("${A:-z}", "a b"),
        ("${E:-z}", "z"),
        ("${E-z}", ""),
        ("${U-z}", "z"),
        ("${U:-${A}}", "a b"),
        ("${A:+z}", "z"),
        ("${E:+z}", ""),
        ("${E+z}", "z"),
        ("${U+z}", ""),
        ("${U:?no}", None),
        ("${A:?no}", "a b"),
        ("$BASE", None),
        ("${BASE:-z}", None),
        ("$GIVEN", None),
        ("${GIVEN:-z}", "z"),
        ("${A:-$BASE}", "a b"),
        ("${V#v}", "1.2.3"),
        ("${V#*.}", "2.3"),
        ("${V##*.}", "3"),
        ("${V%.*}", "v1.2"),
        ("${V%%.*}", "v1"),
        ("${P#/?/}", "y/z.tar.gz"),
        ("${V/./_}", "v1_2.3"),
        ("${V//./_}", "v1_2_3"),
        ("${P//\\//-}", "-x-y-z.tar.gz"),
        ("${", None),
        ("${}", None),
        ("${A", None),
        ("${A!}", None),
        ("'open", None),
        ('"open', None),
        ('"open\\', None),
        ("${A:", None),
        ("${A:=z}", None),
        ("${1}", ""),
        ("$12x", "x"),
        ("${@:-z}", "z"),
        ("${U#x}", ""),
        ("${V#x}", "v1.2.3"),
        ("${V#${BASE}}", None),
        ("${V#\\x}", None),
        ("${V%\\x}", None),
        ("${V#\\v}", None),
        ("${V/\\?/_}", "v1.2.3"),
        ("${V/\\n/_}", None),
        ("${V/?/$A}", "a b1.2.3"),
        ("${V/v/\\n}", None),
        ("${BASE/v/w}", None),
        ("${V/$BASE/w}", None),
        ("$", "$"),
        ("$(x)", "$(x)"),
    ],
)
def test_a_word_is_expanded_as_documented(text: str, value: str | None) -> None:
    assert substitute(text, look) == value


def test_another_escape_leaves_backslashes_alone() -> None:
    assert substitute("c:\\$A`$A", look, escape="`") == "c:\\a b$A"


def test_unquoting_leaves_variables_as_they_are() -> None:
    assert unquote("'a $B' ${C:-\"d\"}") == 'a $B ${C:-"d"}'


@given(st.text(alphabet="$A{}:-+#%/'\"\\*? ", max_size=40))
def test_any_word_has_a_value_or_none(text: str) -> None:
    assert isinstance(substitute(text, look), str | None)
    assert isinstance(unquote(text), str)


def test_braces_without_end_are_unknown() -> None:
    assert substitute("${A:-" * 10_000, look) is None


# What BuildKit refuses


@pytest.mark.parametrize(
    ("line", "where", "reason"),
    [
        ("FORM x", "FORM", "unknown instruction `FORM`; did you mean FROM?"),
        ("RUNN x", "RUNN", "unknown instruction `RUNN`; did you mean RUN?"),
        ("COMMENT x", "COMMENT", "unknown instruction `COMMENT`"),
        ("\\\\", "\\\\", "unknown instruction `\\\\`"),
        ("RUN\u00a0x", "RUN\u00a0x", "unknown instruction `RUN\u00a0x`"),
        ("ENV", "ENV", "ENV has no arguments"),
        ("WORKDIR", "WORKDIR", "WORKDIR has no arguments"),
        ("ENV A", "A", "ENV must have two arguments: a name and a value"),
        ("ENV A=1 B", "B", "`B` must be of the form name=value"),
        ("LABEL =x", "=x", "`=x` has no name before the `=`"),
        ("ARG =x", "=x", "`=x` has no name before the `=`"),
        ("FROM a b c", "a b c", "FROM takes one image, or `image AS name`"),
        ("FROM a AS 1st", "1st", "`1st` cannot name a stage: a letter, then letters, digits, - _ ."),
        ("COPY a", "a", "COPY needs a source and a destination"),
        ("COPY --from b c d", "--from", "--from has no value"),
        ("CMD --port 80", "--port", "CMD takes no flags"),
        ("HEALTHCHECK x", "x", "HEALTHCHECK is followed by CMD or NONE"),
        ("HEALTHCHECK NONE x", "x", "HEALTHCHECK NONE takes no arguments"),
        ("HEALTHCHECK CMD", "CMD", "HEALTHCHECK CMD has no command"),
        ("HEALTHCHECK --intervall=5s CMD x", "--intervall=5s", "unknown flag --intervall of HEALTHCHECK; did you mean interval?"),
        ("HEALTHCHECK --interval CMD x", "--interval", "--interval has no value"),
        ("SHELL /bin/sh -c", "/bin/sh -c", 'SHELL is a JSON array, such as ["/bin/sh", "-c"]'),
        ('VOLUME [""]', "", "a volume without a path"),
        ("EXPOSE http", "http", "`http` is no port"),
        ("EXPOSE 80 70000", "70000", "`70000` is no port"),
        ("EXPOSE 90-80", "90-80", "`90-80` is no port"),
        ("EXPOSE 80/http", "80/http", "`80/http` is no port"),
        ("ONBUILD FROM x", "FROM", "FROM cannot stand in an ONBUILD"),
        ("ONBUILD ONBUILD RUN x", "ONBUILD", "ONBUILD cannot stand in an ONBUILD"),
        ("RUN <<EOF\nx", "<<EOF", "the here-document `EOF` is never ended by a line of its own"),
    ],
)  # fmt: skip
def test_what_buildkit_refuses_is_said_where_it_stands(line: str, where: str, reason: str) -> None:
    (problem,) = parse(f"FROM a\n{line}\n").problems
    assert (problem.span.text, problem.reason) == (where, reason)


@pytest.mark.parametrize(
    "line",
    [
        "CMD",
        "RUN",
        "ENTRYPOINT []",
        "RUN --new-flag=x y",
        "COPY --parents --exclude=x a b",
        "HEALTHCHECK --anything=1 NONE",
        "STOPSIGNAL --x",
        "EXPOSE $PORT 80-90/TCP 53/udp 0080 ${A}-90",
        "ONBUILD COPY a",
        "CMD [NaN]",
        'CMD ["a"] trailing',
        "from a as b.c_d-1",
        "RUN x \\",
    ],
)
def test_what_a_version_of_buildkit_takes_is_no_problem(line: str) -> None:
    assert parse(f"FROM a\n{line}\n").problems == ()


@pytest.mark.parametrize("text", ["", "# only\n", "ARG A\n", "RUN x\nCMD y\n"])
def test_a_file_without_from_is_one_problem(text: str) -> None:
    assert reasons(text) == ["there is no FROM, so there is no image to build on"]


def test_good_instructions_stay_beside_refused_ones() -> None:
    parsed = parse("FROM a\nFOO x\nCMD y\nEXPOSE http\n")
    assert [(one.keyword, one.refused) for one in parsed.instructions] == [
        ("FROM", False),
        ("FOO", True),
        ("CMD", False),
        ("EXPOSE", True),
    ]


# Hostile input


@given(st.text(max_size=60))
def test_any_text_is_read_with_every_span_inside_it(text: str) -> None:
    parsed = parse(text)
    spans = [problem.span for problem in parsed.problems] + list(parsed.comments)
    for one in parsed.instructions:
        spans += [one.span, one.keyword_span, one.arguments_span]
        spans += [word.span for word in one.words] + [flag.value_span for flag in one.flags]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


def test_a_lone_surrogate_is_read() -> None:
    assert last("RUN \ud800x\n").raw == "\ud800x"


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nRUN x" + " \\\n y" * 100_000,
        "FROM a\nCOPY " + "".join(f"<<E{at} \\\n" for at in range(5_000)) + " /x\n",
        "".join(f"FROM a AS s{at}\n" for at in range(2_000)),
        "FROM a\n" + "".join(f"X{at} y\n" for at in range(5_000)),
        "FROM a\nCMD " + "[" * 100_000,
        "FROM a\n" + "ONBUILD " * 20_000 + "RUN x\n",
        "FROM a\nRUN <<E " + "${a:-" * 20_000 + "\n",
    ],
    ids=["continuations", "heredocs", "stages", "unknown", "brackets", "onbuild", "braces"],
)
def test_a_hostile_text_ends(text: str) -> None:
    assert parse(text).instructions[0].keyword == "FROM"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FROM a\n" + "RUN x\n" * 20_000, "more than 20000 instructions: not read"),
        ("FROM a\n" * 2_001, "more than 2000 stages: not read"),
        ("#" * (MAX_SIZE + 1), "longer than 1000000 characters: not read"),
    ],
    ids=["instructions", "stages", "characters"],
)
def test_what_nobody_writes_is_not_read_and_said_so(text: str, reason: str) -> None:
    parsed = parse_dockerfile(Source("Dockerfile", text))
    assert isinstance(parsed, Unreadable)
    assert parsed.reason == reason


def test_the_package_is_imported_without_the_parser_behind_it() -> None:
    script = "import sys, wslint.syntax.dockerfile; print('dockerfile_parse' in sys.modules, 'json' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False"]
