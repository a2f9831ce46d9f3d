"""What inputs are made from: the examples of the rules, and the corpus of real projects where it is there."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from . import spellings

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
LARGEST = 40_000

Tree = Mapping[str, str]


class Seeds(NamedTuple):
    """Texts by their kind, small projects (texts by path), and words by the kind that they are found in."""

    texts: Mapping[str, tuple[str, ...]]
    trees: tuple[Tree, ...]
    words: tuple[str, ...]


def kind_of(path: str) -> str:
    """What a file is taken for, by its name alone."""
    name = os.path.basename(path)
    lower = name.lower()
    named = (
        (".dockerignore" in lower or ".gitignore" in lower, "ignore"),
        ("dockerfile" in lower or lower.startswith("containerfile"), "dockerfile"),
        (lower.startswith("kustomization"), "kustomization"),
        ("compose" in lower and lower.endswith((".yaml", ".yml")), "compose"),
        ("workflows/" in path or "gitlab-ci" in lower or "pipelines" in lower or ".circleci" in path, "ci"),
        (lower.endswith((".yaml", ".yml", ".json")), "kubernetes"),
        (lower.endswith((".md", ".mdx")), "markdown"),
        (lower.endswith((".sh", ".bash")), "shell"),
        (lower.startswith(("makefile", "gnumakefile")) or lower.endswith(".mk"), "makefile"),
        (".env" in lower, "env"),
        (lower.endswith(".toml"), "toml"),
    )
    return next((kind for is_it, kind in named if is_it), "")


@cache
def seeds(*, corpus: bool) -> Seeds:
    """The seeds. Without the corpus they are the same wherever the project lies."""
    trees = [*_examples(), *_cases(), *spellings.TREES]
    if corpus and CORPUS.is_dir():
        trees += _projects()
    texts: dict[str, dict[str, None]] = {kind: dict.fromkeys(own) for kind, own in spellings.TEXTS.items()}
    words: dict[str, None] = {}
    for tree in trees:
        for path, text in tree.items():
            kind = kind_of(path)
            if kind:
                texts.setdefault(kind, {})[text] = None
            words.update(dict.fromkeys(re.findall(r"[^\s\"',\[\]{}#]{2,60}", text)[:400]))
    ordered = {kind: tuple(found) for kind, found in sorted(texts.items())}
    return Seeds(ordered, tuple(trees), tuple(words))


def _examples() -> Iterator[Tree]:
    from wslint.packs import load_rules
    from wslint.packs.examples import examples_of

    for rule in load_rules().rules:
        for example in examples_of(rule):
            yield dict(example.files)


def _cases() -> Iterator[Tree]:
    """The small projects that merging is tested with, and Compose files that the loader takes or refuses."""
    folder = str(ROOT / "tests" / "project")
    sys.path.insert(0, folder)
    try:
        from compose_cases import CASES as COMPOSE
        from kustomize_cases import CASES as KUSTOMIZE
        from kustomize_odd_cases import ODD_CASES
    finally:
        sys.path.remove(folder)
    yield from (*KUSTOMIZE.values(), *ODD_CASES.values())
    for case in COMPOSE:
        yield {_as_compose(path): _as_compose(text) for path, text in case.files.items()}
    written = (ROOT / "tests" / "project" / "compose_validity_cases.txt").read_text(encoding="utf-8")
    for body in written.split("\n=== ")[1:]:
        text = body.partition("\n")[2]
        inside = text.startswith(" ")
        yield {"compose.yaml": f"services:\n  web:\n    image: a\n{text}" if inside else text}


def _as_compose(text: str) -> str:
    return text.replace("a.yaml", "compose.yaml").replace("b.yaml", "compose.override.yaml")


def _projects() -> Iterator[Tree]:
    """The folders of the corpus with what lies in and directly below them."""
    for folder, below, _ in sorted(os.walk(CORPUS)):
        below.sort()
        found: dict[str, str] = {}
        for path in sorted(
            [*Path(folder).glob("*"), *Path(folder).glob("*/*"), *Path(folder).glob(".github/*/*")]
        ):
            if not path.is_file() or path.stat().st_size > LARGEST or not kind_of(str(path)):
                continue
            found[str(path.relative_to(folder))] = path.read_bytes().decode("utf-8", "surrogateescape")
            if len(found) >= 8:
                break
        if found:
            yield found


@cache
def rule_files() -> tuple[str, ...]:
    """The built-in rule files."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted((ROOT / "rules").rglob("*.yaml")))
