"""Which fields of which kinds name other objects.

Source: Kustomize documentation, "Transformer Configurations - Default Configurations", nameReference (v5).
"""

from __future__ import annotations

from wslint.project.kustomize.fields import Field
from wslint.text.record import NamedTuple


class Referred(NamedTuple):
    """A kind of objects that are named, and the fields that name them. Empty group and version are any."""

    kind: str
    group: str
    version: str
    fields: tuple[Field, ...]


_DEEP = {
    "PodTemplate": "template/spec",
    "Deployment": "spec/template/spec",
    "ReplicaSet": "spec/template/spec",
    "DaemonSet": "spec/template/spec",
    "StatefulSet": "spec/template/spec",
    "Job": "spec/template/spec",
    "CronJob": "spec/jobTemplate/spec/template/spec",
}
# The kinds that Kustomize's defaults list for what is named less often.
_SOME = {
    "Pod": "spec",
    "StatefulSet": "spec/template/spec",
    "Deployment": "spec/template/spec",
    "ReplicationController": "spec/template/spec",
    "CronJob": "spec/jobTemplate/spec/template/spec",
    "Job": "spec/template/spec",
    "DaemonSet": "spec/template/spec",
}
_CONFIG_MAP = (
    "volumes/configMap/name",
    "containers/env/valueFrom/configMapKeyRef/name",
    "initContainers/env/valueFrom/configMapKeyRef/name",
    "containers/envFrom/configMapRef/name",
    "initContainers/envFrom/configMapRef/name",
    "volumes/projected/sources/configMap/name",
)
_SECRET = (
    "volumes/secret/secretName",
    "containers/env/valueFrom/secretKeyRef/name",
    "initContainers/env/valueFrom/secretKeyRef/name",
    "containers/envFrom/secretRef/name",
    "initContainers/envFrom/secretRef/name",
    "imagePullSecrets/name",
    "volumes/projected/sources/secret/name",
)
_RBAC = "rbac.authorization.k8s.io"
_ADMISSION = "admissionregistration.k8s.io"
_NGINX = "nginx.ingress.kubernetes.io"


def _at(kind: str, *paths: str, group: str = "", version: str = "") -> tuple[Field, ...]:
    # A slash inside a key is written twice.
    return tuple(
        Field(
            tuple(step.replace("\0", "/") for step in path.replace("//", "\0").split("/")),
            group=group,
            kind=kind,
            version=version,
        )
        for path in paths
    )


def _in_pods(paths: tuple[str, ...]) -> tuple[Field, ...]:
    found = _at("Pod", *(f"spec/{path}" for path in paths), version="v1")
    for kind, prefix in _DEEP.items():
        found += _at(kind, *(f"{prefix}/{path}" for path in paths))
    return found


def _in_some(path: str) -> tuple[Field, ...]:
    return tuple(field for kind, prefix in _SOME.items() for field in _at(kind, f"{prefix}/{path}"))


_SCALED = _at("HorizontalPodAutoscaler", "spec/scaleTargetRef/name")
REFERRED: tuple[Referred, ...] = (
    *(
        Referred(kind, "", "", _SCALED)
        for kind in ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")
    ),
    Referred(
        "ConfigMap",
        "",
        "v1",
        (
            *_in_pods(_CONFIG_MAP),
            *_at("Node", "spec/configSource/configMap"),
            *_at("Role", "rules/resourceNames"),
            *_at("ClusterRole", "rules/resourceNames"),
            *_at("Ingress", f"metadata/annotations/{_NGINX}//fastcgi-params-configmap"),
        ),
    ),
    Referred(
        "Secret",
        "",
        "v1",
        (
            *_in_pods(_SECRET),
            *_at(
                "Ingress",
                "spec/tls/secretName",
                "metadata/annotations/ingress.kubernetes.io//auth-secret",
                f"metadata/annotations/{_NGINX}//auth-secret",
                f"metadata/annotations/{_NGINX}//auth-tls-secret",
            ),
            *_at("ServiceAccount", "imagePullSecrets/name"),
            *_at(
                "StorageClass",
                "parameters/secretName",
                "parameters/adminSecretName",
                "parameters/userSecretName",
                "parameters/secretRef",
            ),
            *_at("Role", "rules/resourceNames"),
            *_at("ClusterRole", "rules/resourceNames"),
            *_at(
                "Service",
                "spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
                group="serving.knative.dev",
                version="v1",
            ),
            *_at("PersistentVolume", "spec/azureFile/secretName"),
        ),
    ),
    Referred(
        "Service",
        "",
        "v1",
        (
            *_at("StatefulSet", "spec/serviceName", group="apps"),
            *_at(
                "Ingress",
                "spec/rules/http/paths/backend/serviceName",
                "spec/backend/serviceName",
                "spec/rules/http/paths/backend/service/name",
                "spec/defaultBackend/service/name",
            ),
            *_at("APIService", "spec/service/name", group="apiregistration.k8s.io"),
            *_at("ValidatingWebhookConfiguration", "webhooks/clientConfig/service", group=_ADMISSION),
            *_at("MutatingWebhookConfiguration", "webhooks/clientConfig/service", group=_ADMISSION),
        ),
    ),
    Referred("Role", _RBAC, "", _at("RoleBinding", "roleRef/name", group=_RBAC)),
    Referred(
        "ClusterRole",
        _RBAC,
        "",
        (
            *_at("RoleBinding", "roleRef/name", group=_RBAC),
            *_at("ClusterRoleBinding", "roleRef/name", group=_RBAC),
        ),
    ),
    Referred(
        "ServiceAccount",
        "",
        "v1",
        (
            *_at("RoleBinding", "subjects", group=_RBAC),
            *_at("ClusterRoleBinding", "subjects", group=_RBAC),
            *_in_some("serviceAccountName"),
        ),
    ),
    Referred("PersistentVolumeClaim", "", "v1", _in_some("volumes/persistentVolumeClaim/claimName")),
    Referred(
        "PersistentVolume",
        "",
        "v1",
        (*_at("PersistentVolumeClaim", "spec/volumeName"), *_at("ClusterRole", "rules/resourceNames")),
    ),
    Referred(
        "StorageClass",
        "storage.k8s.io",
        "v1",
        (
            *_at("PersistentVolume", "spec/storageClassName"),
            *_at("PersistentVolumeClaim", "spec/storageClassName"),
            *_at("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
        ),
    ),
    Referred("PriorityClass", "scheduling.k8s.io", "v1", _in_some("priorityClassName")),
    Referred(
        "ValidatingAdmissionPolicy",
        _ADMISSION,
        "",
        _at("ValidatingAdmissionPolicyBinding", "spec/policyName", group=_ADMISSION),
    ),
)
