"""Places for comments in Dockerfiles, scripts, Makefiles and env files: above what they are about."""

from __future__ import annotations

from bisect import bisect_right

from wslint.silencing.place import Nowhere, Place, above, is_continued, line_start
from wslint.syntax.unreadable import Unreadable
from wslint.text import Source, Span


class DockerfilePlaces:
    """The places of one Dockerfile: above instructions."""

    def __init__(self, source: Source) -> None:
        from wslint.syntax.dockerfile import parse_dockerfile

        self._source = source
        parsed = parse_dockerfile(source)
        self._lines = (
            [] if isinstance(parsed, Unreadable) else [one.first_line for one in parsed.instructions]
        )

    def of(self, span: Span) -> Place | Nowhere:
        """Above the instruction that a span lies in."""
        at = bisect_right(self._lines, self._source.position(span.start).line)
        if at == 0:
            return Nowhere("it belongs to no instruction")
        return above(self._source, self._source.starts[self._lines[at - 1] - 1], "dockerfile")


class ScriptPlaces:
    """The places of one shell script: above the outermost command."""

    def __init__(self, source: Source) -> None:
        from wslint.syntax.shell import parse_shell

        self._source = source
        self._commands = [(one.start, one.end) for one in parse_shell(source.text).commands]

    def of(self, span: Span) -> Place | Nowhere:
        """Above the command that a span lies in; where none is known, above its line."""
        around = [start for start, end in self._commands if start <= span.start < end]
        return _above_line(self._source, min([*around, span.start]))


class MakefilePlaces:
    """The places of one Makefile: above lines, from the margin on, where make itself reads the comment."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def of(self, span: Span) -> Place | Nowhere:
        """Above the logical line that a span lies in."""
        return _above_line(self._source, span.start)._replace(before="")


class EnvPlaces:
    """The places of one env file: above entries."""

    def __init__(self, source: Source) -> None:
        from wslint.syntax.dotenv import parse_dotenv

        self._source = source
        self._entries = [
            (line_start(source, one.key_span.start), max(one.key_span.end, one.value_span.end))
            for one in parse_dotenv(source).entries
        ]

    def of(self, span: Span) -> Place | Nowhere:
        """Above the entry that a span lies in."""
        for start, end in self._entries:
            if start <= span.start <= end:
                return above(self._source, start, "env")
        return Nowhere("it belongs to no entry")


def _above_line(source: Source, offset: int) -> Place:
    """Above the line of an offset, or the one that it continues."""
    line = source.position(offset).line
    while is_continued(source, line):
        line -= 1
    return above(source, source.starts[line - 1], "shell")
