"""Runs of single rules over small trees."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wslint.app import run
from wslint.engine.finding import Finding
from wslint.settings.record import Settings

Find = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def find(tmp_path_factory: pytest.TempPathFactory) -> Find:
    """Write files and give the findings of the named rules."""

    def findings(files: Mapping[str, str], *rules: str) -> tuple[Finding, ...]:
        folder: Path = tmp_path_factory.mktemp("tree").resolve()
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        outcome = run([str(folder)], Settings(root=str(folder), select=rules, allow_empty=True))
        assert not outcome.internal
        return outcome.findings

    return findings
