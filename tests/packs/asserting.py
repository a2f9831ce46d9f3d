"""A small deployment with everything that facts are told of, and a pack with one rule that asserts something."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wslint.packs.lookup import fill, find_check
from wslint.packs.rule import Assertion
from wslint.project.load import Request, load_project
from wslint.project.project import Project
from wslint.settings.record import Settings

FILES = {
    "Dockerfile": """\
FROM registry.example:5000/base/python:3.12@sha256:abc AS runtime
ENV LOG_LEVEL=info
EXPOSE 8000 9000-9001/udp
WORKDIR /app
STOPSIGNAL SIGINT
HEALTHCHECK --interval=20s --retries=4 CMD curl -f http://localhost:8000/
CMD ["uvicorn", "app:app", "--port", "8000"]
""",
    "compose.yaml": """\
services:
  web:
    build: .
    environment:
      PORT: "8000"
      SECRET: ${SECRET}
    labels: {team: shop}
    ports:
      - "127.0.0.1:8080:8000"
      - "9000-9001:9000-9001/udp"
      - "7000"
    stop_grace_period: 1m
    init: true
    network_mode: bridge
    extra_hosts: ["host.docker.internal:host-gateway"]
    profiles: [front]
    depends_on:
      db: {condition: service_healthy}
  db:
    image: postgres
    stop_grace_period: 1500ms
    env_file: [missing.env]
    healthcheck:
      test: ["CMD", "pg_isready", "-U", "app"]
      interval: 5s
  cache:
    image: redis:${TAG}
    healthcheck: {disable: true}
""",
    "web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 45
      hostAliases: [{ip: 10.0.0.1, hostnames: [old]}]
      containers:
        - name: main
          image: registry.example/web:1
          ports: [{containerPort: 80, name: http}]
          livenessProbe: {httpGet: {path: /live, port: http}, periodSeconds: 5}
        - name: helper
          image: registry.example/helper:2
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}, {port: 81}]
""",
}


def project_of(folder: Path, files: Mapping[str, str]) -> Project:
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    root = os.path.realpath(folder)
    return load_project(
        Request(
            root=root,
            cwd=root,
            folders=(root,),
            given_files=(),
            exclude=(),
            respect_gitignore=True,
            force_exclude=False,
            host="linux",
            links=(),
        )
    ).project


def subject_of(project: Project, name: str) -> tuple[str, Any]:
    """The kind and the subject of a short name: stage, web, db, cache, main, pod, service, project."""
    if name == "project":
        return "project", None
    if name == "pod":
        return "pod", project.pods[0]
    if name == "service":
        return "service", project.services[0]
    if name == "stage":
        return "workload", next(one for one in project.workloads if one.platform == "image")
    return "workload", next(one for one in project.workloads if f"`{name}`" in one.name)


def judged(project: Project, name: str, text: str, **more: Any) -> list[Any]:
    """The violations of an assertion about one subject."""
    kind, subject = subject_of(project, name)
    check = find_check(Assertion(kind, text, **more).reference())
    assert check.subject == kind
    return list(check.run(subject, project, fill(check, more.get("params", {}))))


def value(project: Project, name: str, text: str) -> bool | None:
    """Whether an expression is true or false; None where it is neither."""
    if judged(project, name, text):
        return False
    return True if judged(project, name, f"!({text})") else None


RULE = """\
code: TEAM001
name: enough-grace
severity: error
applies: [compose, kubernetes]
assert: workload.grace >= params.leastSeconds
params: {least-seconds: 30}
message: "{workload} has {workload.grace} s, not {params.leastSeconds}"
why: Our services need half a minute to stop, as the guide says.
examples:
  bad:
    - name: ten seconds
      files:
        compose.yaml: |
          services:
            web: {image: registry.example/web:1}
      finds: web
      message: has 10 s
  good:
    - name: half a minute
      files:
        compose.yaml: |
          services:
            web: {image: registry.example/web:1, stop_grace_period: 30s}
"""
PACK = "name: team\ntitle: Our guide\n"


def pack(folder: Path, rule: str = RULE, *, name: str = "enough-grace", about: str = PACK) -> Settings:
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(about, encoding="utf-8")
    (folder / f"{name}.yaml").write_text(rule, encoding="utf-8")
    return Settings(root=str(folder), packs=(str(folder),))


ASSERT = "workload.grace >= params.leastSeconds"


def changed(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)
