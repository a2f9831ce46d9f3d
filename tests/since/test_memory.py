"""Runs that share a memory find what runs of their own find."""

import contextlib
from pathlib import Path

import pytest

from wslint.app import run
from wslint.project.memory import Memory
from wslint.report.json import render
from wslint.report.options import RenderOptions
from wslint.settings.record import Settings

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"
TREES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []


def told(outcome):
    return "".join(render(outcome, RenderOptions()))


@pytest.mark.skipif(not TREES, reason="../shared/corpus is not there")
@pytest.mark.parametrize("tree", TREES)
def test_a_second_run_over_a_real_tree_says_the_same(tree):
    folder = (CORPUS / tree).resolve()
    settings = Settings(root=str(folder))
    memory = Memory()
    with contextlib.chdir(folder):
        alone = told(run(["."], settings))
        assert told(run(["."], settings, memory=memory)) == alone
        assert told(run(["."], settings, memory=memory)) == alone


def test_a_text_that_changed_is_read_again(tmp_path):
    place = tmp_path / "Dockerfile"
    place.write_text("FROM python:3.12-slim\nENTRYPOINT python app.py\nHEALTHCHECK NONE\n")
    settings, memory = Settings(root=str(tmp_path)), Memory()

    def found():
        return [one.name for one in run(["."], settings, cwd=str(tmp_path), memory=memory).findings]

    first = found()
    assert "shell-form-entrypoint" in first
    place.write_text('FROM python:3.12-slim\nENTRYPOINT ["python", "app.py"]\nHEALTHCHECK NONE\n')
    assert "shell-form-entrypoint" not in found()
    place.write_text("FROM python:3.12-slim\nENTRYPOINT python app.py\nHEALTHCHECK NONE\n")
    assert found() == first


def test_a_file_that_becomes_a_template_of_a_chart_is_one(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: '{{ .x }}'}\n"
    )
    settings, memory = Settings(root=str(tmp_path)), Memory()

    def gaps():
        return run(["."], settings, cwd=str(tmp_path), memory=memory).coverage.not_checked

    before = gaps()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: a\nversion: 0.1.0\n")
    after = gaps()
    assert after != before
    assert after == run(["."], settings, cwd=str(tmp_path)).coverage.not_checked
