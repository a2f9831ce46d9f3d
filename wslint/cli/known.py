"""`--baseline`: findings that a file knows are counted and do not decide."""

from __future__ import annotations

import os

from wslint.cli import declaring as click
from wslint.cli.refusal import Refusal
from wslint.engine.finding import Debt, Finding, Outcome
from wslint.settings.record import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from wslint.engine.baseline import Baseline, Matched

MAX_BYTES = 100_000_000
# With one of these on the command line, a run is expected not to find all that the baseline knows.
_NARROWING = ("select", "ignore", "exclude", "platform", "respect-gitignore")


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to `check`."""
    command = click.option("--no-baseline", is_flag=True, help="Use no baseline.")(command)
    return click.option(
        "--baseline",
        type=click.FileName(),
        metavar="FILE",
        help="Report only what this file does not know yet: see wslint baseline.",
    )(command)


def take_options(given: dict[str, Any]) -> None:
    """Make one setting of the two options: `baseline`, where an empty one is none."""
    without = given.pop("no_baseline")
    if without and given["baseline"]:
        raise Refusal("--baseline and --no-baseline exclude each other")
    if without:
        given["baseline"] = ""


def without_known(outcome: Outcome, settings: Settings, paths: Sequence[str]) -> Outcome:
    """The outcome without the findings that the baseline of the settings knows. Raises Refusal."""
    if settings.baseline is None:
        return outcome
    path = os.path.join(settings.root, settings.baseline)
    baseline = read_baseline(path)
    # Those that look alike are told apart by their count: that needs also what an earlier revision had.
    before = outcome.since.known if outcome.since is not None else ()
    every = tuple(sorted((*outcome.findings, *before), key=Finding.sort_key))
    matched = matched_with(baseline, outcome._replace(findings=every), settings)
    asked = {id(finding) for finding in outcome.findings}
    matched = matched._replace(
        new=tuple(one for one in matched.new if id(one) in asked),
        pairs=tuple(pair for pair in matched.pairs if id(pair[0]) in asked),
    )
    narrowed = (settings.came_from.get(key, "").startswith(("--", "WSLINT_")) for key in _NARROWING)
    complete = (
        outcome.since is None and paths_below_root(paths, settings) == baseline.paths and not any(narrowed)
    )
    debt = debt_of(matched, path, outcome, settings, complete=complete)
    return outcome._replace(findings=matched.new, debt=debt)


def matched_with(baseline: Baseline, outcome: Outcome, settings: Settings) -> Matched:
    """Hold the findings of a run against a baseline."""
    from wslint.engine.baseline import match

    return match(
        outcome.findings,
        baseline,
        settings.root,
        cwd=os.getcwd(),
        exists=lambda path: os.path.lexists(os.path.join(settings.root, path)),
    )


def debt_of(
    matched: Matched, path: str, outcome: Outcome, settings: Settings, *, complete: bool = True
) -> Debt:
    """What to say of a baseline (absolute path); a run that is not `complete` calls nothing stale."""
    return matched.debt(
        shown(path),
        complete=complete,
        unsure=_unsure(outcome, settings),
        show=lambda below: shown(os.path.join(settings.root, below)),
    )


def _unsure(outcome: Outcome, settings: Settings) -> Callable[[str], bool]:
    """Whether a run could not tell what is in a file (a path relative to the root)."""
    if outcome.internal:
        return lambda _path: True
    from wslint.engine.fingerprints import path_below

    shown_ones = {item.path for item in outcome.coverage.not_checked}
    shown_ones |= {one.span.source.path for one in outcome.findings if one.name == "syntax-error"}
    unsure = {path_below(path, settings.root, os.getcwd()) for path in shown_ones}
    return unsure.__contains__


def paths_below_root(paths: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """The checked paths as a baseline remembers them: relative to the root, sorted."""
    return tuple(sorted({os.path.relpath(path, settings.root).replace(os.sep, "/") for path in paths}))


def read_baseline(path: str) -> Baseline:
    """The baseline in a file (absolute path). Raises Refusal for one that is not there or damaged."""
    from wslint.engine.baseline import BaselineError, parse

    try:
        if not os.path.isfile(path):
            if os.path.lexists(path):
                raise Refusal(f"the baseline {shown(path)} is not a file")
            raise Refusal(f"no such baseline: {shown(path)} (`wslint baseline write` makes one)")
        if os.path.getsize(path) > MAX_BYTES:
            raise Refusal(f"the baseline {shown(path)} is larger than {MAX_BYTES // 1_000_000} MB")
        with open(path, encoding="utf-8-sig") as file:
            return parse(file.read())
    except OSError as error:
        raise Refusal(f"cannot read the baseline {shown(path)}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Refusal(f"damaged baseline {shown(path)}: it is not UTF-8") from None
    except BaselineError as error:
        raise Refusal(f"damaged baseline {shown(path)}: {error}") from None


def shown(path: str) -> str:
    """A path for people: relative to the working directory."""
    from wslint.project.paths import shown

    return shown(os.path.abspath(path), os.getcwd())
