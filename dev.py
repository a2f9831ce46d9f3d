#!/usr/bin/env python3
"""The project's door: sets up .venv by itself, then does what is asked.

python3 dev.py check examples/broken    run wslint
python3 dev.py test [pytest arguments]  run the tests
python3 dev.py types | lint | docs      what CI also runs
python3 dev.py coverage                 run the tests, and count the branches that they take
python3 dev.py mutate [--sample N] PATHS change the code here and there, and see which tests notice
python3 dev.py generate [--fixtures]    rewrite what is made from the rules and from real output
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LEAST = (3, 11)
TASKS = {
    "test": [["-m", "pytest", "-n", "auto"]],
    "types": [["-m", "mypy"]],
    "lint": [["-m", "ruff", "check", "."], ["-m", "ruff", "format", "--check", "."]],
    "coverage": [[".ci/branches.py"]],
    "mutate": [["tests/mutation/mutate.py"]],
    "docs": [["docs/generate.py", "--check"], ["-m", "zensical", "build", "--strict"]],
    "generate": [["docs/generate.py"]],
}
GROUPS = {
    "test": ("test",),
    "coverage": ("test", "coverage"),
    "mutate": ("test", "coverage", "mutation"),
    "types": ("test", "lint"),
    "lint": ("lint",),
    "docs": ("docs",),
    "generate": ("test",),
}


def set_up(groups: tuple[str, ...]) -> None:
    """Make .venv with wslint (editable) and dependency groups, once for each pyproject.toml and Python."""
    import tomllib

    described = (ROOT / "pyproject.toml").read_bytes()
    wanted = hashlib.sha256(described + sys.version.encode() + str(ROOT).encode()).hexdigest()
    missing = [name for name in ("wslint", *groups) if not _is_stamped(name, wanted)]
    if not missing:
        return
    print(f"dev.py: setting up .venv ({', '.join(missing)}), once …", file=sys.stderr, flush=True)
    if "wslint" in missing:
        # --clear: an environment of another Python, or of a folder that has moved, is of no use.
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "cannot make .venv")
    table = tomllib.loads(described.decode())["dependency-groups"]
    packages = [package for group in missing if group != "wslint" for package in table[group]]
    editable = ["--editable", str(ROOT)] if "wslint" in missing else []
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    _run([*pip, *editable, *packages], "cannot install what is needed")
    for name in missing:
        (VENV / f".{name}.stamp").write_text(wanted, encoding="utf-8")


def _is_stamped(name: str, wanted: str) -> bool:
    stamp = VENV / f".{name}.stamp"
    return PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def _run(command: list[str], failure: str) -> None:
    """Run a step of the set-up; its output is shown only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SystemExit(f"dev.py: {failure}: `{' '.join(command[1:4])} …` failed, see above")


def main(arguments: list[str]) -> int:
    """Set up what the task needs, and run it."""
    if sys.version_info < LEAST:
        found = ".".join(map(str, sys.version_info[:3]))
        print(
            f"dev.py: wslint needs Python 3.11 or newer; this is {found}, {sys.executable}", file=sys.stderr
        )
        return 2
    if not arguments or arguments[0] in ("-h", "--help"):
        print((__doc__ or "").strip())
        return 0 if arguments else 2
    task, rest = arguments[0], arguments[1:]
    if task not in TASKS:
        set_up(())
        return subprocess.run([str(PYTHON), "-m", "wslint", *arguments], check=False).returncode
    set_up(GROUPS.get(task, ()))
    for command in TASKS[task]:
        code = subprocess.run([str(PYTHON), *command, *rest], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
