"""Names, links and files that are no files."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

from .case import Hostile, write

_DOCKERFILE = "FROM registry.example/a\nSTOPSIGNAL KILL\n"


def _fifos(folder: Path) -> None:
    for name in (
        "Dockerfile",
        "compose.yaml",
        "pod.yaml",
        "run.sh",
        "Makefile",
        "guide.md",
        ".gitignore",
        "script",
    ):
        os.mkfifo(folder / name)
    (folder / "k").mkdir()
    for name in (".dockerignore", ".env", "kustomization.yaml", "pyproject.toml", ".wslint.yaml"):
        os.mkfifo(folder / "k" / name)
    (folder / "k" / "Dockerfile").write_text("FROM scratch\nCOPY . /\n")
    (folder / "k" / "compose.yaml").write_text("services: {a: {build: ., image: $A, env_file: .env}}\n")


def _sockets(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket has 108 bytes at most
    try:
        for name in ("Dockerfile", "compose.yaml"):
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(name)
    finally:
        os.chdir(here)


def _devices(folder: Path) -> None:
    (folder / "Dockerfile").symlink_to("/dev/zero")
    (folder / "compose.yaml").symlink_to("/dev/random")
    (folder / "pod.yaml").symlink_to("/dev/tty")
    (folder / "run.sh").symlink_to("/proc/self/mem")


def _links_out(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "Dockerfile").write_text(_DOCKERFILE)
    (folder / "Dockerfile").symlink_to(outside / "Dockerfile")
    (folder / "linked").symlink_to(outside)
    (folder / "chain").symlink_to("linked")
    (folder / "compose.yaml").symlink_to("chain/Dockerfile")


def _loops(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "up").symlink_to("..")
    (folder / "a" / "self").symlink_to("self")
    (folder / "Dockerfile").symlink_to("Dockerfile.b")
    (folder / "Dockerfile.b").symlink_to("Dockerfile")
    write("compose.yaml", "include: [a/up/a/up/a/up/compose.yaml]\nservices: {a: {build: a/self}}\n")(folder)


def _links_in_loops(folder: Path) -> None:
    """40 folders, each with links to all others: 40^n paths."""
    for n in range(40):
        (folder / f"f{n}").mkdir()
    for n in range(40):
        for m in range(40):
            (folder / f"f{n}" / f"l{m}").symlink_to(f"../f{m}")


def _unreadable(folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "Dockerfile").write_text(_DOCKERFILE)
    (folder / "Dockerfile").write_text(_DOCKERFILE)
    (folder / "Dockerfile").chmod(0)
    (folder / "closed").chmod(0)


def _names(*names: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for name in names:
            path = os.path.join(os.fsencode(folder), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as out:
                out.write(_DOCKERFILE.encode())

    return make


def _deep(folder: Path) -> None:
    """Deeper than a path may be long: made step by step."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(60):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        with open("Dockerfile", "w", encoding="ascii") as out:
            out.write(_DOCKERFILE)
    finally:
        os.chdir(here)


def _many_scripts(folder: Path) -> None:
    (folder / "bin").mkdir()
    for n in range(5_000):
        (folder / "bin" / f"s{n}").write_text("#!/bin/sh\n")


def _many_hosts(folder: Path) -> None:
    for n in range(1_000):
        write(f"s{n}/Dockerfile", "FROM a\nEXPOSE 80\nCMD curl http://web:80\n")(folder)
    write("compose.yaml", "services:\n" + "".join(f"  s{n}: {{build: s{n}}}\n" for n in range(1_000)))(folder)


INPUTS = (
    Hostile("FIFOs named as everything that is read", _fifos, "Dockerfile: not a regular file"),
    Hostile("sockets named Dockerfile and compose.yaml", _sockets, "compose.yaml: not a regular file"),
    Hostile("links to devices", _devices, "Dockerfile: a link that leads out of the root"),
    Hostile("links out of the root", _links_out, "compose.yaml: a link that leads out of the root"),
    Hostile("links in a loop", _loops, "Dockerfile: cannot be read: too many levels of symbolic links"),
    Hostile("40 folders with links to each other", _links_in_loops, "Checked 1 Kubernetes file"),
    Hostile(
        "names with newlines",
        _names(b"a\nb/Dockerfile", b"c\r\nd.dockerfile", b"::error::x/Dockerfile"),
        "Dockerfile",
    ),
    Hostile(
        "names that are not UTF-8",
        _names(b"\xff\xfe/Dockerfile", b"a\x80.dockerfile"),
        "��/Dockerfile:1:1: warning",
    ),
    Hostile(
        "names with terminal escapes",
        _names(
            b"\x1b[31mred/Dockerfile",
            b"\x1b]0;title\x07.dockerfile",
            b"\xc2\x9b31m.dockerfile",
            b"a\x08\x08b.dockerfile",
        ),
        "Dockerfile",
    ),
    Hostile(
        "names that turn the direction of writing",
        _names("\u202egnp.dockerfile".encode(), "\u2066a\u2069.dockerfile".encode()),
        "dockerfile",
    ),
    Hostile("a folder 12,000 bytes deep", _deep, "cannot be read: file name too long"),
    Hostile(
        "unreadable files and folders",
        _unreadable,
        "Dockerfile: cannot be read: permission denied",
        as_user=True,
    ),
    Hostile("5,000 scripts without an ending", _many_scripts, "Checked 1 Kubernetes file", seconds=7),
    Hostile("1,000 images and services", _many_hosts, "Checked 1000 Dockerfiles", seconds=7),
)
