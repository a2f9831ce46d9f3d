"""What an assertion says of which facts, where its findings point, and what fills their words."""

from typing import Any

import pytest
from asserting import judged, subject_of, value

from wslint.model.workload import Pod, Workload
from wslint.packs.facts import Around, answer
from wslint.packs.vocabulary import ROOTS, VERSION, VOCABULARY
from wslint.packs.workload_facts import WORKLOAD_FACTS
from wslint.project.project import Project

FACTS = [
    (
        "stage",
        'workload.platform == "image" && workload.name == "runtime" && workload.path.endsWith("Dockerfile")',
    ),
    ("stage", 'workload.role == "main" && workload.longRunning'),
    (
        "stage",
        'workload.image.registry == "registry.example:5000" && workload.image.repository == "base/python"',
    ),
    ("stage", 'workload.image.tag == "3.12" && workload.image.digest == "sha256:abc"'),
    ("stage", 'workload.environment.LOG_LEVEL == "info"'),
    ("stage", "workload.ports.declared.map(one, one.port) == [8000, 9000, 9001]"),
    ("stage", 'workload.ports.declared.all(one, one.protocol == "tcp" || one.port >= 9000)'),
    ("stage", 'workload.stopSignal == "SIGINT" && workload.grace == null'),
    ("stage", "workload.healthcheck.interval == 20 && workload.healthcheck.window == 80"),
    ("stage", "workload.healthcheck.timeout == 30 && workload.healthcheck.startPeriod == 0"),
    ("stage", 'workload.stage.name == "runtime" && workload.stage.workdir == "/app" && workload.stage.final'),
    ("stage", 'workload.stage.ships && workload.stage.base.startsWith("registry.example")'),
    ("web", 'workload.platform == "compose" && workload.name == "web" && workload.image == null'),
    ("web", "workload.ports.listening == [8000]"),
    ("web", 'workload.environment.PORT == "8000" && workload.environment.LOG_LEVEL == "info"'),
    ("web", 'workload.environment.NOWHERE == null && workload.environment["NOWHERE"] == null'),
    ("web", '"SECRET" in workload.environment && !("NOWHERE" in workload.environment)'),
    (
        "web",
        'workload.labels.team == "shop" && workload.labels["team"] == "shop" && workload.labels.x == null',
    ),
    ("web", 'workload.labels.all(name, name == "team") && size(workload.labels) == 1'),
    ("web", 'workload.labels.all(name, workload.labels[name] == "shop")'),
    ("web", "workload.ports.published.map(one, one.container) == [8000, 9000, 9001, 7000]"),
    ("web", 'workload.ports.published[0].address == "127.0.0.1" && workload.ports.published[0].host == 8080'),
    ("web", 'workload.ports.published[2].host == 9001 && workload.ports.published[2].protocol == "udp"'),
    ("web", "workload.ports.published[3].host == null && workload.ports.published[3].address == null"),
    ("web", "workload.healthcheck != null && workload.healthcheck.retries == 4"),
    ("web", 'workload.healthcheck.command.contains("localhost:8000")'),
    ("web", 'workload.grace == 60 && workload.stopSignal == "SIGINT" && workload.init'),
    ("web", 'workload.networkMode == "bridge" && "front" in workload.profiles'),
    ("web", 'workload.extraHosts == [{"host": "host.docker.internal", "address": "host-gateway"}]'),
    ("web", 'workload.dependsOn == [{"service": "db", "condition": "service_healthy"}]'),
    ("web", 'workload.build.context == "." && workload.build.dockerfile == "Dockerfile"'),
    ("web", 'workload.build.target == null && workload.stage.name == "runtime"'),
    (
        "web",
        "workload.probes.liveness == null && workload.probes.liveness.window == null && pod.kind == null",
    ),
    ("web", "pod.grace == null && pod.containers == null && pod.labels.app == null"),
    ("db", 'workload.image.reference == "postgres" && workload.image.tag == null && workload.build == null'),
    ("db", "workload.grace == 1.5 && workload.grace < 2 && !workload.init && workload.networkMode == null"),
    ("db", 'workload.healthcheck.command == "pg_isready -U app" && workload.healthcheck.interval == 5'),
    ("db", "workload.profiles == [] && workload.dependsOn == [] && workload.extraHosts == []"),
    ("cache", "workload.healthcheck == null && workload.healthcheck.window == null"),
    ("main", 'workload.name == "main" && workload.platform == "kubernetes" && workload.role == "main"'),
    ("main", 'workload.probes.liveness.action == "http" && workload.probes.liveness.port == "http"'),
    ("main", "workload.probes.liveness.period == 5 && workload.probes.liveness.window == 15"),
    ("main", "workload.probes.liveness.failures == 3 && workload.probes.liveness.grace == null"),
    ("main", "workload.probes.liveness.initialDelay == 0 && workload.probes.liveness.timeout == 1"),
    ("main", 'workload.probes.liveness.path == "/live" && workload.probes.readiness == null'),
    ("main", 'workload.grace == 45 && workload.labels.app == "web" && workload.healthcheck == null'),
    ("main", 'pod.kind == "Deployment" && pod.longRunning && pod.grace == workload.grace'),
    (
        "pod",
        'pod.name == "web" && pod.namespace == "shop" && !pod.hostNetwork && pod.path.endsWith("web.yaml")',
    ),
    ("pod", 'pod.labels.app == "web" && pod.extraHosts == [{"host": "old", "address": "10.0.0.1"}]'),
    ("pod", 'pod.containers.map(one, one.name) == ["main", "helper"]'),
    ("service", 'service.name == "web" && service.namespace == "shop" && service.selector.app == "web"'),
    (
        "service",
        'service.ports[0].target == "http" && service.ports[1].target == 81 && service.ports[1].port == 81',
    ),
    ("service", '!service.headless && !service.external && service.pods == ["Deployment/web"]'),
    ("project", 'project.host == "linux" && project.workloads.exists(one, one.repository == "postgres")'),
    ("project", 'project.workloads.filter(one, one.platform == "compose").size() == 3'),
    ("project", 'project.published.exists(one, one.workload == "web" && one.host == 8080)'),
    ("web", "project.workloads.size() == 6"),
    (
        "web",
        '["team"].all(name, name in workload.labels) && !["team", "x"].all(name, name in workload.labels)',
    ),
]


@pytest.mark.parametrize(("name", "text"), FACTS, ids=[f"{name}: {text}" for name, text in FACTS])
def test_facts_are_what_the_files_say(project: Project, name: str, text: str) -> None:
    assert value(project, name, text) is True


UNKNOWN = [
    ("web", 'workload.environment.SECRET == "x"'),
    ("db", "workload.environment.ANY == null"),
    ("db", '"ANY" in workload.environment'),
    ("db", 'workload.stage.name == "x"'),
    ("db", 'workload.stopSignal == "SIGTERM"'),
    ("cache", 'workload.image.tag == "7"'),
    ("cache", "workload.image == null"),
    ("cache", 'workload.image.tag == "7" && true'),
    ("cache", '(workload.image.tag == "7" ? true : true)'),
    ("web", "workload.image.tag < 'a'"),
    ("web", '["x"].all(name, workload.labels[name] != null)'),
    ("web", "workload.probes.liveness.window < 3"),
    ("db", "workload.grace * 2 == 3"),
    ("web", "workload.ports.published[99].host == 1"),
    ("web", "1 / (workload.grace - 60) == 1"),
    ("web", "9223372036854775807 + workload.grace > 0"),
]


@pytest.mark.parametrize(("name", "text"), UNKNOWN, ids=[f"{name}: {text}" for name, text in UNKNOWN])
def test_what_cannot_be_told_is_neither_true_nor_false(project: Project, name: str, text: str) -> None:
    assert value(project, name, text) is None
    assert value(project, name, f"{text} || true") is True
    assert value(project, name, f"false && {text}") is False


def test_where_decides_and_an_unknown_where_means_no(project: Project) -> None:
    assert judged(project, "web", "workload.grace > 60", where='workload.name == "web"')
    assert not judged(project, "web", "workload.grace > 60", where='workload.name == "db"')
    assert not judged(project, "web", "workload.grace > 60", where='workload.environment.SECRET == "x"')


def test_every_name_of_the_vocabulary_is_told_of_every_subject(project: Project) -> None:
    arounds = [
        Around(project, workload=workload, pod=project.pod_of(workload)) for workload in project.workloads
    ]
    arounds += [Around(project, pod=project.pods[0]), Around(project, service=project.services[0])]
    for path, name in VOCABULARY.items():
        if name.kind != "group":
            for around in arounds:
                answer(path, around)


def test_records_have_the_fields_that_the_vocabulary_names(project: Project) -> None:
    found: dict[str, set[str]] = {}
    for workload in project.workloads:
        for path, tell in WORKLOAD_FACTS.items():
            told = tell(workload, project)
            if isinstance(told, dict):
                found.setdefault(path, set()).update(field for field in told if field)
    for path, fields in found.items():
        prefix = f"workload.{path}."
        assert fields == {name.removeprefix(prefix) for name in VOCABULARY if name.startswith(prefix)}


def test_the_first_version_keeps_its_names() -> None:
    assert VERSION == 1
    assert len(VOCABULARY) == 93
    assert set(ROOTS["workload"]) == {"workload", "pod", "project"}


# -- places and words -------------------------------------------------------------------------------


PLACES = [
    ("web", "workload.grace > 60", {}, "1m"),
    ("web", 'workload.platform == "kubernetes"', {}, "web"),
    ("web", "workload.grace > 60", {"at": "workload.init"}, "true"),
    ("web", "workload.networkMode == null", {}, "bridge"),
    ("db", "workload.init", {}, "db"),
    ("db", 'workload.image.tag == "16"', {}, "postgres"),
    ("web", 'workload.environment.PORT == "80"', {}, "8000"),
    ("web", '!("PORT" in workload.environment)', {}, "8000"),
    ("web", "workload.ports.published.all(one, one.address != null)", {}, "9000-9001:9000-9001/udp"),
    ("web", "!workload.ports.published.exists(one, one.host == null)", {}, "7000"),
    ("web", '!workload.environment.exists(name, name.startsWith("SEC"))', {}, "${SECRET}"),
    ("web", '!("SECRET" in workload.environment)', {}, "${SECRET}"),
    ("stage", "!workload.environment.exists(name, true)", {}, "info"),
    ("web", "workload.ports.published.size() < 2", {}, "127.0.0.1:8080:8000"),
    ("main", "workload.probes.liveness.window > 15", {}, "5"),
    ("main", "workload.grace > 60", {}, "45"),
    ("pod", "pod.grace > 60", {}, "45"),
    ("service", "service.headless", {}, "web"),
]


@pytest.mark.parametrize(
    ("name", "text", "more", "place"), PLACES, ids=[f"{one[0]}: {one[1]}" for one in PLACES]
)
def test_a_finding_points_at_the_value_that_breaks_the_rule(
    project: Project, name: str, text: str, more: Any, place: str
) -> None:
    (violation,) = judged(project, name, text, **more)
    assert violation.span.text == place


def test_labels_point_at_the_other_facts_that_are_written(project: Project) -> None:
    places = ("workload.init", "workload.networkMode", "workload.stopSignal", "workload.grace")
    (violation,) = judged(project, "web", "workload.grace > 60", places=places)
    assert violation.label == "workload.grace"
    assert [(one.label, one.span.text) for one in violation.related] == [
        ("workload.init", "true"),
        ("workload.networkMode", "bridge"),
        ("workload.stopSignal", "SIGINT"),
    ]


def test_fields_and_facts_fill_the_message(project: Project) -> None:
    fields = {
        "ports": "workload.ports.published.map(one, one.host)",
        "secret": "workload.environment.SECRET",
        "half": "double(workload.grace) / 8.0",
    }
    shows = ("workload.grace", "workload.image.tag", "workload.init", "params.most")
    params = {"most": 90}
    (violation,) = judged(
        project, "web", "workload.grace > params.most", fields=fields, shows=shows, params=params
    )
    assert violation.workload == "service `web`"
    assert violation.fields == {
        "ports": "8080, 9000, 9001, none",
        "secret": "unknown",
        "half": 7.5,
        "workload.grace": 60,
        "workload.image.tag": "none",
        "workload.init": "true",
        "params.most": 90,
    }


def test_subjects_are_told_apart(project: Project) -> None:
    assert isinstance(subject_of(project, "pod")[1], Pod)
    assert isinstance(subject_of(project, "web")[1], Workload)
    (violation,) = judged(project, "project", "project.workloads.size() < 2", at="project.workloads")
    assert violation.span in {workload.owner for workload in project.workloads}
    assert violation.workload is None
