"""One container listens on some port; everything that names it must say the same."""

from __future__ import annotations

from wslint.checks.check import NoParameters, check
from wslint.checks.serving_ports import (
    Injected,
    declared_besides,
    declares,
    is_shared,
    listed,
    may_serve,
    mentions,
    places_of,
    port_is_a_peers,
    proven_ports,
    renumbered,
)
from wslint.checks.violation import Field, Related, Violation
from wslint.model.ports import DeclaredPort, ListeningPort, port_number
from wslint.model.value import Absent, Known, Value, in_force
from wslint.model.workload import Pod, Workload
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.probes import Probe


@check("workload")
def exposed_port_listens(
    workload: Workload, project: Project, parameters: NoParameters
) -> Iterator[Violation]:
    """EXPOSE names some port on which the process of the image, or of one that runs it, listens."""
    declared = workload.declared
    exposed = [port for port in declared.ports if port.protocol == "tcp"]
    if not exposed or not declared.complete or not project.ships(workload):
        return
    listening = proven_ports(project, workload)
    if not listening or any(port.covers(heard.number) for port in exposed for heard in listening):
        return
    for user in project.users_of(workload):
        built = project.image_of(user)
        if built is None or not built.declared.complete:
            return  # its build arguments may say another port
        if any(port.covers(heard.number) for port in exposed for heard in proven_ports(project, user)):
            return
    first = exposed[0]
    fix = renumbered(first.span, first.first, listening) if len(exposed) == 1 else None
    fields: dict[str, Field] = {
        "exposed": _range(first.first, first.last),
        "listening": listed(port.number for port in listening),
        "write": listening[0].number,
    }
    yield Violation(
        first.span, fields, places_of(project, workload, listening), fix=fix, workload=workload.name
    )


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


@check("workload")
def published_port_listens(
    workload: Workload, project: Project, parameters: NoParameters
) -> Iterator[Violation]:
    """Some published port leads to one on which the process listens, or that somebody declares.

    Where one of them does, the others are taken for further ports of the same server (metrics, a debugger).
    """
    from wslint.checks.further_ports import port_is_in_anchor, told_of

    if not publishes(workload):
        return
    published = [port for port in workload.published.ports if port.protocol == "tcp"]
    listening = proven_ports(project, workload)
    said = declared_besides(project, workload, listening)
    if not listening or not said.complete:
        return
    numbers = {port.number for port in listening}
    if any(port.container_first <= number <= port.container_last for port in published for number in numbers):
        return
    for port in published:
        wanted = range(port.container_first, port.container_last + 1)
        if any(declares(said.ports, number) for number in wanted) or told_of(project, workload, wanted[0]):
            continue
        if listening[0].source == "PORT" and port_is_in_anchor(project, workload):
            return
        fix = renumbered(port.container_span, port.container_first, listening) if len(wanted) == 1 else None
        fields: dict[str, Field] = {
            "published": _range(port.container_first, port.container_last),
            "listening": listed(numbers),
            "write": listening[0].number,
            "host": "a port that Docker picks" if port.host_first is None else f"port {port.host_first}",
        }
        yield Violation(
            port.container_span,
            fields,
            places_of(project, workload, listening),
            fix=fix,
            workload=workload.name,
        )
        return


def publishes(workload: Workload) -> bool:
    """Whether the engine heeds `ports:`: not in the network of the host or of another container.

    Source: Compose file reference, `network_mode` and `ports`.
    """
    mode = workload.network_mode
    if isinstance(mode, Known):
        return mode.value not in ("host", "none") and not mode.value.startswith(
            ("service:", "container:", "pod:")
        )
    return isinstance(mode, Absent)


@check("workload")
def container_port_listens(
    workload: Workload, project: Project, parameters: NoParameters
) -> Iterator[Violation]:
    """Some containerPort is one on which the process listens; EXPOSE may name the others."""
    if workload.role not in ("main", "sidecar"):
        return
    ports = [port for port in workload.declared.ports if port.protocol == "tcp"]
    listening = proven_ports(project, workload)
    stage = project.image_of(workload)
    if not ports or not workload.declared.complete:
        return
    if not listening:
        yield from _against_exposed(project, workload, ports)
        return
    if any(port.covers(heard.number) for port in ports for heard in listening):
        return
    if stage is not None and not stage.declared.complete:
        return
    further = declared_besides(project, workload, listening).ports[len(workload.declared.ports) :]
    for port in ports:
        if declares(further, port.first):
            continue
        fix = renumbered(port.span, port.first, listening)
        fields: dict[str, Field] = {
            "declared": port.first,
            "listening": listed(heard.number for heard in listening),
            "write": listening[0].number,
        }
        yield Violation(
            port.span, fields, places_of(project, workload, listening), fix=fix, workload=workload.name
        )
        return


def _against_exposed(project: Project, workload: Workload, ports: list[DeclaredPort]) -> Iterator[Violation]:
    """Two declarations that have no port in common, where nothing more is known: one of them is wrong.

    Only of an image that says itself what it runs, for a base image may expose more, and only where the
    container runs just that.
    """
    from wslint.checks.port_fixes import port_fix

    stage = project.image_of(workload)
    if stage is None or project.listening(workload).certainty != "declared" or not stage.declared.complete:
        return
    overridden = not (isinstance(workload.entrypoint, Absent) and isinstance(workload.command, Absent))
    if overridden or not (isinstance(stage.entrypoint, Known) or isinstance(stage.command, Known)):
        return
    exposed = [port for port in stage.declared.ports if port.protocol == "tcp"]
    if not exposed or any(declares(exposed, port.first) for port in ports):
        return
    wrong = ports[0]
    fields: dict[str, Field] = {
        "declared": wrong.first,
        "listening": " and ".join(_range(port.first, port.last) for port in exposed),
        "write": exposed[0].first,
    }
    fix = None
    if len(ports) == len(exposed) == 1 and exposed[0].first == exposed[0].last:
        fix = port_fix(wrong.span, wrong.first, exposed[0].first)
    related = tuple(Related(port.span, "exposes") for port in exposed)
    yield Violation(wrong.span, fields, related, "exposed", fix=fix, workload=workload.name)


@check("workload", Injected)
def probe_port_served(workload: Workload, project: Project, parameters: Injected) -> Iterator[Violation]:
    """A probe asks a port that the container names, or one on which something in the pod may listen."""
    pod = project.pod_of(workload)
    if pod is None or workload.role not in ("main", "sidecar"):
        return
    seen: set[Span] = set()
    for value in workload.probes.values():
        probe = value.value if isinstance(value, Known) else None
        if probe is None or probe.action not in ("http", "tcp", "grpc") or not isinstance(probe.host, Absent):
            continue
        port: Value[int | str] = probe.port
        if not isinstance(port, Known) or port.span in seen:
            continue
        seen.add(port.span)
        if port.value in parameters.injected:
            continue
        if isinstance(port.value, str):
            yield from _unnamed(workload, probe, port.value, port.span)
        else:
            yield from _unserved(project, pod, workload, probe, port.value, port.span)


def _unnamed(workload: Workload, probe: Probe, name: str, span: Span) -> Iterator[Violation]:
    """A name that the container's ports do not have (Kubernetes API, HTTPGetAction: IANA_SVC_NAME)."""
    from wslint.checks.port_fixes import naming_fix

    declared = workload.declared
    if not declared.complete or any(port.name == name for port in declared.ports):
        return
    named = [port for port in declared.ports if port.name is not None and port.protocol == "tcp"]
    if name.isdigit():
        unquoted = Fix("take off the quotes", (Edit(_with_quotes(span), name),), safe=False)
        fields: dict[str, Field] = {"kind": probe.kind, "port": name, "there": ""}
        yield Violation(span, fields, (), "quoted", fix=unquoted, workload=workload.name)
        return
    variant = "name" if named else "nameless"
    fields = {
        "kind": probe.kind,
        "port": name,
        "there": " and ".join(f"`{port.name}`" for port in named),
    }
    fix = naming_fix(declared.ports, name)
    if len(named) == 1 and span.text == name:
        new = str(named[0].name)
        fix = Fix(f"write `{new}`", (Edit(span, new),), safe=False)
    related = tuple(Related(port.name_span or port.span, "declares") for port in named or declared.ports)
    yield Violation(span, fields, related, variant, fix=fix, workload=workload.name)


def _with_quotes(span: Span) -> Span:
    """A quoted number with its quotes."""
    text = span.source.text
    around = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if around in (("'", "'"), ('"', '"')):
        return Span(span.source, span.start - 1, span.end + 1)
    return span


def _unserved(
    project: Project, pod: Pod, workload: Workload, probe: Probe, number: int, span: Span
) -> Iterator[Violation]:
    """A number that nothing in the pod is known to serve, or that only the declarations speak against."""
    from wslint.checks.port_fixes import port_fix

    host_network = pod.host_network
    if in_force(host_network) is not False:
        return
    beside = [one for one in pod.containers if one is not workload and one.role in ("main", "sidecar")]
    listening = proven_ports(project, workload)
    said = declared_besides(project, workload, listening)
    if not said.complete or declares(said.ports, number) or project.listening(workload).on(number):
        return
    if any(may_serve(project, one, number) for one in beside):
        return
    if any(mentions(project, one, number) for one in (workload, *beside)):
        return
    fields: dict[str, str | int] = {"kind": probe.kind, "port": number}
    if listening and all(proven_ports(project, one) for one in beside):
        fields["there"] = listed(port.number for port in listening)
        fix = renumbered(span, number, listening)
        yield Violation(
            span,
            fields,
            places_of(project, workload, listening),
            "number",
            fix=fix and fix._replace(safe=False),
            workload=workload.name,
        )
        return
    tcp = [port for port in workload.declared.ports if port.protocol == "tcp"]
    if tcp:
        fields["there"] = listed(port.first for port in tcp)
        related = tuple(Related(port.span, "declares") for port in tcp)
        numbers = {port.first for port in tcp}
        fix = port_fix(span, number, numbers.pop()) if len(numbers) == 1 else None
        yield Violation(span, fields, related, "undeclared", fix=fix, workload=workload.name)


@check("workload")
def port_variable_heeded(
    workload: Workload, project: Project, parameters: NoParameters
) -> Iterator[Violation]:
    """PORT, where it is set, is a port that the command names."""
    listening = project.listening(workload)
    if listening.certainty != "command" or (workload.platform == "image" and not project.ships(workload)):
        return
    port = project.environment(workload).lookup("PORT")
    number = port_number(port.value) if isinstance(port, Known) else None
    if not isinstance(port, Known) or number is None or listening.on(number):
        return
    if port_is_a_peers(project, workload) or not _meant_for(project, workload, port):
        return
    fields = {"port": port.value, "listening": listed(heard.number for heard in listening.ports)}
    related = (
        *places_of(project, workload, listening.ports),
        *(Related(span, "used") for span in port.via[:1]),
    )
    yield Violation(port.span, fields, related, workload=workload.name)


def _meant_for(project: Project, workload: Workload, port: Known[str]) -> bool:
    """Whether a PORT is written for this command.

    Not where the deployment replaces the image's command and leaves the image's PORT as it was, nor where
    several workloads share the file of variables that it comes from, nor where Knative sets it.
    """
    if (
        any(port.span == declared.span for declared in workload.declared.ports)
        or port.value not in port.span.text
    ):
        return False
    stage = project.image_of(workload)
    if stage is not None and not (
        isinstance(workload.entrypoint, Absent) and isinstance(workload.command, Absent)
    ):
        inherited = project.environment(stage).lookup("PORT")
        if isinstance(inherited, Known) and inherited.span == port.span:
            return False
    return not is_shared(project, workload, port)


class DocumentedPort(NamedTuple):
    """`port`: where the documentation says that the workload listens, unless `variable` says otherwise."""

    port: int = 8000
    variable: str = "PORT"


@check("workload", DocumentedPort)
def documented_port(workload: Workload, project: Project, parameters: DocumentedPort) -> Iterator[Violation]:
    """The process listens on the documented port, or on the one that the variable says."""
    if workload.role in ("init", "ephemeral") or (
        workload.platform == "image" and not _stands_for_itself(project, workload)
    ):
        return
    known = project.listening(workload)
    if known.certainty not in ("command", "default"):
        return
    # An argument says the port of the workload's own program, whatever the image.
    listening = known.ports if known.certainty == "command" else proven_ports(project, workload)
    if not listening or any(heard.number == parameters.port for heard in listening):
        return
    said = project.environment(workload).lookup(parameters.variable)
    if not isinstance(said, Known | Absent) or _says(said, listening):
        return
    fields: dict[str, str | int] = {
        "port": parameters.port,
        "variable": parameters.variable,
        "listening": listed(heard.number for heard in listening),
    }
    where = listening[0].span
    fix = renumbered(where, listening[0].number, (listening[0]._replace(number=parameters.port),))
    related = () if not isinstance(said, Known) else (Related(said.span, "variable"),)
    yield Violation(where, fields, related, fix=fix and fix._replace(safe=False), workload=workload.name)


def _says(said: Known[str] | Absent[str], listening: tuple[ListeningPort, ...]) -> bool:
    return isinstance(said, Known) and any(said.value == str(heard.number) for heard in listening)


def _stands_for_itself(project: Project, stage: Workload) -> bool:
    """Whether a stage ships and nothing in the tree runs it: else those who run it are asked."""
    return project.ships(stage) and not project.users_of(stage)
