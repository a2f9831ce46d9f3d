"""Whether a workload is checked at all, and whether its check asks the right port and path."""

from __future__ import annotations

from wslint.checks.asking import AskedPath, asked_paths, is_overridden
from wslint.checks.check import check
from wslint.checks.check_commands import new_healthcheck, run_from
from wslint.checks.violation import Field, Related, Violation
from wslint.model.images import parse_reference
from wslint.model.programs import has_nothing_to_stop
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Edit, Fix
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.probes import Healthcheck

_LONGEST_CHAIN = 10
# A tool is given its arguments by whoever runs it, and ends: there is no service whose health could be asked.
_ASKS_FOR_HELP = (("--help",), ("-h",), ("help",), ("--version",))


class Missing(NamedTuple):
    """`unless-checked`: quiet where every linked workload has its own check. `options` and `path` are for
    the HEALTHCHECK that the help proposes; an empty path means that of a linked probe.
    """

    unless_checked: bool = True
    options: str = ""
    path: str = ""


class Disabled(NamedTuple):
    """`unless-checked`: an image may say NONE where every linked workload has its own check."""

    unless_checked: bool = True


class Paths(NamedTuple):
    """The documented paths. Empty: checks of one image are held against each other."""

    paths: tuple[str, ...] = ()


@check("workload", Missing)
def image_has_healthcheck(stage: Workload, project: Project, params: Missing) -> Iterator[Violation]:
    """A stage that ships has a HEALTHCHECK, its own or an inherited one."""
    if not project.ships(stage) or not lacks_check(project, stage):
        return
    users = project.users_of(stage)
    running = [user for user in users if not runs_once(project, user)]
    if (users and not running) or (not users and _has_nothing_to_run(project, stage)):
        return
    if _is_mended_below(project, stage):
        return
    if params.unless_checked and (
        (running and all(has_own_check(user) for user in running)) or _may_run_in_pod(project, stage)
    ):
        return
    related = [Related(user.owner, "runs") for user in running if not has_own_check(user)][:3]
    listening = project.listening(stage)
    fields: dict[str, Field] = {"stage": stage.name}
    if len(listening.ports) != 1:
        yield Violation(stage.owner, fields, tuple(related), workload=stage.name)
        return
    port = listening.ports[0]
    path = params.path or _probed_path(project, running, port.number)
    if not path and _speaks_no_http(project, stage, port.number):
        related.insert(0, Related(port.span, "port"))
        fields["port"] = port.number
        yield Violation(stage.owner, fields, tuple(related), "port-other", workload=stage.name)
        return
    proposal = new_healthcheck(stage, port.number, path, params.options)
    fields |= {"port": port.number, "line": proposal.line}
    fix = None
    if proposal.certain and path and listening.proven:
        from wslint.project.insertions import instruction_after

        edit = instruction_after(stage.extent, proposal.line)
        fix = Fix(f"ask port {port.number} in a HEALTHCHECK", (edit,), safe=False)
    related.insert(0, Related(port.span, "port"))
    variant = "port" if path else "port-only"
    yield Violation(stage.owner, fields, tuple(related), variant, fix=fix, workload=stage.name)


def _speaks_no_http(project: Project, stage: Workload, port: int) -> bool:
    """Whether a port is documented for another protocol: by itself, by the base image, or by the program."""
    from wslint.model.commands import program_name
    from wslint.model.known_servers import BY_IMAGE, NOT_HTTP_PORTS
    from wslint.model.servers import SERVERS

    facts, argv = stage.image_facts, project.process(stage).argv
    base = parse_reference(facts.base) if facts is not None and facts.base else None
    documented = BY_IMAGE.get(base.name, ()) if base is not None else ()
    server = SERVERS.get(program_name(argv[0].text or "")) if argv else None
    told = (port, *documented[:1], *([server.default] if server is not None else []))
    return any(one in NOT_HTTP_PORTS for one in told)


def _is_mended_below(project: Project, stage: Workload) -> bool:
    """Whether a stage of the file that this one is built on ships without a check, too: it is reported there."""
    by_number = {one.image_facts.number: one for one in project.file_of(stage).workloads if one.image_facts}
    for _ in range(len(by_number)):
        facts = stage.image_facts
        parent = by_number.get(facts.parent) if facts is not None and facts.parent is not None else None
        if parent is None:
            return False
        if project.ships(parent):
            return True
        stage = parent
    return False


def _may_run_in_pod(project: Project, stage: Workload) -> bool:
    """Whether nothing says who runs a stage, and a container with probes runs an image named as its folder is.

    It is then likely the same image, whose check Kubernetes ignores; what names it so is no file of ours.
    """
    if project.users_of(stage):
        return False
    names = project.probed_images()
    return any(folder in names for folder in stage.path.split("/")[:-1])


def _has_nothing_to_run(project: Project, stage: Workload) -> bool:
    """An image without any command, as those are that only carry files, or of a tool that only says how to use it."""
    if is_kept_open(project, stage):
        return True
    if isinstance(stage.entrypoint, Absent) and isinstance(stage.command, Absent):
        return True
    return isinstance(stage.command, Known) and stage.command.value.argv[-1:] in _ASKS_FOR_HELP


def _probed_path(project: Project, users: list[Workload], port: int) -> str:
    """The one path that the linked checks ask on a port; empty where there is none, or several."""
    found = {
        asked.path for user in users for asked in asked_paths(project, user) if asked.port in (port, None)
    }
    return found.pop() if len(found) == 1 else ""


def lacks_check(project: Project, stage: Workload) -> bool:
    """Whether a stage surely has no check, not even one inherited from another image of the tree."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(stage.healthcheck, Absent):
            return False
        if not project.base_is_local(stage):
            return True
        base = project.base_stage(stage)
        if base is None or base is stage:
            return False
        stage = base
    return False


def runs_once(project: Project, workload: Workload) -> bool:
    """Whether a workload is meant to end: a Job, an init container, a service that others wait for to end.

    So is a service that has `restart: "no"` in writing, and a tool that is run in the foreground. What only
    keeps a container open for others has nothing to check, either.
    """
    if is_kept_open(project, workload):
        return True
    pod = project.pod_of(workload)
    if pod is not None:
        return not pod.long_running or workload.role in ("init", "ephemeral")
    if workload.platform != "compose":
        return workload.once
    name = service_name(workload)
    return workload.once or any(
        dependency.service == name and dependency.condition == "service_completed_successfully"
        for service in project.compose_services(workload)
        for dependency in service.depends_on
    )


def is_kept_open(project: Project, workload: Workload) -> bool:
    """Whether a container only waits (`sleep infinity`), or for an editor that works in it (containers.dev)."""
    if ".devcontainer" in workload.path.split("/"):
        return True
    argv = project.process(workload).argv
    return argv is not None and has_nothing_to_stop([word.text for word in argv])


def service_name(workload: Workload) -> str:
    """The name of a Compose service as its key is written."""
    return workload.owner.text.strip("\"'")


def has_own_check(workload: Workload) -> bool:
    """Whether a workload brings its own check, or decides against one, or may do so where it is unknown."""
    if workload.platform == "kubernetes":
        return any(not isinstance(probe, Absent) for probe in workload.probes.values())
    check = workload.healthcheck
    if isinstance(check, Known):
        return check.value.disabled or not isinstance(check.value.test, Absent)
    return isinstance(check, Unknown) or workload.partial


@check("workload", Disabled)
def healthcheck_not_disabled(workload: Workload, project: Project, params: Disabled) -> Iterator[Violation]:
    """No check is switched off."""
    check = workload.healthcheck
    if not isinstance(check, Known) or not check.value.disabled or runs_once(project, workload):
        return
    span = check.value.disabled_span or check.value.span
    if workload.platform != "image":
        stage = project.image_of(workload)
        image = stage.healthcheck if stage is not None else None
        run = workload.platform == "docker-run"
        if isinstance(image, Known) and not image.value.disabled:
            related = (Related(image.value.span, "image"),)
            variant = "run-overrides" if run else "overrides"
            fix = None if run else _switched_on(check)
            yield Violation(span, {}, related, variant, fix=fix, workload=workload.name)
        else:
            yield Violation(span, {}, (), "run" if run else "service", workload=workload.name)
        return
    users = project.users_of(workload)
    running = [user for user in users if not runs_once(project, user)]
    covered = running and all(has_own_check(user) for user in running)
    if not project.ships(workload) or (users and not running) or (params.unless_checked and covered):
        return
    yield Violation(span, {}, (), workload=workload.name)


def _switched_on(check: Known[Healthcheck]) -> Fix | None:
    """Leave the check to the image."""
    from wslint.project.removals import remove_entry

    edit = None if check.via else remove_entry(check.value.span)
    return None if edit is None else Fix("remove `healthcheck`", (edit,), safe=False)


@check("workload")
def service_has_healthcheck(service: Workload, project: Project, params: object) -> Iterator[Violation]:
    """A service that builds a local image without a check has its own."""
    stage = project.image_of(service)
    if stage is None or has_own_check(service) or runs_once(project, service):
        return
    if project.file_of(service).partial or not lacks_check(project, stage):
        return
    fields = {"service": service_name(service), "stage": stage.name}
    yield Violation(service.owner, fields, (Related(stage.owner, "image"),), workload=service.name)


@check("workload")
def check_asks_served_port(workload: Workload, project: Project, params: object) -> Iterator[Violation]:
    """A check that asks its own container asks a port on which something listens there."""
    if (workload.platform == "image" and not project.ships(workload)) or shares_network(project, workload):
        return
    listening = project.listening(workload)
    if not listening.proven:
        return
    served = sorted({port.number for port in listening.ports})
    for command in project.health_commands(workload):
        asked = [one for one in command.requests if one.own and one.port is not None]
        # Of several questions one may be the other's second choice.
        if not asked or any(one.port in served for one in asked):
            continue
        if listening.certainty == "PORT" and _is_deaf(project, workload):
            return
        from wslint.checks.further_ports import told_of

        for one in asked:
            port = one.port or 0
            if _declared_beside(project, workload, port, served) or told_of(project, workload, port):
                continue
            if command.inherited and _wrong_in_image(project, workload, port):
                continue
            fields: dict[str, Field] = {
                "tool": one.tool,
                "port": port,
                "served": " and ".join(map(str, served)),
                "name": workload.name,
            }
            fix = None
            if len(served) == 1 and one.port_span.text == str(port) and not command.inherited:
                edit = Edit(one.port_span, str(served[0]))
                fix = Fix(f"ask port {served[0]}", (edit,), safe=listening.ports[0].source == "command")
            related = (Related(listening.ports[0].span, "listens"), *run_from(command.span, one.port_span))
            own = "run-overridden" if workload.platform == "docker-run" else "overridden"
            variant = own if command.inherited else "probe" if command.probe else ""
            yield Violation(one.port_span, fields, related, variant, fix=fix, workload=workload.name)


def shares_network(project: Project, workload: Workload) -> bool:
    """Whether something else may listen where the workload's localhost is, as far as that cannot be told."""
    pod = project.pod_of(workload)
    if pod is not None:
        if not isinstance(pod.host_network, Absent) and not (
            isinstance(pod.host_network, Known) and not pod.host_network.value
        ):
            return True
        return any(not (other is workload or other.role in ("init", "ephemeral")) for other in pod.containers)
    if workload.platform == "image":
        return False
    from wslint.project.neighbours import name_of

    mode = workload.network_mode
    if isinstance(mode, Unknown) or (isinstance(mode, Known) and mode.value not in ("bridge", "default")):
        return True
    kind = "container" if workload.platform == "docker-run" else "service"
    modes = project.network_modes(workload)
    return None in modes or f"{kind}:{name_of(workload)}" in modes


def _declared_beside(project: Project, workload: Workload, port: int, served: list[int]) -> bool:
    """Whether a port is declared next to the one that is served: then it is one more, an admin port perhaps.

    A declaration that names only the asked port is as stale as the check may be.
    """
    stage = project.image_of(workload)
    every = [workload.declared, *([stage.declared] if stage is not None else [])]
    ports = [declared for declaration in every for declared in declaration.ports]
    asked_too = any(declared.covers(port) for declared in ports)
    return asked_too and any(declared.covers(one) for declared in ports for one in served)


def _is_deaf(project: Project, workload: Workload) -> bool:
    """Whether PORT may be meant for others: set by what a YAML anchor shares, or for a server that has another way.

    Of a local image its own command tells.
    """
    from wslint.checks.further_ports import port_is_in_anchor
    from wslint.model.known_servers import BY_IMAGE
    from wslint.model.servers import CONFIGURED_ELSEWHERE

    if workload.platform not in ("compose", "docker-run") or project.image_of(workload) is not None:
        return False
    reference = parse_reference(workload.image.value) if isinstance(workload.image, Known) else None
    if reference is not None and (reference.name in BY_IMAGE or reference.name in CONFIGURED_ELSEWHERE):
        return True
    return port_is_in_anchor(project, workload)


def _wrong_in_image(project: Project, workload: Workload, port: int) -> bool:
    """Whether the image's own check is wrong already, so that it is reported there."""
    stage = project.image_of(workload)
    if stage is None:
        return False
    listening = project.listening(stage)
    asked = [one.port for command in project.health_commands(stage) for one in command.requests]
    return port in asked and listening.proven and not listening.on(port)


@check("workload", Paths)
def check_asks_documented_path(workload: Workload, project: Project, params: Paths) -> Iterator[Violation]:
    """A check asks one of the documented paths; without any, linked checks of one image ask the same."""
    if workload.platform == "image" and not project.ships(workload):
        return
    asked = asked_paths(project, workload)
    if not params.paths:
        yield from _differing(workload, project, asked)
        return
    for probe in dict.fromkeys(one.probe for one in asked):
        group = [one for one in asked if one.probe == probe]
        if any(_same(one.path, path) for one in group for path in params.paths):
            continue
        one = group[0]
        fields = {"path": one.path, "documented": params.paths[0], "kind": one.probe}
        fix = None
        if one.span.text == one.path:
            fix = Fix(f"ask {params.paths[0]}", (Edit(one.span, params.paths[0]),), safe=False)
        variant = "probe" if one.probe else ""
        related = run_from(one.check, one.span)
        yield Violation(one.span, fields, related, variant, fix=fix, workload=workload.name)


def _differing(workload: Workload, project: Project, asked: tuple[AskedPath, ...]) -> Iterator[Violation]:
    """Against the image's own check, else against that of the first workload that runs the image."""
    stage = project.image_of(workload)
    if stage is None or not asked or is_overridden(workload):
        return
    others = [stage, *(user for user in project.users_of(stage) if not is_overridden(user))]
    reference = next((paths for other in others if (paths := asked_paths(project, other))), ())
    if not reference or any(_same(one.path, other.path) for one in asked for other in reference):
        return
    one = next((one for one in asked if one.probe in ("", "liveness")), None)
    other = next((other for other in reference if other.probe in ("", "liveness")), None)
    if one is None or other is None:
        return
    if one.port is not None and other.port is not None and one.port != other.port:
        return
    fields = {"path": one.path, "other": other.path}
    related = (Related(other.span, "other"), *run_from(one.check, one.span))
    yield Violation(one.span, fields, related, "differs", workload=workload.name)


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")
