"""Kustomizations that build themselves."""

from collections.abc import Callable
from pathlib import Path

from .case import Hostile, write

_HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
_POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p%s}\nspec: {containers: [{name: a, image: b}]}\n"


def _kustomization(name: str, resources: list[str], more: str = "") -> Callable[[Path], None]:
    listed = "".join(f"- {one}\n" for one in resources)
    return write(f"{name}/kustomization.yaml", f"{_HEAD}resources:\n{listed}{more}")


def _itself(folder: Path) -> None:
    _kustomization("a", ["../a"])(folder)


def _cycle(folder: Path) -> None:
    for n in range(3):
        _kustomization(f"k{n}", [f"../k{(n + 1) % 3}"])(folder)


def _long_chain(folder: Path) -> None:
    for n in range(1_000):
        _kustomization(f"k{n}", [f"../k{n + 1}"])(folder)
    write("k1000/pod.yaml", _POD % "")(folder)
    _kustomization("k1000", ["pod.yaml"])(folder)


def _ways(folder: Path) -> None:
    """Each builds two that both build the next two: 2^30 ways."""
    for n in range(30):
        for letter in "ab":
            _kustomization(f"{letter}{n}", [f"../a{n + 1}", f"../b{n + 1}"], f"namePrefix: {letter}-\n")(
                folder
            )
    for letter in "ab":
        write(f"{letter}30/pod.yaml", _POD % letter)(folder)
        _kustomization(f"{letter}30", ["pod.yaml"])(folder)


def _all(folder: Path) -> None:
    for n in range(100):
        write(f"k{n}/pod.yaml", _POD % n)(folder)
        _kustomization(f"k{n}", ["pod.yaml", *(f"../k{m}" for m in range(100) if m != n)])(folder)


def _many_patches(folder: Path) -> None:
    write("k/pods.yaml", "---\n".join(_POD % n for n in range(1_000)))(folder)
    patches = "".join(
        f'- patch: |-\n    - {{op: add, path: /metadata/labels/l{n}, value: x}}\n  target: {{name: "(p|p)*[0-9]*"}}\n'
        for n in range(500)
    )
    _kustomization("k", ["pods.yaml"], "patches:\n" + patches)(folder)


def _many_overlays(folder: Path) -> None:
    write("base/pods.yaml", "---\n".join(_POD % n for n in range(1_000)))(folder)
    _kustomization("base", ["pods.yaml"])(folder)
    for n in range(100):
        _kustomization(f"o{n}", ["../base"], f"nameSuffix: -{n}\n")(folder)


def _slow_target(folder: Path) -> None:
    write("k/pod.yaml", _POD % ("a" * 200))(folder)
    more = 'patches:\n- patch: "[]"\n  target: {name: "(a*)*(a*)*(a|a)*b"}\n'
    _kustomization("k", ["pod.yaml"], more)(folder)


INPUTS = (
    Hostile("a kustomization that builds itself", _itself, "a/kustomization.yaml"),
    Hostile("three kustomizations in a ring", _cycle, "k0/kustomization.yaml"),
    Hostile("a chain of 1,000 kustomizations", _long_chain, "kustomization.yaml", seconds=7),
    Hostile("2^30 ways to build a resource", _ways, "kustomization.yaml"),
    Hostile("100 kustomizations that each build all the others", _all, "kustomization.yaml", seconds=7),
    Hostile("500 patches of 1,000 Pods", _many_patches, "pods.yaml", seconds=7),
    Hostile("100 overlays of 1,000 Pods", _many_overlays, "pods.yaml", seconds=7),
    Hostile("a target made to backtrack", _slow_target, "pod.yaml"),
)
