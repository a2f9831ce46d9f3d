"""Real trees: a baseline makes them quiet, and stays right when their lines move."""

import json
from pathlib import Path

import pytest
from debt_tree import Tree

from wslint.app import run
from wslint.engine.baseline import match, parse, remember, text_of
from wslint.engine.finding import Outcome
from wslint.settings.record import Settings

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TREES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []


def outcome_of(folder: Path, overlay: dict[str, str] | None = None) -> Outcome:
    return run((str(folder),), Settings(root=str(folder)), overlay=overlay, cwd=str(folder))


def moved(text: str, path: str) -> str:
    """The text with lines that say nothing."""
    if path.endswith((".yaml", ".yml")):
        return "# a word\n\n" + text
    if path.endswith((".md", ".sh")):
        return text
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.startswith("FROM ")), 0)
    return "\n".join([*lines[:first], "# a word", "", *lines[first:]])


@pytest.mark.skipif(not TREES, reason="../shared/corpus is not there: nothing real is looked at")
def test_the_corpus_is_there() -> None:
    assert TREES


@pytest.mark.parametrize("name", TREES)
def test_write_then_check_is_quiet_and_exits_0(name: str, tree: Tree) -> None:
    file = tree.folder / "known.json"
    folder = str(CORPUS / name)
    written = tree.wslint("baseline", "write", "--isolated", "--file", str(file), folder)
    assert written.code == 0, written.err
    answer = tree.wslint("check", "--output-format", "json", "--isolated", "--baseline", str(file), folder)
    assert answer.code == 0
    report = json.loads(answer.out)
    assert report["findings"] == []
    assert report["baseline"]["stale"] == []
    assert str(report["summary"]["known"]) == written.out.split()[0]


@pytest.mark.parametrize("name", TREES)
def test_moved_lines_bring_nothing_new_and_a_new_fault_is_the_only_one(name: str, tmp_path: Path) -> None:
    folder = CORPUS / name
    before = outcome_of(folder)
    root = str(folder)
    baseline = parse(text_of(remember(before.findings, ["."], root, cwd=root)))
    assert len({entry.fingerprint for entry in baseline.entries}) == len(before.findings)
    paths = {
        finding.span.path
        for finding in before.findings
        if finding.name not in ("syntax-error", "unsupported-template")
    }
    overlay = {str(folder / path): moved((folder / path).read_text(encoding="utf-8"), path) for path in paths}
    composed = next((path for path in sorted(paths) if path.endswith("compose.yaml")), "")
    if composed:
        text = overlay[str(folder / composed)]
        overlay[str(folder / composed)] = text.replace(
            "services:\n", "services:\n  brought-in:\n    image: brought-in:latest\n", 1
        )
    after = outcome_of(folder, overlay)
    matched = match(after.findings, baseline, root, cwd=root, exists=lambda path: (folder / path).exists())
    new = [(finding.name, finding.workload) for finding in matched.new]
    assert new == ([("unpinned-image", "service `brought-in`")] if composed else [])
    assert matched.unmatched == ()
