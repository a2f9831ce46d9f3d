"""What composing a project asks of the outside: other files, their variables, and the calls that name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wslint.model.value import Known, Unknown
from wslint.syntax.yaml import YamlFile
from wslint.text import Span
from wslint.text.record import NamedTuple


class Seam(NamedTuple):
    """Reading, bounded by the root. All paths are absolute and normalised.

    `read` gives a parsed file, None where it is no YAML, cannot be read or lies outside; `env` the entries of
    an env file, None where there is none; `is_file` whether a file is there, inside the root; `inside` whether
    a path lies in the root at all; `shown` the path for people.
    """

    read: Callable[[str], YamlFile | None]
    env: Callable[[str], Mapping[str, Known[str] | Unknown] | None]
    is_file: Callable[[str], bool]
    inside: Callable[[str], bool]
    shown: Callable[[str], str]


class ProjectCall(NamedTuple):
    """A command that names a project: `docker compose -f A -f B --env-file E`. All paths are absolute.

    Without `files` Compose looks for its own names in `project_directory`. `span` is the command.
    """

    files: tuple[str, ...]
    project_directory: str | None
    env_files: tuple[str, ...]
    profiles: tuple[str, ...]
    span: Span
