"""Makes the input of the loads from the corpus, in folders of its own: the corpus itself is only read."""

import pathlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence

FILES_OF_A_FOLDER = 50
VOTING = "dockersamples__example-voting-app"
EXAMPLES = "kubernetes__examples"
LONG_DOCKERFILE = "Molecule-AI__molecule-core/workspace/Dockerfile"
_DOCKERFILE = re.compile(r"(Dockerfile|Containerfile)(\.\w+)?|.+\.Dockerfile")
_COMPOSE = re.compile(r"(docker-)?(compose|stack).*\.ya?ml")
_NUMBER = re.compile(
    r"^( *-? *(?:containerPort|periodSeconds|initialDelaySeconds|timeoutSeconds): )\d+$", re.MULTILINE
)


def manifests(corpus: pathlib.Path, folder: pathlib.Path, count: int) -> pathlib.Path:
    """So many distinct manifests: those of the corpus in turn, each with a comment of its own, 50 in a folder."""
    texts = [
        text
        for path in sorted(corpus.rglob("*.yaml"))
        if "apiVersion:" in (text := path.read_text(encoding="utf-8"))
        and "{{" not in text
        and "kustomize" not in text
    ]

    def fill(target: pathlib.Path) -> None:
        for number in range(count):
            path = target / f"{number // FILES_OF_A_FOLDER:04}" / f"{number:06}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"# {number}\n{texts[number % len(texts)]}", encoding="utf-8")

    return _once(folder / f"manifests-{count}", fill)


def mix(corpus: pathlib.Path, folder: pathlib.Path, count: int) -> pathlib.Path:
    """Copies of the corpus' trees, whole ones after each other, up to so many files."""
    files = [(tree, path) for tree in _trees(corpus) for path in _files(tree)]

    def fill(target: pathlib.Path) -> None:
        for number in range(count):
            tree, path = files[number % len(files)]
            _copy(path, target / f"{number // len(files):03}" / tree.name / path.relative_to(tree))

    return _once(folder / f"mix-{count}", fill)


def dockerfiles(corpus: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The corpus' Dockerfiles at their own paths, without what lies beside them."""

    def fill(target: pathlib.Path) -> None:
        for path in dockerfiles_in(corpus):
            _copy(path, target / path.relative_to(corpus))

    return _once(folder / "dockerfiles", fill)


def one_dockerfile(corpus: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A real Dockerfile of some length, alone in its folder; the file itself is given back."""
    return _once(
        folder / "one", lambda target: _copy(corpus / LONG_DOCKERFILE, target / "Dockerfile")
    ).joinpath("Dockerfile")


def tree(corpus: pathlib.Path, folder: pathlib.Path, name: str, *, versioned: bool = False) -> pathlib.Path:
    """A copy of one tree of the corpus, with a repository of its own if asked for."""

    def fill(target: pathlib.Path) -> None:
        for path in _files(corpus / name):
            _copy(path, target / path.relative_to(corpus / name))
        if versioned:
            _commit(target)

    return _once(folder / f"{name}{'.git' if versioned else ''}", fill)


def dockerfiles_in(folder: pathlib.Path) -> list[pathlib.Path]:
    """What every tool takes for a Dockerfile, by its name."""
    return [path for path in _files(folder) if _DOCKERFILE.fullmatch(path.name)]


def compose_files_in(folder: pathlib.Path) -> list[pathlib.Path]:
    """What is a Compose file (or one for a stack), by its name."""
    return [path for path in _files(folder) if _COMPOSE.fullmatch(path.name)]


class Edits:
    """Edits files as a person would: at each call, a number in each of them becomes one that it never was."""

    def __init__(self, folder: pathlib.Path, count: int) -> None:
        """Choose so many manifests that have such a number, evenly over the folder."""
        able = [path for path in sorted(folder.rglob("*.yaml")) if _NUMBER.search(path.read_text("utf-8"))]
        if len(able) < count:
            raise ValueError(f"{folder.name} has {len(able)} files to edit, not {count}")
        self.paths: Sequence[pathlib.Path] = [able[at * len(able) // count] for at in range(count)]
        self._turn = 0

    def __call__(self) -> None:
        """Write the next number into each file."""
        self._turn += 1
        for path in self.paths:
            text = path.read_text("utf-8")
            path.write_text(_NUMBER.sub(rf"\g<1>{1000 + self._turn}", text, count=1), "utf-8")


def emptied(folder: pathlib.Path) -> Callable[[], None]:
    """A function that takes away all that a folder holds."""
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def _once(target: pathlib.Path, fill: Callable[[pathlib.Path], None]) -> pathlib.Path:
    """Make a folder anew: an input that an earlier run has edited is not the same input."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    fill(target)
    return target


def _trees(corpus: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in corpus.iterdir() if path.is_dir())


def _files(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _copy(path: pathlib.Path, target: pathlib.Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _commit(folder: pathlib.Path) -> None:
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init"], ["add", "--all", "--force"], [*who, "commit", "--message", "all"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
