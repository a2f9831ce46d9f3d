"""What is only a piece of something is not said to lack what may stand elsewhere; and choices that look alike."""

import pytest

from wslint.app import run
from wslint.settings.record import Settings

POD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      volumes: [{{name: other, emptyDir: {{}}}}]
      initContainers: [{{name: first{image}}}]
      containers: [{{name: web, image: 'x:1', volumeMounts: [{{name: data, mountPath: /d}}]}}]
"""
WAITING = """\
# Guide

```yaml
services:
  web:
    image: registry.example/web:1
    depends_on: {{db: {{condition: service_healthy}}}}
  db:
    image: postgres:16
{more}```
"""


@pytest.mark.parametrize(("image", "found"), [("", 0), (", image: 'x:1'", 1)])
def test_a_patch_may_mount_what_the_patched_pod_declares(find, image, found):
    files = {
        "web.yaml": POD.format(image=image),
        "whole.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n",
    }
    files["whole.yaml"] += "spec: {containers: [{name: x, image: 'x:1'}]}\n"
    assert len(find(files, "config-reference-missing")) == found


@pytest.mark.parametrize(("more", "found"), [("    # ...\n", 0), ("", 1)])
def test_a_shortened_example_of_a_guide_is_not_said_to_lack_a_healthcheck(find, more, found):
    assert len(find({"README.md": WAITING.format(more=more)}, "depends-on-unhealthy-service")) == found


def test_services_of_a_guide_that_are_not_written_out_are_a_sketch(find):
    sketch = """```yaml
services:
  web: {image: 'x:1', depends_on: {db: {condition: service_healthy}}}
  db: {image: 'postgres:16'}
```
"""
    assert find({"README.md": sketch}, "depends-on-unhealthy-service") == ()
    whole = {"compose.yaml": sketch.strip("`yaml\n")}
    assert len(find(whole, "depends-on-unhealthy-service")) == 1


def test_of_two_wrong_questions_the_one_that_is_not_the_images_is_reported_at_the_service(find):
    files = {
        "Dockerfile": "FROM debian:12\nHEALTHCHECK CMD curl -f http://localhost:9000/ || curl -f http://localhost:$CHECK/\n"
        'ENV CHECK=9000\nCMD ["uvicorn", "shop:app", "--port", "8000"]\n',
        "compose.yaml": "services:\n  shop:\n    build: .\n    environment: {CHECK: '9001'}\n",
    }
    found = find(files, "healthcheck-port-mismatch")
    assert {one.message.partition("port ")[2][:4] for one in found} == {"9000", "9001"}


@pytest.mark.parametrize(("image", "found"), [("registry.example/shop:1", 1), ("postgres:16", 1)])
def test_in_a_cluster_a_server_is_believed_to_listen_on_its_port_variable(find, image, found):
    pod = f"""\
apiVersion: v1
kind: Pod
metadata: {{name: shop}}
spec:
  containers:
    - name: shop
      image: {image}
      env: [{{name: PORT, value: "8080"}}]
      livenessProbe: {{exec: {{command: [curl, -f, "http://localhost:9000/"]}}}}
"""
    assert len(find({"pod.yaml": pod}, "healthcheck-port-mismatch")) == found


HOUSE = """\
code: HOUSE001
name: house-variables
severity: error
applies: [kubernetes]
check: configuration.required-variables
params: {names: [SHOP_ID]}
message: {"": "no {names}", kubernetes: "no {names}"}
why: Nothing starts without it in our house.
source: https://example.org/house
examples:
  bad:
    - name: none
      files: {pod.yaml: "apiVersion: v1\\nkind: Pod\\nmetadata: {name: x}\\nspec: {containers: [{name: x, image: house-x}]}\\n"}
      finds: x
  good:
    - name: one
      files: {pod.yaml: "apiVersion: v1\\nkind: Pod\\nmetadata: {name: x}\\nspec: {containers: [{name: x, image: house-x, env: [{name: SHOP_ID, value: a}]}]}\\n"}
"""


@pytest.mark.parametrize(("more", "found"), [("    # ...\n", 0), ("", 1)])
def test_a_rule_of_a_team_says_nothing_of_a_shortened_manifest_in_a_guide(tmp_path, more, found):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("name: house\ntitle: Ours\nselector: {images: [house-*]}\n")
    (pack / "house-variables.yaml").write_text(HOUSE)
    root = tmp_path / "root"
    root.mkdir()
    manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - name: x\n    image: house-x\n"
    (root / "README.md").write_text(f"# Guide\n\n```yaml\n{manifest}{more}```\n")
    outcome = run([str(root)], Settings(root=str(root), packs=(str(pack),), select=("house-variables",)))
    assert not outcome.internal
    assert [one.name for one in outcome.findings] == ["house-variables"] * found
