"""Cases in which the next best answer would be a wrong one: of merging, of mounts, of places."""

from pathlib import Path

import pytest
from compose_mutants import problems_in
from compose_trees import composition_of, projects_of, shown, write

from wslint.app import run
from wslint.project.compose.validity.splitting import split_mount
from wslint.project.helm_lines import placed
from wslint.project.kustomize.inline import inline_yaml
from wslint.project.kustomize.trees import changed
from wslint.settings.record import Settings
from wslint.syntax.yaml import Mapping, Scalar, parse_yaml, resolve
from wslint.text import Source


def scalar(text: str, key: str) -> Scalar:
    root = parse_yaml(Source("a.yaml", text)).documents[0].root
    assert isinstance(root, Mapping)
    found = root.get(key)
    assert isinstance(found, Scalar)
    return found


def test_ports_that_nobody_knows_are_not_the_same_port(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": "services: {w: {image: i, ports: ['${A}']}}\n",
            "b.yaml": "services: {w: {ports: ['${B}']}}\n",
        },
    )
    root = composition_of(tmp_path, ("a.yaml", "b.yaml")).composed.root
    assert shown(root)["services"]["w"]["ports"] == ["${A} @a.yaml", "${B} @b.yaml"]


@pytest.mark.parametrize("theirs", ["[A=1]", "{A: 2}", "word", "{A: 1, B: 2}"])
@pytest.mark.parametrize("own", ["{A: 1}", "[A=1]"])
def test_a_service_that_an_include_writes_in_another_form_is_merged(
    tmp_path: Path, own: str, theirs: str
) -> None:
    write(
        tmp_path,
        {
            "compose.yaml": f"include: [b.yaml]\nservices: {{w: {{image: i, environment: {own}}}}}\n",
            "b.yaml": f"services: {{w: {{image: i, environment: {theirs}}}}}\n",
        },
    )
    (project,) = projects_of(tmp_path).projects
    assert [one.key.rpartition("#")[2] for one in project.facts.workloads] == ["w"]


def test_a_file_that_mounts_a_volume_of_the_file_beside_it_completes_that(tmp_path: Path) -> None:
    mount = "{type: volume, source: data, target: /d}"
    write(
        tmp_path,
        {
            "compose.yaml": "services: {w: {image: i}}\nvolumes: {data: }\n",
            "compose.dev.yaml": f"services: {{v: {{image: j, volumes: [{mount}]}}}}\n",
        },
    )
    files = [[Path(path).name for path in one.files] for one in projects_of(tmp_path).projects]
    assert ["compose.yaml", "compose.dev.yaml"] in files


def test_each_of_several_wrong_assignments_is_refused() -> None:
    text = "services:\n  web:\n    image: i\n    environment:\n      - A =v\n      - B =w\n"
    assert [one.span.line for one in problems_in(text)] == [5, 6]


@pytest.mark.parametrize("ports", ["[true, true]", "[1.5, 1.5]"])
def test_two_wrong_ports_are_two_even_if_they_are_equal(ports: str) -> None:
    text = f"services:\n  web:\n    image: i\n    ports: {ports}\n"
    assert len({one.span.start for one in problems_in(text)}) == 2


@pytest.mark.parametrize(
    ("text", "target"),
    [("${A}:/d", "/d"), ("${A:-x}:/d:ro", "/d"), ("${A:-${B}}:/d", "/d"), ("$A:/d", "/d"), ("a}:/d", "/d")],
)
def test_a_mount_is_cut_behind_its_variable(text: str, target: str) -> None:
    mount = split_mount(text)
    assert (mount.target, mount.wrong) == (target, "")


@pytest.mark.parametrize(
    "lacking",
    ["    configs: [{target: /x}]\nconfigs: {}\n", "    tty: true\nmodels:\n  llm: {runtime_flags: [x]}\n"],
)
def test_what_lacks_another_key_than_a_condition_gets_none(tmp_path: Path, lacking: str) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  web:\n    image: i\n" + lacking)
    outcome = run([str(tmp_path)], Settings(root=str(tmp_path), select=("compose-invalid-value",)))
    assert [one.fix for one in outcome.findings] == [None]


def test_a_kustomization_of_folders_completes_what_lies_in_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "over/kustomization.yaml": "resources: [../app]\nlabels: [{pairs: {tier: x}, includeTemplates: true}]\n",
            "app/all.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
            "spec: {selector: {app: web, tier: x}, ports: [{port: 80}]}\n---\n"
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\n"
            "spec: {containers: [{name: web, image: 'x:1'}]}\n",
        },
    )
    settings = Settings(root=str(tmp_path), select=("service-selects-nothing",))
    outcome = run([str(tmp_path)], settings)
    assert (outcome.internal, outcome.findings) == ((), ())
    (tmp_path / "over/kustomization.yaml").unlink()
    assert len(run([str(tmp_path)], settings).findings) == 1


def test_the_only_dockerfile_of_a_guide_is_what_its_compose_file_builds(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# Shop\n\n```dockerfile\nFROM debian:12\nCMD shop serve\n```\n\n"
        "```yaml\nservices:\n  shop:\n    build: .\n    ports: ['80:80']\n```\n"
    )
    assert run([str(tmp_path)], Settings(root=str(tmp_path))).coverage.links == 1


def test_a_rendered_line_is_placed_by_one_that_is_placed_after_it() -> None:
    host = Source("t.yaml", "head: 1\np: 1\nq: 1\np: 1\nk: 1\nq: 1\n")
    rendered = placed(host, "p: 1\nq: 1\nk: 1\n")
    assert [rendered.home_of(at) for at in (0, 5, 10)] == [host.text.index(one) for one in ("p", "q", "k")]


def test_a_patch_in_a_block_knows_how_far_it_is_indented() -> None:
    text = "patch: |\n    kind: Pod\n    spec: {}\n"
    source = inline_yaml(scalar(text, "patch")).source
    assert (source.text, source.prefix) == ("kind: Pod\nspec: {}\n", "    ")


def test_a_word_that_is_put_in_place_of_another_one_stays_a_word() -> None:
    assert resolve(changed(scalar("a: v1\n", "a"), "8080"), "kubernetes") == "8080"
    assert resolve(scalar("a: 8080\n", "a"), "kubernetes") == 8080


def test_a_file_of_another_place_is_shown_as_it_is(make) -> None:
    project = make(
        {"a/pod.yaml": "kind: Pod\napiVersion: v1\nmetadata: {name: x}\nspec: {containers: []}\n"}
    ).project
    assert project.place_of("a/pod.yaml").endswith("/a/pod.yaml")
    assert project.place_of("elsewhere/pod.yaml") == "elsewhere/pod.yaml"
