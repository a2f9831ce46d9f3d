"""Which health check tools an image is known to lack."""

import pytest

from wslint.model.workload import CopiedFile
from wslint.readers.image.tools import TOOLS, missing_tools
from wslint.text import Source, Span

PLACE = Span(Source("Dockerfile", ""), 0, 0)


def copy(source: str, destination: str | None, stage: str | None = None) -> CopiedFile:
    return CopiedFile(source, destination, stage, PLACE)


@pytest.mark.parametrize(
    ("base", "tool"),
    [
        ("python:3.12-slim", "curl"),
        ("python:3.12-slim-bookworm", "wget"),
        ("docker.io/library/python:3-slim", "nc"),
        ("node:20-alpine", "curl"),
        ("node:22-bookworm-slim", "wget"),
        ("node:lts-slim", "curl"),
        ("alpine:3.20", "curl"),
        ("alpine", "bash"),
        ("alpine", "python"),
        ("debian:bookworm", "curl"),
        ("ubuntu:24.04", "wget"),
        ("busybox:1.36", "curl"),
        ("golang:1.22-alpine", "curl"),
        ("scratch", "sh"),
        ("scratch", "wget"),
        ("gcr.io/distroless/static-debian12", "sh"),
        ("gcr.io/distroless/python3-debian12:nonroot", "curl"),
        ("cgr.io/chainguard/static:latest", "wget"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", "curl"),
        ("postgres:16", "curl"),
    ],
)
def test_base_is_known_to_lack_the_tool(base: str, tool: str) -> None:
    assert tool in missing_tools(base, [], [])


@pytest.mark.parametrize(
    ("base", "tool"),
    [
        (None, "curl"),
        ("python:3.12", "curl"),
        ("node:20", "wget"),
        ("golang:1.22", "curl"),
        ("alpine", "wget"),
        ("alpine", "nc"),
        ("node:20-alpine", "nc"),
        ("busybox", "wget"),
        ("nginx:alpine", "curl"),
        ("php:8.3-fpm", "curl"),
        ("eclipse-temurin:21", "curl"),
        ("ghcr.io/acme/python:3.12-slim", "curl"),
        ("acme/debian:12", "curl"),
        ("python:3.12-slim", "python"),
        ("python:3.12-slim", "bash"),
        ("gcr.io/distroless/python3-debian12", "python3"),
        ("gcr.io/distroless/nodejs20-debian12", "node"),
        ("gcr.io/distroless/base:debug", "wget"),
        ("cgr.io/chainguard/python:latest-dev", "curl"),
        ("cgr.io/chainguard/wolfi-base", "wget"),
        ("python@sha256:abc", "curl"),
        ("python:3.12-windowsservercore", "curl"),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "curl"),
        ("not a reference", "curl"),
        ("ubuntu:14.04", "wget"),
        ("ubuntu:trusty", "curl"),
        ("ubuntu:22.04", "python3"),
        ("node:8.9-slim", "curl"),
    ],
)
def test_base_has_the_tool_or_nobody_knows(base: str | None, tool: str) -> None:
    assert tool not in missing_tools(base, [], [])


@pytest.mark.parametrize(
    "run",
    [
        "apt-get update && apt-get install -y curl",
        "apt-get install -y $PACKAGES",
        "apt-get install -y $(cat packages.txt)",
        "curl -fsSL https://example.org | tar x",
        "./install.sh",
        "bash /tmp/setup",
        "sh install.sh",
        "/opt/setup/install",
        "chmod +x setup.sh && ./setup.sh",
        "xargs apt-get install -y < packages.txt",
        "make deps",
        "apt-get install -y chromium",
        "apt-get install -y libcurl4",
        "set -e\nsource /etc/profile\n",
    ],
)
def test_run_that_may_bring_curl_makes_it_possible(run: str) -> None:
    assert "curl" not in missing_tools("python:3.12-slim", [run], [])


@pytest.mark.parametrize(
    "run",
    [
        "apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*",
        "pip install --no-cache-dir -r requirements.txt",
        "chmod +x /entrypoint.sh",
        "/opt/venv/bin/pip install uvicorn",
        "useradd -m app && chown -R app /app",
        "addgroup --system app; /usr/sbin/useradd x",
        "apt-get install -y ca-certificates tini",
    ],
)
def test_run_that_brings_something_else_changes_nothing(run: str) -> None:
    assert {"curl", "wget"} <= missing_tools("python:3.12-slim", [run], [])


@pytest.mark.parametrize(
    "copied",
    [
        copy("/usr/bin/curl", "/usr/bin/curl", "tools"),
        copy("/usr/bin", "/usr/bin", "tools"),
        copy("rootfs/", "/"),
        copy(".", "/"),
        copy("/", "/", "builder"),
        copy("rootfs.tar.xz", "/"),
        copy("/out/*", "/usr/local/bin/", "build"),
        copy("/out/bin", "/usr/local/bin", "build"),
        copy("static-curl", "/opt/x/"),
        copy("/usr/local", "/usr/local", "build"),
    ],
)
def test_copy_that_may_bring_curl_makes_it_possible(copied: CopiedFile) -> None:
    assert "curl" not in missing_tools("alpine", [], [copied])


@pytest.mark.parametrize(
    "copied",
    [
        copy(".", "/app/"),
        copy("/go/bin/server", "/usr/local/bin/server", "build"),
        copy("entrypoint.sh", "/"),
        copy("src", None),
        copy("server", "/usr/local/bin/"),
    ],
)
def test_copy_of_other_files_changes_nothing(copied: CopiedFile) -> None:
    assert "curl" in missing_tools("alpine", [], [copied])


def test_image_from_scratch_with_a_run_has_a_shell() -> None:
    assert "sh" not in missing_tools("scratch", ["echo"], [])
    assert missing_tools("scratch", [], []) == TOOLS
