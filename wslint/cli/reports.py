"""Where the reports of a run go: options, formats, files, standard output, the summary of a CI step."""

from __future__ import annotations

import os
import sys

from wslint.cli import declaring as click
from wslint.cli.refusal import Refusal
from wslint.cli.terminal import complain, is_terminal, machine_readable, wants_color, width_of_output, write
from wslint.engine.finding import Outcome
from wslint.report import REPORTERS, reporter
from wslint.report.options import RenderOptions
from wslint.settings.record import Settings
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FORMATS = (*REPORTERS, "auto")
STDOUT = "-"
_FOR_PEOPLE = frozenset({"text", "concise"})


class Output(NamedTuple):
    """How and where to report. `output_format` is None where none was asked for; `report` are pairs."""

    output_format: str | None
    output_file: str | None
    report: tuple[tuple[str, str], ...]
    color: str
    quiet: bool
    verbose: bool
    coverage: bool
    expand: bool

    def destinations(self) -> tuple[Destination, ...]:
        """The reports to write. Raises Refusal where two of them go to one place."""
        main = Destination(self.output_format or "text", self.output_file or STDOUT)
        further = [Destination(*pair) for pair in self.report]
        on_screen = any(one.path == STDOUT for one in further)
        replaced = main.path == STDOUT and on_screen and self.output_format is None
        wanted = further if replaced else [main, *further]
        seen: set[str] = set()
        for one in wanted:
            place = one.path if one.path == STDOUT else os.path.abspath(one.path)
            if place in seen:
                where = "standard output" if one.path == STDOUT else one.path
                raise Refusal(f"two reports to {where}: give each a place of its own (--report FORMAT=PATH)")
            seen.add(place)
        return tuple(wanted)


class Destination(NamedTuple):
    """A format, and the file it is written to; `-` is standard output."""

    format: str
    path: str


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how and where to report."""
    options = (
        click.option(
            "--output-format",
            type=click.Later("wslint.cli.formats", "FORMATS"),
            metavar="FORMAT",
            help=f"How to report (default: text): {', '.join(FORMATS)}.",
        ),
        click.option("-o", "--output-file", type=click.FileName(), metavar="FILE", help="Report to a file."),
        click.option(
            "--report",
            type=click.Later("wslint.cli.formats", "FormatAndPath")(),
            multiple=True,
            metavar="FORMAT=PATH",
            help="Report also in this format to this file; `-` is standard output. Repeatable.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def output_of(given: dict[str, Any]) -> Output:
    """Take the options out of `given`. Raises Refusal for two reports to one place."""
    output = Output(**{name: given.pop(name) for name in Output._fields})
    output.destinations()
    return output


def report(outcome: Outcome, settings: Settings, output: Output) -> None:
    """Write all reports, that for standard output first. Raises Refusal for a file that cannot be written."""
    ordered = sorted(output.destinations(), key=lambda one: one.path != STDOUT)
    for one in ordered:
        name = chosen(one.format)
        render = reporter(name)
        options = _options(name, settings, output, to_screen=one.path == STDOUT)
        if one.path != STDOUT:
            from wslint.cli.output_file import write_file

            write_file(one.path, "".join(render(outcome, options)))
            continue
        if name not in _FOR_PEOPLE:
            machine_readable()
        write(render(outcome, options))
        if name == "github":
            _summarise(outcome, options)


def chosen(name: str) -> str:
    """The format itself: `auto` is github in a GitHub workflow, and text anywhere else.

    GitLab takes its report from a file that a job names as artifact, so that standard output stays for people.
    """
    if name != "auto":
        return name
    return "github" if _in_github() else "text"


def _in_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _options(name: str, settings: Settings, output: Output, *, to_screen: bool) -> RenderOptions:
    terminal = to_screen and is_terminal(sys.stdout)
    environ = os.environ if to_screen else {}
    return RenderOptions(
        width=width_of_output(sys.stdout, os.environ),
        wrap=terminal,
        color=wants_color(output.color, terminal=terminal, environ=environ),
        expand=output.expand,
        quiet=output.quiet,
        coverage=output.coverage,
        verbose=output.verbose,
        strict=settings.strict,
        about=_about(settings) if output.verbose else (),
        root=_root(settings),
        cwd=os.getcwd(),
        rules=_rules(settings) if name == "sarif" else None,
        # GitHub's code scanning takes no notice of `suppressions` and would open an alert for each.
        suppressed=not _in_github(),
        browse=_browse() if name in ("markdown", "github") else "",
    )


def _root(settings: Settings) -> str:
    """The folder in which the paths of machine formats begin: the repository, which CI systems know.

    Without one, the working directory if the project's root lies in it, else that root.
    """
    from wslint.project.paths import repository_root

    here = os.getcwd()
    below = os.path.join(settings.root, "").startswith(os.path.join(here, ""))
    return repository_root(settings.root) or (here if below else settings.root)


def _rules(settings: Settings) -> Any:
    from wslint.cli.rule_words import ruleset_of

    return ruleset_of(settings)


def _browse() -> str:
    """Where the files of this commit can be looked at, in a GitHub workflow or a GitLab job; else empty."""
    environ = os.environ
    if _in_github():
        parts = [environ.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")]
        return f"{parts[0]}/{parts[1]}/blob/{parts[2]}/" if all(parts) else ""
    parts = [environ.get(name, "") for name in ("CI_PROJECT_URL", "CI_COMMIT_SHA")]
    return f"{parts[0]}/-/blob/{parts[1]}/" if all(parts) else ""


def _summarise(outcome: Outcome, options: RenderOptions) -> None:
    """Add the Markdown report to the summary of a step in a GitHub workflow, within what GitHub takes."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from wslint.report.github import SUMMARY_BYTES
    from wslint.report.markdown import render_within

    try:
        used = os.path.getsize(path) if os.path.exists(path) else 0
        text = "".join(render_within(outcome, options, SUMMARY_BYTES - used))
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        complain(f"wslint: cannot write the step's summary: {error.strerror}")


def _about(settings: Settings) -> tuple[str, ...]:
    from wslint.settings.locate import shown

    return (f"Root: {shown(settings.root)}", f"Configuration: {settings.origin or 'none'}")
