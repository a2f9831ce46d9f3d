"""Reading YAML from a text, for the tests."""

from typing import Any

from wslint.syntax.yaml import Dialect, Mapping, Node, Scalar, Sequence, YamlFile, parse_yaml, resolve
from wslint.text import Source


def parse(text: str, **options: int) -> YamlFile:
    return parse_yaml(Source("file.yaml", text), **options)


def root(text: str) -> Any:
    """The value of the one document of a text without problems."""
    file = parse(text)
    assert file.problems == ()
    (document,) = file.documents
    return document.root


def plain_data(node: Node | None, dialect: Dialect = "compose") -> Any:
    """Dicts, lists and single values, as a loader would give them."""
    if isinstance(node, Mapping):
        return {_key(e.key, dialect): plain_data(e.value, dialect) for e in node.items()}
    if isinstance(node, Sequence):
        return [plain_data(item.value, dialect) for item in node.items]
    return None if node is None else resolve(node, dialect)


def _key(node: Node, dialect: Dialect) -> Any:
    if isinstance(node, Scalar):
        return resolve(node, dialect)
    data = plain_data(node, dialect)
    return tuple(data) if isinstance(data, list) else tuple(data.items())


def reasons(text: str) -> list[tuple[int, int, str]]:
    """Line, column and reason of each problem."""
    return [(*problem.span.first, problem.reason) for problem in parse(text).problems]
