"""What no work on wslint can go below: the start of Python, the import of click, the YAML parser."""

import json
import pathlib
import statistics
from typing import NamedTuple

from bench import inputs
from bench.install import said
from bench.loads import Bench
from bench.measure import Step, in_turn


class Limit(NamedTuple):
    """A limit and its figure, both in words."""

    name: str
    figure: str


def limits(bench: Bench) -> list[Limit]:
    """Measured with the Python of wslint's own environment, on this machine, in this run."""
    return [*_starts(bench), *_parser(bench)]


def _starts(bench: Bench) -> list[Limit]:
    python, program = bench.kit.wslint.python, bench.kit.wslint.program
    nothing = bench.folder / "nothing"
    nothing.mkdir(exist_ok=True)
    steps = {
        "start of Python (`python -c pass`)": (python, "-c", "pass"),
        "start of Python and import of click": (python, "-c", "import click"),
        "`wslint --version`": (program, "--version"),
        "`wslint check` of an empty folder": bench.kit.wslint.check(
            "--isolated", "--allow-empty", str(nothing)
        ),
    }
    others = {
        f"`{pathlib.Path(other.command[0]).name} --help`": (other.command[0], "--help")
        for name, other in bench.kit.others.items()
        if name in ("hadolint", "dclint")
    }
    if "kubeconform" in bench.kit.others:
        others["`kubeconform -h`"] = (bench.kit.others["kubeconform"].command[0], "-h")
    times = in_turn([Step(name, (command,)) for name, command in (steps | others).items()], bench.rounds)
    return [Limit(name, f"{statistics.median(taken) * 1000:.0f} ms") for name, taken in times.items()]


def _parser(bench: Bench) -> list[Limit]:
    count = bench.sizes.manifests
    folder = inputs.manifests(bench.corpus, bench.folder, count)
    script = str(pathlib.Path(__file__).with_name("events.py"))
    runs = [json.loads(said([bench.kit.wslint.python, script, str(folder)])) for _ in range(bench.fewer(5))]
    best = min(runs, key=lambda run: float(run["events"]))
    rate = best["number"] / best["events"]
    return [
        Limit(
            "the YAML parser, its events as Python objects, one core",
            f"{rate:,.0f} events/s; {best['number']:,} events of {count:,} files in {best['events']:.2f} s",
        ),
        Limit(
            "the same without an object for each event (libyaml alone)",
            f"{min(r['parsing'] for r in runs):.2f} s",
        ),
    ]
