"""What a kustomization leaves out: a line of the ledger, and a result that claims to be no more than it is."""

from pathlib import Path

import pytest
from kustomize_odd_cases import POD, one
from kustomize_trees import Outcome, write


def built(root: Path, files: dict[str, str], raw: dict[str, bytes] | None = None) -> Outcome:
    write(root, files)
    for name, data in (raw or {}).items():
        (root / name).write_bytes(data)
    return Outcome(root, root / "o")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("components: ['https://example.org/c']\n", "is remote: not fetched"),
        ("patches: [{path: 'https://example.org/p.yaml'}]\n", "is remote: not fetched"),
        (
            'patches: [{target: {name: \'(?i)p\'}, patch: \'[{"op": "remove", "path": "/spec"}]\'}]\n',
            "a patch is left out",
        ),
        ("configMapGenerator: [{name: g, files: ['https://example.org/f.txt']}]\n", "is remote: not fetched"),
        ("configMapGenerator: [{name: g, envs: ['https://example.org/f.env']}]\n", "is remote: not fetched"),
    ],
)
def test_what_is_left_out_is_told_and_leaves_the_result_incomplete(
    tmp_path: Path, text: str, reason: str
) -> None:
    outcome = built(tmp_path, one(POD, text))
    assert not outcome.refused
    assert not outcome.notes.complete
    assert [line.path for line in outcome.notes.lines] == ["o/kustomization.yaml"]
    assert reason in outcome.notes.lines[0].reason


def test_a_patch_of_what_a_remote_base_may_bring_is_left_out(tmp_path: Path) -> None:
    files = one(POD, "patches: [{path: p.yaml}]\n", p__yaml=POD.replace("name: p}", "name: far}"))
    files["o/kustomization.yaml"] = files["o/kustomization.yaml"].replace(
        "[l.yaml]", "[l.yaml, 'https://example.org/x']"
    )
    outcome = built(tmp_path, files)
    assert not outcome.refused
    assert any("is not here to be patched" in line.reason for line in outcome.notes.lines)


def test_a_file_that_is_no_text_goes_into_a_config_map_without_a_hash(tmp_path: Path) -> None:
    files = one(POD, "configMapGenerator: [{name: g, files: [f.bin]}]\n")
    outcome = built(tmp_path, files, {"o/f.bin": b"\xff\xfe\x00\xff\x81"})
    assert [one.name for one in outcome.resources] == ["p", "g"]
    assert any("is no text" in line.reason for line in outcome.notes.lines)


def test_a_resource_outside_of_what_is_checked_leaves_the_result_incomplete(tmp_path: Path) -> None:
    write(tmp_path, {"tree/o/kustomization.yaml": "resources: [l.yaml, ../../far]\n", "tree/o/l.yaml": POD})
    outcome = Outcome(tmp_path / "tree", tmp_path / "tree/o")
    assert not outcome.notes.complete
    assert any("outside of what is checked" in line.reason for line in outcome.notes.lines)
