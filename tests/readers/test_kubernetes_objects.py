"""Services, routes, configuration, kinds, kustomizations and suppressing annotations."""

import pytest
from kubernetes_texts import read, the_pod

from wslint.model.kubernetes_kinds import SERVED, is_served, nearest_kind, removed, versions_with
from wslint.model.kubernetes_objects import KubernetesService, Route
from wslint.model.value import Absent, Known, Unknown, in_force
from wslint.readers.kubernetes import looks_like_kubernetes
from wslint.syntax.yaml import Mapping, parse_yaml
from wslint.text import Source


def the_service(spec: str, metadata: str = "{name: web}") -> KubernetesService:
    (service,) = read(f"apiVersion: v1\nkind: Service\nmetadata: {metadata}\nspec:\n  {spec}\n").services
    return service


def the_route(text: str) -> Route:
    (route,) = read(text).routes
    return route


# -- Services -----------------------------------------------------------------------------------------


def test_a_service_keeps_selector_and_ports() -> None:
    service = the_service("""selector: {app: web, tier: "1"}
  ports:
    - {name: http, port: 80, targetPort: web}
    - {port: 443, targetPort: 8443, protocol: TCP}
    - port: 53
      protocol: UDP""")
    assert isinstance(service.selector, Known)
    assert service.selector.value == {"app": "web", "tier": "1"}
    assert service.selector.span.text == '{app: web, tier: "1"}'
    http, tls, dns = service.ports
    assert (http.name, in_force(http.port), in_force(http.target), http.protocol) == (
        "http",
        80,
        "web",
        "tcp",
    )
    assert isinstance(http.target, Known)
    assert http.target.span.text == "web"
    assert isinstance(tls.target, Known)
    assert (tls.target.value, tls.target.span.text) == (8443, "8443")
    assert dns.target == Absent(53, dns.span)
    assert (dns.span.text, dns.protocol) == ("53", "udp")
    assert service.complete
    assert not service.external
    assert not service.headless
    assert service.owner.text == "web"


def test_a_block_selector_spans_its_pairs_only() -> None:
    service = the_service("selector:\n    app: web\n  ports: [{port: 80}]")
    assert isinstance(service.selector, Known)
    assert service.selector.span.text == "app: web"


def test_a_quoted_number_is_a_port_name_to_kubernetes() -> None:
    assert the_service('ports: [{port: 80, targetPort: "8080"}]').ports[0].target.value == "8080"  # type: ignore[union-attr]


def test_external_and_headless_services_say_so() -> None:
    assert the_service("type: ExternalName\n  externalName: db.example").external
    assert the_service("clusterIP: None\n  selector: {app: a}").headless
    assert not the_service("clusterIP: 10.0.0.1").headless


@pytest.mark.parametrize("spec", ["ports: []", "selector: {}", "selector:"])
def test_a_service_without_selector_has_none(spec: str) -> None:
    service = the_service(spec)
    assert service.selector == Absent(None, service.owner)


@pytest.mark.parametrize(
    "spec",
    [
        "ports: [{port: '${PORT}'}]",
        "ports: [{port: 80, targetPort: '{{ port }}'}]",
        "ports: x",
        "ports: [80]",
        "type: '${TYPE}'",
    ],
)
def test_a_service_with_a_templated_port_is_incomplete(spec: str) -> None:
    assert not the_service(spec).complete


def test_a_templated_selector_is_unknown_and_a_templated_namespace_makes_the_service_incomplete() -> None:
    assert isinstance(the_service("selector: {app: '${APP}'}").selector, Unknown)
    assert not the_service("ports: [{port: 80}]", "{name: a, namespace: '${NS}'}").complete


# -- routes -------------------------------------------------------------------------------------------


def test_an_ingress_names_services_by_number_and_by_name() -> None:
    route = the_route("""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: edge, namespace: prod}
        spec:
          defaultBackend: {service: {name: fallback, port: {name: http}}}
          rules:
            - http:
                paths:
                  - path: /
                    backend: {service: {name: web, port: {number: 8080}}}
                  - path: /static
                    backend: {resource: {apiGroup: k8s.example.com, kind: Bucket, name: icons}}
            - host: example.com
    """)
    assert (route.kind, route.name, route.namespace, route.owner.text) == ("Ingress", "edge", "prod", "edge")
    assert [(b.service, in_force(b.port), b.span.text, b.service_span.text) for b in route.backends] == [
        ("fallback", "http", "http", "fallback"),
        ("web", 8080, "8080", "web"),
    ]


@pytest.mark.parametrize("version", ["extensions/v1beta1", "networking.k8s.io/v1beta1"])
def test_an_old_ingress_is_read_and_reported_as_removed(version: str) -> None:
    facts = read(f"""
        apiVersion: {version}
        kind: Ingress
        metadata: {{name: edge}}
        spec:
          backend: {{serviceName: a, servicePort: 80}}
          rules: [{{http: {{paths: [{{backend: {{serviceName: b, servicePort: http}}}}]}}}}]
    """)
    assert [(b.service, in_force(b.port)) for b in facts.routes[0].backends] == [("a", 80), ("b", "http")]
    (problem,) = facts.problems
    assert (problem.check, problem.span.text) == ("unknown-kind", "Ingress")
    assert problem.fields == {
        "variant": "removed",
        "kind": "Ingress",
        "api_version": version,
        "release": "1.22",
        "instead": "networking.k8s.io/v1",
    }
    assert [(label, span.text) for label, span in problem.related] == [("apiVersion", version)]


@pytest.mark.parametrize("kind", ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"])
def test_routes_of_the_gateway_api_name_services(kind: str) -> None:
    route = the_route(f"""
        apiVersion: gateway.networking.k8s.io/v1
        kind: {kind}
        metadata: {{name: edge}}
        spec:
          rules:
            - backendRefs:
                - {{name: web, port: 8080}}
                - {{name: api, port: 80, namespace: other, kind: Service, group: ""}}
                - {{name: bucket, kind: Bucket, group: example.com}}
              filters:
                - {{type: RequestMirror, requestMirror: {{backendRef: {{name: shadow, port: 81}}}}}}
    """)
    assert route.kind == kind
    assert [(b.service, b.namespace, in_force(b.port)) for b in route.backends] == [
        ("web", None, 8080),
        ("api", "other", 80),
        ("shadow", None, 81),
    ]


def test_a_backend_without_a_port_points_at_its_service_and_a_templated_one_is_unknown() -> None:
    route = the_route("""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: edge}
        spec:
          rules:
            - http:
                paths:
                  - backend: {service: {name: web}}
                  - backend: {service: {name: web, port: {number: "${PORT}"}}}
                  - backend: {service: {name: "${WEB}", port: {number: 80}}}
    """)
    bare, templated = route.backends
    assert bare.port == Absent(None, bare.service_span)
    assert bare.span.text == "web"
    assert isinstance(templated.port, Unknown)
    assert templated.span.text == "${PORT}"


# -- configuration ------------------------------------------------------------------------------------


def test_a_config_map_gives_its_keys_with_their_places() -> None:
    (config,) = read("""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: prod}
        data:
          URL: "http://host.docker.internal:8080"
          PORT: 8000
          FILE: |
            listen 80;
          TEMPLATE: http://${HOST}
        binaryData: {blob: AAAA}
    """).config
    assert (config.kind, config.name, config.namespace, config.complete) == (
        "ConfigMap",
        "settings",
        "prod",
        True,
    )
    url = config.data["URL"]
    assert isinstance(url, Known)
    assert (url.value, url.span.text) == ("http://host.docker.internal:8080",) * 2
    assert {key: value.value for key, value in config.data.items() if isinstance(value, Known)} == {
        "URL": "http://host.docker.internal:8080",
        "PORT": "8000",
        "FILE": "listen 80;\n",
    }
    assert isinstance(config.data["blob"], Unknown)


def test_data_of_a_secret_is_encoded_and_its_string_data_is_known() -> None:
    (secret,) = read("""
        apiVersion: v1
        kind: Secret
        metadata: {name: keys}
        data: {token: c2VjcmV0, url: eA==}
        stringData: {url: "http://api"}
    """).config
    assert isinstance(secret.data["token"], Unknown)
    assert isinstance(secret.data["url"], Known)
    assert secret.data["url"].value == "http://api"


def test_config_with_keys_that_cannot_be_known_is_incomplete() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: "
    assert not read(text + "'{{ data }}'\n").config[0].complete
    assert not read(text + "{'${KEY}': x}\n").config[0].complete


# -- kinds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "kind", "instead"),
    [
        ("apps/v1", "Deploymnet", "apps/v1 Deployment"),
        ("apps/v1", "deployment", "apps/v1 Deployment"),
        ("v1", "Pods", "v1 Pod"),
        ("v1", "Deployment", "apps/v1 Deployment"),
        ("apps/v2", "Deployment", "apps/v1 Deployment"),
        ("apps/v1", "Ingress", "networking.k8s.io/v1 Ingress"),
        ("extensions/v1beta1", "CronJob", "batch/v1 CronJob"),
        ("networking.k8s.io/v1", "Service", "v1 Service"),
        ("apps", "Deployment", "apps/v1 Deployment"),
        ("v2", "Pod", "v1 Pod"),
        ("autoscaling/v3", "HorizontalPodAutoscaler", "autoscaling/v2 HorizontalPodAutoscaler"),
    ],
)
def test_a_kind_that_surely_does_not_exist_is_a_problem_with_what_was_meant(
    version: str, kind: str, instead: str
) -> None:
    (problem,) = read(f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n").problems
    assert (problem.check, problem.span.text) == ("unknown-kind", kind)
    assert (problem.fields["variant"], problem.fields["instead"]) == ("unknown", instead)


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("v1", "Config"),
        ("v1", "Template"),
        ("v1", "DeploymentConfig"),
        ("v1", "RoleBinding"),
        ("v1", "Zebra"),
        ("v1alpha1", "DevWorkspace"),
        ("1", "Datasource"),
        ("2.0", "Service"),
        ("v1beta3", "Pod"),
        ("apps/v1", "Zebra"),
        ("resource.k8s.io/v1beta7", "ResourceClaim"),
        ("scheduling.k8s.io/v1alpha9", "Cohort"),
        ("example.com/v1", "Deploymnet"),
        ("gateway.networking.k8s.io/v1", "Gateway"),
        ("skaffold/v3", "Config"),
        ("v1", "PodList"),
        ("v1", "List"),
        ("'{{ version }}'", "Deploymnet"),
        ("apps/v1", "'${KIND}'"),
    ],
)
def test_kinds_of_others_and_kinds_that_may_be_newer_are_quiet(version: str, kind: str) -> None:
    assert read(f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n").problems == ()


@pytest.mark.parametrize(
    ("version", "kind", "release", "instead"),
    [
        ("extensions/v1beta1", "Deployment", "1.16", "apps/v1"),
        ("apps/v1beta2", "StatefulSet", "1.16", "apps/v1"),
        ("batch/v1beta1", "CronJob", "1.25", "batch/v1"),
        ("policy/v1beta1", "PodSecurityPolicy", "1.25", "Pod Security Admission"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.26", "autoscaling/v2"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "1.32", "flowcontrol.apiserver.k8s.io/v1"),
    ],
)
def test_removed_versions_name_the_release_and_the_successor(
    version: str, kind: str, release: str, instead: str
) -> None:
    gone = removed(version, kind)
    assert gone == (release, instead)
    assert not is_served(version, kind)
    assert instead == "Pod Security Admission" or is_served(instead, kind)


def test_a_misspelt_kind_is_read_by_its_shape() -> None:
    facts = read("""
        apiVersion: apps/v1
        kind: Deploymnet
        metadata: {name: a}
        spec: {template: {spec: {containers: [{name: a, image: i}]}}}
    """)
    assert len(facts.problems) == 1
    assert [pod.long_running for pod in facts.pods] == [False]


def test_every_served_kind_is_found_under_its_versions() -> None:
    for group, versions in SERVED.items():
        for version, kinds in versions.items():
            name = f"{group}/{version}" if group else version
            for kind in kinds.split():
                assert is_served(name, kind)
                assert name in versions_with(kind)
                assert nearest_kind(kind.upper()) == kind
                assert removed(name, kind) is None


# -- other files --------------------------------------------------------------------------------------


def test_a_kustomization_lists_its_patches_and_resources() -> None:
    facts = read(
        """
        resources: [deployment.yaml, ../base]
        bases: [../old]
        patches:
          - path: patches/grace.yaml
            target: {kind: Deployment}
          - patch: |-
              - op: replace
                path: /spec/replicas
        patchesStrategicMerge:
          - replicas.yaml
          - |-
            apiVersion: apps/v1
            kind: Deployment
        patchesJson6902:
          - target: {kind: Deployment, name: a}
            path: ports.yaml
        """,
        "deploy/kustomization.yaml",
    )
    assert facts.patches == ("patches/grace.yaml", "ports.yaml", "replicas.yaml")
    assert facts.resources == ("deployment.yaml", "../base", "../old")
    assert facts.skipped == ()


@pytest.mark.parametrize("kind", ["Kustomization", "Component"])
def test_kustomizations_are_known_by_their_kind(kind: str) -> None:
    facts = read(f"apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: {kind}\npatches: [{{path: a.yaml}}]\n")
    assert facts.patches == ("a.yaml",)
    assert facts.problems == ()


def test_a_document_that_is_no_object_is_skipped_with_a_reason() -> None:
    (skipped,) = read("replicas: 1\n").skipped
    assert skipped.reason == "no `apiVersion` and `kind`: not an object of Kubernetes"


def test_suppressing_annotations_of_objects_and_templates_hold_for_all_of_them() -> None:
    text = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: a
          annotations:
            ignore-check.kube-linter.io/no-liveness-probe: "a batch worker"
            example.com/owner: team
        spec:
          template:
            metadata:
              annotations: {checkov.io/skip1: CKV_K8S_8=reason}
            spec: {containers: [{name: a, image: i}]}
    """
    first, second = read(text).annotated
    assert {key: value.value for key, value in first.annotations.items()} == {
        "ignore-check.kube-linter.io/no-liveness-probe": "a batch worker"
    }
    assert first.extent.text.startswith("apiVersion")
    assert second.extent.text.startswith("metadata:")
    assert set(the_pod(text).annotations) == {"checkov.io/skip1"}
    assert read("apiVersion: v1\nkind: Secret\nmetadata: {name: a, annotations: {a: b}}\n").annotated == ()


def test_comments_for_linters_and_repeated_keys_and_broken_documents_are_kept() -> None:
    facts = read("""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        data:
          A: x  # wslint: ignore[secret-literal] a test key
          A: y
        ---
        kind: [
    """)
    assert [remark.text.strip() for remark in facts.remarks] == ["wslint: ignore[secret-literal] a test key"]
    assert {problem.check for problem in facts.problems} == {"duplicate-key", "syntax-error"}
    assert len(facts.config) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apiVersion: v1\nkind: Pod\n", True),
        ("kind: Pod\n", False),
        ("apiVersion: v2\nname: chart\n", False),
        ("apiVersion: v1\nkind: [Pod]\n", False),
        ("apiVersion: v1\nkind:\n", False),
    ],
)
def test_manifests_are_recognised_by_api_version_and_kind(text: str, expected: bool) -> None:
    root = parse_yaml(Source("a.yaml", text)).documents[0].root
    assert isinstance(root, Mapping)
    assert looks_like_kubernetes(root) is expected
