"""One service of a Compose file to a workload."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wslint.model.value import Absent, Known, Unknown, Value
from wslint.model.workload import Dependency, Workload
from wslint.readers.compose.building import read_build
from wslint.readers.compose.command import read_command
from wslint.readers.compose.environment import read_environment, read_labels
from wslint.readers.compose.health import read_healthcheck
from wslint.readers.compose.hosts import read_hosts
from wslint.readers.compose.ports import read_exposed, read_published
from wslint.readers.compose.reading import Place, Reading
from wslint.readers.compose.text import Text
from wslint.syntax.yaml import Mapping, Scalar, Sequence
from wslint.text import Span

T = TypeVar("T")

GRACE_SECONDS = 10.0
"""The default of stop_grace_period (Compose file reference, `stop_grace_period`)."""


def read_service(reading: Reading, name: str, owner: Span, place: Place, *, inherits: bool) -> Workload:
    """A workload. `owner` is the service's key; `inherits`: another file or document may complete it.

    What such a service does not write is unknown, not absent.
    """

    def value(key: str, read: Callable[[Place], Known[T] | Unknown], default: T | None = None) -> Value[T]:
        written = reading.child(place, key)
        if written is not None:
            return read(written)
        if inherits:
            return Unknown("inherited from elsewhere", owner)
        return Absent(default, owner)

    build = reading.child(place, "build")
    return Workload(
        platform="compose",
        name=f"service `{name}`",
        key=f"{owner.path}#{name}",
        owner=owner,
        extent=Span(owner.source, owner.start, max(owner.end, place.use.end)),
        image=value("image", reading.string),
        entrypoint=value("entrypoint", lambda at: read_command(reading, at)),
        command=value("command", lambda at: read_command(reading, at)),
        environment=read_environment(reading, place, inherits=inherits),
        declared=read_exposed(reading, reading.child(place, "expose"), inherits=inherits),
        published=read_published(reading, reading.child(place, "ports"), inherits=inherits),
        healthcheck=value("healthcheck", lambda at: read_healthcheck(reading, at, inherits=inherits)),
        grace=value("stop_grace_period", reading.duration, GRACE_SECONDS),
        stop_signal=value("stop_signal", reading.string),
        init=value("init", reading.boolean, default=False),
        network_mode=value("network_mode", reading.string),
        extra_hosts=value("extra_hosts", lambda at: read_hosts(reading, at)),
        pre_stop=Absent(None, owner),
        labels=read_labels(reading, reading.child(place, "labels")),
        profiles=_profiles(reading, place),
        build=None if build is None else read_build(reading, build, owner.source, inherits=inherits),
        networks=_networks(reading, place),
        aliases=_aliases(reading, place),
        scaled=_scaled(reading, place),
        depends_on=_depends_on(reading, place),
        container_name=_container_name(reading, place),
        partial=inherits,
        once=_once(reading, place),
    )


def _once(reading: Reading, service: Place) -> bool:
    """Whether `restart: "no"` is written, as it is for what is meant to end; YAML 1.1 reads `no` as false."""
    written = reading.child(service, "restart")
    if written is None:
        return False
    value = reading.plain(written)
    return value is False or (isinstance(value, Text) and not value.holes and value.value in ("no", "false"))


def _profiles(reading: Reading, service: Place) -> tuple[str, ...]:
    written = reading.child(service, "profiles")
    if written is None:
        return ()
    return _names(reading, written)


def _networks(reading: Reading, service: Place) -> tuple[str, ...] | None:
    """The networks that a service joins; None: the project's default one."""
    written = reading.child(service, "networks")
    if written is None:
        return None
    if isinstance(written.value, Mapping):
        return tuple(entry.key_text for entry in reading.entries(written) if entry.key_text) or None
    return _names(reading, written) or None


def _aliases(reading: Reading, service: Place) -> tuple[str, ...]:
    """The `aliases` of all networks that a service joins."""
    networks = reading.child(service, "networks")
    if networks is None or not isinstance(networks.value, Mapping):
        return ()
    names: list[str] = []
    for entry in reading.entries(networks):
        network = reading.entered(entry, networks.via)
        aliases = None if network is None else reading.child(network, "aliases")
        if aliases is not None:
            names += _names(reading, aliases)
    return tuple(names)


def _names(reading: Reading, place: Place) -> tuple[str, ...]:
    """The strings of a list; one with an unknown variable stands as it is written."""
    texts = (reading.plain(item) for item in reading.items(place))
    return tuple(text.raw if text.holes else text.value for text in texts if isinstance(text, Text))


def _scaled(reading: Reading, service: Place) -> bool:
    """Whether more than one container runs: `scale` or `deploy.replicas`."""
    deploy = reading.child(service, "deploy")
    counts = [reading.child(service, "scale"), None if deploy is None else reading.child(deploy, "replicas")]
    for count in counts:
        number = None if count is None else reading.integer(count)
        if isinstance(number, Known) and number.value > 1:
            return True
    return False


def _depends_on(reading: Reading, service: Place) -> tuple[Dependency, ...]:
    written = reading.child(service, "depends_on")
    if written is None:
        return ()
    found: list[Dependency] = []
    if isinstance(written.value, Mapping):
        for entry in reading.entries(written):
            inner = reading.entered(entry, written.via)
            if entry.key_text and inner is not None:
                found.append(_dependency(reading, entry.key_text, entry.key.span, inner))
    elif isinstance(written.value, Sequence):
        for item in reading.items(written):
            name = reading.string(item)
            if isinstance(name, Known):
                found.append(Dependency(name.value, "service_started", name.span))
    return tuple(found)


def _dependency(reading: Reading, service: str, span: Span, place: Place) -> Dependency:
    """The long form. What cannot be known of it asks for nothing."""
    condition, required = reading.child(place, "condition"), reading.child(place, "required")
    named = None if condition is None else reading.string(condition)
    needed = None if required is None else reading.boolean(required)
    return Dependency(
        service,
        named.value if isinstance(named, Known) else "service_started",
        span,
        named.span if isinstance(named, Known) else None,
        needed is None or (isinstance(needed, Known) and needed.value),
    )


def _container_name(reading: Reading, service: Place) -> Known[str] | None:
    written = reading.child(service, "container_name")
    name = None if written is None or not isinstance(written.value, Scalar) else reading.string(written)
    return name if isinstance(name, Known) else None
