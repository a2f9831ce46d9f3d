"""One text to the facts of one file: classified, parsed by its syntax, read by its reader."""

from collections.abc import Callable, Mapping

from wslint.model.facts import FileFacts, Problem
from wslint.model.value import Known
from wslint.project.classify import Classified, classify_document, template_breaking
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

Variables = Callable[[], Mapping[str, Known[str]]]


class Reading(NamedTuple):
    """Why a file gives no facts. `quiet`: it is of no deployment kind, so nobody expects any."""

    reason: str
    line: int | None = None
    quiet: bool = False


def read_facts(
    source: Source, path: str, *, named: bool, variables: Variables, is_file: Callable[[str], bool]
) -> FileFacts | Reading:
    """The facts of a text.

    `path` is absolute; `named` says that this very file was asked for, by the user or by a Compose file;
    `variables` gives the entries of the folder's `.env`, asked only for Compose files.
    """
    found = classify_document(source, path, is_file=is_file, named=named)
    if found.template is not None:
        return FileFacts(source, "other", problems=(found.template,))
    if found.kind == "dockerfile":
        return _dockerfile(source)
    if found.kind in ("compose", "kubernetes"):
        return _yaml(source, found, variables)
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


def _yaml(source: Source, found: Classified, variables: Variables) -> FileFacts | Reading:
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

        if any(looks_like_kubernetes(root) for root in roots):
            return read_kubernetes(parsed)
    if found.kind == "compose" or "services" in source.text:
        from wslint.readers.compose import looks_like_compose, read_compose

        if (found.kind == "compose" and found.sure) or any(looks_like_compose(root) for root in roots):
            return read_compose(parsed, variables())
    if parsed.problems and (found.sure or found.kind == "kubernetes"):
        problem = parsed.problems[0]
        return _broken(source, problem.span, problem.reason, found.kind or "other")
    return Reading("not a deployment file", quiet=True)


def _broken(source: Source, span: Span, reason: str, kind: str) -> FileFacts:
    fault = Problem("syntax-error", span, {"reason": reason})
    return FileFacts(source, "dockerfile" if kind == "dockerfile" else "other", problems=(fault,))
