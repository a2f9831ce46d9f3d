"""COPY and ADD: which files they bring, and where to (Dockerfile reference, COPY)."""

from __future__ import annotations

import posixpath

from wslint.model.workload import CopiedFile
from wslint.readers.image.words import Lookup, expand
from wslint.syntax.dockerfile import Instruction


def read_copies(
    instruction: Instruction, lookup: Lookup, escape: str, workdir: str | None
) -> list[CopiedFile]:
    """One record for each source. A destination that is surely a folder ends with `/`."""
    if instruction.refused or len(instruction.words) < 2:
        return []
    *sources, target = instruction.words
    # In JSON form the words are decoded already, but variables are filled in all the same.
    destination = expand(target.text, lookup, escape)
    several = len(sources) > 1
    if instruction.flag("parents") is not None:
        destination = None
    where = _destination(destination, workdir, folder=several)
    origin = instruction.flag("from")
    bodies = {heredoc.span.start: heredoc for heredoc in instruction.heredocs}
    copies = []
    for word in sources:
        heredoc = bodies.get(word.span.start)
        if heredoc is not None:
            copies.append(CopiedFile(heredoc.name, where, None, word.span, heredoc.content))
            continue
        source = expand(word.text, lookup, escape)
        stage = origin.value if origin is not None else None
        copies.append(
            CopiedFile(
                word.text if source is None else source,
                where,
                stage,
                word.span,
                resolved=source is not None,
                parents=instruction.flag("parents") is not None,
                exclude=tuple(one.value or "" for one in instruction.flags if one.name == "exclude"),
            )
        )
    return copies


def _destination(written: str | None, workdir: str | None, *, folder: bool) -> str | None:
    """The absolute place; None where a variable or the working directory is not known."""
    if not written:
        return None
    path = join_workdir(workdir, written)
    if path is None:
        return None
    is_folder = folder or written.endswith(("/", "/.")) or written == "."
    return path if not is_folder or path == "/" else path + "/"


def join_workdir(workdir: str | None, path: str) -> str | None:
    """A path of the image made absolute; None where it is relative to a folder that is not known."""
    if not path.startswith("/"):
        if workdir is None:
            return None
        path = workdir + "/" + path
    normal = posixpath.normpath(path)
    return "/" + normal.lstrip("/")
