"""Whether the command of a check can run in its image, and whether it can fail; commands to propose."""

from __future__ import annotations

from wslint.checks.check import check
from wslint.checks.violation import Field, Related, Violation
from wslint.model.images import parse_reference
from wslint.model.value import Known
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.project.health_commands import HealthCommand


class Proposal(NamedTuple):
    """A HEALTHCHECK to write. `certain` is true where the image surely has the program that it runs."""

    line: str
    certain: bool


def new_healthcheck(stage: Workload, port: int, path: str, options: str) -> Proposal:
    """An instruction that asks a port and a path (`/` where none is known) of the stage's own process."""
    url = f"http://localhost:{port}{path or '/'}"
    command = available_client(stage, url)
    flags = f"{options.strip()} " if options.strip() else ""
    return Proposal(f"HEALTHCHECK {flags}CMD {command or f'curl -fsS {url}'}", command is not None)


def available_client(stage: Workload, url: str) -> str | None:
    """A shell command that asks a URL with what the image surely has; None where nothing is sure.

    Source: Docker's official images: Alpine brings BusyBox and its wget, `python` and `node` what they are
    named for.
    """
    facts = stage.image_facts
    if facts is None or facts.base is None or facts.onbuild_unknown:
        return None
    if any(_installs_curl(run.split()) for run in facts.shell_runs):
        return f"curl -fsS {url}"
    reference = parse_reference(facts.base)
    if reference is None or reference.registry not in (None, "docker.io"):
        return None
    repository = reference.repository.removeprefix("library/")
    if repository == "python":
        code = f"import urllib.request; urllib.request.urlopen('{url}', timeout=5)"
        return f'python -c "{code}"'
    if repository == "alpine" or ("/" not in repository and "alpine" in (reference.tag or "")):
        return f"wget -qO- {url}"
    if repository == "node":
        return f"node -e \"fetch('{url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))\""
    return None


def _installs_curl(words: list[str]) -> bool:
    """Whether a RUN installs curl and leaves it there."""
    return (
        "curl" in words
        and bool({"install", "add"} & set(words))
        and not {"purge", "remove", "del"} & set(words)
    )


@check("workload")
def check_tool_present(workload: Workload, project: Project, params: object) -> Iterator[Violation]:
    """The programs that a check runs are in its image."""
    if workload.platform == "image" and not project.ships(workload):
        return
    missing = project.missing_tools(workload)
    if not missing:
        return
    stage = workload if workload.platform == "image" else project.image_of(workload)
    for command in project.health_commands(workload):
        needed = next((one for one in command.needs if one.name in missing), None)
        if command.inherited or needed is None or _may_bring(project, workload, needed.name):
            continue
        place, base = workload.owner, ""
        if stage is not None and stage.image_facts is not None:
            place, base = stage.image_facts.base_span, stage.image_facts.base or ""
        elif isinstance(workload.image, Known):
            place, base = workload.image.span, workload.image.value
        fields: dict[str, Field] = {"tool": needed.name, "base": base}
        variant = "shell" if needed.name == "sh" else ""
        instead = _instead(stage, command)
        if not variant and instead is not None:
            variant, fields["instead"] = "instead", instead
        fix = _other_command(workload, command, instead) if variant == "instead" and instead else None
        related = (Related(place, "base"), *run_from(command.span, needed.span))
        yield Violation(needed.span, fields, related, variant, fix=fix, workload=workload.name)


def _other_command(workload: Workload, command: HealthCommand, text: str) -> Fix | None:
    """Ask the same with another program, in a Dockerfile or a Compose file."""
    from wslint.project.insertions import key_inside, put_value

    check = workload.healthcheck
    edit = None
    if workload.platform == "image" and "\n" not in command.span.text:
        edit = Edit(command.span, text)
    elif workload.platform == "compose" and isinstance(check, Known) and not check.via:
        test = key_inside(check.value.span, "test")
        edit = put_value(test, ("CMD-SHELL", text)) if test is not None else None
    return None if edit is None else Fix(f"write `{text}`", (edit,), safe=False)


def _may_bring(project: Project, workload: Workload, tool: str) -> bool:
    """Whether the container's own command names the tool: it may install it before it starts."""
    process = project.process(workload)
    return any(
        isinstance(value, Known)
        and (tool in (value.value.text or "") or any(tool in (text or "") for text in value.value.argv))
        for value in (process.entrypoint, process.command)
        if tool != "sh"
    )


def _instead(stage: Workload | None, command: HealthCommand) -> str | None:
    """A command that asks the same with what the image has."""
    if stage is None or len(command.requests) != 1:
        return None
    request = command.requests[0]
    if request.scheme != "http" or request.port is None or request.path is None or not request.own:
        return None
    proposed = available_client(stage, f"http://localhost:{request.port}{request.path}")
    return None if proposed is None or proposed.startswith(request.tool) else proposed


def run_from(check_span: Span, found: Span) -> tuple[Related, ...]:
    """Where a script is run from, for what is found in one: the check, in its own file."""
    return () if check_span.source is found.source else (Related(check_span, "runs"),)


@check("workload")
def check_can_fail(workload: Workload, project: Project, params: object) -> Iterator[Violation]:
    """The exit status of a check tells failure from success."""
    if workload.platform == "image" and not project.ships(workload):
        return
    for command in project.health_commands(workload):
        fault = command.fault
        if command.inherited or fault is None:
            continue
        variant = "" if fault.kind == "always" else "curl" if fault.text == "curl" else "code"
        fields = {"text": " ".join(fault.text.split())}
        related = run_from(command.span, fault.span)
        yield Violation(fault.span, fields, related, variant, fix=fault.fix, workload=workload.name)
