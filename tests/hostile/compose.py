"""Compose files that include, extend and expand themselves."""

from collections.abc import Callable
from pathlib import Path

from .case import Hostile, lazily, write


def _files(texts: dict[str, str]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for name, text in texts.items():
            write(name, text)(folder)

    return make


def _each_includes_all(count: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for n in range(count):
            others = "".join(f"  - ../p{other}/compose.yaml\n" for other in range(count) if other != n)
            write(f"p{n}/compose.yaml", f"include:\n{others}services:\n  s{n}: {{image: a}}\n")(folder)

    return make


def _include_tree(depth: int) -> Callable[[Path], None]:
    """Each file includes the next one twice by different names, so that there are 2^depth ways."""

    def make(folder: Path) -> None:
        for n in range(depth):
            following = f"include: [a{n + 1}.yaml, b{n + 1}.yaml]\n" if n + 1 < depth else ""
            for letter in "ab":
                write(f"{letter}{n}.yaml", f"{following}services: {{{letter}{n}: {{image: a}}}}\n")(folder)
        write("compose.yaml", "include: [a0.yaml, b0.yaml]\n")(folder)

    return make


def _extends_tree(depth: int) -> Callable[[Path], None]:
    """A long chain across files, each with all services extending the next file's."""

    def make(folder: Path) -> None:
        for n in range(depth):
            following = f"extends: {{file: f{n + 1}.yaml, service: s}}" if n + 1 < depth else "image: a"
            write(f"f{n}.yaml", f"services: {{s: {{{following}}}}}\n")(folder)
        write("compose.yaml", "services: {s: {extends: {file: f0.yaml, service: s}}}\n")(folder)

    return make


def _chain(length: int) -> str:
    services = "".join(f"  s{n}: {{extends: s{n + 1}, environment: {{A{n}: b}}}}\n" for n in range(length))
    return f"services:\n{services}  s{length}: {{image: a}}\n"


def _doubling_env(folder: Path) -> None:
    write("compose.yaml", "services: {a: {image: '$V59', env_file: a.env}}\n")(folder)
    lines = ["V0=" + "x" * 100, *(f"V{n}=$V{n - 1}$V{n - 1}" for n in range(1, 60))]
    for name in (".env", "a.env"):
        write(name, "\n".join(lines) + "\n")(folder)


def _large_env(folder: Path) -> None:
    write("compose.yaml", "services: {a: {image: 'a:$V1', env_file: a.env}}\n")(folder)
    for name in (".env", "a.env"):
        write(name, "".join(f"V{n}=${{V{n - 1}:-x}}\n" for n in range(300_000)))(folder)


def _overrides(folder: Path) -> None:
    services = "".join(f"  s{n}: {{image: a, ports: ['80:80']}}\n" for n in range(3_000))
    for name in ("compose.yaml", "compose.override.yaml"):
        write(name, "services:\n" + services)(folder)


_ALL_DEPEND = "".join(
    f"  s{n}: {{image: a, depends_on: [{', '.join(f's{m}' for m in range(400))}]}}\n" for n in range(400)
)

INPUTS = (
    Hostile(
        "15,000 services",
        lazily(
            "compose.yaml", lambda: "services:\n" + "".join(f"  s{n}: {{image: a}}\n" for n in range(15_000))
        ),
        "Checked 1 Compose file",
        seconds=14,
        megabytes=300,
    ),
    Hostile(
        "3,000 services that publish one port",
        lazily(
            "compose.yaml",
            lambda: (
                "services:\n"
                + "".join(
                    f"  s{n}: {{image: a, ports: ['80:80'], container_name: x}}\n" for n in range(3_000)
                )
            ),
        ),
        "compose.yaml:",
        slow=True,
        seconds=20,
        megabytes=300,
    ),
    Hostile(
        "a service that publishes 0-65535, 1,000 times",
        lazily(
            "compose.yaml",
            lambda: "services:\n  a:\n    image: a\n    ports:\n" + '      - "1-65535:1-65535"\n' * 1_000,
        ),
        "compose.yaml",
    ),
    Hostile(
        "3,000 services and an override of each", _overrides, "compose", slow=True, seconds=20, megabytes=400
    ),
    Hostile(
        "400 services that depend on each other",
        lazily("compose.yaml", lambda: f"services:\n{_ALL_DEPEND}"),
        "compose.yaml:",
        seconds=7,
        megabytes=350,
    ),
    Hostile(
        "a file that includes itself",
        write("compose.yaml", "include: [compose.yaml]\nservices: {a: {image: b}}\n"),
        "compose.yaml:1:11: error WS617 compose-include: this file includes itself in the end: a cycle",
    ),
    Hostile(
        "two files that include each other",
        _files(
            {
                "compose.yaml": "include: [b.yaml]\nservices: {a: {image: b}}\n",
                "b.yaml": "include: [compose.yaml]\nservices: {b: {image: b}}\n",
            }
        ),
        "b.yaml:1:11: error WS617 compose-include: this file includes itself in the end: a cycle",
    ),
    Hostile(
        "60 files that each include all the others",
        _each_includes_all(60),
        "too many includes",
        seconds=9,
        megabytes=200,
    ),
    Hostile(
        "2^30 ways to include a file",
        _include_tree(30),
        "too many includes, or too deep in each other: not read",
        seconds=7,
    ),
    Hostile(
        "a service that extends itself",
        write("compose.yaml", "services: {a: {extends: a}}\n"),
        "compose.yaml:1:25: error WS616 compose-extends: `a` extends itself in the end: a cycle",
    ),
    Hostile(
        "services that extend each other",
        write("compose.yaml", "services: {a: {extends: b}, b: {extends: c}, c: {extends: a}}\n"),
        "compose.yaml:1:59: error WS616 compose-extends: `a` extends itself in the end: a cycle",
    ),
    Hostile(
        "services of two files that extend each other",
        _files(
            {
                "compose.yaml": "services: {a: {extends: {file: b.yaml, service: b}}}\n",
                "b.yaml": "services: {b: {extends: {file: compose.yaml, service: a}}}\n",
            }
        ),
        "b.yaml:1:55: error WS616 compose-extends: `a` extends itself in the end: a cycle",
    ),
    Hostile(
        "a chain of 10,000 extends",
        lazily("compose.yaml", lambda: _chain(10_000)),
        "compose.yaml",
        slow=True,
        seconds=20,
        megabytes=500,
    ),
    Hostile(
        "a chain of 1,000 extends across files",
        _extends_tree(1_000),
        "a base below 100 others",
        slow=True,
        seconds=20,
        megabytes=400,
    ),
    Hostile(
        "10,000 nested defaults",
        lazily(
            "compose.yaml",
            lambda: "services: {a: {image: '" + "${A:-" * 10_000 + "x" + "}" * 10_000 + "'}}\n",
        ),
        "compose.yaml",
    ),
    Hostile(
        "a value of 1 MB of variables",
        lazily("compose.yaml", lambda: "services: {a: {image: '" + "${A:-x}" * 150_000 + "'}}\n"),
        "1 Compose file",
        seconds=20,
    ),
    Hostile("a variable doubled 60 times in an env file", _doubling_env, "compose.yaml"),
    Hostile(
        "env files of 300,000 variables", _large_env, "1 Compose file", slow=True, seconds=30, megabytes=1000
    ),
    Hostile(
        "an env file of one line of 10 MB",
        _files(
            {
                "compose.yaml": "services: {a: {image: b, env_file: a.env}}\n",
                "a.env": "A=" + "${B}" * 2_500_000,
            }
        ),
        "compose.yaml",
        slow=True,
        seconds=20,
        megabytes=500,
    ),
    Hostile(
        "an env file with a quote that is never closed",
        _files(
            {
                "compose.yaml": "services: {a: {image: b, env_file: a.env}}\n",
                "a.env": 'A="' + "x\n" * 2_000_000,
            }
        ),
        "compose.yaml",
    ),
    Hostile(
        "an env_file that is /dev/zero",
        write("compose.yaml", "services: {a: {image: b, env_file: /dev/zero}}\n"),
        "compose.yaml",
    ),
    Hostile(
        "5,000 services of one env file of 5,000 variables",
        _files(
            {
                "compose.yaml": "services:\n"
                + "".join(f"  s{n}: {{image: b, env_file: a.env}}\n" for n in range(5_000)),
                "a.env": "".join(f"V{n}=x\n" for n in range(5_000)),
            }
        ),
        "compose.yaml",
        slow=True,
        seconds=60,
        megabytes=1000,
    ),
)
