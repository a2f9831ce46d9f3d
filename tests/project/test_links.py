"""Who builds what, who runs what, who reaches whom; ambiguous means no link."""

from collections.abc import Callable
from typing import Any

import pytest

from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.project.project import Project

Make = Callable[..., Any]


def named(project: Project, name: str) -> Workload:
    return next(workload for workload in project.workloads if workload.name == name)


def stage_name(stage: Workload | None) -> str | None:
    return stage.image_facts.stage if stage is not None and stage.image_facts is not None else None


TWO_STAGES = 'FROM python:3.12 AS build\nRUN x\nFROM python:3.12-slim AS runtime\nCMD ["a"]\n'


@pytest.mark.parametrize(
    ("build", "stage"),
    [
        ("build: app", "runtime"),
        ("build: {context: app, target: Build}", "build"),
        ("build: {context: app, target: '0'}", "build"),
    ],
    ids=["the last stage", "a target in another case", "a target by number"],
)
def test_a_compose_service_runs_the_stage_that_it_builds(make: Make, build: str, stage: str) -> None:
    project = make(
        {"app/Dockerfile": TWO_STAGES, "compose.yaml": f"services:\n  web:\n    {build}\n"}
    ).project
    assert stage_name(project.image_of(named(project, "service `web`"))) == stage


@pytest.mark.parametrize(
    "build",
    [
        "build: {context: app, target: nobody}",
        "build: {context: app, target: '$T'}",
        "build: {context: '$C'}",
        "build: https://x/y.git",
    ],
    ids=["an unknown target", "a target in a variable", "a context in a variable", "a remote context"],
)
def test_what_a_service_builds_may_be_unknown(make: Make, build: str) -> None:
    project = make(
        {"app/Dockerfile": TWO_STAGES, "compose.yaml": f"services:\n  web:\n    {build}\n"}
    ).project
    assert project.image_of(named(project, "service `web`")) is None


def test_a_dockerfile_is_found_beside_its_context(make: Make) -> None:
    files = {
        "docker/web.Dockerfile": "FROM a\n",
        "src/x": "",
        "deploy/compose.yaml": "services:\n  web:\n    build: {context: ../src, dockerfile: ../docker/web.Dockerfile}\n",
    }
    project = make(files).project
    assert project.image_of(named(project, "service `web`")) is not None


def test_a_dockerfile_outside_of_what_was_asked_for_is_context(make: Make, tmp_path: Any) -> None:
    files = {"app/Dockerfile": "FROM a\n", "deploy/compose.yaml": "services:\n  web:\n    build: ../app\n"}
    make(files)
    loaded = make({}, given=("deploy/compose.yaml",))
    assert loaded.context == {"app/Dockerfile"}
    assert loaded.project.image_of(named(loaded.project, "service `web`")) is not None


POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: p, labels: {{app: {app}}}}}
spec:
  containers:
    - {{name: c, image: "{image}"}}
"""
COMPOSE = "services:\n  web:\n    build: app\n    image: registry.example/team/web:1.2\n"


@pytest.mark.parametrize(
    ("image", "linked"),
    [
        ("registry.example/team/web:1.2", True),
        ("registry.example/team/web:1.3", True),
        ("registry.example/team/web@sha256:0123", True),
        ("registry.example/team/worker:1.2", False),
        ("web:1.2", False),
    ],
)
def test_kubernetes_runs_what_compose_names(make: Make, image: str, linked: bool) -> None:
    files = {
        "app/Dockerfile": "FROM a\n",
        "compose.yaml": COMPOSE,
        "k8s/pod.yaml": POD.format(app="x", image=image),
    }
    project = make(files).project
    assert (project.image_of(named(project, "Pod/p container `c`")) is not None) is linked


def test_a_name_that_two_dockerfiles_have_links_nothing(make: Make) -> None:
    files = {
        "one/Dockerfile": "FROM a\n",
        "two/Dockerfile": "FROM b\n",
        "one.yaml": "",
        "compose.yaml": (
            "services:\n  a: {build: one, image: web}\n  b: {build: two, image: web}\n  c: {image: web}\n"
        ),
    }
    project = make(files).project
    assert project.image_of(named(project, "service `c`")) is None
    assert project.image_of(named(project, "service `a`")) is not project.image_of(
        named(project, "service `b`")
    )


def service(selector: str, namespace: str = "") -> str:
    space = f", namespace: {namespace}" if namespace else ""
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: s{space}}}\n"
        f"spec: {{selector: {selector}, ports: [{{port: 80}}]}}\n"
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (service("{app: x}"), 1),
        (service("{app: x}", "default"), 1),
        (service("{app: x}", "other"), 0),
        (service("{app: x, tier: y}"), 0),
        (service("{}"), 0),
    ],
    ids=[
        "labels match",
        "default is the namespace that is not written",
        "another namespace",
        "one label too many",
        "no selector",
    ],
)
def test_a_service_selects_by_labels_and_namespace(make: Make, text: str, count: int) -> None:
    project = make({"pod.yaml": POD.format(app="x", image="i"), "service.yaml": text}).project
    assert len(project.pods_of(project.services[0])) == count


def test_a_service_selects_the_pods_of_the_nearest_folder(make: Make) -> None:
    pod = POD.format(app="x", image="i")
    project = make({"a/pod.yaml": pod, "a/service.yaml": service("{app: x}"), "b/pod.yaml": pod}).project
    assert [p.owner.source.path for p in project.pods_of(project.services[0])] == ["a/pod.yaml"]


INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {defaultBackend: {service: {name: s, port: {number: 80}}}}
"""


def test_an_ingress_reaches_the_nearest_service_of_that_name(make: Make) -> None:
    files = {"a/i.yaml": INGRESS, "a/s.yaml": service("{app: x}"), "b/s.yaml": service("{app: x}")}
    project = make(files).project
    found = project.service_of(project.routes[0], project.routes[0].backends[0])
    assert found is not None
    assert found.owner.source.path == "a/s.yaml"


def test_an_ingress_between_two_services_reaches_none(make: Make) -> None:
    files = {"i.yaml": INGRESS, "a/s.yaml": service("{app: x}"), "b/s.yaml": service("{app: x}")}
    project = make(files).project
    assert project.service_of(project.routes[0], project.routes[0].backends[0]) is None


def test_an_override_is_merged_onto_its_base(make: Make) -> None:
    base = (
        "services:\n  web: {image: a, environment: {A: x, B: y}, stop_grace_period: 1s}\n  db: {image: d}\n"
    )
    over = "services:\n  web: {environment: {A: z}, stop_grace_period: 9s}\n"
    project = make({"compose.yaml": base, "compose.override.yaml": over}).project
    assert [one.name for one in project.workloads] == ["service `web`", "service `db`"]
    web = named(project, "service `web`")
    assert isinstance(web.grace, Known)
    assert (web.grace.value, web.grace.span.path) == (9.0, "compose.override.yaml")
    assert isinstance(value := project.environment(web).lookup("A"), Known)
    assert value.value == "z"


def test_a_variant_is_a_further_project_on_its_base(make: Make) -> None:
    files = {
        "compose.yaml": "services:\n  web: {image: a}\n",
        "compose.prod.yaml": "services:\n  web: {init: true}\n",
    }
    loaded = make(files)
    assert loaded.not_checked == ()
    alone, merged = loaded.project.workloads
    assert isinstance(alone.init, Absent)
    assert isinstance(merged.init, Known)
    assert merged.init.span.path == "compose.prod.yaml"
    assert merged.path == alone.path == "compose.yaml"


def test_command_lines_say_which_files_make_a_project(make: Make) -> None:
    files = {
        "deploy/base.compose.yaml": "services:\n  web: {image: a}\n",
        "deploy/live.compose.yaml": "services:\n  web: {init: true}\n",
        "run.sh": "cd deploy\ndocker compose -f base.compose.yaml -f live.compose.yaml up -d\n",
    }
    (web,) = (one for one in make(files).project.workloads if one.platform == "compose")
    assert isinstance(web.init, Known)


def test_a_build_command_gives_a_dockerfile_its_name(make: Make) -> None:
    files = {
        "app/Dockerfile": 'FROM a\nCMD ["x"]\n',
        "build.sh": "docker build -t shop/app:1 -f app/Dockerfile app\n",
        "pod.yaml": POD.format(app="x", image="shop/app:1"),
    }
    project = make(files).project
    (container,) = (one for one in project.workloads if one.platform == "kubernetes")
    stage = project.image_of(container)
    assert stage is not None
    assert stage.path == "app/Dockerfile"
    assert [one.rpartition("/")[2] for one in project.contexts_of(stage)] == ["app"]


def test_a_script_that_is_started_in_its_own_folder_or_in_the_root_links_if_only_one_has_the_file(
    make: Make,
) -> None:
    files = {
        "Dockerfile": "FROM a\n",
        "scripts/Dockerfile": "FROM b\n",
        "scripts/build.sh": "docker build -t app .\ndocker run app\n",
    }
    project = make(files).project
    (run,) = (one for one in project.workloads if one.platform == "docker-run")
    assert project.image_of(run) is None


def test_a_guide_is_a_project_of_its_own(make: Make) -> None:
    guide = "```sh\ndocker build -t app .\ndocker run app\n```\n"
    files = {"Dockerfile": "FROM a\n", "README.md": guide, "docs/guide.md": guide}
    loaded = make(files)
    assert [one.platform for one in loaded.project.workloads] == ["image"]
    readme, other = loaded.documents
    assert readme.files[0].source.path == "README.md"
    (run,) = (one for one in readme.workloads if one.platform == "docker-run")
    assert readme.image_of(run) is loaded.project.workloads[0]
    (run,) = (one for one in other.workloads if one.platform == "docker-run")
    assert other.image_of(run) is None


def test_objects_of_two_overlays_are_not_linked_to_each_other(make: Make) -> None:
    kustomization = "resources:\n  - ../../base\nnamePrefix: {name}-\n"
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {selector: {app: x}, ports: [{port: 80}]}\n"
    files = {
        "base/kustomization.yaml": "resources: [pod.yaml, service.yaml]\n",
        "base/pod.yaml": POD.format(app="x", image="i"),
        "base/service.yaml": service,
        "overlays/a/kustomization.yaml": kustomization.format(name="a"),
        "overlays/b/kustomization.yaml": kustomization.format(name="b"),
    }
    project = make(files).project
    assert len(project.services) == 2
    assert [len(project.pods_of(one)) for one in project.services] == [1, 1]
    assert len({project.scope_of(one) for one in project.pods}) == 2


def test_a_kustomize_patch_is_not_checked_as_if_it_stood_alone(make: Make) -> None:
    files = {
        "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n  - path: patch.yaml\n",
        "patch.yaml": POD.format(app="x", image="i"),
    }
    loaded = make(files)
    assert loaded.project.pods == ()
    assert "patch.yaml" in [line.path for line in loaded.not_checked]


def test_the_ledger_speaks_of_what_was_asked_for(make: Make) -> None:
    files = {
        "compose.yaml": "services:\n  web: {image: a}\n",
        "other/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [https://x.example/y.yaml]\n",
    }
    assert [line.path for line in make(files).not_checked] == ["other/kustomization.yaml"]
    loaded = make({}, given=("compose.yaml",))
    assert [line for line in loaded.not_checked if line.path not in loaded.context] == []


def test_an_override_may_build_with_other_arguments(make: Make) -> None:
    files = {
        "Dockerfile": 'FROM a\nARG PORT=80\nENV PORT=$PORT\nCMD ["x"]\n',
        "compose.yaml": "services:\n  web: {build: .}\n",
        "compose.override.yaml": "services:\n  web: {build: {args: {PORT: '1'}}}\n",
    }
    project = make(files).project
    assert isinstance(project.environment(named(project, "service `web`")).lookup("PORT"), Unknown)
