"""Kubernetes' schemas as files on disk, so that kubeconform needs no network.

They come from PyPI's kubernetes-validate, where each refers to one large file with all definitions; kubeconform would
read that anew for each kind. Here each schema holds the definitions that it needs, as those do that kubeconform
fetches by default: anything else would flatter wslint.
"""

import json
import pathlib
import re
import shutil
from collections.abc import Iterator
from typing import Any

_ELSEWHERE = '"/api/_definitions.json#/'


def written(packaged: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Write the newest version's schemas of the package's folder `kubernetes-json-schema` into `folder`."""
    newest = max(
        packaged.glob("v*-local"), key=lambda path: [int(part) for part in re.findall(r"\d+", path.name)]
    )
    shared = json.loads((newest / "_definitions.json").read_text("utf-8"))["$defs"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in newest.glob("[!_]*.json"):
        if path.stem != "all":
            schema = json.loads(path.read_text("utf-8"))
            (folder / path.name).write_text(standalone(schema, shared), "utf-8")
    (folder / "version.txt").write_text(newest.name.removesuffix("-local"), "utf-8")
    return folder


def standalone(schema: dict[str, Any], shared: dict[str, Any]) -> str:
    """A schema as JSON with what it refers to, and what that refers to, inside it."""
    schema = {key: value for key, value in schema.items() if key not in ("$schema", "$id")}
    needed: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        for name in _referred(waiting.pop()):
            if name not in needed:
                needed[name] = shared[name]
                waiting.append(shared[name])
    return json.dumps({**schema, "$defs": needed}).replace(_ELSEWHERE, '"#/')


def _referred(part: Any) -> Iterator[str]:
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            target = one.get("$ref")
            if isinstance(target, str):
                yield target.rpartition("/")[2]
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
