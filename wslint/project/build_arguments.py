"""An image built with arguments of its own: what the Dockerfile's defaults say of it does not hold.

Compose, `build.args`; Dockerfile reference, ARG ("Default values").
"""

from __future__ import annotations

from wslint.model.ports import Declared
from wslint.model.value import Known, Unknown
from wslint.model.workload import ImageFacts, Workload
from wslint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def built_with(stage: Workload, arguments: Mapping[str, str | None]) -> Workload | None:
    """The stage as these build arguments make it: what is written with a variable is unknown.

    The stage itself where the arguments repeat its defaults; None where they may choose another stage to
    begin from. An argument's value is None where it is unknown.
    """
    facts = stage.image_facts
    if facts is None or not _changes(facts, arguments):
        return stage
    if facts.parent is not None and _varies(stage.owner):
        return None
    variables = tuple(
        variable._replace(value=Unknown(f"{variable.name} depends on build arguments", variable.value.span))
        if variable.value.span is not None and _varies(variable.value.span)
        else variable
        for variable in stage.environment.variables
    )
    ports = tuple(port for port in stage.declared.ports if not _varies(port.span))
    complete = stage.declared.complete and len(ports) == len(stage.declared.ports)
    if _varies(facts.base_span):
        facts = facts._replace(base=None, missing_tools=frozenset())
    return stage._replace(
        environment=stage.environment._replace(variables=variables),
        declared=Declared(ports, complete),
        image_facts=facts,
    )


def _changes(facts: ImageFacts, arguments: Mapping[str, str | None]) -> bool:
    """Whether some argument is not the stage's default. Of a name that it does not declare that is unknown."""
    defaults = {
        argument.name: argument.value.value
        for argument in facts.build_args
        if isinstance(argument.value, Known)
    }
    return any(value is None or defaults.get(name) != value for name, value in arguments.items())


def _varies(span: Span) -> bool:
    return "$" in span.source.text[span.start : span.end]
