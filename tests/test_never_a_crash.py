"""Whatever lies in the folder costs one finding or one line of the ledger, and all the rest is still checked."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOUND = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: "registry.example/web:1.2"}
"""


def check(folder: Path, *options: str) -> dict[str, Any]:
    """Run wslint as a user does; a traceback or an exit code other than 0 and 1 fails the test."""
    done = subprocess.run(
        [sys.executable, "-m", "wslint", "check", "--isolated", "--output-format", "json", *options, "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1), done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["errors"] == []
    return answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sound.yaml").write_text(DEPLOYMENT + "---\n" + SOUND)
    return tmp_path


def names(answer: dict[str, Any], path: str) -> list[str]:
    return [finding["name"] for finding in answer["findings"] if finding["path"] == path]


def ledger(answer: dict[str, Any], path: str) -> list[str]:
    return [line["reason"] for line in answer["coverage"]["not_checked"] if line["path"] == path]


BROKEN = {
    "bad YAML": ("bad.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: [}\n"),
    "a tab for indentation": ("tab.yaml", b"apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n"),
    "an unclosed quote": ("quote.yaml", b'apiVersion: v1\nkind: "Pod\nmetadata: {}\n'),
    "an unknown alias": ("alias.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: *nowhere\n"),
    "bad Compose": ("compose.yaml", b"services:\n  web: [\n"),
    "a Dockerfile with an unknown instruction": ("Dockerfile", b"FROM scratch\nFORM x\n"),
    "a Dockerfile without FROM": ("Dockerfile", b"RUN true\n"),
    "a binary Dockerfile": ("Dockerfile", b"\x7fELF\x00\x01\x02\xff\xfe"),
    "a binary YAML file": ("compose.yml", b"\x00\x01\x02\x03"),
    "Latin-1": ("latin.yaml", "apiVersion: v1\nkind: Pod # größer\n".encode("latin-1")),
    "10,000 levels of nesting": ("deep.yaml", b"apiVersion: v1\nkind: Pod\nspec: " + b"[" * 10_000),
    "10,000 levels of indentation": (
        "indented.yaml",
        b"apiVersion: v1\nkind: Pod\n" + b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    ),
    "an alias to itself": ("loop.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: &a {labels: *a}\n"),
}


@pytest.mark.parametrize(("name", "data"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_one_finding_and_the_rest_is_checked(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    answer = check(folder)
    assert "syntax-error" in names(answer, name)
    assert answer["coverage"]["checked"]["kubernetes"] >= 1


QUIET = {
    "an empty Compose file": ("compose.yaml", b""),
    "an empty manifest": ("empty.yaml", b""),
    "only comments": ("comments.yaml", b"# apiVersion: v1\n# kind: Pod\n"),
    "null for everything": ("null.yaml", b"apiVersion: apps/v1\nkind: Deployment\nmetadata:\nspec:\n"),
    "lists for everything": (
        "lists.yaml",
        b"apiVersion: apps/v1\nkind: Deployment\nmetadata: []\nspec: []\n",
    ),
    "numbers for everything": (
        "numbers.yaml",
        b"apiVersion: apps/v1\nkind: Deployment\nmetadata: 1\nspec: 2\n",
    ),
    "Compose with wrong types": (
        "compose.yaml",
        b"services:\n  a: 1\n  b: []\n  c:\n  d: {image: [x], ports: 5}\n",
    ),
    "YAML that is no deployment": ("ci.yaml", b"on: push\njobs: {build: {steps: []}}\n"),
}


@pytest.mark.parametrize(("name", "data"), QUIET.values(), ids=QUIET.keys())
def test_a_strange_file_never_stops_the_run(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    assert check(folder)["coverage"]["checked"]["kubernetes"] >= 1


def test_an_alias_bomb_ends_fast(folder: Path) -> None:
    lines = [
        "apiVersion: v1",
        "kind: ConfigMap",
        "metadata: {name: bomb}",
        "a0: &a0 [x, x, x, x, x, x, x, x, x]",
    ]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (folder / "bomb.yaml").write_text("\n".join(lines) + "\ndata: *a11\n")
    assert check(folder)["coverage"]["checked"]["kubernetes"] >= 1


def test_a_merge_bomb_ends_fast(folder: Path) -> None:
    lines = ["services:", "  web: {image: x}", "x-0: &a0 {k: v}"]
    lines += [f"x-{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: v}}" for n in range(1, 30)]
    (folder / "compose.yaml").write_text("\n".join([*lines, "  ", ""]))
    assert check(folder)["coverage"]["checked"]["compose"] == 1


def test_a_folder_named_dockerfile_is_a_ledger_line(folder: Path) -> None:
    (folder / "Dockerfile").mkdir()
    assert ledger(check(folder), "Dockerfile")


def test_a_broken_link_is_a_ledger_line(folder: Path) -> None:
    (folder / "Dockerfile").symlink_to(folder / "nowhere")
    assert ledger(check(folder), "Dockerfile") == ["a link that leads nowhere"]


def test_a_loop_of_links_is_a_ledger_line(folder: Path) -> None:
    (folder / "Dockerfile").symlink_to(folder / "Dockerfile.b")
    (folder / "Dockerfile.b").symlink_to(folder / "Dockerfile")
    assert ledger(check(folder), "Dockerfile")


def test_a_loop_of_folders_ends(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "again").symlink_to(folder)
    assert check(folder)["coverage"]["checked"]["kubernetes"] == 1


def test_a_pipe_named_dockerfile_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "Dockerfile")
    assert ledger(check(folder), "Dockerfile") == ["not a regular file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_ledger_line(folder: Path) -> None:
    (folder / "Dockerfile").write_text("FROM scratch\n")
    (folder / "Dockerfile").chmod(0)
    assert ledger(check(folder), "Dockerfile")


def test_a_file_that_vanishes_is_a_ledger_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wslint.app import run
    from wslint.project import load
    from wslint.settings.record import Settings

    (tmp_path / "gone.yaml").write_text(SOUND)
    (tmp_path / "sound.yaml").write_text(DEPLOYMENT)
    found = load.discover

    def vanish(*arguments: Any, **options: Any) -> Any:
        discovered = found(*arguments, **options)
        (tmp_path / "gone.yaml").unlink()
        return discovered

    monkeypatch.setattr(load, "discover", vanish)
    monkeypatch.chdir(tmp_path)
    outcome = run([str(tmp_path)], Settings(root=str(tmp_path)))
    assert [(line.path, line.reason) for line in outcome.coverage.not_checked] == [
        ("gone.yaml", "cannot be read: no such file or directory")
    ]
    assert outcome.coverage.checked["kubernetes"] == 1


def test_nothing_outside_the_root_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.env").write_text("CANARY=http://host.docker.internal:1\n")
    (tmp_path / "Dockerfile").write_text("FROM canary\nSTOPSIGNAL KILL\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "compose.yaml").write_text("services:\n  web:\n    build: ..\n    env_file: ../secret.env\n")
    (inside / "Dockerfile").symlink_to(tmp_path / "Dockerfile")
    answer = check(inside)
    assert "canary" not in json.dumps(answer).lower()
    assert ledger(answer, "Dockerfile") == ["a link that leads out of the root"]
