"""What no work on wslint can go below: the start of Python, the import of click, the YAML parser."""

import json
import pathlib
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from bench import inputs
from bench.install import said
from bench.loads import Bench
from bench.measure import Step, in_turn
from bench.rows import Floor

START = "start of Python and import of click"
PARSER = "the YAML parser, its events as Python objects, one core"


class Limit(NamedTuple):
    """A limit: its figure in words, and in seconds."""

    name: str
    figure: str
    seconds: float


def limits(bench: Bench) -> list[Limit]:
    """Measured with the Python of wslint's own environment, on this machine, in this run."""
    return [*_starts(bench), *_parser(bench)]


def floors(found: Sequence[Limit], cores: int) -> dict[Floor, float]:
    """The seconds below which a row cannot come; the parser's work is divided among the cores."""
    taken = {limit.name: limit.seconds for limit in found}
    start = taken.get(START, 0.0)
    return {"start": start, "parser": start + taken.get(PARSER, 0.0) / cores}


def _starts(bench: Bench) -> list[Limit]:
    python, program = bench.kit.wslint.python, bench.kit.wslint.program
    nothing = bench.folder / "nothing"
    nothing.mkdir(exist_ok=True)
    steps = {
        "start of Python (`python -c pass`)": (python, "-c", "pass"),
        START: (python, "-c", "import click"),
        "`wslint --version`": (program, "--version"),
        "`wslint check` of an empty folder": bench.kit.wslint.check(
            "--isolated", "--allow-empty", str(nothing)
        ),
    }
    for name, asked in (("hadolint", "--help"), ("kubeconform", "-h"), ("dclint", "--help")):
        if name in bench.kit.others:
            steps[f"`{name} {asked}`"] = (bench.kit.others[name].command[0], asked)
    times = in_turn([Step(name, (command,)) for name, command in steps.items()], bench.rounds)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return [Limit(name, f"{taken * 1000:.0f} ms", taken) for name, taken in medians.items()]


def _parser(bench: Bench) -> list[Limit]:
    count = bench.sizes.manifests
    folder = inputs.manifests(bench.corpus, bench.folder, count)
    script = str(pathlib.Path(__file__).with_name("events.py"))
    command = [bench.kit.wslint.python, script, str(folder)]
    runs = [json.loads(said(command)) for _ in range(bench.fewer(5))]
    taken, parsing = min(run["events"] for run in runs), min(run["parsing"] for run in runs)
    number = runs[0]["number"]
    said_of_all = f"{number / taken:,.0f} events/s: {number:,} events of {count:,} files in {taken:.2f} s"
    return [
        Limit(PARSER, said_of_all, taken),
        Limit("the same without an object for each event (libyaml alone)", f"{parsing:.2f} s", parsing),
    ]
