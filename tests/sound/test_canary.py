"""Nothing outside of the root is read, whichever way leads there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ways_in import DOCKERFILE, MARK, WAYS, Way, lay

from wslint.cli.door import door

# What Python does when it opens a file or lists a folder (Python's table of audit events).
OPENING = frozenset({"open", "os.listdir", "os.scandir"})


class Watch:
    """The paths that are opened and listed while it is on. An audit hook cannot be taken out again."""

    def __init__(self) -> None:
        self.seen: list[str] | None = None
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.seen is not None and event in OPENING and isinstance(arguments[0], (str, bytes, os.PathLike)):
            self.seen.append(os.path.abspath(os.fsdecode(arguments[0])))

    def of(self, *words: str) -> tuple[str, set[str]]:
        """What a command line prints, with its exit code, and the real paths that it opens."""
        self.seen = seen = []
        try:
            done = CliRunner().invoke(door, list(words), env={"COLUMNS": "100"})
        finally:
            self.seen = None
        return f"{done.output}exit code {done.exit_code}\n", {os.path.realpath(path) for path in seen}


WATCH = Watch()


def below(paths: set[str], folder: Path) -> list[str]:
    return sorted(path for path in paths if path == str(folder) or path.startswith(f"{folder}{os.sep}"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with an empty repository `root` and a folder `outside` beside it; one stands in the root."""
    folder = tmp_path.resolve()
    (folder / "root" / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder / "root")
    return folder


def report(*more: str) -> tuple[str, set[str]]:
    return WATCH.of("check", "--select", "ALL", "--coverage", "--allow-empty", "--verbose", *more)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_file_outside_is_neither_opened_nor_told_of(way: Way, place: Path) -> None:
    outside = place / "outside"
    lay(way, place / "root", outside)
    said, opened = report()
    assert below(opened, outside) == []
    assert MARK.lower() not in said.lower()
    # Not even whether something is there can be told from what is said.
    for path in way.canary:
        (outside / path).unlink()
    assert report()[0] == said


@pytest.mark.parametrize(
    "way", [way for way in WAYS.values() if way.alive], ids=[n for n in WAYS if WAYS[n].alive]
)
def test_the_same_file_inside_is_read_which_shows_that_the_way_is_one(way: Way, place: Path) -> None:
    # A walk does not enter this folder: what is read there is read because something leads to it.
    inside = place / "root" / ".tox"
    lay(way, place / "root", inside)
    assert below(report()[1], inside)


def link(path: Path, to: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(to)


def secret(place: Path, name: str = "secret", text: str = f"root: {MARK}\nroot: {MARK}\n") -> Path:
    """A file outside of the root."""
    path = place / "outside" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def silent(place: Path, *words: str) -> str:
    """What a command line prints that opens nothing outside of the root, and prints nothing of what is there."""
    said, opened = WATCH.of(*words)
    assert below(opened, place / "outside") == []
    assert MARK not in said
    return said


@pytest.mark.parametrize("name", [".wslint.yaml", ".wslint.yml", "pyproject.toml"])
@pytest.mark.parametrize("command", [["check"], ["config", "show"], ["baseline", "write"], ["rules"]])
def test_a_configuration_that_is_a_link_is_refused_unread(name: str, command: list[str], place: Path) -> None:
    link(place / "root" / name, secret(place, text=f"[tool.wslint]\nselect = '{MARK}'\n"))
    said = silent(place, *command)
    assert said == f"{name}: is a link to a file outside of the project\nexit code 2\n"


def test_a_configuration_behind_a_linked_folder_is_refused_unread(place: Path) -> None:
    secret(place, ".wslint.yaml", "select: [grace-period-too-short]\n")
    secret(place, "Dockerfile", DOCKERFILE)
    link(place / "root" / "sub", place / "outside")
    for path in ("sub", "sub/Dockerfile"):
        assert silent(place, "check", path) == (
            "sub/.wslint.yaml: lies behind a link to a folder outside of the project\nexit code 2\n"
        )


@pytest.mark.parametrize("key", ["baseline", "packs", "links"])
@pytest.mark.parametrize("where", ["../outside/secret", "sub/secret"])
def test_a_configuration_cannot_name_what_lies_outside(key: str, where: str, place: Path) -> None:
    (place / "outside").mkdir()
    if key == "packs":
        (place / "outside" / "secret").mkdir()
        secret(place, "secret/pack.yaml")
    else:
        secret(place)
    link(place / "root" / "sub", place / "outside")
    value = {"baseline": where, "packs": [where], "links": [{"image": "a", "dockerfile": where}]}[key]
    (place / "root" / ".wslint.yaml").write_text(json.dumps({key: value}))
    said = silent(place, "check")
    assert "lies outside of the project" in said
    assert said.endswith("exit code 2\n")


@pytest.mark.parametrize("name", ["pack.yaml", "a.yaml", "topic/a.yaml", "topic"])
def test_a_pack_cannot_lead_out_by_links(name: str, place: Path) -> None:
    (place / "root" / "pack").mkdir()
    (place / "root" / "pack" / "pack.yaml").write_text("name: own\ntitle: Own\n")
    (place / "root" / "Dockerfile").write_text("FROM alpine:3\n")
    (place / "root" / ".wslint.yaml").write_text("packs: [pack]\n")
    target = place / "root" / "pack" / name
    target.unlink(missing_ok=True)
    link(target, secret(place, "a.yaml") if name != "topic" else secret(place, "a.yaml").parent)
    for command in (["check"], ["rules"], ["rules", "test"], ["rules", "test", "pack"], ["config", "show"]):
        said = silent(place, *command)
        if command != ["config", "show"]:
            assert "lies outside of the project: a link leads there @ pack/" in said


@pytest.mark.parametrize("command", ["write", "show", "prune"])
def test_a_baseline_that_nobody_named_is_neither_read_nor_written_over_behind_a_link(
    command: str, place: Path
) -> None:
    (place / "root" / "Dockerfile").write_text("FROM alpine\n")
    link(place / "root" / ".wslint-baseline.json", secret(place))
    before = (place / "outside" / "secret").read_bytes()
    said = silent(place, "baseline", command)
    assert said == (
        "wslint: .wslint-baseline.json is a link that leads out of the project (--file names another one)\n"
        "exit code 2\n"
    )
    assert (place / "outside" / "secret").read_bytes() == before


@pytest.mark.parametrize("option", ["--fix", "--add-ignore"])
def test_nothing_outside_is_written(option: str, place: Path) -> None:
    """A finding in the root whose other end, and whose fix, would be in a file outside."""
    dockerfile = secret(place, "Dockerfile", "FROM alpine\nENV A B\n")
    (place / "root" / "compose.yaml").write_text("services: {a: {build: ../outside}, b: {build: sub}}\n")
    link(place / "root" / "Dockerfile", dockerfile)
    link(place / "root" / "sub", dockerfile.parent)
    before = dockerfile.read_bytes(), dockerfile.stat().st_mtime_ns
    silent(place, "check", "--unsafe-fixes", "--select", "ALL", option)
    assert (dockerfile.read_bytes(), dockerfile.stat().st_mtime_ns) == before
    assert [one.name for one in dockerfile.parent.iterdir()] == ["Dockerfile"]


@pytest.mark.parametrize("line", ["", ":1", ":2", ":3"])
def test_why_says_nothing_of_a_file_behind_a_link(line: str, place: Path) -> None:
    link(place / "root" / "Dockerfile", secret(place))
    said = silent(place, "why", f"Dockerfile{line}")
    assert said == "wslint: Dockerfile is a link that leads out of the project\nexit code 2\n"


GIT = {
    "exclude": (".git/info/exclude", False),
    "info": (".git/info", True),
    "index": (".git/index", False),
    "modules": (".gitmodules", False),
    "all of it": (".git", True),
}


@pytest.mark.parametrize(("path", "is_folder"), GIT.values(), ids=GIT)
def test_what_git_keeps_is_not_read_behind_a_link(path: str, is_folder: bool, place: Path) -> None:
    (place / "root" / "compose.yaml").write_text(
        "services: {a: {build: ., env_file: no.env}, b: {build: gone}}\n"
    )
    (place / "root" / "Dockerfile").write_text("FROM alpine:3\nCOPY web other /\nRUN web\n")
    (place / "root" / "web").write_text("")
    (place / "root" / "main.c").write_text("")
    if path == ".git":
        (place / "root" / ".git").rmdir()
    for name in ("index", "exclude", "info/exclude"):
        (place / "outside" / "info").mkdir(parents=True, exist_ok=True)
        (place / "outside" / name).write_text(f"{MARK}\n*\n")
    link(place / "root" / path, place / "outside" if is_folder else secret(place, "x", "*\n[a]\npath = .\n"))
    said, opened = report()
    assert below(opened, place / "outside") == []
    assert "3 not checked" not in said
    assert "build-file-missing" in said


@pytest.mark.parametrize(
    "name", [".gitignore", ".dockerignore", ".env", ".wslint.yaml", "compose.yaml", "Dockerfile"]
)
def test_what_lies_above_the_root_is_not_read(name: str, place: Path) -> None:
    (place / name).write_text("select: [WS201]\n# *\n")
    (place / "root" / "sub").mkdir()
    (place / "root" / "sub" / "Dockerfile").write_text("FROM alpine:3\n")
    (place / "root" / "compose.yaml").write_text("services: {a: {build: ./sub, ports: ['${TOKEN}:80']}}\n")
    for words in ([], ["sub"], ["sub/Dockerfile"], ["--isolated", "sub"], ["--isolated", "sub/Dockerfile"]):
        opened = report(*words)[1]
        assert str(place / name) not in opened
        if "--isolated" in words:
            assert below(opened, place) == below(opened, place / "root" / "sub")


def test_a_root_that_is_reached_by_a_link_is_the_root(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(WAYS["env_file"], place / "root", place / "outside")
    (place / "root" / "Dockerfile").write_text("FROM alpine\n")
    plain = report()[0]
    link(place / "link", place / "root")
    monkeypatch.chdir(place)
    opened = report("link")[1]
    assert below(opened, place / "root")
    assert below(opened, place / "outside") == []
    monkeypatch.chdir(place / "link")
    monkeypatch.setenv("PWD", str(place / "link"))
    assert report()[0] == plain


@pytest.mark.skipif(shutil.which("git") is None, reason="no git: NOT TESTED WITH --since")
def test_a_comparison_with_an_earlier_revision_opens_nothing_outside_either(place: Path) -> None:
    def git(*words: str) -> None:
        own = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
        subprocess.run(["git", *own, *words], check=True, capture_output=True, cwd=place / "root")

    (place / "root" / ".git").rmdir()
    git("init", "-q")
    for number, (name, way) in enumerate(WAYS.items()):
        if name in ("a linked folder", "a linked ignore file"):
            continue
        lay(way, place / "root" / f"way{number}", place / "outside" / f"way{number}")
    git("add", "-A")
    git("commit", "-q", "-m", "all")
    (place / "root" / "way0" / "Dockerfile").write_text("FROM alpine\n")
    said = silent(place, "check", "--select", "ALL", "--since", "HEAD")
    assert "way0/Dockerfile" in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here: NONE IS PUT IN THE WAY")
def test_a_pipe_in_the_place_of_a_file_of_gits_or_of_a_pack_does_not_hang(place: Path) -> None:
    lay(WAYS["env_file"], place / "root", place / "outside")
    (place / "root" / "compose.yaml").write_text("services: {a: {build: gone, env_file: gone.env}}\n")
    (place / "root" / ".git" / "info").mkdir()
    (place / "root" / "pack").mkdir()
    (place / "root" / "pack" / "pack.yaml").write_text("name: own\ntitle: Own\n")
    for path in (".gitmodules", ".git/index", ".git/info/exclude", ".gitignore", "pack/a.yaml"):
        os.mkfifo(place / "root" / path)

    def code(*words: str) -> int:
        project = {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        command = [sys.executable, "-m", "wslint", *words]
        done = subprocess.run(
            command, timeout=60, capture_output=True, check=False, env={**os.environ, **project}
        )
        return done.returncode

    assert code("check") == 1
    (place / "root" / ".wslint.yaml").write_text("packs: [pack]\n")
    assert code("check") == 2
