"""The stages of a Dockerfile as workloads."""

from __future__ import annotations

from wslint.model.commands import Command
from wslint.model.environment import Environment, Variable
from wslint.model.facts import FileFacts, Problem
from wslint.model.ports import Declared
from wslint.model.probes import Healthcheck
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import ImageFacts, Workload
from wslint.readers.image.layers import Layers
from wslint.readers.image.remarks import remarks_of
from wslint.readers.image.scope import Binding, build_argument, global_bindings
from wslint.readers.image.shell import WINDOWS, is_windows
from wslint.readers.image.tools import missing_tools
from wslint.readers.image.words import unquoted
from wslint.syntax.dockerfile import Dockerfile, Stage, pairs
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    T = TypeVar("T")

MAX_INHERITED = 50_000
"""How many values the stages of a file may take over from each other: a chain of stages squares them."""

SIGTERM = "SIGTERM"
"""What the engine sends where no STOPSIGNAL is (Dockerfile reference, STOPSIGNAL)."""


def read_image(dockerfile: Dockerfile) -> FileFacts:
    """The facts of a Dockerfile: a workload for each stage, with all that it inherits within the file."""
    problems = tuple(
        Problem("syntax-error", problem.span, {"reason": problem.reason}) for problem in dockerfile.problems
    )
    facts = FileFacts(dockerfile.source, "dockerfile", problems=problems, remarks=remarks_of(dockerfile))
    global_args = global_bindings(dockerfile)
    workloads: list[Workload] = []
    finished: list[_Finished] = []
    left = MAX_INHERITED
    for stage in dockerfile.stages:
        # A stage is FROM an earlier one only; anything else would be an image of that name.
        base = None
        if stage.base_stage is not None and stage.base_stage < len(finished):
            base = finished[stage.base_stage]
            left -= base.layers.size()
        done = _finish(dockerfile, stage, base, global_args) if left >= 0 else _given_up(dockerfile, stage)
        finished.append(done)
        workloads.append(_workload(dockerfile, stage, done))
    return facts._replace(workloads=tuple(workloads), unknown=_unknown(finished))


class _Finished:
    """A stage whose instructions are all read. `base` is the image outside the file at the bottom, if known."""

    __slots__ = ("base", "base_span", "layers", "stage")

    def __init__(self, stage: Stage, base: str | None, base_span: Span, layers: Layers) -> None:
        self.stage = stage
        self.base = base
        self.base_span = base_span
        self.layers = layers


def _finish(
    dockerfile: Dockerfile, stage: Stage, below: _Finished | None, global_args: Mapping[str, Binding]
) -> _Finished:
    """Read a stage on top of the one `below`, or of an image outside the file."""
    if below is not None:
        done = _Finished(stage, below.base, below.base_span, below.layers.inherit(stage.image.span))
    else:
        layers = Layers(bare=stage.base == "scratch", escape=dockerfile.escape, global_args=global_args)
        layers.triggered = ":onbuild" in (stage.base or "") or (stage.base or "").endswith("-onbuild")
        if is_windows(stage.base, dockerfile.escape):
            layers.shell = WINDOWS
        done = _Finished(stage, stage.base, stage.image.span, layers)
    for instruction in stage.instructions:
        done.layers.add(instruction)
    return done


def _given_up(dockerfile: Dockerfile, stage: Stage) -> _Finished:
    """A stage after more inheritance than anyone writes: nothing is known of it."""
    layers = Layers(bare=False, escape=dockerfile.escape, global_args={})
    layers.triggered = True
    layers.variables_complete = layers.ports_complete = False
    nothing = Unknown("the stages of this file inherit too much from each other", stage.image.span)
    layers.entrypoint = layers.command = layers.healthcheck = nothing
    return _Finished(stage, None, stage.image.span, layers)


def _workload(dockerfile: Dockerfile, stage: Stage, done: _Finished) -> Workload:
    owner = stage.from_instruction.span
    layers = done.layers
    end = stage.instructions[-1].span.end if stage.instructions else owner.end
    name, key = _names(dockerfile, stage)
    command: Value[Command] = _given(layers.command, layers, owner)
    if layers.command is None and layers.command_reset:
        command = Absent(None, owner)
    return Workload(
        platform="image",
        name=name,
        key=key,
        owner=owner,
        extent=Span(owner.source, owner.start, max(end, owner.end)),
        image=_image(stage),
        entrypoint=_given(layers.entrypoint, layers, owner),
        command=command,
        environment=Environment(tuple(layers.variables), complete=layers.variables_complete),
        declared=Declared(tuple(layers.ports), layers.ports_complete),
        healthcheck=_healthcheck(layers, owner),
        grace=Absent(None, owner),
        stop_signal=_given(layers.stop_signal, layers, owner, SIGTERM),
        init=Absent(False, owner),
        network_mode=Absent(None, owner),
        extra_hosts=Absent((), owner),
        pre_stop=Absent(None, owner),
        labels=layers.labels,
        image_facts=_image_facts(dockerfile, stage, done),
    )


def _given(
    value: Known[T] | Unknown | None, layers: Layers, owner: Span, default: T | None = None
) -> Value[T]:
    """What the file says; else absent under scratch, and otherwise unknown: the base image may say it."""
    if value is not None:
        return value
    if layers.bare and not layers.triggered:
        return Absent(default, owner)
    return Unknown("set by the base image", owner)


def _healthcheck(layers: Layers, owner: Span) -> Value[Healthcheck]:
    """A base image outside the file counts as without a check: whoever relies on its check says so here."""
    if layers.healthcheck is not None:
        return layers.healthcheck
    return Unknown("a trigger of the base may set it", owner) if layers.triggered else Absent(None, owner)


def _names(dockerfile: Dockerfile, stage: Stage) -> tuple[str, str]:
    """The name for people, and the stable key."""
    key = f"{dockerfile.source.path}#stage:{stage.number}"
    if stage.name is not None:
        return f"stage `{stage.name}`", f"{key}:{stage.name}"
    if len(dockerfile.stages) == 1:
        return "the image", key
    return ("the last stage" if stage is dockerfile.stages[-1] else f"stage {stage.number}"), key


def _image(stage: Stage) -> Value[str]:
    """The image outside the file that a stage is FROM; absent where it is FROM a stage or from scratch."""
    if not stage.is_external:
        return Absent(None, stage.from_instruction.span)
    if stage.base is None:
        return Unknown("the base image has a variable without a known value", stage.image.span)
    return Known(stage.base, unquoted(stage.image.span))


def _image_facts(dockerfile: Dockerfile, stage: Stage, done: _Finished) -> ImageFacts:
    layers = done.layers
    arguments = list(layers.build_arguments)
    if stage.number == 0:
        arguments = [*_global_arguments(dockerfile, layers.global_args), *arguments]
    return ImageFacts(
        number=stage.number,
        stage=stage.name,
        final=stage is dockerfile.stages[-1],
        base=done.base,
        base_span=done.base_span,
        shell_runs=tuple(layers.runs),
        copied=tuple(layers.copied),
        workdir=layers.workdir,
        shell=layers.shell,
        onbuild_unknown=layers.triggered,
        missing_tools=frozenset()
        if layers.triggered
        else missing_tools(done.base, layers.runs, layers.copied),
        build_args=tuple(arguments),
        parent=done.stage.base_stage,
        arguments=tuple(layers.arguments.values()),
        handed=tuple(layers.handed),
    )


def _global_arguments(dockerfile: Dockerfile, bindings: Mapping[str, Binding]) -> list[Variable]:
    every = [pair for one in dockerfile.global_args if not one.refused for pair in pairs(one)]
    arguments = [build_argument(pair, bindings.get(pair.key)) for pair in every]
    return [argument for argument in arguments if argument is not None]


def _unknown(finished: list[_Finished]) -> tuple[Unknown, ...]:
    """What a variable hides, each once."""
    found: dict[tuple[int, str], Unknown] = {}
    for done in finished:
        layers = done.layers
        image = _image(done.stage)
        every = [image, layers.entrypoint, layers.command, layers.healthcheck, layers.stop_signal]
        # The rest of PATH is the base's, and nothing here hangs on it.
        variables = [variable.value for variable in layers.variables if variable.name != "PATH"]
        for value in (*every, *variables):
            if isinstance(value, Unknown) and value.span is not None:
                found.setdefault((value.span.start, value.reason), value)
    return tuple(found[key] for key in sorted(found))
