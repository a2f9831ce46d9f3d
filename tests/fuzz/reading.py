"""Targets: each reader of facts."""

from wslint.model.facts import Embedded
from wslint.model.value import Known
from wslint.project.embedded import embedded_facts
from wslint.project.reading import ComposeText, read_facts, read_yaml
from wslint.readers.compose import looks_like_compose, malformed, read_compose
from wslint.readers.compose.fragments import read_compose_fragment
from wslint.readers.document import read_document, read_embedded_dockerfile, read_embedded_yaml
from wslint.readers.document.console import commands_of
from wslint.readers.hosts.ci import read_ci
from wslint.readers.hosts.makefile import read_makefile
from wslint.readers.image import read_image
from wslint.readers.kubernetes import looks_like_kubernetes, read_kubernetes
from wslint.readers.kubernetes.fragments import read_kubernetes_fragment
from wslint.readers.shell import read_shell
from wslint.syntax.dockerfile import Dockerfile, parse_dockerfile
from wslint.syntax.markdown import parse_markdown
from wslint.syntax.yaml import Mapping, parse_yaml
from wslint.text import Fragment, Piece, Source, Span

from .targets import texts

PATHS = {
    "compose": "/r/compose.yaml",
    "kubernetes": "/r/a.yaml",
    "dockerfile": "/r/Dockerfile",
    "shell": "/r/a.sh",
    "markdown": "/r/README.md",
    "makefile": "/r/Makefile",
    "ci": "/r/.github/workflows/a.yml",
}


def inside(text: str, *, whole: bool = False, name: str | None = None) -> Fragment:
    """A text in the middle of another one, indented there."""
    host = ["x:\n"]
    pieces = []
    start, at = 0, len(host[0])
    for line in text.splitlines(keepends=True):
        pieces.append(Piece(start, at + 2, len(line)))
        host.append("  " + line)
        start, at = start + len(line), at + 2 + len(line)
    return Fragment(Source("a.md", "".join(host)), text, tuple(pieces), prefix="  ", whole=whole, name=name)


@texts("image-reader", "dockerfile", weight=2)
def image(text: str) -> object:
    parsed = parse_dockerfile(Source("Dockerfile", text))
    return read_image(parsed) if isinstance(parsed, Dockerfile) else parsed


@texts("compose-reader", "compose", most=800, weight=3)
def compose(text: str) -> object:
    source = Source("compose.yaml", text)
    file = parse_yaml(source)
    variables = {"A": Known("80", Span(source, 0, 0)), "TAG": Known("", Span(source, 0, 0))}
    roots = [document.root for document in file.documents if isinstance(document.root, Mapping)]
    seen = [(looks_like_compose(root), looks_like_kubernetes(root)) for root in roots]
    return (
        seen,
        malformed(file, variables),
        read_compose(file, variables),
        read_compose_fragment(file, variables),
    )


@texts("kubernetes-reader", "kubernetes", "kubernetes", "kustomization", most=1000, weight=3)
def kubernetes(text: str) -> object:
    file = parse_yaml(Source("a.yaml", text))
    return read_kubernetes(file), read_kubernetes_fragment(file)


@texts("shell-reader", "shell", "makefile", weight=2)
def shell(text: str) -> object:
    """Also with what it holds, and what that holds."""
    found = read_shell(inside(text), variables={"A": Known("b", Span(Source("a", ""), 0, 0))}, directory=None)
    return found, embedded_facts(found, "/r/a.md")


@texts("makefile-reader", "makefile")
def makefile(text: str) -> object:
    found = read_makefile(Source("Makefile", text))
    return found, embedded_facts(found, "/r/Makefile")


@texts("ci-reader", "ci", "ci", "compose", most=900, weight=2)
def ci(text: str) -> object:
    read = []
    for kind in ("github", "gitlab", "circleci", "azure", "bitbucket"):
        found = read_ci(parse_yaml(Source("a.yml", text)), kind, "/r/a.yml")
        read.append((found, embedded_facts(found, "/r/a.yml")))
    return read


@texts("document-reader", "markdown", most=1500, weight=2)
def document(text: str) -> object:
    facts = read_document(parse_markdown(Source("a.md", text)))
    return facts, [_embedded(one) for one in facts.embedded]


@texts("fence-reader", "compose", "kubernetes", "dockerfile", "shell", most=400)
def fence(text: str) -> object:
    source = inside(text, whole=len(text) % 2 == 0, name="compose.yaml" if len(text) % 3 else None)
    read = [_embedded(Embedded(source, kind)) for kind in ("compose", "yaml", "kubernetes", "dockerfile")]
    return read, [commands_of(source, language, name=None) for language in ("sh", "console", "")]


def _embedded(one: Embedded) -> object:
    if one.kind in ("compose", "kubernetes", "yaml"):
        return read_embedded_yaml(one), read_yaml(one.source)
    if one.kind == "dockerfile":
        return read_embedded_dockerfile(one.source)
    return read_shell(one.source, directory=one.directory, variables=one.variables)


@texts("file-reader", *PATHS, most=900, weight=2)
def any_file(text: str) -> object:
    """Under each name that the first characters of a text allow: one text is read as another kind."""
    paths = list(PATHS.values())
    path = paths[len(text) % len(paths)]
    read = read_facts(Source(path[3:], text), path, named=bool(len(text) % 2), is_file=lambda _: False)
    return read.parsed if isinstance(read, ComposeText) else read
