"""Addresses of the own container: who shares its network, who else listens there, and what leaves it open."""

from collections.abc import Callable

import pytest

from wslint.engine.finding import Finding

Find = Callable[..., tuple[Finding, ...]]
RULE = "loopback-in-container"
URL = "DATABASE_URL: postgres://localhost:5432/shop"
DB = "  db: {image: postgres:16.2}\n"


def api(more: str = "", image: str = "image: registry.example/api:1") -> str:
    return f"services:\n  api:\n    {image}\n    environment: {{{URL}}}\n{more}"


def told(url: str) -> str:
    return api().replace("postgres://localhost:5432/shop", f"'{url}'")


def pod(more: str = "", containers: str = "") -> str:
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: api}}\nspec:\n{more}  containers:\n"
        f"    - {{name: api, image: registry.example/api:1, env: [{{name: DATABASE_URL, value: 'postgres://localhost:5432/shop'}}]}}\n"
        f"{containers}"
    )


FOUND = [
    {"compose.yaml": api() + DB},
    {"compose.yaml": api() + "  db: {image: postgres:16.2, ports: ['5432:5432']}\n"},
    {"compose.yaml": told("postgres://shop:${DB_PASSWORD:?is needed}@localhost:5432/${NAME}") + DB},
    {"up.sh": '#!/bin/sh\ndocker run -e DATABASE_URL="postgres://shop:$1@localhost:5432/shop" example.org/api:1 '
              "gunicorn -b :8000 app\n"},
    {"compose.yaml": api() + DB + "  other: {image: redis:7, network_mode: 'service:db'}\n"},
    {"compose.yaml": api() + "  db: {image: postgres:16.2, command: postgres -c max_connections=200}\n"},
    {"compose.yaml": api() + "  db: {image: postgres:16.2, command: -c max_connections=200}\n"},
    {"compose.yaml": api() + DB + "  dump: {image: postgres:16.2, command: pg_dump --file /dump shop}\n"},
    {"compose.yaml": api(image="build: .") + DB, "Dockerfile": "FROM python:3.12\nCMD uvicorn app:app --port 80\n"},
    {"up.sh": "#!/bin/sh\ndocker run --network n -e DATABASE_URL=postgres://localhost:5432/shop example.org/api:1\n"
              "docker run --network n --name db postgres:16.2\n"},
]  # fmt: skip
SILENT = [
    {"compose.yaml": told("postgres://localhost:${DB_PORT}/shop") + DB},
    {"compose.yaml": told("postgres://localhost${DOMAIN}:5432/shop") + DB},
    {"compose.yaml": told("${A:-postgres://localhost:5432/${B}}") + DB},
    {"compose.yaml": api("    network_mode: host\n") + DB},
    {"compose.yaml": api("    network_mode: none\n") + DB},
    {"compose.yaml": api("    network_mode: 'service:db'\n") + DB},
    {"compose.yaml": api("    network_mode: 'container:db'\n") + DB},
    {"compose.yaml": api("    network_mode: ${MODE}\n") + DB},
    {"compose.yaml": api() + "  db: {image: postgres:16.2, network_mode: 'service:api'}\n"},
    {"compose.yaml": api("    container_name: a\n") + "  db: {image: postgres:16.2, network_mode: 'container:a'}\n"},
    {"compose.yaml": api() + DB + "  side: {image: example.org/side:1, network_mode: '${MODE}'}\n"},
    {"compose.yaml": api("    ports: ['5432:5432']\n")},
    {"compose.yaml": api("    expose: [5432]\n")},
    {"compose.yaml": api() + "  store: {image: example.org/store:1, expose: [5432]}\n"},
    {"compose.yaml": api() + "  db: {image: postgres:16.2, command: postgres -p 5433}\n"},
    {"compose.yaml": api() + "  dump: {image: postgres:16.2, command: pg_dump --file /dump shop}\n"},
    {"compose.yaml": api() + "  dump: {image: postgres:16.2, entrypoint: [/dump.sh]}\n"},
    {"compose.yaml": api() + "  db: {image: postgres:16.2, command: postgres -p 5433, ports: ['5432:5432']}\n"},
    {"up.sh": "#!/bin/sh\npodman run -d --pod shop -e DATABASE_URL=postgres://localhost:5432/shop example.org/api:1\n"
              "podman run -d --pod shop --name db postgres:16.2\n"},
    {"compose.yaml": api(image="build: ."), "Dockerfile": "FROM postgres:16.2\nCMD uvicorn app:app --port 80\n"},
    {"compose.yaml": api(image="build: ."),
     "Dockerfile": "FROM debian:12\nRUN apt-get install -y postgresql-15\nCMD uvicorn app:app --port 80\n"},
    {"pod.yaml": pod("  hostNetwork: true\n")},
    {"pod.yaml": pod("  hostNetwork: ${HOST}\n")},
    {"pod.yaml": pod(containers="    - {name: db, image: postgres:16.2}\n")},
    {"pod.yaml": pod(containers="    - {name: db, image: example.org/db:1, ports: [{containerPort: 5432}]}\n")},
]  # fmt: skip


@pytest.mark.parametrize("files", FOUND)
def test_an_address_of_the_own_container_that_another_one_serves_is_found(
    find: Find, files: dict[str, str]
) -> None:
    assert [finding.name for finding in find(files, RULE)] == [RULE]


@pytest.mark.parametrize("files", SILENT)
def test_where_something_may_listen_in_the_same_network_nothing_is_said(
    find: Find, files: dict[str, str]
) -> None:
    assert find(files, RULE) == ()
