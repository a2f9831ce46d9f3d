"""A merged project to facts."""

from __future__ import annotations

from wslint.model.facts import FileFacts
from wslint.project.compose.records import Composed
from wslint.readers.compose import malformed, read_project
from wslint.readers.yaml_problems import problems_of
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax.yaml import YamlFile


def project_facts(composed: Composed) -> FileFacts:
    """The workloads of a merged project; problems are not in it.

    A workload's owner is its key in the file that says it first; each of its values points at the file that
    writes it, and paths know the folder that they are relative to.
    """
    context_of = composed.context_of
    main = composed.sources[0]
    facts = read_project(
        main,
        composed.root,
        lambda source: context_of(source).variables,
        lambda source: context_of(source).folder,
    )
    # It wins over `name` (Compose, "Specify a project name").
    name = context_of(main).variables.get("COMPOSE_PROJECT_NAME")
    return facts if name is None or not name.value else facts._replace(project_name=name.value)


def own_facts(file: YamlFile) -> FileFacts:
    """What is wrong with a file itself, and its remarks; what it declares is in the project it belongs to."""
    return FileFacts(
        file.source,
        "compose",
        problems=problems_of(file) + malformed(file, {}),
        remarks=remarks_of(file),
    )
