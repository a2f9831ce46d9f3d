"""Ignore files, configuration and baselines that somebody else wrote."""

import json
from collections.abc import Callable
from pathlib import Path

from .case import Hostile, lazily, write

_LONG = "a" * 250


def _ignoring(patterns: Callable[[], str], files: int, name: str = "b") -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / ".gitignore").write_text(patterns())
        for n in range(files):
            (folder / f"{name}{n}.yaml").write_text("")

    return make


def _deep_names(folder: Path) -> None:
    """A path of many equal parts, and patterns that have many ways to match it."""
    (folder / ".gitignore").write_text("**/a/" * 30 + "**/b.yaml\n" + "a/**/" * 30 + "b.yaml\n")
    deep = folder.joinpath(*["a"] * 100)
    deep.mkdir(parents=True)
    for n in range(50):
        (deep / f"c{n}b.yaml").write_text("")
    (deep / "b.yaml").write_text("")


def _baseline(text: str) -> Callable[[Path], None]:
    return write("known.json", text)


def _large_baseline() -> str:
    entry = {
        "path": "a.yaml",
        "rule": "latest-tag",
        "workload": "",
        "severity": "warning",
        "fingerprint": "%08x",
        "anywhere": "a",
        "place": "p",
    }
    line = json.dumps(entry)
    rows = ",\n".join(line.replace("%08x", f"{n:08x}") for n in range(200_000))
    return f'{{"version": 1, "paths": [], "findings": [\n{rows}\n]}}\n'


_BASELINE = ("--baseline", "known.json")

INPUTS = (
    Hostile(
        ".gitignore of 100,000 names",
        _ignoring(lambda: "".join(f"n{n}\n" for n in range(100_000)), 2_000),
        "",
        seconds=7,
        megabytes=300,
    ),
    Hostile(
        ".gitignore of 100,000 patterns",
        _ignoring(lambda: "".join(f"*{n}x\n" for n in range(100_000)), 2_000),
        ".gitignore: more than 1000 patterns with wildcards: the rest does not count",
        seconds=6,
    ),
    Hostile(
        ".gitignore made to backtrack",
        _ignoring(lambda: "*a" * 60 + "*b*.yaml\n" + "*a" * 60 + "*[b]*.yaml\n", 300, "b" + _LONG[:200]),
        "",
    ),
    Hostile("paths made to backtrack", _deep_names, ""),
    Hostile(".gitignore of one line of 50 MB", _ignoring(lambda: "*a" * 25_000_000, 5), ""),
    Hostile(
        ".wslint.yaml of 50 MB",
        lazily(".wslint.yaml", lambda: "select: [" + "a, " * 17_000_000 + "]\n"),
        ".wslint.yaml: is larger than 1000000 bytes",
        code=2,
        configured=True,
        sound=False,
    ),
    Hostile(
        ".wslint.yaml 10,000 levels deep",
        lazily(".wslint.yaml", lambda: "select: " + "[" * 10_000 + "]" * 10_000 + "\n"),
        ".wslint.yaml:1:",
        code=2,
        configured=True,
        sound=False,
    ),
    Hostile(
        ".wslint.yaml with a bomb of aliases",
        lazily(
            ".wslint.yaml",
            lambda: (
                "a0: &a0 [x, x]\n"
                + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
                + "select: *a11\n"
            ),
        ),
        ".wslint.yaml: has more than 20000 values",
        code=2,
        configured=True,
        sound=False,
    ),
    Hostile(
        "pyproject.toml 10,000 levels deep",
        lazily("pyproject.toml", lambda: "[tool.wslint]\nselect = " + "[" * 10_000 + "]" * 10_000 + "\n"),
        "pyproject.toml",
        code=2,
        configured=True,
        sound=False,
    ),
    Hostile(
        "pyproject.toml of 50 MB",
        lazily("pyproject.toml", lambda: "[tool.wslint]\n" + "# x\n" * 12_500_000),
        "pyproject.toml",
        code=2,
        configured=True,
        sound=False,
    ),
    Hostile(
        "pyproject.toml with a number of 900 kB",
        lazily("pyproject.toml", lambda: "[tool.wslint]\nselect = " + "9" * 900_000 + "\n"),
        "has a number with too many digits",
        code=2,
        configured=True,
        sound=False,
        slow=True,
    ),
    Hostile(
        "19,000 patterns to exclude",
        lazily(".wslint.yaml", lambda: "exclude: [" + ", ".join(f'"*{n}"' for n in range(19_000)) + "]\n"),
        "",
        configured=True,
        seconds=7,
        slow=True,
    ),
    Hostile(
        "a baseline of 200,000 entries",
        lazily("known.json", _large_baseline),
        "",
        options=_BASELINE,
        seconds=9,
        megabytes=600,
    ),
    Hostile(
        "a baseline 100,000 levels deep",
        _baseline("[" * 100_000 + "]" * 100_000),
        "known.json",
        code=2,
        options=_BASELINE,
        sound=False,
    ),
    Hostile(
        "a baseline with a number of 100,000 digits",
        _baseline('{"version": ' + "9" * 100_000 + "}"),
        "known.json",
        code=2,
        options=_BASELINE,
        sound=False,
    ),
    Hostile(
        "a baseline that is a device",
        write("x", ""),
        "/dev/zero",
        code=2,
        options=("--baseline", "/dev/zero"),
        sound=False,
    ),
)
