"""Our Dockerfiles beside BuildKit's own parser (PyPI `dockerfile`): same instructions, lines and words."""

from pathlib import Path

import dockerfile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.syntax.dockerfile import Dockerfile, Instruction, parse_dockerfile
from wslint.text import Source

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = (
    sorted(
        path
        for path in CORPUS.rglob("*")
        if "dockerfile" in path.name.lower() and path.is_file() and not path.name.endswith("ignore")
    )
    if CORPUS.is_dir()
    else []
)

UGLY = {
    "lower case": "from a\nrun x\ncmd y\n",
    "mixed case and indentation": "  From a\n\trUn x\n",
    "no newline at the end": "FROM a\nRUN x",
    "blank lines in a continuation": "FROM a\nRUN x \\\n\n\n  && y \\\n\n  && z\nCMD q\n",
    "comments in a continuation": "FROM a\nRUN x \\\n# one\n  # two\n  && y\nCMD q\n",
    "comment after the last continuation": "FROM a\nRUN x \\\n  y \\\n# end\nCMD q\n",
    "a continuation at the end of the file": "FROM a\nRUN x \\\n",
    "white space after the backslash": "FROM a\nRUN x \\  \n  y\n",
    "a tab after the backslash": "FROM a\nRUN x \\\t\n  y\n",
    "two backslashes": "FROM a\nRUN echo x \\\\\nRUN y\n",
    "the escape directive": "# escape=`\nFROM a\nRUN x `\n  y\nCOPY c:\\ d:\\\nRUN q\n",
    "syntax, then escape": "# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN x `\n y\n",
    "an escape that is too late": "# a comment\n# escape=`\nFROM a\nRUN x \\\n y\n",
    "CRLF": "FROM a\r\nRUN x \\\r\n  y\r\nCMD z\r\n",
    "exec form": 'FROM a\nCMD ["a", "b c", "d\\"e"]\nENTRYPOINT [ "x" ]\n',
    "exec form over several lines": 'FROM a\nCMD ["a", \\\n  "b", \\\n  "c"]\n',
    "broken JSON is shell form": "FROM a\nCMD ['a', 'b']\nENTRYPOINT [\"x\",]\n",
    "empty exec form": "FROM a\nCMD []\n",
    "exec form of COPY": 'FROM a\nCOPY ["a b", "c"]\nADD ["x", "/y z/"]\n',
    "exec form of VOLUME": 'FROM a\nVOLUME ["/a", "/b"]\nVOLUME /c /d\n',
    "flags": "FROM --platform=linux/amd64 a AS b\nCOPY --from=b --chown=1:1 --link x y\nADD --checksum=sha256:1 u v\n",
    "mounts": "FROM a\nRUN --mount=type=cache,target=/x --mount=type=secret,id=s --network=none cmd --flag\n",
    "a flag with quotes": 'FROM a\nRUN --mount=type=bind,source="a b",target=/c cmd\n',
    "HEALTHCHECK": "FROM a\nHEALTHCHECK --interval=5m --timeout=3s CMD curl -f http://localhost/ || exit 1\n",
    "HEALTHCHECK in exec form": 'FROM a\nHEALTHCHECK CMD ["curl", "-f", "x"]\n',
    "HEALTHCHECK NONE": "FROM a\nHEALTHCHECK NONE\n",
    "HEALTHCHECK over several lines": "FROM a\nHEALTHCHECK --interval=30s \\\n  --retries=3 \\\n  CMD x\n",
    "ENV in both forms": "FROM a\nENV A=1 B='two words' C=\"x y\" D=a\\ b\nENV E some words here\n",
    "ENV over several lines": "FROM a\nENV A=1 \\\n    B=2 \\\n    # no\n    C=3\n",
    "ENV with empty values": "FROM a\nENV A= B=\"\" C=''\n",
    "ARG in all forms": 'ARG V=1\nFROM a:$V\nARG A\nARG B=2 C D="x y"\n',
    "LABEL": 'FROM a\nLABEL a=b "c d"="e f" g=\'h i\'\nLABEL old form of it\n',
    "EXPOSE": "FROM a\nEXPOSE 80 443/tcp 8000-8010 $P\n",
    "SHELL, USER, WORKDIR, STOPSIGNAL": 'FROM a\nSHELL ["/bin/bash", "-c"]\nUSER a:b\nWORKDIR /a b\nSTOPSIGNAL SIGINT\n',
    "MAINTAINER": "FROM a\nMAINTAINER Some One <some@one>\n",
    "a heredoc": "FROM a\nRUN <<EOF\nEXPOSE 1\nHEALTHCHECK NONE\nEOF\nCMD x\n",
    "a quoted heredoc": "FROM a\nRUN <<'EOF'\n$x\nEOF\nCMD x\n",
    "a heredoc in double quotes": 'FROM a\nRUN <<"E F"\nx\nE F\nCMD x\n',
    "a heredoc with tabs": "FROM a\nRUN <<-EOF\n\tx\n\tEOF\nCMD x\n",
    "two heredocs": "FROM a\nCOPY <<A <<B /d/\nx\nA\ny\nB\nCMD x\n",
    "a heredoc and a command": "FROM a\nRUN cat <<EOF > /x && y\nFROM b\nEOF\nCMD x\n",
    "a heredoc after a continuation": "FROM a\nRUN x && \\\n  cat <<EOF\n  RUN y\nEOF\nCMD x\n",
    "a heredoc with a blank line and a comment": "FROM a\nRUN <<EOF\n\n# x\n\\\nEOF\nCMD x\n",
    "a heredoc in ADD": "FROM a\nADD <<robots.txt /srv/\nUser-agent: *\nrobots.txt\nCMD x\n",
    "a here-string is no heredoc": "FROM a\nRUN cat <<<word\nCMD x\n",
    "a shift is no heredoc": "FROM a\nRUN echo $((1<<2))\nCMD x\n",
    "two FROM and names": "FROM a AS Build\nRUN x\nFROM build as final\nCOPY --from=Build a b\n",
    "non-ASCII": 'FROM a\nLABEL n="größe 😀"\nRUN echo é\n',
    "a hash inside": "FROM a\nRUN echo # no comment\nENV A=#1\n",
}


def ours(text: str) -> list[tuple[str, int, int, tuple[str, ...]]]:
    parsed = parse_dockerfile(Source("Dockerfile", text))
    assert isinstance(parsed, Dockerfile)
    return [(one.keyword, one.first_line, one.last_line, words(one)) for one in parsed.instructions]


def words(instruction: Instruction) -> tuple[str, ...]:
    # The oracle gives an ONBUILD the words of what stands in it.
    inner = instruction.onbuild or instruction
    return tuple(word.text for word in inner.words)


def theirs(text: str) -> list[tuple[str, int, int, tuple[str, ...]]]:
    return [
        (one.cmd.upper(), one.start_line, one.end_line, one.value) for one in dockerfile.parse_string(text)
    ]


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY.keys())
def test_an_ugly_file_reads_as_buildkit_reads_it(text: str) -> None:
    assert ours(text) == theirs(text)


@pytest.mark.skipif(not FILES, reason="../shared/corpus is not there")
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_a_real_file_reads_as_buildkit_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ours(text) == theirs(text)


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY.keys())
def test_every_word_is_where_its_span_says(text: str) -> None:
    parsed = parse_dockerfile(Source("Dockerfile", text))
    assert isinstance(parsed, Dockerfile)
    for instruction in parsed.instructions:
        assert instruction.keyword_span.text.upper() == instruction.keyword
        for word in instruction.words:
            if "\n" not in word.span.text and not word.span.text.startswith('"'):
                assert word.span.text == word.text


PIECES = st.sampled_from(
    'FROM a|RUN x|CMD y|ENV A=1|<<EOF|EOF| \\|\\|#|\n|\n|\n|\r\n| |\t|[|"a"|]|\'|`|$|ONBUILD |HEALTHCHECK |ARG '.split(
        "|"
    )
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_a_dockerfile_with_spans_inside_it(text: str) -> None:
    source = Source("Dockerfile", text)
    parsed = parse_dockerfile(source)
    assert isinstance(parsed, Dockerfile)
    for instruction in parsed.instructions:
        spans = [instruction.span, instruction.keyword_span, *(word.span for word in instruction.words)]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    for problem in parsed.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@given(st.lists(PIECES.filter(lambda piece: piece != "\r\n"), max_size=40).map("".join))
def test_crlf_reads_as_lf(text: str) -> None:
    assert ours(text) == ours(text.replace("\n", "\r\n"))


def test_an_array_of_other_things_is_refused_as_by_buildkit() -> None:
    text = 'FROM a\nCMD ["a", 1]\n'
    parsed = parse_dockerfile(Source("Dockerfile", text))
    assert isinstance(parsed, Dockerfile)
    assert [problem.reason for problem in parsed.problems] == ["an array in JSON form holds strings only"]
    with pytest.raises(dockerfile.GoParseError):
        theirs(text)


def test_the_check_directive_may_stand_before_escape() -> None:
    """The oracle is older than `check=` (Dockerfile frontend 1.8), and takes it for a comment that ends directives."""
    assert ours("# check=skip=all\n# escape=`\nFROM a\nRUN x `\n y\n")[1] == ("RUN", 4, 5, ("x  y",))
