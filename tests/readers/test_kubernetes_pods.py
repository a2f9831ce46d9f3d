"""Pods and containers of manifests, whatever kind embeds them."""

import pytest
from kubernetes_texts import deployment, read, the_container, the_pod

from wslint.model.value import Absent, Known, Unknown, in_force

CONTAINERS = "containers: [{name: agent, image: 'registry.example/agent:1'}]"

TEMPLATED = [
    ("apps/v1", "Deployment", True),
    ("apps/v1", "StatefulSet", True),
    ("apps/v1", "DaemonSet", True),
    ("apps/v1", "ReplicaSet", True),
    ("v1", "ReplicationController", True),
    ("batch/v1", "Job", False),
    ("argoproj.io/v1alpha1", "Rollout", True),
    ("serving.knative.dev/v1", "Service", True),
    ("apps.openshift.io/v1", "DeploymentConfig", True),
    ("v1", "DeploymentConfig", True),
    ("apps/v1beta1", "Deployment", True),
    ("extensions/v1beta1", "Deployment", True),
    ("example.com/v1", "Fleet", False),
]


@pytest.mark.parametrize(("version", "kind", "runs"), TEMPLATED)
def test_a_kind_with_a_template_gives_its_pod(version: str, kind: str, runs: bool) -> None:
    pod = the_pod(f"""
        apiVersion: {version}
        kind: {kind}
        metadata: {{name: agent, namespace: prod}}
        spec:
          template:
            metadata: {{labels: {{app: agent, tier: "1"}}}}
            spec: {{{CONTAINERS}}}
    """)
    (container,) = pod.containers
    assert (pod.kind, pod.name, pod.namespace, pod.long_running) == (kind, "agent", "prod", runs)
    assert pod.title == f"{kind}/agent"
    assert pod.labels == {"app": "agent", "tier": "1"}
    assert pod.owner.text == "agent"
    assert not pod.partial
    assert container.name == f"{kind}/agent container `agent`"
    assert container.key == f"deploy/agent.yaml#{kind}/prod/agent/agent"
    assert container.owner.text == "agent"
    assert container.owner.start > pod.owner.start
    assert container.image == Known("registry.example/agent:1", container.image.span)  # type: ignore[union-attr]
    assert container.image.span.text == "registry.example/agent:1"  # type: ignore[union-attr]


def test_a_cron_job_keeps_its_template_two_levels_deeper() -> None:
    pod = the_pod(f"""
        apiVersion: batch/v1
        kind: CronJob
        metadata: {{name: nightly}}
        spec:
          schedule: "0 3 * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: OnFailure
                  {CONTAINERS}
    """)
    assert (pod.title, pod.long_running, pod.labels) == ("CronJob/nightly", False, {})


@pytest.mark.parametrize(
    ("policy", "runs"),
    [
        ("", True),
        ("restartPolicy: Always", True),
        ("restartPolicy: Never", False),
        ("restartPolicy: OnFailure", False),
    ],
)
def test_a_bare_pod_is_long_running_if_it_is_restarted(policy: str, runs: bool) -> None:
    pod = the_pod(f"""
        apiVersion: v1
        kind: Pod
        metadata: {{generateName: task-}}
        spec:
          {policy}
          {CONTAINERS}
    """)
    assert (pod.name, pod.long_running) == ("task-", runs)


def test_custom_resources_are_searched_for_templates_below_lists() -> None:
    facts = read("""
        apiVersion: jobset.x-k8s.io/v1alpha2
        kind: JobSet
        metadata: {name: train}
        spec:
          replicatedJobs:
            - name: leader
              template:
                spec:
                  template:
                    spec: {containers: [{name: a, image: i}], terminationGracePeriodSeconds: 60}
            - name: workers
              template:
                spec:
                  template:
                    spec: {containers: [{name: a, image: i}]}
    """)
    leader, worker = sorted(facts.pods, key=lambda pod: in_force(pod.grace) or 0, reverse=True)
    assert in_force(leader.grace) == 60
    assert in_force(worker.grace) == 30
    assert len({container.key for container in facts.workloads}) == 2
    assert not leader.long_running
    assert facts.skipped == ()


def test_a_custom_resource_without_a_template_is_one_line_of_the_ledger() -> None:
    facts = read(
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: tls}\nspec: {secretName: x}\n"
    )
    (skipped,) = facts.skipped
    assert skipped.reason == "kind Certificate of cert-manager.io/v1: no rule looks at it"
    assert skipped.span is not None
    assert skipped.span.text == "Certificate"
    assert facts.problems == ()


def test_built_in_kinds_with_nothing_to_check_are_no_line_of_the_ledger() -> None:
    facts = read("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: agent}\n")
    assert facts == facts._replace(skipped=(), problems=(), unknown=())


def test_a_list_and_several_documents_give_all_their_objects() -> None:
    facts = read(f"""
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Pod
            metadata: {{name: one}}
            spec: {{{CONTAINERS}}}
          - apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: Pod
                metadata: {{name: two}}
                spec: {{{CONTAINERS}}}
        ---
        ---
        # nothing here
        ---
        apiVersion: v1
        kind: Pod
        metadata: {{name: three}}
        spec: {{{CONTAINERS}}}
    """)
    assert [pod.name for pod in facts.pods] == ["one", "two", "three"]
    assert len(facts.workloads) == 3


def test_json_manifests_are_read() -> None:
    text = """{
\t"apiVersion": "v1",
\t"kind": "Pod",
\t"metadata": {"name": "agent"},
\t"spec": {"terminationGracePeriodSeconds": 89, "containers": [{"name": "a", "image": "i"}]}
}"""
    pod = the_pod(text, "pod.json")
    assert pod.grace.span.text == "89"  # type: ignore[union-attr]
    assert pod.owner.text == "agent"


def test_init_containers_sidecars_and_ephemeral_ones_are_told_apart() -> None:
    pod = the_pod("""
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          initContainers:
            - {name: migrate, image: i}
            - {name: proxy, image: i, restartPolicy: Always}
          containers: [{name: agent, image: i}]
          ephemeralContainers: [{name: debug, image: i}]
    """)
    assert [(c.owner.text, c.role) for c in pod.containers] == [
        ("migrate", "init"),
        ("proxy", "sidecar"),
        ("agent", "main"),
        ("debug", "ephemeral"),
    ]


def test_a_written_grace_is_known_with_its_place_and_a_missing_one_is_thirty_seconds() -> None:
    written = the_pod(deployment("", "terminationGracePeriodSeconds: 89"))
    assert isinstance(written.grace, Known)
    assert (written.grace.value, written.grace.span.text) == (89.0, "89")
    missing = the_pod(deployment(""))
    assert missing.grace == Absent(30.0, missing.owner)
    assert missing.containers_span is not None
    assert missing.containers_span.text == "containers"


@pytest.mark.parametrize("value", ["${GRACE}", '"{{ grace }}"', '"30"', "[30]", "soon", "-1", "1.5", "true"])
def test_a_grace_that_is_no_whole_number_is_unknown_and_in_the_ledger(value: str) -> None:
    facts = read(deployment("", f"terminationGracePeriodSeconds: {value}"))
    assert isinstance(facts.pods[0].grace, Unknown)
    assert len(facts.unknown) == 1


def test_null_is_as_good_as_absent() -> None:
    pod = the_pod(deployment("", "terminationGracePeriodSeconds: null\nhostNetwork: ~\nhostAliases:"))
    assert pod.grace == Absent(30.0, pod.owner)
    assert pod.host_network == Absent(default=False, where=pod.owner)
    assert pod.host_aliases == Absent((), pod.owner)


def test_host_network_and_host_aliases_are_read() -> None:
    pod = the_pod(
        deployment(
            "",
            """
            hostNetwork: true
            hostAliases:
              - ip: "192.0.2.10"
                hostnames: [host.docker.internal, other]
            """,
        )
    )
    assert isinstance(pod.host_network, Known)
    assert pod.host_network.value is True
    assert isinstance(pod.host_aliases, Known)
    assert [(entry.host, entry.address) for entry in pod.host_aliases.value] == [
        ("host.docker.internal", "192.0.2.10"),
        ("other", "192.0.2.10"),
    ]
    assert pod.host_aliases.value[0].address_span.text == "192.0.2.10"
    assert pod.host_aliases.value[0].span.text == "host.docker.internal"
    assert pod.containers[0].extra_hosts == pod.host_aliases


def test_labels_that_are_no_strings_keep_their_text_and_templates_make_them_unknown() -> None:
    manifest = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: a
          labels: {app: web, canary: true, version: 1.10, name: LABEL}
        spec: {containers: [{name: a, image: i}]}
    """
    assert the_pod(manifest.replace("LABEL", "x")).labels == {
        "app": "web",
        "canary": "true",
        "version": "1.10",
        "name": "x",
    }
    unknown = the_pod(manifest.replace("LABEL", '"${NAME}"'))
    assert unknown.labels is None
    assert isinstance(unknown.containers[0].labels["name"], Unknown)
    assert isinstance(unknown.containers[0].labels["app"], Known)


def test_a_templated_namespace_leaves_it_open_what_selects_the_pod() -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: '${NS}', labels: {app: a}}\nspec: {containers: [{name: a, image: i}]}\n"
    assert the_pod(text).labels is None


@pytest.mark.parametrize(
    "spec",
    [
        "template: {spec: {terminationGracePeriodSeconds: 120}}",
        "template: {spec: {containers: [{name: agent, env: [{name: A, value: b}]}]}}",
        "template: {spec: {containers: []}}",
        "template: {spec: {containers: [{name: agent, image: i}], initContainers: [{name: x}]}}",
    ],
)
def test_a_template_that_only_completes_another_one_is_partial(spec: str) -> None:
    assert the_pod(
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: agent}}\nspec: {{{spec}}}\n"
    ).partial


def test_a_rollout_that_refers_to_a_deployment_has_no_pod() -> None:
    facts = read("""
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: web}
        spec: {workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
    """)
    assert facts.pods == ()


def test_containers_without_names_are_told_apart_by_their_place() -> None:
    facts = read("""
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: web}
        spec: {template: {spec: {containers: [{image: registry.example/web}]}}}
    """)
    (workload,) = facts.workloads
    assert workload.key == "deploy/agent.yaml#Service/default/web/[0]"
    assert workload.owner.text == "registry.example/web"
    assert facts.services == ()


def test_knative_sets_the_port_the_grace_and_the_readiness_probe_itself() -> None:
    text = """
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: web}
        spec: {template: {spec: {containers: [{name: a, image: i, PORTS args: ["--port", "$(PORT)"]}]}}}
    """
    pod = the_pod(text.replace("PORTS", ""))
    (container,) = pod.containers
    (port,) = container.environment.variables
    assert isinstance(port.value, Known)
    assert (port.name, port.value.value) == ("PORT", "8080")
    assert isinstance(pod.grace, Unknown)
    assert isinstance(container.probes["readiness"], Unknown)
    assert isinstance(container.probes["liveness"], Absent)
    assert isinstance(container.command, Known)
    assert container.command.value.argv == ("--port", "8080")
    (declared,) = the_pod(text.replace("PORTS", "ports: [{containerPort: 9000}],")).containers
    (port,) = declared.environment.variables
    assert isinstance(port.value, Known)
    assert (port.value.value, port.value.span.text) == ("9000", "9000")


@pytest.mark.parametrize(
    "image", ["'{{ image }}'", "${IMAGE}", "$IMAGE", "<image>", "'%IMAGE%'", "'[image]'", "12"]
)
def test_an_image_that_some_tool_fills_in_is_unknown_but_written(image: str) -> None:
    facts = read(
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - name: a\n    image: {image}\n"
    )
    assert isinstance(facts.workloads[0].image, Unknown)
    assert not facts.pods[0].partial


def test_values_behind_an_alias_are_where_they_are_written_and_name_the_place_of_use() -> None:
    text = """
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          containers:
            - name: one
              image: i
              livenessProbe: &probe
                httpGet: {path: /health, port: 8000}
                periodSeconds: 30
            - name: two
              image: i
              livenessProbe: *probe
            - name: three
              image: i
              livenessProbe:
                <<: *probe
                failureThreshold: 5
    """
    one, two, three = the_pod(text).containers
    for container, via in ((one, []), (two, ["*probe"]), (three, ["*probe"])):
        probe = container.probes["liveness"]
        assert isinstance(probe, Known)
        assert isinstance(probe.value.period, Known)
        assert probe.value.period.span.text == "30"
        assert [span.text for span in probe.value.period.via] == via
    assert three.probes["liveness"].value.failures.value == 5  # type: ignore[union-attr]


def test_ports_keep_number_name_protocol_and_host_port() -> None:
    container = the_container("""
        ports:
          - {name: http, containerPort: 8000}
          - {containerPort: 53, protocol: UDP, hostPort: 1053}
    """)
    http, dns = container.declared.ports
    assert (http.first, http.last, http.protocol, http.name, http.host_port) == (
        8000,
        8000,
        "tcp",
        "http",
        None,
    )
    assert (dns.first, dns.protocol, dns.name, dns.host_port) == (53, "udp", None, 1053)
    assert http.span.text == "8000"
    assert http.name_span is not None
    assert http.name_span.text == "http"
    assert container.declared.complete


@pytest.mark.parametrize("port", ["'${PORT}'", '"8080"', "0", "70000", "[]", "null"])
def test_a_port_that_cannot_be_known_leaves_the_declared_ports_incomplete(port: str) -> None:
    container = the_container(f"ports: [{{containerPort: {port}}}, {{containerPort: 9000}}]")
    assert [declared.first for declared in container.declared.ports] == [9000]
    assert not container.declared.complete


@pytest.mark.parametrize(
    "aliases",
    [
        "hostAliases: {a: b}",
        "hostAliases: [{hostnames: [a]}]",
        "hostAliases: [{ip: '{{ ip }}', hostnames: [a]}]",
        "hostAliases: [{ip: 1.2.3.4, hostnames: a}]",
        "hostAliases: [{ip: 1.2.3.4, hostnames: [[a]]}]",
        "hostAliases: [{ip: 1.2.3.4, hostnames: ['{{ name }}']}]",
    ],
)
def test_host_aliases_of_which_one_cannot_be_read_are_unknown_and_in_the_ledger(aliases: str) -> None:
    facts = read(deployment("", aliases))
    assert isinstance(facts.pods[0].host_aliases, Unknown)
    assert any("hostAliases" in unknown.reason for unknown in facts.unknown)


def test_ports_that_are_no_list_are_in_the_ledger() -> None:
    facts = read(deployment("ports: {containerPort: 80}"))
    assert not facts.workloads[0].declared.complete
    assert [unknown.reason for unknown in facts.unknown] == ["`ports` wants a list"]
