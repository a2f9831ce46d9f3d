"""Entrypoint scripts: found in the build context (or in a heredoc of the Dockerfile), and what they start."""

from __future__ import annotations

import posixpath

from wslint.model.commands import SHELLS, interpreted_file, program_name
from wslint.project.arguments import Argument, shell_arguments, staying_command
from wslint.project.environment import EffectiveEnvironment
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.workload import CopiedFile, Workload
    from wslint.project.project import Project
    from wslint.syntax.shell import Script, SimpleCommand


class EntrypointScript(NamedTuple):
    """A shell script that a container starts with. `text` covers all of it; `copied` is the COPY of it."""

    script: Script
    text: Argument
    copied: CopiedFile
    word: Argument


def entrypoint_script(
    project: Project, workload: Workload, argv: tuple[Argument, ...]
) -> EntrypointScript | None:
    """The script that a command line names, if this Dockerfile copies it from its build context."""
    stage = workload if workload.platform == "image" else project.image_of(workload)
    if stage is None or stage.image_facts is None or not argv:
        return None
    word = argv[0]
    interpreted = interpreted_file([argument.text for argument in argv])
    if interpreted is not None:
        word = argv[interpreted]
    if word.text is None:
        return None
    for copied in reversed(stage.image_facts.copied):
        if not _places(copied, word.text, stage.image_facts.workdir):
            continue
        return _read(project, stage, copied, word, sure=interpreted is not None)
    return None


def _read(
    project: Project, stage: Workload, copied: CopiedFile, word: Argument, *, sure: bool
) -> EntrypointScript | None:
    if copied.heredoc is not None:
        text = Argument(copied.heredoc, copied.span)
    else:
        source = _source(project, stage, copied, word.text or "")
        if source is None:
            return None
        text = Argument(source.text, Span(source, 0, len(source.text)), lambda at: at)
    if not (sure or _is_shell_script(text.text or "")):
        return None
    from wslint.syntax.shell import parse_shell

    return EntrypointScript(parse_shell(text.text or ""), text, copied, word)


def _source(project: Project, stage: Workload, copied: CopiedFile, word: str) -> Source | None:
    """The copied file, or the file of the word's name in a copied folder."""
    found = project.context_file(stage, copied)
    if found is not None:
        return found
    inside = copied._replace(source=posixpath.join(copied.source, posixpath.basename(word)))
    return project.context_file(stage, inside)


def _places(copied: CopiedFile, word: str, workdir: str | None) -> bool:
    """Whether a COPY puts a file where the word finds it: by path, or by name in a folder of the PATH."""
    if copied.destination is None:
        return False
    name = posixpath.basename(word)
    destination = copied.destination
    source_name = posixpath.basename(copied.source.rstrip("/"))
    into_folder = destination.endswith("/") or destination in (".", "./")
    placed = posixpath.join(destination, source_name) if into_folder else destination
    wanted = posixpath.normpath(word if word.startswith("/") else posixpath.join(workdir or "/", word))
    if wanted == posixpath.normpath(placed):
        return True
    if "/" not in word and posixpath.basename(placed) == word and posixpath.dirname(placed).endswith("bin"):
        return True
    # A whole folder is copied, and the word names a file right in it.
    if "." in source_name and source_name != ".":
        return False
    inside = posixpath.normpath(posixpath.join(destination, name))
    return wanted == inside and posixpath.basename(placed) != name


def _is_shell_script(text: str) -> bool:
    """Whether a text begins as a shell script does; one without a shebang is run by a shell, too."""
    first = text.partition("\n")[0]
    if not first.startswith("#!"):
        return False
    return any(program_name(part) in SHELLS for part in first[2:].split())


def script_argv(
    script: Script, text: Argument, rest: tuple[Argument, ...], environment: EffectiveEnvironment
) -> tuple[Argument, ...] | None:
    """The words of the command that a script stays with; `rest` stands where it says `"$@"`.

    None where that cannot be told.
    """
    command = staying_command(script)
    if command is None:
        return None
    return _with_arguments(command, text, rest, environment)


def _with_arguments(
    command: SimpleCommand, text: Argument, rest: tuple[Argument, ...], environment: EffectiveEnvironment
) -> tuple[Argument, ...] | None:
    words = command.program
    arguments = list(shell_arguments(words, text, environment))
    for at in range(len(words) - 1, -1, -1):
        names = [getattr(part, "name", "") for part in words[at].parts]
        if names in (["@"], ["*"]):
            arguments[at : at + 1] = rest
    return tuple(arguments) or None
