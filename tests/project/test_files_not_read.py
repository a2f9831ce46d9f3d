"""Files that cannot be read or are none: findings where they should be read, lines of the ledger, or nothing."""

import os
from pathlib import Path

import pytest

from wslint.project.load import Loaded, Request, load_project

BUILD = "services: {web: {build: ./web, env_file: [a.env]}}\n"


@pytest.fixture
def load(tmp_path: Path):
    def loaded(files: dict[str, bytes], *given: str) -> Loaded:
        for name, data in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        root = os.path.realpath(tmp_path)
        folders = () if given else (root,)
        paths = tuple(os.path.join(root, name) for name in given)
        return load_project(Request(root, root, folders, paths, (), True, False, "linux", ()))

    return loaded


def problems(loaded: Loaded) -> list[tuple[str, str]]:
    return [(file.source.path, one.check) for file in loaded.project.files for one in file.problems]


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "k8s/pod.yaml"])
@pytest.mark.parametrize("data", [b"FROM a\x00b\n", b"\xff\xfeF\xd8", b"\x81\x82\xff\n"])
def test_a_text_that_is_none_is_a_finding_or_a_ledger_line_never_silence(load, name, data):
    loaded = load({name: data})
    assert problems(loaded) == [(name, "syntax-error")] or [line.path for line in loaded.not_checked] == [
        name
    ]


def test_what_only_others_lead_to_and_cannot_be_read_is_nobody_s_fault(load):
    loaded = load(
        {"compose.yaml": BUILD.encode(), "web/Dockerfile": b"\x81\x82\xff\n", "a.env": b"\xff\x00"},
        "compose.yaml",
    )
    # What surrounds the files that were asked for is not reported.
    assert {path for path, _ in problems(loaded)} <= loaded.context
    assert loaded.not_checked == ()


def test_a_given_file_of_no_kind_says_so(load):
    loaded = load(
        {"notes.txt": b"text\n", ".env": b"A=b\n", "values.yaml": b"a: 1\n"},
        "notes.txt",
        ".env",
        "values.yaml",
    )
    told = [*loaded.not_checked, *loaded.quiet]
    assert sorted(line.path for line in told) == [".env", "notes.txt", "values.yaml"]


def test_a_dockerfile_beyond_all_measure_is_a_finding(load):
    loaded = load({"Dockerfile": b"FROM a\n#" + b"x" * 1_000_001})
    assert problems(loaded) == [("Dockerfile", "syntax-error")]


def test_a_socket_or_a_pipe_is_no_file(load, tmp_path):
    os.mkfifo(tmp_path / "Dockerfile")
    loaded = load({"compose.yaml": b"services: {web: {image: 'a:1'}}\n"})
    assert [(line.path, line.reason) for line in loaded.not_checked] == [("Dockerfile", "not a regular file")]
