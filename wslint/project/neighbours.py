"""Who shares a container's loopback, and who else in the project serves a port."""

from __future__ import annotations

from wslint.model.commands import program_name
from wslint.model.images import parse_reference
from wslint.model.known_servers import BY_IMAGE
from wslint.model.servers import SERVERS
from wslint.model.value import Absent, Known, Unknown
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslint.model.workload import Workload
    from wslint.project.project import Project

# Packages that bring a server, or something that starts several, into an image beside its own program.
_SERVER_PACKAGES = frozenset(
    {"redis", "redis-server", "valkey", "postgresql", "postgresql-server", "mysql", "mysql-server", "mariadb"}
    | {
        "default-mysql-server",
        "mariadb-server",
        "mongodb",
        "mongodb-org",
        "mongodb-server",
        "rabbitmq-server",
    }
    | {"memcached", "nginx", "haproxy", "envoy", "supervisor", "supervisord", "elasticsearch", "nats-server"}
    | {
        "ollama",
        "apache2",
        "caddy",
        "tor",
        "squid",
        "privoxy",
        "postfix",
        "cloud_sql_proxy",
        "cloud-sql-proxy",
    }
)


def sharing(project: Project, workload: Workload) -> tuple[Workload, ...] | None:
    """The other containers in a workload's network namespace; None where they cannot be known.

    None as well for what has no loopback of its own: the host's network, or another service's.
    """
    if workload.platform == "kubernetes":
        pod = project.pod_of(workload)
        if pod is None or pod.partial or isinstance(pod.host_network, Unknown):
            return None
        if isinstance(pod.host_network, Known) and pod.host_network.value:
            return None
        return tuple(one for one in pod.containers if one is not workload and one.role in ("main", "sidecar"))
    mode = workload.network_mode
    if workload.platform == "image" or project.file_of(workload).partial or isinstance(mode, Unknown):
        return None
    if isinstance(mode, Known) and (mode.value in ("host", "none") or ":" in mode.value):
        return None
    name = workload.container_name.value if workload.container_name else None
    joins = {f"service:{name_of(workload)}", f"container:{name}"}
    modes = project.network_modes(workload)
    if None in modes:
        return None
    return tuple(one for mode in sorted(joins) for one in modes.get(mode, ()))


def neighbours_of(project: Project, workload: Workload) -> tuple[Workload, ...]:
    """The services of a Compose project, or the containers that one shell text starts; itself included."""
    return project.beside(workload) if workload.platform in ("docker-run", "compose") else ()


def name_of(service: Workload) -> str:
    """The name of a Compose service as it is written; of another container the one that it is given."""
    if service.platform == "docker-run":
        return service.container_name.value if service.container_name else ""
    return service.key.rpartition("#")[2]


def documented_ports(workload: Workload) -> tuple[int, ...]:
    """The ports of a well-known server's image that a workload runs as it is; empty for any other."""
    if not isinstance(workload.image, Known) or workload.build is not None:
        return ()
    reference = parse_reference(workload.image.value)
    return BY_IMAGE.get(reference.name, ()) if reference is not None else ()


def may_bring_servers(project: Project, workload: Workload) -> bool:
    """Whether the image of a workload holds another server beside its own program, as far as is seen."""
    stage = project.image_of(workload)
    facts = stage.image_facts if stage is not None else None
    if facts is None:
        return False
    base = parse_reference(facts.base) if facts.base is not None else None
    if base is not None and base.name in BY_IMAGE:
        return True
    return any(
        word.partition("=")[0] in _SERVER_PACKAGES or word.startswith(("postgresql-1", "s6-overlay"))
        for text in facts.shell_runs
        for word in text.replace("/", " ").split()
    )


def speaks_of(project: Project, workload: Workload, port: int) -> bool:
    """Whether anything says that a container listens on a port: command, PORT, declared or published."""
    if project.listening(workload).on(port) or port in documented_ports(workload):
        return True
    stage = project.image_of(workload)
    declared = [workload.declared] if stage is None else [workload.declared, stage.declared]
    if any(one.covers(port) for ports in declared for one in ports.ports):
        return True
    return any(one.container_first <= port <= one.container_last for one in workload.published.ports)


def listens_elsewhere(project: Project, workload: Workload, port: int) -> bool:
    """Whether it is known where a container listens, and that this is not there.

    Needs the command or PORT (invariants.md, Readings), or the image of a well-known server.
    """
    if speaks_of(project, workload, port):
        return False
    if documented_ports(workload):
        return isinstance(workload.command, Absent) and isinstance(workload.entrypoint, Absent)
    if not project.listening(workload).proven or may_bring_servers(project, workload):
        return False
    process = project.process(workload)
    # PORT alone says little of a script that starts several programs.
    is_seen = isinstance(process.entrypoint, Known) or isinstance(process.command, Known)
    return process.argv is not None or not is_seen


class Server(NamedTuple):
    """A service that serves a port, the port inside its container, and where it says so."""

    service: Workload
    port: int
    span: Span
    sure: bool


def server_of(project: Project, workload: Workload, port: int) -> Server | None:
    """The one other service of the project that serves a port, or publishes it on the host's side.

    None where there is none, or several.
    """
    inside: list[Server] = []
    outside: list[Server] = []
    for one in neighbours_of(project, workload):
        if one is workload or not _reach(workload, one):
            continue
        inside += _inside(project, one, port)
        outside += (two for two in _outside(one, port) if not _has_moved(project, one, two.port))
    inside = [two for two in inside if two.sure] or inside
    found = inside if len(inside) == 1 else outside
    if len(found) != 1 or len({id(one.service) for one in (*inside, *outside)}) > 1 == len(inside):
        return None
    return found[0]


def _reach(one: Workload, other: Workload) -> bool:
    if not isinstance(other.network_mode, Absent):
        return False
    if one.platform == "docker-run":
        return True  # by a published port, if not by a name
    return bool(set(one.networks or ("default",)) & set(other.networks or ("default",)))


def has_name_for(workload: Workload, other: Workload) -> bool:
    """Whether a container reaches another one by its name.

    On Docker's default bridge nobody has a name (Docker, "Bridge network driver"); Compose services have.
    """
    if workload.platform != "docker-run":
        return True
    return bool(name_of(other)) and bool(set(workload.networks or ()) & set(other.networks or ()))


def _inside(project: Project, service: Workload, port: int) -> list[Server]:
    listening = project.listening(service)
    for one in listening.ports:
        if one.number == port and listening.proven:
            return [Server(service, port, one.span, sure=True)]
    if _has_moved(project, service, port):
        return []
    if port in documented_ports(service) and isinstance(service.image, Known):
        sure = _runs_its_server(service, service.image.value)
        return [Server(service, port, service.image.span, sure)]
    if listening.proven or not speaks_of(project, service, port):
        return []
    return [Server(service, port, service.owner, sure=False)]


def _runs_its_server(service: Workload, image: str) -> bool:
    """Whether a service runs the server that its image is for: not a client, a sentinel or a script in it."""
    if not isinstance(service.entrypoint, Absent):
        return False
    if not isinstance(service.command, Known):
        return isinstance(service.command, Absent)
    words = service.command.value.words
    first = (words[0].text or "") if words else ""
    program, reference = program_name(first), parse_reference(image)
    is_named = reference is not None and program == reference.name
    return first.startswith("-") or program in SERVERS or program.endswith("-server") or is_named


def _has_moved(project: Project, service: Workload, port: int) -> bool:
    """Whether the command names another port than this one, whatever is documented or published."""
    listening = project.listening(service)
    return listening.certainty == "command" and not listening.on(port) and len(documented_ports(service)) < 2


def _outside(service: Workload, port: int) -> list[Server]:
    for one in service.published.ports:
        if one.host_first is not None and one.host_first <= port <= (one.host_last or one.host_first):
            number = one.container_first + (port - one.host_first)
            if number <= one.container_last:
                return [Server(service, number, one.host_span or one.span, sure=True)]
    return []


def is_published(project: Project, workload: Workload, port: int) -> bool:
    """Whether some service of the project publishes a port on the host's side."""
    return any(_outside(one, port) for one in neighbours_of(project, workload))
