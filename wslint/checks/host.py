"""Reaching the machine that a container runs on."""

from __future__ import annotations

from wslint.checks.check import NoParameters, check
from wslint.checks.violation import Field, Related, Violation
from wslint.model.destinations import words_of
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import HostEntry, Workload
from wslint.project.mentions import Mention, mentions_of
from wslint.project.neighbours import name_of, neighbours_of
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_HOPS = 8
# Where containers are given names for addresses, and ports of the host.
_MAPPING = frozenset({"compose", "docker-run"})


class HostNames(NamedTuple):
    """`names`: host names that only Docker Desktop resolves by itself, lower case.

    `elsewhere`: words in the names of variables and options whose hosts are not connected to from here:
    names to accept or to pass by, addresses for browsers and for other clients.
    """

    names: tuple[str, ...] = ("host.docker.internal", "gateway.docker.internal")
    elsewhere: tuple[str, ...] = (
        *("allowed", "trusted", "origins", "origin", "cors", "csrf", "no", "noproxy", "nonproxyhosts"),
        *("public", "vite", "react", "advertise", "advertised", "announce", "callback", "redirect"),
    )


def stack_owner(project: Project, workload: Workload) -> Workload | None:
    """The service whose network stack, and with it /etc/hosts, a service uses; None where unknown or none.

    Source: Compose file reference, `network_mode`.
    """
    for _ in range(_MOST_HOPS):
        mode = workload.network_mode
        if isinstance(mode, Unknown):
            return None
        if isinstance(mode, Absent) or ":" not in mode.value:
            return workload
        kind, _, name = mode.value.partition(":")
        found = [one for one in neighbours_of(project, workload) if name_of(one) == name]
        if kind != ("container" if workload.platform == "docker-run" else "service") or len(found) != 1:
            return None
        workload = found[0]
    return None


def mode_of(workload: Workload) -> str | None:
    """The network mode that is written; empty where none is; None where it is unknown."""
    mode = workload.network_mode
    if isinstance(mode, Unknown):
        return None
    return mode.value if isinstance(mode, Known) else ""


def _uses(project: Project, workload: Workload, name: str, parameters: HostNames) -> list[Mention]:
    """The mentions of a name that say where to connect, each place once."""
    elsewhere = frozenset(parameters.elsewhere)
    found = {
        mention.span: mention
        for mention in mentions_of(project, workload, name)
        if not elsewhere.intersection(words_of(mention.holder))
    }
    return list(found.values())


def user_of(workload: Workload, span: Span, via: tuple[Span, ...]) -> tuple[Related, ...]:
    """The place that brings a value from elsewhere into a workload, if it is elsewhere."""
    extent = workload.extent
    if span.source is extent.source and extent.start <= span.start < extent.end:
        return ()
    inside = [one for one in via if one.source is extent.source and extent.start <= one.start < extent.end]
    return (Related(inside[0] if inside else workload.owner, "user"),)


def _others(uses: list[Mention]) -> tuple[Related, ...]:
    return tuple(Related(mention.span, "again") for mention in uses[1:])


@check("workload", HostNames)
def gateway_mapped(workload: Workload, project: Project, parameters: HostNames) -> Iterator[Violation]:
    """A service or a container uses a name of the host that nothing maps on Linux."""
    file = project.file_of(workload)
    if workload.platform not in _MAPPING or project.host != "linux" or file.partial:
        return
    if any(one.start <= workload.owner.start < one.end for one in file.for_desktop):
        return
    owner = stack_owner(project, workload)
    if owner is None or not isinstance(owner.extra_hosts, Known | Absent):
        return
    mode = mode_of(owner)
    if mode is None or mode == "none":
        return
    fixed = False  # one edit for one service: a second one would write the key twice
    for name in parameters.names:
        if _is_mapped(owner.extra_hosts, name):
            continue
        uses = _uses(project, workload, name, parameters)
        if not uses or _is_service(project, workload, name):
            continue
        first = uses[0]
        fields: dict[str, Field] = {"name": name, "service": name_of(owner) or owner.name}
        run = workload.platform == "docker-run"
        related = (*user_of(workload, first.span, first.via), *_others(uses))
        if mode != "host":
            fix = _map_it(owner, name) if owner is workload and not fixed else None
            fixed = fixed or fix is not None
            variant = "run" if run else ""
            yield Violation(first.span, fields, related, variant, fix=fix, workload=workload.name)
            continue
        if isinstance(owner.network_mode, Known):
            related = (Related(owner.network_mode.span, "mode"), *related)
        edits = tuple(Edit(use.span, "localhost") for use in uses if use.span.text.lower() == name)
        fix = Fix("write `localhost`", edits, safe=False) if len(edits) == len(uses) else None
        variant = "run-host-network" if run else "host-network"
        yield Violation(first.span, fields, related, variant, fix=fix, workload=workload.name)


def _map_it(service: Workload, name: str) -> Fix | None:
    """An entry of `extra_hosts`, beside those that are there, or `--add-host`."""
    from wslint.checks.graces import run_option
    from wslint.project.insertions import put_inside, put_last

    hosts = service.extra_hosts
    edit: Edit | None = None
    if service.platform == "docker-run":
        edit = run_option(service, f"--add-host={name}:host-gateway")
    elif isinstance(hosts, Absent):
        edit = put_inside(service.owner, "extra_hosts", (f"{name}:host-gateway",))
    elif isinstance(hosts, Known) and not hosts.via:
        edit = put_inside(hosts.span, name, "host-gateway") or put_last(hosts.span, f"{name}:host-gateway")
    return None if edit is None else Fix(f"map `{name}` to the host's gateway", (edit,))


def _is_mapped(hosts: Known[tuple[HostEntry, ...]] | Absent[tuple[HostEntry, ...]], name: str) -> bool:
    return isinstance(hosts, Known) and any(entry.host.lower() == name for entry in hosts.value)


def _is_service(project: Project, workload: Workload, name: str) -> bool:
    """Whether a container of the project answers to the name itself, so that Docker's DNS resolves it."""
    return name in project.names_beside(workload)


class MappedNames(NamedTuple):
    """`names` as in HostNames. `bridges`: fixed addresses of Docker's default bridge."""

    names: tuple[str, ...] = ("host.docker.internal", "gateway.docker.internal")
    bridges: tuple[str, ...] = ("172.17.0.1",)


@check("workload", MappedNames)
def gateway_target(workload: Workload, project: Project, parameters: MappedNames) -> Iterator[Violation]:
    """A name of the host is mapped to the container itself, or to an address that may be another tomorrow."""
    hosts = workload.extra_hosts
    mode = mode_of(workload)
    if workload.platform not in _MAPPING or not isinstance(hosts, Known):
        return
    if mode is None or mode in ("host", "none") or ":" in mode:
        return
    for entry in hosts.value:
        if entry.host.lower() not in parameters.names:
            continue
        loops = _is_loopback(entry.address)
        as_written = entry.address_span.text == entry.address
        if not loops and not (entry.address in parameters.bridges and as_written):
            continue
        fix = None
        if as_written:
            fix = Fix("map it to host-gateway", (Edit(entry.address_span, "host-gateway"),))
        yield Violation(
            entry.address_span,
            {"name": entry.host, "address": entry.address},
            variant="loopback" if loops else "",
            fix=fix,
            workload=workload.name,
        )


def _is_loopback(address: str) -> bool:
    return address.startswith("127.") or address in ("::1", "0:0:0:0:0:0:0:1")


@check("workload", HostNames)
def no_docker_host(workload: Workload, project: Project, parameters: HostNames) -> Iterator[Violation]:
    """A container of a pod uses a name that only Docker gives its host."""
    pod = project.pod_of(workload)
    if pod is None or pod.partial or not isinstance(pod.host_aliases, Known | Absent):
        return
    for name in parameters.names:
        if _is_mapped(pod.host_aliases, name):
            continue
        uses = _uses(project, workload, name, parameters)
        if uses:
            first = uses[0]
            related = (*user_of(workload, first.span, first.via), *_others(uses))
            yield Violation(first.span, {"name": name}, related, workload=workload.name)


@check("workload", NoParameters)
def host_network_ports(workload: Workload, project: Project, parameters: NoParameters) -> Iterator[Violation]:
    """Published ports of a container that has the host's network, where there is nothing to publish."""
    mode, ports = workload.network_mode, workload.published.ports
    if workload.platform not in _MAPPING or not isinstance(mode, Known) or mode.value != "host" or not ports:
        return
    moved = [
        port
        for port in ports
        if port.host_first is not None
        and (port.host_first, port.host_last) != (port.container_first, port.container_last)
    ]
    port = moved[0] if moved else ports[0]
    run = "run" if workload.platform == "docker-run" else ""
    fix = _without_ports(workload) if not run and not moved else None
    fields: dict[str, Field] = {"port": port.container_first, "host": port.host_first or 0}
    yield Violation(
        port.span,
        fields,
        (Related(mode.span, "mode"),),
        "-".join(word for word in (run, "moved" if moved else "") if word),
        fix=fix,
        workload=workload.name,
    )


def _without_ports(service: Workload) -> Fix | None:
    """Safe, for nothing heeds them."""
    from wslint.project.insertions import key_inside
    from wslint.project.removals import remove_entry

    key = key_inside(service.owner, "ports")
    edit = remove_entry(key) if key is not None else None
    return None if edit is None else Fix("remove `ports`", (edit,))
