"""What is proven, and what is only said, about the ports of a container."""

from __future__ import annotations

from wslint.checks.violation import Related
from wslint.model.images import parse_reference
from wslint.model.ports import Declared, DeclaredPort, ListeningPort
from wslint.model.servers import SERVERS
from wslint.model.serving import serving
from wslint.model.value import Absent, Known
from wslint.model.workload import Workload
from wslint.project.arguments import command_arguments
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Hosts that a server may be told to bind; with any other one, PORT is the port of that other machine.
_BINDABLE = frozenset({"", "*", "0.0.0.0", "::", "[::]", "localhost", "127.0.0.1", "::1"})  # noqa: S104 - read, not bound

# Images whose programs are told their port otherwise, by their own references: PORT in them is for another.
_DEAF = frozenset(
    {"nginx", "nginx-unprivileged", "openresty", "httpd", "haproxy", "traefik", "envoy", "caddy", "postgres"}
    | {"postgresql", "pgvector", "mysql", "mariadb", "mongo", "mongodb", "redis", "valkey", "memcached"}
    | {"rabbitmq", "elasticsearch", "opensearch", "kafka", "zookeeper", "nats", "vault", "consul", "minio"}
    | {"prometheus", "grafana", "alertmanager", "loki"}
)


def proven_ports(project: Project, workload: Workload) -> tuple[ListeningPort, ...]:
    """The ports on which a process is known to listen; empty where that is not sure enough to accuse others.

    A documented default may be changed by a file that is not seen: it counts only where a declaration says
    the same. Of an image outside the tree only the command of a known server tells, for what else runs in
    it is not known; Kubernetes containers are taken at their PORT. PORT says nothing of a program that a
    base image brings.
    """
    listening = project.listening(workload)
    local = workload.platform == "image" or project.image_of(workload) is not None
    if listening.certainty == "command":
        return listening.ports if local or _is_known_server(project, workload) else ()
    if listening.certainty == "PORT":
        return listening.ports if _heeds_port(project, workload, local=local) else ()
    if listening.certainty == "default":
        said = declared_by_all(project, workload)
        return tuple(port for port in listening.ports if declares(said.ports, port.number))
    return ()


def _is_known_server(project: Project, workload: Workload) -> bool:
    argv = project.process(workload).argv
    found = serving([word.text for word in argv]) if argv is not None else None
    return found is not None and found.program in SERVERS


def _heeds_port(project: Project, workload: Workload, *, local: bool) -> bool:
    """Whether PORT can be taken for the port of the process."""
    port = project.environment(workload).lookup("PORT")
    if (
        not isinstance(port, Known)
        or port_is_a_peers(project, workload)
        or is_shared(project, workload, port)
    ):
        return False
    if local:
        process = project.process(workload)
        return isinstance(process.entrypoint, Known) or isinstance(process.command, Known)
    image = parse_reference(workload.image.value) if isinstance(workload.image, Known) else None
    return workload.platform == "kubernetes" and (image is None or image.name not in _DEAF)


def is_shared(project: Project, workload: Workload, value: Known[str]) -> bool:
    """Whether a variable comes from a whole set that other workloads take, too, so that it may be meant for them."""
    names = {
        (source.kind, source.name) for source in workload.environment.sources if source.span in value.via
    }
    if not names:
        return False
    return any(
        (source.kind, source.name) in names
        for other in project.workloads
        if other is not workload
        for source in other.environment.sources
    )


def port_is_a_peers(project: Project, workload: Workload) -> bool:
    """Whether HOST beside PORT names another machine, or may: then PORT is not this process's own."""
    host = project.environment(workload).lookup("HOST")
    if isinstance(host, Known):
        return host.value not in _BINDABLE
    return not isinstance(host, Absent) and "HOST" in project.environment(workload).values


def declared_by_all(project: Project, workload: Workload) -> Declared:
    """What the workload and the image that it runs declare; incomplete where some of it is unknown."""
    stage = project.image_of(workload)
    if stage is None:
        return workload.declared
    complete = workload.declared.complete and stage.declared.complete
    return Declared((*workload.declared.ports, *stage.declared.ports), complete)


def declared_besides(project: Project, workload: Workload, listening: Iterable[ListeningPort]) -> Declared:
    """What is declared of further ports: without the EXPOSE of the port that the deployment has moved.

    An image that listens on its PORT exposes the port of its own ENV; where a service sets PORT otherwise
    nothing is left there. And an EXPOSE that has none of the ports on which the process listens is wrong
    itself (exposed-port-mismatch), so it excuses nobody.
    """
    said = declared_by_all(project, workload)
    stage = project.image_of(workload)
    if stage is None:
        return said
    numbers = {port.number for port in listening}
    own = {port.number for port in proven_ports(project, stage)}
    if not any(port.covers(number) for port in stage.declared.ports for number in numbers | own):
        return Declared(workload.declared.ports, said.complete)
    moved = own - numbers
    further = [port for port in stage.declared.ports if not (port.first == port.last and port.first in moved)]
    return Declared((*workload.declared.ports, *further), said.complete)


def declares(ports: Iterable[DeclaredPort], number: int, protocol: str = "tcp") -> bool:
    """Whether a number is among declared ports of a protocol."""
    return any(port.protocol == protocol and port.covers(number) for port in ports)


def may_serve(project: Project, workload: Workload, number: int) -> bool:
    """Whether a container listens on a TCP port, says so, or is one of which nothing is known."""
    if project.listening(workload).on(number):
        return True
    said = declared_by_all(project, workload)
    if not said.complete or declares(said.ports, number):
        return True
    return not said.ports and not proven_ports(project, workload)


class Injected(NamedTuple):
    """`injected`, `injected_names`: ports of sidecars that a mesh adds to pods behind the manifest's back."""

    injected: tuple[int, ...] = (3500, 4143, 4191, 15000, 15001, 15006, 15014, 15020, 15021, 15090)
    injected_names: tuple[str, ...] = ("http-envoy-prom", "linkerd-proxy", "linkerd-admin")


def mentions(project: Project, workload: Workload, number: int) -> bool:
    """Whether a number stands in the arguments or variables of a container, so that it may listen there."""
    wanted = str(number)
    process = project.process(workload)
    texts = [
        word.text
        for command in (process.entrypoint, process.command)
        if isinstance(command, Known)
        for word in command_arguments(command.value)
        if word.text is not None
    ]
    for value in project.environment(workload).values.values():
        if isinstance(value, Known):
            texts.append(value.value)
    return any(_holds_number(text, wanted) for text in texts)


def _holds_number(text: str, wanted: str) -> bool:
    """Whether a text has these digits, with no other digit before or after them."""
    at = text.find(wanted)
    while at >= 0:
        after = at + len(wanted)
        if not text[max(at - 1, 0) : at].isdigit() and not text[after : after + 1].isdigit():
            return True
        at = text.find(wanted, at + 1)
    return False


def listed(numbers: Iterable[int]) -> str:
    """`8000`, `8000 and 8001`, `80, 443 and 8080`: each once, in order."""
    words = [str(number) for number in sorted(set(numbers))]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def places_of(project: Project, workload: Workload, ports: Iterable[ListeningPort]) -> tuple[Related, ...]:
    """Where a process says on which ports it listens; with the value of PORT where the command names that."""
    spans: dict[Span, None] = {}
    variable = project.environment(workload).lookup("PORT")
    for port in ports:
        spans[port.span] = None
        number = str(port.number)
        if isinstance(variable, Known) and variable.value == number and number not in port.span.text:
            spans[variable.span] = None
    return tuple(Related(span, "listens") for span in spans)


def renumbered(span: Span, number: int, ports: tuple[ListeningPort, ...]) -> Fix | None:
    """Write the port on which the process listens instead; None where there are several, or it is a variable.

    Safe only where the command itself names the port: a program may not heed PORT.
    """
    if span.text != str(number) or len({port.number for port in ports}) != 1:
        return None
    wanted = str(ports[0].number)
    return Fix(f"write `{wanted}`", (Edit(span, wanted),), safe=ports[0].source == "command")
