"""What is wrong with a file itself, as its reader met it."""

from __future__ import annotations

from wslint.checks.check import NoParameters, check
from wslint.checks.violation import Related, Violation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslint.model.facts import FileFacts


def problems_named(file: FileFacts, name: str) -> Iterator[Violation]:
    """The problems of a file that name a rule, as violations."""
    for problem in file.problems:
        if problem.check == name:
            from wslint.checks.problem_fixes import fix_of

            fields = dict(problem.fields)
            variant = str(fields.pop("variant", ""))
            related = tuple(Related(span, label) for label, span in problem.related)
            yield Violation(problem.span, fields, related, variant, fix=fix_of(problem))


@check("file")
def syntax_error(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """What cannot be parsed."""
    yield from problems_named(file, "syntax-error")


@check("file")
def duplicate_key(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A key that a mapping has twice."""
    yield from problems_named(file, "duplicate-key")


@check("file")
def unsupported_template(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A template of Helm or Jinja, which is no YAML before it is rendered."""
    yield from problems_named(file, "unsupported-template")


@check("file")
def unknown_kind(file: FileFacts, project: object, parameters: NoParameters) -> Iterator[Violation]:
    """A kind that Kubernetes' own API group has not got, or no longer has."""
    yield from problems_named(file, "unknown-kind")
