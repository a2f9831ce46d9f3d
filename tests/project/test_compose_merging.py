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


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("cap_add: [X]", "cap_add: [X, Y]", {"cap_add": ["X @a.yaml", "Y @c.yaml"]}),
        ("cap_add: [X]", "cap_add: [Y]", {"cap_add": ["Y @c.yaml", "X @a.yaml"]}),
        ("labels: {a: b}", "labels: {c: d}", {"labels": {"a": "b @a.yaml", "c": "d @c.yaml"}}),
        ("labels: {a: b}", "labels: {a: c}", {"labels": {"a": "b @a.yaml"}}),
        ("labels: {a: b}", "labels: ['a=c', 'd=e']", {"labels": {"a": "b @a.yaml", "d": "e @c.yaml"}}),
        ("user: '1'", "user: 1", {"user": "1 @a.yaml"}),
    ],
)
def test_what_is_there_and_included_is_merged_as_newer_loaders_do(
    ours: str, theirs: str, merged: dict[str, object], tmp_path: Path
) -> None:
    write(
        tmp_path,
        {
            "a.yaml": f"include: [c.yaml]\nservices: {{v: {{image: i, {ours}}}}}\n",
            "c.yaml": f"services: {{v: {{image: i, {theirs}}}}}\n",
        },
    )
    composed = composition_of(tmp_path, ("a.yaml",)).composed
    found = shown(at(composed.root, "services.v"))
    assert {key: found[key] for key in merged} == merged
    assert composed.problems == ()
