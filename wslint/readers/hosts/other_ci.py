"""CircleCI, Azure Pipelines and Bitbucket Pipelines.

CircleCI, "Configuration reference" (`run`); Azure Pipelines, "YAML schema" (`script`, `bash`); Bitbucket,
"Pipelines configuration reference" (`script`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from wslint.model.facts import FileFacts
from wslint.readers.hosts.expressions import CIRCLECI, GITHUB
from wslint.readers.hosts.scripts import Scripts, below, mappings_in, roots, with_literals, written_text
from wslint.syntax.yaml import Mapping, Node, Scalar, YamlFile, walk

_POSIX = ("sh", "bash", "/bin/sh", "/bin/bash")


def read_circleci(file: YamlFile) -> FileFacts:
    """The `run` steps of the jobs and commands in `.circleci/config.yml`.

    The repository is put into a job's `working_directory`, from which that of a step counts.
    """
    scripts = Scripts()
    for root in roots(file):
        for group in ("jobs", "commands"):
            for job in mappings_in(root.get(group)):
                if _machine(job).startswith("win") or not _is_posix(job.get_scalar("shell")):
                    continue
                variables = with_literals({}, job.get("environment"), "<<") if group == "jobs" else {}
                for run in _circle_runs(job.get("steps")):
                    if isinstance(run, Scalar):
                        scripts.add((run,), "..", variables)
                    elif isinstance(run, Mapping) and _is_posix(run.get_scalar("shell")):
                        command = run.get_scalar("command")
                        where = below("..", written_text(run.get_scalar("working_directory")))
                        own = with_literals(variables, run.get("environment"), "<<")
                        scripts.add((command,) if command is not None else (), where, own)
    return scripts.facts(file, CIRCLECI)


def _machine(job: Mapping) -> str:
    executor = job.get("executor")
    named = executor.get_scalar("name") if isinstance(executor, Mapping) else job.get_scalar("executor")
    return (written_text(named) or "").lower()


def _circle_runs(steps: Node | None) -> Iterator[Node]:
    """The `run` of each step, also of those under `when` and `unless`."""
    waiting = [(step, 0) for step in mappings_in(steps)][::-1]
    while waiting:
        step, depth = waiting.pop()
        run = step.get("run")
        if run is not None:
            yield run
        for key in ("when", "unless"):
            inner = step.get_mapping(key)
            if inner is not None and depth < 10:
                waiting += [(one, depth + 1) for one in mappings_in(inner.get("steps"))][::-1]


def _is_posix(shell: Scalar | None) -> bool:
    words = [] if shell is None else shell.value.split()
    return not words or words[0] in _POSIX


def read_azure(file: YamlFile) -> FileFacts:
    """The `script` and `bash` steps, wherever they stand; none of a job whose image is Windows."""
    scripts = Scripts()
    for root in roots(file):
        shut = _windows(root)
        ends = [end for _, end in shut]
        for step in walk(root):
            if isinstance(step, Mapping) and not _lies_in(step.start, shut, ends):
                script = step.get_scalar("bash") or step.get_scalar("script")
                if script is not None:
                    # Where the repository begins is not told by the file, which may lie anywhere in it.
                    scripts.add((script,), None, with_literals({}, step.get("env"), "$("))
    return scripts.facts(file, GITHUB)


def _windows(root: Mapping) -> list[tuple[int, int]]:
    """The stretches of the file that run on Windows."""
    found: list[tuple[int, int]] = []
    for owner in walk(root):
        pool = owner.get_mapping("pool") if isinstance(owner, Mapping) else None
        image = written_text(pool.get_scalar("vmImage")) if pool is not None else None
        is_windows = image is not None and (image.lower().startswith(("win", "vs")))
        # One within another adds nothing; what is walked comes in the order of the file.
        if is_windows and (not found or owner.start >= found[-1][1]):
            found.append((owner.start, owner.span.end))
    return found


def _lies_in(offset: int, stretches: list[tuple[int, int]], ends: list[int]) -> bool:
    at = bisect_right(ends, offset)
    return at < len(stretches) and stretches[at][0] <= offset


def read_bitbucket(file: YamlFile) -> FileFacts:
    """The `script` and `after-script` of each step of `bitbucket-pipelines.yml`; pipes are left out."""
    scripts = Scripts()
    for root in roots(file):
        for step in walk(root):
            if not isinstance(step, Mapping):
                continue
            for key in ("script", "after-script"):
                lines = step.get_sequence(key)
                if lines is not None:
                    texts = [item.value for item in lines.items if isinstance(item.value, Scalar)]
                    scripts.add(texts, "", {})
    return scripts.facts(file, None)
