"""`docker run`, `docker create`, `podman run`, `nerdctl run` to workloads.

Source: docs.docker.com/reference/cli/docker/container/run/.
"""

from __future__ import annotations

from wslint.model.commands import Command, Word
from wslint.model.environment import Environment, EnvironmentSource, Variable
from wslint.model.images import parse_reference
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import HostEntry, Workload
from wslint.readers.shell.addresses import exposed, hosts, networks, published
from wslint.readers.shell.command_line import Call, Given, Options, parse_options
from wslint.readers.shell.health import healthcheck
from wslint.readers.shell.options import RUN
from wslint.readers.shell.reading import ShellReading
from wslint.syntax.shell import Expanded, SimpleCommand
from wslint.text import Span

GRACE_SECONDS = 10.0
"""How long docker waits before it kills (docker container run, `--stop-timeout`, on Linux)."""

RUNNING = frozenset({("run",), ("create",), ("container", "run"), ("container", "create")})
_LATER = "further options are known only when the script runs"


def read_container(reading: ShellReading, call: Call, command: SimpleCommand) -> Workload | None:
    """The container that a command line starts; None where it cannot be told which image it runs."""
    options = parse_options(reading.source, call.rest, RUN)
    owner = reading.span(call.start, call.end)
    if options.refused is not None:
        name = options.refused.partition("=")[0]
        reason = f"`{name}` is not known as an option of `{call.tool} {call.command[-1]}`, or has no value"
        reading.skipped.append(Unknown(reason, owner))
        return None
    if options.is_set("help"):
        return None
    if not options.rest:
        reading.skipped.append(Unknown("the image cannot be told from the words of the script", owner))
        return None
    image = _image(reading, options)
    if isinstance(image, Known) and not _is_reference(image.value):
        # `docker run [OPTIONS] IMAGE`, `docker run … nginx`
        reading.skipped.append(Unknown(f"`{image.value}` is no name of an image", image.span))
        return None
    pattern = None if isinstance(image, Known) else reading.pattern(_first(reading, options))
    if pattern is not None and not options.doubtful:
        reading.patterns[owner] = pattern
    around = networks(reading, options, owner)
    started = _command(reading, options, owner)
    called = options.value("name")
    container = None if called is None else reading.string(called)
    host_entries = hosts(reading, options, owner)
    if call.tool == "podman" and isinstance(host_entries, Absent | Known):
        host_entries = _podman(host_entries, owner)
    ports = published(reading, options)
    shown = container.value if isinstance(container, Known) else _short(image, _first(reading, options))
    return Workload(
        platform="docker-run",
        name=f"{call.tool} {call.command[-1]} `{shown}`",
        key=f"{reading.source.path}#{owner.home.start}",
        owner=owner,
        extent=reading.span(command.start, command.end),
        image=image,
        entrypoint=_entrypoint(reading, options, owner),
        command=started,
        healthcheck=healthcheck(reading, options, owner),
        grace=_grace(reading, options, owner),
        stop_signal=_text(reading, options, "stop-signal", owner),
        init=_init(options, owner),
        network_mode=around.mode,
        extra_hosts=host_entries,
        pre_stop=Absent(None, owner),
        environment=_environment(reading, options, command),
        declared=exposed(options),
        published=ports,
        labels=_labels(reading, options),
        networks=around.names,
        aliases=around.aliases,
        container_name=container if isinstance(container, Known) else None,
        once=_ends_itself(options, started),
    )


def _short(image: Value[str], given: Given) -> str:
    """What people call the image: its name without registry, or as it is written."""
    if not isinstance(image, Known):
        return given.span.text.strip("\"'")[:40]
    reference = parse_reference(image.value)
    return reference.name if reference is not None else image.value


def _first(reading: ShellReading, options: Options) -> Given:
    return Given(reading.source, options.rest[0], 0, len(options.rest[0].text))


def _image(reading: ShellReading, options: Options) -> Value[str]:
    given = _first(reading, options)
    if options.doubtful:
        return Unknown(_LATER, given.span)
    return reading.string(given)


def _is_reference(text: str) -> bool:
    """Whether a text may name an image (distribution, reference package)."""
    allowed = all(char.isascii() and (char.isalnum() or char in "._-/:@") for char in text)
    return allowed and text[:1].isalnum() and parse_reference(text) is not None


def _command(reading: ShellReading, options: Options, owner: Span) -> Value[Command]:
    """The words after the image. One that may be several leaves the whole unknown."""
    words = options.rest[1:]
    if options.doubtful:
        return Unknown(_LATER, owner)
    if not words:
        return Absent(None, owner)
    span = reading.span(min(word.start for word in words), max(word.end for word in words))
    if any(word.several for word in words):
        return Unknown("the command is known only when the script runs", span)
    return Known(Command("exec", tuple(_word(reading, word) for word in words), span), span)


def _word(reading: ShellReading, word: Expanded) -> Word:
    given = Given(reading.source, word, 0, len(word.text))
    if word.known is None:
        reading.cannot_know(given)
    return Word(word.known, given.span)


def _entrypoint(reading: ShellReading, options: Options, owner: Span) -> Value[Command]:
    given = options.value("entrypoint")
    if given is None:
        return Absent(None, owner) if options.complete else Unknown(_LATER, owner)
    text = reading.string(given)
    if isinstance(text, Unknown):
        return text
    # `--entrypoint ""` takes the image's own away; podman takes a list as well.
    words: tuple[Word, ...] = (Word(text.value, text.span),) if text.value else ()
    if text.value.startswith("["):
        return Unknown("a list as entrypoint is not read", text.span)
    return Known(Command("exec", words, text.span), text.span)


def _text(reading: ShellReading, options: Options, name: str, owner: Span) -> Value[str]:
    given = options.value(name)
    if given is not None:
        return reading.string(given)
    return Absent(None, owner) if options.complete else Unknown(_LATER, owner)


def _init(options: Options, owner: Span) -> Value[bool]:
    option = options.last("init")
    if option is not None:
        return Known(options.is_set("init"), option.span)
    return Absent(False, owner) if options.complete else Unknown(_LATER, owner)


def _grace(reading: ShellReading, options: Options, owner: Span) -> Value[float]:
    """`--stop-timeout` in whole seconds; a negative one waits for ever."""
    given = options.value("stop-timeout")
    if given is None:
        return Absent(GRACE_SECONDS, owner) if options.complete else Unknown(_LATER, owner)
    text = reading.string(given)
    if isinstance(text, Unknown):
        return text
    if not (text.value.isascii() and text.value.isdigit()) or len(text.value) > 9:
        return Unknown(f"`{text.value}` is no number of seconds", text.span)
    return Known(float(text.value), text.span, text.via)


def _podman(
    entries: Known[tuple[HostEntry, ...]] | Absent[tuple[HostEntry, ...]], owner: Span
) -> Value[tuple[HostEntry, ...]]:
    """Podman maps host.docker.internal by itself (podman-run(1), `--add-host`, "host.containers.internal")."""
    return entries if isinstance(entries, Known) else Unknown("podman maps names of the host itself", owner)


def _environment(reading: ShellReading, options: Options, command: SimpleCommand) -> Environment:
    """`-e NAME=VALUE`, `-e NAME` from where the line runs, `--env-file PATH`."""
    variables: list[Variable] = []
    complete = options.complete
    for given in options.values("env"):
        variable = _variable(reading, given, command)
        if variable is None:
            complete = False
        else:
            variables.append(variable)
    sources: list[EnvironmentSource] = []
    folder = reading.directory(command)
    for given in options.values("env-file"):
        path = reading.path(given)
        if path is None or path.startswith("/"):
            complete = False
            continue
        name = path if path.startswith("<script>") or not folder else f"{folder}/{path}"
        if folder is None and not path.startswith("<script>"):
            complete = False
            continue
        name = name.removeprefix("<script>/")
        sources.append(EnvironmentSource("file", name, "", False, given.span, raw=True))
    return Environment(tuple(variables), (), tuple(sources), complete)


def _variable(reading: ShellReading, given: Given, command: SimpleCommand) -> Variable | None:
    name, equals, value = given.text.partition("=")
    if not name or not given.slice(0, len(name)).known or name.endswith("*"):
        return None
    name_span = given.part(0, len(name))
    if equals:
        rest = given.slice(len(name) + 1)
        if not value:
            return Variable(name, Known("", given.span), name_span)
        return Variable(name, reading.string(rest), name_span)
    outside = reading.variable(name, command)
    if isinstance(outside, str):
        return Variable(name, Known(outside, given.span, (given.span,)), name_span)
    unknown = Unknown("taken from the environment in which the script runs", given.span)
    reading.unknown.append(unknown)
    return Variable(name, unknown, name_span)


def _labels(reading: ShellReading, options: Options) -> dict[str, Known[str] | Unknown]:
    labels: dict[str, Known[str] | Unknown] = {}
    for given in options.values("label"):
        name, equals, value = given.text.partition("=")
        if not given.slice(0, len(name)).known:
            continue
        if not equals or not value:
            labels[name] = Known("", given.span)
        else:
            labels[name] = reading.string(given.slice(len(name) + 1))
    return labels


def _ends_itself(options: Options, started: Value[Command]) -> bool:
    """Whether a container in the foreground is run for one command and publishes nothing: a tool, not a server."""
    if options.is_set("detach") or options.is_set("publish-all") or options.value("publish") is not None:
        return False
    restart = options.value("restart")
    if restart is not None and restart.text != "no":
        return False
    kept = options.is_set("rm") or options.is_set("tty") or options.is_set("interactive")
    own = isinstance(started, Known | Unknown) or options.value("entrypoint") is not None
    return kept and own
