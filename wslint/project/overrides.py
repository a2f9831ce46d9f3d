"""A Compose file with an override beside it: what the override writes is not known of the base alone.

Compose merges `compose.override.yaml` by itself (Compose, "Merge Compose files"). Until merging is done here,
a value that the override writes too, or that it may be the one to write, is unknown in the base.
"""

from typing import Any

from wslint.model.facts import FileFacts
from wslint.model.value import Absent, Unknown
from wslint.model.workload import Workload

REPLACED = (
    "image",
    "entrypoint",
    "command",
    "healthcheck",
    "grace",
    "stop_signal",
    "init",
    "network_mode",
    "extra_hosts",
)


def overridden(base: FileFacts, override: FileFacts) -> FileFacts:
    """The base with everything unknown that the override writes for a service of the same name."""
    over = {workload.name: workload for workload in override.workloads}
    workloads = tuple(
        _overridden(workload, over[workload.name]) if workload.name in over else workload
        for workload in base.workloads
    )
    return base._replace(workloads=workloads)


def _overridden(workload: Workload, over: Workload) -> Workload:
    reason = Unknown(f"{over.path} may write it", over.owner)
    changes: dict[str, Any] = {
        name: reason for name in REPLACED if not isinstance(getattr(over, name), Absent)
    }
    environment = workload.environment
    written = {variable.name for variable in over.environment.variables}
    if written or over.environment.sources or not over.environment.complete:
        kept = tuple(variable for variable in environment.variables if variable.name not in written)
        environment = environment._replace(variables=kept, complete=False)
    declared, published = workload.declared, workload.published
    if over.declared.ports or not over.declared.complete:
        declared = declared._replace(complete=False)
    if over.published.ports or not over.published.complete:
        published = published._replace(complete=False)
    return workload._replace(
        **changes,
        environment=environment,
        declared=declared,
        published=published,
        # Another target or other arguments make another image.
        build=workload.build if over.build is None else None,
        partial=True,
    )
