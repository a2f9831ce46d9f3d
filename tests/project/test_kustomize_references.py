"""Every field that names another object follows its new name, as `kubectl kustomize` has it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from kustomize_trees import Outcome, kubectl_objects, write

from wslint.project.kustomize.fields import Field
from wslint.project.kustomize.referring import REFERRED, Referred

needs_kubectl = pytest.mark.skipif(
    shutil.which("kubectl") is None, reason="kubectl is not here: references were NOT compared with it"
)
GROUPS = {
    **dict.fromkeys(("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"), "apps/v1"),
    **dict.fromkeys(("Job", "CronJob"), "batch/v1"),
    **dict.fromkeys(
        ("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"), "rbac.authorization.k8s.io/v1"
    ),
    "Ingress": "networking.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "StorageClass": "storage.k8s.io/v1",
}


def naming(one: Referred, field: Field, name: str) -> dict[str, Any]:
    """An object that has nothing but the field; lists on the way may as well be left out."""
    *steps, last = field.path
    leaf: Any = name
    if last == "subjects":
        leaf = [{"kind": one.kind, "name": name, "namespace": "default"}]
    elif last == "service":
        leaf = {"name": name, "namespace": "default"}
    elif last == "resourceNames":
        leaf = [name]
    found: dict[str, Any] = {last: leaf}
    for step in reversed(steps):
        if step in ("roleRef", "scaleTargetRef"):
            found = {"kind": one.kind, **found}
        found = {step: [found] if step == "rules" and last == "resourceNames" else found}
    version = f"{field.group}/{field.version or 'v1'}" if field.group else GROUPS.get(field.kind, "v1")
    return {"apiVersion": version, "kind": field.kind, **found}


@needs_kubectl
@pytest.mark.parametrize("one", REFERRED, ids=lambda one: one.kind)
def test_what_names_an_object_names_it_by_its_new_name(one: Referred, tmp_path: Path) -> None:
    version = f"{one.group}/{one.version or 'v1'}" if one.group else GROUPS.get(one.kind, one.version or "v1")
    objects: list[dict[str, Any]] = [{"apiVersion": version, "kind": one.kind, "metadata": {"name": "named"}}]
    for at, field in enumerate(one.fields):
        made = naming(one, field, "named")
        made["metadata"] = {**made.get("metadata", {}), "name": f"naming{at}"}
        objects.append(made)
    text = "\n---\n".join(map(json.dumps, objects))
    write(tmp_path, {"o/kustomization.yaml": "namePrefix: a-\nresources: [all.yaml]\n", "o/all.yaml": text})
    outcome = Outcome(tmp_path, tmp_path / "o")
    assert outcome.objects is not None, outcome.refused
    assert outcome.objects == kubectl_objects(tmp_path / "o")
    assert json.dumps(outcome.objects).count('"a-named"') == len(objects)


KEYS = """apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels commonAnnotations
patchesStrategicMerge patchesJson6902 patches images imageTags replacements replicas vars sortOptions resources components
crds bases configMapGenerator secretGenerator helmGlobals helmCharts generators helmChartInflationGenerator
generatorOptions configurations transformers validators buildMetadata""".split()


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_kustomize_knows_is_not_said_to_be_none(key: str, tmp_path: Path) -> None:
    write(tmp_path, {"o/kustomization.yaml": f"{key}: []\n"})
    assert f"has no `{key}`" not in Outcome(tmp_path, tmp_path / "o").refused
    write(tmp_path, {"o/kustomization.yaml": f"{key}x: []\n"})
    assert f"has no `{key}x`" in Outcome(tmp_path, tmp_path / "o").refused


def test_what_is_no_text_becomes_binary_data(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"o/kustomization.yaml": "configMapGenerator: [{name: made, files: [picture.png, words.txt]}]\n"},
    )
    (tmp_path / "o" / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    (tmp_path / "o" / "words.txt").write_text("words", encoding="utf-8")
    ((made,),) = [Outcome(tmp_path, tmp_path / "o").objects or []]
    assert made["data"] == {"words.txt": "words"}
    assert list(made["binaryData"]) == ["picture.png"]


@needs_kubectl
@pytest.mark.parametrize("word", ["true", "yes", "on", "y", "false", "no", "'yes'"])
def test_a_replacement_makes_what_is_missing_if_it_is_told_to(word: str, tmp_path: Path) -> None:
    text = f"""\
resources: [all.yaml]
replacements:
  - source: {{kind: ConfigMap, name: a, fieldPath: data.key}}
    targets:
      - select: {{kind: ConfigMap, name: b}}
        fieldPaths: [data.made]
        options: {{create: {word}}}
"""
    objects = [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"key": "value"}}
        for name in ("a", "b")
    ]
    write(tmp_path, {"o/kustomization.yaml": text, "o/all.yaml": "\n---\n".join(map(json.dumps, objects))})
    outcome = Outcome(tmp_path, tmp_path / "o")
    assert outcome.objects == kubectl_objects(tmp_path / "o"), outcome.refused


MAP = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": b, "labels": {"x": y}}, '


@needs_kubectl
@pytest.mark.parametrize(
    "text",
    [
        'namespace: "1"\n',
        'commonLabels: {x: "1"}\n',
        'labels: [{pairs: {x: "true"}}]\n',
        'commonAnnotations: {x: "1", w: "null"}\n',
        'namePrefix: "1"\nnameSuffix: "2"\n',
        'patches: [{target: {kind: ConfigMap}, patch: \'[{"op": "test", "path": "/data/key", "value": null}]\'}]\n',
        'patches: [{target: {kind: ConfigMap}, patch: \'[{"op": "test", "path": "/data/none", "value": null}]\'}]\n',
        'patches: [{target: {kind: ConfigMap}, patch: \'[{"op": "test", "path": "/data/null", "value": null}]\'}]\n',
        'patches: [{target: {kind: ConfigMap}, patch: \'[{"op": "test", "path": "/data/key", "value": "value"}]\'}]\n',
    ],
)
def test_words_that_look_like_other_types_are_as_kubectl_has_them(text: str, tmp_path: Path) -> None:
    data = '"data": {"key": "value", "null": null}}\n'
    write(tmp_path, {"o/kustomization.yaml": f"resources: [all.yaml]\n{text}", "o/all.yaml": MAP + data})
    outcome = Outcome(tmp_path, tmp_path / "o")
    assert outcome.objects == kubectl_objects(tmp_path / "o"), outcome.refused
