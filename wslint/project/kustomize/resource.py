"""Objects in the course of a build, with the names they had before (Kustomize keeps the same history)."""

from __future__ import annotations

from wslint.model.kubernetes_kinds import group_of
from wslint.project.kustomize.records import Refused
from wslint.project.kustomize.trees import changed, child, drop, made, put, text_at
from wslint.readers.kubernetes.section import is_null
from wslint.syntax.yaml import Mapping, Scalar
from wslint.text import Span
from wslint.text.record import NamedTuple

# Kinds that surely have no namespace, of the API that Kustomize 5 has built in (1.21).
_CLUSTER_SCOPED = frozenset(
    {
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apiregistration.k8s.io", "APIService"),
        ("certificates.k8s.io", "CertificateSigningRequest"),
        ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
        ("networking.k8s.io", "IngressClass"),
        ("node.k8s.io", "RuntimeClass"),
        ("policy", "PodSecurityPolicy"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "CSIDriver"),
        ("storage.k8s.io", "CSINode"),
        ("storage.k8s.io", "StorageClass"),
        ("storage.k8s.io", "VolumeAttachment"),
        ("", "ComponentStatus"),
        ("", "Namespace"),
        ("", "Node"),
        ("", "PersistentVolume"),
    }
)
CLUSTER = "_non_namespaceable_"


class Identity(NamedTuple):
    """By what an object is known. `space` is its namespace, `default` where none is written."""

    api_version: str
    kind: str
    name: str
    space: str


class Resource:
    """An object: its tree, and its history.

    `previous` are kind, name and space before each change, the first one first. `prefixes` and `suffixes`
    are those its name got. `behavior` is a generated object's, `hashed` says that its name gets a hash.
    """

    __slots__ = ("_known", "behavior", "hashed", "opaque", "prefixes", "previous", "root", "suffixes")

    def __init__(self, root: Mapping) -> None:
        self.root = root
        self._known: tuple[object, object, Identity] | None = None
        self.previous: list[tuple[str, str, str]] = []
        self.prefixes: list[str] = []
        self.suffixes: list[str] = []
        self.behavior = ""
        self.hashed = False
        self.opaque = False

    @property
    def api_version(self) -> str:
        """The API version as written."""
        return text_at(self.root, "apiVersion")

    @property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return group_of(self.api_version)

    @property
    def version(self) -> str:
        """The version without the group."""
        return self.api_version.rpartition("/")[2]

    @property
    def kind(self) -> str:
        """The kind."""
        return text_at(self.root, "kind")

    @property
    def name(self) -> str:
        """The name as it is now."""
        return text_at(self.root, "metadata", "name")

    @property
    def namespace(self) -> str:
        """The namespace as it is now; empty where none is written."""
        return text_at(self.root, "metadata", "namespace")

    @property
    def cluster_scoped(self) -> bool:
        """Whether its kind surely has no namespace."""
        return (self.group, self.kind) in _CLUSTER_SCOPED

    @property
    def space(self) -> str:
        """The namespace in force."""
        return CLUSTER if self.cluster_scoped else self.namespace or "default"

    @property
    def identity(self) -> Identity:
        """By what it is known now."""
        # Asked for very often. A mapping that changes has other entries afterwards, so these are its state.
        entries = self.root.items()
        metadata = self.root.get_mapping("metadata")
        inner = metadata.items() if metadata is not None else None
        known = self._known
        if known is None or known[0] is not entries or known[1] is not inner:
            found = Identity(self.api_version, self.kind, self.name, self.space)
            known = self._known = (entries, inner, found)
        return known[2]

    @property
    def identities(self) -> list[Identity]:
        """By what it is and was known, the first one first."""
        version = self.api_version
        return [*(Identity(version, *one) for one in self.previous), self.identity]

    @property
    def original(self) -> Identity:
        """By what it was known at first."""
        if self.previous:
            return Identity(self.api_version, *self.previous[0])
        return self.identity

    @property
    def place(self) -> Span:
        """Its name in the file that wrote it, or its kind."""
        metadata = self.root.get_mapping("metadata")
        name = metadata.get_scalar("name") if metadata is not None else None
        found = name or self.root.get_scalar("kind")
        return found.content_span if found is not None else self.root.span

    def remember(self) -> None:
        """Keep what it is known by now, before that changes."""
        self.previous.append((self.kind, self.name, self.space))

    def rename(self, name: str) -> None:
        """Give it another name, which stays at the place of the one that was written."""
        metadata = child(self.root, "metadata", self.place)
        written = metadata.get("name")
        if written is not None and not isinstance(written, Scalar):
            raise Refused("`name` wants a string", written.span)
        place = self.place
        put(metadata, made("name", place), changed(written, name) if written else made(name, place))

    def restore(self, kind: Scalar | None, name: Scalar | None, namespace: Scalar | None) -> None:
        """Put kind, name and namespace back to what they were before a patch."""
        metadata = child(self.root, "metadata", self.place)
        for holder, key, value in (
            (self.root, "kind", kind),
            (metadata, "name", name),
            (metadata, "namespace", namespace),
        ):
            if value is None or is_null(value):
                drop(holder, key)
            else:
                put(holder, made(key, value.span), value)

    def labels(self, key: str) -> dict[str, str]:
        """Its `labels` or `annotations`."""
        metadata = self.root.get_mapping("metadata")
        listed = metadata.get_mapping(key) if metadata is not None else None
        return (
            {
                entry.key_text: entry.value.value
                for entry in listed.items()
                if isinstance(entry.value, Scalar) and entry.key_text is not None
            }
            if listed is not None
            else {}
        )
