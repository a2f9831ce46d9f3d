"""Containers that are told to connect to themselves."""

from __future__ import annotations

from wslint.checks.check import check
from wslint.checks.host import user_of
from wslint.checks.violation import Field, Related, Violation
from wslint.model.destinations import Destination, destination
from wslint.model.known_servers import DATABASE_PORTS
from wslint.model.launchers import launched
from wslint.model.masking import masked
from wslint.model.value import Absent, Known
from wslint.model.workload import Workload
from wslint.project.mentions import option_of, value_part
from wslint.project.neighbours import (
    Server,
    documented_ports,
    has_name_for,
    is_published,
    listens_elsewhere,
    may_bring_servers,
    name_of,
    neighbours_of,
    server_of,
    sharing,
    speaks_of,
)
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Programs whose variables may be meant for the browser that they serve pages to.
_FOR_BROWSERS = frozenset(
    {"next", "nuxt", "nuxi", "vite", "ng", "react-scripts", "http-server", "serve", "astro", "remix", "node"}
    | {"nodejs", "npm", "yarn", "pnpm", "bun", "deno", "nginx", "httpd", "httpd-foreground", "caddy"}
)


# What maps the name of the host.
_MAPPING = {
    "": 'extra_hosts: ["host.docker.internal:host-gateway"]',
    "docker-run": "--add-host=host.docker.internal:host-gateway",
}


class Loopback(NamedTuple):
    """`remote`: variables that are documented to name something outside the container, so that no proof is
    needed of where the container itself listens.

    `injected`: ports of sidecars that a cluster adds to pods behind the manifest's back (Dapr, OpenTelemetry,
    Vault, Istio, Linkerd, Jaeger, Datadog).
    """

    remote: tuple[str, ...] = ()
    injected: tuple[int, ...] = (
        *(3500, 4140, 4191, 4317, 4318, 5778, 6831, 6832, 8125, 8126, 8200, 14268, 50001),
        *(15000, 15001, 15006, 15014, 15020, 15021, 15090),
    )


class _Use(NamedTuple):
    """A loopback address that the workload is told to connect to, and where it is written."""

    holder: str
    address: str
    destination: Destination
    span: Span
    via: tuple[Span, ...] = ()


@check("workload", Loopback)
def connects_to_itself(workload: Workload, project: Project, parameters: Loopback) -> Iterator[Violation]:
    """A variable or argument says to connect to loopback, where nothing listens on that port."""
    if workload.role not in ("main", "sidecar") or documented_ports(workload):
        return
    uses = [*_variables(project, workload), *_arguments(project, workload)]
    beside = sharing(project, workload) if uses else None
    if beside is None:
        return
    for use in uses:
        port = use.destination.port
        server = None
        if workload.platform != "kubernetes":
            server = _the_database(project, workload) if port is None else server_of(project, workload, port)
        if port is None:
            port = server.port if server is not None and use.destination.database else None
        if port is None or not all(listens_elsewhere(project, one, port) for one in beside):
            continue
        if workload.platform == "kubernetes" and port in parameters.injected:
            continue
        if speaks_of(project, workload, port) or may_bring_servers(project, workload):
            continue
        variant = _verdict(project, workload, use, port, server, use.holder in parameters.remote)
        if variant is not None:
            yield _violation(project, workload, use, port, server, variant)


def _verdict(
    project: Project, workload: Workload, use: _Use, port: int, server: Server | None, remote: bool
) -> str | None:
    """The variant of the finding; None where it may well be right as it is."""
    proven = listens_elsewhere(project, workload, port)
    if not remote:
        known = server is not None and server.sure and not use.destination.web
        if not (proven or known) or _is_for_browsers(project, workload, use, port, server):
            return None
    if workload.platform == "kubernetes":
        return "pod"
    if server is not None:
        if workload.platform != "docker-run":
            return "service"
        return "run-service" if has_name_for(workload, server.service) else "run-apart"
    return "" if proven else "documented"


def _is_for_browsers(
    project: Project, workload: Workload, use: _Use, port: int, server: Server | None
) -> bool:
    """Whether a URL may be for browsers on the host, which reach published ports on localhost."""
    if not use.destination.web:
        return False
    argv = project.process(workload).argv
    found = launched([word.text for word in argv]) if argv is not None else None
    program = found.program if found is not None else None
    if program is None or program in _FOR_BROWSERS or (found is not None and found.through_script):
        return server is None or not server.sure or is_published(project, workload, port)
    return is_published(project, workload, port) and not use.destination.service


def _violation(
    project: Project, workload: Workload, use: _Use, port: int, server: Server | None, variant: str
) -> Violation:
    listening = project.listening(workload)
    fields: dict[str, Field] = {
        "address": use.address,
        "holder": use.holder,
        "port": port,
        "listens": ", ".join(str(one.number) for one in listening.ports),
        "mapping": _MAPPING["docker-run" if workload.platform == "docker-run" else ""],
    }
    related = user_of(workload, use.span, use.via)
    fix = None
    if variant.endswith("service") and server is not None:
        written = use.destination.port is not None and use.address.endswith(f":{port}")
        other = name_of(server.service)
        target = f"{other}:{server.port}" if written or server.port != port else other
        fields |= {"other": other, "target": target, "inside": server.port}
        related = (Related(server.span, "server"), *related)
        if use.span.text == use.address:
            fix = Fix(f"write `{target}`", (Edit(use.span, target),), safe=False)
    elif variant == "run-apart" and server is not None:
        fields["other"] = name_of(server.service) or server.service.name.replace("`", "")
        related = (Related(server.span, "server"), *related)
    elif variant in ("", "pod") and listening.proven and listening.ports:
        related = (Related(listening.ports[0].span, "listens"), *related)
    return Violation(use.span, fields, related, variant, fix=fix, workload=workload.name)


def _variables(project: Project, workload: Workload) -> Iterator[_Use]:
    environment = project.environment(workload)
    for name, value in environment.values.items():
        if not isinstance(value, Known):
            yield from _unknown_beside(name, value.span)
            continue
        found = destination(name, value.value)
        if found is None:
            continue
        if not _has_port(value.value, found):
            beside = (
                environment.lookup(_port_name(name)) if _port_name(name) else Absent(None, workload.owner)
            )
            if isinstance(beside, Known):
                text = beside.value
                found = found._replace(port=int(text) if text.isdecimal() and len(text) < 6 else None)
            elif not isinstance(beside, Absent):
                continue
            if isinstance(beside, Known) and found.port is None:
                continue
        address = value.value[found.start : found.end]
        yield _Use(name, address, found, value_part(value, address), value.via)


def _unknown_beside(name: str, span: Span | None) -> Iterator[_Use]:
    """A URL that says host and port for certain, though other parts are unknown: most often the password."""
    if span is None or "://" not in span.text:
        return
    text = masked(span.text)
    found = destination(name, text) if text is not None else None
    if found is None or text is None or found.port is None or "'" in text or '"' in text:
        return
    yield _Use(
        name,
        text[found.start : found.end],
        found,
        Span(span.source, span.start + found.start, span.start + found.end),
    )


def _has_port(value: str, found: Destination) -> bool:
    """Whether the value itself says the port: in the address, or as the scheme's default."""
    return "://" in value or value[found.start : found.end].endswith(f":{found.port}")


def _port_name(name: str) -> str:
    """The variable that holds the port of a host: DB_PORT for DB_HOST, PGPORT for PGHOST."""
    for ending, other in (("HOST", "PORT"), ("host", "port"), ("Host", "Port")):
        if name.endswith(ending):
            return name.removesuffix(ending) + other
    return ""


def _arguments(project: Project, workload: Workload) -> Iterator[_Use]:
    argv = project.process(workload).argv or ()
    for at, word in enumerate(argv):
        if not at or word.text is None or word.span is None:
            continue
        option = option_of(argv, at)
        start = len(option) + 1 if word.text.startswith("-") and "=" in word.text else 0
        found = destination(option, word.text[start:])
        if found is None or (found.port is None):
            continue
        begin, end = start + found.start, start + found.end
        yield _Use(option, word.text[begin:end], found, word.part(begin, end) or word.span)


def _the_database(project: Project, workload: Workload) -> Server | None:
    """The one service of the project that is a database."""
    found = [
        Server(one, ports[0], one.image.span, sure=True)
        for one in neighbours_of(project, workload)
        if (ports := documented_ports(one)) and ports[0] in DATABASE_PORTS and isinstance(one.image, Known)
    ]
    return found[0] if len(found) == 1 else None
