"""Times wslint and other linters in turn on the same input, and writes bench/RESULTS.md.

python3 bench/run.py [--runs N] [--only LOAD…] [--quick] [--output FILE]

Installs all that it runs into a folder of its own (--home) and needs ../shared/corpus for the input. A run of all
loads writes bench/RESULTS.md; a part of them, or --quick, which takes little input and shows only that everything
works, is printed, and written where --output says.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import install, limits, loads, table  # noqa: E402
from bench.measure import BrokenError  # noqa: E402
from bench.rows import Row  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
RESULTS = ROOT / "bench" / "RESULTS.md"
QUICK = loads.Sizes(manifests=100, many=300, few=50, most=500, slow=10, workers=(20, 100))


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    names = [load.name for load in loads.LOADS]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=11, metavar="N", help="rounds of each load (default: 11)")
    parser.add_argument("--only", nargs="+", choices=names, metavar="LOAD", help=f"of {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="small input, two rounds")
    parser.add_argument("--output", type=pathlib.Path, metavar="FILE", help="where to write the table")
    parser.add_argument(
        "--home",
        type=pathlib.Path,
        default=pathlib.Path(tempfile.gettempdir()) / "wslint-bench",
        metavar="DIR",
        help="where everything is installed and made",
    )
    return parser.parse_args(arguments)


def revision() -> str:
    """The commit of the tree that is measured, in words."""
    if shutil.which("git") is None:
        return "a tree without git"
    ask = ["git", "describe", "--always", "--dirty", "--exclude", "*", "--abbrev=12"]
    done = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "a tree that is not in git"


def measured(bench: loads.Bench, chosen: Sequence[loads.Load]) -> tuple[list[Row], dict[str, str]]:
    """The rows of the loads, and the loads that could not be measured with the reason."""
    rows: list[Row] = []
    left_out: dict[str, str] = {}
    for load in chosen:
        print(f"bench: {load.name} …", file=sys.stderr, flush=True)
        missing = [name for name in load.needs if name not in bench.kit.others]
        if missing:
            left_out[f"load `{load.name}`"] = f"needs {', '.join(missing)}"
            continue
        try:
            rows += load.rows(bench)
        except (BrokenError, OSError, ValueError, subprocess.SubprocessError) as reason:
            # What was measured before is worth having.
            left_out[f"load `{load.name}`"] = str(reason)
    return rows, left_out


def main(arguments: Sequence[str]) -> int:
    """Install, measure, write."""
    wanted = options(arguments)
    if not CORPUS.is_dir():
        print("bench: ../shared/corpus is not there", file=sys.stderr)
        return 2
    chosen = [load for load in loads.LOADS if not wanted.only or load.name in wanted.only]
    rounds = 2 if wanted.quick else max(1, wanted.runs)
    about = table.machine(install.PYTHON, rounds)
    print("bench: installing …", file=sys.stderr, flush=True)
    names = dict.fromkeys(name for load in chosen for name in load.needs)
    kit = install.kit(ROOT, wanted.home, list(names))
    folder = wanted.home / "inputs"
    folder.mkdir(exist_ok=True)
    bench = loads.Bench(kit, CORPUS, folder, rounds, QUICK if wanted.quick else loads.Sizes())
    rows, not_measured = measured(bench, chosen)
    print("bench: limits …", file=sys.stderr, flush=True)
    found = limits.limits(bench)
    report = table.Report(
        (*about, f"wslint is a wheel of {revision()}."),
        (kit.wslint.version, *(other.version for other in kit.others.values())),
        tuple(rows),
        tuple(found),
        kit.left_out | not_measured,
        limits.floors(found, table.cores()),
    )
    text = table.markdown(report)
    output = wanted.output or (None if wanted.only or wanted.quick else RESULTS)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
