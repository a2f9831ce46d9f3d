"""The whole run: paths and settings in, an outcome out."""

from __future__ import annotations

import os

from wslint.engine.finding import NotChecked, Outcome
from wslint.engine.ledger import coverage_of, ledger_of
from wslint.engine.run import Focus, run_rules
from wslint.packs import load_rules
from wslint.project.load import Loaded, NotLooked, Request, load_project
from wslint.project.paths import shown
from wslint.settings.record import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wslint.engine.why import Why
    from wslint.project.memory import Memory


class Impossible(Exception):  # noqa: N818
    """Something was asked for that cannot be done; the text is one line for the user."""


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    overlay: Mapping[str, str] | None = None,
    cwd: str = "",
    memory: Memory | None = None,
    cache: str | None = None,
    jobs: int = 1,
) -> Outcome:
    """Check the files below `paths` with the given settings.

    `overlay`: texts to read in place of those of files, by absolute path. `cwd`: the absolute folder that paths
    are relative to, given and shown ones; the working directory where it is empty. `memory`: what several runs
    over much the same files share, which saves time. `cache`: the absolute folder in which to keep what was found,
    so that the next run need not find it again; the outcome is the same. `jobs`: how many processes read, 0 for as many as
    can be used, if there is enough to read.

    Given files rather than folders, the project around them (below `settings.root`) is read for context,
    and what concerns the given files is reported. Raises Impossible for a path that is not there, and
    `wslint.packs.PackError` and `wslint.engine.selection.UnknownRule` for rules that are not.
    """
    request = _request(paths, settings, cwd or os.getcwd(), overlay or {})._replace(memory=memory, jobs=jobs)
    if cache is not None and not overlay and memory is None:
        from wslint.incremental import run_with_cache

        outcome = run_with_cache(request, settings, cache)
        if outcome is not None:
            return outcome
    rules = load_rules(settings)
    loaded = load_project(request)
    focus = _focus(request, loaded)
    done = run_rules(loaded.project, rules, settings, focus, documents=loaded.documents)
    return Outcome(
        findings=done.findings,
        suppressed=done.suppressed,
        coverage=coverage_of(ledger_of(loaded, done.not_checked), loaded.context),
        internal=done.internal,
    )


def why(path: str, line: int | None, rule: str | None, settings: Settings) -> Why:
    """What is read at a line (1-based) of a file, or in all of it, and what every rule, or one, says of it.

    The project around the file is read as `run` does for its root. Raises as `run` does, and Impossible for
    a line that the file has not got.
    """
    from wslint.engine.places import Asked
    from wslint.engine.why import why_at
    from wslint.project.unread import line_count, why_not_looked_at

    rules = load_rules(settings)
    request = _request([settings.root], settings, os.getcwd(), {})
    absolute = os.path.normpath(os.path.join(request.cwd, path))
    last = line_count(absolute)
    if line is not None and not 1 <= line <= last:
        raise Impossible(f"{path} has {last} lines: there is no line {line}")
    asked = Asked(shown(absolute, request.cwd), line or 1, line or last, line is None)
    loaded = load_project(request)
    answer = why_at(
        asked, (loaded.project, *loaded.documents), rules, settings, rules.find(rule) if rule else None
    )
    gaps = [
        _line(one)
        for one in (*loaded.not_checked, *loaded.quiet)
        if one.path == asked.path and (line is None or one.line in (None, line))
    ]
    if not answer.read and not gaps:
        gaps = [NotChecked(asked.path, why_not_looked_at(absolute, request))]
    return answer._replace(gaps=tuple(gaps))


def _request(paths: Sequence[str], settings: Settings, cwd: str, overlay: Mapping[str, str]) -> Request:
    absolute = [os.path.normpath(os.path.join(cwd, path)) for path in paths]
    for given, path in zip(paths, absolute, strict=True):
        if not os.path.lexists(path):
            raise Impossible(f"no such file or folder: {given}")
    folders = tuple(path for path in absolute if os.path.isdir(path))
    files = tuple(path for path in absolute if not os.path.isdir(path))
    links = tuple(
        (link.image, os.path.normpath(os.path.join(settings.root, link.dockerfile)), link.target)
        for link in settings.links
    )
    return Request(
        root=settings.root,
        cwd=cwd,
        folders=folders,
        given_files=files,
        exclude=settings.exclude,
        respect_gitignore=settings.respect_gitignore,
        force_exclude=settings.force_exclude,
        host=settings.platform,
        links=links,
        helm=settings.helm,
        overlay=overlay,
    )


def _focus(request: Request, loaded: Loaded) -> Focus:
    """Whose findings are reported: those that touch a file that was asked for, in any of their places."""
    projects = (loaded.project, *loaded.documents)
    # A script that says nothing of containers by itself may be what one of them runs.
    read = frozenset(facts.source.path for one in projects for facts in one.files)
    read = (read | {line.path for line in loaded.quiet}) - loaded.context
    given = frozenset(shown(path, request.cwd) for path in request.given_files)
    return Focus(read | given, by_any_span=True)


def _line(entry: NotLooked) -> NotChecked:
    return NotChecked(entry.path, entry.reason, entry.line)
