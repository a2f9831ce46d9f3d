"""Env files that Compose refuses: facts of their own, which hold nothing but what is wrong.

Source: compose-go, package dotenv: a quote that is not closed is an error ("unterminated quoted value"), whatever
the variables are. It is met by whoever loads the project, and in an env file of a service if that is enabled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os.path import isabs, join, normpath

from wslint.model.facts import FileFacts, Problem
from wslint.project.compose.projects import ProjectFacts
from wslint.project.files import Files
from wslint.project.seams import env_file
from wslint.syntax.dotenv import DotEnv
from wslint.text import Span

_LOADED = frozenset(("found", "environment", "call"))
"""Projects that Compose surely loads as they are here (`Group.why`)."""
_MOST_READERS = 20


def refused_env_files(projects: Iterable[ProjectFacts], files: Files) -> dict[str, FileFacts]:
    """By absolute path, the env files that a project reads and Compose refuses.

    Each points at what it is read for: the file itself need not be one of those that were asked for.
    """
    readers: dict[str, dict[Span, None]] = {}
    for project in projects:
        for path, reader in _read_for(project):
            readers.setdefault(path, {})[reader] = None
    found: dict[str, FileFacts] = {}
    for path in sorted(readers):
        parsed = env_file(files, path)
        problem = None if parsed is None else _problem(parsed, [*readers[path]][:_MOST_READERS])
        if problem is not None:
            found[path] = FileFacts(problem.span.source, "env", problems=(problem,))
    return found


def _read_for(project: ProjectFacts) -> Iterator[tuple[str, Span]]:
    """The env files that are surely read, and what for."""
    if project.why == "variant":
        return  # its base may be run without it
    workloads = project.facts.workloads
    if project.why in _LOADED and workloads:
        for path in project.env_files:
            yield path, workloads[0].owner
    for workload in workloads:
        if workload.profiles:
            continue
        for source in workload.environment.sources:
            if source.kind == "file" and not source.raw and source.folder is not None:
                path = source.name if isabs(source.name) else join(source.folder, source.name)
                yield normpath(path), source.span


def _problem(read: DotEnv, readers: list[Span]) -> Problem | None:
    quote = read.open_quote
    # Where another line is refused before, or something fills the file in, it is not sure that this is a value.
    if quote is None or len(read.problems) > 1 or "{{" in quote.span.source.text:
        return None
    return Problem(
        "syntax-error", quote.span, {"reason": quote.reason}, tuple(("reader", one) for one in readers)
    )
