"""Probes and times: which kinds are meant, what is written, and silence about what is unknown."""

import pytest

POD = """\
  metadata: {labels: {app: web}}
  spec:
    containers:
      - name: web
        image: registry.example/web:1
        ports: [{containerPort: 8000, name: http}]
"""


def indented(text, by):
    return "".join(" " * by + line for line in text.splitlines(keepends=True))


def workload(kind, probes="", spec=""):
    """An object of a kind whose pod has these probes; `spec` are further lines of the pod's."""
    body = POD + indented(probes, 8) + indented(spec, 4)
    if kind == "Pod":
        lines = body.replace("  metadata: {labels", "metadata: {name: web, labels", 1).replace("\n  ", "\n")
        return f"apiVersion: v1\nkind: Pod\n{lines}"
    template = "  template:\n" + indented(body, 2)
    if kind == "CronJob":
        template = "  jobTemplate:\n    spec:\n" + indented(template, 4)
    version = {"ReplicationController": "v1", "Job": "batch/v1", "CronJob": "batch/v1"}.get(kind, "apps/v1")
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: web}}\nspec:\n{template}"


USUAL = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Pod")


@pytest.mark.parametrize("kind", USUAL)
def test_a_container_of_a_usual_kind_without_a_probe_is_worth_a_warning(find, kind):
    for rule in ("liveness-probe-missing", "readiness-probe-missing"):
        (finding,) = find({"all.yaml": workload(kind)}, rule)
        assert finding.severity == "warning"
        assert "port: http" in finding.help


@pytest.mark.parametrize(
    ("image", "port", "action"),
    [
        ("postgres:16.4", "5432", "tcpSocket"),
        ("bitnami/redis:7.2", "6379", "tcpSocket"),
        ("rabbitmq:3.13", "15672", "tcpSocket"),
        ("registry.example/cache:1", "6379", "tcpSocket"),
        ("elasticsearch:8.15.0", "9200", "httpGet"),
        ("registry.example/web:1", "8080", "httpGet"),
    ],
)
def test_no_http_probe_is_proposed_for_a_server_of_another_protocol(find, image, port, action):
    text = workload("Deployment").replace("registry.example/web:1", image).replace("8000", port)
    for rule in ("liveness-probe-missing", "readiness-probe-missing"):
        (finding,) = find({"all.yaml": text}, rule)
        assert f"Probe: {{{action}: " in finding.help


def test_of_a_kind_that_nobody_knows_nothing_is_said(find):
    text = workload("Deployment").replace("apps/v1", "example.com/v1").replace("Deployment", "Workbench")
    assert find({"all.yaml": text}, "liveness-probe-missing") == ()


def test_a_kind_that_other_linters_do_not_know_has_no_name_of_theirs(find):
    text = workload("Deployment").replace("apps/v1", "argoproj.io/v1alpha1").replace("Deployment", "Rollout")
    (finding,) = find({"all.yaml": text}, "liveness-probe-missing")
    assert finding.aliases == ()


LIVENESS = "livenessProbe: {httpGet: {path: /, port: http}, failureThreshold: %s, periodSeconds: 10}\n"
READINESS = "readinessProbe: {httpGet: {path: /, port: http}, failureThreshold: 9, periodSeconds: 10}\n"


@pytest.mark.parametrize(("failures", "found"), [("3", 1), ("9", 0), ("${FAILURES}", 0)])
def test_an_unknown_number_of_failures_makes_an_unknown_window(find, failures, found):
    probes = LIVENESS % failures + READINESS
    assert len(find({"all.yaml": workload("Deployment", probes)}, "liveness-before-readiness")) == found
    grace = "terminationGracePeriodSeconds: 20\n"
    expected = int(failures != "${FAILURES}")
    text = workload("Deployment", LIVENESS % failures, grace)
    assert len(find({"all.yaml": text}, "grace-period-too-short")) == expected


@pytest.mark.parametrize(("kind", "found"), [("Job", 1), ("CronJob", 1), ("Pod", 1), ("Deployment", 1)])
def test_the_default_grace_is_too_short_in_pods_of_every_kind(find, kind, found):
    text = workload(kind, "livenessProbe: {tcpSocket: {port: http}, failureThreshold: 9, periodSeconds: 9}\n")
    assert len(find({"all.yaml": text}, "grace-period-too-short")) == found


def test_a_probe_with_an_unknown_grace_of_its_own_says_nothing_of_the_pods(find):
    probe = (
        "livenessProbe: {tcpSocket: {port: http}, failureThreshold: 9, periodSeconds: 9, "
        "terminationGracePeriodSeconds: '${GRACE}'}\n"
    )
    assert find({"all.yaml": workload("Deployment", probe)}, "grace-period-too-short") == ()


def test_a_grace_in_a_pod_of_one_line_is_found_and_not_mended(find):
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: web, image: web, livenessProbe: {exec: {command: ["true"]}, failureThreshold: 9}}]}
"""
    (finding,) = find({"all.yaml": text}, "grace-period-too-short")
    assert finding.severity
    assert "{" not in finding.message


@pytest.mark.parametrize(
    ("times", "written"),
    [
        ("timeoutSeconds: 5, periodSeconds: 2", "timeoutSeconds: 1"),
        ("timeoutSeconds: 5, periodSeconds: 3", "timeoutSeconds: 1"),
        ("timeoutSeconds: 9, periodSeconds: 4", "timeoutSeconds: 2"),
        ("timeoutSeconds: 60, periodSeconds: 30", "timeoutSeconds: 5"),
        ("timeoutSeconds: 5, periodSeconds: 1", "periodSeconds: 10"),
    ],
)
def test_a_timeout_of_half_the_period_is_proposed(find, times, written):
    probe = f"livenessProbe: {{tcpSocket: {{port: http}}, {times}}}\n"
    (finding,) = find({"all.yaml": workload("Deployment", probe)}, "probe-timeout-not-below-period")
    assert f"`{written}`" in finding.fix.description
    assert written in finding.help


COMPOSE = """\
services:
  web:
    image: registry.example/web:1
    healthcheck: {{test: "true", interval: {}, timeout: 40s}}
"""


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("compose.yaml", COMPOSE.format("30s"), "timeout: 5s"),
        ("compose.yaml", COMPOSE.format("1s"), "interval: 80s"),
        (
            "Dockerfile",
            'FROM debian:12\nHEALTHCHECK --interval=30s --timeout=40s CMD true\nCMD ["w"]\n',
            "--timeout=5s",
        ),
        (
            "run.sh",
            "docker run --health-cmd=true --health-interval=30s --health-timeout=40s web:1\n",
            "--health-timeout=5s",
        ),
    ],
)
def test_each_platform_is_told_in_its_own_words(find, name, text, written):
    (finding,) = find({name: text}, "probe-timeout-not-below-period")
    assert f"`{written}`" in finding.fix.description


@pytest.mark.parametrize(
    ("more", "mended"),
    [
        ("", True),
        (", scheme: HTTPS", False),
        (", httpHeaders: [{name: Host, value: shop}]", False),
        (", host: other", False),
    ],
)
def test_a_question_that_says_more_than_its_path_is_not_repeated(find, more, mended):
    probe = f"readinessProbe: {{httpGet: {{path: /ready, port: 8000{more}}}}}\n"
    (finding,) = find({"all.yaml": workload("Deployment", probe)}, "liveness-probe-missing")
    assert (finding.fix is not None) == mended
