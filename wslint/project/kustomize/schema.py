"""Which lists of built-in kinds merge by a key, and which.

Source: `patchStrategy` and `patchMergeKey` of the Kubernetes API reference (1.21, which Kustomize 5 has built
in). In kinds that it does not know, lists are replaced whole.
"""

from __future__ import annotations

from wslint.text.record import NamedTuple


class Merged(NamedTuple):
    """A field: the shape of its value or, with `keys`, of the elements of a list that merges by them.

    No keys at all is a list of plain values that are united; None is no list that merges.
    """

    shape: str
    keys: tuple[str, ...] | None = None


_CONTAINERS = Merged("container", ("name",))
_SHAPES: dict[str, dict[str, Merged]] = {
    "meta": {"finalizers": Merged("", ()), "ownerReferences": Merged("", ("uid",))},
    "container": {
        "env": Merged("", ("name",)),
        "ports": Merged("", ("containerPort", "protocol")),
        "volumeMounts": Merged("", ("mountPath",)),
        "volumeDevices": Merged("", ("devicePath",)),
    },
    "ephemeral container": {
        "env": Merged("", ("name",)),
        "volumeMounts": Merged("", ("mountPath",)),
        "volumeDevices": Merged("", ("devicePath",)),
    },
    "pod spec": {
        "containers": _CONTAINERS,
        "initContainers": _CONTAINERS,
        "ephemeralContainers": Merged("ephemeral container", ("name",)),
        "volumes": Merged("", ("name",)),
        "imagePullSecrets": Merged("", ("name",)),
        "hostAliases": Merged("", ("ip",)),
        "topologySpreadConstraints": Merged("", ("topologyKey", "whenUnsatisfiable")),
    },
    "pod": {"metadata": Merged("meta"), "spec": Merged("pod spec")},
    "templated": {"template": Merged("pod")},
    "workload": {"metadata": Merged("meta"), "spec": Merged("templated")},
    "pod template": {"metadata": Merged("meta"), "template": Merged("pod")},
    "cron job": {"metadata": Merged("meta"), "spec": Merged("cron job spec")},
    "cron job spec": {"jobTemplate": Merged("workload")},
    "service": {"metadata": Merged("meta"), "spec": Merged("service spec")},
    "service spec": {"ports": Merged("", ("port", "protocol"))},
    "service account": {"metadata": Merged("meta"), "secrets": Merged("", ("name",))},
    "webhooks": {"metadata": Merged("meta"), "webhooks": Merged("", ("name",))},
    "node": {"metadata": Merged("meta"), "spec": Merged("node spec")},
    "node spec": {"podCIDRs": Merged("", ())},
    "storage node": {"metadata": Merged("meta"), "spec": Merged("storage node spec")},
    "storage node spec": {"drivers": Merged("", ("name",))},
    "any": {"metadata": Merged("meta")},
}
_KINDS: dict[tuple[str, str], str] = {
    ("v1", "Pod"): "pod",
    ("v1", "PodTemplate"): "pod template",
    ("v1", "ReplicationController"): "workload",
    ("v1", "Service"): "service",
    ("v1", "ServiceAccount"): "service account",
    ("v1", "Node"): "node",
    ("apps/v1", "Deployment"): "workload",
    ("apps/v1", "StatefulSet"): "workload",
    ("apps/v1", "DaemonSet"): "workload",
    ("apps/v1", "ReplicaSet"): "workload",
    ("batch/v1", "Job"): "workload",
    ("batch/v1", "CronJob"): "cron job",
    ("batch/v1beta1", "CronJob"): "cron job",
    ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"): "webhooks",
    ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"): "webhooks",
    ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration"): "webhooks",
    ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration"): "webhooks",
    ("storage.k8s.io/v1", "CSINode"): "storage node",
}
_KNOWN_GROUPS = frozenset(
    {"v1", "apps/v1", "batch/v1", "batch/v1beta1", "autoscaling/v1", "autoscaling/v2beta1"}
    | {"autoscaling/v2beta2", "networking.k8s.io/v1", "networking.k8s.io/v1beta1", "policy/v1"}
    | {"policy/v1beta1", "rbac.authorization.k8s.io/v1", "storage.k8s.io/v1", "scheduling.k8s.io/v1"}
)


def shape_of(api_version: str, kind: str) -> str | None:
    """The shape of an object; None where Kustomize does not know the kind."""
    found = _KINDS.get((api_version, kind))
    if found is None and api_version in _KNOWN_GROUPS:
        return "any"
    return found


def field(shape: str | None, key: str) -> Merged:
    """What a field of a shape is."""
    return _SHAPES.get(shape or "", {}).get(key, Merged(""))
