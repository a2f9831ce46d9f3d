"""After any change, a run that makes use of what was kept says what a run as a whole says, to the byte."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from everything import deployment, lay_out, service
from ways import Edit, Ways, edit, move, remove, replaced, write

from wslint.settings.record import IgnoreEntry, LinkEntry


def folder_to_link(root: Path) -> None:
    os.replace(root / "other", root / "real")
    (root / "other").symlink_to("real")


def file_to_link(root: Path) -> None:
    os.replace(root / "k8s/cache.yaml", root / "elsewhere.txt")
    (root / "k8s/cache.yaml").symlink_to("../elsewhere.txt")


def copied(root: Path) -> None:
    shutil.copy(root / "k8s/cache.yaml", root / "other/cache.yaml")


def several(*edits: Edit) -> Edit:
    def all_of_them(root: Path) -> None:
        for one in edits:
            one(root)

    return all_of_them


CHANGES: dict[str, Edit] = {
    "a number in a manifest": edit("k8s/cache.yaml", "port: 6380", "port: 6381"),
    "a label of pods": edit("k8s/web.yaml", "labels: {app: web}", "labels: {app: web2}"),
    "a label that a Service was waiting for": edit(
        "other/api.yaml", "labels: {app: api}", "labels: {app: apii}"
    ),
    "a selector": edit("k8s/cache-service.yaml", "{app: cache}", "{app: cach}"),
    "a name that a route asks for": edit("k8s/web-service.yaml", "{name: web}", "{name: site}"),
    "a port that a route asks for": edit("k8s/web-service.yaml", "port: 80,", "port: 81,"),
    "a namespace": edit("k8s/web.yaml", "metadata: {name: web}", "metadata: {name: web, namespace: prod}"),
    "a name of a ConfigMap": edit("k8s/config.yaml", "name: settings", "name: settngs"),
    "a ConfigMap further away": write(
        "else/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settngs}\n"
    ),
    "a guide that speaks of a name": edit("README.md", "# Shop", "# Shop\n\nMake settngs first."),
    "a script that makes a ConfigMap": write("more.sh", "#!/bin/sh\nkubectl create configmap settngs\n"),
    "no other ConfigMap": remove("k8s/config.yaml"),
    "an image that the tree builds": edit("k8s/cache.yaml", "image: redis:7", "image: shop/web"),
    "an image that the tree builds no more": edit("k8s/web.yaml", "image: shop/web", "image: nginx:1"),
    "another kind": edit("k8s/config.yaml", "kind: ConfigMap", "kind: Wrong"),
    "a manifest that makes pods of its own": write(
        "k8s/own.yaml", "apiVersion: x/v1\nkind: Operator\nmetadata: {}\n"
    ),
    "a broken manifest": edit("k8s/cache.yaml", "spec:", "spec: ["),
    "a manifest that is no text": lambda root: (root / "k8s/cache.yaml").write_bytes(b"kind: Pod\0\xff"),
    "a list of manifests": edit(
        "k8s/secret.yaml", "apiVersion: v1", "apiVersion: v1\nkind: List\n---\napiVersion: v1"
    ),
    "a Dockerfile": edit("web/Dockerfile", "localhost:8082", "localhost:8083"),
    "the user of an image": edit("web/Dockerfile", "EXPOSE 8080", "EXPOSE 8080\nUSER 10"),
    "a second Dockerfile": write("db/Dockerfile", "FROM alpine:3\nSTOPSIGNAL KILL\nCMD run\n"),
    "a Compose file": edit("compose.yaml", "localhost:8081", "localhost:8084"),
    "what a Compose file builds": edit("compose.yaml", "build: ./web", "build: ./wb"),
    "an override file": edit("compose.override.yaml", "environment:", "stop_signal: KILL, environment:"),
    "no override file": remove("compose.override.yaml"),
    "a value in .env": edit(".env", "VERSION=16", "VERSION=latest"),
    "a quote in .env that nothing closes": edit(".env", "VERSION=16", 'VERSION="16'),
    "an env file that Compose refuses": edit("web/app.env", "PORT=", "PORT='"),
    "an env file that goes": remove("web/app.env"),
    "a source of COPY that comes": write("web/missing.sh", "#!/bin/sh\n"),
    "a source of COPY that goes": remove("web/run.sh"),
    "a source of COPY that is ignored": edit("web/.dockerignore", "*.md", "run.sh"),
    "the script of an image": edit("web/run.sh", "8080", "9090"),
    "the script of an image, mended": edit("web/run.sh", "python", "exec python"),
    "a script": edit("up.sh", "--stop-timeout 1", "--stop-signal KILL"),
    "another name for what a script builds": edit("up.sh", "-t shop/web", "-t redis"),
    "a Makefile": edit("Makefile", "-f compose.yaml", "-f compose.yaml -f x.yaml"),
    "a CI file": edit(
        ".github/workflows/ci.yaml", "build -t shop/ci ./web", "run --stop-signal KILL shop/web"
    ),
    "a guide": edit("README.md", "localhost:9999", "localhost:9998"),
    "a further guide": write(
        "more.md", "```yaml\nservices: {a: {image: a, stop_grace_period: 0s, init: x}}\n```\n"
    ),
    "no guide": remove("README.md"),
    "a kustomization's list": edit("kustomize/prod/kustomization.yaml", "../base", "../bas"),
    "a patch": edit("kustomize/prod/patch.yaml", "Seconds: 1,", "Seconds: 50,"),
    "a kustomization in a folder of plain manifests": write(
        "k8s/kustomization.yaml", "resources: [cache.yaml]\n"
    ),
    "a kustomization that is gone": remove("kustomize/prod/kustomization.yaml"),
    "a .gitignore with a further line": edit(".gitignore", "ignored/", "ignored/\nother/"),
    "a .gitignore that ignores nothing": edit(".gitignore", "ignored/", "# ignored/"),
    "a .gitignore further down": write("k8s/.gitignore", "cache*\n"),
    "a chart that is none": remove("chart/Chart.yaml"),
    "a chart around manifests": several(
        write("more/Chart.yaml", "name: more\n"), move("other", "more/templates")
    ),
    "a manifest that is renamed": move("k8s/cache.yaml", "k8s/zache.yaml"),
    "a manifest that is moved": move("k8s/cache.yaml", "other/cache.yaml"),
    "a manifest that is deleted": remove("k8s/cache.yaml"),
    "a manifest that is there twice": copied,
    "a folder that became a link": folder_to_link,
    "a file that became a link": file_to_link,
    "a suppression": edit("k8s/cache.yaml", "spec:\n  rep", "# wslint: ignore[WS404] why\nspec:\n  rep"),
    "a suppression for a line": edit(
        "k8s/cache.yaml", "port: 6380}", "port: 6380} # wslint: ignore[probe-port-mismatch] so it is"
    ),
    "a suppression of no use in a guide": edit(
        "README.md", "# Shop", "<!-- wslint: ignore[WS404] x -->\n# Shop"
    ),
    "no suppression": edit("web/Dockerfile", "# wslint: ignore[stop-signal-uncatchable] it", "# it"),
    "suppressions nowhere": several(
        edit("web/Dockerfile", "# wslint: ignore[stop-signal-uncatchable] it", "# it"),
        edit("other/alone.yaml", "# wslint", "#"),
    ),
    "a byte order mark": lambda root: (root / "k8s/cache.yaml").write_bytes(
        b"\xef\xbb\xbf" + (root / "k8s/cache.yaml").read_bytes()
    ),
    "all manifests gone": several(
        *(lambda root, name=name: shutil.rmtree(root / name) for name in ("k8s", "other", "kustomize"))  # type: ignore[misc]
    ),
    "the rest gone": several(
        *map(remove, ("web/Dockerfile", "compose.yaml", "compose.override.yaml", "up.sh", "Makefile"))
    ),
}
# There is nothing to be said of these.
SILENT = {"a byte order mark", "a file that became a link", "a list of manifests", "a value in .env"}


class Shop:
    """One tree for all of these tests: after each it is as before."""

    def __init__(self, folder: Path) -> None:
        self.ways = Ways(lay_out(folder / "shop"), folder / "cache")
        self.before = self.ways.same()

    def undone(self) -> None:
        shutil.rmtree(self.ways.root)
        lay_out(self.ways.root)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("tree").resolve())


@pytest.fixture
def shop(made: Shop) -> Iterator[Shop]:
    yield made
    made.undone()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(name: str, shop: Shop) -> None:
    CHANGES[name](shop.ways.root)
    after = shop.ways.same()
    assert (after == shop.before) == (name in SILENT)
    assert shop.ways.kept_only() == after


@pytest.mark.parametrize(
    ("path", "asking"),
    [
        ("web/no.env", edit("compose.yaml", "./web/app.env", "./web/no.env")),
        ("web/other/Dockerfile", edit("compose.yaml", "build: ./web", "build: ./web/other")),
        ("web/start.sh", edit("web/Dockerfile", "COPY run.sh /run.sh", "COPY start.sh /run.sh")),
        (
            "kustomize/more/app.yaml",
            edit("kustomize/base/kustomization.yaml", "app.yaml", "../more/app.yaml"),
        ),
        ("more.yaml", edit("compose.yaml", "services:", "include: [more.yaml]\nservices:")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_file_that_was_missed_comes_and_goes(path: str, asking: Edit, shop: Shop) -> None:
    asking(shop.ways.root)
    missed = shop.ways.same()
    write(path, "services: {x: {image: x:1, stop_signal: KILL}}\n")(shop.ways.root)
    assert shop.ways.same() != missed
    remove(path)(shop.ways.root)
    shop.ways.same()


def test_unrelated_units_change_one_after_the_other(shop: Shop) -> None:
    for name in ("a number in a manifest", "a guide", "a Dockerfile", "a patch", "a ConfigMap further away"):
        CHANGES[name](shop.ways.root)
        shop.ways.same()


SETTINGS: dict[str, dict[str, object]] = {
    "selected rules": {"select": ("probe-port-mismatch", "WS108")},
    "the usual rules": {"select": ()},
    "ignored rules": {"ignore": ("grace-period-too-short",)},
    "Docker Desktop": {"platform": "desktop"},
    "all workloads belong to a pack": {"selectors": {"workspace": {"paths": ("**",)}}},
    "a link": {"links": (LinkEntry("redis", "web/Dockerfile", None),)},
    "what is left out": {"exclude": ("k8s/",)},
    "without .gitignore": {"respect_gitignore": False},
    "ignored in the configuration": {
        "ignored": (
            IgnoreEntry("probe-port-mismatch", "k8s/**", None, "so it is", None, ".wslint.yaml:1"),
            IgnoreEntry("probe-port-mismatch", "nowhere/**", None, "of no use", None, ".wslint.yaml:2"),
            IgnoreEntry("config-reference-missing", "k8s/**", None, "until", "2020-01-01", ".wslint.yaml:3"),
        )
    },
}


@pytest.mark.parametrize("name", SETTINGS)
def test_other_settings_find_what_they_find(name: str, shop: Shop) -> None:
    settings = shop.ways.settings(**SETTINGS[name])
    assert (shop.ways.same(settings=settings) == shop.before) == (name == "the usual rules")
    replaced(shop.ways.root / "k8s/cache.yaml", "port: 6380", "port: 6379")
    shop.ways.same(settings=settings)
    replaced(shop.ways.root / "web/Dockerfile", "localhost:8082", "localhost:8083")
    shop.ways.same(settings=settings)


def test_two_entries_of_one_place_are_judged_in_a_whole_run(shop: Shop) -> None:
    entry = IgnoreEntry("probe-port-mismatch", "k8s/**", None, "so it is", None, ".wslint.yaml:1")
    settings = shop.ways.settings(ignored=(entry, entry._replace(path="other/**")))
    shop.ways.same(settings=settings)
    assert shop.ways.fallen_back


PATHS = [
    ("k8s",),
    ("k8s/cache.yaml",),
    ("k8s/web-service.yaml", "README.md"),
    ("web/Dockerfile",),
    ("web/run.sh",),
    ("web/app.env", "k8s"),
    ("chart/values.yaml",),
    ("ignored/pod.yaml", "k8s/route.yaml"),
    ("web", "docs"),
]


def test_runs_over_other_paths_share_a_cache(shop: Shop) -> None:
    ways = shop.ways
    for paths in PATHS:
        ways.same(paths)
    replaced(ways.root / "k8s/web.yaml", "containerPort: 8080", "containerPort: 8083")
    replaced(ways.root / "web/run.sh", "8080", "8082")
    for paths in reversed(PATHS):
        ways.same(paths)


def test_named_files_come_and_go_in_turn(shop: Shop) -> None:
    ways = shop.ways
    for paths in (("k8s/cache.yaml",), ("chart/values.yaml", "k8s/cache.yaml"), ("web/app.env",), (".",)) * 2:
        ways.same(paths)


def test_a_file_that_cannot_be_read_for_a_while_is_read_again(shop: Shop) -> None:
    path = shop.ways.root / "k8s/cache.yaml"
    path.unlink()
    path.mkdir()
    gone = shop.ways.same()
    path.rmdir()
    path.write_text(deployment("cache", "redis:7", 6379, 6380))
    assert shop.ways.same() == shop.before != gone


def test_a_service_moves_from_one_folder_to_the_next(shop: Shop) -> None:
    root = shop.ways.root
    for folder in ("deep", "deep/er", "deep/er/still"):
        (root / folder).mkdir()
        (root / folder / "web.yaml").write_text(deployment("web", "nginx:1", 80))
        shop.ways.same()
        (root / folder / "service.yaml").write_text(service("web", "web", 81))
        shop.ways.same()
