"""Compose projects of which a part cannot be known: a line of the ledger, and the rest as it is."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from wslint.model.value import Known
from wslint.project.load import Loaded

Make = Callable[[Mapping[str, str]], Loaded]
BASE = {"c.yaml": "services: {b: {image: 'base:1'}}\n"}


def images(loaded: Loaded) -> dict[str, str | None]:
    return {
        one.key.rpartition("#")[2]: one.image.value if isinstance(one.image, Known) else None
        for one in loaded.project.workloads
        if one.path == "compose.yaml"
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "services: {w: {image: 'i:1', extends: {service: '${B}', file: c.yaml}}}\n",
            "a base whose name is not known",
        ),
        ("services: {w: {image: 'i:1', extends: {service: b, file: '${F}'}}}\n", "a base"),
        (
            "include: [{path: c.yaml, project_directory: '${D}'}]\nservices: {w: {image: 'i:1'}}\n",
            "an include whose folder is not known",
        ),
        ("include: ['${F}']\nservices: {w: {image: 'i:1'}}\n", "an include"),
    ],
)
def test_a_part_that_a_variable_names_is_a_ledger_line(make: Make, text: str, reason: str) -> None:
    loaded = make({**BASE, "compose.yaml": text})
    assert any(reason in line.reason for line in loaded.not_checked), loaded.not_checked
    assert "w" in images(loaded)


@pytest.mark.parametrize(
    "text",
    [
        "services: {w: {image: 'i:1', extends: {file: c.yaml}}}\n",
        "services: {w: {image: 'i:1', extends: {service: b, file: [c.yaml]}}}\n",
        "services: {w: {image: 'i:1', extends: [b]}}\n",
        "services: {w: {image: 'i:1', extends: {service: gone, file: c.yaml}}}\n",
        "services: {w: {image: 'i:1', extends: {service: b, file: gone.yaml}}}\n",
        "services: {w: word, v: {extends: w}}\n",
        "services: {w: , v: {extends: w, image: 'i:1'}}\n",
    ],
)
def test_a_base_that_is_none_breaks_nothing_else(make: Make, text: str) -> None:
    loaded = make({**BASE, "compose.yaml": text + "  # end\n"})
    assert all(one.path == "compose.yaml" or one.path == "c.yaml" for one in loaded.project.workloads)
    assert not any("bug" in line.reason for line in loaded.not_checked)


def test_more_services_than_any_people_run_are_not_read(make: Make, monkeypatch: Any) -> None:
    monkeypatch.setattr("wslint.project.compose.projects.MAX_SERVICES", 2)
    loaded = make({"compose.yaml": "services: {a: {image: i}, b: {image: i}, c: {image: i}}\n"})
    assert [line.reason for line in loaded.not_checked] == ["more than 2 services: not read"]
    assert images(loaded) == {}


def test_values_of_other_kinds_are_not_merged(make: Make) -> None:
    over = {
        "environment": "[[a]]",
        "extra_hosts": "[[a]]",
        "networks": "[[a]]",
        "depends_on": "[[a]]",
        "build": "[a]",
        "labels": "word",
    }
    body = ", ".join(f"{key}: {value}" for key, value in over.items())
    plain = "environment: {A: b}, extra_hosts: {a: 1.1.1.1}, networks: [n], depends_on: [v], build: ., labels: {a: b}"
    loaded = make(
        {
            "compose.yaml": f"services: {{w: {{image: 'i:1', {plain}}}, v: {{image: 'j:1'}}}}\nnetworks: {{n: }}\n",
            "compose.override.yaml": f"services: {{w: {{{body}}}}}\n",
        }
    )
    assert images(loaded) == {"w": "i:1", "v": "j:1"}
