from pathlib import Path

import pytest
from debt_tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A folder that is a repository's root."""
    (tmp_path / ".git").mkdir()
    return Tree(tmp_path)
