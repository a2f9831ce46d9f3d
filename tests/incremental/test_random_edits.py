"""Edits at random, one run after the other: never a difference.

By itself, this runs more seeds over any tree: `python tests/incremental/test_random_edits.py TREE FIRST LAST STEPS`.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from random import Random

import pytest
from editing import Editor
from everything import lay_out
from ways import Ways

SEEDS = 2
STEPS = 30


def edited_and_compared(ways: Ways, seed: int, steps: int) -> None:
    """Fails with the number of the step at which a run with what was kept says something else."""
    random = Random(seed)  # noqa: S311
    editor = Editor(ways.root, random)
    choices = [ways.settings(), ways.settings(select=("probe-port-mismatch", "WS108"))]
    ways.same()
    for step in range(steps):
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            editor.edit()
        paths = ["."]
        if random.random() < 0.2:
            files = [str(path.relative_to(ways.root)) for path in editor.yamls()]
            paths = random.sample(files, min(2, len(files)))
        try:
            ways.same(paths, choices[random.random() < 0.1])
        except AssertionError as problem:
            raise AssertionError(f"seed {seed}, step {step}, {paths}") from problem


@pytest.mark.parametrize("seed", range(SEEDS))
def test_edits_at_random_are_seen(seed: int, tmp_path: Path) -> None:
    ways = Ways(lay_out(tmp_path / "shop"), tmp_path / "cache", old=seed > 0)
    edited_and_compared(ways, seed, STEPS)
    assert not ways.fallen_back


def main(tree: str, first: int, last: int, steps: int) -> None:
    """Print each seed that passed; the tree of one that failed stays where it is."""
    for seed in range(first, last):
        folder = Path(tempfile.mkdtemp(prefix="wslint-edits-")).resolve()
        root = folder / "tree"
        if tree == "shop":
            lay_out(root)
        else:
            shutil.copytree(tree, root, symlinks=True)
        edited_and_compared(Ways(root, folder / "cache", old=seed % 3 > 0), seed, steps)
        shutil.rmtree(folder)
        sys.stdout.write(f"{tree}: seed {seed}: {steps} steps\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
