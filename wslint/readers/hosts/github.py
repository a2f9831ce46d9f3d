"""Workflows and composite actions of GitHub.

GitHub, "Workflow syntax for GitHub Actions" and "Metadata syntax for GitHub Actions".
"""

from __future__ import annotations

from wslint.model.facts import FileFacts
from wslint.model.systems import system_named
from wslint.readers.hosts.expressions import GITHUB
from wslint.readers.hosts.scripts import (
    Scripts,
    Variables,
    below,
    mappings_in,
    roots,
    with_literals,
    written_text,
)
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence, YamlFile
from wslint.text.late import compile_late
from wslint.text.record import NamedTuple

_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh"))
_MATRIX = compile_late(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")
_NEVER = frozenset(("false", "${{ false }}", "${{false}}"))


class _Defaults(NamedTuple):
    """What holds for a step that does not say otherwise.

    `root` is the folder that the workspace is; `for_desktop`: no machine of the job runs Linux.
    """

    shell: str | None
    directory: str | None
    root: str | None
    variables: Variables
    for_desktop: bool = False


def read_workflow(file: YamlFile, path: str | None = None) -> FileFacts:
    """The `run` steps of a workflow or a composite action that a POSIX shell or bash runs.

    `path` is the file's, absolute or from the repository's root; without it, as its source has it.
    """
    scripts = Scripts()
    parts = (path or file.source.path).replace("\\", "/").split("/")
    for root in roots(file):
        defaults = _defaults(root, _Defaults(None, None, "../..", with_literals({}, root.get("env"), "${{")))
        for job in mappings_in(root.get("jobs")):
            _job(job, defaults, scripts)
        runs = root.get_mapping("runs")
        if runs is not None and written_text(runs.get_scalar("using")) == "composite":
            _steps(runs, _Defaults(None, None, _root_of_action(parts), {}), _Checkouts(there=True), scripts)
    return scripts.facts(file, GITHUB)


def _root_of_action(parts: list[str]) -> str | None:
    """The repository's root from the folder of one of its own actions; others run in any repository."""
    if ".github" not in parts:
        return None
    return "/".join([".."] * (len(parts) - 1 - parts.index(".github")))


def _job(job: Mapping, above: _Defaults, scripts: Scripts) -> None:
    condition = job.get_scalar("if")
    if condition is not None and condition.value.strip() in _NEVER:
        return
    if _is_windows(job):
        return
    defaults = _defaults(job, above)
    variables = with_literals(defaults.variables, job.get("env"), "${{")
    elsewhere = system_named(" ".join(_labels(job.get("runs-on")))) == "desktop" or _excludes_linux(condition)
    defaults = defaults._replace(variables=variables, for_desktop=elsewhere)
    _steps(job, defaults, _checkouts(job), scripts)


def _excludes_linux(condition: Scalar | None) -> bool:
    """Whether a condition lets something run on another system only: `runner.os == 'macOS'`."""
    return condition is not None and "!" not in condition.value and system_named(condition.value) == "desktop"


def _defaults(node: Mapping, above: _Defaults) -> _Defaults:
    defaults = node.get_mapping("defaults")
    run = None if defaults is None else defaults.get_mapping("run")
    if run is None:
        return above
    return above._replace(
        shell=written_text(run.get_scalar("shell")) or above.shell,
        directory=written_text(run.get_scalar("working-directory")) or above.directory,
    )


def _is_windows(job: Mapping) -> bool:
    """Whether all machines that a job asks for run Windows, whose default shell is PowerShell."""
    labels = _labels(job.get("runs-on"))
    for label in labels[:1]:
        matrix = _MATRIX.fullmatch(label.strip())
        strategy = job.get_mapping("strategy")
        values = None if strategy is None else strategy.get_mapping("matrix")
        if matrix is not None and values is not None:
            machines = _labels(values.get(matrix[1]))
            return bool(machines) and all("windows" in machine.lower() for machine in machines)
    return any("windows" in label.lower() for label in labels)


def _labels(node: Node | None) -> list[str]:
    if isinstance(node, Mapping):
        return _labels(node.get("labels")) + _labels(node.get_scalar("group"))
    if isinstance(node, Sequence):
        return [item.value.value for item in node.items if isinstance(item.value, Scalar)]
    return [node.value] if isinstance(node, Scalar) else []


class _Checkouts(NamedTuple):
    """What the steps of a job put into its workspace.

    `there`: this repository, at the top; `foreign`: another one, there; `folder`: where below the top this
    one lies instead, if it does.
    """

    there: bool = False
    foreign: bool = False
    folder: str | None = None


def _checkouts(owner: Mapping) -> _Checkouts:
    """Local actions (`uses: ./…`) can only be run once the repository is there."""
    found = _Checkouts()
    for step in mappings_in(owner.get("steps")):
        uses = written_text(step.get_scalar("uses")) or ""
        if uses.startswith("./"):
            found = found._replace(there=True)
        if uses.partition("@")[0] != "actions/checkout":
            continue
        given = step.get_mapping("with")
        path = None if given is None else written_text(given.get_scalar("path"))
        repository = None if given is None else written_text(given.get_scalar("repository"))
        # `${{ github.repository }}`, or the fork that a pull request comes from.
        own = repository is None or "github." in repository
        if path is None or path in (".", "./"):
            found = found._replace(there=found.there or own, foreign=found.foreign or not own)
        elif own and found.folder is None:
            found = found._replace(folder=below("", path))
    return found


def _steps(owner: Mapping, defaults: _Defaults, checkouts: _Checkouts, scripts: Scripts) -> None:
    variables = defaults.variables
    for step in mappings_in(owner.get("steps")):
        run = step.get_scalar("run")
        condition = step.get_scalar("if")
        if run is None or (condition is not None and condition.value.strip() in _NEVER):
            continue
        shell = written_text(step.get_scalar("shell")) or defaults.shell
        if shell is None or shell.split()[0].rpartition("/")[2] in _SHELLS:
            written = written_text(step.get_scalar("working-directory")) or defaults.directory
            own = with_literals(variables, step.get("env"), "${{")
            where = _directory(written, defaults.root, checkouts)
            elsewhere = defaults.for_desktop or _excludes_linux(condition)
            scripts.add((run,), where, own, for_desktop=elsewhere)
        if "GITHUB_ENV" in run.value:
            # What it writes there replaces the variables of later steps.
            variables = {
                name: value
                for name, value in variables.items()
                if f"{name}=" not in run.value and f"{name}<<" not in run.value
            }


def _directory(written: str | None, root: str | None, checkouts: _Checkouts) -> str | None:
    """Where a step runs, seen from the file; None where this repository is not, or may not be."""
    if written is not None and written.startswith("${{"):
        # The workspace itself, or below it.
        inner, closed, rest = written[3:].partition("}}")
        if not closed or inner.strip() != "github.workspace":
            return None
        written = rest.lstrip("/") or None
    if root is None:
        return None
    if checkouts.folder is not None:
        inside = _inside(root, below("", written), checkouts.folder)
        if inside is not None or not checkouts.there:
            return inside
    return below(root, written) if checkouts.there and not checkouts.foreign else None


def _inside(root: str, directory: str | None, folder: str) -> str | None:
    """A folder of the workspace that lies in the one that holds the repository."""
    if directory is None or not (directory + "/").startswith(folder + "/"):
        return None
    return below(root, directory[len(folder) :].lstrip("/") or None)
