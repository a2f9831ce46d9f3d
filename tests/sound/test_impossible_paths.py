"""Paths that no file can have: a NUL or half of a surrogate pair, written as an escape. Findings, never a bug."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

# `%` stands for the escape.
TREE = {
    "compose.yaml": """\
include: ["a%b.yaml", {path: "%", env_file: "%", project_directory: "x%/y"}]
services:
  a: {build: "x%y", env_file: "e%f", image: "i%"}
  b: {build: {context: ".", dockerfile: "D%", additional_contexts: {more: "%"}}}
  c: {build: {context: "c%/d", dockerfile: "D%"}, extends: {file: "x%", service: y}}
  d: {image: d, label_file: "%", volumes: ["./%:/x"], env_file: [{path: "%", required: false}]}
configs: {c: {file: "%"}}
""",
    "extends.compose.yaml": 'services: {a: {extends: {file: "%/x", service: a}}}\n',
    "plain/compose.yaml": 'services: {a: {build: "x%y"}, b: {build: {context: ., dockerfile: "%"}}}\n',
    "plain/Dockerfile": 'FROM alpine\nCOPY ["a%/b", "c", "/d%/"]\nADD ["%", "/"]\nENTRYPOINT ["/d%/b"]\nHEALTHCHECK CMD ["%"]\n',
    "k/kustomization.yaml": """\
resources: ["a%b", "%/x.yaml", pod.yaml]
components: ["a%"]
patches: [{path: "p%"}]
configMapGenerator: [{name: a, files: ["%", "k=%"], envs: ["b%"]}]
helmCharts: [{name: "%", valuesFile: "%"}]
""",
    "k/pod.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: x, image: "y%", command: ["/bin/%"], envFrom: [{configMapRef: {name: "a%"}}]}]}
""",
    "README.md": '```yaml\nservices: {a: {build: "x%y", env_file: "a%"}}\n```\n',
    "run.sh": "docker build -f $'a%b' $'x%y'\ndocker compose -f $'a%' --env-file $'%' up\n. $'%'\nkubectl apply -k $'%'\n",
    "chart/Chart.yaml": 'name: "a%"\ndependencies: [{name: "%"}]\n',
    ".github/workflows/a.yml": 'jobs: {a: {steps: [{run: "docker build -f \\"%\\" .", working-directory: "%"}]}}\n',
}
ESCAPES = [r"\0", r"\x00", r"\u0000", r"\ud800", r"\uDCFF", r"\U0010ffff"]


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_path_that_cannot_be_is_no_bug(
    escape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path / "all", *(tmp_path / str(at) for at in range(len(TREE)))):
        (folder / ".git").mkdir(parents=True)
    for at, (name, text) in enumerate(TREE.items()):
        # All in one tree, and each where no other one keeps it from being looked at.
        for folder in (tmp_path / "all", tmp_path / str(at)):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text.replace("%", escape))
    for folder in tmp_path.iterdir():
        monkeypatch.chdir(folder)
        for name in ("json", "sarif", "text") if folder.name == "all" else ("json",):
            options = ("--select", "ALL", "--allow-empty", "--output-format", name)
            done = CliRunner().invoke(door, ["check", *options, "."])
            assert done.exit_code in (0, 1), (folder, done.output)


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize(
    "data",
    [
        {"baseline": "a%"},
        {"packs": ["a%"]},
        {"links": [{"image": "a%", "dockerfile": "a%", "target": "%"}]},
        {"exclude": ["a%/b", "%", "[%"]},
        {"ignore": [{"rule": "ALL", "path": "a%/b", "workload": "%", "reason": "%"}]},
        {"selectors": {"workspace": {"paths": ["a%/b"], "images": ["%"], "labels": ["%"]}}},
        {"select": ["%"]},
        {"fail-on": "%"},
        {"%": 1},
    ],
    ids=lambda data: next(iter(data)),
)
def test_neither_is_one_in_the_configuration(
    escape: str, data: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dockerfile").write_text("FROM alpine\n")
    (tmp_path / ".wslint.yaml").write_text(json.dumps(data).replace("%", escape))
    monkeypatch.chdir(tmp_path)
    for words in (["check"], ["config", "show"], ["baseline", "write"]):
        done = CliRunner().invoke(door, words)
        assert done.exit_code in (0, 1, 2), done.output
        if done.exit_code == 2:
            assert done.output.count("\n") == 1
