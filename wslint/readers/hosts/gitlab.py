"""`.gitlab-ci.yml` (GitLab, "CI/CD YAML syntax reference")."""

from __future__ import annotations

from collections.abc import Iterator

from wslint.model.facts import FileFacts
from wslint.readers.hosts.expressions import GITLAB
from wslint.readers.hosts.scripts import Scripts, Variables, roots, with_literals
from wslint.syntax.yaml import Mapping, Node, Scalar, Sequence, YamlFile
from wslint.text.record import NamedTuple

# Keys of the top level that are no jobs.
_NO_JOBS = frozenset((
    "after_script", "before_script", "cache", "default", "image", "include", "services", "spec", "stages",
    "variables", "workflow",
))  # fmt: skip
# GitLab's own limit ("extends": eleven levels), and that for nested lists of scripts (ten).
_DEEPEST = 11
_MOST_LINES = 10_000
_ENGINES = ("docker", "podman", "nerdctl")


class _Lines(NamedTuple):
    """The lines of a script. `complete` is false where some stand in a place that could not be followed."""

    lines: tuple[Scalar, ...]
    complete: bool = True


class _File(NamedTuple):
    """What all jobs share."""

    root: Mapping
    variables: Variables
    directory: str | None
    scripts: Scripts
    seen: set[int]
    read: dict[int, _Lines]


def read_gitlab(file: YamlFile, path: str | None = None) -> FileFacts:
    """The scripts of all jobs. `before_script` and `script` are one shell, `after_script` is another.

    `path` as for `read_workflow`. Only `.gitlab-ci.yml` itself tells where the repository begins.
    """
    scripts = Scripts()
    name = (path or file.source.path).replace("\\", "/").rpartition("/")[2]
    directory = "" if name.removesuffix(".yaml").removesuffix(".yml") == ".gitlab-ci" else None
    for root in roots(file):
        whole = _File(root, with_literals({}, root.get("variables"), "$"), directory, scripts, set(), {})
        jobs = [
            (entry.key_text, entry.value)
            for entry in root.items()
            if entry.key_text is not None and entry.key_text not in _NO_JOBS
        ]
        for key, job in jobs:
            if isinstance(job, Mapping) and not key.startswith("."):
                _job(job, whole)
        for key, job in jobs:
            # What no job here uses is used by other files, with variables of theirs.
            if isinstance(job, Mapping) and key.startswith("."):
                _template(job, whole)
        _shared(root, whole)
    return scripts.facts(file, GITLAB)


def _job(job: Mapping, file: _File) -> None:
    chain = [job, *_extended(job, file.root)]
    tags = _first(chain, "tags")
    if any("windows" in line.value.lower() for line in _script(tags, file).lines):
        return
    variables = file.variables if _inherits(chain, "variables") else {}
    for one in reversed(chain):
        variables = with_literals(variables, one.get("variables"), "$")
    before = _script(_first(chain, "before_script") or _default("before_script", chain, file), file)
    script = _script(_first(chain, "script"), file)
    after = _script(_first(chain, "after_script") or _default("after_script", chain, file), file)
    if script.lines:
        _add(_once(before, file), script, variables, file)
    _add(_Lines(()), after, variables, file)


def _once(before: _Lines, file: _File) -> _Lines:
    """What many jobs begin with: its commands for containers are read with the first of them only."""
    was_read = any(line.start in file.seen for line in before.lines)
    if was_read and any(engine in line.value for line in before.lines for engine in _ENGINES):
        return _Lines((), complete=before.complete)
    return before


def _add(before: _Lines, script: _Lines, variables: Variables, file: _File) -> None:
    lines = (*before.lines, *script.lines)
    if not lines:
        return
    file.seen.update(line.start for line in lines)
    directory = file.directory if before.complete and script.complete else None
    file.scripts.add(lines, directory, variables)


def _template(job: Mapping, file: _File) -> None:
    before = _script(job.get("before_script"), file)
    script = _script(job.get("script"), file)
    after = _script(job.get("after_script"), file)
    if script.lines and not all(line.start in file.seen for line in script.lines):
        _add(_once(before, file), script, {}, file)
    elif before.lines and not all(line.start in file.seen for line in before.lines):
        _add(before, _Lines(()), {}, file)
    if not all(line.start in file.seen for line in after.lines):
        _add(_Lines(()), after, {}, file)


def _shared(root: Mapping, file: _File) -> None:
    """What is set for all jobs, in a file without any."""
    for owner in (root, root.get_mapping("default")):
        for key in ("before_script", "after_script"):
            found = _script(None if owner is None else owner.get(key), file)
            if not all(line.start in file.seen for line in found.lines):
                _add(_Lines(()), found, {}, file)


def _extended(job: Mapping, root: Mapping) -> list[Mapping]:
    """The jobs that a job extends, nearest first; of several, the last one wins."""
    found: list[Mapping] = []
    waiting = _bases(job, root)
    while waiting and len(found) < _DEEPEST:
        one = waiting.pop(0)
        if any(one is other for other in found) or one is job:
            continue
        found.append(one)
        waiting = _bases(one, root) + waiting
    return found


def _bases(job: Mapping, root: Mapping) -> list[Mapping]:
    names = job.get("extends")
    values = [item.value for item in names.items] if isinstance(names, Sequence) else [names]
    found = [root.get_mapping(value.value) for value in values if isinstance(value, Scalar)]
    return [one for one in reversed(found) if one is not None]


def _first(chain: list[Mapping], key: str) -> Node | None:
    return next((value for one in chain if (value := one.get(key)) is not None), None)


def _default(key: str, chain: list[Mapping], file: _File) -> Node | None:
    if not _inherits(chain, "default"):
        return None
    default = file.root.get_mapping("default")
    own = None if default is None else default.get(key)
    return own if own is not None else file.root.get(key)


def _inherits(chain: list[Mapping], what: str) -> bool:
    inherit = _first(chain, "inherit")
    value = inherit.get(what) if isinstance(inherit, Mapping) else None
    return value is None or (isinstance(value, Scalar) and value.value == "true")


def _script(node: Node | None, file: _File) -> _Lines:
    """The lines of a script: a text, or lists of texts within lists, those of `!reference` as well."""
    if id(node) not in file.read:
        file.read[id(node)] = _read(node, file.root)
    return file.read[id(node)]


def _read(node: Node | None, root: Mapping) -> _Lines:
    lines: list[Scalar] = []
    complete = True
    for one in _flat(node, root):
        if one is None or len(lines) >= _MOST_LINES:
            complete = False
        else:
            lines.append(one)
    return _Lines(tuple(lines), complete)


def _flat(node: Node | None, root: Mapping) -> Iterator[Scalar | None]:
    """The texts in order; None for what cannot be followed."""
    waiting: list[tuple[Node | None, int]] = [(node, 0)] if node is not None else []
    steps = 0
    while waiting:
        current, depth = waiting.pop()
        steps += 1
        if depth > _DEEPEST or steps > _MOST_LINES:
            yield None
            return
        if isinstance(current, Scalar):
            yield current
        elif isinstance(current, Sequence) and current.tag == "!reference":
            waiting.append((_referred(current, root), depth + 1))
        elif isinstance(current, Sequence):
            waiting += [(item.value, depth + 1) for item in reversed(current.items)]
        else:
            yield None


def _referred(path: Sequence, root: Mapping) -> Node | None:
    found: Node | None = root
    for item in path.items:
        key = item.value
        found = found.get(key.value) if isinstance(found, Mapping) and isinstance(key, Scalar) else None
    return found
