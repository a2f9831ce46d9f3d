"""What a run keeps for the next one, and on how many processors it works: options that change no outcome."""

from __future__ import annotations

import os

from wslint.cli import declaring as click
from wslint.cli.refusal import Refusal
from wslint.cli.terminal import complain
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Keeping(NamedTuple):
    """The absolute folder of the cache, None for none; whether it was asked for; how many processes (0: any)."""

    cache: str | None = None
    asked: bool = False
    jobs: int = 0


def keeping_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    options = (
        click.option(
            "--cache-dir",
            type=click.Path(),
            metavar="DIR",
            help="Keep here what the next run need not find again (default: the user's cache folder).",
        ),
        click.option("--no-cache", is_flag=True, help="Keep nothing, and use nothing that was kept."),
        click.option(
            "-j",
            "--jobs",
            type=click.Count(),
            metavar="N",
            help="Read with this many processes (default: one for each usable core, if there is much to read).",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def take_keeping(given: dict[str, Any]) -> Keeping:
    """Take the options out of `given`. Raises Refusal."""
    folder, without, jobs = given.pop("cache_dir"), given.pop("no_cache"), given.pop("jobs") or 0
    if without:
        return Keeping(jobs=jobs)
    if folder is not None:
        if not folder.strip():
            raise Refusal("--cache-dir: no folder is named")
        if os.path.exists(folder) and not os.path.isdir(folder):
            raise Refusal(f"--cache-dir: {folder} is no folder")
        return Keeping(os.path.abspath(folder), asked=True, jobs=jobs)
    from wslint.cache.folder import default_folder

    return Keeping(default_folder(os.environ), jobs=jobs)


def say_problems(keeping: Keeping) -> None:
    """Say why nothing could be kept in a folder that somebody asked for: it costs time, and nothing else."""
    if not keeping.asked:
        return
    from wslint.incremental import problems

    for problem in dict.fromkeys(problems):
        complain(f"wslint: no cache: {problem}")
    problems.clear()
