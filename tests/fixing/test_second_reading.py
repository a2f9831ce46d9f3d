"""A Dockerfile that a fix is about to write is read by a second reader, too: what no edit touched stands in it."""

import re
import sys
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.engine.finding import Coverage, Finding, Outcome
from wslint.fixing import Draft, Fixed, Job, fix_all
from wslint.fixing.draft import Change
from wslint.fixing.second_reading import lost_to_a_second_reader
from wslint.syntax.dockerfile import Dockerfile, parse_dockerfile
from wslint.syntax.dockerfile.second_reader import MAX_LINES
from wslint.text import Edit, Fix, Source, Span

TWO = 'FROM alpine\nCMD sleep 9\nLABEL a="b"\n'


def fixed(text: str, old: str, new: str, path: str = "Dockerfile") -> Fixed:
    """What comes of the fix of a made-up linter, which writes `new` for each `old` and is content with that."""

    def judge(texts: Mapping[str, str], _more: object) -> Outcome:
        source = Source(path, texts.get(path, text))
        findings = []
        for match in re.finditer(re.escape(old), source.text):
            span = Span(source, match.start(), match.end())
            fix = Fix("write it", (Edit(span, new),))
            findings.append(Finding("X1", "rule", "error", "this is bad", span, fix=fix))
        return Outcome(tuple(findings), (), Coverage({}, 1, 0, ()), ())

    return fix_all(Job(judge({}, ()).findings, judge, lambda _: True, lambda _: ""))


def result(found: Fixed) -> str | None:
    (text,) = [draft.text for draft in found.drafts.values()] or [None]
    return text


def test_a_fix_that_swallows_the_next_instruction_is_not_made_and_the_reason_names_that_instruction() -> None:
    found = fixed(TWO, "CMD sleep 9", "CMD exec sleep 9 \\")
    assert result(found) is None
    ((_, reason),) = found.failed
    assert reason == "Dockerfile: a second reader would no longer see the LABEL of line 3 as it is"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CMD sleep 9\n", ""),
        ("CMD sleep 9\n", "HEALTHCHECK NONE\nCMD sleep 8\n"),
        ("CMD sleep 9", "CMD exec sleep 8 \\\n  7"),
        ("\nCMD sleep 9", "\n# here\nCMD true"),
        ('\nLABEL a="b"\n', "\n"),
        ("sleep 9", "exec sleep 8 # \\ is in the middle"),
    ],
    ids=["away", "two for one", "longer", "comment", "last away", "escape inside"],
)
def test_a_fix_that_leaves_the_other_instructions_as_they_are_is_made(old: str, new: str) -> None:
    assert result(fixed(TWO, old, new)) == TWO.replace(old, new)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_fix_that_takes_the_end_of_a_line_with_it_is_not_made(end: str) -> None:
    text = TWO.replace("\n", end)
    assert result(fixed(text, f"CMD sleep 9{end}", "CMD exec sleep 8 ")) is None
    assert result(fixed(text, f"CMD sleep 9{end}", f"CMD exec sleep 8{end}")) is not None


def test_a_file_with_a_name_of_its_own_is_a_dockerfile_by_its_text() -> None:
    assert result(fixed(TWO, "CMD sleep 9", "CMD exec sleep 9 \\", path="images/api.image")) is None


def test_what_is_no_dockerfile_is_not_read_as_one() -> None:
    assert result(fixed("sleep 9\nFROM=a\n", "sleep 9", "exec sleep \\", path="run.sh")) is not None


def test_the_escape_of_the_file_is_the_one_that_swallows() -> None:
    text = f"# escape=`\n{TWO}"
    assert result(fixed(text, "CMD sleep 9", "CMD exec sleep 9 `")) is None
    assert result(fixed(text, "CMD sleep 9", "CMD dir C:\\")) is not None


@pytest.mark.parametrize(
    "other",
    [
        "RUN <<EOF\nsleep 9 \\\n\nCMD sleep\nEOF\n",
        "RUN a \\\n\n  # comment\n  b\n",
        "RUN echo C:\\\\\n",
        "\tRUN\ta\\\n\n",
    ],
    ids=["heredoc", "blank line", "two escapes", "tabs"],
)
def test_what_the_second_reader_misreads_keeps_no_fix_from_being_made(other: str) -> None:
    text = f"FROM alpine\n{other}CMD sleep 7\n{other}"
    good = 'HEALTHCHECK CMD ["true"]\nCMD ["sleep", "7"]\n'
    assert result(fixed(text, "CMD sleep 7\n", good)) == text.replace("CMD sleep 7\n", good)


def test_a_dockerfile_that_is_too_long_for_the_second_reader_is_fixed_without_it() -> None:
    text = f"{TWO}{'# long' * 10}{chr(10) * MAX_LINES}"
    assert result(fixed(text, "CMD sleep 9", "CMD exec sleep 9 \\")) is not None


def test_the_second_reader_is_loaded_only_when_a_dockerfile_is_fixed(tree) -> None:
    sys.modules.pop("dockerfile_parse", None)
    tree.write({"Dockerfile": "FROM alpine:3.20\nSTOPSIGNAL SIGKILL\nCMD sleep 9\n"})
    tree.check()
    assert "dockerfile_parse" not in sys.modules
    answer = tree.check("--fix", "--unsafe-fixes")
    assert "dockerfile_parse" in sys.modules
    assert "not fixed" not in answer.err
    assert "STOPSIGNAL SIGTERM" in tree.text("Dockerfile")


LINES = ["FROM a", "RUN a \\", "  b", "", "# c", "RUN <<E", "E", "CMD x", "ENV A=\\", "COPY a\\\\ b", "\t"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.integers(0, 20), st.sampled_from(["\n", "\r\n"]))
def test_an_instruction_put_before_or_in_place_of_one_is_never_refused(
    lines: list[str], number: int, end: str
) -> None:
    source = Source("Dockerfile", "FROM z" + end + "".join(line + end for line in lines))
    parsed = parse_dockerfile(source)
    assert isinstance(parsed, Dockerfile)
    one = parsed.instructions[number % len(parsed.instructions)]
    start = source.starts[one.first_line - 1]
    stop = (*source.starts, len(source.text))[one.last_line]
    for change in (Change(start, start, f"USER 1{end}"), Change(start, stop, f"USER 1{end}")):
        assert lost_to_a_second_reader({"Dockerfile": Draft(source, (change,))}) == ""
