"""`python -m wslint.packs.compile`: the built-in rules as one JSON file. The build of the wheel does it too."""

from __future__ import annotations

from wslint.packs.compiled import write_compiled
from wslint.packs.folders import rules_folder, stamp_of
from wslint.packs.pack_folder import read_built_in


def compile_rules() -> None:
    """Read all rule files and write compiled.json. Raises PackError, OSError."""
    folder, _ = rules_folder()
    write_compiled(read_built_in(folder), folder, stamp_of(folder))


if __name__ == "__main__":
    compile_rules()
