"""The scripts that are found in a CI file, each once."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from wslint.model.facts import Embedded, FileFacts
from wslint.model.value import Known
from wslint.readers.hosts.expressions import Marks, without_expressions
from wslint.readers.yaml_remarks import remarks_of
from wslint.syntax.yaml import Mapping as YamlMapping
from wslint.syntax.yaml import Node, Scalar, YamlFile, resolve
from wslint.syntax.yaml import Sequence as YamlSequence
from wslint.syntax.yaml.blocks import fragment_of
from wslint.text import Fragment, Piece

Variables = Mapping[str, Known[str]]

# A file may repeat its anchors without end.
_LONGEST = 1_000_000
_MOST_LINES = 200_000
_MOST_SCRIPTS = 5_000
_MOST_VARIABLES = 200


class Scripts:
    """Collects the scripts of one file. One that several jobs run keeps what all of them agree on."""

    __slots__ = ("_found", "_lines", "_size")

    def __init__(self) -> None:
        self._found: dict[tuple[int, ...], tuple[Sequence[Scalar], str | None, Variables, bool]] = {}
        self._lines = 0
        self._size = 0

    def add(
        self,
        lines: Sequence[Scalar],
        directory: str | None,
        variables: Variables,
        *,
        for_desktop: bool = False,
    ) -> None:
        """A script of one or more values that one shell runs in order; `for_desktop`: never on Linux."""
        self._lines += len(lines)
        if not lines or self._lines > _MOST_LINES:
            return
        key = tuple(line.start for line in lines)
        before = self._found.get(key)
        if before is None:
            self._size += sum(len(line.value) for line in lines)
            if self._size > _LONGEST or len(self._found) >= _MOST_SCRIPTS:
                return
        else:
            directory = directory if directory == before[1] else None
            variables = {
                name: value
                for name, value in variables.items()
                if name in before[2] and before[2][name].value == value.value
            }
            for_desktop = for_desktop and before[3]
        self._found[key] = (lines, directory, variables, for_desktop)

    def facts(self, file: YamlFile, marks: Marks | None) -> FileFacts:
        """The facts of the file: its scripts as shell texts, and the comments for linters."""
        embedded: list[Embedded] = []
        for lines, directory, variables, for_desktop in self._found.values():
            text = _one_text(lines)
            if marks is not None:
                text = without_expressions(text, marks, variables)
            embedded.append(Embedded(text, "shell", directory, variables, for_desktop))
        return FileFacts(file.source, "shell", remarks=remarks_of(file), embedded=tuple(embedded))


def _one_text(lines: Sequence[Scalar]) -> Fragment:
    """The values one below the other."""
    if len(lines) == 1:
        return fragment_of(lines[0])
    parts: list[str] = []
    pieces: list[Piece] = []
    size, exact = 0, True
    for line in lines:
        own = fragment_of(line)
        pieces += own.placed(Piece(size, 0, len(own.text)))
        text = own.text if own.text.endswith("\n") else own.text + "\n"
        parts.append(text)
        size += len(text)
        exact = exact and own.exact
    return Fragment(lines[0].source, "".join(parts), tuple(pieces), exact=exact)


def roots(file: YamlFile) -> Iterator[YamlMapping]:
    """The documents of a file that are mappings."""
    for document in file.documents:
        if isinstance(document.root, YamlMapping):
            yield document.root


def mappings_in(node: Node | None) -> Iterator[YamlMapping]:
    """The mappings that are the values of a mapping, or the items of a sequence."""
    if isinstance(node, YamlMapping):
        values = [entry.value for entry in node.items()]
    else:
        values = [item.value for item in node.items] if isinstance(node, YamlSequence) else []
    for value in values:
        if isinstance(value, YamlMapping):
            yield value


def written_text(scalar: Scalar | None) -> str | None:
    """The text of a value that is there and not empty."""
    return scalar.value if scalar is not None and scalar.value.strip() else None


def with_literals(above: Variables, node: Node | None, signs: str) -> Variables:
    """Variables in force above, and those that a mapping sets to a literal text.

    What it sets to anything with one of `signs`, or to a number that may be written otherwise, is unknown.
    """
    if not isinstance(node, YamlMapping):
        # An expression in the place of the mapping may set anything.
        return above if node is None else {}
    found = dict(above)
    for entry in node.items():
        name = entry.key_text
        if name is None or (len(found) >= _MOST_VARIABLES and name not in found):
            continue
        value = entry.value
        if isinstance(value, YamlMapping):
            value = value.get("value") or value
        text = _literal(value) if isinstance(value, Scalar) else None
        if text is None or signs in text:
            found.pop(name, None)
        else:
            found[name] = Known(text, value.span)
    return found


def _literal(scalar: Scalar) -> str | None:
    value = resolve(scalar, "compose")
    if value is None:
        return ""
    if isinstance(value, bool):
        return scalar.value if scalar.value in ("true", "false") else None
    return scalar.value if str(value) == scalar.value else None


def below(folder: str | None, path: str | None) -> str | None:
    """A folder below another, both as written; None where it cannot be known from here."""
    if folder is None or path is None:
        return folder if path is None else None
    if path.startswith(("/", "~")) or "$" in path or "\\" in path or "<<" in path:
        return None
    joined = posixpath.normpath(posixpath.join(folder, path.strip()))
    return "" if joined == "." else joined
