"""By which words the images that a tree builds may be called."""

from __future__ import annotations

import os

from wslint.model.images import parse_reference
from wslint.model.value import Known
from wslint.project.neighbours import name_of
from wslint.project.project import Project
from wslint.settings.record import Settings


def words_of(project: Project, settings: Settings) -> frozenset[str]:
    """By which words the images that a tree builds may be called."""
    found: set[str] = set()
    named = [link.image for link in settings.links]
    for workload in project.workloads:
        if workload.build is not None:
            found.add(name_of(workload))
            if isinstance(workload.image, Known):
                named.append(workload.image.value)
    for facts in project.files:
        named += [tag.value for build in facts.builds for tag in build.tags]
        if facts.kind == "dockerfile":
            found.update(project.absolute_folder(facts.source.path).split(os.sep))
            found.update(facts.source.path.split("/")[:-1])
    for image in named:
        reference = parse_reference(image)
        found.add(reference.name if reference is not None else image)
    return frozenset(found - {""})
