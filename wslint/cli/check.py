"""`wslint check`."""

from __future__ import annotations

import os

from wslint.cli import declaring as click
from wslint.cli.declaring import Later, OneOf
from wslint.cli.fixes import fix_options, fixes_of, mend
from wslint.cli.keeping import Keeping, keeping_options, say_problems, take_keeping
from wslint.cli.known import baseline_options, take_options, without_known
from wslint.cli.refusal import BUG, Refusal, must_exist, refusal_of
from wslint.cli.reports import output_of, report, report_options
from wslint.cli.silence import reason_of, silence, silence_option
from wslint.cli.since import Comparing, run_comparing, since_options, take_comparing
from wslint.cli.terminal import complain
from wslint.cli.version import CONTEXT, show_version
from wslint.cli.words import words
from wslint.engine.finding import RANK, Outcome
from wslint.settings.record import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

CheckCommand = Later("wslint.cli.check_command", "CheckCommand")
rule_lists = Later("wslint.cli.completing", "rule_lists")


@click.command("check", cls=CheckCommand, context_settings={**CONTEXT, "auto_envvar_prefix": "WSLINT"})
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]…")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    shell_complete=rule_lists,
    help="Run these rules only: names, codes, aliases, topics, packs, or ALL. Repeatable; commas separate.",
)
@click.option(
    "--extend-select", multiple=True, metavar="RULES", shell_complete=rule_lists, help="Run these rules too."
)
@click.option(
    "--ignore", multiple=True, metavar="RULES", shell_complete=rule_lists, help="Do not run these rules."
)
@click.option(
    "--fail-on",
    type=OneOf("error", "warning", "note", "never"),
    help="Least severity that makes the exit code 1 (default: warning).",
)
@click.option(
    "--platform",
    type=OneOf("linux", "desktop"),
    help="Where the containers run: a Linux host (default), or Docker Desktop.",
)
@click.option(
    "--exclude", multiple=True, metavar="PATTERNS", help="Leave these out: patterns as in .gitignore."
)
@click.option(
    "--force-exclude", is_flag=True, help="Leave excluded files out even if they are named as PATHS."
)
@click.option(
    "--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what git ignores (default)."
)
@click.option(
    "--focus",
    is_flag=True,
    help="Report only what concerns PATHS; having nothing to check is all right. For hooks.",
)
@click.option("--helm", is_flag=True, help="Render Helm charts by the helm on your PATH (no network).")
@click.option("--config", type=click.Path(), metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file; PATHS are the whole project.")
@click.option("--strict/--no-strict", default=None, help="Fail also for what was not checked or not known.")
@click.option("--allow-empty/--no-allow-empty", default=None, help="Having nothing to check is all right.")
@since_options
@keeping_options
@baseline_options
@silence_option
@fix_options
@report_options
@click.option("--coverage", is_flag=True, help="List what was not checked and what could not be known.")
@click.option("--expand", is_flag=True, help="Show all findings of a rule in full.")
@click.option(
    "--color",
    type=OneOf("auto", "always", "never"),
    default="auto",
    help="Colour the report (default: auto).",
)
@click.option("-q", "--quiet", is_flag=True, help="Report findings only.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Report also what was suppressed, and the settings in force."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show where a bug in wslint happened.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version.",
)
@click.pass_context
def check(context: click.Context, /, paths: tuple[str, ...], exit_zero: bool, **given: Any) -> int:
    """Check the files below PATHS (default: here) and what lies between them.

    Given files, wslint reads the project around them for context and reports what concerns these files.
    Every option can also be set by an environment variable: WSLINT_SELECT, WSLINT_FAIL_ON, …
    """
    output = output_of(given)
    paths = paths or (".",)
    for path in paths:
        must_exist(path)
    take_options(given)
    keeping = take_keeping(given)
    comparing = take_comparing(given)
    fixes = fixes_of(given)
    reason = reason_of(given, writes_nothing=fixes.diff or fixes.fix_only)
    settings = settings_for(context, paths, given)
    outcome = _run(paths, settings, comparing, keeping)
    _refuse_empty(outcome, settings, paths)
    outcome = without_known(outcome, settings, paths)

    def look() -> Outcome:
        return without_known(_run(paths, settings, comparing, keeping), settings, paths)

    outcome, decided = mend(fixes, outcome, look, paths, settings, output)
    outcome = silence(reason, outcome, look, paths, settings)
    code = verdict(outcome, settings, exit_zero=exit_zero)
    if decided is None:
        report(outcome, settings, output)
    else:
        code = code if outcome.internal else int(bool(decided) and not exit_zero)
    if output.quiet and settings.strict:
        _say_gaps(outcome)
    for bug in outcome.internal:
        complain(f"wslint: a bug in wslint: {bug.where}: {bug.message} (all other checks ran)")
    return code


def verdict(outcome: Outcome, settings: Settings, *, exit_zero: bool = False) -> int:
    """The exit code of a run: 3 a bug was met, 1 something is at or above `fail_on`, else 0."""
    if outcome.internal:
        return BUG
    if exit_zero:
        return 0
    if settings.strict and (outcome.coverage.not_checked or outcome.coverage.unknown):
        return 1
    if settings.fail_on == "never":
        return 0
    least = RANK[settings.fail_on]
    return int(any(RANK[finding.severity] <= least for finding in outcome.findings))


def _say_gaps(outcome: Outcome) -> None:
    """Without a ledger, why a strict run without findings fails."""
    gaps = len(outcome.coverage.not_checked) + len(outcome.coverage.unknown)
    if gaps:
        complain(f"wslint: strict: {gaps} things were not checked or not known (--coverage lists them)")


def settings_for(context: click.Context, paths: Sequence[str], given: dict[str, Any]) -> Settings:
    """The settings of the configuration and of the options in `given`. Raises Refusal."""
    from wslint.cli.rule_words import rule_words
    from wslint.settings.load import Overrides, load_settings
    from wslint.settings.mistakes import SettingsError

    config, isolated = given.pop("config"), given.pop("isolated")
    lists: dict[str, Any] = {
        key: words(given.pop(key)) for key in ("select", "extend_select", "ignore", "exclude")
    }
    origins = _origins(context, [*lists, *given])
    try:
        return load_settings(
            common_folder(paths),
            config=config,
            isolated=isolated,
            overrides=Overrides(**lists, **given, origins=origins),
            words=rule_words,
        )
    except SettingsError as error:
        raise refusal_of(error) from None


def common_folder(paths: Sequence[str]) -> str:
    """The folder in which all the paths lie: of a single file, its folder."""
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in map(os.path.abspath, paths)]
    try:
        return os.path.commonpath(folders)
    except ValueError:
        raise Refusal("the given paths lie on different drives: check them one by one") from None


def _origins(context: click.Context, names: Sequence[str]) -> dict[str, str]:
    """How each option was given: on the command line, or by its variable."""
    origins: dict[str, str] = {}
    for name in names:
        source = context.get_parameter_source(name)
        how = source.name if source is not None else ""
        if how == "COMMANDLINE":
            origins[name.replace("_", "-")] = "--" + name.replace("_", "-")
        elif how == "ENVIRONMENT":
            origins[name.replace("_", "-")] = f"WSLINT_{name.upper()}"
    return origins


def _run(paths: Sequence[str], settings: Settings, comparing: Comparing | None, keeping: Keeping) -> Outcome:
    from wslint.app import Impossible
    from wslint.engine.selection import UnknownRule
    from wslint.packs import PackError

    try:
        return run_comparing(paths, settings, comparing, keeping)
    except (Impossible, PackError, UnknownRule) as impossible:
        raise Refusal(str(impossible), several=isinstance(impossible, PackError)) from None
    finally:
        say_problems(keeping)


def _refuse_empty(outcome: Outcome, settings: Settings, paths: Sequence[str]) -> None:
    """No silent green: nothing to check is said, and is no success. A hook may be handed other files."""
    if outcome.files or outcome.findings or outcome.internal or settings.allow_empty or settings.focus:
        return
    where = ", ".join(paths[:3]) + (" …" if len(paths) > 3 else "")
    skipped = len(outcome.coverage.not_checked)
    if skipped:
        first = outcome.coverage.not_checked[0]
        why = f"; {skipped} not checked, such as {first.path}: {first.reason}"
    else:
        why = ": there is no Dockerfile, Compose file or Kubernetes manifest"
    raise Refusal(f"nothing to check in {where}{why} (--allow-empty accepts that)")
