"""`python -m tests.fuzz --seconds N [--target T] [--seed S]`: fuzz, print totals, keep what goes wrong."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .harness import Met, Total, fuzz, replayed, save, smaller
from .seeding import seeds
from .targets import Target, every


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 if anything went wrong."""
    targets = every()
    given = _parser(targets).parse_args(arguments)
    if given.replay:
        return _replay(targets, [Path(path) for path in given.replay])
    chosen = [targets[name] for name in given.target or targets]
    whole = sum(target.weight for target in chosen)
    made_from = seeds(corpus=not given.no_corpus)
    code = 0
    for target in chosen:
        share = given.seconds * target.weight / whole
        total = fuzz(
            target, made_from, seed=given.seed, first=given.first, wants_more=_limit(given.inputs, share)
        )
        _say(_row(total))
        for met in (*total.faults, *total.slow):
            small = met._replace(files=smaller(target, met))
            _say(
                f"  {met.fault.kind} at {met.fault.place}, input {met.number}: {save(target, small, given.keep)}"
            )
        if given.totals:
            _note(given.totals, total, given.seed, given.first)
        code = code or int(bool(total.faults))
    return code


def _parser(targets: object) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of CPU, for all targets together")
    parser.add_argument("--inputs", type=int, help="for each target, in place of seconds")
    parser.add_argument(
        "--target", action="append", choices=targets, help="may be given again; all, if left out"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--no-corpus", action="store_true", help="only the seeds of the project itself")
    parser.add_argument("--keep", type=Path, default=Path(".cache/fuzz"), help="a folder for what goes wrong")
    parser.add_argument("--totals", type=Path, help="a file to which the totals are added, as lines of JSON")
    parser.add_argument("--replay", nargs="+", help="inputs that were kept, to be run once more")
    return parser


def _limit(inputs: int | None, seconds: float) -> Callable[[int, float], bool]:
    if inputs is not None:
        return lambda done, _: done < inputs
    return lambda _, spent: spent < seconds


def _row(total: Total) -> str:
    rate = total.seconds / max(total.inputs, 1) * 1e6
    slowest, number = total.slowest
    return (
        f"{total.target:20} {total.inputs:9,} inputs {total.seconds:8.1f} s {rate:9.0f} µs each, "
        f"slowest {slowest:.3f} s (input {number}), {len(total.faults)} faults"
    )


def _note(path: Path, total: Total, seed: int, first: int) -> None:
    line = {
        "target": total.target,
        "seed": seed,
        "first": first,
        "inputs": total.inputs,
        "seconds": round(total.seconds, 2),
        "slowest": round(total.slowest[0], 3),
        "faults": [_told(met) for met in total.faults],
        "slow": [_told(met) for met in total.slow],
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _told(met: Met) -> list[object]:
    return [met.fault.kind, met.fault.place, met.number]


def _replay(targets: "dict[str, Target]", paths: Sequence[Path]) -> int:
    code = 0
    for path in paths:
        file = path / "input.json" if path.is_dir() else path
        target = targets[json.loads(file.read_text(encoding="utf-8"))["target"]]
        fault = replayed(target, file)
        _say(f"{path}: {'sound' if fault is None else fault.message}")
        code = code or int(fault is not None)
    return code


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
