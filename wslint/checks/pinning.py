"""Images that may be another one tomorrow."""

from __future__ import annotations

import os

from wslint.checks.check import NoParameters, check
from wslint.checks.violation import Violation
from wslint.model.images import ImageReference, image_key, parse_reference
from wslint.model.value import Known
from wslint.project.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIANTS = {"image": "", "compose": "compose", "kubernetes": "kubernetes", "docker-run": "run"}
LATEST = "latest"


@check("project", NoParameters)
def image_pinned(subject: None, project: Project, parameters: NoParameters) -> Iterator[Violation]:
    """Images from elsewhere have a tag other than `latest`, or a digest.

    Source: Docker's documentation, "Building best practices", "Pin base image versions". Images that the
    tree builds itself are its own affair, and a name with a variable in it is pinned by whoever fills it in.
    """
    local = _Local(project)
    for workload in project.workloads:
        image = workload.image
        if not isinstance(image, Known) or workload.build is not None or "$" in image.span.text:
            continue
        reference = parse_reference(image.value)
        if reference is None or reference.digest is not None or reference.tag not in (None, LATEST):
            continue
        if project.image_of(workload) is not None or local.builds(image.value, reference):
            continue
        variant = _VARIANTS[workload.platform]
        if reference.tag == LATEST:
            variant = f"{variant}-{LATEST}" if variant else LATEST
        yield Violation(image.span, {"image": image.value}, variant=variant, workload=workload.name)


class _Local:
    """The images that the tree builds: by the names that it gives them, and by the folders they are built in."""

    def __init__(self, project: Project) -> None:
        named = [
            w.image.value for w in project.workloads if w.build is not None and isinstance(w.image, Known)
        ]
        named += [tag.value for file in project.files for build in file.builds for tag in build.tags]
        keys = [image_key(name) for name in named]
        self._repositories = {key[:2] for key in keys if key is not None}
        files = [file for file in project.files if file.kind == "dockerfile"]
        folders = [project.absolute_folder(file.source.path) for file in files]
        # `src/frontend/Dockerfile` and `frontend/docker/Dockerfile`: a name for what is built there.
        self._folders = {part for folder in folders for part in folder.split(os.sep)[-2:] if part}
        # Compose names what it builds `project-service`, its first versions `project_service`.
        self._services = set()
        for workload in project.workloads:
            if workload.platform == "compose" and workload.build:
                from wslint.project.neighbours import name_of

                self._services.add(name_of(workload))

    def builds(self, image: str, reference: ImageReference) -> bool:
        """Whether an image is one of them, as far as names tell."""
        key = image_key(image)
        if key is not None and key[:2] in self._repositories:
            return True
        if reference.registry is not None or "/" in reference.repository:
            return reference.registry == "localhost"
        name = reference.name
        endings = {name[at + 1 :] for at, char in enumerate(name) if char in "-_"}
        return name in self._folders or not self._services.isdisjoint((name, *endings))
