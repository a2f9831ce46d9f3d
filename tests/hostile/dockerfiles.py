"""Dockerfiles with too many of everything."""

from pathlib import Path

from .case import Hostile, lazily

_CHECKED = "Checked 1 Dockerfile, 1 Kubernetes file"
_INSTRUCTIONS = "more than 20000 instructions: not read"
_LONG = "longer than 1000000 characters: not read"


def _doubling(instruction: str) -> str:
    """Each variable is the one before it, twice."""
    lines = [f"{instruction} V0={'x' * 100}"]
    lines += [f"{instruction} V{n}=$V{n - 1}$V{n - 1}" for n in range(1, 60)]
    return "FROM scratch\n" + "\n".join(lines) + "\nEXPOSE $V59\nWORKDIR $V59\nCMD echo $V59\n"


def _ignoring(pattern: str, times: int, name: str) -> "object":
    def make(folder: Path) -> None:
        (folder / "Dockerfile").write_text(
            "FROM scratch\n" + "".join(f"COPY {name} /{n}\n" for n in range(200)) + 'CMD ["/a"]\n'
        )
        (folder / ".dockerignore").write_text("".join(f"{pattern}{n}\n" for n in range(times)))
        (folder / name).write_text("")

    return make


INPUTS = (
    Hostile(
        "100,000 instructions",
        lazily("Dockerfile", lambda: "FROM scratch\n" + "RUN true\n" * 100_000),
        _INSTRUCTIONS,
        seconds=7,
    ),
    Hostile(
        "100,000 different instructions that use variables",
        lazily(
            "Dockerfile",
            lambda: (
                "FROM scratch\nARG A=1\n" + "".join(f"ENV V{n}=$A\nEXPOSE $V{n}\n" for n in range(50_000))
            ),
        ),
        _LONG,
        slow=True,
    ),
    Hostile(
        "43,000 stages",
        lazily("Dockerfile", lambda: "".join(f"FROM scratch AS s{n}\nRUN true\n" for n in range(43_000))),
        _LONG,
        slow=True,
    ),
    Hostile(
        "1,900 stages, each from the one before",
        lazily(
            "Dockerfile",
            lambda: (
                "FROM scratch AS s0\nENV A=b\n"
                + "".join(f"FROM s{n} AS s{n + 1}\nENV A{n}=b\n" for n in range(1_900))
            ),
        ),
        "Dockerfile",
    ),
    Hostile(
        "2,001 stages of one name",
        lazily("Dockerfile", lambda: "FROM scratch AS a\nCOPY --from=a /a /a\n" * 2_001),
        "more than 2000 stages: not read",
    ),
    Hostile(
        "a line of 10 MB in a Dockerfile",
        lazily("Dockerfile", lambda: "FROM scratch\nRUN echo " + "x" * 10_000_000 + "\n"),
        _LONG,
        megabytes=200,
    ),
    Hostile(
        "a RUN of 90,000 continued lines",
        lazily("Dockerfile", lambda: "FROM scratch\nRUN true \\\n" + " && true \\\n" * 90_000 + " && true\n"),
        _CHECKED,
        seconds=7,
    ),
    Hostile(
        "a RUN of 900 kB of words",
        lazily("Dockerfile", lambda: "FROM scratch\nRUN echo " + "x y " * 225_000 + "\n"),
        _CHECKED,
    ),
    Hostile(
        "an ENV of 240,000 pairs",
        lazily("Dockerfile", lambda: "FROM scratch\nENV " + "A=b " * 240_000 + "\n"),
        "Dockerfile",
        seconds=9,
        megabytes=400,
        slow=True,
    ),
    Hostile(
        "an EXPOSE of 0-65535, 1,000 times",
        lazily("Dockerfile", lambda: "FROM scratch\n" + "EXPOSE 0-65535\n" * 1_000),
        "Dockerfile",
    ),
    Hostile(
        "10,000 heredocs in a Dockerfile",
        lazily(
            "Dockerfile",
            lambda: "FROM scratch\n" + "".join(f"RUN <<E{n}\ntrue\nE{n}\n" for n in range(10_000)),
        ),
        "Dockerfile",
        seconds=7,
    ),
    Hostile(
        "10,000 heredocs in one instruction",
        lazily(
            "Dockerfile",
            lambda: (
                "FROM scratch\nRUN "
                + " ".join(f"<<E{n}" for n in range(10_000))
                + "\n"
                + "".join(f"E{n}\n" for n in range(10_000))
            ),
        ),
        "Dockerfile",
        slow=True,
    ),
    Hostile(
        "10,000 heredocs that are not closed",
        lazily(
            "Dockerfile", lambda: "FROM scratch\n" + "".join(f"RUN <<E{n}\ntrue\n" for n in range(10_000))
        ),
        "Dockerfile",
    ),
    Hostile("ENV doubled 60 times", lazily("Dockerfile", lambda: _doubling("ENV")), "Dockerfile"),
    Hostile("ARG doubled 60 times", lazily("Dockerfile", lambda: _doubling("ARG")), "Dockerfile"),
    Hostile(
        "10,000 nested defaults in a Dockerfile",
        lazily("Dockerfile", lambda: "FROM scratch\nENV A=" + "${A:-" * 10_000 + "x" + "}" * 10_000 + "\n"),
        "Dockerfile",
    ),
    Hostile(
        "10,000 patterns that replace in a variable",
        lazily(
            "Dockerfile",
            lambda: (
                "FROM scratch\nARG A="
                + "a" * 5_000
                + "\n"
                + "".join("ENV B=${A#" + "*a" * 20 + "b}\n" for _ in range(1_000))
            ),
        ),
        "Dockerfile",
    ),
    Hostile(
        "a CMD in JSON, 10,000 levels deep",
        lazily("Dockerfile", lambda: "FROM scratch\nCMD " + "[" * 10_000 + "]" * 10_000 + "\n"),
        "Dockerfile",
    ),
    Hostile(
        "a CMD in JSON of 100,000 words",
        lazily("Dockerfile", lambda: "FROM scratch\nCMD [" + '"a", ' * 100_000 + '"a"]\n'),
        "Dockerfile",
        seconds=7,
        megabytes=250,
        slow=True,
    ),
    Hostile(
        "100,000 comments that suppress in a Dockerfile",
        lazily("Dockerfile", lambda: "# wslint: ignore[latest-tag] because\n" * 100_000 + "FROM scratch\n"),
        "Dockerfile:",
    ),
    Hostile(
        "100,000 healthchecks",
        lazily(
            "Dockerfile",
            lambda: "FROM scratch\n" + "HEALTHCHECK CMD curl -f http://localhost:80/ || exit 1\n" * 100_000,
        ),
        "Dockerfile",
    ),
    Hostile(
        ".dockerignore of 100,000 patterns",
        _ignoring("*a*a*a*a*a*a*a*a*a*a*b", 100_000, "a" * 200),
        "Dockerfile",
    ),
)
