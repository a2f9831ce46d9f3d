"""What an image is built from: the sources of COPY and ADD, and what build arguments leave behind."""

from __future__ import annotations

import os

from wslint.checks.check import NoParameters, check
from wslint.checks.pieces import is_inside_another
from wslint.checks.violation import Field, Related, Violation
from wslint.model.workload import Build, CopiedFile, Workload
from wslint.project.context import BuildContext, Missing, lacking_for, lookings, source_path
from wslint.project.project import Project
from wslint.text import Edit, Fix, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.facts import FileFacts

_MADE_BY = ("shell", "other")
_MAKERS = frozenset(
    {"cp", "mv", "rsync", "ln", "curl", "wget", "clone", "tar", "unzip", "install", "submodule", "mkdir", ">"}
    | {"-o", "--output", "--out-dir", "generate", "fetch", "download", "touch"}
)


class Products(NamedTuple):
    """What a build or a CI step makes before the image is built, so that no clone has it.

    `folders`: names of folders; `endings`: endings of files.
    """

    folders: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@check("file", Products)
def copied_is_there(file: FileFacts, project: Project, parameters: Products) -> Iterator[Violation]:
    """What a Dockerfile copies is in every context that it is built with."""
    if file.kind != "dockerfile" or is_inside_another(Span(file.source, 0, 0)):
        return
    for looking, copies in lookings(project, file):
        for copied in copies:
            missing = looking.missing(copied)
            if missing is None or (missing.is_plain and not looking.is_whole(copies)):
                continue
            if missing.pattern is None and _is_made(project, missing.path, parameters):
                continue
            yield _absence(project, missing)


@check("workload", NoParameters)
def built_from_is_there(workload: Workload, project: Project, _: object) -> Iterator[Violation]:
    """The context and the Dockerfile of a service that is built."""
    build = workload.build
    if workload.platform != "compose" or build is None or is_inside_another(build.span):
        return
    lacking = lacking_for(project, workload)
    if lacking is not None:
        yield Violation(build.span, {"path": lacking.path}, variant=lacking.what, workload=workload.name)


def _absence(project: Project, missing: Missing) -> Violation:
    fields = _fields(project, missing.copied, missing.context)
    related = [Related(missing.context.span, "context")]
    variant = ""
    if missing.pattern is not None:
        variant = "ignored"
        fields["pattern"] = missing.pattern.span.text
        related.insert(0, Related(missing.pattern.span, "pattern"))
    elif missing.elsewhere is not None:
        variant = "elsewhere"
        fields["elsewhere"] = missing.elsewhere
    elif missing.like is not None:
        variant = "like"
        fields["like"] = missing.like
    fix = None
    if missing.like is not None and variant == "like" and missing.copied.span.text == missing.copied.source:
        path = source_path(missing.copied) or ""
        if path and missing.copied.source.endswith(path):
            text = missing.copied.source.removesuffix(path) + missing.like
            fix = Fix(f"write `{text}`", (Edit(missing.copied.span, text),), safe=False)
    return Violation(missing.copied.span, fields, tuple(related), variant, fix=fix)


def _fields(project: Project, copied: CopiedFile, context: BuildContext) -> dict[str, Field]:
    root = project.disk.root if project.disk is not None else context.folder
    shown = os.path.relpath(context.folder, root).replace(os.sep, "/")
    folder = "the root of the project" if shown == "." else f"`{shown}`"
    return {"source": copied.source, "path": source_path(copied) or copied.source, "folder": folder}


def _is_made(project: Project, path: str, parameters: Products) -> bool:
    """Whether something may make a path before the build: by its name, or because a script speaks of it."""
    parts = path.lower().split("/")
    if not set(parameters.folders).isdisjoint(parts) or parts[-1].endswith(parameters.endings):
        return True
    *folders, name = path.split("/")
    texts = [file.source.text for file in project.files if file.kind in _MADE_BY]
    return any(name in text or _makes(text, folders) for text in texts)


def _makes(text: str, folders: list[str]) -> bool:
    """Whether a line of a script puts something into one of the folders of a path."""
    if not any(folder in text for folder in folders):
        return False
    return any(
        any(folder in line for folder in folders) and not _MAKERS.isdisjoint(line.split())
        for line in text.splitlines()
    )


@check("file", Products)
def copied_is_versioned(file: FileFacts, project: Project, parameters: Products) -> Iterator[Violation]:
    """What a Dockerfile copies is not only on this machine."""
    if file.kind != "dockerfile" or is_inside_another(Span(file.source, 0, 0)):
        return
    for looking, copies in lookings(project, file):
        for copied in copies:
            found = looking.unversioned(copied)
            if found is not None and not _is_made(project, found.path, parameters):
                fields = _fields(project, copied, found.context)
                yield Violation(copied.span, fields, (Related(found.context.span, "context"),))


# -- secrets in builds ------------------------------------------------------------------------------


@check("workload", NoParameters)
def arguments_keep_no_secret(
    workload: Workload, project: Project, parameters: NoParameters
) -> Iterator[Violation]:
    """No build argument hands a secret to an image: `docker history` shows it, or its environment does.

    Source: Dockerfile reference, ARG ("it isn't recommended to use build arguments for passing secrets");
    Docker's build checks, SecretsUsedInArgOrEnv.
    """
    if workload.platform == "image":
        yield from _kept_in_environment(project, workload)
        for command in project.build_commands_of(workload):
            yield from _given_to_build(workload, command.call.build, None)
    elif workload.build is not None and workload.build.given:
        stage = project.image_of(workload)
        if stage is not None:
            yield from _given_to_build(stage, workload.build, workload.name)


def _kept_in_environment(project: Project, stage: Workload) -> Iterator[Violation]:
    facts = stage.image_facts
    if facts is None or not project.ships(stage):
        return
    for handed in facts.handed:
        from wslint.model.secrets import names_secret

        argument = handed.argument
        if not names_secret(handed.variable) and not names_secret(argument.value):
            continue
        fields: dict[str, Field] = {"argument": argument.value, "variable": handed.variable}
        related = (Related(argument.span, "argument"), *_givers(project, stage, argument.value))
        yield Violation(handed.value_span, fields, related, "environment", workload=stage.name)


def _givers(project: Project, stage: Workload, name: str) -> Iterator[Related]:
    builds = [user.build for user in project.builders_of(stage) if user.build is not None]
    builds += [command.call.build for command in project.build_commands_of(stage)]
    for build in builds:
        for given in build.given:
            if given.value == name:
                yield Related(given.span, "giver")


def _given_to_build(stage: Workload, build: Build, who: str | None) -> Iterator[Violation]:
    facts = stage.image_facts
    if facts is None:
        return
    from wslint.model.secrets import names_secret

    declared = {one.value: one for one in facts.arguments}
    handed = {one.argument.value: one for one in facts.handed}
    for given in build.given:
        argument = declared.get(given.value)
        # What ends in an ENV is said there, and shows this place.
        if argument is None or given.value in handed or not names_secret(given.value):
            continue
        fields: dict[str, Field] = {"argument": given.value}
        yield Violation(given.span, fields, (Related(argument.span, "argument"),), workload=who)
