"""YAML, and so JSON: documents in which every key and value knows where it is written."""

from wslint.syntax.yaml.comments import Comment, comments
from wslint.syntax.yaml.load import parse_yaml
from wslint.syntax.yaml.scalars import Dialect, resolve
from wslint.syntax.yaml.tree import Document, Entry, Item, Mapping, Node, Scalar, Sequence, YamlFile, walk

__all__ = [
    "Comment",
    "Dialect",
    "Document",
    "Entry",
    "Item",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "YamlFile",
    "comments",
    "parse_yaml",
    "resolve",
    "walk",
]
