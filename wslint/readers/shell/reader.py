"""A shell text to its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wslint.model.calls import ComposeCall, ImageBuild, StopCall
from wslint.model.facts import FileFacts
from wslint.model.value import Known, Unknown
from wslint.model.workload import Workload
from wslint.readers.shell.building import BUILDING, STOPPING, read_build, read_compose_call, read_stops
from wslint.readers.shell.command_line import Call, find_call
from wslint.readers.shell.containers import RUNNING, read_container
from wslint.readers.shell.documents import embedded_in
from wslint.readers.shell.reading import ShellReading
from wslint.readers.shell.recovery import speaks_of_containers, without_errors
from wslint.readers.shell.remarks import remarks_of
from wslint.readers.shell.systems import desktop_spans
from wslint.syntax.shell import SimpleCommand, Values, parse_shell
from wslint.text import Source, Span

_MOST_CALLS = 2_000


def read_shell(
    source: Source,
    *,
    directory: str | None = "",
    variables: Mapping[str, Known[str]] | None = None,
    built: frozenset[str] = frozenset(),
) -> FileFacts:
    """The facts of a shell text (sh, bash, zsh as far as bash reads it), kind "shell".

    `directory`: the folder in which it runs, as ImageBuild has it ("": where the script starts); `variables`:
    what the file around it sets before it begins; `built`: names of images that are partly unknown and built by
    the texts beside it (partly_known). Workloads have the platform "docker-run"; `embedded` are its
    here-documents that are files, and texts that it gives to another shell. A text with a syntax error is
    read line by line, without variables.
    """
    if not speaks_of_containers(source.text):
        return FileFacts(source, "shell")
    script = parse_shell(source.text)
    skipped: list[Unknown] = []
    sighted = not script.broken
    if script.broken:
        skipped.append(Unknown("the shell text cannot be parsed as a whole", Span(source, 0, 0)))
        script = without_errors(source.text)
    given = {name: one.value for name, one in (variables or {}).items()}
    values = Values(script, blind=not sighted, given=given)
    reading = ShellReading(source, script, values, directory if sighted else None)
    workloads: list[Workload] = []
    builds: list[ImageBuild] = []
    calls: list[ComposeCall] = []
    stops: list[StopCall] = []
    for command, call in _calls(reading):
        if call.command in RUNNING:
            workload = read_container(reading, call, command)
            workloads += [workload] if workload is not None else []
        elif call.command in BUILDING:
            build = read_build(reading, call, command)
            builds += [build] if build is not None else []
        elif call.command == ("compose",):
            composed = read_compose_call(reading, call, command)
            calls += [composed] if composed is not None else []
        elif call.command in STOPPING:
            stops += read_stops(reading, call, command)
    return FileFacts(
        source,
        "shell",
        workloads=tuple(_as_built(reading, built | partly_known(builds), workload) for workload in workloads),
        remarks=remarks_of(source, script),
        unknown=tuple(reading.unknown),
        skipped=(*skipped, *reading.skipped),
        builds=tuple(builds),
        compose_calls=tuple(calls),
        stops=tuple(stops),
        embedded=tuple(embedded_in(reading)),
        for_desktop=desktop_spans(source, workloads),
    )


def _calls(reading: ShellReading) -> Iterator[tuple[SimpleCommand, Call]]:
    """The commands of container tools in a script."""
    count = 0
    for command in reading.script.commands:
        call = find_call(reading.values.words(command))
        if call is None:
            continue
        count += 1
        if count > _MOST_CALLS:
            reason = f"more than {_MOST_CALLS} commands of container tools: the rest is not read"
            reading.skipped.append(Unknown(reason, reading.span(command.start, command.end)))
            return
        yield command, call


def partly_known(builds: Iterable[ImageBuild]) -> frozenset[str]:
    """The names of images of which a part is unknown, `app:${TAG}`, as later commands of one file write them."""
    return frozenset(_written(tag) for build in builds for tag in build.tags if "${" in tag.value)


def _as_built(reading: ShellReading, built: frozenset[str], workload: Workload) -> Workload:
    """A container whose image is built beside it, by a name of which a part is unknown."""
    pattern = reading.patterns.get(workload.owner)
    if pattern is None or _written(pattern) not in built:
        return workload
    return workload._replace(image=pattern)


def _written(pattern: Known[str]) -> str:
    """A name with its variables; an expression of a CI file as it stands in that file, as only its length is left."""
    return pattern.span.home.text.strip("\"'") if "${__" in pattern.value else pattern.value
