"""Ignore files of build contexts, and what COPY and ADD find, as BuildKit does it.

The verdicts of the tables were taken from moby/patternmatcher 0.6.1 and BuildKit 0.24 themselves.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.project.context import BuildContext, Looking, built, source_path
from wslint.project.dockerignore import parse_dockerignore
from wslint.project.files import Files
from wslint.project.versioned import Versioned
from wslint.readers.image import read_image
from wslint.syntax.dockerfile import parse_dockerfile
from wslint.text import Source, Span

PATTERNS = {
    "a name at the root": ("a", "a", True),
    "a name further down is another path": ("a", "b/a", False),
    "all below a folder": ("a", "a/b/c", True),
    "a slash at the end says nothing": ("a/", "a", True),
    "a slash at the end, below": ("a/", "a/b", True),
    "a slash at the beginning says nothing": ("/a/b", "a/b", True),
    "a dot at the beginning": ("./a", "a", True),
    "two dots in the middle are cleaned": ("a/../b", "b", True),
    "two dots at the beginning match nothing": ("../a", "a", False),
    "a star in one folder": ("*.md", "x.md", True),
    "a star does not cross a slash": ("*.md", "docs/x.md", False),
    "a star in the folder below": ("*/*.md", "docs/x.md", True),
    "a star for a folder": ("*/b", "a/b/c", True),
    "two stars and a slash match no folder": ("**/x.md", "x.md", True),
    "two stars and a slash match many folders": ("**/x.md", "a/b/x.md", True),
    "two stars in the middle, none": ("a/**/b", "a/b", True),
    "two stars in the middle, some": ("a/**/b", "a/c/d/b", True),
    "two stars at the end need something below": ("a/**", "a", False),
    "two stars at the end": ("a/**", "a/b/c", True),
    "two stars alone": ("**", "a/b", True),
    "two stars before a plain name are any beginning": ("**b", "a/xb", True),
    "a star alone is everything": ("*", "a/b", True),
    "a question mark is one character": ("a?", "ab", True),
    "a question mark is no slash": ("a?b", "a/b", False),
    "a range": ("[a-c]x", "bx", True),
    "a negated range": ("[^a-c]x", "bx", False),
    "an escaped star": (r"\*", "*", True),
    "an escaped star is no star": (r"\*", "a", False),
    "a dot is no wildcard": ("a.b", "axb", False),
    "case counts": ("README.md", "readme.md", False),
    "a comment": ("# a\n#a", "a", False),
    "a number sign behind a blank is none": (" #a", "#a", True),
    "blanks around it": ("  a  ", "a", True),
    "blank lines": ("\n\n a\n", "a", True),
    "the last one wins": ("a\n!a", "a", False),
    "the last one wins, the other way": ("a\n!a\na", "a", True),
    "taken back below": ("a\n!a/b", "a/b/c", False),
    "taken back, but not beside it": ("a\n!a/b", "a/d", True),
    "everything but one": ("*\n!src/main.py", "src/main.py", False),
    "everything but one, the others": ("*\n!src/main.py", "src/other.py", True),
    "taken back by a wildcard": ("*.md\n!README*.md\nREADME-secret.md", "README-open.md", False),
    "and shut out again": ("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", True),
    "taken back before it is shut out": ("!a\na", "a", True),
    "a blank behind the mark": ("a\n! a", "a", False),
    "a set that is not closed, which the builder refuses": ("[a", "a", False),
}


@pytest.mark.parametrize(("text", "path", "excluded"), PATTERNS.values(), ids=PATTERNS)
def test_a_path_is_kept_out_as_the_builder_keeps_it_out(text: str, path: str, excluded: bool) -> None:
    found = parse_dockerignore(Source(".dockerignore", text)).excluding(path)
    assert (found is not None) == excluded


def test_the_deciding_pattern_is_pointed_at_as_it_is_written() -> None:
    found = parse_dockerignore(Source(".dockerignore", "# all\n  /docs/ \n*.md\n")).excluding("docs/a.md")
    assert found is not None
    assert (found.span.text, found.span.line) == ("/docs/", 2)


@given(st.text("ab*?[]!/\\.-^", max_size=30), st.text("ab/", min_size=1, max_size=20))
def test_no_pattern_is_a_crash(text: str, path: str) -> None:
    parse_dockerignore(Source(".dockerignore", text)).excluding(path)


@given(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_plain_path_shuts_out_itself_and_all_below_and_nothing_above(parts: list[str]) -> None:
    path = "/".join(parts)
    ignore = parse_dockerignore(Source(".dockerignore", path))
    assert ignore.excluding(path) is not None
    assert ignore.excluding(path + "/x") is not None
    assert ignore.excluding("/".join(parts[:-1]) or "z") is None


# -- sources ----------------------------------------------------------------------------------------


def looked(root: Path, dockerfile: str, files: dict[str, str], *, context: str = "ctx") -> list[str]:
    """The sources that a build with that context surely does not find, each with the reason."""
    for name, text in {"ctx/Dockerfile": dockerfile, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / ".git").mkdir(exist_ok=True)
    source = Source("ctx/Dockerfile", dockerfile)
    facts = read_image(parse_dockerfile(source))
    place = BuildContext(str(root / context), Span(source, 0, 0))
    disk = Files(str(root), str(root))
    looking = Looking(disk, Versioned(str(root)), place, str(root / "ctx" / "Dockerfile"))
    found = []
    for copied in built(facts, facts.workloads[-1]):
        missing = looking.missing(copied)
        if missing is not None:
            why = missing.pattern.span.text if missing.pattern else missing.elsewhere or missing.like or ""
            found.append(f"{copied.source}: {why}" if why else copied.source)
    return found


HAVE = {"ctx/a.txt": "", "ctx/src/main.py": "", "top.txt": ""}
COPIES = {
    "a file": ("COPY a.txt /", []),
    "a file that is not there": ("COPY nothing.bin /", ["nothing.bin"]),
    "a folder, with and without a slash": ("COPY src src/ /", []),
    "a folder that is not there": ("COPY lib/ /", ["lib/"]),
    "the context itself": ("COPY . /", []),
    "an absolute source is relative to the context": ("COPY /a.txt /src /", []),
    "an absolute source that is not there": ("COPY /etc/nothing /", ["/etc/nothing"]),
    "two dots stay in the context": ("COPY ../a.txt ../../src/main.py /", []),
    "two dots do not lead out of it": ("COPY ../top.txt /", ["../top.txt: .."]),
    "dots inside": ("COPY src/../a.txt ./src/./main.py /", []),
    "a slash behind a file": ("COPY a.txt/ /", []),
    "from another stage": ("COPY --from=build /x /y", []),
    "from an image": ("COPY --from=nginx:1 /etc/nginx /y", []),
    "a here-document": ("COPY <<EOF /x\nhello\nEOF", []),
    "a here-document beside a source": ("COPY <<one nothing.bin /x/\nhello\none", ["nothing.bin"]),
    "a wildcard": ("COPY *.txt /", []),
    "a wildcard that matches nothing copies nothing": ("COPY *.nothing /", []),
    "a set is a wildcard, too": ("COPY [xyz].bin /", []),
    "JSON form": ('COPY ["nothing.bin", "/"]', ["nothing.bin"]),
    "a variable with a default": ("ARG D=src\nCOPY ${D}/main.py /", []),
    "a variable with a default that leads nowhere": ("ARG D=lib\nCOPY ${D}/main.py /", ["lib/main.py"]),
    "a variable that the build gives": ("ARG D\nCOPY ${D}/main.py /", []),
    "--parents copies what there is": ("COPY --parents src/nothing.py /", []),
    "--exclude says nothing of the source": ("COPY --exclude=*.md src nothing.bin /", ["nothing.bin"]),
    "ADD of an address": ("ADD https://example.com/x.tgz /", []),
    "ADD of a repository": ("ADD git@example.com:a/b.git /", []),
    "ADD of a file": ("ADD nothing.bin /", ["nothing.bin"]),
    "--chown and --chmod": ("COPY --chown=1:1 --chmod=644 nothing.bin /", ["nothing.bin"]),
    "almost the same name": ("COPY src/mian.py /", ["src/mian.py: src/main.py"]),
}


@pytest.mark.parametrize(("line", "missing"), COPIES.values(), ids=COPIES)
def test_a_source_is_missing_where_the_build_does_not_find_it(
    tmp_path: Path, line: str, missing: list[str]
) -> None:
    assert looked(tmp_path, f"FROM scratch\n{line}\n", HAVE) == missing


IGNORED = {
    "the file": ("a.txt", "COPY a.txt /", ["a.txt: a.txt"]),
    "a folder above it": ("src", "COPY src/main.py /", ["src/main.py: src"]),
    "a folder of which all is shut out is there, and empty": ("src/*", "COPY src /", []),
    "a folder": ("src", "COPY src /", ["src: src"]),
    "a folder of which something is taken back": ("src\n!src/main.py", "COPY src /", []),
    "taken back": ("*\n!a.txt", "COPY a.txt /", []),
    "everything, and the context itself is copied": ("*", "COPY . /", []),
    "a wildcard finds what is left": ("*.txt", "COPY *.txt /", []),
    "with two dots in front": ("a.txt", "COPY ../a.txt /", ["../a.txt: a.txt"]),
}


@pytest.mark.parametrize(("ignore", "line", "missing"), IGNORED.values(), ids=IGNORED)
def test_a_source_is_missing_where_the_ignore_file_shuts_it_out(
    tmp_path: Path, ignore: str, line: str, missing: list[str]
) -> None:
    assert looked(tmp_path, f"FROM scratch\n{line}\n", {**HAVE, "ctx/.dockerignore": ignore}) == missing


def test_the_ignore_file_of_a_dockerfile_replaces_that_of_the_context(tmp_path: Path) -> None:
    files = {**HAVE, "ctx/.dockerignore": "a.txt", "ctx/Dockerfile.dockerignore": "src"}
    assert looked(tmp_path, "FROM scratch\nCOPY a.txt src /\n", files) == ["src: src"]


def test_stages_that_the_target_does_not_need_copy_nothing(tmp_path: Path) -> None:
    text = """FROM scratch AS docs
COPY nothing.md /
FROM scratch AS build
COPY lost.py /
FROM scratch
COPY --from=Build /x /y
"""
    assert looked(tmp_path, text, HAVE) == ["lost.py"]


def test_what_lies_behind_a_link_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "ctx").mkdir()
    (tmp_path / "ctx" / "link").symlink_to(tmp_path)
    assert looked(tmp_path, "FROM scratch\nCOPY link/nothing.bin link /\n", HAVE) == []


def test_what_git_has_or_keeps_out_may_come_before_the_build(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    head = b"DIRC\0\0\0\x02\0\0\0\x01"
    (tmp_path / ".git" / "index").write_bytes(head + b"\0" * 62 + b"ctx/sparse.bin\0\0")
    files = {
        **HAVE,
        ".gitignore": "*.made\n",
        ".gitmodules": '[submodule "x"]\n\tpath = ctx/sub\n\turl = https://example.com\n',
    }
    text = "FROM scratch\nCOPY sparse.bin x.made sub/file.bin gone.bin /\n"
    assert looked(tmp_path, text, files) == ["gone.bin"]


def test_a_folder_of_deployment_files_alone_is_perhaps_a_part_of_a_tree(tmp_path: Path) -> None:
    source = Source("Dockerfile", "FROM scratch\nCOPY package.json /\n")
    facts = read_image(parse_dockerfile(source))
    place = BuildContext(str(tmp_path), Span(source, 0, 0))
    looking = Looking(
        Files(str(tmp_path), str(tmp_path)), Versioned(str(tmp_path)), place, str(tmp_path / "Dockerfile")
    )
    copies = built(facts, facts.workloads[0])
    assert not looking.is_whole(copies)
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "src").mkdir()
    assert not looking.is_whole(copies)


def test_a_folder_with_code_in_it_is_a_whole_context(tmp_path: Path) -> None:
    source = Source("Dockerfile", "FROM scratch\nCOPY package.json /\n")
    facts = read_image(parse_dockerfile(source))
    place = BuildContext(str(tmp_path), Span(source, 0, 0))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.c").write_text("")
    looking = Looking(
        Files(str(tmp_path), str(tmp_path)), Versioned(str(tmp_path)), place, str(tmp_path / "Dockerfile")
    )
    assert looking.is_whole(built(facts, facts.workloads[0]))


def test_a_source_is_cleaned_as_the_builder_cleans_it() -> None:
    source = Source("Dockerfile", "FROM scratch\nCOPY ../../a/./b/ /c/../d .. /x/\n")
    facts = read_image(parse_dockerfile(source)).workloads[0].image_facts
    assert facts is not None
    assert [source_path(copied) for copied in facts.copied] == ["a/b", "d", "."]
