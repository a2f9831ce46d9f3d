"""Runs `wslint check` over a hostile input in a process with limits."""

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from .case import Hostile

ROOT = Path(__file__).resolve().parent.parent.parent
SOUND = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: "registry.example/web:1.2"
      ports: [{containerPort: 8080}]
      readinessProbe: {httpGet: {path: /, port: 8081}}
"""
SOUND_FINDING = "neighbour/pod.yaml:9:49: warning WS404"
_SPACE = 4096
"""Megabytes of address space: no bound that a case should reach, but the machine's life insurance."""
_PATIENCE = 300


class Measured(NamedTuple):
    """What a run said and cost: seconds of CPU, megabytes at the peak. `code` is -N where signal N ended it."""

    code: int
    out: bytes
    complaints: bytes
    seconds: float
    megabytes: int


def measure(hostile: Hostile, folder: Path, *, seconds: float | None = None) -> Measured:
    """Make the input in `folder/input`, run, and tell; `seconds` instead of the case's bound."""
    inside = folder / "input"
    (inside / "neighbour").mkdir(parents=True)
    (inside / "neighbour" / "pod.yaml").write_text(SOUND)
    hostile.make(inside)
    command = [sys.executable, "-m", "wslint", "check", "--isolated", "--output-format", "concise"]
    if hostile.configured:
        command.remove("--isolated")
    command += ["--coverage", "--color", "never", *hostile.options]
    return run(command, inside, folder, math.ceil(seconds or hostile.seconds))


def run(command: list[str], cwd: Path, folder: Path, seconds: int) -> Measured:
    """Run a command in `cwd` with limits; `folder` takes the figures."""
    figures = folder / "figures"
    out, complaints = folder / "out", folder / "complaints"
    supervisor = [sys.executable, "-S", "-E", str(Path(__file__).with_name("supervisor.py"))]
    limits = [str(figures), str(seconds), str(_SPACE), str(_PATIENCE)]
    with out.open("wb") as stdout, complaints.open("wb") as stderr:
        subprocess.run(
            [*supervisor, *limits, *command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "WSLINT_CACHE_DIR": str(folder / "cache"),
                "PYTHONIOENCODING": "utf-8",
            },
            check=True,
        )
    code, used, peak = figures.read_text().split()
    return Measured(int(code), out.read_bytes(), complaints.read_bytes(), float(used), int(peak))
