"""What a kustomization lists (Kustomize documentation, "The Kustomization File")."""

from __future__ import annotations

from wslint.readers.kubernetes.section import Section
from wslint.syntax.yaml import Mapping, Scalar, Sequence
from wslint.text import Source
from wslint.text.record import NamedTuple

GROUP = "kustomize.config.k8s.io"
NAMES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_RESOURCES = ("resources", "bases", "components")
_COMPLETING = (
    *("commonLabels", "components", "generators", "transformers"),
    *("helmCharts", "helmChartInflationGenerator"),
)
_INTO_TEMPLATES = ("includeSelectors", "includeTemplates")


class Listed(NamedTuple):
    """Paths as written. `patches` are files that only complete an object elsewhere.

    `completes`: whether templates get more labels than their files say, or charts and plugins make objects.
    """

    patches: tuple[str, ...]
    resources: tuple[str, ...]
    completes: bool = False


def is_kustomization(source: Source, root: Mapping) -> bool:
    """Whether a document is a kustomization or a component, by its kind or by the file's name."""
    kind, version = root.get("kind"), root.get("apiVersion")
    if isinstance(version, Scalar):
        return version.value.startswith(GROUP + "/")
    if isinstance(kind, Scalar):
        return kind.value == "Kustomization"
    return source.path.rsplit("/", 1)[-1] in NAMES


def read_kustomization(root: Section) -> Listed:
    """The patches and resources of a kustomization; inline patches are no files."""
    patches: list[str] = []
    for key in ("patches", "patchesJson6902"):
        patches.extend(path for item in root.items(key) if (path := item.word("path")))
        patches.extend(_paths(root, key))
    patches.extend(_paths(root, "patchesStrategicMerge"))
    resources = [path for key in _RESOURCES for path in _paths(root, key)]
    return Listed(tuple(dict.fromkeys(patches)), tuple(dict.fromkeys(resources)), _completes(root))


def _completes(root: Section) -> bool:
    """Kustomize documentation: commonLabels, labels, components, helmCharts, generators, transformers."""
    if any(root.is_set(key) for key in _COMPLETING):
        return True
    return any(item.is_set(key) for item in root.items("labels") for key in _INTO_TEMPLATES)


def _paths(root: Section, key: str) -> list[str]:
    """The strings of a list that can be paths: an inline patch has several lines, or is a flow mapping."""
    listed = root.mapping.get(key)
    if not isinstance(listed, Sequence):
        return []
    texts = [item.value.value for item in listed.items if isinstance(item.value, Scalar)]
    return [
        text for text in texts if text and "\n" not in text and not text.startswith("{") and ": " not in text
    ]
