"""Which kind of file a file is: by its name, then by cheap looks at its text, before anything is parsed."""

from __future__ import annotations

import os

from wslint.model.facts import FileKind, Problem
from wslint.text import Source
from wslint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

NameKind: TypeAlias = "FileKind | Literal['yaml', 'json', 'template', 'makefile', 'ci']"
Shape: TypeAlias = "FileKind | Literal['makefile', 'ci']"

HEAD = 64 * 1024
"""How many bytes of a JSON file tell whether it is a manifest."""

_SHEBANG = 200
"""In how many characters the first line of a script names its shell."""

_TEMPLATE_ENDINGS = frozenset(
    "j2 jinja jinja2 tmpl tpl gotmpl template erb in mustache hbs ejs tera envsubst".split()
)
# No Dockerfile, whatever stands before it: documents, ignore files, code, data, what editors leave behind.
_OTHER_ENDINGS = frozenset(
    "md mdx rst txt adoc html dockerignore containerignore py pyc sh bash ps1 bat yml yaml json toml lock xml".split()
    + "orig rej bak swp swo tmp log diff patch zip gz tar snap test spec".split()
)
# Names that `dockerfile.` is the first part of in programs; `Dockerfile.go` may still be for Go.
_CODE_ENDINGS = frozenset(
    "go js mjs cjs ts tsx jsx rb rs java kt php c h cc cpp cs swift lua pl vim ex exs".split()
)
_NEVER_YAML = frozenset(
    "pnpm-lock.yaml package-lock.json npm-shrinkwrap.json package.json composer.lock tsconfig.json".split()
    + ".pre-commit-config.yaml .pre-commit-hooks.yaml mkdocs.yml .readthedocs.yaml .wslint.yaml .wslint.yml".split()
)
_DOCUMENT_ENDINGS = frozenset(("md", "mdx", "markdown"))
# A script without any of these has nothing for a rule in it; most have none.
_SIGNS_IN_SCRIPTS = ("docker", "podman", "nerdctl", "apiVersion")
_KEYS_OF_CI = ("jobs:", "runs:", "script:", "steps:", "stages:")
_COMPOSE_STEMS = ("compose", "docker-compose", "podman-compose")


class Classified(NamedTuple):
    """What a text is.

    `kind` is None for what is not checked, and then `reason` says why; `quiet` marks reasons that only
    matter to someone who asks for every file. `sure` is false where the parsed document must still be
    asked (looks_like_compose, looks_like_kubernetes). A `template` is a finding, and nothing else is
    checked in the file; `in_chart` is true for a template of a Helm chart, which is for Helm to render.
    """

    kind: Shape | None
    reason: str = ""
    quiet: bool = False
    sure: bool = True
    template: Problem | None = None
    in_chart: bool = False


def classify_name(path: str) -> NameKind | None:
    """What a file may be by its name alone; None where it is nothing that is checked.

    "yaml" and "json" must be read to be told; a "template" is rendered by some other program first.
    """
    name = os.path.basename(path)
    lower = name.lower()
    stem, dot, ending = lower.rpartition(".")
    if ending in _TEMPLATE_ENDINGS and dot:
        return "template" if classify_name(name[: len(stem)]) not in (None, "env", "json") else None
    if _is_dockerfile_name(name, lower):
        return "dockerfile"
    if lower in _NEVER_YAML:
        return None
    if ending in ("yml", "yaml"):
        return _kind_of_yaml(path, stem)
    if ending == "json" and stem:
        return "json"
    if lower == ".env" or lower.startswith(".env.") or (ending == "env" and stem):
        return "env"
    if ending in _DOCUMENT_ENDINGS and dot:
        return "document"
    return _kind_of_commands(path, name)


def _kind_of_yaml(path: str, stem: str) -> NameKind:
    from wslint.readers.hosts.names import ci_kind

    if ci_kind(path) is not None:
        return "ci"
    return "compose" if _is_compose_stem(stem) else "yaml"


def _kind_of_commands(path: str, name: str) -> NameKind | None:
    from wslint.readers.hosts.names import is_makefile_name, shell_name

    if is_makefile_name(path):
        return "makefile"
    if shell_name(path, ""):
        return "shell"
    return "yaml" if name in KUSTOMIZATIONS else None


def _is_dockerfile_name(name: str, lower: str) -> bool:
    """`Dockerfile`, `Containerfile`, with something before or after it (docker build -f; podman-build)."""
    stem, _, ending = lower.rpartition(".")
    if ending in ("dockerfile", "containerfile"):
        return True
    for word in ("dockerfile", "containerfile"):
        if lower == word:
            return True
        if lower.startswith(word) and lower[len(word)] in ".-_" and not lower.endswith("~"):
            is_code = ending in _CODE_ENDINGS and name[0].islower()
            return not (stem and (ending in _OTHER_ENDINGS or is_code))
    return False


def _is_compose_stem(stem: str) -> bool:
    """The names that Compose looks for, and variants of them (Compose file reference, compose file path)."""
    return any(
        stem == known or (stem.startswith(known) and stem[len(known)] in ".-_") for known in _COMPOSE_STEMS
    )


def is_json_manifest(head: str | bytes) -> bool:
    """Whether the beginning of a JSON text shows a Kubernetes manifest; most JSON files are none."""
    if isinstance(head, bytes):
        return b'"apiVersion"' in head and b'"kind"' in head
    return '"apiVersion"' in head[:HEAD] and '"kind"' in head[:HEAD]


def is_in_chart(path: str, is_file: Callable[[str], bool]) -> bool:
    """Whether Helm renders a file: it lies in `templates/` of a folder with a Chart.yaml (Helm, Charts)."""
    folder = os.path.dirname(path)
    while True:
        above, name = os.path.split(folder)
        if name == "templates" and is_file(os.path.join(above, "Chart.yaml")):
            return True
        if above == folder:
            return False
        folder = above


def is_chart_data(path: str, is_file: Callable[[str], bool]) -> bool:
    """Whether a file is a chart's own: Chart.yaml, or the values beside it."""
    folder, name = os.path.split(path)
    if name in ("Chart.yaml", "Chart.lock"):
        return True
    is_values = name.startswith("values") and name.endswith((".yaml", ".yml"))
    return is_values and is_file(os.path.join(folder, "Chart.yaml"))


def classify_document(
    source: Source,
    path: str,
    *,
    is_file: Callable[[str], bool] = os.path.isfile,
    named: bool = False,
) -> Classified:
    """What a text is, by its name and a cheap look at it. `path` is the file's absolute path.

    `is_file` tells whether a file is there (for a chart's Chart.yaml). `named` says that the file was
    given by its own name: a strange Dockerfile name is then no reason to leave it out.
    """
    kind = classify_name(path)
    text = source.text
    if kind == "dockerfile":
        return _dockerfile(text, path, named=named)
    if kind == "template":
        return _filled_in(text, path)
    if kind == "env":
        return Classified("env")
    if kind == "json":
        return _json(text, path)
    if kind == "ci" and shape_of(text) is not None and not any(key in text for key in _KEYS_OF_CI):
        kind = "yaml"  # the name may be anyone's: `action.yml`
    if kind in ("yaml", "compose"):
        return _yaml(source, path, kind == "compose", is_file)
    from wslint.readers.hosts.names import shell_name

    if named and kind is None and not shell_name(path, text[:_SHEBANG]) and _has_from(text):
        return Classified("dockerfile")
    return _with_texts_inside(kind, text, path, named=named)


def _filled_in(text: str, path: str) -> Classified:
    """A template of a file: in the ledger if it is of one that is checked."""
    shape = classify_name(path.rpartition(".")[0])
    if shape in ("dockerfile", "compose") or shape_of(text) is not None:
        return Classified(None, "a template")
    return _NOT_DEPLOYMENT


def _json(text: str, path: str) -> Classified:
    if is_json_manifest(text):
        return Classified("kubernetes", sure=False)
    is_compose = _is_compose_stem(os.path.basename(path).lower().removesuffix(".json"))
    if is_compose and '"services"' in text:
        return Classified("compose", sure=False)
    return _NOT_DEPLOYMENT


def _with_texts_inside(kind: NameKind | None, text: str, path: str, *, named: bool) -> Classified:
    """A document, a script, a Makefile, a CI file: worth a look only with something of containers in it."""
    from wslint.readers.hosts.names import shell_name

    if kind == "document":
        from wslint.readers.document import may_matter

        return Classified("document") if named or may_matter(text) else _NOT_ABOUT_CONTAINERS
    if kind is None and not shell_name(path, text[:_SHEBANG]):
        return _NOT_DEPLOYMENT
    speaks = any(sign in text for sign in _SIGNS_IN_SCRIPTS)
    if kind == "makefile" or kind == "ci":  # noqa: PLR1714 (narrows the type)
        return Classified(kind) if named or speaks else _NOT_ABOUT_CONTAINERS
    return Classified("shell") if named or speaks else _NOT_ABOUT_CONTAINERS


KUSTOMIZATIONS = frozenset(("kustomization.yaml", "kustomization.yml", "Kustomization"))
"""How a kustomization is called, whatever is in it (Kustomize documentation, "The Kustomization File")."""
_NOT_DEPLOYMENT = Classified(None, "not a deployment file", quiet=True)
_NOT_ABOUT_CONTAINERS = Classified(None, "nothing about containers in it", quiet=True)


def _dockerfile(text: str, path: str, *, named: bool) -> Classified:
    lower = os.path.basename(path).lower()
    if lower not in ("dockerfile", "containerfile") and not named and not _has_from(text):
        return Classified(None, "named like a Dockerfile, but has no FROM", quiet=True)
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith(("{{", "{%")) or (
            stripped[:5].upper() == "FROM " and stripped[5:].startswith("{{")
        ):
            return Classified(None, "a template")
        if stripped[:5].upper() == "FROM ":
            break
    return Classified("dockerfile")


def _has_from(text: str) -> bool:
    return any(line.lstrip()[:5].upper() in ("FROM ", "FROM\t") for line in text.splitlines())


def _yaml(source: Source, path: str, is_compose: bool, is_file: Callable[[str], bool]) -> Classified:
    from wslint.project.templating import template_mark

    text = source.text
    if is_chart_data(path, is_file):
        return Classified(None, "a Helm chart's own data", quiet=True)
    chart = "{{" in text and is_in_chart(path, is_file)
    kind = "compose" if is_compose else shape_of(text)
    if chart:
        return Classified(None, "a template of a Helm chart", in_chart=True)
    if kind is None and os.path.basename(path) in KUSTOMIZATIONS:
        # Its `apiVersion` and `kind` may be left out (Kustomize documentation, "The Kustomization File").
        kind = "kubernetes"
    if kind is None:
        return _NOT_DEPLOYMENT
    mark = template_mark(text)
    if mark is not None:
        return _template(source, mark.offset)
    if is_compose:
        return Classified("compose")
    return Classified(kind, sure=False)


def shape_of(text: str) -> Literal["kubernetes", "compose"] | None:
    """What the keys of a YAML text make it look like."""
    if "apiVersion" in text and "kind" in text:
        return "kubernetes"
    for key in ("services:", '"services":', "'services':", "services :"):
        if text.startswith(key) or "\n" + key in text:
            return "compose"
    return "compose" if text.lstrip()[:1] == "{" and "services" in text else None


def _template(source: Source, offset: int) -> Classified:
    from wslint.project.templating import engine_of, mark_span

    engine = engine_of(source.text, offset)
    fields: dict[str, str | int | float] = {"engine": engine}
    problem = Problem("unsupported-template", mark_span(source, offset), fields)
    return Classified(None, f"a template ({engine})", template=problem)


def template_breaking(source: Source) -> Problem | None:
    """For a text that does not parse as YAML: the template mark that explains it, if there is one."""
    from wslint.project.templating import template_mark

    mark = template_mark(source.text, broken=True)
    return _template(source, mark.offset).template if mark is not None else None
