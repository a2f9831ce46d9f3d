"""What a checkout of the project holds that an installation is made from."""

import os
import shutil

NAMES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "rules", "wslint")


def copy_of_sources(root, folder, names=NAMES):
    """Copy what is installed to a folder, so that no build leaves anything in the tree of the tests."""
    os.makedirs(folder, exist_ok=True)
    ignore = shutil.ignore_patterns("__pycache__", "compiled.json")
    for name in names:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=ignore)
        else:
            shutil.copy(root / name, folder)
    return folder


def clean_environ():
    """The variables of the tests without those that would lend an installed wslint anything."""
    ours = ("PYTHON", "WSLINT", "GITHUB_", "GITLAB", "CI_", "ACTION_", "RUNNER_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
