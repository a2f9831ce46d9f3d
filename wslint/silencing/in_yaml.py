"""Places for comments in YAML: at the end of the line, else above the entry that the line belongs to."""

from __future__ import annotations

from wslint.model.facts import FileKind
from wslint.silencing.place import Nowhere, Place, above, open_to_more
from wslint.syntax.yaml import Comment, Mapping, Node, Scalar, Sequence, YamlFile, comments, parse_yaml
from wslint.text import Source, Span
from wslint.text.record import NamedTuple


class _Long(NamedTuple):
    """A value over several lines in which `#` is no comment, and where the entry that holds it begins."""

    start: int
    end: int
    entry: int


class YamlPlaces:
    """The places of one YAML text, which is parsed once."""

    def __init__(self, source: Source, kind: FileKind) -> None:
        self._source = source
        self._kind: FileKind = kind
        file = parse_yaml(source)
        self._broken = bool(file.problems)
        self._long = sorted(_long_values(file))
        self._behind: dict[int, Comment] = {
            source.position(one.span.start).line: one for one in comments(source, file) if not one.own_line
        }

    def of(self, span: Span) -> Place | Nowhere:
        """Where a comment about a span goes."""
        if self._broken:
            return Nowhere("the file cannot be parsed")
        source = self._source
        line = source.position(span.start).line
        behind = self._behind.get(line)
        whole = source.line_span(line)
        if behind is not None:
            directive = open_to_more(behind.span, behind.text, self._kind)
            if directive is not None:
                return Place(behind.span.start, existing=(directive,))
        elif self._holder(whole.end) is None:
            return Place(whole.start + len(whole.text.rstrip()), " ", "")
        return self._above(line)

    def _above(self, line: int) -> Place:
        source = self._source
        start = source.starts[line - 1]
        # Within a value over several lines, or on the line on which one begins, its entry's line.
        holder = self._holder(source.line_span(line).end) or self._holder(start)
        while holder is not None:
            start = source.starts[source.position(holder.entry).line - 1]
            holder = self._holder(start)
        return above(source, start, self._kind)

    def _holder(self, offset: int) -> _Long | None:
        """The value over several lines that goes on at an offset."""
        for one in self._long:
            if one.start < offset < one.end:
                return one
            if one.start >= offset:
                break
        return None


def _long_values(file: YamlFile) -> list[_Long]:
    """All scalars over several lines, keys too."""
    found: list[_Long] = []
    seen: set[int] = set()
    waiting: list[tuple[Node, int]] = [
        (document.root, document.root.start) for document in file.documents if document.root is not None
    ]
    while waiting:
        part, entry = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Mapping):
            for one in part.entries:
                waiting += [(one.key, one.key.start), (one.value, one.key.start)]
        elif isinstance(part, Sequence):
            waiting += [(one.value, one.use.start) for one in part.items]
        elif _is_long(part):
            # Behind the last line of a block, too, a comment would be text.
            found.append(_Long(part.start, part.end + (part.style in ("|", ">")), entry))
    return found


def _is_long(scalar: Scalar) -> bool:
    return "\n" in scalar.source.text[scalar.start : scalar.end]
