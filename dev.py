#!/usr/bin/env python3
"""The project's door: sets up .venv by itself, then does what is asked.

    python3 dev.py check examples/broken   run wslint
    python3 dev.py test [pytest arguments] run the tests
    python3 dev.py types | lint | docs     what CI also runs
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
TASKS = {
    "test": [["-m", "pytest", "-n", "auto"]],
    "types": [["-m", "mypy"]],
    "lint": [["-m", "ruff", "check", "."], ["-m", "ruff", "format", "--check", "."]],
    "docs": [["docs/generate.py", "--check"]],
    "generate": [["docs/generate.py"]],
}


def set_up(groups: list[str]) -> None:
    """Make .venv, once for each state of pyproject.toml."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    missing = []
    for group in groups:
        stamp = VENV / f".{group}.stamp"
        if not stamp.exists() or stamp.read_text() != wanted:
            missing.append(group)
    if not missing:
        return
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--upgrade", "pip>=25.1"], check=True)
    for group in missing:
        what = ["--editable", str(ROOT)] if group == "run" else ["--group", f"{ROOT / 'pyproject.toml'}:{group}"]
        subprocess.run([*install, *what], check=True)
        (VENV / f".{group}.stamp").write_text(wanted)


def main(arguments: list[str]) -> int:
    """Set up what the task needs, and run it."""
    if sys.version_info < (3, 11):
        print("wslint needs Python 3.11 or newer", file=sys.stderr)
        return 2
    if arguments and arguments[0] in TASKS:
        task, rest = arguments[0], arguments[1:]
        set_up(["run", "test"] if task == "test" else ["run", "test", "lint"])
        for command in TASKS[task]:
            code = subprocess.run([str(PYTHON), *command, *rest], cwd=ROOT, check=False).returncode
            if code:
                return code
        return 0
    set_up(["run"])
    return subprocess.run([str(PYTHON), "-m", "wslint", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
