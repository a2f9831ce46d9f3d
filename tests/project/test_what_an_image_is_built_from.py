"""Images found by the commands, the guides and the arguments that build them, told by the ports that they serve."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from wslint.app import run
from wslint.settings.record import LinkEntry, Settings

SERVE = 'FROM python:3.12\nCMD ["uvicorn", "shop:app", "--port", "{}"]\n'
USED = "services:\n  shop:\n    image: registry.example/shop\n    ports: ['80:9000']\n"


def mismatches(root: Path, files: Mapping[str, str], *links: LinkEntry) -> list[str]:
    """The ports that are published and not served."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    settings = Settings(root=str(root), select=("published-port-mismatch",), links=links)
    outcome = run([str(root)], settings)
    assert outcome.internal == ()
    return [finding.span.text for finding in outcome.findings]


@pytest.mark.parametrize(
    ("script", "command", "dockerfile"),
    [
        ("build.sh", "docker build -t registry.example/shop .", "Dockerfile"),
        ("build.sh", "docker build -t registry.example/shop api", "api/Dockerfile"),
        ("ci/build.sh", "docker build -t registry.example/shop api", "api/Dockerfile"),
        ("ci/build.sh", "docker build -t registry.example/shop api", "ci/api/Dockerfile"),
        ("deploy/ci/build.sh", "docker build -t registry.example/shop api", "deploy/api/Dockerfile"),
        ("ci/build.sh", 'docker build -t registry.example/shop "$(dirname "$0")/../api"', "api/Dockerfile"),
        ("ci/build.sh", "docker build -t registry.example/shop -f api/Dockerfile .", "api/Dockerfile"),
    ],
)
def test_a_script_builds_from_where_it_may_be_started(
    script: str, command: str, dockerfile: str, tmp_path: Path
) -> None:
    files = {script: f"#!/bin/sh\n{command}\n", "compose.yaml": USED}
    assert mismatches(tmp_path / "right", {**files, dockerfile: SERVE.format(9000)}) == []
    assert mismatches(tmp_path / "wrong", {**files, dockerfile: SERVE.format(8000)}) == ["9000"]


def test_a_script_that_may_mean_two_folders_builds_nothing_that_is_known(tmp_path: Path) -> None:
    files = {
        "deploy/ci/build.sh": "#!/bin/sh\ndocker build -t registry.example/shop api\n",
        "deploy/api/Dockerfile": SERVE.format(8000),
        "api/Dockerfile": SERVE.format(8001),
        "compose.yaml": USED,
    }
    assert mismatches(tmp_path, files) == []


@pytest.mark.parametrize(("target", "found"), [("web", ["9000"]), ("admin", [])])
def test_a_command_builds_the_stage_that_it_names(target: str, found: list[str], tmp_path: Path) -> None:
    stages = SERVE.format(8000).replace("3.12", "3.12 AS web") + SERVE.format(9000).replace(
        "3.12", "3.12 AS admin"
    )
    files = {
        "Dockerfile": stages,
        "build.sh": f"#!/bin/sh\ndocker build --target {target} -t registry.example/shop .\n",
        "compose.yaml": USED,
    }
    assert mismatches(tmp_path, files) == found


@pytest.mark.parametrize(
    ("target", "found"), [("web", ["9000"]), ("admin", []), (None, []), ("0", ["9000"]), ("nobody", [])]
)
def test_the_configuration_says_which_stage_an_image_is(
    target: str | None, found: list[str], tmp_path: Path
) -> None:
    stages = SERVE.format(8000).replace("3.12", "3.12 AS web") + SERVE.format(9000)
    link = LinkEntry("registry.example/shop", "docker/Dockerfile", target)
    assert mismatches(tmp_path, {"docker/Dockerfile": stages, "compose.yaml": USED}, link) == found


ARGUED = """\
FROM python:3.12
ARG SERVE=8000
ENV SERVE=$SERVE FIXED=8000
CMD ["sh", "-c", "exec uvicorn shop:app --port ${%s}"]
"""


@pytest.mark.parametrize(
    ("used", "arguments", "found"),
    [
        ("SERVE", "{SERVE: '8000'}", ["9000"]),
        ("SERVE", "{SERVE: '9000'}", []),
        ("SERVE", "{SERVE: '${SERVE}'}", []),
        ("SERVE", "{}", ["9000"]),
        ("FIXED", "{SERVE: '9000'}", ["9000"]),
    ],
)
def test_an_argument_of_the_build_changes_what_is_made_of_it(
    used: str, arguments: str, found: list[str], tmp_path: Path
) -> None:
    compose = f"""\
services:
  shop:
    build: {{context: ., args: {arguments}}}
    ports: ['80:9000']
"""
    assert mismatches(tmp_path, {"Dockerfile": ARGUED % used, "compose.yaml": compose}) == found


@pytest.mark.parametrize(("serve", "found"), [("8000", ["9000"]), ("9000", [])])
def test_who_runs_an_image_that_another_builds_gets_it_with_those_arguments(
    serve: str, found: list[str], tmp_path: Path
) -> None:
    compose = f"""\
services:
  build:
    image: registry.example/shop
    build: {{context: ., args: {{SERVE: '{serve}'}}}}
  run:
    image: registry.example/shop
    ports: ['80:9000']
"""
    assert mismatches(tmp_path, {"Dockerfile": ARGUED % "SERVE", "compose.yaml": compose}) == found


@pytest.mark.parametrize("words", ["Write a Dockerfile", "Begin with this"])
@pytest.mark.parametrize(("port", "found"), [("8000", ["9000"]), ("9000", [])])
def test_a_guide_that_shows_one_dockerfile_builds_from_it(
    port: str, found: list[str], words: str, tmp_path: Path
) -> None:
    guide = f"""\
{words}:

```dockerfile
{SERVE.format(port)}```

and run it:

```yaml
services:
  shop:
    build: .
    ports: ['80:9000']
```
"""
    assert mismatches(tmp_path, {"README.md": guide}) == found
