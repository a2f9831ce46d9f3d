"""Whatever a stranger's tree holds costs bounded time and memory, says what is the matter, and hides nothing else."""

import os
from pathlib import Path

import pytest

from .case import Hostile
from .harness import SOUND_FINDING, measure
from .inputs import INPUTS

WANTED = [one for one in INPUTS if not one.slow or os.environ.get("WSLINT_HOSTILE") == "all"]


@pytest.mark.parametrize("hostile", WANTED, ids=[one.name for one in WANTED])
def test_hostile_input_is_bounded_and_said_so(hostile: Hostile, tmp_path: Path) -> None:
    if hostile.as_user and os.geteuid() == 0:
        pytest.skip("root may read everything")
    found = measure(hostile, tmp_path)
    said = (found.out + found.complaints).decode()
    assert found.code == hostile.code, said[-2000:]
    assert "Traceback" not in said
    assert any(hostile.says in line for line in said.splitlines()), said[-2000:]
    assert not hostile.sound or SOUND_FINDING in said
    assert not any(char in said for char in "\x1b\x07\x08\x9b\u202e\u2066")
    assert found.seconds <= hostile.seconds
    assert found.megabytes <= hostile.megabytes
