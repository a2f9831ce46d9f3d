"""One text to the facts of one file: classified, parsed by its syntax, read by its reader."""

from __future__ import annotations

import os

from wslint.model.facts import FileFacts, Problem
from wslint.project.classify import (
    KUSTOMIZATIONS,
    Classified,
    classify_document,
    shape_of,
    template_breaking,
)
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wslint.project.memory import Memory
    from wslint.syntax.yaml import YamlFile


class Reading(NamedTuple):
    """Why a file gives no facts. `quiet`: it is of no deployment kind, so nobody expects any."""

    reason: str
    line: int | None = None
    quiet: bool = False


_NOT_DEPLOYMENT = Reading("not a deployment file", quiet=True)


class ComposeText:
    """A text that is a Compose file: what it means depends on the files it is merged with."""

    __slots__ = ("_parsed", "_source")

    def __init__(self, parsed: YamlFile) -> None:
        self._source = parsed.source
        self._parsed: YamlFile | None = parsed

    @property
    def parsed(self) -> YamlFile:
        """Its tree, made again if it was let go."""
        if self._parsed is None:
            from wslint.syntax.yaml import parse_yaml

            self._parsed = parse_yaml(self._source)
        return self._parsed

    def let_go(self) -> None:
        """Keep the tree no longer: it takes ten times as much as its text."""
        self._parsed = None


class ChartTemplate(NamedTuple):
    """A template of a Helm chart: nothing before Helm has rendered it."""

    source: Source


def read_facts(
    source: Source, path: str, *, named: bool, is_file: Callable[[str], bool], memory: Memory | None = None
) -> FileFacts | Reading | ComposeText | ChartTemplate:
    """The facts of a text; those of an earlier run, if a `memory` has them.

    `path` is absolute; `named` says that this very file was asked for, by the user or by a Compose file.
    """
    found = classify_document(source, path, is_file=is_file, named=named)
    if memory is None or found.kind is None or found.template is not None or found.in_chart:
        return _facts(source, found, path)
    return memory.facts(source, (path, found.kind, found.sure), lambda: _facts(source, found, path))


def _facts(source: Source, found: Classified, path: str) -> FileFacts | Reading | ComposeText | ChartTemplate:
    if found.in_chart:
        return ChartTemplate(source)
    if found.template is not None:
        return FileFacts(source, "other", problems=(found.template,))
    if found.kind == "dockerfile":
        return _dockerfile(source)
    if found.kind in ("compose", "kubernetes"):
        return _yaml(source, found, path)
    if found.kind == "document":
        return _document(source)
    if found.kind in ("shell", "makefile", "ci"):
        return _commands(source, path, found.kind)
    if found.kind == "env":
        return Reading("an env file: read where a Compose file names it", quiet=True)
    return Reading(found.reason, quiet=found.quiet)


def _dockerfile(source: Source) -> FileFacts:
    from wslint.readers.image import read_image
    from wslint.syntax.dockerfile import parse_dockerfile
    from wslint.syntax.unreadable import Unreadable

    parsed = parse_dockerfile(source)
    if isinstance(parsed, Unreadable):
        return _broken(source, parsed.span, parsed.reason, "dockerfile")
    return read_image(parsed)


def _document(source: Source) -> FileFacts:
    from wslint.readers.document import read_document
    from wslint.syntax.markdown import parse_markdown

    return read_document(parse_markdown(source))


def _commands(source: Source, path: str, kind: str) -> FileFacts | Reading:
    """A script, or a file whose recipes or steps are scripts."""
    if kind == "shell":
        from wslint.readers.shell import read_shell

        return read_shell(source)
    if kind == "makefile":
        from wslint.readers.hosts.makefile import read_makefile

        return read_makefile(source)
    from wslint.readers.hosts.ci import read_ci
    from wslint.readers.hosts.names import ci_kind
    from wslint.syntax.yaml import parse_yaml

    named = ci_kind(path)
    return read_ci(parse_yaml(source), named, path) if named is not None else _NOT_DEPLOYMENT


def read_yaml(source: Source) -> FileFacts | Reading | ComposeText:
    """The facts of a text inside another one that looks like Compose or Kubernetes, and can be parsed."""
    from wslint.project.templating import template_mark

    shape = shape_of(source.text)
    if shape is None or template_mark(source.text) is not None:
        return _NOT_DEPLOYMENT
    read = _yaml(source, Classified(shape, sure=False))
    if isinstance(read, FileFacts) and any(one.check == "syntax-error" for one in read.problems):
        return Reading("a text filled in by a script", quiet=True)
    return read


def _yaml(source: Source, found: Classified, path: str = "") -> FileFacts | Reading | ComposeText:
    """A text that looks like Compose or Kubernetes; the parsed document has the last word."""
    from wslint.syntax.yaml import Mapping as YamlMapping
    from wslint.syntax.yaml import parse_yaml

    parsed = parse_yaml(source)
    if parsed.problems:
        template = template_breaking(source)
        if template is not None:
            return FileFacts(source, "other", problems=(template,))
    roots = [document.root for document in parsed.documents if isinstance(document.root, YamlMapping)]
    if found.kind == "kubernetes":
        from wslint.readers.kubernetes import looks_like_kubernetes, read_kubernetes

        is_kustomization = os.path.basename(path) in KUSTOMIZATIONS
        if is_kustomization or any(looks_like_kubernetes(root) for root in roots):
            return read_kubernetes(parsed)
    if found.kind == "compose" or "services" in source.text:
        from wslint.readers.compose import looks_like_compose

        if (found.kind == "compose" and found.sure) or any(looks_like_compose(root) for root in roots):
            return ComposeText(parsed)
    if parsed.problems and (found.sure or found.kind == "kubernetes"):
        problem = parsed.problems[0]
        return _broken(source, problem.span, problem.reason, found.kind or "other")
    return _NOT_DEPLOYMENT


def _broken(source: Source, span: Span, reason: str, kind: str) -> FileFacts:
    fault = Problem("syntax-error", span, {"reason": reason})
    return FileFacts(source, "dockerfile" if kind == "dockerfile" else "other", problems=(fault,))
