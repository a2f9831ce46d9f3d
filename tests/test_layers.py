"""The house: a package imports only from the packages before it, and heavy libraries stay in their place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "wslint"
LAYERS = [
    "processes",
    "text",
    "model",
    "cache",
    "syntax",
    "readers",
    "project",
    "checks",
    "packs",
    "engine",
    "fixing",
    "silencing",
    "report",
    "settings",
    "incremental",
    "app",
    "since",
    "cli",
    "__main__",
]
# The record of settings is plain data that the engine reads; only its loading belongs to the upper layer.
DATA = {"wslint.settings.record"}
HOMES = {
    "_ruamel_yaml": {"syntax"},
    "ruamel": {"syntax"},
    "dockerfile_parse": {"syntax"},
    "tree_sitter": {"syntax"},
    "tree_sitter_bash": {"syntax"},
    "jsonschema": {"packs", "project", "settings"},
    "click": {"cli", "__main__"},
    "pathspec": {"project"},
    "cel": {"packs"},
    "markdown_it": {"syntax"},
}


def imports(path: Path) -> Iterator[str]:
    for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom) and found.module:
            yield found.module
            yield from (f"{found.module}.{alias.name}" for alias in found.names)


def layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


MODULES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_layers_before_its_own(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    rank = LAYERS.index(own)
    for module in imports(path):
        if not module.startswith("wslint.") or module in DATA or module.rpartition(".")[0] in DATA:
            continue
        target = layer(module)
        if target in LAYERS:
            assert LAYERS.index(target) <= rank, f"{own} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_is_imported_only_at_its_home(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for module in imports(path):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or own in homes, f"{own} imports {module}"


def test_checks_see_neither_syntax_nor_readers() -> None:
    for path in (ROOT / "checks").rglob("*.py"):
        for module in imports(path):
            assert layer(module) not in ("syntax", "readers"), f"{path.name} imports {module}"


def test_nothing_prints_or_exits_outside_the_command_line() -> None:
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] in ("cli", "__main__.py"):
            continue
        for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(found, ast.Call):
                name = ast.unparse(found.func)
                assert name not in ("print", "sys.exit", "exit", "quit"), f"{path.name} calls {name}"
