"""What pods, services and images name beyond themselves: volumes, objects, conditions, build arguments."""

import textwrap

import pytest
from compose_texts import service
from kubernetes_texts import the_pod

from wslint.model.workload import ImageFacts, Workload
from wslint.readers.image import read_image
from wslint.syntax.dockerfile import parse_dockerfile
from wslint.text import Source

POD = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: web}
    spec:
      volumeClaimTemplates:
        - metadata: {name: data}
      template:
        spec:
          volumes:
            - name: config
              configMap: {name: web, optional: true, items: [{key: a.conf, path: a}]}
            - name: tls
              secret: {secretName: web-tls}
            - name: old
              persistentVolumeClaim: {claimName: old-data}
            - name: all
              projected:
                sources:
                  - secret: {name: token}
                  - downwardAPI: {items: []}
          containers:
            - name: web
              image: registry.example/web:1
              volumeMounts: [{name: data, mountPath: /d}, {name: config, mountPath: /c}]
              volumeDevices: [{name: old, devicePath: /dev/x}]
              envFrom: [{configMapRef: {name: env}}, {secretRef: {name: "${X}"}}]
              env:
                - name: A
                  valueFrom: {secretKeyRef: {name: db, key: password, optional: false}}
          initContainers:
            - name: first
              image: registry.example/web:1
              envFrom: [{secretRef: {name: first, optional: maybe}}]
"""


def test_a_pod_knows_its_volumes_and_what_it_mounts() -> None:
    pod = the_pod(POD)
    assert pod.volumes == {"data", "config", "tls", "old", "all"}
    mounts = {one.name.split("`")[1]: one.mounts for one in pod.containers}
    assert [mount.value for mount in mounts["web"]] == ["data", "config", "old"]
    assert [mount.span.text for mount in mounts["web"]] == ["data", "config", "old"]
    assert mounts["first"] == ()


def test_a_pod_names_the_objects_of_its_volumes_and_variables() -> None:
    uses = [(use.kind, use.name, use.key, use.optional) for use in the_pod(POD).uses]
    assert uses == [
        ("ConfigMap", "web", None, True),
        ("ConfigMap", "web", "a.conf", True),
        ("Secret", "web-tls", None, False),
        ("PersistentVolumeClaim", "old-data", None, False),
        ("Secret", "token", None, False),
        ("ConfigMap", "env", None, False),
        ("Secret", "db", "password", False),
        ("Secret", "first", None, True),
    ]


@pytest.mark.parametrize(
    "volumes", ["[{name: '${NAME}', emptyDir: {}}]", "[{emptyDir: {}}]", "{{ .Values.volumes }}", "[text]"]
)
def test_volumes_that_cannot_all_be_read_are_unknown(volumes: str) -> None:
    pod = the_pod(f"""
        apiVersion: v1
        kind: Pod
        metadata: {{name: web}}
        spec:
          volumes: {volumes if "{{" not in volumes else repr(volumes)}
          containers: [{{name: web, image: "registry.example/web:1"}}]
    """)
    assert pod.volumes is None


def test_the_pods_of_a_kind_that_is_not_known_may_get_volumes_from_elsewhere() -> None:
    pod = the_pod("""
        apiVersion: example.com/v1
        kind: Fleet
        metadata: {name: web}
        spec: {template: {spec: {containers: [{name: web, image: "registry.example/web:1"}]}}}
    """)
    assert pod.volumes is None


def of_service(body: str) -> Workload:
    return service(textwrap.indent(textwrap.dedent(body).lstrip("\n"), "    "))


def test_a_dependency_knows_its_condition_and_whether_it_is_required() -> None:
    found = of_service("""
        depends_on:
          db: {condition: service_healthy}
          cache: {condition: service_started, required: false}
          queue: {}
    """).depends_on
    told = [(one.service, one.condition, one.required) for one in found]
    assert told == [
        ("db", "service_healthy", True),
        ("cache", "service_started", False),
        ("queue", "service_started", True),
    ]
    assert found[0].condition_span is not None
    assert found[0].condition_span.text == "service_healthy"


def test_a_build_knows_which_arguments_come_from_a_variable() -> None:
    build = of_service("""
        build:
          context: .
          args:
            PLAIN: text
            GIVEN: ${GIVEN}
            NAKED:
            PRICE: $$5
    """).build
    assert build is not None
    assert [(one.value, one.span.text) for one in build.given] == [("GIVEN", "${GIVEN}"), ("NAKED", "NAKED")]


def facts_of(text: str) -> ImageFacts:
    facts = (
        read_image(parse_dockerfile(Source("Dockerfile", textwrap.dedent(text)))).workloads[-1].image_facts
    )
    assert facts is not None
    return facts


def test_an_image_knows_which_arguments_end_in_its_environment() -> None:
    facts = facts_of("""\
        ARG OUTSIDE=1
        FROM debian:12 AS base
        ARG TOKEN
        ARG LATER=2
        ENV A=${TOKEN:-none} B=plain C=$UNSET
        ENV TOKEN=fixed
        ENV D=$TOKEN
        FROM base
        ENV E=$LATER
    """)
    handed = [(one.variable, one.argument.value, one.value_span.text) for one in facts.handed]
    assert handed == [("A", "TOKEN", "${TOKEN:-none}")]
    assert [one.value for one in facts.arguments] == ["TOKEN", "LATER"]


def test_a_copy_knows_its_flags_and_whether_its_source_is_known() -> None:
    facts = facts_of("""\
        FROM debian:12
        ARG D
        COPY --parents --exclude=*.md --exclude=docs a $D/b /x/
    """)
    told = [(one.source, one.resolved, one.parents, one.exclude) for one in facts.copied]
    assert told == [("a", True, True, ("*.md", "docs")), ("$D/b", False, True, ("*.md", "docs"))]
