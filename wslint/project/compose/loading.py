"""What is known while a project is put together: its files, where each belongs, what went wrong so far."""

from __future__ import annotations

from collections.abc import Mapping
from os.path import isabs, join, normpath

from wslint.model.facts import Problem
from wslint.model.value import Known
from wslint.project.compose.records import FileContext
from wslint.project.compose.seam import Seam
from wslint.readers.compose.reading import is_null
from wslint.syntax.interpolation import interpolate
from wslint.syntax.yaml import Scalar, YamlFile, parse_yaml, resolve
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

MAX_FILES = 200
"""How many files one project may have; what names more is an attack."""

_REMOTE = ("oci://", "https://", "http://", "git://", "ssh://", "git@", "github.com/", "docker.io/")


class NotMerged(NamedTuple):
    """A line for the ledger: the shown path, why a part is missing, the 1-based line that asks for it."""

    path: str
    reason: str
    line: int | None = None


class Loading:
    """The state of one project."""

    def __init__(self, seam: Seam) -> None:
        self.seam = seam
        self.sources: list[Source] = []
        self.paths: list[str] = []
        self.included: set[str] = set()
        self.problems: list[Problem] = []
        self.ledger: list[NotMerged] = []
        self.complete = True
        self._contexts: dict[int, tuple[Source, FileContext]] = {}
        self._reported: set[tuple[int, int, int]] = set()

    # -- files --------------------------------------------------------------------------------------

    def settle(self, path: str, file: YamlFile, context: FileContext) -> YamlFile | None:
        """Take a file in. Where it already takes part in another place, it is taken as a copy of itself."""
        known = self._contexts.get(id(file.source))
        if known is not None and known[1] != context:
            same = known[1].folder == context.folder and "$" not in file.source.text
            if same or file.source.__class__ is not Source:
                return file
            copy = next(
                (
                    source
                    for source, other in self._contexts.values()
                    if source.path == file.source.path and other == context
                ),
                None,
            ) or Source(file.source.path, file.source.text)
            file = parse_yaml(copy)
            known = self._contexts.get(id(copy))
        if known is None:
            if len(self._contexts) >= MAX_FILES:
                self.missing(None, f"a project of more than {MAX_FILES} files: the rest is not read", path)
                return None
            self._contexts[id(file.source)] = (file.source, context)
            self.sources.append(file.source)
            if file.problems:
                self.complete = False
        if path not in self.paths:
            self.paths.append(path)
        return file

    def context_of(self, source: Source) -> FileContext:
        """What holds for the values that a file writes."""
        return self._contexts[id(source)][1]

    def found(self, name: Scalar, check: str, what: str) -> str | None:
        """The absolute path of a file that a value names; None where it cannot be read, and that is noted.

        A file that is not there is a problem; one that is elsewhere may well be there.
        """
        text = self.text_of(name)
        if text is None:
            self.missing(name.content_span, f"{what} whose path is not known")
            return None
        if text.startswith(_REMOTE) or "://" in text:
            self.missing(name.content_span, f"{what} from elsewhere: `{text}` is not read")
            return None
        folder = self.context_of(name.source).folder
        path = normpath(text if isabs(text) else join(folder, text))
        if not self.seam.inside(path):
            self.missing(name.content_span, f"{what} outside of the root: `{text}` is not read")
            return None
        if not self.seam.is_file(path):
            self.refuse(check, name.content_span, f"there is no file `{text}`", text)
            self.complete = False
            return None
        return path

    def read(self, path: str, asking: Span) -> YamlFile | None:
        """The parsed file at a path that is there."""
        file = self.seam.read(path)
        if file is None:
            self.missing(asking, f"`{self.seam.shown(path)}` cannot be read as YAML")
        return file

    # -- values -------------------------------------------------------------------------------------

    def text_of(self, scalar: Scalar) -> str | None:
        """The text of a value with the variables of its file filled in; None where one is unknown."""
        if "$" not in scalar.value:
            return scalar.value
        variables = self._contexts[id(scalar.source)][1].variables
        return interpolate(scalar.value, lambda name: _value(variables, name)).value

    def string_of(self, node: object) -> Scalar | None:
        """A scalar that Compose reads as a string; None for anything else."""
        if not isinstance(node, Scalar) or is_null(node):
            return None
        return node if isinstance(resolve(node, "compose"), str) else None

    # -- what went wrong ----------------------------------------------------------------------------

    def refuse(
        self,
        check: str,
        span: Span,
        reason: str,
        name: str = "",
        related: tuple[tuple[str, Span], ...] = (),
    ) -> None:
        """Compose does not load the project, for this reason; each place is reported once."""
        place = (id(span.source), span.start, span.end)
        if place not in self._reported:
            self._reported.add(place)
            self.problems.append(Problem(check, span, {"reason": reason, "name": name}, related))

    def missing(self, span: Span | None, reason: str, path: str = "") -> None:
        """A part is not read, and what is missing may be there: a line for the ledger."""
        self.complete = False
        if span is None:
            self.ledger.append(NotMerged(self.seam.shown(path), reason))
        else:
            self.ledger.append(NotMerged(span.path, reason, span.line))


def _value(variables: Mapping[str, Known[str]], name: str) -> str | None:
    known = variables.get(name)
    return None if known is None else known.value
