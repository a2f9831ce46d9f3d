"""Services and routes: what lies beside them, what a cluster adds, and what the fix writes."""

import json

import pytest

from wslint.checks.routing import SelectsNothing


def service(spec, name="web", **metadata):
    return json.dumps(
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, **metadata}, "spec": spec}
    )


def pod(*ports, labels=None, name="web", image="registry.example/web:1", **more):
    container = {"name": "web", "image": image, "ports": list(ports), **more}
    metadata = {"name": name, "labels": {"app": "web"} if labels is None else labels}
    return json.dumps(
        {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container]}}
    )


def together(*objects):
    return "\n---\n".join(objects) + "\n"


@pytest.mark.parametrize("label", SelectsNothing().set_at_run_time)
def test_a_label_that_is_set_at_run_time_is_not_missed(find, label):
    files = {"all.yaml": together(service({"selector": {"app": "web", label: "x"}}), pod())}
    assert find(files, "service-selects-nothing") == ()


def test_a_label_that_templates_write_themselves_is_missed(find):
    files = {
        "all.yaml": together(
            service({"selector": {"app": "web", "role": "x"}}), pod(labels={"app": "web", "role": "y"})
        )
    }
    assert len(find(files, "service-selects-nothing")) == 1


@pytest.mark.parametrize(("namespace", "found"), [("kube-system", 0), ("shop", 1)])
def test_pods_of_the_cluster_itself_are_in_no_tree(find, namespace, found):
    selecting = service({"selector": {"app": "dns"}}, namespace=namespace)
    other = pod().replace('"name": "web", "labels"', f'"name": "web", "namespace": "{namespace}", "labels"')
    assert len(find({"all.yaml": together(selecting, other)}, "service-selects-nothing")) == found


def test_the_pod_with_most_of_the_labels_is_shown(find):
    near = pod(labels={"app": "web", "tier": "front", "track": "b"}, name="near")
    far = pod(labels={"app": "web", "part": "x"}, name="far")
    selector = {"app": "web", "tier": "back", "track": "a"}
    (finding,) = find(
        {"all.yaml": together(service({"selector": selector}, name="shop"), far, near)},
        "service-selects-nothing",
    )
    assert "Pod/near" in finding.message


def test_all_the_names_that_pods_declare_are_told(find):
    ports = [{"containerPort": 80, "name": "http"}, {"containerPort": 81, "name": "admin"}]
    wrong = service({"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "web"}]})
    (finding,) = find({"all.yaml": together(wrong, pod(*ports))}, "service-target-port-mismatch")
    assert "`http` and `admin`" in finding.message
    assert finding.fix is None


def test_of_several_declared_numbers_none_is_proposed(find):
    ports = [{"containerPort": 8000}, {"containerPort": 8001}]
    for written in ({"port": 80}, {"port": 80, "targetPort": 8080}):
        wrong = service({"selector": {"app": "web"}, "ports": [written]})
        (finding,) = find({"all.yaml": together(wrong, pod(*ports))}, "service-target-port-mismatch")
        assert finding.fix is None


def test_a_protocol_that_is_written_is_replaced(find):
    text = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: 53
      protocol: TCP
      targetPort: dns
---
"""
    text += pod({"containerPort": 53, "name": "dns", "protocol": "UDP"}) + "\n"
    (finding,) = find({"all.yaml": text}, "service-target-port-mismatch")
    (edit,) = finding.fix.edits
    assert (edit.span.text, edit.text) == ("TCP", "UDP")
    assert not finding.fix.safe


def test_a_port_that_the_local_image_exposes_is_known(find):
    files = {
        "Dockerfile": 'FROM scratch\nEXPOSE 8080\nCOPY web /web\nENTRYPOINT ["/web"]\n',
        "compose.yaml": "services: {web: {build: ., image: registry.example/web}}\n",
    }
    for target, count in ((8080, 0), (8081, 1)):
        spec = {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": target}]}
        declaring = pod({"containerPort": 8000}, image="registry.example/web")
        files["all.yaml"] = together(service(spec), declaring)
        assert len(find(files, "service-target-port-mismatch")) == count, target


@pytest.mark.parametrize(
    ("value", "found"), [("80 8080", 0), ("8080 80", 0), ("8080", 1), ("18080", 1), ("x80y", 0), ("808", 1)]
)
def test_a_number_that_stands_alone_in_a_variable_may_be_a_port(find, value, found):
    target = {"selector": {"app": "web"}, "ports": [{"port": 80}]}
    declaring = pod({"containerPort": 8000}, env=[{"name": "SOME", "value": value}])
    assert (
        len(find({"all.yaml": together(service(target), declaring)}, "service-target-port-mismatch")) == found
    )


INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: web, port: {%s}}}
"""


@pytest.mark.parametrize(
    ("port", "found"), [("name: use-annotation", 0), ("name: http", 1), ("number: 81", 1)]
)
def test_a_controller_may_take_the_port_out_of_an_annotation(find, port, found):
    there = service({"selector": {"app": "web"}, "ports": [{"port": 80}]})
    files = {"all.yaml": together(INGRESS % port, there, pod({"containerPort": 80}))}
    assert len(find(files, "ingress-backend-mismatch")) == found


def test_a_service_that_lies_apart_beside_a_route_of_its_own_is_anothers(find):
    there = service({"selector": {"app": "web"}, "ports": [{"port": 80}]})
    files = {
        "one/ingress.yaml": INGRESS % "number: 81",
        "other/all.yaml": together(there, INGRESS % "number: 80"),
    }
    assert find(files, "ingress-backend-mismatch") == ()
    files = {"all.yaml": INGRESS % "number: 81", "below/all.yaml": together(there, INGRESS % "number: 80")}
    (finding,) = find(files, "ingress-backend-mismatch")
    assert not finding.span.path.endswith("below/all.yaml")


@pytest.mark.parametrize(
    ("target", "found"), [("http-envoy-prom", 0), ("linkerd-proxy", 0), ("linkerd-admin", 0), ("web", 1)]
)
def test_a_port_of_what_a_mesh_adds_to_pods_is_declared_by_none_of_them(find, target, found):
    spec = {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": target}]}
    declaring = pod({"containerPort": 8000, "name": "http"})
    assert (
        len(find({"all.yaml": together(service(spec), declaring)}, "service-target-port-mismatch")) == found
    )


@pytest.mark.parametrize(("labels", "found"), [("app: web", 1), ("part: x", 0)])
def test_a_guide_may_show_a_service_of_other_pods(find, labels, found):
    shown = f"""\
apiVersion: v1
kind: Service
metadata: {{name: shop}}
spec:
  selector: {{app: web, tier: front}}
---
apiVersion: v1
kind: Pod
metadata: {{name: other, labels: {{{labels}}}}}
spec:
  containers: [{{name: web, image: "registry.example/web:1"}}]
"""
    guide = f"Apply both:\n\n```yaml\n{shown}```\n"
    assert len(find({"README.md": guide}, "service-selects-nothing")) == found
    assert len(find({"all.yaml": shown}, "service-selects-nothing")) == 1
