"""Trees as plain data, as Kustomize prints them."""

from __future__ import annotations

from wslint.project.kustomize.trees import STRING
from wslint.syntax.yaml import Mapping, Node, Scalar, resolve


def plain(node: Node) -> object:
    """Dictionaries, lists and scalars, typed as go-yaml v3 does; trees of a build are bounded in depth."""
    if isinstance(node, Scalar):
        return node.value if node.tag == STRING else resolve(node, "compose")
    if isinstance(node, Mapping):
        return {entry.key_text or "": plain(entry.value) for entry in node.items()}
    return [plain(item.value) for item in node.items]
