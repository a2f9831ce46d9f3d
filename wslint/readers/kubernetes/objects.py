"""Objects: what every manifest has in common, and the lists that hold several."""

from __future__ import annotations

from wslint.model.kubernetes_kinds import group_of
from wslint.model.value import Known, Unknown
from wslint.readers.kubernetes.section import Reading, Section, is_template
from wslint.syntax.yaml import Mapping, Scalar, Sequence
from wslint.text import Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Table

SUPPRESSING = (
    "ignore-check.kube-linter.io/",
    "checkov.io/skip",
    "ignore-check.wslint.dev/",
    "kube-score/ignore",
)
_MAX_LISTED = 10_000


class ManifestObject(NamedTuple):
    """One object. `owner` is its name, or its kind where it has none. `annotations` are those that suppress.

    `namespace` is None where none is written; `placed` is false where the namespace is a template.
    """

    kind: str
    kind_span: Span
    api_version: str
    api_version_span: Span
    name: str
    namespace: str | None
    placed: bool
    owner: Span
    root: Section
    annotations: Table[str, Known[str]]

    @property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return group_of(self.api_version)

    @property
    def title(self) -> str:
        """Kind and name, as kubectl prints it."""
        return f"{self.kind}/{self.name}"

    @property
    def extent(self) -> Span:
        """All of it."""
        return self.root.mapping.span


def looks_like_kubernetes(root: Mapping) -> bool:
    """Whether a document says `apiVersion` and `kind`, as every object of Kubernetes does."""
    kind, version = root.get("kind"), root.get("apiVersion")
    return isinstance(kind, Scalar) and isinstance(version, Scalar) and bool(kind.value and version.value)


def objects_in(reading: Reading, root: Mapping) -> Iterator[ManifestObject]:
    """The object of a document; those of a List or an OpenShift Template one by one, nested ones too."""
    waiting: list[Section] = [Section(reading, root, root.span)]
    listed = 0
    while waiting:
        section = waiting.pop()
        if not looks_like_kubernetes(section.mapping):
            reason = "no `apiVersion` and `kind`: not an object of Kubernetes"
            reading.skipped.append(Unknown(reason, _first_key(section.mapping)))
            continue
        found = _object(section)
        key = _list_key(found)
        if key is None:
            yield found
            continue
        items = list(section.items(key))
        listed += len(items)
        if listed <= _MAX_LISTED:
            waiting.extend(reversed(items))


def _first_key(mapping: Mapping) -> Span:
    for entry in mapping.entries:
        return entry.key.span
    return mapping.span


def _list_key(found: ManifestObject) -> str | None:
    """Under which key an object holds others: `kind: List` (or `PodList` …), OpenShift's Template."""
    if found.kind.endswith("List") and isinstance(found.root.mapping.get("items"), Sequence):
        return "items"
    if found.kind == "Template" and isinstance(found.root.mapping.get("objects"), Sequence):
        return "objects"
    return None


def _object(section: Section) -> ManifestObject:
    kind, version = section.mapping.get("kind"), section.mapping.get("apiVersion")
    assert isinstance(kind, Scalar)  # noqa: S101 - looks_like_kubernetes has asked
    assert isinstance(version, Scalar)  # noqa: S101
    metadata = section.section("metadata")
    name = namespace = None
    if metadata is not None:
        name = metadata.scalar("name") or metadata.scalar("generateName")
        namespace = metadata.scalar("namespace")
    return ManifestObject(
        kind=kind.value,
        kind_span=kind.content_span,
        api_version=version.value,
        api_version_span=version.content_span,
        name=name.value if name is not None else "",
        namespace=namespace.value or None if namespace is not None else None,
        placed=namespace is None or not is_template(namespace.value),
        owner=name.content_span if name is not None else kind.content_span,
        root=section,
        annotations=suppressing_annotations(metadata),
    )


def suppressing_annotations(metadata: Section | None) -> Table[str, Known[str]]:
    """The annotations in the `metadata` of an object or a template that suppress something."""
    annotations = None if metadata is None else metadata.section("annotations")
    if annotations is None:
        return {}
    found: dict[str, Known[str]] = {}
    for entry in annotations.mapping.items():
        key, value = entry.key_text, entry.value
        if key is not None and key.startswith(SUPPRESSING) and isinstance(value, Scalar):
            found[key] = Known(value.value, value.content_span, annotations.via_of(entry))
    return found
