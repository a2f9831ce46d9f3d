"""Outcomes made by hand, for tests of reports and of the command line."""

from wslint.engine.finding import Coverage, Finding, NotChecked, Outcome, RelatedPlace, UnknownValue
from wslint.text import Edit, Fix, Source, Span

AGENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: agent}
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - name: agent
          image: registry.example/agent:1.2
          livenessProbe:
            httpGet: {path: /health, port: 8000}
            periodSeconds: 30
            failureThreshold: 3
"""

DOCKERFILE = """\
FROM python:3.12-slim
EXPOSE 8000
CMD uvicorn app:app --port 8001
"""


def span(source: Source, text: str) -> Span:
    """The first place of a text in a source."""
    at = source.text.index(text)
    return Span(source, at, at + len(text))


def grace(path: str = "deploy/agent.yaml", *, severity: str = "error", fix: bool = True) -> Finding:
    source = Source(path, AGENT)
    value = Span(
        source, source.text.index(": 30\n      containers") + 2, source.text.index("\n      containers")
    )
    window = Span(
        source, source.text.index("periodSeconds: 30") + 15, source.text.index("periodSeconds: 30") + 17
    )
    return Finding(
        code="WS201",
        name="grace-period-too-short",
        severity=severity,
        message="grace of 30 s is shorter than the liveness window: 3 × 30 s = 90 s ≥ 30 s",
        span=value,
        label="killed in the middle of its shutdown",
        related=(RelatedPlace(window, "liveness window 3 × 30 s = 90 s"),),
        workload="Deployment/agent container agent",
        help="write `terminationGracePeriodSeconds: 120`",
        source="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
        fix=Fix("raise the grace to 120 s", (Edit(value, "120"),)) if fix else None,
    )


def port() -> Finding:
    docker = Source("Dockerfile", DOCKERFILE)
    manifest = Source("deploy/agent.yaml", AGENT)
    return Finding(
        code="WS301",
        name="probe-port-not-listened",
        severity="warning",
        message="the probe asks port 8000, where nothing listens",
        span=span(manifest, "8000"),
        related=(
            RelatedPlace(span(docker, "8001"), "the server listens here"),
            RelatedPlace(span(docker, "EXPOSE 8000"), "and 8000 is exposed"),
        ),
        workload="Deployment/agent container agent",
        also=(span(Source("other.yaml", AGENT), "8000"),),
    )


COVERAGE = Coverage(
    checked={"dockerfile": 1, "compose": 0, "kubernetes": 2, "fragments": 0},
    workloads=3,
    links=1,
    not_checked=(
        NotChecked("charts/app.yaml", "a Helm template", 3),
        NotChecked("charts/web.yaml", "a Helm template", 1),
        NotChecked("big.yaml", "larger than 20 MB"),
    ),
    unknown=(UnknownValue("compose.yml", 9, "`TAG` is not set in the files"),),
)


def outcome(*findings: Finding, coverage: Coverage = COVERAGE) -> Outcome:
    return Outcome(tuple(sorted(findings, key=Finding.sort_key)), (), coverage)
