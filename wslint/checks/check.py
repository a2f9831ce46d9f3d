"""How a function becomes a check: its subject and the type of its parameters."""

from __future__ import annotations

from wslint.checks.violation import Violation
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Literal, TypeAlias

Subject: TypeAlias = "Literal['workload', 'pod', 'service', 'route', 'file', 'project', 'suppression']"


class TooSlow(Exception):  # noqa: N818  # a verdict on the rule, for the ledger
    """A check has used up its time; the text says how much."""


class NoParameters(NamedTuple):
    """For checks that take none."""


class Check(NamedTuple):
    """A check: what it looks at, the record its parameters fill, and the function.

    Subjects: a workload, a pod, a KubernetesService, a Route, the FileFacts of one file, None for the
    whole project, or a Suppression (wslint/checks/suppressions.py) after all others have run. Called as `run(subject, project, parameters)`.
    """

    subject: Subject
    parameters: type[Any]
    run: Callable[..., Iterable[Violation]]


def check(
    subject: Subject, parameters: type[Any] = NoParameters
) -> Callable[[Callable[..., Iterable[Violation]]], Check]:
    """Make a function the check of its own name. Parameters are a NamedTuple whose fields all have defaults."""

    def decorate(function: Callable[..., Iterable[Violation]]) -> Check:
        return Check(subject, parameters, function)

    return decorate
