"""The same input gives the same bytes, whatever the order, the locale, the time zone, the hash seed or the folder."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from wslint.cli.check import check
from wslint.cli.door import door

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
REAL = sorted(path for path in CORPUS.glob("*") if path.is_dir()) if CORPUS.is_dir() else []
OWN = sorted(
    path
    for folder in ("examples", "tests/fixtures/projects")
    for path in (PROJECT / folder).iterdir()
    if path.is_dir()
)
FORMATS = ("text", "json", "sarif")
HAS_JOBS = any("--jobs" in parameter.opts for parameter in check.params)

# Checks trees one after the other; SHUFFLED deals the entries of every folder out anew.
CHILD = """
import os, random, sys

order = os.environ.pop("SHUFFLED", "")
if order:
    deal = random.Random(order)
    list_folder, scan_folder = os.listdir, os.scandir

    class Shuffled:
        def __init__(self, path):
            with scan_folder(path) as entries:
                self.entries = list(entries)
            deal.shuffle(self.entries)
            self.rest = iter(self.entries)
        def __enter__(self):
            return self
        def __exit__(self, *_):
            return None
        def __iter__(self):
            return self
        def __next__(self):
            return next(self.rest)
        def close(self):
            return None

    def listed(path="."):
        names = list_folder(path)
        deal.shuffle(names)
        return names

    os.scandir, os.listdir = Shuffled, listed

from wslint.cli.door import door

target = os.path.abspath(sys.argv[1])
for at, tree in enumerate(sys.argv[2:]):
    os.chdir(tree)
    options = [f"--report={name}={target}/{at}.{name}" for name in ("json", "sarif")]
    code = door.run(["check", "--isolated", "--select", "ALL", "--coverage", "--verbose", "--expand",
                     f"--output-file={target}/{at}.text", *options, "."])
    assert code in (0, 1), (tree, code)
"""


def said(target: Path, trees: list[Path], **environment: str) -> dict[str, bytes]:
    """The reports of the trees by tree and format, from one process."""
    target.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(target), *map(str, trees)],
        env={**kept, "PYTHONPATH": str(PROJECT), "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return {
        f"{tree.name} {name}": (target / f"{at}.{name}").read_bytes()
        for at, tree in enumerate(trees)
        for name in FORMATS
    }


ELSEWHERE = {
    "C": {"LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1", "SHUFFLED": "1"},
    "no UTF-8": {
        "LC_ALL": "POSIX",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "Pacific/Honolulu",
        "PYTHONHASHSEED": "2",
        "SHUFFLED": "2",
    },
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "TZ": "nowhere", "PYTHONHASHSEED": "4294967295"},
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    target = tmp_path_factory.mktemp("here") / "reports"
    return said(target, OWN + REAL, LC_ALL="C.UTF-8", TZ="UTC", PYTHONHASHSEED="0")


@pytest.mark.skipif(not REAL, reason="../shared/corpus is not there: NO REAL TREE IS COMPARED")
def test_the_corpus_is_compared(here: dict[str, bytes]) -> None:
    assert {f"{tree.name} json" for tree in REAL} <= here.keys()
    assert all(json.loads(here[f"{tree.name} json"])["findings"] for tree in REAL)


@pytest.mark.parametrize("environment", ELSEWHERE.values(), ids=ELSEWHERE)
def test_locale_time_zone_hash_seed_and_the_order_of_a_folder_change_nothing(
    environment: dict[str, str], here: dict[str, bytes], tmp_path: Path
) -> None:
    # One of them over the large trees too: with other words for all of it at once.
    trees = OWN + (REAL if environment.get("PYTHONUTF8") == "0" else [])
    there = said(tmp_path / "reports", trees, **environment)
    assert [name for name in there if there[name] != here[name]] == []


STRANGE = {
    "häfen/compose.yaml": "services:\n  größe:\n    build: ../ßß\n    container_name: größe\n    restart: allways\n",
    "ßß/Dockerfile": "FROM ünï\nHEALTHCHECK CMD curl http://localhost:1/é || exit 1\nEXPOSE 2 # 🦊\nCMD sh -c '🦊'\n",
    "ı/İ.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: I}\nspec: {template: {spec: {containers: [{name: ı}]}}}\n",
    "🦊.md": "```yaml\nservices: {🦊: {image: 'x:🦊', restart: allways}}\n```\n",
}


def test_names_and_texts_that_a_locale_cannot_write_are_the_same_in_it(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    write(tree, STRANGE)

    def report(environment: dict[str, str]) -> tuple[str, bytes]:
        """What is printed, and a report in a file."""
        own = ("--isolated", "--select", "ALL", "--coverage", "--report", f"json={tmp_path / 'report'}")
        done = subprocess.run(
            [sys.executable, "-m", "wslint", "check", *own, "."],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **environment},
            cwd=tree,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        return done.stdout.decode("utf-8"), (tmp_path / "report").read_bytes()

    printed, written = report({"LC_ALL": "C.UTF-8"})
    assert '"häfen/compose.yaml"' in written.decode()
    # Where a terminal has no such characters, they are escaped.
    escaped = printed.encode("ascii", "backslashreplace").decode("ascii")
    for name, environment in ELSEWHERE.items():
        assert report(environment) == (escaped if name == "no UTF-8" else printed, written)


def test_a_suppression_ends_at_the_same_moment_in_every_time_zone(tmp_path: Path) -> None:
    days = [date.fromordinal(datetime.now(UTC).toordinal() + more).isoformat() for more in (-1, 0, 1)]
    for at, day in enumerate(days):
        comment = f"# wslint: ignore[stop-signal-uncatchable] not ours until={day}\n"
        write(tmp_path / "tree" / str(at), {"Dockerfile": f"FROM alpine:3\n{comment}STOPSIGNAL KILL\n"})
    reports = []
    # Between these two it is never the same day.
    for zone in ("<+14>-14", "<-12>+12"):
        done = subprocess.run(
            [sys.executable, "-m", "wslint", "check", "--isolated", "--output-format", "json", "."],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "TZ": zone},
            cwd=tmp_path / "tree",
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        reports.append(done.stdout)
    assert reports[0] == reports[1]
    expired = [
        one["path"] for one in json.loads(reports[0])["findings"] if one["name"] == "stop-signal-uncatchable"
    ]
    # Midnight may pass before the run.
    assert expired in (["0/Dockerfile"], ["0/Dockerfile", "1/Dockerfile"])


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def output(*words: str) -> str:
    """What a command line prints, with its exit code."""
    done = CliRunner().invoke(door, list(words), env={"COLUMNS": "100", "NO_COLOR": "1"})
    return f"{done.output}exit code {done.exit_code}\n"


SMALL = [
    *(path for path in REAL if "voting" in path.name),
    *(path for path in OWN if path.name in ("kustomize", "monorepo")),
]


@pytest.fixture(params=SMALL, ids=lambda path: path.name)
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A tree as a repository of its own; one stands in it."""
    folder = tmp_path.resolve() / "tree"
    shutil.copytree(request.param, folder, ignore=shutil.ignore_patterns(".git", "expected.txt"))
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def files_of(tree: Path) -> list[str]:
    return sorted(
        path.relative_to(tree).as_posix()
        for path in tree.rglob("*")
        if path.is_file() and ".git" not in path.parts
    )


@pytest.mark.parametrize("name", ["text", "json"])
def test_the_order_and_the_form_of_the_arguments_change_nothing(name: str, tree: Path) -> None:
    options = ("check", "--select", "ALL", "--coverage", "--output-format", name)
    files = files_of(tree)
    given = output(*options, *files)
    assert output(*options, *reversed(files)) == given
    assert output(*options, *(str(tree / file) for file in files[1:] + files[:1])) == given
    assert output(*options, *(f"./{file}" for file in files), *files) == given
    whole = output(*options)
    for path in ("./", str(tree), f"../{tree.name}/", "sub/.."):
        (tree / "sub").mkdir(exist_ok=True)
        assert output(*options, path) == whole


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_reports_for_machines_are_the_same_from_any_folder(
    name: str, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("check", "--select", "ALL", "--output-format", name)
    here = output(*options, ".")
    deeper = tree / "zz" / "a"
    deeper.mkdir(parents=True)
    for folder, path in ((deeper, "../.."), (tree.parent, "tree"), (tree / "zz", str(tree))):
        monkeypatch.chdir(folder)
        assert output(*options, path) == here


def test_paths_begin_in_the_working_directory_and_nothing_else_changes(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(path: str) -> list[Any]:
        done = CliRunner().invoke(door, ["check", "--select", "ALL", "--output-format", "json", path])
        text = json.loads(done.stdout)
        return sorted(json.dumps(absolute(one), sort_keys=True) for one in text["findings"])

    def absolute(value: Any) -> Any:
        if isinstance(value, dict):
            real = {"path": os.path.abspath(value["path"])} if "path" in value else {}
            return {key: real.get(key, absolute(one)) for key, one in value.items() if key != "message"}
        return [absolute(one) for one in value] if isinstance(value, list) else value

    here = found(".")
    (tree / "zz").mkdir()
    for folder, path in ((tree / "zz", ".."), (tree.parent, "tree")):
        monkeypatch.chdir(folder)
        assert found(path) == here


@pytest.mark.skipif(not HAS_JOBS, reason="check has no --jobs: THE NUMBER OF WORKERS IS NOT COMPARED")
@pytest.mark.parametrize("jobs", ["2", "5"])
def test_the_number_of_workers_changes_nothing(jobs: str, tree: Path) -> None:
    for name in FORMATS:
        options = ("check", "--select", "ALL", "--coverage", "--output-format", name)
        assert output(*options, "--jobs", jobs) == output(*options, "--jobs", "1")
