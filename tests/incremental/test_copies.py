"""The same names in many folders: what is nearest is meant, so that a change brings only this with it."""

from pathlib import Path
from random import Random

import pytest
from editing import Editor
from everything import deployment, service
from test_it_is_used import looking
from ways import Edit, Ways, edit, remove, write

ROUTE = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 81}}}}]}
"""
POD = deployment("web", "nginx", 8080)
SERVICE = service("web", "web", 8081)
TREE = {
    "shop/a/pod.yaml": POD,
    "shop/a/service.yaml": SERVICE,
    "shop/a/route.yaml": ROUTE,
    "shop/b/all.yaml": f"{POD}---\n{SERVICE}---\n{ROUTE}",
    "shop/b/c/service.yaml": SERVICE,
    "shop/d/pod.yaml": POD,
    "shop/d/second.yaml": POD.replace("name: web}", "name: second}", 1),
    "shop/d/e/route.yaml": ROUTE,
    "shop/d/e/f/service.yaml": SERVICE,
    "bare/service.yaml": SERVICE,
    "bare/route.yaml": ROUTE.replace("81", "80"),
}


def laid_out(root: Path) -> Path:
    for path, text in TREE.items():
        write(path, text)(root)
    return root


@pytest.mark.parametrize(
    ("change", "judged"),
    [
        pytest.param(
            edit("shop/a/pod.yaml", "8080", "8081"),
            {"shop/a/pod.yaml", "shop/a/service.yaml", "shop/a/route.yaml"},
            id="a pod",
        ),
        pytest.param(
            edit("shop/b/all.yaml", "port: 80,", "port: 81,"),
            {"shop/b/all.yaml", "shop/b/c/service.yaml"},
            id="a pod that is nearest to a service below",
        ),
        pytest.param(
            write("shop/b/c/pod.yaml", POD),
            {"shop/b/all.yaml", "shop/b/c/service.yaml", "shop/b/c/pod.yaml"},
            id="a pod that comes nearer",
        ),
        pytest.param(
            edit("shop/a/pod.yaml", "terminationGracePeriodSeconds: 10", "terminationGracePeriodSeconds: 11"),
            {"shop/a/pod.yaml", "shop/a/service.yaml", "shop/a/route.yaml"},
            id="a number of which others see nothing",
        ),
    ],
)
def test_only_what_is_nearest_is_judged_again(change: Edit, judged: set[str], tmp_path: Path) -> None:
    ways = Ways(laid_out(tmp_path / "tree"), tmp_path / "cache")
    # These have nobody near: the nearest pods are all.
    for path in ("bare/service.yaml", "bare/route.yaml"):
        remove(path)(ways.root)
    ways.judged()
    change(ways.root)
    with looking(ways) as looked:
        ways.judged()
    assert set(looked.files()) == judged
    ways.same()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(remove("shop/a/pod.yaml"), id="the nearest pod goes"),
        pytest.param(remove("shop/a/service.yaml"), id="the nearest service goes"),
        pytest.param(write("pod.yaml", POD), id="a pod comes further up"),
        pytest.param(write("bare/pod.yaml", POD), id="a pod comes beside a service that had others"),
        pytest.param(write("shop/d/service.yaml", SERVICE), id="a service comes between"),
        pytest.param(write("shop/d/e/f/route.yaml", ROUTE), id="a route comes beside another's service"),
        pytest.param(
            edit("shop/a/pod.yaml", "metadata: {name", "metadata: {namespace: prod, name"), id="a namespace"
        ),
        pytest.param(
            write("shop/kustomization.yaml", "resources: [a/pod.yaml]\n"), id="a kustomization comes above"
        ),
    ],
)
def test_what_is_nearest_by_now_is_meant(change: Edit, tmp_path: Path) -> None:
    ways = Ways(laid_out(tmp_path / "tree"), tmp_path / "cache")
    ways.same()
    change(ways.root)
    ways.same()


@pytest.mark.parametrize("seed", range(2))
def test_edits_at_random_of_copies_are_seen(seed: int, tmp_path: Path) -> None:
    ways = Ways(laid_out(tmp_path / "tree"), tmp_path / "cache")
    editor = Editor(ways.root, Random(seed))  # noqa: S311
    ways.same()
    for _ in range(20):
        editor.edit()
        ways.same()
    assert not ways.fallen_back
