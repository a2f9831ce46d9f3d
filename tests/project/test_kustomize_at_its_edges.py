"""Kustomizations at the edge of what makes sense: each comes out as `kubectl kustomize` has it, or is refused."""

import shutil
from pathlib import Path

import pytest
from kustomize_trees import Outcome, build_all, kubectl_objects, write

needs_kubectl = pytest.mark.skipif(
    shutil.which("kubectl") is None, reason="kubectl is not here: the cases were NOT compared with it"
)


def made(kind: str, name: str, more: str = "", *, version: str = "v1", space: str = "") -> str:
    namespace = f", namespace: {space}" if space else ""
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}{namespace}}}\n{more}"


def outcome_of(root: Path, files: dict[str, str]) -> Outcome:
    write(root, files)
    return Outcome(root, root / "over")


def over(text: str, *objects: str, **files: str) -> dict[str, str]:
    return {
        "over/kustomization.yaml": f"resources: [all.yaml]\n{text}",
        "over/all.yaml": "---\n".join(objects),
        **{name.replace("__", "/") + ".yaml": content for name, content in files.items()},
    }


RBAC = "rbac.authorization.k8s.io/v1"
CONFIG = made("ConfigMap", "c", "data: {a: b}\n")
POD = made(
    "Pod", "p", "spec: {containers: [{name: x, image: 'nginx:1', envFrom: [{configMapRef: {name: c}}]}]}\n"
)
CLAIMS = "spec: {serviceName: %s, volumeClaimTemplates: %s, template: {spec: {}}}\n"
BINDING = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\nsubjects: [%s]\n"
SECRET = made("Secret", "c", "stringData: {x: z}\n")

TAKEN = {
    "a role of another group": over(
        "namePrefix: a-\n",
        made("Role", "r", version="other.example/v1"),
        made("RoleBinding", "b", BINDING % "", version=RBAC),
    ),
    "a service account of another namespace": over(
        "namePrefix: a-\n",
        made("ServiceAccount", "sa", space="one"),
        made("Pod", "p", "spec: {serviceAccountName: sa, containers: []}\n", space="two"),
    ),
    "one of two of that name is nearer": {
        **over("", CONFIG, POD),
        "over/kustomization.yaml": "resources: [../base, all.yaml]\n",
        "base/kustomization.yaml": "namePrefix: a-\nresources: [c.yaml]\n",
        "base/c.yaml": CONFIG,
    },
    "an image that stays as it is": over("images: [{name: nginx}]\n", POD),
    "a field of labels that is not there": over(
        "labels: [{pairs: {x: z}, fields: [{path: spec/none/labels, create: false}]}]\n", POD
    ),
    "a secret that is merged": over(
        "secretGenerator: [{name: c, behavior: merge, literals: [a=b]}]\n", SECRET
    ),
    "claims that are null": over(
        "commonLabels: {x: z}\n",
        made("StatefulSet", "s", CLAIMS % ("s", "[~, {metadata: {name: d}}]"), version="apps/v1"),
    ),
}
REFUSED = {
    "two objects of one name that one namespace brings together": over(
        "namespace: n\n", made("ConfigMap", "c", space="one"), made("ConfigMap", "c", space="two")
    ),
    "a cycle within a cycle": {
        "over/kustomization.yaml": "resources: [../b]\n",
        "b/kustomization.yaml": "resources: [../c]\n",
        "c/kustomization.yaml": "resources: [../b, ../over]\n",
    },
    "a resource that is missing twice": over("components: [gone, gone]\n", POD),
    "a word among claims": over(
        "commonLabels: {x: z}\n", made("StatefulSet", "s", CLAIMS % ("s", "[word]"), version="apps/v1")
    ),
}
LENIENT = {
    "a name that is empty": over(
        "namePrefix: a-\n",
        made("Service", "c"),
        made("StatefulSet", "s", CLAIMS % ("", "[]"), version="apps/v1"),
    ),
    "names in a list of lists": over(
        "namePrefix: a-\n",
        CONFIG,
        made("Role", "r", "rules: [{resourceNames: [c, [c]], resources: [configmaps]}]\n", version=RBAC),
    ),
    "a subject without a name": over(
        "namePrefix: a-\n",
        made("ServiceAccount", "c"),
        made("RoleBinding", "b", BINDING % "{kind: ServiceAccount}", version=RBAC),
    ),
    "an empty document in a patch": over(
        "patches: [{path: p.yaml}]\n", POD, over__p="---\n---\n" + made("Pod", "p", "spec: {hostname: h}\n")
    ),
}
"""What Kustomize may refuse, and nothing depends on here."""
CAUTIOUS = {
    "a key in another spelling": {"over/kustomization.yaml": "Resources: [all.yaml]\n", "over/all.yaml": POD},
    "a JSON patch of two documents": over(
        "patches: [{path: p.yaml, target: {kind: Pod}}]\n",
        POD,
        over__p="- {op: remove, path: /spec}\n---\n- {op: remove, path: /a}\n",
    ),
}
"""What Kustomize may take, but nobody writes."""


@needs_kubectl
@pytest.mark.parametrize("files", TAKEN.values(), ids=TAKEN)
def test_it_is_built_as_kubectl_builds_it(files: dict[str, str], tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, files)
    assert outcome.objects is not None, outcome.refused
    assert outcome.objects == kubectl_objects(tmp_path / "over")


@pytest.mark.parametrize("files", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_and_a_line_says_so(files: dict[str, str], tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, files)
    assert outcome.refused
    if shutil.which("kubectl") is not None:
        assert kubectl_objects(tmp_path / "over") is None
    built = build_all(tmp_path)
    assert built.ledger or any(result.facts.problems for result in built.results)


@pytest.mark.parametrize("files", LENIENT.values(), ids=LENIENT)
def test_what_names_nothing_is_left_as_it_is(files: dict[str, str], tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, files)
    assert outcome.objects is not None, outcome.refused
    assert {one["metadata"]["name"][:2] for one in outcome.objects} <= {"a-", "p"}


@pytest.mark.parametrize("files", CAUTIOUS.values(), ids=CAUTIOUS)
def test_what_is_not_understood_is_not_built_and_a_line_says_so(
    files: dict[str, str], tmp_path: Path
) -> None:
    assert outcome_of(tmp_path, files).refused
    assert [line.reason[:9] for line in build_all(tmp_path).ledger] == ["not built"]
