"""Makefiles and CI files: which they are, and the shell texts in them."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.model.facts import Embedded, FileFacts
from wslint.readers.hosts.ci import read_ci
from wslint.readers.hosts.makefile import read_makefile
from wslint.readers.hosts.names import CiKind, ci_kind, is_makefile_name, shell_name
from wslint.syntax.yaml import parse_yaml
from wslint.text import Source, Span

CORPUS = Path("../shared/corpus")


def read(text: str, kind: CiKind = "github", path: str = ".github/workflows/ci.yml") -> FileFacts:
    return read_ci(parse_yaml(Source(path, text)), kind)


def texts(text: str, kind: CiKind = "github", path: str = ".github/workflows/ci.yml") -> list[str]:
    return [one.source.text for one in read(text, kind, path).embedded]


def known(one: Embedded) -> dict[str, str]:
    return {name: value.value for name, value in one.variables.items()}


def job(steps: str, more: str = "", top: str = "") -> str:
    body = "".join(f"      {line}\n" for line in steps.split("\n"))
    own = "".join(f"    {line}\n" for line in more.split("\n")) if more else ""
    return f"{top}jobs:\n  a:\n{own}    steps:\n      - uses: actions/checkout@v4\n{body}"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (".github/workflows/ci.yml", "github"),
        ("/x/.github/workflows/ci.yaml", "github"),
        ("x\\.github\\workflows\\ci.yaml", "github"),
        (".gitea/workflows/ci.yaml", "github"),
        (".github/actions/x/action.yml", "github"),
        ("action.yaml", "github"),
        (".github/dependabot.yml", None),
        ("workflows/ci.yml", None),
        (".gitlab-ci.yml", "gitlab"),
        ("ci/build.gitlab-ci.yml", "gitlab"),
        (".gitlab/ci/build.yml", "gitlab"),
        (".gitlab/agents/x/config.yaml", None),
        (".circleci/config.yml", "circleci"),
        ("azure-pipelines.yml", "azure"),
        ("bitbucket-pipelines.yml", "bitbucket"),
        ("compose.yaml", None),
        (".github/workflows/README.md", None),
    ],
)
def test_ci_files_are_told_by_their_names(path: str, kind: str | None) -> None:
    assert ci_kind(path) == kind


@pytest.mark.parametrize(
    "path", ["Makefile", "a/GNUmakefile", "makefile", "x.mk", "Makefile.docker", "b.make"]
)
def test_makefiles_are_told_by_their_names(path: str) -> None:
    assert is_makefile_name(path)


@pytest.mark.parametrize(
    "path", ["Makefile.PL", "Makefile.am", "Makefile.in", "make", ".mk", "CMakeLists.txt"]
)
def test_what_only_sounds_like_a_makefile_is_none(path: str) -> None:
    assert not is_makefile_name(path)


@pytest.mark.parametrize(
    ("path", "head", "expected"),
    [
        ("a.sh", "", True),
        ("a.bash", "echo", True),
        ("a.command", "", True),
        (".sh", "", False),
        ("run", "#!/bin/sh\n", True),
        ("run", "#! /bin/sh -e", True),
        ("run", "#!/usr/bin/env bash\necho", True),
        ("run", "#!/usr/bin/env -S bash -e\n", True),
        ("run", "#!/usr/bin/env -S A=1 dash", True),
        ("run", "#!/usr/bin/python3 bash", False),
        ("a.sh", "#!/usr/bin/env python3\n", False),
        ("run", "echo\n#!/bin/sh", False),
        ("run", "#!", False),
        ("sh", "", False),
    ],
)
def test_scripts_are_told_by_their_endings_and_shebangs(path: str, head: str, expected: bool) -> None:
    assert shell_name(path, head) is expected


def test_the_run_steps_of_a_workflow_are_shell_texts() -> None:
    text = job("- run: docker ps\n- name: x\n  run: |\n    cd x\n    docker run img")
    facts = read(text)
    assert facts.kind == "shell"
    first, second = facts.embedded
    assert (first.kind, first.source.text, first.directory) == ("shell", "docker ps", "../..")
    assert second.source.text == "cd x\ndocker run img\n"
    at = second.source.text.index("docker")
    span = Span(second.source, at, at + 6)
    assert span.home.text == "docker"
    assert span.line == 9


@pytest.mark.parametrize(
    "steps",
    ["- run: x\n  shell: pwsh", "- run: x\n  shell: python", "- run: x\n  shell: cmd", "- run: x\n  if: false",
     "- run: x\n  if: ${{ false }}", "- run: x\n  shell: ${{ matrix.shell }}", "- uses: x", "- run: ''"],
)  # fmt: skip
def test_what_no_posix_shell_runs_is_not_read(steps: str) -> None:
    assert [one for one in texts(job(steps)) if one] == []


@pytest.mark.parametrize("shell", ["bash", "sh", "bash -euo pipefail {0}", "/usr/bin/bash {0}"])
def test_what_a_posix_shell_runs_is_read(shell: str) -> None:
    assert texts(job(f"- run: x\n  shell: {shell}")) == ["x"]


@pytest.mark.parametrize(
    ("machine", "is_read"),
    [
        ("runs-on: ubuntu-latest", True),
        ("runs-on: windows-2022", False),
        ("runs-on: [self-hosted, Windows]", False),
        ("runs-on: {group: g, labels: [windows-x]}", False),
        ("runs-on: ${{ matrix.os }}\nstrategy: {matrix: {os: [windows-latest, ubuntu-latest]}}", True),
        ("runs-on: ${{ matrix.os }}\nstrategy: {matrix: {os: [windows-latest]}}", False),
        ("runs-on: ${{ matrix.os }}", True),
        ("if: false", False),
        ("defaults: {run: {shell: pwsh}}", False),
    ],
)
def test_jobs_for_windows_are_not_read(machine: str, is_read: bool) -> None:
    assert bool(texts(job("- run: x", machine))) is is_read


@pytest.mark.parametrize(
    ("steps", "more", "top", "directory"),
    [
        ("- run: x", "", "", "../.."),
        ("- run: x\n  working-directory: ./a/b/", "", "", "../../a/b"),
        ("- run: x", "defaults: {run: {working-directory: a}}", "", "../../a"),
        ("- run: x\n  working-directory: b", "defaults: {run: {working-directory: a}}", "", "../../b"),
        ("- run: x", "", "defaults: {run: {working-directory: a}}\n", "../../a"),
        ("- run: x\n  working-directory: ${{ github.workspace }}/a", "", "", "../../a"),
        ("- run: x\n  working-directory: ${{ github.workspace }}", "", "", "../.."),
        ("- run: x\n  working-directory: ${{ runner.temp }}/a", "", "", None),
        ("- run: x\n  working-directory: /tmp", "", "", None),
        ("- run: x\n  working-directory: a/${{ matrix.a }}", "", "", None),
        ("- uses: actions/checkout@v4\n  with: {repository: a/b}\n- run: x", "", "", None),
        ("- uses: actions/checkout@v4\n  with: {repository: a/b, path: c}\n- run: x", "", "", "../.."),
    ],
)
def test_the_folder_of_a_step_is_known_where_it_is_written(
    steps: str, more: str, top: str, directory: str | None
) -> None:
    (one,) = read(job(steps, more, top)).embedded
    assert one.directory == directory


@pytest.mark.parametrize(
    ("steps", "directory"),
    [
        ("- run: x", None),
        ("- uses: ./.github/actions/setup\n      - run: x", "../.."),
        ("- uses: actions/checkout@v4\n        with: {path: src}\n      - run: x", None),
        (
            "- uses: actions/checkout@v4\n        with: {path: src}\n      - run: x\n        working-directory: src/app",
            "../../app",
        ),
        (
            "- uses: actions/checkout@v4\n        with: {repository: '${{ github.repository }}'}\n      - run: x",
            "../..",
        ),
    ],
)
def test_a_workspace_without_the_repository_has_no_known_folder(steps: str, directory: str | None) -> None:
    (one,) = read(f"jobs:\n  a:\n    steps:\n      {steps}\n").embedded
    assert one.directory == directory


def test_an_action_of_the_repository_runs_at_its_root() -> None:
    text = "runs:\n  using: composite\n  steps:\n    - run: x\n      shell: bash\n"
    (one,) = read(text, path=".github/actions/a/action.yml").embedded
    assert one.directory == "../../.."
    (one,) = read(text, path="action.yml").embedded
    assert one.directory is None
    assert texts(text.replace("composite", "node20")) == []


def test_literal_variables_come_with_the_text() -> None:
    steps = "- run: x\n  env: {A: step, B: '${{ secrets.B }}', E: 0x10, F: 8080, G: 'yes', H: true}"
    (one,) = read(job(steps, "env: {A: job, C: c}", "env:\n  A: top\n  B: b\n  D: d\n")).embedded
    assert known(one) == {"A": "step", "C": "c", "D": "d", "F": "8080", "G": "yes", "H": "true"}
    assert one.variables["D"].span.text == "d"


def test_a_variable_that_a_step_hands_on_is_unknown_in_later_ones() -> None:
    steps = '- run: echo "A=2" >> "$GITHUB_ENV"\n- run: x'
    first, second = read(job(steps, "env: {A: '1', B: b}")).embedded
    assert known(first) == {"A": "1", "B": "b"}
    assert known(second) == {"B": "b"}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("docker run -p ${{ matrix.p }}:80 x", "docker run -p ${__}:80 x"),
        ("echo '${{ a }}' \"it's ${{ a }}\"", "echo ''\"${__}\"'' \"it's ${__}\""),
        ("echo ${{ env.A }} ${{ env.B }}", "echo ${A} ${__}"),
        ("A=1; echo ${{ env.A }}", "A=1; echo ${__}"),
        ("echo ${{ format('{0}}}', 'it''s') }} b", "echo ${__} b"),
        ("# don't\necho ${{ a }}", "# don't\necho ${__}"),
        ("cat <<EOF\ndon't\nEOF\necho '${{ a }}'", "cat <<EOF\ndon't\nEOF\necho ''\"${__}\"''"),
        ("echo \\' ${{ a }}", "echo \\' ${__}"),
        ("echo ${{ a", "echo ${{ a"),
    ],
)
def test_an_expression_is_a_variable_that_nobody_knows(written: str, read_as: str) -> None:
    block = "\n".join("    " + line for line in written.split("\n"))
    (one,) = read(job(f"- run: |-\n{block}", "env: {A: a}")).embedded
    assert one.source.text == read_as
    at = one.source.text.find("${__}")
    if at >= 0 and "'\"" not in read_as:
        home = Span(one.source, at, at + 5).home.text
        assert (home[:3], home[-2:]) == ("${{", "}}")
        assert not one.source.exact


def test_a_block_that_two_jobs_share_is_read_once() -> None:
    text = (
        "x: &s\n  - run: x\njobs:\n"
        "  a:\n    env: {A: '1', B: b}\n    steps: *s\n  b:\n    env: {A: '2', B: b}\n    steps: *s\n"
    )
    (one,) = read(text).embedded
    assert known(one) == {"B": "b"}


def test_a_file_that_is_no_yaml_is_passed_over() -> None:
    facts = read("jobs: [\n")
    assert (facts.embedded, facts.problems) == ((), ())
    assert texts("- a\n") == texts("") == texts("jobs: 1\n") == texts("jobs:\n  a: {steps: {run: x}}\n") == []


def test_comments_for_linters_are_remarks() -> None:
    facts = read(job("# wslint: ignore[x] -- why\n- run: docker ps"))
    (remark,) = facts.remarks
    assert remark.covers.text == "run: docker ps"


GITLAB = """\
variables:
  A: top
  B: {value: b, description: x}
  C: $A/x
default:
  before_script:
    - cd app
.base:
  variables: {D: d}
  script:
    - docker run base
test:
  script:
    - docker build .
    - |
      docker run \\
        img
  after_script: docker stop x
more:
  extends: .base
  before_script: []
"""


def test_before_script_and_script_of_a_job_are_one_shell() -> None:
    facts = read(GITLAB, "gitlab", ".gitlab-ci.yml")
    test, after, more = facts.embedded
    assert test.source.text == "cd app\ndocker build .\ndocker run \\\n  img\n"
    assert after.source.text == "docker stop x"
    assert more.source.text == "docker run base"
    assert known(test) == {"A": "top", "B": "b"}
    assert known(more) == {"A": "top", "B": "b", "D": "d"}
    assert {one.directory for one in facts.embedded} == {""}
    for word, line in (("cd", 7), ("build", 14), ("img", 17)):
        at = test.source.text.index(word)
        assert Span(test.source, at, at + len(word)).home.text == word
        assert Span(test.source, at, at + len(word)).line == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  script: x\n", ["x"]),
        ("a:\n  script: [x, [y, [z]]]\n", ["x\ny\nz\n"]),
        (".s:\n  script: [x]\na:\n  script: [!reference [.s, script], y]\n", ["x\ny\n"]),
        (".s: &s [x]\na:\n  script: [*s, y]\n", ["x\ny\n"]),
        ("before_script: [b]\na:\n  script: x\n", ["b\nx\n"]),
        ("before_script: [b]\na:\n  inherit: {default: false}\n  script: x\n", ["x", "b"]),
        ("before_script: [docker info]\na:\n  script: x\nb:\n  script: y\n", ["docker info\nx\n", "y"]),
        ("before_script: [cd a]\na:\n  script: x\nb:\n  script: y\n", ["cd a\nx\n", "cd a\ny\n"]),
        (".s:\n  script: x\n", ["x"]),
        ("before_script: [x]\n", ["x"]),
        ("a:\n  tags: [windows]\n  script: x\n", []),
        ("a:\n  script: x $[[ inputs.a ]]\n", ["x ${__}"]),
        ("spec:\n  inputs: {}\n---\na:\n  script: x\n", ["x"]),
        ("image: {script: x}\na: 1\nb:\n  trigger: c\n", []),
        ("a:\n  extends: a\n  script: x\n", ["x"]),
        (".b:\n  extends: .c\n.c:\n  extends: .b\n  script: y\na:\n  extends: [.b]\n", ["y"]),
    ],
)
def test_the_scripts_of_gitlab_jobs_are_shell_texts(text: str, expected: list[str]) -> None:
    assert texts(text, "gitlab", ".gitlab-ci.yml") == expected


def test_what_stands_in_another_file_may_lead_to_another_folder() -> None:
    text = "a:\n  script: [!reference [.s, script], y]\n"
    (one,) = read(text, "gitlab", ".gitlab-ci.yml").embedded
    assert (one.source.text, one.directory) == ("y", None)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("circleci", "jobs:\n  a:\n    steps:\n      - checkout\n      - run: x\n", [("x", "..")]),
        (
            "circleci",
            "jobs:\n  a:\n    steps:\n      - run: {command: 'x << parameters.y >>', working_directory: b}\n",
            [("x ${__}", "../b")],
        ),
        ("circleci", "jobs:\n  a:\n    steps: [{when: {steps: [{run: x}]}}]\n", [("x", "..")]),
        ("circleci", "jobs:\n  a:\n    executor: win/default\n    steps: [{run: x}]\n", []),
        ("circleci", "jobs:\n  a:\n    steps: [{run: 'cat <<EOF'}]\n", [("cat <<EOF", "..")]),
        ("azure", "steps:\n- script: x ${{ a }}\n- bash: y\n- pwsh: z\n", [("x ${__}", None), ("y", None)]),
        ("azure", "jobs:\n- pool: {vmImage: windows-latest}\n  steps:\n  - script: x\n", []),
        (
            "bitbucket",
            "pipelines:\n  default:\n  - step:\n      script: [x, pipe: y, z]\n",
            [("x\nz\n", "")],
        ),
    ],
)
def test_the_scripts_of_other_systems_are_shell_texts(
    kind: CiKind, text: str, expected: list[tuple[str, str | None]]
) -> None:
    facts = read(text, kind, "ci.yml")
    assert [(one.source.text, one.directory) for one in facts.embedded] == expected


def test_the_recipes_of_a_makefile_are_shell_texts() -> None:
    facts = read_makefile(Source("Makefile", "P = 80\na:\n\t@docker run -p $(P):80 img\n"))
    (one,) = facts.embedded
    assert (facts.kind, one.kind, one.directory) == ("shell", "shell", "")
    assert one.source.text == "docker run -p 80:80 img"


def test_a_comment_before_a_rule_speaks_of_all_of_it() -> None:
    text = (
        "# wslint: ignore[x] -- why\n# more\na: b\n\tdocker ps\n\t# wslint: ignore[y] -- why\n"
        "\tdocker run \\\n\t  img\n# other\n"
    )
    first, second = read_makefile(Source("Makefile", text)).remarks
    assert first.text == "wslint: ignore[x] -- why"
    assert first.covers.text.startswith("a: b")
    assert first.covers.text.endswith("img")
    assert second.covers.text == "\tdocker run \\\n\t  img"


def test_asking_for_a_name_imports_no_reader() -> None:
    source = Path("wslint/readers/hosts/names.py").read_text(encoding="utf-8")
    assert re.findall(r"^(?:from|import) (\S+)", source, re.MULTILINE) == ["__future__"]


KEYS = ["jobs", "steps", "run", "env", "script", "before_script", "extends", "default", "runs-on", "with",
        "defaults", "matrix", "strategy", "variables", "pool", "vmImage", "uses", "if", "tags", "inherit",
        "working-directory", ".a", "a"]  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(["x", "''", "1", "null", "${{ a }}", "actions/checkout@v4", ".a", "a", "windows"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda found: "[" + ", ".join(found) + "]")
        | st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=3).map(
            lambda found: "{" + ", ".join(f"{key}: {value}" for key, value in found) + "}"
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(
    entries=st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=4),
    kind=st.sampled_from(["github", "gitlab", "circleci", "azure", "bitbucket"]),
)
def test_no_shape_of_a_file_raises(entries: list[tuple[str, str]], kind: CiKind) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in entries)
    for one in read(text, kind, ".gitlab-ci.yml").embedded:
        span = Span(one.source, 0, len(one.source.text)).home
        assert 0 <= span.start <= span.end <= len(text)


def test_anchors_without_end_are_read_in_bounded_steps() -> None:
    lines = ["x0: &x0 [" + ", ".join(["x"] * 10) + "]"]
    lines += [f"x{n}: &x{n} [" + ", ".join([f"*x{n - 1}"] * 10) + "]" for n in range(1, 12)]
    lines += [f"job{n}:\n  script: *x11" for n in range(300)]
    assert len(read("\n".join(lines) + "\n", "gitlab", ".gitlab-ci.yml").embedded) <= 5_000


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not beside the project: real CI files not read"
)
def test_every_docker_line_of_real_workflows_is_found() -> None:
    command = re.compile(r"^\s*(?:if |\w+=\$\()?docker (?:run|build|compose|rm|exec|logs) ")
    seen = 0
    for folder, _, names in os.walk(CORPUS, followlinks=True):
        for name in names:
            path = os.path.join(folder, name)
            kind = ci_kind(path)
            if kind is None:
                continue
            with open(path, encoding="utf-8") as file:
                source = Source(path, file.read())
            found = {
                Span(one.source, at, at).line
                for one in read_ci(parse_yaml(source), kind).embedded
                for at in (match.start() for match in re.finditer(r"docker", one.source.text))
            }
            for number, line in enumerate(source.text.split("\n"), 1):
                if command.match(line):
                    seen += 1
                    assert number in found, f"{path}:{number}"
    assert seen >= 10
