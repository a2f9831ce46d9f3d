"""A faulty tree in any style, fixed, has the values of the sound one, and every comment is still there."""

import copy
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from scratch_tree import Tree
from yaml_styles import Writer

PROBE = {"httpGet": {"path": "/health", "port": 8000}, "periodSeconds": 30, "failureThreshold": 3}


def deployment() -> dict[str, Any]:
    container = {
        "name": "agent",
        "image": "registry.example/agent:1.2",
        "ports": [{"name": "http", "containerPort": 8000}],
        "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
        "livenessProbe": copy.deepcopy(PROBE),
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "agent"},
        "spec": {
            "selector": {"matchLabels": {"app": "agent"}},
            "template": {
                "metadata": {"labels": {"app": "agent"}},
                "spec": {"terminationGracePeriodSeconds": 30, "containers": [container]},
            },
        },
    }


def service() -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "agent"},
        "spec": {"selector": {"app": "agent"}, "ports": [{"port": 80, "targetPort": "web"}]},
    }


def compose() -> dict[str, Any]:
    return {
        "services": {
            "web": {
                "image": "registry.example/web:1.2",
                "environment": {"API_URL": "http://host.docker.internal:8080", "MODE": "on # off"},
                "healthcheck": {
                    "test": ["CMD-SHELL", "curl http://localhost:8000/ || exit 1"],
                    "interval": "30s",
                    "timeout": "5s",
                },
            },
            "db": {"image": "registry.example/db:1.2", "command": ["serve", "--all"]},
        }
    }


def pod_spec(value: Any) -> Any:
    return value["spec"]["template"]["spec"]


class Case:
    """Faulty values, and what the fixes make of them."""

    def __init__(self, random: Random) -> None:
        self.files: dict[str, Any] = {}
        self.sound: dict[str, Any] = {}
        faulty, sound = deployment(), deployment()
        if random.random() < 0.5:
            del pod_spec(faulty)["terminationGracePeriodSeconds"]
        pod_spec(sound)["terminationGracePeriodSeconds"] = 90
        if random.random() < 0.5:
            pod_spec(faulty)["containers"][0]["livenessProbe"]["httpGet"]["port"] = "web"
            pod_spec(sound)["containers"][0]["livenessProbe"]["httpGet"]["port"] = "http"
        self.add("deployment.yaml", faulty, sound)
        faulty, sound = service(), service()
        sound["spec"]["ports"][0]["targetPort"] = "http"
        self.add("service.yaml", faulty, sound)
        faulty, sound = compose(), compose()
        web = sound["services"]["web"]
        web["healthcheck"]["test"][1] = "curl -f http://localhost:8000/ || exit 1"
        web["extra_hosts"] = ["host.docker.internal:host-gateway"]
        if random.random() < 0.5:
            faulty["services"]["web"]["extra_hosts"] = ["other:10.0.0.1"]
            web["extra_hosts"] = ["other:10.0.0.1", "host.docker.internal:host-gateway"]
        self.add("compose.yaml", faulty, sound)

    def add(self, path: str, faulty: Any, sound: Any) -> None:
        self.files[path], self.sound[path] = faulty, sound


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_a_faulty_tree_in_any_style_is_fixed_to_the_sound_one_and_keeps_its_comments(seed):
    random = Random(seed)  # noqa: S311
    case = Case(random)
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(Path(folder).resolve())
        comments: dict[str, list[str]] = {}
        codecs: dict[str, tuple[str, str]] = {}
        for path, value in case.files.items():
            writer = Writer(random)
            text = writer.document(value)
            comments[path] = writer.comments
            codec = random.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
            end = random.choice(["\n", "\n", "\r\n"])
            text = text if random.random() < 0.5 else text.rstrip("\n")
            codecs[path] = codec, end
            tree.write({path: text.replace("\n", end).encode(codec)})
        before = {path: tree.data(path).decode(codecs[path][0]) for path in case.files}
        answer = tree.check("--fix", "--unsafe-fixes", "--output-format", "concise", "--isolated")
        assert answer.err == "", before
        for path, sound in case.sound.items():
            codec, end = codecs[path]
            raw = tree.data(path).decode(codec)
            text = raw.replace(end, "\n")
            assert YAML(typ="safe", pure=True).load(text) == sound, (
                f"{before[path]}\n-----\n{text}\n{answer.out}"
            )
            assert [one for one in comments[path] if one not in text] == []
            assert raw.count("\n") == raw.count(end)
            assert raw.endswith("\n") == before[path].endswith("\n")
