"""The kinds of Kubernetes' own API groups, and which versions of them were removed in which release.

Sources: the API reference (up to 1.34) and the Deprecated API Migration Guide of kubernetes.io. Groups of
custom resources are not in here, those of other projects under k8s.io (Gateway API, snapshots, metrics) neither.
"""

from __future__ import annotations

from wslint.text.record import NamedTuple


class Removed(NamedTuple):
    """A removed version of a kind: the release that stopped serving it, and what to write instead."""

    release: str
    instead: str


CORE = ""

SERVED: dict[str, dict[str, str]] = {
    "": {
        "v1": (
            "Binding ComponentStatus ConfigMap Endpoints Event LimitRange List Namespace Node"
            " PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota"
            " Secret Service ServiceAccount"
        ),
    },
    "admissionregistration.k8s.io": {
        "v1": (
            "MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy"
            " ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
        ),
        "v1beta1": (
            "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy"
            " MutatingAdmissionPolicyBinding"
        ),
        "v1alpha1": (
            "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy"
            " MutatingAdmissionPolicyBinding"
        ),
    },
    "apiextensions.k8s.io": {"v1": "CustomResourceDefinition ConversionReview"},
    "apiregistration.k8s.io": {"v1": "APIService"},
    "apps": {"v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"},
    "authentication.k8s.io": {
        "v1": "SelfSubjectReview TokenRequest TokenReview",
        "v1beta1": "SelfSubjectReview",
        "v1alpha1": "SelfSubjectReview",
    },
    "authorization.k8s.io": {
        "v1": "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
    },
    "autoscaling": {"v2": "HorizontalPodAutoscaler", "v1": "HorizontalPodAutoscaler Scale"},
    "batch": {"v1": "CronJob Job"},
    "certificates.k8s.io": {
        "v1": "CertificateSigningRequest",
        "v1beta1": "ClusterTrustBundle PodCertificateRequest",
        "v1alpha1": "ClusterTrustBundle PodCertificateRequest",
    },
    "coordination.k8s.io": {
        "v1": "Lease",
        "v1beta1": "LeaseCandidate",
        "v1alpha2": "LeaseCandidate",
        "v1alpha1": "LeaseCandidate",
    },
    "discovery.k8s.io": {"v1": "EndpointSlice"},
    "events.k8s.io": {"v1": "Event"},
    "extensions": {},
    "flowcontrol.apiserver.k8s.io": {"v1": "FlowSchema PriorityLevelConfiguration"},
    "internal.apiserver.k8s.io": {"v1alpha1": "StorageVersion"},
    "networking.k8s.io": {
        "v1": "Ingress IngressClass IPAddress NetworkPolicy ServiceCIDR",
        "v1beta1": "IPAddress ServiceCIDR",
        "v1alpha1": "ClusterCIDR IPAddress ServiceCIDR",
    },
    "node.k8s.io": {"v1": "RuntimeClass"},
    "policy": {"v1": "Eviction PodDisruptionBudget"},
    "rbac.authorization.k8s.io": {"v1": "ClusterRole ClusterRoleBinding Role RoleBinding"},
    "resource.k8s.io": {
        "v1": "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
        "v1beta2": "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
        "v1beta1": "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
        "v1alpha3": "DeviceClass DeviceTaintRule PodSchedulingContext ResourceClaim ResourceClaimTemplate ResourceSlice",
        "v1alpha2": (
            "PodSchedulingContext ResourceClaim ResourceClaimParameters ResourceClaimTemplate ResourceClass"
            " ResourceClassParameters ResourceSlice"
        ),
    },
    "scheduling.k8s.io": {"v1": "PriorityClass", "v1alpha1": "Workload", "v1alpha2": "PodGroup Workload"},
    "storage.k8s.io": {
        "v1": "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass",
        "v1beta1": "VolumeAttributesClass",
        "v1alpha1": "VolumeAttributesClass",
    },
    "storagemigration.k8s.io": {"v1alpha1": "StorageVersionMigration", "v1beta1": "StorageVersionMigration"},
}
"""Group to version to the kinds it serves, parted by blanks."""

_REMOVED = """
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration 1.22 admissionregistration.k8s.io/v1
admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration 1.22 admissionregistration.k8s.io/v1
apiextensions.k8s.io/v1beta1 CustomResourceDefinition 1.22 apiextensions.k8s.io/v1
apiregistration.k8s.io/v1beta1 APIService 1.22 apiregistration.k8s.io/v1
apps/v1beta1 Deployment 1.16 apps/v1
apps/v1beta1 ReplicaSet 1.16 apps/v1
apps/v1beta1 StatefulSet 1.16 apps/v1
apps/v1beta2 DaemonSet 1.16 apps/v1
apps/v1beta2 Deployment 1.16 apps/v1
apps/v1beta2 ReplicaSet 1.16 apps/v1
apps/v1beta2 StatefulSet 1.16 apps/v1
authentication.k8s.io/v1beta1 TokenReview 1.22 authentication.k8s.io/v1
authorization.k8s.io/v1beta1 LocalSubjectAccessReview 1.22 authorization.k8s.io/v1
authorization.k8s.io/v1beta1 SelfSubjectAccessReview 1.22 authorization.k8s.io/v1
authorization.k8s.io/v1beta1 SubjectAccessReview 1.22 authorization.k8s.io/v1
autoscaling/v2beta1 HorizontalPodAutoscaler 1.25 autoscaling/v2
autoscaling/v2beta2 HorizontalPodAutoscaler 1.26 autoscaling/v2
batch/v1beta1 CronJob 1.25 batch/v1
certificates.k8s.io/v1beta1 CertificateSigningRequest 1.22 certificates.k8s.io/v1
coordination.k8s.io/v1beta1 Lease 1.22 coordination.k8s.io/v1
discovery.k8s.io/v1beta1 EndpointSlice 1.25 discovery.k8s.io/v1
events.k8s.io/v1beta1 Event 1.25 events.k8s.io/v1
extensions/v1beta1 DaemonSet 1.16 apps/v1
extensions/v1beta1 Deployment 1.16 apps/v1
extensions/v1beta1 Ingress 1.22 networking.k8s.io/v1
extensions/v1beta1 NetworkPolicy 1.16 networking.k8s.io/v1
extensions/v1beta1 PodSecurityPolicy 1.16 Pod Security Admission
extensions/v1beta1 ReplicaSet 1.16 apps/v1
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema 1.26 flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration 1.26 flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema 1.29 flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration 1.29 flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema 1.32 flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration 1.32 flowcontrol.apiserver.k8s.io/v1
networking.k8s.io/v1beta1 Ingress 1.22 networking.k8s.io/v1
networking.k8s.io/v1beta1 IngressClass 1.22 networking.k8s.io/v1
node.k8s.io/v1beta1 RuntimeClass 1.25 node.k8s.io/v1
policy/v1beta1 PodDisruptionBudget 1.25 policy/v1
policy/v1beta1 PodSecurityPolicy 1.25 Pod Security Admission
rbac.authorization.k8s.io/v1beta1 ClusterRole 1.22 rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding 1.22 rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1 Role 1.22 rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1 RoleBinding 1.22 rbac.authorization.k8s.io/v1
scheduling.k8s.io/v1beta1 PriorityClass 1.22 scheduling.k8s.io/v1
storage.k8s.io/v1beta1 CSIDriver 1.22 storage.k8s.io/v1
storage.k8s.io/v1beta1 CSINode 1.22 storage.k8s.io/v1
storage.k8s.io/v1beta1 CSIStorageCapacity 1.27 storage.k8s.io/v1
storage.k8s.io/v1beta1 StorageClass 1.22 storage.k8s.io/v1
storage.k8s.io/v1beta1 VolumeAttachment 1.22 storage.k8s.io/v1
"""


def group_of(api_version: str) -> str:
    """The API group of an `apiVersion`; the core group's name is empty."""
    return api_version.rpartition("/")[0]


def is_built_in(group: str) -> bool:
    """Whether a group is Kubernetes' own."""
    return group in SERVED


def is_served(api_version: str, kind: str) -> bool:
    """Whether Kubernetes serves this kind in this version, in some supported release; `…List` kinds included."""
    group, _, version = api_version.rpartition("/")
    kinds = SERVED.get(group, {}).get(version, "").split()
    return kind in kinds or (kind.endswith("List") and kind.removesuffix("List") in kinds)


def removed(api_version: str, kind: str) -> Removed | None:
    """When a version of a kind was removed; None if it was not."""
    wanted = f"\n{api_version} {kind} "
    at = _REMOVED.find(wanted)
    if at < 0:
        return None
    start = at + len(wanted)
    release, _, instead = _REMOVED[start : _REMOVED.index("\n", start)].partition(" ")
    return Removed(release, instead)


def versions_with(kind: str) -> tuple[str, ...]:
    """The apiVersions that serve a kind, the stable ones first."""
    found = [
        f"{group}/{version}" if group else version
        for group, versions in SERVED.items()
        for version, kinds in versions.items()
        if kind in kinds.split()
    ]
    return tuple(sorted(found, key=lambda name: ("alpha" in name, "beta" in name)))


def nearest_kind(kind: str) -> str | None:
    """The built-in kind that was meant by a misspelt one; None where none is near, or it is none."""
    names = sorted(
        {name for versions in SERVED.values() for kinds in versions.values() for name in kinds.split()}
    )
    folded = kind.casefold()
    for name in names:
        if name.casefold() == folded:
            return name
    if len(kind) > 80:
        return None
    from difflib import get_close_matches

    near = get_close_matches(kind, names, n=1, cutoff=0.85)
    return near[0] if near else None
