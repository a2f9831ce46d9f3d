"""A folder of kustomizations, built here and by kubectl."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wslint.project.files import Files
from wslint.project.kustomize import Built, Seam, build_kustomizations
from wslint.project.kustomize.build import Build
from wslint.project.kustomize.folder import Notes
from wslint.project.kustomize.plain import plain
from wslint.project.kustomize.records import NAMES, Refused
from wslint.project.kustomize.resource import Resource
from wslint.syntax.yaml import YamlFile, parse_yaml
from wslint.text import Source


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def seam_of(root: Path) -> Seam:
    files = Files(str(root), str(root))
    parsed: dict[str, YamlFile] = {}

    def text(path: str) -> Source | None:
        found = files.read(path)
        return found if isinstance(found, Source) else None

    def read(path: str) -> YamlFile | None:
        source = text(path)
        if source is not None and path not in parsed:
            parsed[path] = parse_yaml(source)
        return parsed.get(path)

    def inside(path: str) -> bool:
        return path == str(root) or path.startswith(str(root) + os.sep)

    return Seam(
        read=read,
        text=text,
        is_file=files.is_file,
        is_dir=lambda path: inside(path) and os.path.isdir(path),
        inside=inside,
        shown=files.shown,
    )


class Outcome:
    """What became of one kustomization: its objects, or why there are none, and what was noted."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.notes = Notes(seam_of(root))
        self.resources: list[Resource] = []
        self.refused = ""
        try:
            self.resources = Build(self.notes).run(str(folder))
        except Refused as problem:
            self.refused = problem.reason
        if any(problem.check == "kustomize-resource-missing" for problem in self.notes.problems):
            self.refused = self.refused or "a resource is missing"

    @property
    def objects(self) -> list[Any] | None:
        return None if self.refused else in_order([plain(one.root) for one in self.resources])


def kubectl_objects(folder: Path) -> list[Any] | None:
    """What `kubectl kustomize` prints; None where it fails."""
    done = subprocess.run(
        ["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode != 0:
        return None
    parsed = parse_yaml(Source("printed", done.stdout))
    assert not parsed.problems
    return in_order([plain(one.root) for one in parsed.documents if one.root is not None])


def in_order(objects: list[Any]) -> list[Any]:
    return sorted(
        objects,
        key=lambda one: (
            str(one.get("apiVersion")),
            one["kind"],
            str(one["metadata"].get("namespace")),
            one["metadata"]["name"],
        ),
    )


def kustomizations_in(root: Path) -> list[Path]:
    return sorted(path for name in NAMES for path in root.rglob(name))


def build_all(root: Path) -> Built:
    return build_kustomizations([str(path) for path in kustomizations_in(root)], seam_of(root))
