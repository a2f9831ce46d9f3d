"""`--since REF` and `--staged`: only what a change broke."""

from __future__ import annotations

from wslint.cli import declaring as click
from wslint.cli.keeping import Keeping
from wslint.cli.refusal import Refusal
from wslint.engine.finding import Outcome
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Comparing(NamedTuple):
    """With what to compare: a revision's name, or (None) what is staged with what is committed."""

    revision: str | None


def since_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to `check`."""
    command = click.option(
        "--staged", is_flag=True, help="Report only what is new in the index: what a commit would break."
    )(command)
    return click.option(
        "--since",
        metavar="REF",
        help="Report only what is new since this branch, tag or commit: what the change broke, anywhere.",
    )(command)


def take_comparing(given: dict[str, Any]) -> Comparing | None:
    """What the two options ask for; None for a run as ever. Raises Refusal."""
    since, staged = given.pop("since"), given.pop("staged")
    if since is not None and staged:
        raise Refusal("--since and --staged exclude each other")
    if staged and (given["fix"] or given["fix_only"] or given["diff"]):
        raise Refusal("--staged looks at the index, and fixes are made in the files: use --since HEAD")
    if since is not None and not since.strip():
        raise Refusal("--since: no revision is named")
    return Comparing(since) if since is not None else Comparing(None) if staged else None


def run_comparing(
    paths: Sequence[str], settings: Settings, comparing: Comparing | None, keeping: Keeping
) -> Outcome:
    """The run; its exceptions are those of `wslint.app.run`."""
    if comparing is not None or settings.focus or settings.helm:
        from wslint.cli.ending import end_in_order

        end_in_order()
    if comparing is None and not settings.focus:
        from wslint.app import run

        return run(paths, settings, cache=keeping.cache, jobs=keeping.jobs)
    from wslint.since import run_as_in_ci, run_since

    if comparing is None:
        return run_as_in_ci(paths, settings, cache=keeping.cache, jobs=keeping.jobs)

    return run_since(paths, settings, comparing.revision)
