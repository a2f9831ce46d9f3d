"""`--since` and `--staged` where the work tree, its files or git itself are not as usual."""

import os

import pytest

FAULTY = 'FROM python:3.12-slim\nEXPOSE 9000\nCMD ["uvicorn", "app:app", "--port", "7000"]\n'
SOUND = FAULTY.replace("9000", "7000")
FAULT = "exposed-port-mismatch"


def test_before_the_first_commit_of_a_branch_there_is_nothing_to_compare(repository, wslint):
    repository.commit({"Dockerfile": SOUND})
    repository.git("checkout", "-q", "--orphan", "apart")
    result = wslint("check", "--since", "main")
    assert (result.exit_code, result.stderr) == (2, "wslint: --since main: nothing was committed yet\n")


def test_files_that_are_gone_or_are_none_any_more_are_as_if_deleted(repository, found, wslint):
    repository.commit(
        {"a/Dockerfile": FAULTY, "b/Dockerfile": FAULTY, "c/Dockerfile": SOUND, "d/Dockerfile": FAULTY}
    )
    (repository.folder / "a/Dockerfile").unlink()
    (repository.folder / "b/Dockerfile").unlink()
    os.mkfifo(repository.folder / "b/Dockerfile")
    (repository.folder / "d/Dockerfile").unlink()
    (repository.folder / "d/Dockerfile").mkdir()
    # Not the text of the others: a fault that moves to another file is not new.
    repository.put({"c/Dockerfile": FAULTY.replace("9000", "9001")})
    assert found("--since", "HEAD") == [f"c/Dockerfile:2 {FAULT}"]
    assert "Traceback" not in wslint("check", "--since", "HEAD").stderr


def test_a_link_that_leads_elsewhere_now_is_followed(repository, found):
    repository.put({"files/sound": SOUND, "files/faulty": FAULTY})
    link = repository.folder / "Dockerfile"
    link.symlink_to("files/sound")
    repository.commit()
    link.unlink()
    link.symlink_to("files/faulty")
    assert [one.rpartition(" ")[2] for one in found("--since", "HEAD")] == [FAULT]
    repository.git("add", "-A")
    assert [one.rpartition(" ")[2] for one in found("--staged")] == [FAULT]


@pytest.mark.parametrize("option", [("--since", "HEAD"), ("--staged",)])
def test_a_file_that_is_larger_than_any_is_read_as_such(repository, wslint, monkeypatch, option):
    for module in ("files", "laid_out", "revisions"):
        monkeypatch.setattr(f"wslint.project.{module}.MAX_BYTES", 4000)
    large = SOUND + "# " + "x" * 5000 + "\n"
    repository.commit({"a/Dockerfile": large, "b/Dockerfile": SOUND, "c/Dockerfile": SOUND})
    repository.put({"b/Dockerfile": FAULTY, "c/Dockerfile": large + "\n"})
    repository.git("add", "-A")
    result = wslint("check", *option, "--output-format", "concise")
    assert result.exit_code == 1, result.stderr
    assert f"{FAULT}" in result.stdout
    assert "b/Dockerfile:2" in result.stdout


def test_more_than_can_be_read_is_refused_in_one_line(repository, wslint, monkeypatch):
    monkeypatch.setattr("wslint.project.laid_out.MAX_TOTAL", 100)
    repository.commit({"a/Dockerfile": SOUND, "b/Dockerfile": FAULTY})
    result = wslint("check", "--since", "HEAD")
    assert (result.exit_code, result.stderr) == (2, "wslint: --since HEAD: more than 0 MB to read\n")


def test_more_files_than_any_project_has_are_refused_in_one_line(repository, wslint, monkeypatch):
    monkeypatch.setattr("wslint.project.revisions.MAX_FILES", 1)
    repository.commit({"a/Dockerfile": SOUND, "b/Dockerfile": FAULTY})
    result = wslint("check", "--since", "HEAD")
    assert (result.exit_code, result.stderr) == (2, "wslint: --since HEAD: more than 1 files\n")


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a program in the place of git."""

    def put(text):
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "git").write_text(text)
        (folder / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return put


@pytest.mark.parametrize(
    ("program", "timeout", "says"),
    [
        ("#!/no/such/program\n", 60, "git cannot be run: no such file or directory"),
        ("#!/bin/sh\nexec sleep 30\n", 0.2, "git rev-parse took longer than 0.2 seconds"),
        ("#!/bin/sh\necho 'fatal: out of order' >&2\nexit 128\n", 60, "git rev-parse: out of order"),
        ("#!/bin/sh\nexit 1\n", 60, "git rev-parse: no reason given"),
    ],
)
def test_a_git_that_does_not_answer_is_told_in_one_line(
    repository, wslint, stand_in, monkeypatch, program, timeout, says
):
    repository.commit({"Dockerfile": SOUND})
    stand_in(program)
    monkeypatch.setattr("wslint.project.git.TIMEOUT", timeout)
    result = wslint("check", "--since", "HEAD")
    assert (result.exit_code, result.stderr) == (2, f"wslint: --since HEAD: {says}\n")
