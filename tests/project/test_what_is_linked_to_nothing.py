"""Builds, bases and references that lead nowhere here, or to several things: silence, and the rest as it is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from wslint.app import run
from wslint.model.value import Known
from wslint.project.load import Loaded
from wslint.settings.record import Settings

Make = Callable[[Mapping[str, str]], Loaded]
IMAGE = 'FROM debian:12 AS base\nFROM base AS web\nCOPY requirments.txt .\nCMD ["serve"]\n'
SLIP = {"app/Dockerfile": IMAGE, "app/requirements.txt": "", "app/other.txt": ""}


def found(folder: Path, files: Mapping[str, str], *rules: str, root: Path | None = None) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    outcome = run([str(root or folder)], Settings(root=str(root or folder), select=rules or ("ALL",)))
    assert outcome.internal == ()
    return [one.name for one in outcome.findings]


def test_a_slip_of_the_pen_is_found_in_the_context_of_who_builds(tmp_path: Path) -> None:
    compose = {"compose.yaml": "services: {web: {build: {context: app, target: web}}}\n"}
    assert found(tmp_path, {**SLIP, **compose}, "copy-source-missing") == ["copy-source-missing"]


@pytest.mark.parametrize(
    "more",
    [
        {"compose.yaml": "services: {web: {build: {context: app, target: '${T}'}}}\n"},
        {"compose.yaml": "services: {web: {build: {context: '${C}', dockerfile: app/Dockerfile}}}\n"},
        {"build.sh": "docker build --target $T -f app/Dockerfile app\n"},
        {"build.sh": "docker build --target gone -t shop -f app/Dockerfile app\ndocker run shop\n"},
        {"build.sh": "docker build -f app/Dockerfile - < context.tar\n"},
        {"compose.yaml": "services: {web: {build: {context: app, target: gone}}}\n"},
    ],
)
def test_what_is_built_from_an_unknown_place_or_stage_is_not_held_against_one(
    tmp_path: Path, more: dict[str, str]
) -> None:
    files = {**SLIP, **more, "app/Dockerfile": IMAGE.replace("COPY", "COPY --from=base")}
    assert "copy-source-missing" not in found(tmp_path, files)


def test_a_context_outside_of_the_root_is_not_looked_into(tmp_path: Path) -> None:
    files = {"outside/requirements.txt": "", "root/Dockerfile": IMAGE}
    files["root/compose.yaml"] = (
        "services: {web: {build: {context: ../outside, dockerfile: ../root/Dockerfile}}}\n"
    )
    assert "copy-source-missing" not in found(tmp_path, files, root=tmp_path / "root")


def test_a_project_folder_of_a_command_says_where_its_files_begin(make: Make) -> None:
    loaded = make(
        {
            "up.sh": "docker compose --project-directory shop -f shop/base.yaml -f shop/more.yaml up\n",
            "shop/base.yaml": "services: {web: {build: ./web}}\n",
            "shop/more.yaml": "services: {web: {stop_grace_period: 30s}}\n",
            "shop/web/Dockerfile": IMAGE,
        }
    )
    assert loaded.project.links_by_path()["shop/base.yaml"] == 1


def variable(make: Make, files: dict[str, str]) -> Any:
    project = make(files).project
    (pod,) = project.pods
    return project.environment(pod.containers[0]).lookup("PORT")


CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c}}\ndata: {{PORT: '{0}'}}\n"
POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: x, image: '::', "
    "readinessProbe: {tcpSocket: {port: 80}}, envFrom: [{configMapRef: {name: c}}]}]}\n"
)


def test_of_two_objects_of_one_name_that_in_the_own_file_is_meant(make: Make) -> None:
    files = {"a.yaml": CONFIG.format(1), "b.yaml": CONFIG.format(2) + "---\n" + POD}
    value = variable(make, files)
    assert isinstance(value, Known)
    assert value.value == "2"


def test_of_two_objects_of_one_name_elsewhere_none_is_known_to_be_meant(make: Make) -> None:
    files = {"a.yaml": CONFIG.format(1), "b.yaml": CONFIG.format(2), "c.yaml": POD}
    assert not isinstance(variable(make, files), Known)
    assert make(files).project.probed_images() == frozenset()


@pytest.mark.parametrize("base", ["scratch", "${BASE}", "shop", "other"])
def test_a_base_is_a_stage_of_another_file_where_exactly_one_builds_it(make: Make, base: str) -> None:
    project = make(
        {
            "a/Dockerfile": f"FROM {base}\nCMD serve\n",
            "b/Dockerfile": "FROM debian:12\n",
            "c/Dockerfile": "FROM debian:12\n",
            "d/Dockerfile": "FROM debian:12\n",
            "build.sh": "docker build -t shop b\ndocker build -t other c\ndocker build -t other d\n",
        }
    ).project
    (stage,) = [one for one in project.workloads if one.path == "a/Dockerfile"]
    below = project.base_stage(stage)
    assert (below.path if below is not None else None) == ("b/Dockerfile" if base == "shop" else None)


@pytest.mark.parametrize(
    "check",
    [
        'sh -c "sh -c \'sh -c \\"sh -c true\\"\'"',
        'sh -c "$CHECK"',
        'sh -c "curl -f http://localhost:${PORT}00/${PORT} || exit 1"',
        "$CHECK $CHECK",
        "sh -c 'curl \"'",
        "/check.sh",
    ],
)
def test_a_check_that_is_wrapped_or_filled_in_is_read_without_guessing(tmp_path: Path, check: str) -> None:
    files = {
        "Dockerfile": f"FROM debian:12\nENV PORT=80\nCOPY check.sh /\nHEALTHCHECK CMD {check}\n"
        'CMD ["uvicorn", "a:b", "--port", "8000"]\n',
        "check.sh": "#!/bin/sh\nexec /check.sh\n",
    }
    assert found(tmp_path, files, "healthcheck-port-mismatch") == []
