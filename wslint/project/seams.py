"""What a project asks of the files beside it: env files, and what images copy. Inside the root only."""

from __future__ import annotations

import os

from wslint.model.environment import EnvironmentSource
from wslint.model.value import Known, Unknown
from wslint.model.workload import Workload
from wslint.project.files import Files, NotRead
from wslint.project.project import Seams
from wslint.text import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from wslint.syntax.dotenv import DotEnv

Entries: TypeAlias = "Mapping[str, 'Known[str] | Unknown']"


def env_file(files: Files, path: str, *, raw: bool = False) -> DotEnv | None:
    """An env file by its absolute path, parsed once; None where there is none to read. `raw`: no quotes."""
    from wslint.syntax.dotenv import parse_dotenv

    if not files.is_file(path):
        return None
    source = files.read(path)
    if isinstance(source, NotRead):
        return None
    if (path, raw) not in files.env_files:
        files.env_files[path, raw] = parse_dotenv(source, raw=raw)
    return files.env_files[path, raw]


def env_entries(files: Files, path: str, *, raw: bool = False) -> Entries | None:
    """The entries of an env file by its absolute path; None where there is none to read."""
    parsed = env_file(files, path, raw=raw)
    if parsed is None:
        return None
    entries: dict[str, Known[str] | Unknown] = {}
    for entry in parsed.entries:
        if entry.value is None:
            entries[entry.name] = Unknown(f"{entry.name} in {entry.key_span.path}", entry.key_span)
        else:
            entries[entry.name] = Known(entry.value, entry.value_span)
    return entries


def seams(files: Files, folders: Mapping[str, str], starts: Mapping[str, Sequence[str]]) -> Seams:
    """The seams of a project.

    `folders`: shown path of a file to its absolute folder; `starts`: shown path of a file whose command
    lines may run in several folders, to these.
    """
    known: dict[tuple[str, bool], Entries | None] = {}

    def entries(path: str, raw: bool) -> Entries | None:
        if (path, raw) not in known:
            known[path, raw] = env_entries(files, path, raw=raw)
        return known[path, raw]

    def env_file(asking: str, source: EnvironmentSource) -> Entries | None:
        if source.folder is not None:
            return entries(_joined(source.folder, source.name), source.raw)
        here = starts.get(asking) or ((folders[asking],) if asking in folders else ())
        found = [path for path in (_joined(one, source.name) for one in here) if files.is_file(path)]
        return entries(found[0], source.raw) if len(set(found)) == 1 else None

    copied: dict[tuple[tuple[str, ...], str], Source | None] = {}

    def context_file(stage: Workload, contexts: Sequence[str], name: str) -> Source | None:
        """The file in the context of whoever builds the stage; beside the Dockerfile where nobody does."""
        around = tuple(contexts) or (folders.get(stage.path, ""),)
        # Several questions about one stage look for the same script.
        if (around, name) not in copied:
            paths = [_joined(context, name.lstrip("/")) for context in around]
            found = [path for path in paths if files.is_file(path)]
            source = files.read(found[0]) if len(found) == 1 else None
            copied[around, name] = source if isinstance(source, Source) else None
        return copied[around, name]

    return Seams(env_file, context_file, files)


def _joined(folder: str, name: str) -> str:
    return os.path.normpath(os.path.join(folder, name))
