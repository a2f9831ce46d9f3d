"""The texts of fences to facts: whole files, fragments, and what is only similar to either."""

from __future__ import annotations

from collections.abc import Mapping as Table

from wslint.model.facts import Embedded, FileFacts, Problem
from wslint.model.value import Known, Unknown
from wslint.readers.document.elisions import has_placeholder, is_difference, is_template, shortened
from wslint.syntax.yaml import Mapping, Node, Sequence, YamlFile
from wslint.text import Fragment, Source, Span

# Every text that is read has one of these; all others are not even parsed.
_WORDS = (
    *("services", "apiVersion", "image", "containers", "Probe", "terminationGrace", "healthcheck", "ports"),
    *("environment", "extra_hosts", "stop_grace_period", "containerPort", "hostAliases"),
)


def read_embedded_yaml(
    embedded: Embedded, variables: Table[str, Known[str]] | None = None
) -> FileFacts | Unknown | None:
    """The facts of a YAML or JSON text inside a document.

    Unknown says why it is not read, for the ledger; None: it is nothing that is deployed. `variables` are
    those that Compose fills in. Of a fragment, what is not written is unknown in the facts, never absent.
    """
    from wslint.syntax.yaml import parse_yaml

    source = embedded.source
    text = source.text
    if not any(word in text for word in _WORDS):
        return None
    parsed = parse_yaml(source)
    roots = [document.root for document in parsed.documents if document.root is not None]
    if is_template(text):
        return _passed_by(parsed, "a template: not read")
    if shortened(text):
        return _passed_by(parsed, "shortened: not read")
    if is_difference(text):
        return _passed_by(parsed, "a diff: not read")
    if parsed.problems:
        wrong = parsed.problems[0]
        if source.whole and not has_placeholder(text):
            return FileFacts(
                source, "other", problems=(Problem("syntax-error", wrong.span, {"reason": wrong.reason}),)
            )
        return _passed_by(parsed, f"only similar to YAML: {wrong.reason}")
    repeating = [root for root in roots if isinstance(root, Mapping) and root.duplicates]
    if repeating and (not source.whole or any(_begins_again(root, text) for root in repeating)):
        return _passed_by(parsed, "several pieces in one fence: not read")
    return _read(embedded, parsed, roots, variables or {})


_FARTHEST = 1_000


def _is_named_compose(name: str | None) -> bool:
    return (name or "").rpartition("/")[2].startswith(("compose.", "docker-compose."))


def _begins_again(root: Mapping, text: str) -> bool:
    """Whether a key at the top is there again below a comment, as where one fence shows two files."""
    for _, again in root.duplicates:
        above = text[max(again.key.start - _FARTHEST, 0) : again.key.start].rstrip()
        if above.rpartition("\n")[2].lstrip().startswith("#"):
            return True
    return False


def _read(
    embedded: Embedded, parsed: YamlFile, roots: list[Node], variables: Table[str, Known[str]]
) -> FileFacts | Unknown | None:
    from wslint.readers.kubernetes import looks_like_kubernetes

    mappings = [root for root in roots if isinstance(root, Mapping)]
    if any(looks_like_kubernetes(root) for root in mappings):
        from wslint.readers.kubernetes import read_kubernetes

        # The paths in a kustomization of a guide are those of the reader's folder, not of the document's.
        return read_kubernetes(parsed)._replace(patches=(), resources=(), completes=False)
    if not all(isinstance(root, Mapping | Sequence) for root in roots):
        return None
    from wslint.readers.kubernetes.fragments import read_kubernetes_fragment

    if embedded.kind != "compose":
        facts = read_kubernetes_fragment(parsed)
        if facts is not None:
            return facts
    from wslint.readers.compose import looks_like_compose, read_compose
    from wslint.readers.compose.fragments import has_only_services, read_compose_fragment

    sure = embedded.kind == "compose" or _is_named_compose(embedded.source.name)
    if any(looks_like_compose(root) and (sure or has_only_services(root)) for root in mappings):
        facts = read_compose(parsed, variables)
        if embedded.source.whole and not facts.partial:
            return facts
    return read_compose_fragment(parsed, variables)


def _passed_by(parsed: YamlFile, reason: str) -> Unknown:
    return Unknown(reason, _first_line(parsed.source))


def _first_line(source: Source) -> Span:
    """The first line with something in it."""
    for number in range(1, min(source.line_count(), 50) + 1):
        span = source.line_span(number)
        if span.text.strip():
            return span
    return source.line_span(1)


def read_embedded_dockerfile(source: Fragment) -> FileFacts | Unknown:
    """The facts of a Dockerfile inside a document; of a piece of one, what is not written is unknown."""
    from wslint.readers.image import read_image
    from wslint.readers.opening import opened
    from wslint.syntax.dockerfile import parse_dockerfile
    from wslint.syntax.unreadable import Unreadable

    parsed = parse_dockerfile(source)
    if isinstance(parsed, Unreadable):
        return Unknown(parsed.reason, parsed.span)
    if is_template(source.text):
        return Unknown("a template: not read", _first_line(source))
    if parsed.problems and (not source.whole or has_placeholder(source.text)):
        reason = f"only similar to a Dockerfile: {parsed.problems[0].reason}"
        return Unknown(reason, parsed.problems[0].span)
    facts = read_image(parsed)
    if source.whole:
        return facts
    return facts._replace(workloads=tuple(opened(one, declares=False) for one in facts.workloads))
