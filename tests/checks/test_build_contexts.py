"""What a build copies and what it is built from: contexts that hold it, lack it, or leave that open."""

import os
import subprocess
from pathlib import Path

import pytest

from wslint.app import run
from wslint.settings.record import Settings

COMPOSE = "services:\n  web:\n    build: {build}\n"
COPIES = "FROM python:3.12\nCOPY {sources} /srv/\n"


@pytest.fixture
def names(tmp_path):
    """The rules of the topic `context` that report something in files; links are `name -> target`."""

    def found(files, links=(), modules=None):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name, target in links:
            (tmp_path / name).symlink_to(target)
        if modules is not None:
            subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
            (tmp_path / ".gitmodules").write_text(f'[submodule "m"]\n\tpath = {modules}\n\turl = x\n')
        root = os.path.realpath(tmp_path)
        outcome = run([root], Settings(root=root, select=("context",), allow_empty=True))
        assert not outcome.internal
        return [
            (finding.name, Path(finding.span.path).name, finding.span.text) for finding in outcome.findings
        ]

    return found


def tree(sources="a.txt", build=".", **files):
    return {
        "compose.yaml": COMPOSE.format(build=build),
        "Dockerfile": COPIES.format(sources=sources),
        "app.py": "app = None\n",
        **{name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()},
    }


def test_a_source_that_is_nowhere_is_found(names):
    assert names(tree()) == [("copy-source-missing", "Dockerfile", "a.txt")]


@pytest.mark.parametrize(
    "sources",
    [
        "app.py", ".", "./", "*.txt", "a?.txt", "$NAME", "https://example.org/a.txt", "'a\\\\b.txt'", "{{a}}",
        "--from=other /a.txt", "--parents ./x/./a.txt",
    ],
)  # fmt: skip
def test_a_source_that_is_there_or_cannot_be_told_is_none(names, sources):
    assert names(tree(sources)) == []


def test_what_is_copied_from_another_stage_is_looked_for_in_that_one(names):
    files = tree()
    files["Dockerfile"] = (
        "FROM a:1 AS one\nCOPY gone.txt /\nFROM a:1\nCOPY here.txt /\nFROM a:1 AS unused\nCOPY never.txt /\n"
        "FROM a:1\nCOPY --from=one /gone.txt /\nCOPY --from=1 /here.txt /\nCOPY --from=9 /x /\n"
    )
    assert [text for _, _, text in names(files)] == ["gone.txt", "here.txt"]


def test_a_link_on_the_way_leads_who_knows_where(names, tmp_path):
    assert names(tree("data/a.txt"), links=[("data", "/nowhere")]) == []
    (tmp_path / "data").unlink()
    assert names(tree("data/a.txt")) == [("copy-source-missing", "Dockerfile", "data/a.txt")]


def test_a_context_in_a_submodule_is_fetched_before_the_build(names):
    assert names(tree("app.py", build="./sub"), modules="sub") == []


@pytest.mark.parametrize(
    ("build", "files", "expected"),
    [
        ("./gone", {}, ["build-file-missing"]),
        ("{context: ., dockerfile: gone.Dockerfile}", {}, ["build-file-missing"]),
        ("{context: ., dockerfile: gone.Dockerfile}", {"_dot_gitignore": "gone.Dockerfile\n"}, []),
        ("./gone", {"_dot_gitignore": "gone/\n"}, []),
        ("{context: ., dockerfile_inline: FROM a}", {}, []),
        ("./sub", {"sub__Containerfile": "FROM a:1\n"}, []),
        ("./sub", {"sub__app.py": "app = None\n"}, ["build-file-missing"]),
        ("../outside", {}, []),
        ("https://example.org/x.git", {}, []),
        ("$DIR", {}, []),
    ],
)
def test_a_context_or_dockerfile_that_is_surely_not_there_is_found(names, build, files, expected):
    assert [name for name, _, _ in names(tree("app.py", build=build, **files))] == expected


def test_an_empty_context_is_filled_by_somebody(names, tmp_path):
    (tmp_path / "sub").mkdir()
    assert names(tree("app.py", build="./sub")) == []


def test_a_dockerfile_behind_a_link_is_left_alone(names):
    files = tree("app.py", build="{context: ., dockerfile: linked/Dockerfile}")
    assert names(files, links=[("linked", "/nowhere")]) == []
