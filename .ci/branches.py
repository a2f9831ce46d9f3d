"""Runs the tests under coverage.py and holds each package of the core to its share of branches.

A branch counts as taken where both of its ways were. Child processes are not measured: what only they run counts as
not taken. Further arguments go to pytest; with them, only part of the tests may run, and nothing is held to anything.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ("text", "cache", "syntax", "readers", "project", "engine", "incremental")
LEAST = 95.0
"""Percent of the branches of each package."""


def main(arguments: list[str]) -> int:
    """Run, print a line for each package, and give the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        pytest = [sys.executable, "-m", "pytest", "-n", "auto", "--cov", f"--cov-report=json:{report}"]
        code = subprocess.run([*pytest, *arguments], check=False).returncode
        if not report.exists():
            return code or 1
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    low = [package for package in PACKAGES if show(package, files) < LEAST]
    if arguments:
        return code
    if low:
        print(f"fewer than {LEAST:g} % of the branches are taken in: {', '.join(low)}")
    return code or int(bool(low))


def show(package: str, files: dict[str, dict[str, dict[str, int]]]) -> float:
    """Print the figures of a package; its share in percent."""
    parts = {
        path: one["summary"] for path, one in files.items() if f"wslint/{package}/" in path.replace("\\", "/")
    }
    branches = sum(one["num_branches"] for one in parts.values())
    taken = sum(one["covered_branches"] for one in parts.values())
    share = 100 * taken / branches if branches else 100.0
    print(f"{package:10} {taken:5} of {branches:5} branches, {share:.1f} %")
    for path, one in sorted(
        parts.items(), key=lambda part: part[1]["covered_branches"] - part[1]["num_branches"]
    ):
        missed = one["num_branches"] - one["covered_branches"]
        if missed >= 5:
            print(f"{'':10} {missed:5} missed in {path}")
    return share


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
