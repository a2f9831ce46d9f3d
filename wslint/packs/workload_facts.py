"""What each name of the vocabulary is for one workload, and where that is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wslint.checks.health import lacks_check, runs_once
from wslint.model.commands import Command
from wslint.model.images import parse_reference
from wslint.model.ports import Declared, Published
from wslint.model.probes import Probe
from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import Workload
from wslint.packs.fact import (
    MAX_ITEMS,
    NOTHING,
    Answer,
    Fact,
    entries,
    hosts,
    listed,
    short_name,
    told,
    whole,
)
from wslint.project.check_times import check_times
from wslint.project.project import Project
from wslint.text import Span


def _image(workload: Workload) -> Answer:
    image = workload.image
    if isinstance(image, Absent):
        return NOTHING
    if isinstance(image, Unknown):
        return None
    reference = parse_reference(image.value)
    if reference is None:
        return None
    fields = {name: Fact(getattr(reference, name), image.span) for name in reference._fields}
    return {"": Fact(None, image.span), "reference": Fact(image.value, image.span), **fields}


def _environment(workload: Workload, project: Project) -> Answer:
    found = project.environment(workload)
    return entries(found.values, complete=found.complete)


def _labels(workload: Workload, project: Project) -> Answer:
    pod = project.pod_of(workload)
    complete = not workload.partial and (pod is None or pod.labels is not None)
    return entries(workload.labels, complete=complete)


def _listening(workload: Workload, project: Project) -> Answer:
    found = project.listening(workload)
    return listed(((port.number, port.span) for port in found.ports), complete=found.certainty != "unknown")


def _declared(workload: Workload) -> Answer:
    declared: Declared = workload.declared
    width = sum(port.last - port.first + 1 for port in declared.ports)
    return listed(
        (
            ({"port": number, "protocol": port.protocol, "name": port.name}, port.span)
            for port in (declared.ports if width <= MAX_ITEMS else ())
            for number in range(port.first, port.last + 1)
        ),
        complete=declared.complete and width <= MAX_ITEMS,
    )


def published_ports(workload: Workload) -> Answer:
    """Every published port, ranges written out; a fact with the place of each."""
    published: Published = workload.published
    width = sum(port.container_last - port.container_first + 1 for port in published.ports)
    if not published.complete or width > MAX_ITEMS:
        return None
    found = []
    for port in published.ports:
        same = port.host_last is not None and port.host_first is not None
        same = same and port.host_last - port.host_first == port.container_last - port.container_first  # type: ignore[operator]
        for at in range(port.container_last - port.container_first + 1):
            item = {
                "address": port.host_ip,
                "host": port.host_first + at if same and port.host_first is not None else port.host_first,
                "container": port.container_first + at,
                "protocol": port.protocol,
            }
            if port.host_first is not None and not same:
                del item["host"]  # of a range on the host, the engine picks one
            found.append((item, port.span))
    return listed(found)


def _healthcheck(workload: Workload, project: Project) -> Answer:
    if workload.platform == "kubernetes":
        return NOTHING  # Kubernetes does not look at an image's check
    check = workload.healthcheck
    inherited = _inherited_check(workload, project)
    if isinstance(check, Absent):
        if not isinstance(inherited, Known):
            return NOTHING if isinstance(inherited, Absent) else None
        check = inherited
    if isinstance(check, Unknown):
        return None
    if check.value.disabled:
        return NOTHING
    test = check.value.test
    if isinstance(test, Absent):
        if not isinstance(inherited, Known):
            return NOTHING if isinstance(inherited, Absent) else None
        test = inherited.value.test
    times = check_times(project, workload)
    fields: dict[str, Fact | None] = {"": Fact(None, check.span), "command": _command(test)}
    names = {
        "interval": "interval",
        "timeout": "timeout",
        "startPeriod": "start_period",
        "retries": "retries",
    }
    for name, own in names.items():
        fields[name] = None if times is None else told(getattr(times, own))
    fields["window"] = _product(fields["interval"], fields["retries"], check.span)
    return fields


def _inherited_check(workload: Workload, project: Project) -> Value[Any]:
    stage = workload if workload.platform == "image" else project.image_of(workload)
    if stage is None:
        return Unknown("an image outside the tree")
    if isinstance(stage.healthcheck, Absent) and not lacks_check(project, stage):
        return Unknown("the base image's")
    if isinstance(stage.healthcheck, Known) and stage.healthcheck.value.disabled:
        return Absent(None, stage.owner)
    return stage.healthcheck


def _command(value: Value[Command]) -> Fact | None:
    if not isinstance(value, Known):
        return NOTHING if isinstance(value, Absent) else None
    command = value.value
    if command.form == "shell":
        return None if command.text is None else Fact(command.text, command.span)
    words = [word for word in command.argv if word is not None]
    return Fact(" ".join(words), command.span) if len(words) == len(command.argv) else None


def _product(one: Fact | None, other: Fact | None, span: Span) -> Fact | None:
    if one is None or other is None or one.value is None or other.value is None:
        return None
    return Fact(whole(one.value * other.value), one.span or other.span or span)


def _probe(kind: str) -> Callable[[Workload, Project], Answer]:
    def probe_of(workload: Workload, _: Project) -> Answer:
        if workload.platform != "kubernetes":
            return NOTHING
        value = workload.probes.get(kind)  # type: ignore[call-overload]  # the three kinds are its keys
        if not isinstance(value, Known):
            return NOTHING if value is None or isinstance(value, Absent) else None
        probe: Probe = value.value
        if probe.action == "none":
            return NOTHING
        return {
            "": Fact(None, probe.span),
            "action": Fact(probe.action, probe.span),
            "port": told(probe.port),
            "path": told(probe.path),
            "initialDelay": told(probe.initial_delay),
            "period": told(probe.period),
            "timeout": told(probe.timeout),
            "failures": told(probe.failures),
            "window": _product(told(probe.period), told(probe.failures), probe.span),
            "grace": told(probe.grace),
        }

    return probe_of


def _grace(workload: Workload, project: Project) -> Answer:
    pod = project.pod_of(workload)
    return told(pod.grace if pod is not None else workload.grace)


def _stop_signal(workload: Workload, project: Project) -> Answer:
    own = workload.stop_signal
    if workload.platform == "image" or not isinstance(own, Absent):
        return told(own)
    stage = project.image_of(workload)
    return None if stage is None else told(stage.stop_signal)


def _long_running(workload: Workload, project: Project) -> Answer:
    return Fact(not runs_once(project, workload))


def _build(workload: Workload) -> Answer:
    build = workload.build
    if build is None:
        return None if workload.partial else NOTHING
    context = None if build.context is None else Fact(build.context, build.span)
    dockerfile = None if build.dockerfile is None else Fact(build.dockerfile, build.span)
    return {
        "": Fact(None, build.span),
        "context": context,
        "dockerfile": Fact(None, build.span) if build.inline else dockerfile,
        "target": told(build.target),
    }


def _stage(workload: Workload, project: Project) -> Answer:
    stage = workload if workload.platform == "image" else project.image_of(workload)
    facts = stage.image_facts if stage is not None else None
    if stage is None or facts is None:
        return None
    return {
        "": Fact(None, stage.owner),
        "name": Fact(facts.stage, stage.owner),
        "base": None if facts.base is None else Fact(facts.base, facts.base_span),
        "workdir": Fact(facts.workdir),
        "final": Fact(facts.final),
        "ships": Fact(project.ships(stage)),
    }


def _profiles(workload: Workload) -> Answer:
    return None if workload.partial else Fact(list(workload.profiles))


def _depends_on(workload: Workload) -> Answer:
    found = (({"service": one.service, "condition": one.condition}, one.span) for one in workload.depends_on)
    return listed(found, complete=not workload.partial)


WORKLOAD_FACTS: Mapping[str, Callable[[Workload, Project], Answer]] = {
    "platform": lambda one, _: Fact(one.platform),
    "name": lambda one, _: Fact(short_name(one)),
    "path": lambda one, _: Fact(one.path),
    "role": lambda one, _: Fact(one.role),
    "longRunning": _long_running,
    "image": lambda one, _: _image(one),
    "environment": _environment,
    "labels": _labels,
    "ports.listening": _listening,
    "ports.declared": lambda one, _: _declared(one),
    "ports.published": lambda one, _: published_ports(one),
    "healthcheck": _healthcheck,
    "probes.liveness": _probe("liveness"),
    "probes.readiness": _probe("readiness"),
    "probes.startup": _probe("startup"),
    "grace": _grace,
    "stopSignal": _stop_signal,
    "init": lambda one, _: told(one.init, default=False),
    "networkMode": lambda one, _: told(one.network_mode),
    "extraHosts": lambda one, _: hosts(one.extra_hosts),
    "profiles": lambda one, _: _profiles(one),
    "dependsOn": lambda one, _: _depends_on(one),
    "build": lambda one, _: _build(one),
    "stage": _stage,
}
