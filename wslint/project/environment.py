"""The environment in force in a workload: its own variables, its sources, its image's ENV."""

from __future__ import annotations

from wslint.model.environment import Environment, EnvironmentSource
from wslint.model.value import Absent, Known, Unknown
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from wslint.model.workload import Workload

Setting = "Known[str] | Unknown"
FindConfig: TypeAlias = "Callable[[str, str, str | None], 'Mapping[str, Known[str] | Unknown] | None']"
FindFile: TypeAlias = "Callable[[EnvironmentSource], 'Mapping[str, Known[str] | Unknown] | None']"


MOST_VARIABLES = 2_000_000
"""So many variables the env files of all workloads may have together, each file counted for each of its workloads."""


class EffectiveEnvironment(NamedTuple):
    """Name to value for all that is known to be set.

    `complete` is false where something that cannot be read may set more, or set it otherwise: a lookup of
    a name that is not in `values` is then unknown. `overridable` names the sources that could not be read.
    """

    values: Mapping[str, Known[str] | Unknown]
    complete: bool
    owner: Span

    def lookup(self, name: str) -> Known[str] | Absent[str] | Unknown:
        """The value of a variable: absent only if nothing in the tree sets it and all of it was read."""
        value = self.values.get(name)
        if value is not None:
            return value
        if not self.complete:
            return Unknown(f"{name} may come from a source outside the tree", self.owner)
        return Absent(None, self.owner)


def effective_environment(
    environment: Environment,
    owner: Span,
    namespace: str | None,
    find_config: FindConfig,
    find_file: FindFile,
    image: EffectiveEnvironment | None,
) -> EffectiveEnvironment:
    """Put the layers together, weakest first: image, sources in their order, references and variables.

    Source: Compose specification, `environment` and `env_file`; Kubernetes API, EnvFromSource ("the last
    source will take precedence"; env over envFrom).
    """
    values: dict[str, Known[str] | Unknown] = dict(image.values) if image is not None else {}
    complete = environment.complete and (image is None or image.complete)
    for source in environment.sources:
        found = (
            find_file(source) if source.kind == "file" else find_config(source.kind, source.name, namespace)
        )
        if found is None:
            if not source.optional:
                complete = False
            # A source that cannot be read may override all that is weaker than it.
            for name in values:
                values[name] = Unknown(f"`{source.name}` may set {name}", source.span)
            continue
        _take(values, found, source)
    for reference in environment.references:
        found = find_config(reference.kind, reference.object_name, namespace)
        value = found.get(reference.key) if found is not None else None
        if isinstance(value, Known):
            values[reference.name] = Known(value.value, value.span, (reference.span, *value.via))
        else:
            values[reference.name] = Unknown(f"{reference.kind} `{reference.object_name}`", reference.span)
    for variable in environment.variables:
        values[variable.name] = variable.value
    return EffectiveEnvironment(values, complete, owner)


def has_too_many_variables(
    workloads: Iterable[Workload],
    find: Callable[[str, EnvironmentSource], Mapping[str, Known[str] | Unknown] | None],
) -> bool:
    """Whether the env files of workloads hold more than can be kept for each of these: then none of them is known."""
    total = 0
    for workload in workloads:
        for source in workload.environment.sources:
            if source.kind == "file":
                total += len(find(workload.path, source) or ())
                if total > MOST_VARIABLES:
                    return True
    return False


def _take(
    values: dict[str, Known[str] | Unknown],
    found: Mapping[str, Known[str] | Unknown],
    source: EnvironmentSource,
) -> None:
    for name, value in found.items():
        if isinstance(value, Known):
            values[source.prefix + name] = Known(value.value, value.span, (source.span, *value.via))
        else:
            values[source.prefix + name] = value
