"""What a kustomization names, as its build met it."""

from __future__ import annotations

from wslint.checks.check import NoParameters, check
from wslint.checks.violation import Violation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.facts import FileFacts


@check("file")
def resource_missing(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A file or a folder that a kustomization takes in, and that is not there."""
    for problem in file.problems:
        if problem.check == "kustomize-resource-missing":
            yield Violation(problem.span, dict(problem.fields))
