"""What a run on one file may import: each import of these costs a start some milliseconds, and has a reason."""

import subprocess
import sys
from pathlib import Path

import pytest

ANYWAY = {
    "__future__": "annotations for type checkers only",
    "bisect": "lines of offsets, in C",
    "collections": "for functools",
    "contextlib": "what the disk was asked is recorded for the cache",
    "functools": "answers that are kept, in C",
    "gc": "switched off: documents die by reference count",
    "importlib": "reports and checks by name",
    "itertools": "built in",
    "keyword": "for collections",
    "math": "numbers that are none, in C",
    "operator": "for collections",
    "reprlib": "for collections",
    "types": "for functools",
    "warnings": "for the interpreter",
}
YAML = {
    "base64": "for ruamel.yaml",
    "binascii": "for base64",
    "copy": "for ruamel.yaml",
    "copyreg": "for copy and re",
    "cython_runtime": "of the C parser",
    "datetime": "for ruamel.yaml",
    "enum": "for re",
    "re": "for ruamel.yaml",
    "ruamel": "the package's shell; its loaders stay out",
    "struct": "for base64",
    "weakref": "for copy",
}
NEVER = {
    "dockerfile_parse": "nothing is fixed",
    "wslint.cli.door": "an ordinary line needs no click",
    "wslint.checks.graces": "no grace is to be raised",
    "wslint.fixing": "nothing is fixed",
    "wslint.project.compose": "no Compose file is there",
    "wslint.project.kustomize": "no kustomization is there",
    "wslint.project.documents": "no guide is there",
    "wslint.project.embedded": "no script is there",
    "wslint.report.json": "reports are text",
    "wslint.report.sarif": "reports are text",
    "wslint.settings.validate": "there is no configuration",
    "wslint.silencing": "nothing is silenced",
    "wslint.since": "nothing is compared",
}
SCRIPT = """
import os, sys
before = set(sys.modules)
from wslint.__main__ import main
text, sys.stdout = sys.stdout, open(os.devnull, "w")
code = main()
print(" ".join({name for name in sys.modules if name not in before}), file=text)
sys.exit(code)
"""
DOCKERFILE = "FROM python:3.12\nEXPOSE 80\nCMD python app.py\n"
MANIFEST = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"


def imported(path: Path) -> set[str]:
    """What `wslint check` imports for a file; modules in C beginning with `_` belong to others."""
    line = [sys.executable, "-c", SCRIPT, "check", "--isolated", "--no-cache", str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in (0, 1), done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("Dockerfile", DOCKERFILE, ANYWAY),
        ("one.yaml", MANIFEST, {**ANYWAY, **YAML}),
    ],
    ids=["Dockerfile", "one.yaml"],
)
def test_a_run_on_one_file_imports_what_it_needs(
    tmp_path: Path, name: str, text: str, allowed: dict[str, str]
) -> None:
    path = tmp_path / name
    path.write_text(text)
    found = imported(path)
    foreign = {module.split(".")[0] for module in found}
    foreign = {one for one in foreign if not one.startswith("_") or one == "__future__"}
    assert foreign - {"wslint", "coverage"} <= allowed.keys()
    assert not found & NEVER.keys()


def test_a_manifest_needs_no_reader_of_dockerfiles_and_the_other_way_round(tmp_path: Path) -> None:
    manifest, dockerfile = tmp_path / "k8s" / "one.yaml", tmp_path / "image" / "Dockerfile"
    for path, text in ((manifest, MANIFEST), (dockerfile, DOCKERFILE)):
        path.parent.mkdir()
        path.write_text(text)
    assert "wslint.readers.image" not in imported(manifest)
    assert not {"wslint.readers.kubernetes", "wslint.syntax.yaml", "_ruamel_yaml"} & imported(dockerfile)
