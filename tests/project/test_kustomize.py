"""Kustomizations: what is built, from which place each value is, and what is said where it cannot be."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from kustomize_trees import Outcome, build_all, write

from wslint.model.value import Known
from wslint.project.kustomize import Built
from wslint.syntax.yaml import Mapping as YamlMapping
from wslint.syntax.yaml import Node, Scalar, Sequence

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - name: web
          image: registry.example/web:1
          ports:
            - containerPort: 80
          envFrom:
            - configMapRef: {name: settings}
        - name: side
          image: busybox
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
"""
BASE = {
    "base/kustomization.yaml": "resources: [web.yaml, service.yaml]\n",
    "base/web.yaml": WEB,
    "base/service.yaml": SERVICE,
}
TARGET = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"


def overlay(text: str, **files: str) -> dict[str, str]:
    return {
        **BASE,
        "over/kustomization.yaml": "resources: [../base]\n" + text,
        **{f"over/{name.replace('__', '.')}": content for name, content in files.items()},
    }


def outcome_of(root: Path, files: Mapping[str, str], folder: str = "over") -> Outcome:
    write(root, files)
    return Outcome(root, root / folder)


def at(outcome: Outcome, kind: str, *path: str | int) -> Node:
    """The value at a path of the one object of a kind."""
    (node,) = [one.root for one in outcome.resources if one.kind == kind]
    found: Node = node
    for step in path:
        if isinstance(found, YamlMapping) and isinstance(step, str):
            below = found.get(step)
            assert below is not None, step
            found = below
        else:
            assert isinstance(found, Sequence)
            assert isinstance(step, int)
            found = found.items[step].value
    return found


def scalar(outcome: Outcome, kind: str, *path: str | int) -> tuple[str, str, int]:
    """A value, the file that it is from, and its line there."""
    found = at(outcome, kind, *path)
    assert isinstance(found, Scalar)
    span = found.content_span
    return found.value, span.path, span.line


POD = ("spec", "template", "spec")
IMAGE = (*POD, "containers", 0, "image")


# -- one test for each thing that a kustomization can say --------------------------------------------


def test_resources_of_a_base_keep_their_places(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, overlay("namePrefix: ''\n"))
    assert scalar(outcome, "Deployment", *IMAGE) == ("registry.example/web:1", "base/web.yaml", 16)
    assert scalar(outcome, "Service", "spec", "ports", 0, "port") == ("80", "base/service.yaml", 6)


def test_a_patch_file_puts_its_values_in_at_their_places(tmp_path: Path) -> None:
    patch = TARGET + "spec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 60\n"
    outcome = outcome_of(tmp_path, overlay("patches: [{path: grace.yaml}]\n", grace__yaml=patch))
    assert scalar(outcome, "Deployment", *POD, "terminationGracePeriodSeconds") == (
        "60",
        "over/grace.yaml",
        7,
    )
    assert scalar(outcome, "Deployment", *IMAGE)[1] == "base/web.yaml"


def test_an_inline_patch_has_its_places_in_the_kustomization(tmp_path: Path) -> None:
    text = """\
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 7
"""
    outcome = outcome_of(tmp_path, overlay(text))
    value = at(outcome, "Deployment", "spec", "replicas")
    assert isinstance(value, Scalar)
    assert (value.content_span.path, value.content_span.line) == ("over/kustomization.yaml", 8)
    assert value.content_span.first.column == 19
    assert value.content_span.home.text == "7"


def test_containers_merge_by_name_and_the_patch_comes_first(tmp_path: Path) -> None:
    patch = TARGET + (
        "spec: {template: {spec: {containers: [{name: new, image: x}, {name: side, image: busybox:2}]}}}\n"
    )
    outcome = outcome_of(tmp_path, overlay("patches: [{path: p.yaml}]\n", p__yaml=patch))
    listed = at(outcome, "Deployment", *POD, "containers")
    assert isinstance(listed, Sequence)
    names = [one.value.get_scalar("name") for one in listed.items if isinstance(one.value, YamlMapping)]
    assert [one.value for one in names if one is not None] == ["new", "side", "web"]
    assert scalar(outcome, "Deployment", *POD, "containers", 1, "image") == ("busybox:2", "over/p.yaml", 4)


def test_a_directive_deletes_a_container(tmp_path: Path) -> None:
    patch = TARGET + "spec: {template: {spec: {containers: [{name: side, $patch: delete}]}}}\n"
    outcome = outcome_of(tmp_path, overlay("patches: [{path: p.yaml}]\n", p__yaml=patch))
    listed = at(outcome, "Deployment", *POD, "containers")
    assert isinstance(listed, Sequence)
    assert len(listed.items) == 1


def test_a_directive_deletes_an_object(tmp_path: Path) -> None:
    outcome = outcome_of(
        tmp_path, overlay("patches: [{path: p.yaml}]\n", p__yaml=TARGET + "$patch: delete\n")
    )
    assert [one.kind for one in outcome.resources] == ["Service"]


def test_lists_of_custom_resources_are_replaced(tmp_path: Path) -> None:
    thing = "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\nspec: {containers: [{name: a, x: 1}]}\n"
    patch = thing.replace("{name: a, x: 1}", "{name: b}")
    files = {
        "over/kustomization.yaml": "resources: [t.yaml]\npatches: [{path: p.yaml}]\n",
        "over/t.yaml": thing,
        "over/p.yaml": patch,
    }
    listed = at(outcome_of(tmp_path, files), "Thing", "spec", "containers")
    assert isinstance(listed, Sequence)
    assert len(listed.items) == 1


def test_json_patches_change_what_their_target_selects(tmp_path: Path) -> None:
    text = "patches:\n- target: {kind: 'Dep.*', name: web|api}\n  path: p.yaml\n"
    patch = "- op: replace\n  path: /spec/replicas\n  value: 5\n- op: remove\n  path: /spec/template/spec/containers/1\n"
    outcome = outcome_of(tmp_path, overlay(text, p__yaml=patch))
    assert scalar(outcome, "Deployment", "spec", "replicas") == ("5", "over/p.yaml", 3)
    listed = at(outcome, "Deployment", *POD, "containers")
    assert isinstance(listed, Sequence)
    assert len(listed.items) == 1


def test_a_target_matches_all_of_a_name(tmp_path: Path) -> None:
    text = 'patches:\n- target: {kind: Deploy}\n  patch: \'[{"op": "remove", "path": "/spec"}]\'\n'
    outcome = outcome_of(tmp_path, overlay(text))
    assert at(outcome, "Deployment", "spec")


def test_images_get_their_new_tag_at_its_place(tmp_path: Path) -> None:
    text = "images:\n- name: registry.example/web\n  newTag: '2'\n"
    outcome = outcome_of(tmp_path, overlay(text))
    assert scalar(outcome, "Deployment", *IMAGE) == ("registry.example/web:2", "over/kustomization.yaml", 4)


def test_images_get_their_new_name_at_its_place(tmp_path: Path) -> None:
    text = "images:\n- name: busybox\n  newName: other\n  digest: sha256:1\n"
    outcome = outcome_of(tmp_path, overlay(text))
    found = scalar(outcome, "Deployment", *POD, "containers", 1, "image")
    assert found == ("other@sha256:1", "over/kustomization.yaml", 4)


def test_replicas_are_those_of_the_kustomization(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, overlay("replicas:\n- name: web\n  count: 4\n"))
    assert scalar(outcome, "Deployment", "spec", "replicas") == ("4", "over/kustomization.yaml", 4)


def test_a_prefixed_name_stays_where_it_is_written(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, overlay("namePrefix: a-\nnameSuffix: -z\n"))
    assert scalar(outcome, "Deployment", "metadata", "name") == ("a-web-z", "base/web.yaml", 4)


def test_references_follow_names(tmp_path: Path) -> None:
    files = overlay("namePrefix: a-\n")
    files["base/kustomization.yaml"] += "configMapGenerator: [{name: settings, literals: [A=1]}]\n"
    outcome = outcome_of(tmp_path, files)
    (config,) = [one for one in outcome.resources if one.kind == "ConfigMap"]
    assert config.name.startswith("a-settings-")
    found = scalar(outcome, "Deployment", *POD, "containers", 0, "envFrom", 0, "configMapRef", "name")
    assert found == (config.name, "base/web.yaml", 20)


def test_a_namespace_is_set_from_its_place(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, overlay("namespace: prod\n"))
    found = scalar(outcome, "Deployment", "metadata", "namespace")
    assert found == ("prod", "over/kustomization.yaml", 2)


def test_common_labels_go_to_selectors_and_templates(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, overlay("commonLabels:\n  team: x\n"))
    for kind, path in (
        ("Deployment", ("spec", "selector", "matchLabels", "team")),
        ("Deployment", ("spec", "template", "metadata", "labels", "team")),
        ("Service", ("spec", "selector", "team")),
    ):
        assert scalar(outcome, kind, *path) == ("x", "over/kustomization.yaml", 3)


def test_labels_go_to_metadata_alone_unless_more_is_asked_for(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, overlay("labels:\n- pairs: {team: x}\n"))
    assert scalar(outcome, "Deployment", "metadata", "labels", "team")[0] == "x"
    selector = at(outcome, "Service", "spec", "selector")
    assert isinstance(selector, YamlMapping)
    assert selector.get("team") is None


def test_a_generated_config_map_has_its_values_where_they_are_written(tmp_path: Path) -> None:
    text = "configMapGenerator:\n- name: c\n  literals: [A=1]\n  envs: [e.env]\n  files: [f.txt]\n"
    outcome = outcome_of(tmp_path, overlay(text, e__env="# x\nB=2\n", f__txt="hello\n"))
    assert scalar(outcome, "ConfigMap", "data", "A") == ("1", "over/kustomization.yaml", 4)
    assert scalar(outcome, "ConfigMap", "data", "B") == ("2", "over/e.env", 2)
    assert scalar(outcome, "ConfigMap", "data", "f.txt") == ("hello\n", "over/f.txt", 1)
    assert outcome.resources[-1].name == "c-kg85gf6b6h" or outcome.resources[-1].name.startswith("c-")


def test_a_hash_may_be_left_out(tmp_path: Path) -> None:
    text = "generatorOptions: {disableNameSuffixHash: true}\nsecretGenerator: [{name: s, literals: [A=1]}]\n"
    outcome = outcome_of(tmp_path, overlay(text))
    assert scalar(outcome, "Secret", "data", "A")[0] == "MQ=="
    assert [one.name for one in outcome.resources if one.kind == "Secret"] == ["s"]


def test_a_component_works_on_the_objects_of_its_parent(tmp_path: Path) -> None:
    files = overlay("components: [../part]\n")
    files["part/kustomization.yaml"] = (
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: p.yaml}]\n"
    )
    files["part/p.yaml"] = TARGET + "spec: {replicas: 9}\n"
    assert scalar(outcome_of(tmp_path, files), "Deployment", "spec", "replicas") == ("9", "part/p.yaml", 4)


def test_replacements_copy_a_value_with_its_place(tmp_path: Path) -> None:
    text = """\
replacements:
  - source: {kind: Service, name: web, fieldPath: 'spec.ports.[port=80].port'}
    targets:
      - select: {kind: Deployment}
        fieldPaths: ['spec.template.spec.containers.[name=web].ports.0.containerPort']
"""
    files = overlay(text)
    files["base/web.yaml"] = WEB.replace("containerPort: 80", "containerPort: 1")
    outcome = outcome_of(tmp_path, files)
    found = scalar(outcome, "Deployment", *POD, "containers", 0, "ports", 0, "containerPort")
    assert found == ("80", "base/service.yaml", 6)


# -- what cannot be built --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("foo: 1\n", "has no `foo`"),
        ("images: [{name: a, newTag: 1}]\n", "`newTag` wants a string"),
        ("replicas: [{name: nobody, count: 1}]\n", "no object here has"),
        ("patches: [{patch: '[]'}]\n", "needs a `target`"),
        ("configMapGenerator: [{name: c, literals: [A]}]\n", "a literal is written `key=value`"),
        ("components: [../base]\n", "this is no component"),
        ("patches:\n- patch: '{apiVersion: v1, kind: Pod, metadata: {name: x}}'\n", "no object matches"),
        ("kind: Deployment\n", "the kind of a kustomization"),
    ],
)
def test_what_kustomize_refuses_is_refused_with_a_reason(text: str, reason: str, tmp_path: Path) -> None:
    assert reason in outcome_of(tmp_path, overlay(text)).refused


def test_a_cycle_is_refused(tmp_path: Path) -> None:
    files = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}
    assert "a cycle" in outcome_of(tmp_path, files, "a").refused


def test_a_file_outside_of_the_folder_is_refused(tmp_path: Path) -> None:
    files = {**BASE, "over/kustomization.yaml": "resources: [../base/web.yaml]\n"}
    assert "outside of this folder" in outcome_of(tmp_path, files).refused


def test_aliases_that_grow_without_bounds_are_refused(tmp_path: Path) -> None:
    levels = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    bomb = f"apiVersion: x/v1\nkind: T\nmetadata: {{name: t}}\nspec:\n  a0: &a0 [x]\n{levels}"
    files = {"over/kustomization.yaml": "resources: [t.yaml]\n", "over/t.yaml": bomb}
    assert "too large" in outcome_of(tmp_path, files).refused


# -- the door --------------------------------------------------------------------------------------


def built(root: Path, files: Mapping[str, str]) -> Built:
    write(root, files)
    return build_all(root)


def test_only_what_no_other_takes_in_has_a_result(tmp_path: Path) -> None:
    found = built(tmp_path, overlay("namePrefix: a-\n"))
    assert [one.path for one in found.results] == [str(tmp_path / "over/kustomization.yaml")]
    facts = found.results[0].facts
    assert facts.scope == facts.source.path == "over/kustomization.yaml"
    assert [pod.name for pod in facts.pods] == ["a-web"]
    assert [service.name for service in facts.services] == ["a-web"]
    assert {Path(one).name for one in found.used} == {"kustomization.yaml", "web.yaml", "service.yaml"}


def test_a_resource_of_two_overlays_gives_facts_in_both_scopes(tmp_path: Path) -> None:
    patch = TARGET + "spec: {template: {spec: {terminationGracePeriodSeconds: 5}}}\n"
    files = overlay("patches: [{path: p.yaml}]\n", p__yaml=patch)
    files["other/kustomization.yaml"] = "resources: [../base]\n"
    found = built(tmp_path, files)
    graces = {one.facts.scope: one.facts.pods[0].grace for one in found.results}
    assert {scope: grace.value for scope, grace in graces.items() if isinstance(grace, Known)} == {
        "other/kustomization.yaml": 30.0,
        "over/kustomization.yaml": 5.0,
    }


def test_a_component_is_never_a_result_but_its_patches_never_stand_alone(tmp_path: Path) -> None:
    files = {
        "part/kustomization.yaml": (
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: p.yaml}]\n"
        ),
        "part/p.yaml": TARGET,
    }
    found = built(tmp_path, files)
    assert not found.results
    assert found.used == {str(tmp_path / "part/p.yaml")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("resources: ['https://example.org/x.yaml']\n", "is remote: not fetched"),
        ("resources: ['github.com/org/repo//base?ref=v1']\n", "is remote: not fetched"),
        ("helmCharts: [{name: x}]\n", "charts are not rendered"),
        ("transformers: [t.yaml]\n", "plugins are not run"),
        ("vars: [{name: A}]\n", "variables are not filled in"),
    ],
)
def test_what_is_left_out_is_a_ledger_line_and_the_result_is_incomplete(
    text: str, reason: str, tmp_path: Path
) -> None:
    files = {**BASE, "over/kustomization.yaml": "namePrefix: a-\n" + text}
    if not text.startswith("resources"):
        files["over/kustomization.yaml"] += "resources: [../base]\n"
    found = built(tmp_path, files)
    lines = [one for one in found.ledger if reason in one.reason]
    assert [(one.path, one.line) for one in lines] == [("over/kustomization.yaml", 2)]
    (result,) = [one for one in found.results if one.path.endswith("over/kustomization.yaml")]
    assert not result.complete
    assert result.facts.completes


def test_a_refused_kustomization_is_a_ledger_line_and_its_base_stands_alone(tmp_path: Path) -> None:
    found = built(tmp_path, overlay("replicas: [{name: nobody, count: 1}]\n"))
    assert not found.results
    assert [(one.path, one.line) for one in found.ledger] == [("over/kustomization.yaml", 2)]
    assert not found.used


def test_a_resource_that_is_not_there_is_a_problem_at_its_name(tmp_path: Path) -> None:
    found = built(tmp_path, {"k/kustomization.yaml": "resources:\n  - nope.yaml\n"})
    (problem,) = found.results[0].facts.problems
    assert (problem.check, problem.span.text) == ("kustomize-resource-missing", "nope.yaml")
    assert problem.fields["path"] == "nope.yaml"


def test_an_alias_keeps_the_place_of_its_value(tmp_path: Path) -> None:
    web = WEB.replace("image: registry.example/web:1", "image: &image registry.example/web:1").replace(
        "image: busybox", "image: *image"
    )
    outcome = outcome_of(tmp_path, {**overlay("namePrefix: a-\n"), "base/web.yaml": web})
    assert scalar(outcome, "Deployment", *POD, "containers", 1, "image")[2] == 16


def test_patches_that_nest_ever_deeper_are_refused(tmp_path: Path) -> None:
    deep = "/spec" + "/x" * 40
    steps = "".join(f"- {{op: copy, from: /spec, path: /spec/x{n}}}\n" for n in range(40))
    nested = f"- op: add\n  path: /spec/x\n  value: {'{x: ' * 60}1{'}' * 60}\n- {{op: move, from: /spec, path: /spec2}}\n"
    for patch in (steps, nested + f"- {{op: add, path: {deep}{'/x' * 60}, value: 1}}\n"):
        text = "patches:\n- target: {kind: Deployment}\n  path: p.yaml\n"
        assert outcome_of(tmp_path, overlay(text, p__yaml=patch)).refused
