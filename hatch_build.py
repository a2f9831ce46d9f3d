"""Compiles the rules into one JSON file when a wheel is built, so that a run reads no YAML of its own."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes wslint/packs/compiled.json. A broken rule file fails the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is put together; an editable install compiles by itself when it first runs."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from wslint.packs.compile import compile_rules

            compile_rules()
        finally:
            sys.path.remove(str(root))
        build_data["artifacts"].append("/wslint/packs/compiled.json")
