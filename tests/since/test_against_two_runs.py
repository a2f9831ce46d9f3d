"""`--since` against what it stands for: the findings of the new tree without those of the old one.

Both trees are exported by git itself and checked whole, each in a repository of its own.
"""

import contextlib
import os
import random
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from wslint.app import run
from wslint.settings.record import Settings
from wslint.since import run_since

SERVICE = """\
FROM python:3.12-slim
WORKDIR /app
COPY app.py settings.cfg ./
EXPOSE {port}
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:{port}/', timeout=3)"
CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "{port}"]
"""
MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      terminationGracePeriodSeconds: {grace}
      containers:
        - name: {name}
          image: registry.example/{name}:1.0
          ports: [{{containerPort: {port}}}]
          livenessProbe:
            httpGet: {{path: /, port: {port}}}
            periodSeconds: 10
          readinessProbe:
            httpGet: {{path: /, port: {port}}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec:
  selector: {{app: {name}}}
  ports: [{{port: 80, targetPort: {port}}}]
"""
NAMES = ("api", "web", "jobs")


def project() -> dict[str, str]:
    """Three services that are right, but for one."""
    files: dict[str, str] = {"README.md": "# Services\n"}
    compose = "services:\n"
    for number, name in enumerate(NAMES):
        port = 8000 + number
        files[f"{name}/Dockerfile"] = SERVICE.format(port=port)
        files[f"{name}/app.py"] = "app = None\n"
        files[f"{name}/settings.cfg"] = "[app]\n"
        files[f"deploy/{name}.yaml"] = MANIFEST.format(name=name, port=port, grace=60)
        compose += f'  {name}:\n    build: ./{name}\n    ports:\n      - "{port}:{port}"\n'
    files["compose.yaml"] = compose
    files["jobs/Dockerfile"] = files["jobs/Dockerfile"].replace("EXPOSE 8002", "EXPOSE 9002")
    return files


class History:
    """Changes to a project that are drawn by lot; `renamed` leads from old paths to new ones."""

    def __init__(self, draw: random.Random, repository) -> None:
        self.draw = draw
        self.repository = repository
        self.renamed: dict[str, str] = {}

    def paths(self, *endings: str) -> list[str]:
        tracked = self.repository.git("ls-files").splitlines()
        return [path for path in tracked if path.endswith(endings)]

    def edit(self, path: str, before: str, after: str) -> None:
        place = self.repository.folder / path
        place.write_text(place.read_text("utf-8").replace(before, after), encoding="utf-8")

    def step(self) -> None:
        """One change, put into the index."""
        kind = self.draw.choice(
            ("port", "expose", "publish", "rename", "delete", "comment", "ignore", "grace", "new")
        )
        dockerfiles, manifests = self.paths("Dockerfile"), self.paths("api.yaml", "web.yaml", "jobs.yaml")
        port = str(self.draw.randrange(8000, 8005))
        if kind == "port" and dockerfiles:
            self.edit(self.draw.choice(dockerfiles), '"--port", "8', f'"--port", "{port[:1]}1')
        elif kind == "expose" and dockerfiles:
            self.edit(self.draw.choice(dockerfiles), "EXPOSE 8", "EXPOSE 7")
        elif kind == "publish":
            self.edit("compose.yaml", f':{port}"', ':7999"')
        elif kind == "rename" and manifests:
            path = self.draw.choice(manifests)
            target = f"moved/{self.draw.randrange(100)}/{path.rpartition('/')[2]}"
            (self.repository.folder / target).parent.mkdir(parents=True, exist_ok=True)
            self.repository.git("mv", path, target)
            self.renamed = {old: target if new == path else new for old, new in self.renamed.items()}
            self.renamed.setdefault(path, target)
        elif kind == "delete":
            self.repository.git("rm", "-qf", self.draw.choice([*self.paths(".cfg"), *manifests, "README.md"]))
            (self.repository.folder / "README.md").write_text("# Services\n", encoding="utf-8")
        elif kind == "comment" and dockerfiles:
            self.edit(self.draw.choice(dockerfiles), "EXPOSE", "# where it listens\nEXPOSE")
        elif kind == "ignore":
            self.repository.put({f"{self.draw.choice(NAMES)}/.dockerignore": "*.cfg\n"})
        elif kind == "grace" and manifests:
            self.edit(self.draw.choice(manifests), "Seconds: 60", f"Seconds: {self.draw.choice((5, 20))}")
        elif kind == "new":
            number = self.draw.randrange(1000)
            self.repository.put(
                {f"extra/{number}/Dockerfile": SERVICE.format(port=8000).replace("8000/", "8123/")}
            )
        self.repository.git("add", "-A")


def findings(folder: Path):
    settings = Settings(root=str(folder))
    with contextlib.chdir(folder):
        return run(["."], settings).findings


def exported(repository, revision: str, target: Path) -> Path:
    """The tree of a revision, as git writes it, in a repository of its own."""
    target.mkdir()
    archive = subprocess.run(
        ["git", "archive", revision], cwd=repository.folder, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x"], cwd=target, input=archive, check=True)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(
            ["git", *command], cwd=target, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
        )
    return target


def keys(found, renamed) -> Counter:
    return Counter(
        (
            one.name,
            renamed.get(one.span.path, one.span.path),
            one.workload,
            one.span.text,
            one.span.source.line_span(one.span.line).text.strip(),
        )
        for one in found
    )


def expected(repository, base: str, tip: str, renamed, tmp_path) -> Counter:
    old = findings(exported(repository, base, tmp_path / "old"))
    new = findings(exported(repository, tip, tmp_path / "new"))
    return keys(new, {}) - keys(old, renamed)


@pytest.mark.parametrize("seed", range(16))
def test_a_random_history_brings_what_two_full_runs_differ_by(repository, tmp_path, seed):
    draw = random.Random(seed)  # noqa: S311
    repository.commit(dict(project()))
    history = History(draw, repository)
    for _ in range(draw.randrange(3)):
        history.step()
    base = repository.commit()
    history.renamed = {}
    repository.git("checkout", "-q", "-b", "change")
    for _ in range(draw.randrange(1, 4)):
        for _ in range(draw.randrange(1, 3)):
            history.step()
        repository.commit()
    with contextlib.chdir(repository.folder):
        outcome = run_since(["."], Settings(root=str(repository.folder)), "main")
    want = expected(repository, base, "HEAD", history.renamed, tmp_path)
    assert keys(outcome.findings, {}) == want
    assert not outcome.internal
    for finding in outcome.findings:
        told = [finding.label, *finding.because, *(place.message for place in finding.related)]
        assert any("since main" in words for words in told), finding


@pytest.mark.parametrize("seed", range(4))
def test_a_merge_of_the_other_branch_brings_nothing_of_it(repository, tmp_path, seed):
    draw = random.Random(100 + seed)  # noqa: S311
    repository.commit(dict(project()))
    repository.git("checkout", "-q", "-b", "change")
    repository.put({"api/Dockerfile": SERVICE.format(port=8000).replace('"8000"', '"8010"')})
    repository.commit()
    repository.git("checkout", "-q", "main")
    other = History(draw, repository)
    repository.put({"late/Dockerfile": SERVICE.format(port=8000).replace("EXPOSE 8000", "EXPOSE 8111")})
    other.edit("deploy/jobs.yaml", "Seconds: 60", "Seconds: 5")
    main = repository.commit()
    repository.git("checkout", "-q", "change")
    repository.git("merge", "-q", "--no-edit", "main")
    with contextlib.chdir(repository.folder):
        outcome = run_since(["."], Settings(root=str(repository.folder)), "main")
    want = expected(repository, main, "HEAD", {}, tmp_path)
    assert want
    assert keys(outcome.findings, {}) == want
    assert all("late" not in one.span.path for one in outcome.findings)


CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"
TREES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []


def places(found) -> list:
    return sorted(
        (one.name, one.span.path, *one.span.first, one.severity, one.message, one.workload or "")
        for one in found
    )


@pytest.mark.skipif(not TREES, reason="../shared/corpus is not there")
@pytest.mark.parametrize("tree", TREES)
def test_the_first_commit_of_a_real_tree_brings_all_that_a_full_run_finds(repository, tree):
    shutil.copytree(CORPUS / tree, repository.folder, dirs_exist_ok=True, symlinks=True)
    repository.git("add", "-A")
    settings = Settings(root=str(repository.folder))
    with contextlib.chdir(repository.folder):
        outcome = run_since(["."], settings, None)
        full = run(["."], settings)
    assert places(outcome.findings) == places(full.findings)
    assert outcome.coverage._replace(quiet=()) == full.coverage._replace(quiet=())
    assert outcome.since is not None
    assert outcome.since.commit == ""
    assert len(outcome.suppressed) == len(full.suppressed)


def spoilt(draw: random.Random, folder: Path) -> None:
    """Change numbers, delete files and rename some, wherever deployments are described."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and ".git" not in path.parts
        and (path.suffix in (".yaml", ".yml") or path.name.startswith("Dockerfile"))
    )
    for path in draw.sample(files, min(12, len(files))):
        kind = draw.choice(("number", "number", "line", "delete", "rename"))
        if kind == "delete":
            path.unlink()
            continue
        if kind == "rename":
            path.rename(
                path.with_name("renamed-" + path.name) if path.suffix else path.with_name(path.name + ".old")
            )
            continue
        lines = path.read_bytes().split(b"\n")
        at = draw.randrange(len(lines))
        if kind == "line":
            del lines[at]
        else:
            lines = [
                line.replace(b"80", b"81", 1) if abs(number - at) < 20 else line
                for number, line in enumerate(lines)
            ]
        path.write_bytes(b"\n".join(lines))


@pytest.mark.skipif(not TREES, reason="../shared/corpus is not there")
@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("seed", [1])
def test_a_real_tree_spoilt_brings_what_two_full_runs_differ_by(repository, tmp_path, tree, seed):
    shutil.copytree(CORPUS / tree, repository.folder, dirs_exist_ok=True, symlinks=True)
    base = repository.commit()
    repository.git("checkout", "-q", "-b", "change")
    spoilt(random.Random(seed), repository.folder)  # noqa: S311
    repository.commit()
    with contextlib.chdir(repository.folder):
        outcome = run_since(["."], Settings(root=str(repository.folder)), "main")
    words = repository.git(
        "diff", "--name-status", "-M", "-l2000", "--diff-filter=R", "main", "change"
    ).splitlines()
    renamed = {old: new for _, old, new in (line.split("\t") for line in words)}
    assert keys(outcome.findings, {}) == expected(repository, base, "HEAD", renamed, tmp_path)
