"""Real trees: cold, again, and after edits a run with a cache says what a whole run says."""

import shutil
from pathlib import Path
from random import Random

import pytest
from editing import Editor
from ways import Ways

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
# Of the large ones some folders only; by hand, `test_random_edits.py` goes through whole trees.
PARTS = {
    "dockersamples__example-voting-app": (".",),
    "docker__awesome-compose": (".",),
    "GoogleCloudPlatform__microservices-demo": ("kustomize", "kubernetes-manifests", "src"),
    "kubernetes__examples": (".",),
    "Molecule-AI__molecule-core": (".",),
}
MOST = 80
"""Files of one folder of a corpus tree: enough of each."""

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="../shared/corpus is not there: NO REAL TREE IS CACHED"
)


def taken(name: str, folder: Path) -> Path:
    """A copy of the parts of a tree, each with its first files."""
    for part in PARTS[name]:
        found = sorted(
            one for one in (CORPUS / name / part).rglob("*") if one.is_file() and not one.is_symlink()
        )
        looked_at = [
            one
            for one in found
            if one.suffix in (".yaml", ".yml", ".sh", ".md", "") and one.stat().st_size < 20_000
        ]
        for one in looked_at[:: len(looked_at) // MOST + 1]:
            target = folder / one.relative_to(CORPUS / name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(one, target)
    return folder


@pytest.mark.parametrize("name", PARTS)
def test_a_real_tree_is_judged_the_same(name: str, tmp_path: Path) -> None:
    ways = Ways(taken(name, tmp_path / "tree"), tmp_path / "cache")
    found = ways.same()
    assert not ways.fallen_back
    assert ways.kept_only() == found
    editor = Editor(ways.root, Random(name))  # noqa: S311
    for edits in (1, 6):
        for _ in range(edits):
            editor.edit()
        ways.same()
