"""Shell, Makefiles and CI files made to be slow."""

from collections.abc import Callable

from .case import Hostile, lazily

_RUN = "docker run -p 80:80 a:1\n"


def _script(name: str, says: str, text: Callable[[], str], **more: object) -> Hostile:
    return Hostile(name, lazily("run.sh", lambda: "#!/bin/sh\n" + text()), says, **more)  # type: ignore[arg-type]


def _makefile(name: str, says: str, text: Callable[[], str], **more: object) -> Hostile:
    return Hostile(name, lazily("Makefile", text), says, **more)  # type: ignore[arg-type]


INPUTS = (
    _script("`$(` 10,000 deep", "run.sh", lambda: "echo " + "$(" * 10_000 + "x" + ")" * 10_000 + "\n" + _RUN),
    _script("`$(` 10,000 deep, not closed", "run.sh", lambda: "echo " + "$( " * 10_000 + "\n" + _RUN),
    _script("`${A:-` 10,000 deep", "run.sh", lambda: "echo " + "${A:-" * 10_000 + "}" * 10_000 + "\n" + _RUN),
    _script("`(` 100,000 deep", "run.sh", lambda: "(" * 100_000 + "\n" + _RUN),
    _script("`{` 100,000 deep", "run.sh", lambda: "{ " * 100_000 + "\n" + _RUN, slow=True),
    _script("`if` 50,000 deep", "run.sh", lambda: "if a; then\n" * 50_000 + _RUN),
    _script("`[[` and `((` 50,000 deep", "run.sh", lambda: "[[ ( " * 50_000 + "((" * 50_000 + "\n" + _RUN),
    _script("quotes that are never closed", "run.sh", lambda: "echo 'a\necho \"b\n" * 20_000 + _RUN),
    _script("200,000 backticks", "run.sh", lambda: "echo " + "`a " * 200_000 + "\n" + _RUN),
    _script(
        "10,000 heredocs in a script",
        "Checked 1 Kubernetes file",
        lambda: "".join(f"cat <<E{n}\na: b\nE{n}\n" for n in range(10_000)) + _RUN,
        seconds=6,
    ),
    _script(
        "10,000 heredocs in one line",
        "run.sh",
        lambda: (
            "cat "
            + " ".join(f"<<E{n}" for n in range(10_000))
            + "\n"
            + "".join(f"E{n}\n" for n in range(10_000))
            + _RUN
        ),
        slow=True,
    ),
    _script(
        "10,000 heredocs that never end",
        "run.sh",
        lambda: "".join(f"cat <<E{n}\na: b\n" for n in range(10_000)) + _RUN,
    ),
    _script(
        "heredocs of Compose files",
        "run.sh",
        lambda: (
            "".join(f"cat > c{n}.yaml <<E\nservices: {{a: {{image: b}}}}\nE\n" for n in range(5_000)) + _RUN
        ),
        slow=True,
    ),
    _script("40,000 pipes", "run.sh", lambda: "a" + " | a" * 40_000 + "\n" + _RUN),
    _script("200,000 `&&`", "run.sh", lambda: "a" + " && a" * 150_000 + "\n" + _RUN, slow=True),
    _script("40,000 containers", "run.sh", lambda: "docker run -p 80:80 a:1\n" * 40_000),
    _script(
        "a variable doubled 60 times",
        "run.sh",
        lambda: (
            "V0=xxxxxxxxxx\n"
            + "".join(f"V{n}=$V{n - 1}$V{n - 1}\n" for n in range(1, 60))
            + "docker run -e A=$V59 $V59\n"
        ),
    ),
    _script(
        "100,000 variables", "run.sh", lambda: "".join(f"V{n}=x$V{n - 1}\n" for n in range(1, 60_000)) + _RUN
    ),
    _script("a line of 900 kB", "run.sh", lambda: "echo " + "x" * 900_000 + "\n" + _RUN, slow=True),
    _script(
        "a line of 10 MB in a script", "run.sh", lambda: "echo " + "x" * 10_000_000 + "\n" + _RUN, slow=True
    ),
    _script("900 kB of spaces", "run.sh", lambda: " " * 900_000 + "\n" + _RUN, slow=True),
    _script(
        "a docker run of 100,000 options",
        "run.sh",
        lambda: "docker run " + "-p 80:80 " * 100_000 + " a:1\n",
        slow=True,
    ),
    _script("900 kB of `<`", "run.sh", lambda: "<" * 900_000 + "\n" + _RUN, slow=True),
    _script("900 kB of `$`", "run.sh", lambda: "$" * 900_000 + "\n" + _RUN, slow=True),
    _script("900 kB of broken lines", "run.sh", lambda: ") ;; }\n" * 130_000 + _RUN),
    _makefile("a variable of itself", "", lambda: "A = $(A) $(A)\nall:\n\tdocker run $(A) a:1\n"),
    _makefile(
        "a Makefile's variable doubled 60 times",
        "",
        lambda: (
            "V0 = xxxxxxxxxx\n"
            + "".join(f"V{n} = $(V{n - 1})$(V{n - 1})\n" for n in range(1, 60))
            + "all:\n\tdocker run $(V59) a:1\n"
        ),
    ),
    _makefile(
        "a Makefile of 60,000 rules",
        "",
        lambda: "".join(f"t{n}: t{n + 1}\n\tdocker run -p 80:80 a:1\n" for n in range(25_000)),
        slow=True,
        seconds=20,
        megabytes=500,
    ),
    _makefile(
        "`$(` 10,000 deep in a Makefile",
        "",
        lambda: "A = " + "$(" * 10_000 + ")" * 10_000 + "\nall:\n\tdocker run $(A) a\n",
    ),
    _makefile("`ifdef` 50,000 deep", "", lambda: "ifdef A\n" * 50_000 + "all:\n\tdocker run a\n", slow=True),
    Hostile(
        "a workflow of 10,000 steps",
        lazily(
            ".github/workflows/ci.yaml",
            lambda: (
                "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
                + "      - run: docker run -p 80:80 a:1\n" * 10_000
            ),
        ),
        "",
        slow=True,
        seconds=30,
        megabytes=500,
    ),
    Hostile(
        "a GitLab file that extends itself",
        lazily(
            ".gitlab-ci.yml",
            lambda: (
                ".a: {extends: .a, script: [docker run a]}\n"
                + "".join(f".b{n}: {{extends: [.b{n + 1}, .b{n + 2}]}}\n" for n in range(100))
                + "b: {extends: .b0, script: [docker run a]}\n"
            ),
        ),
        "",
    ),
)
