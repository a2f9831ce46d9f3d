"""A project in a scratch folder, for each test."""

from pathlib import Path

import pytest
from scratch_tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    folder = tmp_path / "project"
    folder.mkdir()
    return Tree(folder.resolve())
