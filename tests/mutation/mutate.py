"""Mutation testing of a random sample: `python dev.py mutate --sample 300 --seed 7 wslint/checks`.

One run of the tests under coverage tells which of them reach which line (kept until the work folder is removed, or
--again is given); each mutant then meets only these, quickest first, until one fails. Nothing in the tree is written
to. `--keys FILE` runs the mutants of a former report once more, after tests were added.
"""

# ruff: noqa: T201 - a program of its own
import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from mutants import count, sample_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TESTS = (
    "tests/checks tests/project tests/packs tests/engine tests/fixing tests/since tests/model tests/readers "
    "tests/test_projects.py tests/test_never_a_crash.py"
).split()
# It runs all examples in one test, which each of them does alone.
_LEFT_OUT = "tests/packs/test_rules.py::test_every_message_is_shown_by_an_example"


def main() -> int:
    asked = _parser().parse_args()
    work = Path(asked.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    environ = _environ(work, asked.workers)
    if asked.count:
        print(count(_files(asked.paths), ROOT))
        return 0
    tests = asked.tests or TESTS
    if asked.again or not (work / "durations.json").exists():
        _record(work, tests, environ)
    if asked.keys:
        wanted = set(Path(asked.keys).read_text("utf-8").split())
        chosen = [one for one in _read(work / "sample.jsonl") if one["key"] in wanted]
    else:
        chosen = [one._asdict() for one in sample_of(_files(asked.paths), ROOT, asked.sample, asked.seed)]
        _write(work / "sample.jsonl", chosen)
    _write(work / "mutants.jsonl", chosen)
    (work / "results.jsonl").unlink(missing_ok=True)
    print(f"mutate: {len(chosen)} mutants; what became of each is in {work / 'results.jsonl'}", flush=True)
    _pytest(tests, ["-s", "-p", "server"], environ)
    return _report(work, chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", default=["wslint/checks", "wslint/project"])
    parser.add_argument("--sample", type=int, default=300, help="mutants in all; 0 for every one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", default=str(ROOT / ".cache" / "mutation"), help="folder for what is kept")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--tests", nargs="*", help="files and folders of tests")
    parser.add_argument("--again", action="store_true", help="measure anew which tests reach which line")
    parser.add_argument("--keys", help="a file with a key in each line: run these of the last sample")
    parser.add_argument("--count", action="store_true", help="only say how many mutants there are")
    return parser


def _environ(work: Path, workers: int) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(HERE),
        "WSLINT_MUTATION": str(work),
        "WSLINT_MUTATION_WORKERS": str(workers),
    }


def _files(paths: list[str]) -> list[str]:
    found: set[str] = set()
    for path in paths:
        whole = ROOT / path
        found.update(
            one.relative_to(ROOT).as_posix() for one in [whole, *whole.rglob("*.py")] if one.is_file()
        )
    return sorted(found)


def _record(work: Path, tests: list[str], environ: dict[str, str]) -> None:
    print("mutate: one run under coverage, to know which tests reach which line …", flush=True)
    configuration = work / "coveragerc"
    configuration.write_text(f"[run]\nbranch = true\ndata_file = {work / 'coverage'}\n", encoding="utf-8")
    options = ["--cov=wslint", f"--cov-config={configuration}", "--cov-context=test", "--cov-report="]
    _pytest(tests, [*options, "-p", "server"], {**environ, "WSLINT_MUTATION_RECORD": "1"})


def _pytest(tests: list[str], options: list[str], environ: dict[str, str]) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
    ]
    with (Path(environ["WSLINT_MUTATION"]) / "pytest.log").open("w", encoding="utf-8") as log:
        subprocess.run(
            [*command, "--deselect", _LEFT_OUT, *options, *tests],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )


def _read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _write(path: Path, records: list[dict]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")


def _report(work: Path, chosen: list[dict]) -> int:
    """Print what survived, then the score; 1 if a mutant has no result."""
    results = {one["key"]: one for one in _read(work / "results.jsonl")}
    totals: Counter[str] = Counter()
    for mutant in chosen:
        result = results.get(mutant["key"], {"result": "not run", "tests": 0})
        totals[result["result"]] += 1
        if result["result"] not in ("killed", "timed out"):
            print(f"\n{mutant['path']}:{mutant['line']}: {result['result']} ({result.get('tests', 0)} tests)")
            print(f"  {mutant['key']} {mutant['operator']}\n  - {mutant['before']}\n  + {mutant['after']}")
    found = totals["killed"] + totals["timed out"]
    print("\n" + ", ".join(f"{name} {number}" for name, number in sorted(totals.items())))
    print(f"score {found / max(len(chosen), 1):.1%} of {len(chosen)} mutants")
    return 1 if totals["not run"] else 0


if __name__ == "__main__":
    sys.exit(main())
