from pathlib import Path

import pytest
from trial import Bench, Limit, at_owner


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A bench with the check `trial.trial`, which finds every workload."""
    made = Bench(tmp_path, monkeypatch)
    made.check("trial", "workload", at_owner, Limit)
    return made
