"""A project made of texts: the folder is written, loaded and linked as a run does it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wslint.project.load import Loaded, Request, load_project

Make = Callable[[Mapping[str, str]], Loaded]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def load(files: Mapping[str, str], *, given: tuple[str, ...] = ()) -> Loaded:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_project(
            Request(
                root=str(tmp_path),
                cwd=str(tmp_path),
                folders=() if given else (str(tmp_path),),
                given_files=tuple(str(tmp_path / name) for name in given),
                exclude=(),
                respect_gitignore=True,
                force_exclude=False,
                host="linux",
                links=(),
            )
        )

    return load
