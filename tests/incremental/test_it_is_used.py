"""What was kept is used: nothing that has not changed is read, and only what may have changed is judged."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from everything import TREE, lay_out
from ways import Ways, replaced, reports

from wslint.incremental import run as incremental_run
from wslint.project import disk
from wslint.project.load import Chosen, Loaded, Request


class Looked:
    """What was read to its end, and what was judged: shown paths."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.judged: list[tuple[str, ...]] = []

    def files(self) -> list[str]:
        """All files that were judged, in whatever part."""
        return [path for part in self.judged for path in part]


@contextmanager
def looking(ways: Ways) -> Iterator[Looked]:
    looked = Looked()
    content, load_part = disk.content, incremental_run.load_part

    def reading(path: str, limit: int) -> tuple[bytes, int]:
        if limit > 2 and os.path.basename(path) != ".gitignore":
            looked.read.append(os.path.relpath(path, ways.root))
        return content(path, limit)

    def judging(request: Request, chosen: Chosen) -> Loaded:
        looked.judged.append(tuple(os.path.relpath(path, ways.root) for path in chosen.paths))
        return load_part(request, chosen)

    with patch.object(disk, "content", reading), patch.object(incremental_run, "load_part", judging):
        yield looked


def without_suppressions(folder: Path) -> Path:
    """The tree; where something is silenced, it matters which rules ran elsewhere."""
    lay_out(folder)
    replaced(folder / "web/Dockerfile", "# wslint: ignore[stop-signal-uncatchable]", "#")
    replaced(folder / "other/alone.yaml", "# wslint:", "#")
    return folder


@pytest.fixture
def ways(tmp_path: Path) -> Ways:
    made = Ways(without_suppressions(tmp_path / "shop"), tmp_path / "cache")
    made.judged()
    return made


def test_a_second_run_reads_and_judges_nothing(ways: Ways) -> None:
    with looking(ways) as looked:
        ways.judged()
    assert (looked.read, looked.judged) == ([], [])


def test_a_changed_manifest_is_judged_with_its_unit_only(ways: Ways) -> None:
    replaced(ways.root / "k8s/cache.yaml", "port: 6380", "port: 6382")
    with looking(ways) as looked:
        ways.judged()
    assert looked.read == ["k8s/cache.yaml"]
    assert looked.judged == [("k8s/cache-service.yaml", "k8s/cache.yaml")]


def test_a_changed_guide_is_judged_with_the_dockerfiles(ways: Ways) -> None:
    replaced(ways.root / "docs/guide.md", "port: 81", "port: 82")
    with looking(ways) as looked:
        ways.judged()
    assert looked.judged == [("docs/guide.md",)]


def test_a_changed_dockerfile_leaves_other_manifests_alone(ways: Ways) -> None:
    replaced(ways.root / "web/Dockerfile", "localhost:8082", "localhost:8083")
    with looking(ways) as looked:
        ways.judged()
    (judged,) = looked.judged
    assert {"web/Dockerfile", "compose.yaml", "up.sh", "k8s/web.yaml", "README.md"} <= set(judged)
    assert not {"k8s/cache.yaml", "other/api.yaml"} & set(judged)


def test_a_file_without_a_change_whose_time_is_another_is_read_but_not_judged(ways: Ways) -> None:
    os.utime(ways.root / "k8s/cache.yaml", (1, 1))
    with looking(ways) as looked:
        ways.judged()
    assert (looked.read, looked.files()) == (["k8s/cache.yaml"], [])
    with looking(ways) as looked:
        ways.judged()
    assert (looked.read, looked.files()) == ([], [])


def test_files_that_were_changed_just_now_are_read_but_not_judged(tmp_path: Path) -> None:
    ways = Ways(lay_out(tmp_path / "shop"), tmp_path / "cache", old=False)
    ways.same()
    with looking(ways) as looked:
        ways.judged()
    assert {"k8s/cache.yaml", "web/Dockerfile", "README.md"} <= set(looked.read)
    assert looked.files() == []


def test_facts_of_unchanged_files_are_not_read_out_of_their_texts_again(ways: Ways) -> None:
    replaced(ways.root / "web/Dockerfile", "localhost:8082", "localhost:8083")
    from wslint.incremental import survey

    read, parsed = survey.read_facts, []

    def reading(source, path, **more):  # type: ignore[no-untyped-def]
        parsed.append(os.path.relpath(path, ways.root))
        return read(source, path, **more)

    with patch.object(survey, "read_facts", reading):
        ways.judged()
    # Compose files are merged from their texts.
    assert set(parsed) <= {
        "web/Dockerfile",
        "compose.yaml",
        "compose.override.yaml",
        "chart/templates/web.yaml",
    }
    assert "web/Dockerfile" in parsed


def test_an_edit_of_the_same_size_and_time_is_seen(ways: Ways) -> None:
    path = ways.root / "k8s/cache.yaml"
    before = path.stat()
    found = ways.kept_only()
    replaced(path, "port: 6380", "port: 6381")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert ways.same() != found


def test_another_file_with_the_size_and_the_times_of_the_first_is_seen(ways: Ways, tmp_path: Path) -> None:
    path = ways.root / "k8s/cache.yaml"
    found, before = ways.kept_only(), path.stat()
    other = tmp_path / "other.yaml"
    other.write_text(path.read_text().replace("port: 6380", "port: 6381"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(other, path)
    assert ways.same() != found


def test_edits_at_once_after_a_run_are_seen_by_their_digest(tmp_path: Path) -> None:
    # As on a file system whose clock stands still: the state is the same after every edit.
    ways = Ways(lay_out(tmp_path / "shop"), tmp_path / "cache", old=False)
    now = time.time_ns()

    def still(status: os.stat_result) -> disk.State:
        return (status.st_size, now, now, 1)

    recent = patch.object(disk, "is_recent", lambda state, now: True)
    with patch.object(disk, "state_of", still), recent:
        found = ways.same()
        for port in (6381, 6382, 6383):
            text = TREE["k8s/cache.yaml"].replace("port: 6380", f"port: {port}")
            (ways.root / "k8s/cache.yaml").write_text(text)
            assert ways.same() != found
        (ways.root / "web/missing.sh").write_text("")
        (ways.root / "web/app.env").write_text("PORT=8081\n")
        ways.same()


def test_the_journal_of_a_run_with_edits_is_kept_for_the_next(ways: Ways) -> None:
    # What the first run asked for holds for what was not judged again.
    for at, port in enumerate((6382, 6383)):
        replaced(ways.root / "k8s/cache.yaml", f"port: {6380 if at == 0 else 6382}", f"port: {port}")
        ways.same()
    found = ways.kept_only()
    (ways.root / "web/missing.sh").write_text("")
    assert ways.same() != found


@pytest.mark.parametrize("text", ["", "kind: Pod\n", None], ids=["emptied", "shorter", "gone"])
def test_a_file_that_changes_while_findings_are_reported_ends_no_run(ways: Ways, text: str | None) -> None:
    settings = ways.settings()
    before = reports(ways.judged(), settings)
    outcome = ways.judged()
    path = ways.root / "k8s/cache.yaml"
    path.unlink() if text is None else path.write_text(text)
    after = reports(outcome, settings)
    assert after["json"] == before["json"]
    assert " --> k8s/cache.yaml:16:38\n" in after["text"]


def test_a_file_that_changes_during_a_run_makes_it_a_whole_one(ways: Ways) -> None:
    replaced(ways.root / "web/Dockerfile", "localhost:8082", "localhost:8083")
    load_part = incremental_run.load_part

    def judging(request: Request, chosen: Chosen) -> Loaded:
        (ways.root / "compose.yaml").write_text("services: {web: {image: a, stop_signal: KILL}}\n")
        return load_part(request, chosen)

    with patch.object(incremental_run, "load_part", judging):
        found = ways.kept_only()
    assert ways.same() == found


def test_what_is_used_is_not_forgotten(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    today, days = time.time(), 24 * 60 * 60
    for passed in (10, 20, 30):
        monkeypatch.setattr(time, "time", lambda passed=passed: today + passed * days)
        with looking(ways) as looked:
            ways.judged()
        assert looked.judged == []
    monkeypatch.setattr(time, "time", lambda: today + 40 * days)
    replaced(ways.root / "k8s/cache.yaml", "port: 6380", "port: 6382")
    ways.judged()
    with looking(ways) as looked:
        ways.judged()
    assert looked.judged == []


def test_little_is_not_kept(tmp_path: Path) -> None:
    from wslint import app
    from wslint.settings.record import Settings

    lay_out(tmp_path / "shop")
    app.run(
        ["."], Settings(str(tmp_path / "shop")), cwd=str(tmp_path / "shop"), cache=str(tmp_path / "cache")
    )
    assert not (tmp_path / "cache").exists()
