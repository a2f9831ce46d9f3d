"""Targets: what makes one thing of several files. Files are given in memory."""

from collections.abc import Callable
from functools import cache
from os.path import normpath
from random import Random

from wslint.model.value import Known, Unknown
from wslint.project.compose.projects import compose_projects
from wslint.project.compose.seam import ProjectCall, Seam
from wslint.project.compose.validity import problems_of_project
from wslint.project.helm_lines import placed
from wslint.project.kustomize import build_kustomizations
from wslint.project.kustomize import records as kustomize
from wslint.project.kustomize.merging import merge
from wslint.readers.kubernetes import read_kubernetes
from wslint.syntax.dotenv import parse_dotenv
from wslint.syntax.yaml import Mapping, YamlFile, parse_yaml
from wslint.text import Source, Span

from . import mutating
from .seeding import Seeds, Tree, kind_of
from .targets import TARGETS, Target, texts

_COMPOSE = ("compose.yaml", "compose.override.yaml", "compose.prod.yaml", "common.yaml", "sub/compose.yaml")
_KUSTOMIZE = (
    "kustomization.yaml",
    "base/kustomization.yaml",
    "a.yaml",
    "b.yaml",
    "base/a.yaml",
    "p.yaml",
    "c/kustomization.yaml",
)


class Files:
    """Texts by absolute path, parsed once."""

    def __init__(self, tree: Tree) -> None:
        self.sources = {normpath(f"/r/{path}"): Source(path, text) for path, text in tree.items()}
        self.read = cache(self._read)

    def _read(self, path: str) -> YamlFile | None:
        source = self.sources.get(path)
        return None if source is None else parse_yaml(source)

    def env(self, path: str) -> "dict[str, Known[str] | Unknown] | None":
        source = self.sources.get(path)
        if source is None:
            return None
        return {
            one.name: Unknown("x", one.key_span) if one.value is None else Known(one.value, one.value_span)
            for one in parse_dotenv(source).entries
        }

    def is_file(self, path: str) -> bool:
        return path in self.sources

    def is_folder(self, path: str) -> bool:
        return any(other.startswith(path.rstrip("/") + "/") for other in self.sources)


def inside(path: str) -> bool:
    return path == "/r" or path.startswith("/r/")


def shown(path: str) -> str:
    return path.removeprefix("/r/")


def compose(tree: Tree) -> object:
    files = Files(tree)
    named = {path: files.read(path) for path in files.sources if "env" not in path}
    parsed = {path: file for path, file in named.items() if file is not None}
    call = ProjectCall(tuple(parsed)[:2], None, (), ("a",), Span(Source("run.sh", ""), 0, 0))
    seam = Seam(files.read, files.env, files.is_file, inside, shown)
    composing = compose_projects(parsed, [call] if len(parsed) > 1 else [], seam)
    problems = [problems_of_project(one.composed, one.why) for one in composing.projects]
    return composing, problems


def kustomizations(tree: Tree) -> object:
    files = Files(tree)
    found = sorted(path for path in files.sources if path.endswith("kustomization.yaml"))
    seam = kustomize.Seam(files.read, files.sources.get, files.is_file, files.is_folder, inside, shown)
    return build_kustomizations(found, seam)


@texts("patch-merging", "kubernetes")
def patches(text: str) -> object:
    """One half of a text merged into the other, as a strategic merge patch."""
    middle = text.find("\n", len(text) // 2) + 1
    roots = [
        document.root
        for part in (text[:middle], text[middle:], text)
        for document in parse_yaml(Source("a.yaml", part)).documents
        if isinstance(document.root, Mapping)
    ]
    try:
        return [merge(one, other) for one in roots[:3] for other in roots[:3]]
    except kustomize.Refused as refused:
        return refused.reason


@texts("helm-lines", "kubernetes")
def helm_lines(text: str) -> object:
    """Rendered lines in their template: some as they are, some filled in, some of nowhere."""
    lines = text.splitlines(keepends=True)
    template = "".join("a: {{ .x }}\n" if at % 5 == 1 else line for at, line in enumerate(lines))
    rendered = "".join(line * (at % 4) for at, line in enumerate([*lines, "a: b\n"]))
    host = Source("templates/a.yaml", template)
    found = [placed(host, rendered), placed(host, rendered, template=False)]
    return [(one, read_kubernetes(parse_yaml(one))) for one in found]


def _making(names: tuple[str, ...], kinds: tuple[str, ...]) -> Callable[[Random, Seeds], Tree]:
    """Some files under names that the merger knows, half of the time out of one seed tree that has them."""

    def make(random: Random, seeds: Seeds) -> Tree:
        files = dict(random.choice(_fitting(seeds, kinds)))
        for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
            kind = random.choice(kinds)
            files[random.choice(names)] = random.choice(seeds.texts.get(kind) or ("",))
        while len(files) > 6:
            del files[random.choice(sorted(files))]
        for path in random.sample(sorted(files), random.randint(1, len(files))):
            mutator = mutating.Mutator(random, seeds, kind_of(path))
            text = mutator.window(files[path], 1500)
            for _ in range(random.choice((0, 1, 1, 2, 3, 5))):
                text = mutator.changed(text)
            files[path] = text[:10_000]
        return {path: files[path] for path in sorted(files)}

    return make


_FITTING: dict[tuple[int, tuple[str, ...]], tuple[Tree, ...]] = {}


def _fitting(seeds: Seeds, kinds: tuple[str, ...]) -> tuple[Tree, ...]:
    """What is of some kinds in the trees that have a file of the first one."""
    key = id(seeds.trees), kinds
    if key not in _FITTING:
        chosen = (
            {path: text for path, text in tree.items() if kind_of(path) in (*kinds, "env")}
            for tree in seeds.trees
        )
        _FITTING[key] = tuple(tree for tree in chosen if any(kind_of(path) == kinds[0] for path in tree))
    return _FITTING[key]


TARGETS["compose-merging"] = Target("compose-merging", _making(_COMPOSE, ("compose",)), compose, 4)
TARGETS["kustomize-building"] = Target(
    "kustomize-building", _making(_KUSTOMIZE, ("kustomization", "kubernetes")), kustomizations, 4
)
