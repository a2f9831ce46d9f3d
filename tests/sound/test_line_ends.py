"""Line ends of Windows, byte order marks, UTF-16 and UTF-32: the same findings at the same lines and columns."""

import codecs
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
REAL = sorted(path for path in CORPUS.glob("*") if path.is_dir()) if CORPUS.is_dir() else []
OWN = sorted(path for path in (PROJECT / "tests" / "fixtures" / "projects").iterdir() if path.is_dir())
# Of larger trees every third file has the line ends of Windows, and every one a mark.
MANY = 60
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def windows(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def as_windows(text: str, _at: int) -> bytes:
    return windows(text).encode()


def as_anything(text: str, at: int) -> bytes:
    """In another encoding than the file before, with a mark, and now and then with the line ends of Windows."""
    codec = list(MARKS)[at % len(MARKS)]
    return MARKS[codec] + (windows(text) if at % 3 == 0 else text).encode(codec)


def rewrite(tree: Path, encode: Callable[[str, int], bytes]) -> None:
    """Write all texts of a tree anew. Other programs know what they want of their files: those stay."""
    for at, path in enumerate(sorted(tree.rglob("*"))):
        if path.is_symlink() or not path.is_file() or path.name.startswith((".git", ".docker")):
            continue
        data = path.read_bytes()
        if data.startswith(b"#!") and "." not in path.name:
            # What has no ending is known by its first two bytes, to the kernel as well.
            continue
        try:
            path.write_bytes(encode(data.decode("utf-8"), at))
        except UnicodeDecodeError:
            continue


def look(tree: Path) -> Any:
    """What a run says of a tree, with the line ends that it quotes made equal."""
    here = os.getcwd()
    os.chdir(tree)
    try:
        words = ["check", "--isolated", "--select", "ALL", "--coverage", "--output-format", "json", "."]
        done = CliRunner().invoke(door, words)
    finally:
        os.chdir(here)
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout.replace("\\r\\n", "\\n"))


@pytest.mark.parametrize("source", OWN + REAL, ids=lambda path: path.name)
def test_findings_and_places_are_the_same_whatever_the_line_ends_and_the_encoding(
    source: Path, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(source, tree, symlinks=True, ignore=shutil.ignore_patterns(".git", "expected.txt"))
    plain = look(tree)
    assert plain["summary"]["files"]
    for encode in (as_windows, as_anything) if plain["summary"]["files"] < MANY else (as_anything,):
        again = tmp_path / encode.__name__
        shutil.copytree(tree, again, symlinks=True)
        rewrite(again, encode)
        found = look(again)
        assert found["findings"] == plain["findings"]
        assert found == plain


COMPOSE = """\
# größe 🦊 e\u0301
services:
  "🦊":
    image: "größe🦊e\u0301:1"
    healthcheck: {test: ["CMD", "🦊"], interval: 10s, timeout: 30s}
    restart: allways
    stop_grace_period: 1s
"""
DOCKERFILE = 'FROM alpine:3\nRUN echo "🦊\t🦊"\nENV A="e\u0301"\nHEALTHCHECK --interval=5s --timeout=9s CMD wget -q "http://localhost:1/ü"\nCMD serve "größe"\n'
GUIDE = f"# Größe 🦊\n\n- ```yaml\n{''.join('  ' + line + chr(10) for line in COMPOSE.splitlines())}  ```\n\n```dockerfile\n{DOCKERFILE}```\n"
STRANGE = {"compose.yaml": COMPOSE, "Dockerfile": DOCKERFILE, "README.md": GUIDE}


def place(folder: Path, encode: Callable[[str], bytes]) -> Path:
    folder.mkdir()
    for name, text in STRANGE.items():
        (folder / name).write_bytes(encode(text))
    return folder


def run(tree: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> str:
    monkeypatch.chdir(tree)
    done = CliRunner().invoke(door, ["check", "--isolated", "--select", "ALL", *options])
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("codec", ["", *MARKS])
@pytest.mark.parametrize("option", ["--fix", "--add-ignore"])
def test_what_is_written_into_a_file_has_its_encoding_its_mark_and_its_line_ends(
    option: str, codec: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(text: str) -> bytes:
        return MARKS.get(codec, b"") + text.replace("\n", end).encode(codec or "utf-8")

    plain = place(tmp_path / "plain", str.encode)
    run(plain, monkeypatch, option, "--unsafe-fixes")
    other = place(tmp_path / "other", encode)
    run(other, monkeypatch, option, "--unsafe-fixes")
    for name, text in STRANGE.items():
        written = (plain / name).read_bytes().decode()
        assert (other / name).read_bytes() == encode(written)
        assert written != text or (option, name) == ("--fix", "README.md")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_are_characters_and_what_a_format_says_otherwise(
    mark: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = place(tmp_path / "tree", lambda text: (mark + text.replace("\n", end)).encode())
    found = json.loads(run(tree, monkeypatch, "--output-format", "json"))["findings"]
    sarif = json.loads(run(tree, monkeypatch, "--output-format", "sarif"))["runs"][0]
    rdjson = json.loads(run(tree, monkeypatch, "--output-format", "rdjson"))["diagnostics"]
    assert sarif["columnKind"] == "unicodeCodePoints"
    assert {one["path"] for one in found} == set(STRANGE)
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in sarif["results"]]
    ranges = [one["location"]["range"] for one in rdjson]
    assert len(found) == len(regions) == len(ranges)
    beyond = 0
    for one in found:
        line = STRANGE[one["path"]].splitlines()[one["line"] - 1]
        start, stop = one["column"] - 1, one["end_column"] - 1
        last = STRANGE[one["path"]].splitlines()[one["end_line"] - 1]
        assert 0 <= start < len(line)
        assert 0 <= stop <= len(last)
        beyond += len(line[:start].encode()) != start
        # A place begins where a word does, and not in the middle of a character.
        assert not line[start].isspace()
        assert not (line[start - 1] + line[start]).isalnum() or start == 0
        region = (one["line"], one["column"], one["end_line"], one["end_column"])
        names = ("startLine", "startColumn", "endLine", "endColumn")
        assert region in [tuple(each.get(name, each["startLine"]) for name in names) for each in regions]
        bytes_before = len(line[:start].encode()), len(last[:stop].encode())
        wanted = {
            "start": {"line": one["line"], "column": bytes_before[0] + 1},
            "end": {"line": one["end_line"], "column": bytes_before[1] + 1},
        }
        assert wanted in ranges
    assert beyond >= 2


@pytest.mark.parametrize("odd", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_what_only_python_takes_for_the_end_of_a_line_is_none(
    odd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"#!/bin/sh\n# a {odd} b\ncat <<EOF > Dockerfile\n{DOCKERFILE}EOF\ndocker run -p 80 --rm a # {odd}\ndocker build .\n"
    texts = {
        "Dockerfile": f"# a {odd} b\n{DOCKERFILE}RUN echo '{odd}' && \\\n  a\nRUN <<E\necho {odd}\nE\nENV A B\n",
        "run.sh": script,
        "README.md": f"# a {odd} b\n\n```dockerfile\n# {odd}\n{DOCKERFILE}```\n",
        ".wslint.yaml": "exclude: [nothing]\n",
    }
    found = []
    for name, change in (("plain", "_"), ("odd", odd)):
        tree = tmp_path / name
        tree.mkdir()
        for path, text in texts.items():
            (tree / path).write_text(text.replace(odd, change), encoding="utf-8", newline="")
        found.append(json.loads(run(tree, monkeypatch, "--output-format", "json")))
    assert [(one["path"], one["line"], one["name"]) for one in found[0]["findings"]] == [
        (one["path"], one["line"], one["name"]) for one in found[1]["findings"]
    ]
    assert {one["path"] for one in found[0]["findings"]} >= {"Dockerfile", "README.md"}


OWN_FILES = {
    "compose.yaml": "services:\n  a:\n    build: .\n    image: a:1\n    ports: ['${PORT}:80']\n    env_file: [app.env]\n    restart: allways\n",
    "Dockerfile": 'FROM alpine:3\nCOPY kept.txt gone.txt /\nCMD ["a"]\n',
    ".dockerignore": "# all but one\n*\n!kept.txt\n",
    ".gitignore": "/ignored/\n*.tmp.yaml\n",
    ".env": "PORT=8080\n",
    "app.env": "URL=http://host.docker.internal:1\n",
    ".wslint.yaml": "exclude:\n  - left-out/\nrules:\n  healthcheck-missing: {severity: note}\n",
    "kept.txt": "x\n",
    "gone.txt": "x\n",
    "main.c": "x\n",
    "ignored/Dockerfile": "FROM a\n",
    "left-out/Dockerfile": "FROM a\n",
    "b.tmp.yaml": "services: {a: {restart: allways, image: a}}\n",
}


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_files_that_tell_wslint_something_may_have_them_too(
    mark: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for name, before, end in (("plain", b"", "\n"), ("windows", mark, "\r\n")):
        tree = tmp_path / name
        for path, text in OWN_FILES.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(before + text.replace("\n", end).encode())
        (tree / ".git").mkdir()
        monkeypatch.chdir(tree)
        words = ["check", "--select", "ALL", "--coverage", "--output-format", "json"]
        assert CliRunner().invoke(door, ["baseline", "write", "--file", "known.json"]).exit_code == 0
        known = (tree / "known.json").read_text()
        (tree / "known.json").write_bytes(before + known.replace("\n", end).encode())
        for more in ([], ["--baseline", "known.json"]):
            done = CliRunner().invoke(door, [*words, *more])
            assert done.exit_code in (0, 1), done.output
            said.append(json.loads(done.stdout.replace("\\r\\n", "\\n")))
    assert said[0] == said[2]
    assert said[1] == said[3]
    assert {one["path"] for one in said[0]["findings"]} == {"Dockerfile", "app.env", "compose.yaml"}
    assert any("gone.txt" in one["message"] for one in said[0]["findings"])
