"""`docker build` and its like, `docker compose -f …`, `docker stop -t`.

Sources: docs.docker.com/reference/cli/docker/buildx/build/, …/docker/compose/, …/docker/container/stop/.
"""

from __future__ import annotations

from wslint.model.calls import ComposeCall, ImageBuild, StopCall
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import Build
from wslint.readers.shell.command_line import Call, Given, Options, parse_options
from wslint.readers.shell.options import BUILD, COMPOSE, STOP
from wslint.readers.shell.reading import ShellReading
from wslint.syntax.shell import SimpleCommand
from wslint.text import Span

_DOLLARS = frozenset("$`")

BUILDING = frozenset(
    {("build",), ("image", "build"), ("buildx", "build"), ("builder", "build"), ("buildx", "b")}
)
STOPPING = frozenset({("stop",), ("restart",), ("container", "stop"), ("container", "restart")})
_REMOTE = (
    "http://",
    "https://",
    "git://",
    "ssh://",
    "git@",
    "github.com/",
    "docker-image://",
    "oci-layout://",
)
# Commands of Compose that read no project.
_WITHOUT_PROJECT = frozenset({"version", "ls", "help", "completion"})


def read_build(reading: ShellReading, call: Call, command: SimpleCommand) -> ImageBuild | None:
    """The names that a command line gives to an image, and what it builds it from."""
    options = parse_options(reading.source, call.rest, BUILD, mixed=True)
    span = reading.span(call.start, call.end)
    if options.refused is not None or options.is_set("help"):
        if options.refused is not None:
            name = options.refused.partition("=")[0]
            reason = f"`{name}` is not known as an option of `{call.tool} build`, or has no value"
            reading.skipped.append(Unknown(reason, span))
        return None
    contexts = [Given(reading.source, word, 0, len(word.text)) for word in options.rest]
    if len(contexts) != 1:
        # podman builds the folder that it runs in where none is named.
        if contexts or call.tool != "podman":
            return None
        context: str | None = "."
        stdin = False
    else:
        context = _local(reading, contexts[0])
        stdin = contexts[0].text == "-"
    file = options.value("file")
    dockerfile = _dockerfile(reading, options, context)
    stdin = stdin or (file is not None and file.text == "-")
    build = Build(
        context,
        dockerfile,
        _target(reading, options, span),
        span,
        stdin,
        _arguments(reading, options, command),
        given=_given(options),
    )
    tags = []
    for given in options.values("tag"):
        tag = reading.string(given) if given.known is not None else reading.pattern(given)
        tags += [tag] if isinstance(tag, Known) else []
    return ImageBuild(
        tuple(tags), build, reading.directory(command), reading.span(command.start, command.end)
    )


def _local(reading: ShellReading, given: Given) -> str | None:
    """A context in the tree; None for standard input, an address, or a path from the root of the machine."""
    path = reading.path(given)
    if path is None or path == "-" or path.startswith(("/", "~", *_REMOTE)) or "://" in path:
        return None
    return path or "."


def _dockerfile(reading: ShellReading, options: Options, context: str | None) -> str | None:
    """The Dockerfile, relative to the context as Compose writes it; on a command line it is to the folder."""
    given = options.value("file")
    if given is None:
        return "Dockerfile" if options.complete else None
    path = reading.path(given)
    if path is None or path == "-" or path.startswith(("/", "~")) or "://" in path or context is None:
        return None
    return seen_from(context, path)


def seen_from(folder: str, path: str) -> str | None:
    """A path relative to another folder, where both are relative to the same third one; `<script>/…` stays.

    None where the folder leads up out of what is known.
    """
    if path.startswith("<script>") and not folder.startswith("<script>"):
        return path
    if folder.startswith("<script>") and not path.startswith("<script>"):
        return None
    base, parts = _parts(folder), _parts(path)
    while base and parts and base[0] == parts[0]:
        base, parts = base[1:], parts[1:]
    if ".." in base:
        return None
    return "/".join([".."] * len(base) + parts)


def _parts(path: str) -> list[str]:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] not in ("..", "<script>"):
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return parts


def _target(reading: ShellReading, options: Options, span: Span) -> Value[str]:
    given = options.value("target")
    if given is not None:
        return reading.string(given)
    return Absent(None, span) if options.complete else Unknown("further options", span)


def _arguments(reading: ShellReading, options: Options, command: SimpleCommand) -> dict[str, str | None]:
    """The build arguments; None where the value is unknown. One without a value is the environment's."""
    arguments: dict[str, str | None] = {}
    for given in options.values("build-arg"):
        name, equals, _ = given.text.partition("=")
        if not given.slice(0, len(name)).known:
            continue
        if equals:
            arguments[name] = given.slice(len(name) + 1).known
        else:
            outside = reading.variable(name, command)
            arguments[name] = outside if isinstance(outside, str) else None
    return arguments


def _given(options: Options) -> tuple[Known[str], ...]:
    """The names of the build arguments whose value comes from a variable or a command, each with its place."""
    found: list[Known[str]] = []
    for value in options.values("build-arg"):
        name, equals, _ = value.text.partition("=")
        part = value.slice(len(name) + 1) if equals else value
        if value.slice(0, len(name)).known and (not equals or not _DOLLARS.isdisjoint(part.span.text)):
            found.append(Known(name, value.span))
    return tuple(found)


def read_compose_call(reading: ShellReading, call: Call, command: SimpleCommand) -> ComposeCall | None:
    """The files of a Compose project, as a command line names them; None where one is unknown."""
    options = parse_options(reading.source, call.rest, COMPOSE)
    if options.refused is not None or not options.complete or not options.rest:
        return None
    if options.rest[0].text in _WITHOUT_PROJECT:
        return None
    files: list[Known[str]] = []
    for given in options.values("file"):
        path = reading.path(given)
        if path is None or path == "-":
            return None
        files.append(Known(path, given.span))
    span = reading.span(command.start, command.end)
    if not files:
        listed = reading.variable("COMPOSE_FILE", command)
        if listed is None:
            return None
        if isinstance(listed, str):
            # COMPOSE_PATH_SEPARATOR is `:` where it is not set otherwise.
            files = [Known(path, span) for path in listed.split(":") if path]
    folder = options.value("project-directory", "workdir")
    directory = None
    if folder is not None:
        directory = reading.path(folder)
        if directory is None:
            return None
    env_files = _known_paths(reading, options, "env-file")
    profiles = [given.known for given in options.values("profile")]
    if env_files is None or None in profiles:
        return None
    named = tuple(profile for profile in profiles if profile is not None)
    return ComposeCall(tuple(files), reading.directory(command), directory, env_files, named, span)


def _known_paths(reading: ShellReading, options: Options, name: str) -> tuple[str, ...] | None:
    paths = []
    for given in options.values(name):
        path = reading.path(given)
        if path is None:
            return None
        paths.append(path)
    return tuple(paths)


def read_stops(reading: ShellReading, call: Call, command: SimpleCommand) -> list[StopCall]:
    """`docker stop -t SECONDS NAME…`: one for each container that is named."""
    options = parse_options(reading.source, call.rest, STOP, mixed=True)
    given = options.value("time", "timeout")
    if options.refused is not None or given is None:
        return []
    text = given.known
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        return []
    seconds = Known(float(text), given.span)
    span = reading.span(command.start, command.end)
    return [StopCall(word.known, seconds, span) for word in options.rest if word.known]
