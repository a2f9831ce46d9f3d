"""Merged Compose trees for tests: made from texts, shown with places, and printed as one file."""

import json
import os
from collections.abc import Mapping as Table
from pathlib import Path
from typing import Any

from wslint.model.value import Known, Unknown
from wslint.project.compose.composing import Composition, NamedFile, compose
from wslint.project.compose.grouping import Group, variables_of
from wslint.project.compose.projects import Composing, compose_projects
from wslint.project.compose.records import Composed
from wslint.project.compose.seam import ProjectCall, Seam
from wslint.project.files import Files, NotRead
from wslint.syntax.dotenv import parse_dotenv
from wslint.syntax.interpolation import interpolate
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence, YamlFile, parse_yaml, resolve


def write(folder: Path, files: Table[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def seam_of(root: Path) -> Seam:
    files = Files(str(root), str(root))
    parsed: dict[str, YamlFile | None] = {}

    def read(path: str) -> YamlFile | None:
        if path not in parsed:
            source = files.read(path)
            parsed[path] = None if isinstance(source, NotRead) else parse_yaml(source)
        return parsed[path]

    def env(path: str) -> Table[str, Known[str] | Unknown] | None:
        source = files.read(path) if files.is_file(path) else None
        if source is None or isinstance(source, NotRead):
            return None
        return {
            one.name: Unknown(one.name, one.key_span)
            if one.value is None
            else Known(one.value, one.value_span)
            for one in parse_dotenv(source).entries
        }

    def inside(path: str) -> bool:
        return path.startswith(str(root) + os.sep)

    return Seam(read, env, files.is_file, inside, files.shown)


def projects_of(root: Path, calls: tuple[ProjectCall, ...] = (), *, only: str = "") -> Composing:
    """The projects of all YAML files below a folder, or of those whose name begins in a certain way."""
    seam = seam_of(root)
    found: dict[str, YamlFile] = {}
    for path in sorted(root.rglob("*.y*ml")):
        file = seam.read(str(path))
        if file is not None and path.name.startswith(only):
            found[str(path)] = file
    return compose_projects(found, calls, seam)


def composition_of(root: Path, names: tuple[str, ...], seam: Seam | None = None) -> Composition:
    """`docker compose -f A -f B`, the names relative to the root."""
    seam = seam or seam_of(root)
    paths = tuple(str(root / name) for name in names)
    files = [NamedFile(path, file) for path in paths if (file := seam.read(path)) is not None]
    folder = os.path.dirname(paths[0])
    return compose(files, folder, variables_of(Group(paths, folder, (), "call"), seam), seam)


def shown(node: Node | None) -> Any:
    """A tree in which every value is `value @file`, with what is written there if that is not the value."""
    if isinstance(node, Mapping):
        return {entry.key_text: shown(entry.value) for entry in node.items()}
    if isinstance(node, Sequence):
        return [shown(item.value) for item in node.items]
    if node is None:
        return None
    span = node.content_span
    written = "" if span.text == node.value else f" as {span.text}"
    return f"{node.value}{written} @{span.path}"


def at(root: Node, path: str) -> Node | None:
    """The value under a dotted path."""
    found: Node | None = root
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


# -- printing -------------------------------------------------------------------------------------------


def printed(composed: Composed) -> str:
    """One file that says the same: variables filled in, paths that start elsewhere made absolute."""
    return _Printer(composed).node(composed.root, ())


class _Printer:
    def __init__(self, composed: Composed) -> None:
        self.composed = composed
        self.folder = composed.context_of(composed.sources[0]).folder

    def node(self, node: Node, path: tuple[str, ...]) -> str:
        if isinstance(node, Mapping):
            inner = (
                f"{json.dumps(entry.key_text)}: {self.node(entry.value, (*path, entry.key_text or ''))}"
                for entry in node.items()
            )
            return "{" + ", ".join(inner) + "}"
        if isinstance(node, Sequence):
            return "[" + ", ".join(self.node(item.value, (*path, "*")) for item in node.items) + "]"
        return self.scalar(node, path)

    def scalar(self, scalar: Scalar, path: tuple[str, ...]) -> str:
        value = resolve(scalar, "compose")
        if value is None:
            return "null"
        if not isinstance(value, str):
            return scalar.value if scalar.plain else json.dumps(value)
        text = self.placed(scalar, self.filled(scalar), path)
        return json.dumps(text.replace("$", "$$"))

    def filled(self, scalar: Scalar) -> str:
        """The text with its variables, those without a value empty."""
        variables = self.composed.context_of(scalar.source).variables
        known = {"PWD": self.folder, **{name: one.value for name, one in variables.items()}}
        empty: dict[str, str] = {}
        while True:
            found = interpolate(scalar.value, {**empty, **known}.get)
            if found.value is not None or empty.keys() >= set(found.unknown):
                return found.value or ""
            empty.update(dict.fromkeys(found.unknown, ""))

    def placed(self, scalar: Scalar, text: str, path: tuple[str, ...]) -> str:
        folder = self.composed.context_of(scalar.source).folder
        if folder == self.folder or not text:
            return text
        inner = path[2:] if path[0] == "services" else path
        is_path = inner in {
            ("build",),
            ("build", "context"),
            ("env_file",),
            ("env_file", "*"),
            ("env_file", "*", "path"),
            ("label_file",),
            ("label_file", "*"),
        } or (path[0] in {"secrets", "configs"} and path[2:] == ("file",))
        is_mount = inner in {("volumes", "*"), ("volumes", "*", "source")} and text.startswith(".")
        if is_mount and len(inner) == 2:
            source, colon, rest = text.partition(":")
            return os.path.normpath(os.path.join(folder, source)) + colon + rest
        if (is_path or is_mount) and "://" not in text:
            return os.path.normpath(os.path.join(folder, text))
        return text
