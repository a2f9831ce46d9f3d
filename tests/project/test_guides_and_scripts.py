"""Guides, scripts and CI files through the command line, as people write them."""

import os
import re
import textwrap

import pytest
from click.testing import CliRunner

from wslint.cli.door import door

CALL = "docker run -p 80:80 -e API=http://host.docker.internal:3000 acme/a:1"
MAPPED = CALL.replace("-p", "--add-host=host.docker.internal:host-gateway -p")
HOST = "docker run --network host -p 80:80 acme/a:1"


@pytest.fixture
def said(tmp_path, monkeypatch):
    """The findings in some files, each as `path:line rule`."""
    for name in [name for name in os.environ if name.startswith("WSLINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def check(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_md", ".md").replace("_sh", ".sh")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        words = ["check", "--isolated", "--output-format", "concise", "."]
        output = CliRunner().invoke(door, words, env={"COLUMNS": "80", "NO_COLOR": "1"}).output
        found = re.findall(r"^(\S+:\d+):\d+: \w+ WS\d+ (?:\[\*\] )?([\w-]+)", output, re.MULTILINE)
        return [f"{place} {rule}" for place, rule in found]

    return check


def fence(text, language="bash"):
    return f"```{language}\n{text}\n```\n"


MEANT_FOR_DESKTOP = {
    "a sentence": f"On Docker Desktop:\n\n{fence(CALL)}",
    "a heading": f"# Run\n\n## macOS and Windows\n\nStart it:\n\n{fence(CALL)}",
    "the label of a tab": f'<Tabs>\n<TabItem value="mac" label="macOS / Windows">\n\n{fence(CALL)}\n</TabItem>\n</Tabs>\n',
    "a title": fence(CALL, 'bash title="macOS"'),
    "a tab of MkDocs": '=== "Windows"\n\n' + textwrap.indent(fence(CALL), "    "),
    "a fence for Linux beside it": f"{fence(CALL)}\nOn Linux:\n\n{fence(MAPPED)}",
    "a comment": fence(f"# Mac\n{CALL}\n# Linux\n{MAPPED}"),
}


@pytest.mark.parametrize("how", MEANT_FOR_DESKTOP)
def test_a_command_for_docker_desktop_needs_no_mapping_of_the_host(how, said):
    assert said(guide_md=MEANT_FOR_DESKTOP[how]) == []


MEANT_FOR_LINUX_TOO = {
    "Linux is named, too": (f"On Linux and macOS:\n\n{fence(CALL)}", 4),
    "another section is for macOS": (f"# macOS\n\nhi\n\n# Server\n\n{fence(CALL)}", 8),
    "only prose tells of the flag": (f"{fence(CALL)}\nOn Linux, add `--add-host`.\n", 2),
    "the windows are those of a terminal": (f"Open two terminal windows:\n\n{fence(CALL)}", 4),
}


@pytest.mark.parametrize("how", MEANT_FOR_LINUX_TOO)
def test_a_command_for_linux_needs_the_mapping(how, said):
    text, line = MEANT_FOR_LINUX_TOO[how]
    assert said(guide_md=text) == [f"guide.md:{line} host-gateway-missing"]


def test_a_script_that_asks_for_its_system_has_branches_that_are_not_told_apart(said):
    text = f'#!/bin/sh\nif [ "$(uname -s)" = Darwin ]; then\n  {CALL}\nelse\n  {MAPPED}\nfi\n'
    assert said(run_sh=text) == []
    assert said(run_sh=f"#!/bin/sh\nARCH=$(uname -m)\n{CALL}\n") == ["run.sh:3 host-gateway-missing"]


def test_a_makefile_that_asks_for_its_system_is_not_told_apart_either(said):
    text = f"ifeq ($(OS),Darwin)\nrun:\n\t{CALL}\nendif\n"
    assert said(Makefile=text) == []
    assert said(Makefile=f"run:\n\t{CALL}\n") == ["Makefile:2 host-gateway-missing"]


SHOWN_ONLY = {
    "the text after it": f"Let's try:\n\n{fence(HOST)}\nThis won't work, because the port is discarded.\n",
    "a common error": f"A common error is to publish ports there as well:\n\n{fence(HOST)}",
    "a temptation": f"You might be tempted to write:\n\n{fence(HOST)}",
    "a negation": f"But this does not publish the port:\n\n{fence(HOST)}",
    "what happens": f"What happens if we use the host's network?\n\n{fence(HOST)}",
    "a look at it": f"If your command looks like this, nothing is published:\n\n{fence(HOST)}",
    "a word in brackets": f"`-p` with host networking (wrong)\n\n{fence(HOST)}",
    "an alert": f"> [!CAUTION]\n> It is about ports.\n>\n> ```bash\n> {HOST}\n> ```\n",
    "an admonition": f":::danger\n\nOn ports\n\n{fence(HOST)}\n:::\n",
    "a flaw": f"This has a bug:\n\n{fence(HOST)}",
    "a question": f"Can you spot the problem?\n\n{fence(HOST)}",
    "an old form": f"The old command was:\n\n{fence(HOST)}",
    "earlier versions": f"In earlier versions you had to run:\n\n{fence(HOST)}",
    "what once was": f"Previously we used:\n\n{fence(HOST)}",
    "no effect": f"This one has no effect:\n\n{fence(HOST)}",
    "a problem": f"The problem with the following is plain:\n\n{fence(HOST)}",
    "a change": f"Change this:\n\n{fence(HOST)}\nto this:\n\n{fence('docker run -p 80:80 a:1')}",
    "a better form": f"Like so:\n\n{fence(HOST)}\n**Better:**\n\n{fence('docker run -p 80:80 a:1')}",
    "what a migration leaves": f"# Migrating from v1 to v2\n\n**v1**\n\n{fence(HOST)}",
    "what a console says to it": fence(f"$ {HOST}\nWARNING: Published ports are discarded", "console"),
    "an error that it ends with": fence(f"$ {HOST}\ncurl: (7) Connection refused\n$ ls", "console"),
}


@pytest.mark.parametrize("how", SHOWN_ONLY)
def test_an_example_is_not_for_use_where_the_guide_says_so(how, said):
    assert said(guide_md=SHOWN_ONLY[how]) == []


FOR_USE = {
    "nothing is said": (f"Run:\n\n{fence(HOST)}", 4),
    "something else is not done": (f"If you do not use Compose, run:\n\n{fence(HOST)}", 4),
    "nothing is forgotten": (f"Don't forget to start it:\n\n{fence(HOST)}", 4),
    "a need that is not": (f"This does not require root:\n\n{fence(HOST)}", 4),
    "the console has no complaint": (
        fence(f"$ {HOST}\n0f3c\n$ curl x\ncurl: Connection refused", "console"),
        2,
    ),
    "what is after it is of something else": (
        f"{fence(HOST)}\nThat starts it. The old way does not work.\n",
        2,
    ),
    "the new form of a migration": (f"# Migrating from v1 to v2\n\n**v2**\n\n{fence(HOST)}", 6),
    "a use": (f"It is used to run the server:\n\n{fence(HOST)}", 4),
    "what comes next": (f"Run:\n\n{fence(HOST)}\nAfter that, look at the logs.\n", 4),
    "a note": (f":::note\n\nOn ports\n\n{fence(HOST)}\n:::\n", 6),
}


@pytest.mark.parametrize("how", FOR_USE)
def test_an_example_that_people_run_is_read(how, said):
    text, line = FOR_USE[how]
    assert said(guide_md=text) == [f"guide.md:{line} host-network-published-ports"]


POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  terminationGracePeriodSeconds: 5
  containers:
  - name: a
    image: a:1
    lifecycle: {preStop: {exec: {command: [sleep, "10"]}}}
"""


def test_what_a_cluster_prints_is_no_manifest_to_apply(said):
    assert said(guide_md=f"Apply it:\n\n{fence(POD, 'yaml')}") == ["guide.md:9 grace-period-below-prestop"]
    assert said(guide_md=f"The output is similar to this:\n\n{fence(POD, 'yaml')}") == []
    stored = POD.replace("  name: a\n", '  name: a\n  creationTimestamp: "2026-01-01T00:00:00Z"\n', 1)
    assert said(guide_md=f"Look:\n\n{fence(stored, 'yaml')}") == []


def test_two_files_in_one_fence_are_no_key_written_twice(said):
    two = "# compose.yaml\nservices:\n  a:\n    image: a:1\n\n# compose.override.yaml\nservices:\n  a:\n    image: a:2"
    assert said(guide_md=fence(two, "yaml")) == []
    twice = two.replace("# compose.override.yaml\n", "")
    assert said(guide_md=fence(twice, "yaml")) == ["guide.md:7 duplicate-key"]


SERVER = 'FROM python:3.12\nCOPY . .\nHEALTHCHECK CMD curl -f http://localhost:8000/\nCMD ["uvicorn", "a:b", "--host", "0.0.0.0", "--port", "8000"]\n'
WRONG_PORT = "published-port-mismatch"


def steps(*lines):
    head = "jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
    return head + "".join(f"      - run: {one}\n" for one in lines)


@pytest.mark.parametrize("name", ["$IMAGE", "app:$TAG", "app:${{ github.sha }}", "$IMAGE:${{ github.sha }}"])
def test_a_step_runs_what_another_one_built_by_a_name_that_is_partly_unknown(name, said):
    workflow = steps(f'docker build -t "{name}" .', f"docker run -p 80:80 {name}")
    found = said(Dockerfile=SERVER, **{".github__workflows__ci.yml": workflow})
    assert found == [f".github/workflows/ci.yml:7 {WRONG_PORT}"]


def test_another_name_of_the_same_length_is_another_image(said):
    workflow = steps("docker build -t app:${{ github.sha }} .", "docker run -p 80:80 app:${{ github.ref }}")
    assert said(Dockerfile=SERVER, **{".github__workflows__ci.yml": workflow}) == []


def test_a_recipe_runs_what_another_one_built(said):
    text = "TAG := $(shell git rev-parse HEAD)\nbuild:\n\tdocker build -t app:$(TAG) .\nrun:\n\tdocker run -p 80:80 app:$(TAG)\n"
    assert said(Dockerfile=SERVER, Makefile=text) == [f"Makefile:5 {WRONG_PORT}"]


def test_one_name_for_two_builds_says_nothing(said):
    workflow = steps("docker build -t $IMAGE .", "docker run -p 80:80 $IMAGE")
    found = said(
        **{".github__workflows__a.yml": workflow, "other__Dockerfile": SERVER.replace("8000", "80")},
        **{".github__workflows__b.yml": workflow.replace("IMAGE .", "IMAGE other"), "Dockerfile": SERVER},
    )
    assert found == []


HUSH = "# wslint: ignore[host-network-published-ports] as is"
SILENCED = {
    "above a command in a fence": ("guide.md", fence(f"{HUSH}\n{HOST}")),
    "behind a command in a fence": ("guide.md", fence(f"{HOST} {HUSH}")),
    "in a Compose fence": (
        "guide.md",
        fence(
            f"services:\n  a:\n    image: a:1\n    network_mode: host\n    {HUSH}\n    ports: [80]", "yaml"
        ),
    ),
    "behind a command in a recipe": ("Makefile", f"a:\n\t{HOST} {HUSH}\n"),
    "above a command in a step": (
        ".github/workflows/a.yml",
        f"jobs:\n  a:\n    steps:\n      - run: |\n          {HUSH}\n          {HOST}\n",
    ),
}


@pytest.mark.parametrize("where", SILENCED)
def test_a_comment_inside_an_inner_text_silences_it(where, said):
    name, text = SILENCED[where]
    assert said(**{name: text.replace(HUSH, "")}) != []
    assert said(**{name: text}) == []


def test_a_comment_inside_a_fence_is_for_the_next_command_only(said):
    assert said(guide_md=fence(f"{HUSH}\n{HOST}\n{HOST}")) == ["guide.md:4 host-network-published-ports"]


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: front}\nspec:\n  selector: {app: front}\n  ports: [{port: 80}]"
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME}
spec:
  selector: {matchLabels: {app: LABEL}}
  template:
    metadata: {labels: {app: LABEL}}
    spec: {containers: [{name: a, image: "a:1"}]}"""


def test_a_guide_need_not_show_the_pods_that_a_service_selects(said):
    def of(name, label):
        return fence(DEPLOYMENT.replace("NAME", name).replace("LABEL", label), "yaml")

    assert said(guide_md=fence(SERVICE, "yaml") + "\n" + of("redis", "redis")) == []
    found = said(guide_md=fence(SERVICE, "yaml") + "\n" + of("front", "frnt"))
    assert found == ["guide.md:6 service-selects-nothing"]


def test_an_old_version_of_an_api_is_shown_for_what_it_was_before_the_new_one(said):
    old = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: a"
    new = old.replace("v1beta1", "v1")
    assert said(guide_md=f"{fence(old, 'yaml')}\nbecomes\n\n{fence(new, 'yaml')}") == []
    assert said(guide_md=fence(old, "yaml")) == ["guide.md:3 unknown-kind"]
    another = new.replace("name: a", "name: b")
    assert said(guide_md=f"{fence(old, 'yaml')}\nand\n\n{fence(another, 'yaml')}") == [
        "guide.md:3 unknown-kind"
    ]


COMPOSE = "services:\n  app:\n    image: a:1\n    port: [80]\n    depends_on: [db]\n    networks: [front]"


def test_a_compose_file_that_a_guide_names_is_held_against_compose(said):
    listed = "1. Create `compose.yaml`:\n\n" + textwrap.indent(fence(COMPOSE, "yaml"), "   ")
    assert said(guide_md=listed) == ["guide.md:7 compose-unknown-key"]
    # A fence without a name may be anything, and what is missing may be in another file.
    assert said(guide_md=fence(COMPOSE, "yaml")) == []
    assert said(guide_md=listed.replace("port:", "expose:")) == []


def test_a_step_that_never_runs_on_linux_needs_no_mapping(said):
    def of(machine, condition):
        step = f"      - if: {condition}\n        run: {CALL}\n"
        return {".github__workflows__a.yml": f"jobs:\n  a:\n    runs-on: {machine}\n    steps:\n{step}"}

    finding = [".github/workflows/a.yml:6 host-gateway-missing"]
    assert said(**of("macos-14", "always()")) == []
    assert said(**of("${{ matrix.os }}", "runner.os == 'macOS'")) == []
    assert said(**of("${{ matrix.os }}", "runner.os != 'macOS'")) == finding
    assert said(**of("[ubuntu-latest, macos-14]", "always()")) == finding
    assert said(**of("ubuntu-latest", "always()")) == finding


def test_a_container_without_a_name_is_called_by_its_image(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = "postgres://u:p@localhost/x"
    tmp_path.joinpath("run.sh").write_text(
        f"#!/bin/sh\ndocker run -d -p 80:3000 -e DB={url} a:1\ndocker run -d -p 5432:5432 postgres:16\n"
    )
    output = CliRunner().invoke(door, ["check", "--isolated", "--output-format", "concise", "."]).output
    assert "`docker run postgres` serves it in another container" in output


@pytest.mark.parametrize(("more", "read"), [(0, True), (310_000, False)])
def test_commands_behind_very_many_others_are_not_read_and_a_line_says_so(tmp_path, monkeypatch, more, read):
    monkeypatch.chdir(tmp_path)
    step = "    - run: |\n        # {0}\n        {1}\n"
    long = "".join(step.format("x" * 100_000, "docker ps") for _ in range(more // 100_000))
    head = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/ci.yaml").write_text(head + long + step.format("", HOST))
    guide = "# Guide\n\n" + "".join(
        fence(f"# {'x' * 100_000}\ndocker run a:1") for _ in range(more // 100_000)
    )
    (tmp_path / "README.md").write_text(guide + "\n" + fence(HOST))
    words = ["check", "--isolated", "--output-format", "concise", "--coverage", "."]
    output = CliRunner().invoke(door, words, env={"NO_COLOR": "1"}).output
    found = re.findall(
        r"^(\S+?):\d+:\d+: \w+ \w+ (?:\[\*\] )?host-network-published-ports", output, re.MULTILINE
    )
    assert sorted(set(found)) == ([".github/workflows/ci.yaml", "README.md"] if read else []), output
    assert output.count("more than 300000 characters of commands") == (0 if read else 2)
