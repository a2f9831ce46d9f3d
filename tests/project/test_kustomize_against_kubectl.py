"""What is built here is what `kubectl kustomize` prints: for the corpus, a table, and random small projects."""

import shutil
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kustomize_cases import CASES
from kustomize_odd_cases import ODD_CASES
from kustomize_refused_cases import REFUSED_CASES
from kustomize_replacement_cases import REPLACEMENT_CASES
from kustomize_trees import Outcome, kubectl_objects, kustomizations_in, write

from wslint.project.kustomize.records import NAMES
from wslint.syntax.yaml import Mapping, Node, Scalar

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
needs_kubectl = pytest.mark.skipif(
    shutil.which("kubectl") is None, reason="kubectl is not here: kustomizations were NOT compared with it"
)
pytestmark = needs_kubectl


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [one for entry in node.items() for one in scalars(entry.value)]
    return [one for item in node.items for one in scalars(item.value)]


def assert_placed(outcome: Outcome) -> None:
    """Each value stands at its place in the file that wrote it, or in a kustomization that caused it."""
    names_now = {resource.name for resource in outcome.resources}
    for resource in outcome.resources:
        for scalar in scalars(resource.root):
            home = scalar.content_span.home
            assert 0 <= home.start <= home.end <= len(home.source.text)
            if home.source.path.rsplit("/", 1)[-1] in NAMES or scalar.style in ("|", ">"):
                continue
            if not scalar.value or scalar.value in names_now:
                # A name follows its object, at the place where it was written.
                continue
            written = home.text.replace("''", "'")
            assert scalar.value in written or written in scalar.value or "\\" in written or "\n" in written


ALL = {**CASES, **ODD_CASES, **REPLACEMENT_CASES, **REFUSED_CASES}


@pytest.mark.parametrize("name", ALL)
def test_a_small_project_is_built_as_kubectl_builds_it(name: str, tmp_path: Path) -> None:
    write(tmp_path, ALL[name])
    outcome = Outcome(tmp_path, tmp_path / "o")
    assert outcome.objects == kubectl_objects(tmp_path / "o"), outcome.refused
    assert_placed(outcome)


def corpus_folders() -> list[Path]:
    return [path.parent for path in kustomizations_in(CORPUS)] if CORPUS.is_dir() else []


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="../shared/corpus is not here: its kustomizations were NOT built"
)
def test_every_kustomization_of_the_corpus_is_built_as_kubectl_builds_it() -> None:
    folders = corpus_folders()
    assert len(folders) >= 20
    for folder in folders:
        outcome = Outcome(CORPUS, folder)
        assert outcome.objects == kubectl_objects(folder), f"{folder}: {outcome.refused}"
        assert outcome.notes.complete
        assert_placed(outcome)


# -- random small projects --------------------------------------------------------------------------

names = st.sampled_from(["web", "db", "side"])
texts = st.sampled_from(["1", "a b", "x: y", "yes", "ü", "", "#", "{}", "a=b"])
few = st.lists(names, max_size=3, unique=True)


@st.composite
def containers(draw: st.DrawFn, *, patch: bool) -> list[dict[str, Any]]:
    found = []
    for name in draw(few):
        one: dict[str, Any] = {"name": name}
        if not patch or draw(st.booleans()):
            one["image"] = draw(st.sampled_from(["nginx", "nginx:1", "reg.example:5000/a/nginx@sha256:0"]))
        if draw(st.booleans()):
            one["env"] = [{"name": n.upper(), "value": draw(texts)} for n in draw(few)]
        if draw(st.booleans()):
            one["ports"] = [
                {"containerPort": number, **draw(st.sampled_from([{}, {"protocol": "UDP"}, {"name": "p"}]))}
                for number in draw(st.lists(st.sampled_from([80, 90]), max_size=2, unique=True))
            ]
        if draw(st.booleans()):
            one["args"] = draw(st.lists(texts, max_size=2))
        if draw(st.booleans()):
            one["envFrom"] = [{"configMapRef": {"name": draw(names)}}]
        if patch and draw(st.integers(0, 5)) == 0:
            one["$patch"] = draw(st.sampled_from(["delete", "replace", "merge"]))
        if patch and draw(st.integers(0, 5)) == 0:
            one[draw(st.sampled_from(["args", "env", "image"]))] = None
        found.append(one)
    return found


def deployment(name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {"template": {"spec": spec}},
    }


@st.composite
def pod_spec(draw: st.DrawFn, *, patch: bool) -> dict[str, Any]:
    spec: dict[str, Any] = {"containers": draw(containers(patch=patch))}
    if draw(st.booleans()):
        spec["volumes"] = [{"name": n, "configMap": {"name": n}} for n in draw(few)]
    if draw(st.booleans()):
        spec["hostAliases"] = [{"ip": "1.2.3.4", "hostnames": draw(few)}]
    if patch and draw(st.integers(0, 6)) == 0:
        spec[draw(st.sampled_from(["volumes", "hostAliases", "serviceAccountName"]))] = None
    return spec


def config_map(name: str, data: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """What an overlay does."""
    found: dict[str, Any] = {}
    for key, values in (
        ("namePrefix", st.sampled_from(["a-", "b-"])),
        ("nameSuffix", st.just("-z")),
        ("namespace", st.sampled_from(["prod", "default"])),
        ("commonLabels", st.just({"team": "x"})),
        ("labels", st.just([{"pairs": {"b": "c"}, "includeTemplates": True}])),
        ("commonAnnotations", st.just({"note": "n"})),
        (
            "images",
            st.sampled_from([[{"name": "nginx", "newTag": "2"}], [{"name": "nginx", "newName": "n"}]]),
        ),
        ("replicas", st.just([{"name": "app", "count": 3}])),
    ):
        if draw(st.integers(0, 2)) == 0:
            found[key] = draw(values)
    if draw(st.booleans()):
        pairs = [f"{name}={draw(texts)}" for name in draw(few)]
        found["configMapGenerator"] = [{"name": draw(st.sampled_from(["gen", "side"])), "literals": pairs}]
    return found


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    base = [deployment("app", draw(pod_spec(patch=False))), config_map("web", {"a": draw(texts)})]
    patch = deployment("app", draw(pod_spec(patch=True)))
    lower = {"resources": ["all.yaml"], **draw(changes())}
    upper = {"resources": ["../base"], "patches": [{"path": "p.yaml"}], **draw(changes())}
    if draw(st.booleans()):
        operation = draw(
            st.sampled_from(
                [
                    {"op": "add", "path": "/metadata/annotations/x", "value": "y"},
                    {"op": "add", "path": "/spec/replicas", "value": 2},
                    {"op": "remove", "path": "/spec/template/spec/containers/0"},
                ]
            )
        )
        upper["patches"].append({"target": {"kind": "Dep.*"}, "patch": to_yaml([operation])})
    return {
        "base/kustomization.yaml": to_yaml(lower),
        "base/all.yaml": "---\n".join(to_yaml(one) for one in base),
        "o/kustomization.yaml": to_yaml(upper),
        "o/p.yaml": to_yaml(patch),
    }


def to_yaml(value: Any, indent: int = 0) -> str:
    """Block style, so that every value has a line of its own."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        return "".join(f"{pad}{key}:{_inside(one, indent)}" for key, one in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{_inside(one, indent)}" for one in value)
    return f"{pad}{_flow(value)}\n"


def _inside(value: Any, indent: int) -> str:
    if isinstance(value, (dict, list)) and value:
        return "\n" + to_yaml(value, indent + 2)
    if isinstance(value, str) and "\n" in value:
        return " |-\n" + textwrap.indent(value, " " * (indent + 2)).rstrip("\n") + "\n"
    return f" {_flow(value)}\n"


def _flow(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(files=projects())
def test_a_random_project_is_built_as_kubectl_builds_it(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        write(root, files)
        outcome = Outcome(root, root / "o")
        theirs = kubectl_objects(root / "o")
        assert outcome.objects == theirs, outcome.refused
        assert_placed(outcome)
