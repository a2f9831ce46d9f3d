"""`check --add-ignore`: comments where the syntax allows them, nothing else changed, and nothing left to add."""

import os
import re
from pathlib import Path

import pytest
from debt_tree import Tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

REASON = "--add-ignore=known debt"
IGNORE = "# wslint: ignore[unpinned-image] known debt"
WEB = "services:\n  web:\n    image: nginx:latest\n"
OPTIONS = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

PLACES = {
    "behind a value": ("compose.yaml", WEB, f"services:\n  web:\n    image: nginx:latest {IGNORE}\n"),
    "behind a value in brackets": (
        "compose.yaml",
        "services: {web: {image: nginx:latest}}\n",
        "services: {web: {image: nginx:latest}} # wslint: ignore[unpinned-image] known debt\n",
    ),
    "before the blanks at the end of a line": (
        "compose.yaml",
        WEB.replace("latest", "latest  "),
        f"services:\n  web:\n    image: nginx:latest {IGNORE}  \n",
    ),
    "above a line that has another comment": (
        "compose.yaml",
        WEB.replace("latest", "latest # the newest"),
        f"services:\n  web:\n    {IGNORE}\n    image: nginx:latest # the newest\n",
    ),
    "above the entry of a value over several lines": (
        "compose.yaml",
        "services:\n  web:\n    image:\n      >-\n      nginx:latest\n",
        f"services:\n  web:\n    {IGNORE}\n    image:\n      >-\n      nginx:latest\n",
    ),
    "with the line ends of the file": (
        "compose.yaml",
        WEB.replace("latest", "latest # the newest").replace("\n", "\r\n"),
        f"services:\n  web:\n    {IGNORE}\n    image: nginx:latest # the newest\n".replace("\n", "\r\n"),
    ),
    "at the end of a file without line end": (
        "compose.yaml",
        WEB.rstrip("\n"),
        f"services:\n  web:\n    image: nginx:latest {IGNORE}",
    ),
    "above an instruction": (
        "Dockerfile",
        "# syntax=docker/dockerfile:1\nARG A=1\nFROM \\\n  nginx:latest\nHEALTHCHECK NONE\nSTOPSIGNAL SIGTERM\n",
        f"# syntax=docker/dockerfile:1\nARG A=1\n{IGNORE}\nFROM \\\n  nginx:latest\nHEALTHCHECK NONE\nSTOPSIGNAL SIGTERM\n",
    ),
    "above a command over several lines": (
        "run.sh",
        "#!/bin/sh\nif true; then\n  docker run \\\n    -d nginx:latest\nfi\n",
        f"#!/bin/sh\nif true; then\n  {IGNORE}\n  docker run \\\n    -d nginx:latest\nfi\n",
    ),
    "above a list of commands over several lines": (
        "run.sh",
        "#!/bin/sh\ncd app && \\\n  docker run -d nginx:latest\n",
        f"#!/bin/sh\n{IGNORE}\ncd app && \\\n  docker run -d nginx:latest\n",
    ),
    "between commands where a list goes on": (
        "run.sh",
        "#!/bin/sh\ncd app &&\n  docker run -d nginx:latest\n",
        f"#!/bin/sh\ncd app &&\n  {IGNORE}\n  docker run -d nginx:latest\n",
    ),
    "above a recipe's line, for make itself": (
        "Makefile",
        "up:\n\techo a\n\tdocker run \\\n\t  -d nginx:latest\n",
        f"up:\n\techo a\n{IGNORE}\n\tdocker run \\\n\t  -d nginx:latest\n",
    ),
    "above the fence of a guide": (
        "guide.md",
        "# Run it\n\nRun:\n\n```sh\ndocker run -d --network host -p 80:80 nginx:1.27\n```\n",
        "# Run it\n\nRun:\n\n<!-- wslint: ignore[host-network-published-ports] known debt -->\n```sh\ndocker run -d --network host -p 80:80 nginx:1.27\n```\n",
    ),
    "above a fence in a list and a quote": (
        "guide.md",
        "# Run it\n\n1. Run:\n\n   > ```sh\n   > docker run -d --network host -p 80:80 nginx:1.27\n   > ```\n",
        "# Run it\n\n1. Run:\n\n   > <!-- wslint: ignore[host-network-published-ports] known debt -->\n   > ```sh\n   > docker run -d --network host -p 80:80 nginx:1.27\n   > ```\n",
    ),
    "above a fence in MDX": (
        "guide.mdx",
        "# Run it\n\nRun:\n\n```sh\ndocker run -d --network host -p 80:80 nginx:1.27\n```\n",
        "# Run it\n\nRun:\n\n{/* wslint: ignore[host-network-published-ports] known debt */}\n```sh\ndocker run -d --network host -p 80:80 nginx:1.27\n```\n",
    ),
}


@pytest.mark.parametrize("where", PLACES)
def test_a_comment_is_written(tree: Tree, where: str) -> None:
    path, before, after = PLACES[where]
    rule = "host-network-published-ports" if path.startswith("guide") else "unpinned-image"
    (tree.folder / path).write_bytes(before.encode())
    assert tree.names("--select", rule) == [rule]
    answer = tree.wslint("check", "--select", rule, REASON)
    assert tree.text(path) == after
    assert answer.code == 0
    assert answer.err == "wslint: 1 finding silenced by comments in 1 file\n"
    again = tree.wslint("check", "--select", rule, REASON)
    assert (again.code, again.err) == (0, "")
    assert tree.text(path) == after


def test_findings_of_one_place_share_a_comment(tree: Tree) -> None:
    pod = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1
          ports: [{containerPort: 80}]
"""
    tree.write(pod__yaml=pod)
    assert tree.wslint("check", REASON).code == 0
    names = "liveness-probe-missing, readiness-probe-missing"
    assert f"        - name: web # wslint: ignore[{names}] known debt\n" in tree.text("pod.yaml")


def test_a_rule_joins_the_comment_that_is_there_and_its_reason_stays(tree: Tree) -> None:
    tree.write(compose__yaml=WEB.replace("latest", "latest # wslint: ignore[WS101] mine"))
    tree.wslint("check", REASON, "--ignore", "unused-suppression")
    assert "nginx:latest # wslint: ignore[WS101, unpinned-image] mine\n" in tree.text("compose.yaml")


def test_a_comment_above_an_instruction_is_joined_too(tree: Tree) -> None:
    text = "# wslint: ignore[healthcheck-missing] a job\nFROM nginx:latest\n"
    tree.write(Dockerfile=text)
    assert tree.wslint("check", REASON, "--select", "unpinned-image,healthcheck-missing").code == 0
    assert tree.text("Dockerfile") == text.replace("missing]", "missing, unpinned-image]")


def test_one_that_has_an_end_is_left_alone(tree: Tree) -> None:
    tree.write(
        compose__yaml=WEB.replace("latest", "latest # wslint: ignore[unpinned-image] until=2020-01-01 old")
    )
    answer = tree.wslint("check", REASON, "--select", "unpinned-image")
    assert answer.code == 0
    assert f"    {IGNORE}\n    image: nginx:latest # wslint: ignore" in tree.text("compose.yaml")


def test_json_has_no_comments_and_the_configuration_is_named(tree: Tree) -> None:
    text = '{"services": {"web": {"image": "nginx:latest"}}}\n'
    tree.write(compose__json=text)
    answer = tree.wslint("check", "-q", REASON)
    assert answer.code == 1
    assert tree.text("compose.json") == text
    assert "not silenced: compose.json:1:33: unpinned-image: JSON has no comments" in answer.err
    assert "`ignore:` in the configuration" in answer.err


def test_a_template_and_a_broken_file_stay_as_they_are(tree: Tree) -> None:
    texts = {"compose.yaml": "services: [\n", "k8s.yaml": "apiVersion: v1\nkind: {{ kind }}\n"}
    for path, text in texts.items():
        (tree.folder / path).write_text(text)
    answer = tree.wslint("check", "-q", REASON)
    assert "it is a template" in answer.err
    assert "cannot be parsed" in answer.err
    assert all(tree.text(path) == text for path, text in texts.items())


def test_a_suppression_that_is_wrong_is_not_silenced(tree: Tree) -> None:
    tree.write(compose__yaml=WEB.replace("nginx:latest", "nginx:1.27 # wslint: ignore[unpinned-image] why"))
    before = tree.text("compose.yaml")
    answer = tree.wslint("check", "-q", REASON)
    assert "it is about a suppression" in answer.err
    assert tree.text("compose.yaml") == before


def test_a_file_that_was_not_given_is_left_alone(tree: Tree) -> None:
    tree.write(
        compose__yaml="services:\n  web:\n    build: .\n    healthcheck: {disable: true}\n",
        Dockerfile="FROM nginx:latest\nHEALTHCHECK NONE\n",
        other___compose__yaml=WEB,
    )
    before = tree.text("Dockerfile")
    tree.wslint("check", REASON, "other")
    assert tree.text("Dockerfile") == before
    assert IGNORE in tree.text("other/compose.yaml")


def test_without_a_value_no_path_is_taken_for_the_reason(tree: Tree) -> None:
    tree.write(a___compose__yaml=WEB, b___compose__yaml=WEB)
    assert tree.wslint("check", "--add-ignore", "a").code == 0
    assert "# wslint: ignore[unpinned-image] not looked at yet\n" in tree.text("a/compose.yaml")
    assert tree.text("b/compose.yaml") == WEB


def test_what_the_baseline_knows_gets_no_comment(tree: Tree) -> None:
    tree.write(compose__yaml=WEB).wslint("baseline", "write")
    tree.write(compose__yaml=WEB + "  db:\n    image: postgres:latest\n")
    assert tree.wslint("check", "--baseline", ".wslint-baseline.json", REASON).code == 0
    assert tree.text("compose.yaml") == WEB + f"  db:\n    image: postgres:latest {IGNORE}\n"


@pytest.mark.parametrize("reason", ["two\nlines", "a\x1b[1mcolour"])
def test_a_reason_that_is_not_one_line_is_refused(tree: Tree, reason: str) -> None:
    tree.write(compose__yaml=WEB)
    assert tree.wslint("check", f"--add-ignore={reason}").code == 2
    assert tree.text("compose.yaml") == WEB


@pytest.mark.parametrize("option", ["--diff", "--fix-only"])
def test_what_reports_nothing_does_not_silence(tree: Tree, option: str) -> None:
    tree.write(compose__yaml=WEB)
    assert tree.wslint("check", REASON, option).code == 2


@pytest.mark.parametrize("reason", ["a --> b", "until=2099-01-01 issue 3", "x ] y # z", "*/ end"])
@pytest.mark.parametrize("path", ["guide.md", "guide.mdx"])
def test_no_reason_ends_the_comment_it_stands_in(tree: Tree, reason: str, path: str) -> None:
    (tree.folder / path).write_text(
        "# Run it\n\n```sh\ndocker run -d --network host -p 80:80 nginx:1.27\n```\n"
    )
    assert tree.names("--select", "host-network-published-ports")
    assert (
        tree.wslint("check", "--select", "host-network-published-ports", f"--add-ignore={reason}").code == 0
    )
    assert tree.names("--select", "host-network-published-ports") == []


def test_a_file_that_may_not_be_written_to_is_told(
    tree: Tree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "compose.yaml"
    outside.write_text(WEB)
    os.symlink(outside, tree.folder / "compose.yaml")
    tree.write(ok___compose__yaml=WEB)
    tree.wslint("check", REASON)
    assert outside.read_text() == WEB


def test_a_script_that_only_an_image_leads_to_is_silenced_too(tree: Tree) -> None:
    tree.write(
        Dockerfile='FROM nginx:1.27\nCOPY start.sh /start.sh\nHEALTHCHECK NONE\nENTRYPOINT ["/start.sh"]\n',
        start__sh="#!/bin/sh\nset -e\nnginx -g 'daemon off;'\n",
    )
    select = ("--select", "entrypoint-script-without-exec")
    assert tree.names(*select) == ["entrypoint-script-without-exec"]
    assert tree.wslint("check", *select, REASON).code == 0
    assert "set -e\n# wslint: ignore[entrypoint-script-without-exec] known debt\nnginx" in tree.text(
        "start.sh"
    )
    assert tree.wslint("check").err == ""


LINES = [
    "# a word",
    "x-a: |\n  text # no comment\n  more",
    'x-b: "one\n  two # three"',
    "x-c: {a: [1,\n  2]}",
]


@OPTIONS
@given(data=st.data())
def test_no_value_changes_and_no_comment_goes_whatever_stands_around(tree: Tree, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
    lines: list[str] = []
    for at, name in enumerate(names):
        lines += [
            line.replace("x-", f"x-{at}{number}")
            for number, line in enumerate(data.draw(st.lists(st.sampled_from(LINES), max_size=2)))
        ]
        comment = data.draw(st.sampled_from(["", " # why", "  # wslint: file-ignore[WS101] no"]))
        style = data.draw(st.sampled_from(['"{}"', "{}", "'{}'", ">-\n      {}", "&x{} {}", "!!str {}"]))
        value = style.format(*(["nginx:latest"] if style.count("{}") == 1 else [at, "nginx:latest"]))
        lines += [*(["services:"] if not at else []), f"  {name}:", f"    image: {value}"]
        if "\n" not in value:
            lines[-1] += comment
    first = lines.index("services:")
    text = "\n".join(
        [*(line for line in lines[:first]), *(x for x in lines[first:] if not x.startswith("x-"))]
    )
    (tree.folder / "compose.yaml").write_text(text + "\n")
    before = values(tree.folder / "compose.yaml")
    select = ("--select", "unpinned-image")
    found = len(tree.names(*select))
    assert found == len(names)
    assert tree.wslint("check", *select, REASON).code == 0
    assert values(tree.folder / "compose.yaml") == before
    kept = [line.split("#", 1)[1] for line in text.splitlines() if " # " in line]
    assert all(comment in tree.text("compose.yaml") for comment in kept)
    done = tree.text("compose.yaml")
    assert tree.wslint("check", *select, REASON).err == ""
    assert tree.text("compose.yaml") == done


def values(path: Path) -> object:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(path.read_text())


CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TREES = ["dockersamples__example-voting-app", "docker__awesome-compose"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not there: nothing real is looked at")
@pytest.mark.parametrize("name", TREES)
def test_a_real_tree_is_quiet_afterwards_and_nothing_but_comments_has_come(name: str, tree: Tree) -> None:
    import shutil

    project = tree.folder / "project"
    shutil.copytree(CORPUS / name, project, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    found = tree.check("project")["summary"]
    answer = tree.wslint("check", REASON, "project")
    assert answer.code == 0, answer.err
    changed = [path for path, data in before.items() if path.read_bytes() != data]
    total = found["error"] + found["warning"] + found["note"]
    assert f"{total} findings silenced by comments in {len(changed)} files\n" in answer.err
    for path in changed:
        assert WRITTEN.sub(b"", path.read_bytes()) == before[path], path
        if path.suffix in (".yaml", ".yml"):
            assert values_of_all(path.read_bytes()) == values_of_all(before[path])
    assert (tree.wslint("check", REASON, "project").code, tree.check("project")["findings"]) == (0, [])
    assert {path for path in project.rglob("*") if path.is_file()} == set(before)


WRITTEN = re.compile(
    rb"(?m)^ *(?:# |<!-- )wslint: ignore\[[^]]*\] known debt(?: -->)?\r?\n| # wslint: ignore\[[^]]*\] known debt"
)


def values_of_all(data: bytes) -> list[object]:
    from ruamel.yaml import YAML

    parser = YAML(typ="safe")
    parser.allow_duplicate_keys = True
    return list(parser.load_all(data))
