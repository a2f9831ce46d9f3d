"""Compose projects: merged as Compose's loader merges them, every value with the file that writes it."""

from pathlib import Path

import pytest
from compose_cases import CASES, Case
from compose_trees import at, composition_of, shown, write


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_of_merging_gives_this_with_each_value_at_its_place(case: Case, tmp_path: Path) -> None:
    write(tmp_path, case.files)
    composed = composition_of(tmp_path, case.order).composed
    for path, expected in case.expected.items():
        assert shown(at(composed.root, path)) == expected
    assert (composed.problems == ()) is case.loads
