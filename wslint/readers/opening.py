"""Workloads of which only a part is written: what is missing may be written elsewhere."""

from __future__ import annotations

from typing import TypeVar

from wslint.model.ports import Declared
from wslint.model.value import Absent, Unknown, Value
from wslint.model.workload import Workload

REASON = "outside of this fragment"
T = TypeVar("T")


def opened(workload: Workload, *, declares: bool) -> Workload:
    """The workload with everything absent made unknown. `declares`: its declared ports are written whole."""
    outside = Unknown(REASON, workload.owner)

    def value(read: Value[T]) -> Value[T]:
        return outside if isinstance(read, Absent) else read

    facts = workload.image_facts
    if facts is not None:
        facts = facts._replace(onbuild_unknown=True, missing_tools=frozenset())
    declared = workload.declared
    return workload._replace(
        image=value(workload.image),
        entrypoint=value(workload.entrypoint),
        command=value(workload.command),
        healthcheck=value(workload.healthcheck),
        grace=value(workload.grace),
        stop_signal=value(workload.stop_signal),
        init=value(workload.init),
        network_mode=value(workload.network_mode),
        extra_hosts=value(workload.extra_hosts),
        pre_stop=value(workload.pre_stop),
        probes={kind: value(probe) for kind, probe in workload.probes.items()},
        environment=workload.environment._replace(complete=False),
        declared=declared if declares else Declared(declared.ports, complete=False),
        image_facts=facts,
        partial=True,
    )
